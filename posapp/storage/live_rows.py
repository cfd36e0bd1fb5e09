"""The audit against the live rows: the last mention of a row holds its present values (A.6).

Mentions stand in ``body.rows`` of audit rows (see ``audit``). Only columns that a mention names
are compared, so a body may be short.
"""

# ruff: noqa: S608 - the SQL here is put together from the names of our own columns only

from contextlib import nullcontext
from functools import cache
from typing import Any, Final

from sqlalchemy import Column, Connection, Table, Text
from sqlalchemy.exc import DBAPIError

from posapp.storage.invariant import Invariant
from posapp.storage.running import fetch
from posapp.storage.tables.schema import METADATA
from posapp.storage.types import Flag, UtcDateTime

MENTIONED: Final = (
    "payment_event",
    "tender",
    "distribution_detail",
    "payment",
    "pay_segment",
    "payment_line",
    "characteristic",
    "financial_transaction",
    "gl_line",
    "match_event",
    "match_event_ft",
    "tender_control",
    "deposit_control",
    "agreement",
    "payable_item",
    "item_line",
    "bill",
    "adjustment",
    "missing_charge",
    "refund_movement",
    "credit_rating",
    "clearing_request",
    "account_autopay",
    "quick_batch",
    "quick_row",
    "control_count",
    "count_line",
    "count_denomination",
    "count_instrument",
    "control_close",
    "close_line",
    "over_under",
    "drawer_opening",
    "turn_in",
    "tender_deposit",
    "deposit_tender",
    "account_adjustment",
    "credit_use",
    "checkout",
    "checkout_line",
    "checkout_lock",
    "mail",
    "payroll_deduction",
    "payroll_batch",
    "payroll_batch_deduction",
)
# Rows that change with their event only: its version, which the audit row says, orders them.
_OF_EVENTS: Final = frozenset(
    {
        "payment_event",
        "tender",
        "payment",
        "pay_segment",
        "payment_line",
        "distribution_detail",
        "characteristic",
        "clearing_request",
        "missing_charge",
    }
)
# What changes without a word in the audit: counters of the program itself.
_OUTSIDE: Final = frozenset({"version", "last_receipt"})


_SPOKEN_OF: Final = {
    "sqlite": "SELECT DISTINCT r.key FROM audit a, json_each(a.body, '$.rows') r",
    "postgresql": (
        "SELECT DISTINCT k FROM audit a CROSS JOIN LATERAL jsonb_object_keys("
        "CASE jsonb_typeof(a.body::jsonb -> 'rows') WHEN 'object' THEN a.body::jsonb -> 'rows'"
        " ELSE '{}' END) k"
    ),
}


@cache
def live_checks(dialect: str) -> tuple[Invariant, ...]:
    """One check for each table whose rows the audit may mention."""
    return tuple(
        Invariant(
            f"audit of {name}",
            f"A row of {name} is not as the audit last wrote it down.",
            _check(METADATA.tables[name], dialect),
            alone=True,
        )
        for name in MENTIONED
    )


def spoken_of(s: Connection) -> tuple[Invariant, ...]:
    """Those of ``live_checks`` whose table the audit does mention; all, when it cannot be read.

    Each of them reads the whole audit; one look says which of them would find nothing to compare.
    """
    every = live_checks(s.dialect.name)
    try:
        # A statement that fails would spoil the whole transaction on PostgreSQL.
        with nullcontext() if s.dialect.name == "sqlite" else s.begin_nested():
            named = {name for (name,) in fetch(s, _SPOKEN_OF[s.dialect.name], ())}
    except DBAPIError:
        return every
    return tuple(rule for name, rule in zip(MENTIONED, every, strict=True) if name in named)


def _cast(column: Column[Any], dialect: str) -> str:
    """What makes a key of JSON one of the table, on PostgreSQL; numbers unless it is another."""
    if dialect == "sqlite" or isinstance(column.type, Text):
        return ""
    return "::boolean" if isinstance(column.type, Flag) else "::bigint"


def _check(table: Table, dialect: str) -> str:
    keys = [column.name for column in table.primary_key]
    compared = [
        column.name
        for column in table.columns
        if column.name not in _OUTSIDE | set(keys) and not isinstance(column.type, UtcDateTime)
    ]
    # Most bodies do not mention most tables; looking at the text is cheaper than reading the JSON.
    audit = f"(SELECT * FROM audit WHERE body LIKE '%\"{table.name}\":[%') a"
    if dialect == "sqlite":
        mentions = f"{audit}, json_each(a.body, '$.rows.{table.name}') r"
        said = "json_extract(m.mention, '$.{0}')"
        names = "json_type(m.mention, '$.{0}') IS NOT NULL"
        live = "t.{0}"
        key = "json_extract(r.value, '$.{0}')"
        version = "coalesce(json_extract(c.mention, '$.version'), c.event_version, 0)"
        of_event = "json_extract(a.body, '$.version')"
    else:
        mentions = (
            f"{audit} CROSS JOIN LATERAL"
            f" jsonb_array_elements(a.body::jsonb -> 'rows' -> '{table.name}') r(value)"
        )
        said = "(m.mention ->> '{0}')"
        names = "jsonb_exists(m.mention, '{0}')"
        live = "t.{0}::text"
        key = "(r.value ->> '{0}')"
        version = "coalesce((c.mention ->> 'version')::bigint, c.event_version, 0)"
        of_event = "(a.body::jsonb ->> 'version')::bigint"
    typed = [key.format(one.name) + _cast(one, dialect) for one in table.primary_key]
    keyed = ", ".join(f"{one} AS {name}" for one, name in zip(typed, keys, strict=True))
    in_chain = ", ".join([*typed, "a.chain"])
    of_row = ", ".join(f"c.{name}" for name in keys)
    joined = " AND ".join(f"t.{name} = m.{name}" for name in keys)
    differs = "".join(
        f" OR ({names.format(c)} AND {said.format(c)} IS DISTINCT FROM {live.format(c)})"
        for c in compared
    )
    gone = names.format("deleted")
    # Numbers give the order inside a chain, because clocks go back (R8); between them the row's
    # version where it is mentioned, else its event's, else stamps.
    event_version = of_event if table.name in _OF_EVENTS else "CAST(NULL AS bigint)"
    last = (
        f"SELECT r.value AS mention, a.at, a.chain, {event_version} AS event_version, {keyed},"
        " row_number() OVER ("
        f"PARTITION BY {in_chain} ORDER BY a.seq DESC) AS back FROM {mentions}"
    )
    return (
        f"SELECT m.{keys[0]} AS id FROM (SELECT c.*, row_number() OVER ("
        f"PARTITION BY {of_row} ORDER BY {version} DESC, c.at DESC, c.chain DESC) AS n"
        f" FROM ({last}) c WHERE c.back = 1) m LEFT JOIN {table.name} t ON {joined}"
        f" WHERE m.n = 1 AND CASE WHEN {gone} THEN t.{keys[0]} IS NOT NULL"
        f" ELSE t.{keys[0]} IS NULL{differs} END"
    )
