"""The audit log as people read it: found by day, user, kind and object; each value before and after.

Every row of the audit says who did what, and mentions the rows of the database as they were then
(D-40, A.6). What an action changed is the difference between its mentions and the ones before.
Sources: D-44 (an auditor reads everything), pain 15.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from posapp.domain.ids import UserId

MOST: Final = 200
"""Entries that one search gives at the most unless it is asked for more."""
KINDS: Final = (
    "user",
    "control",
    "turn-in",
    "deposit-control",
    "event",
    "payment",
    "tender",
    "match",
    "item",
    "credit",
    "adjustment",
    "checkout",
    "quick-add",
    "ledger",
    "payroll",
    "autopay",
    "mandate",
    "print",
    "import",
    "person",
    "rating",
    "mail",
    "setup",
    "database",
)
"""What actions are about: the part of their name before the dot."""
_UNTOLD: Final = frozenset({"rows", "before", "after", "told", "currency"})
_USER_SET: Final = "user.set"
_OF_USERS: Final = ("name", "roles", "source", "active")
_BOOKKEEPING: Final = frozenset({"version", "deleted"})

Value = str | int | bool | None


class ValueKind(StrEnum):
    """How a value is read."""

    PLAIN = "plain"
    MONEY = "money"
    ID = "id"


@dataclass(frozen=True, slots=True)
class AuditSearch:
    """What is looked for; what is ``None`` or empty does not narrow it.

    Attributes:
        first: earliest business date of the searcher's office.
        last: latest one.
        user_id: of one user.
        kind: an action, or what it is about: ``control`` finds ``control.reopen`` too.
        object_id: about one object.
        most: how many, the newest.
    """

    first: date | None = None
    last: date | None = None
    user_id: UserId | None = None
    kind: str = ""
    object_id: int | None = None
    most: int = MOST


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One row of the audit: its place, when (UTC), by whom, what, and what it says itself.

    ``user`` is empty for what nobody did who is known; ``currency`` is what its amounts are in.
    """

    chain: str
    seq: int
    at: datetime
    user: str
    action: str
    object_id: int | None
    body: Mapping[str, Any]
    currency: str

    @property
    def said(self) -> Mapping[str, Any]:
        """What the action noted beside the rows: reasons, who asked, what was confirmed."""
        untold = {*_UNTOLD, *(_OF_USERS if self.action == _USER_SET else ())}
        return {name: value for name, value in self.body.items() if name not in untold}


@dataclass(frozen=True, slots=True)
class AuditChange:
    """One value that an action changed; ``None`` before a row was there and after it is gone."""

    table: str
    key: str
    column: str
    before: Value
    after: Value
    kind: ValueKind = ValueKind.PLAIN


@dataclass(frozen=True, slots=True)
class AuditDetail:
    """An entry in full."""

    entry: AuditEntry
    changes: tuple[AuditChange, ...]


@dataclass(frozen=True, slots=True)
class TableShape:
    """What reading the mentions of a table needs: its key columns, and which values are what."""

    keys: tuple[str, ...]
    kinds: Mapping[str, ValueKind]


Shapes = Callable[[str], TableShape]
_Known = dict[tuple[str, str], dict[str, Value]]


def changes_of(
    entry: AuditEntry, earlier: Iterable[Mapping[str, Any]], shapes: Shapes
) -> tuple[AuditChange, ...]:
    """What an action changed.

    Args:
        entry: the action.
        earlier: what was said before of the same rows, oldest first.
        shapes: tells keys and kinds of a table's columns.
    """
    known: _Known = {}
    for body in earlier:
        for table, rows in body.get("rows", {}).items():
            for row in rows:
                _remember(known, (table, _key(row, shapes(table))), row)
    found: list[AuditChange] = []
    for table, rows in entry.body.get("rows", {}).items():
        for row in rows:
            found += _of_row(table, row, known, shapes(table))
    return (*found, *_of_body(entry, shapes))


def _key(row: Mapping[str, Any], shape: TableShape) -> str:
    return " ".join(str(row[name]) for name in shape.keys if name in row)


def _remember(known: _Known, key: tuple[str, str], row: Mapping[str, Any]) -> None:
    if row.get("deleted"):
        known.pop(key, None)
    else:
        known[key] = {**known.get(key, {}), **row}


def _of_row(
    table: str, row: Mapping[str, Any], known: _Known, shape: TableShape
) -> list[AuditChange]:
    key = _key(row, shape)
    before: Mapping[str, Value] = known.get((table, key), {})
    after: Mapping[str, Value] = {} if row.get("deleted") else row
    _remember(known, (table, key), row)
    hidden = {*shape.keys, *_BOOKKEEPING}
    return _differences(table, key, (before, after), shape, hidden)


def _of_body(entry: AuditEntry, shapes: Shapes) -> list[AuditChange]:
    """Values that only the action itself notes: of the set-up, of users, texts of a tender."""
    body = entry.body
    found = [
        AuditChange(one["table"], str(one["id"]), one["column"], one["before"], one["after"])
        for one in body.get("told", ())
    ]
    table = str(body.get("table", entry.action.partition(".")[0]))
    if isinstance(body.get("before"), Mapping) or isinstance(body.get("after"), Mapping):
        sides = (body.get("before") or {}, body.get("after") or {})
        found += _differences(table, "", sides, shapes(table), set())
    if entry.action == _USER_SET:
        # Of users the audit holds pairs.
        found += [
            AuditChange("user", "", name, _text(body[name][0]), _text(body[name][1]))
            for name in _OF_USERS
            if name in body
        ]
    return found


def _text(value: Any) -> Value:
    """A value that may be a list, as one text."""
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    found: Value = value
    return found


def _differences(
    table: str,
    key: str,
    sides: tuple[Mapping[str, Value], Mapping[str, Value]],
    shape: TableShape,
    hidden: set[str],
) -> list[AuditChange]:
    """Each value that is another one afterwards; a text that was never there is none."""
    before, after = sides
    names = [name for name in (after or before) if name not in hidden]
    return [
        AuditChange(
            table,
            key,
            name,
            before.get(name),
            after.get(name),
            shape.kinds.get(name, ValueKind.PLAIN),
        )
        for name in names
        if before.get(name) != after.get(name) and (before.get(name) or after.get(name)) != ""
    ]
