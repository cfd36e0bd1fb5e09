"""Rules that tie when and by whom a row was written to the audit row of the same transaction (R4, R11).

A command takes one stamp and writes it into its rows and its audit row alike, so a stamp or a person
that the audit does not know was changed afterwards, by hand or by a failing disk. Rows of a demo
office are not asked: they were never taken at a counter.
"""

# ruff: noqa: S608 - the SQL here is put together from the names of our own columns only

from typing import Final

from posapp.storage.invariant import Invariant

_NO_DEMO: Final = "NOT EXISTS (SELECT 1 FROM installation i WHERE i.demo)"
WRITTEN: Final = (
    ("payment_event", "created_at", "created_by"),
    ("tender", "created_at", "created_by"),
    ("tender", "canceled_at", "canceled_by"),
    ("payment", "created_at", ""),
    ("payment", "frozen_at", "frozen_by"),
    ("payment", "canceled_at", "canceled_by"),
    ("financial_transaction", "frozen_at", "frozen_by"),
    ("tender_control", "created_at", "created_by"),
    ("tender_control", "balanced_at", "balanced_by"),
    ("control_count", "submitted_at", "submitted_by"),
    ("control_close", "closed_at", "closed_by"),
    ("quick_batch", "created_at", "created_by"),
)
"""Table, stamp, and who: what one command writes."""
_ONLY: Final = {"financial_transaction": "t.ft_type IN ('PS', 'PX')"}
"""Bills and items come from elsewhere, with stamps of their own."""
_UNAUDITED: Final = "'quick-file', 'user.add'"
"""Requests with a stamp of their own, none of them about money; prints have a log of their own."""


def _rule(table: str, stamp: str, person: str) -> Invariant:
    by = f" AND a.user_id IS NOT DISTINCT FROM t.{person}" if person else ""
    who = " and the person" if person else ""
    return Invariant(
        f"{stamp} of {table}",
        f"The audit does not know the stamp{who} of a row of {table}.",
        f"""SELECT t.id FROM {table} t WHERE t.{stamp} IS NOT NULL AND {_NO_DEMO}
        AND {_ONLY.get(table, "true")}
        AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.at = t.{stamp}{by})""",
    )


STAMPS: Final = (
    *(_rule(*one) for one in WRITTEN),
    Invariant(
        "requests of events",
        "The request that an event was made by is not there (D-21).",
        f"""SELECT e.id FROM payment_event e WHERE {_NO_DEMO}
        AND NOT EXISTS (SELECT 1 FROM request r WHERE r.id = e.request_id)""",
    ),
    Invariant(
        "requests of the audit",
        "The audit does not know what a request says that it did (D-21).",
        f"""SELECT r.id FROM request r WHERE {_NO_DEMO} AND r.kind NOT IN ({_UNAUDITED})
        AND NOT EXISTS (SELECT 1 FROM print_log p WHERE p.id = r.result_id)
        AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.at = r.created_at AND a.action = r.kind
            AND a.object_id = r.result_id AND a.user_id IS NOT DISTINCT FROM r.user_id)""",
    ),
)
