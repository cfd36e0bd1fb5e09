"""What was done to an event, told from its audit: who, when, and each value before and after.

Every audit row of an event mentions the event's rows as they were then (D-40, A.6), so what an
action changed is the difference between its mentions and the ones before. Amounts are integer
minor units, dates in ISO form, as the audit holds them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

Value = str | int | bool | None

# Rows that people know, with the columns that say something to them.
_TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    "payment_event": ("payment_date", "document_number", "receipt_seq"),
    "tender": (
        "tender_type",
        "amount",
        "check_number",
        "status",
        "payor_account_id",
        "tender_control_id",
        "counted",
    ),
    "clearing_request": (
        "source",
        "account_last4",
        "extract_date",
        "ledger_date",
        "batch_run",
        "status",
    ),
    "distribution_detail": ("rule", "value", "amount", "replaced"),
    "payment": ("amount", "status", "account_id"),
    "pay_segment": ("agreement_id", "amount"),
    "payment_line": ("distribution_code", "amount"),
    "characteristic": ("characteristic_type", "value"),
    "refund_movement": ("tender_control_id", "amount"),
    "adjustment": ("agreement_id", "amount"),
    "credit_rating": ("account_id", "rating_effect", "cash_only_effect"),
}
# What an audit row says itself of a changed tender, beside the row.
_SAID: Final = ("customer_id", "external_reference", "name", "micr")
# The same of its automatic payment; the rest of it is a row of its own.
_SAID_OF_DEBIT: Final = ("entity_name", "expires_on")


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An audit row of an event: the action, who and when, and what it says."""

    at: datetime
    user: str
    action: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LogChange:
    """One value that an action changed; ``None`` before a row was there and after it is gone."""

    table: str
    id: int
    column: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One action on an event.

    ``said`` is what the action noted beside the rows: reason, accounts, confirmed warnings.
    ``currency`` is the event's, which amounts are in.
    """

    at: datetime
    user: str
    action: str
    said: Mapping[str, Any]
    changes: tuple[LogChange, ...]
    currency: str = ""


def told_change(
    table: str, row_id: int, before: Mapping[str, Value], after: Mapping[str, Value]
) -> list[dict[str, Any]]:
    """What an audit row says itself of values that no mention of a row holds, under ``told``.

    Args:
        table: of the row.
        row_id: its id.
        before: the values as they were; empty for a new row.
        after: as they are; empty for one that is gone.

    Returns:
        One entry for each value that is another one; a text that was never there is none.
    """
    return [
        {"table": table, "id": row_id, "column": name, "before": old, "after": new}
        for name, old, new in (
            (name, before.get(name), after.get(name)) for name in before or after
        )
        if (old or None) != (new or None)
    ]


def told(lines: Iterable[AuditLine]) -> tuple[LogEntry, ...]:
    """The actions of an event with their changes, in the order in which they were done."""
    known: dict[tuple[str, int], dict[str, Value]] = {}
    entries, currency = [], ""
    for line in lines:
        changes: list[LogChange] = []
        rows: Mapping[str, list[dict[str, Any]]] = line.body.get("rows", {})
        currency = next((row["currency"] for row in _of_event(rows)), currency)
        for table, columns in _TOLD.items():
            for row in rows.get(table, ()):
                changes += _changes(table, columns, row, known)
        changes += _said_changes(line.body)
        said = {name: value for name, value in line.body.items() if name != "rows"}
        entries.append(LogEntry(line.at, line.user, line.action, said, tuple(changes), currency))
    return tuple(entries)


def _of_event(rows: Mapping[str, list[dict[str, Any]]]) -> Iterable[dict[str, Any]]:
    """What is said of the event itself, as far as it names its currency."""
    return (row for row in rows.get("payment_event", ()) if row.get("currency"))


def _changes(
    table: str,
    columns: tuple[str, ...],
    row: Mapping[str, Any],
    known: dict[tuple[str, int], dict[str, Value]],
) -> list[LogChange]:
    key = (table, int(row["id"]))
    before = known.get(key, {})
    if row.get("deleted"):
        known.pop(key, None)
        return [LogChange(*key, column, before[column], None) for column in before]
    after = {column: row[column] for column in columns if column in row}
    known[key] = before | after
    return [
        LogChange(*key, column, before.get(column), value)
        for column, value in after.items()
        if value != before.get(column) and not (value == "" and column not in before)
    ]


def _said_changes(body: Mapping[str, Any]) -> list[LogChange]:
    """Values that only the action itself notes: texts, the account that was charged (D-28)."""
    names = ("table", "id", "column", "before", "after")
    found = [LogChange(*(one[name] for name in names)) for one in body.get("told", ())]
    for sides, columns in ((body, _SAID), (body.get("auto_pay", {}), _SAID_OF_DEBIT)):
        before, after = sides.get("before"), sides.get("after")
        if not isinstance(before, Mapping) or not isinstance(after, Mapping):
            continue
        found += [
            LogChange("tender", int(body["tender"]), name, before[name], after[name])
            for name in columns
            if name in before and before[name] != after.get(name)
        ]
    return found
