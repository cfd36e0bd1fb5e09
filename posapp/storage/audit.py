"""Audit chains: one per tender control, else one per office and business date (R11, D-40, A.6).

A row's hash covers its chain, number, predecessor's hash, and everything it says, so a row that
was changed, removed, inserted or moved breaks the chain, and ``audit_head`` knows how long each chain
is, so a tail cut off is missed. Whoever owns the file can rebuild a whole chain; that is why heads are printed on paper and compared with ``verify_chain``.

``body`` may hold ``rows``: table name -> list of objects with the table's key and any columns.
Rule of the live check: **the last mention of a row holds its present values**, or says
``"deleted": true``. Money is in minor units, dates in ISO form.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, text, update

from posapp.domain.clock import went_back
from posapp.domain.money import Money
from posapp.domain.seals import Seal, seal_of
from posapp.storage.base import table_of
from posapp.storage.prepared import Ask, Prepared, insert_into
from posapp.storage.tables.system import AuditHeadRow, AuditRow

_audit, _head = table_of(AuditRow), table_of(AuditHeadRow)
_INSERT = insert_into(AuditRow)
_LAST = Prepared(
    select(_head.c.length, _head.c.hash, _head.c.at).where(_head.c.chain == bindparam("name"))
)
_MOVE = Prepared(
    update(_head)
    .where(_head.c.chain == bindparam("name"))
    .values(length=bindparam("reached"), hash=bindparam("last"), at=bindparam("stamped"))
)
_BEGIN = insert_into(AuditHeadRow)
_HEADS = Prepared(select(_head.c.chain, _head.c.length, _head.c.hash))
_FIRST = Prepared(
    select(_audit.c.body)
    .where(_audit.c.object_id == bindparam("object_id"), _audit.c.action == bindparam("action"))
    .order_by(_audit.c.at, _audit.c.seq)
    .limit(1)
)
_QUEUE = Prepared(text("SELECT pg_advisory_xact_lock(hashtextextended(:chain, 0))"))
_CONTROL: Final = "control/"
CLOCK_BACK: Final = "database.clock-back"
"""Action of the entry that says that a clock went back (F12)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written down: who did what to which object, and the facts (JSON values)."""

    action: str
    object_id: int | None
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """End of a chain: its number of rows and last hash (hexadecimal)."""

    chain: str
    seq: int
    hash: str

    @property
    def seal(self) -> Seal:
        """What of it is printed on papers (R11, A.6 a)."""
        return seal_of(self.seq, self.hash)


def control_chain(control_id: int) -> str:
    """Name of a tender control's chain."""
    return f"{_CONTROL}{control_id}"


def office_chain(office: str, day: date) -> str:
    """Name of the chain of everything else, per office and business date."""
    return f"office/{office}/{day.isoformat()}"


def head_asked(chain: str) -> Ask:
    """What adding to a chain asks for its end."""
    return _LAST, {"name": chain}


def append_audit(
    s: Connection,
    chain: str,
    *,
    at: datetime,
    user_id: int | None,
    action: str,
    object_id: int | None,
    body: Mapping[str, Any],
) -> Head:
    """Add one row to a chain and return its new head."""
    return append_entries(s, chain, [Entry(action, object_id, body)], at=at, user_id=user_id)


def append_entries(
    s: Connection,
    chain: str,
    entries: Sequence[Entry],
    *,
    at: datetime,
    user_id: int | None,
) -> Head:
    """Add several rows to a chain at once and return its new head.

    Two writers of one control's chain are kept apart by the control's row lock (D-25), those of
    an office's chain by a lock of its own; should both fail, the key of the table refuses one.

    An entry that the clock went back is put before them when the chain's last stamp lies ahead
    (F12, T18): once, because the next row is held against the last one.

    Raises:
        ValueError: for no entries, naive time, or a separator in a name: callers' bugs.
    """
    rows, begun = links_of(s, chain, entries, at=at, user_id=user_id)
    seq, last = rows[-1]["seq"], rows[-1]["hash"]
    _INSERT.many(s, rows)
    if begun:
        _MOVE.many(s, [{"name": chain, "reached": seq, "last": last, "stamped": at}])
    else:
        _BEGIN.many(s, [{"chain": chain, "length": seq, "hash": last, "at": at}])
    return Head(chain, seq, last)


def links_of(
    s: Connection,
    chain: str,
    entries: Sequence[Entry],
    *,
    at: datetime,
    user_id: int | None,
) -> tuple[list[dict[str, Any]], bool]:
    """The rows that ``append_entries`` adds, and whether the chain has begun; writes nothing.

    Raises:
        ValueError: as there.
    """
    if not entries or at.tzinfo is None or "|" in chain:
        raise ValueError("an audit row needs entries, an aware stamp and a plain chain name")
    if s.dialect.name == "postgresql" and not chain.startswith(_CONTROL):
        # It goes before the question for the end of the chain, on the same journey.
        _QUEUE.many(s, [{"chain": chain}])
    last = _LAST.first(s, {"name": chain})
    seq, prev = (last.length, last.hash) if last else (0, "")
    rows = []
    if last is not None and went_back(last.at, at):
        entries = [_clock_entry(last.at, at), *entries]
    for entry in entries:
        seq += 1
        row = {
            "chain": chain,
            "seq": seq,
            "at": at,
            "user_id": user_id,
            "action": entry.action,
            "object_id": entry.object_id,
            "body": canonical(entry.body),
            "prev": prev,
        }
        prev = row["hash"] = _hashed(said_before_body(row), str(row["body"]))
        rows.append(row)
    return rows, last is not None


def insert_links(s: Connection, rows: Sequence[Mapping[str, Any]], *, begun: bool) -> None:
    """Write rows of ``links_of`` but the last, and an end of the chain that this one will move."""
    _INSERT.many(s, rows[:-1])
    if not begun:
        last = rows[-1]
        _BEGIN.many(s, [{"chain": last["chain"], "length": 0, "hash": "", "at": last["at"]}])


def said_before_body(row: Mapping[str, Any]) -> str:
    """What the hash of a row covers but its body."""
    stamp = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    said = (row[name] for name in ("user_id", "action", "object_id"))
    return "|".join(map(str, (row["chain"], row["seq"], row["prev"], stamp, *said, "")))


def _clock_entry(last: datetime, now: datetime) -> Entry:
    seconds = int((last - now).total_seconds())
    return Entry(CLOCK_BACK, None, {"last_entry": last.isoformat(), "seconds_back": seconds})


def row_hash(
    chain: str,
    seq: int,
    prev: str,
    stamp: str,
    user_id: int | None,
    action: str,
    object_id: int | None,
    body: str,
) -> str:
    """SHA-256 over everything a row says; the body comes last, so no separator can be forged."""
    return _hashed(f"{chain}|{seq}|{prev}|{stamp}|{user_id}|{action}|{object_id}|", body)


def _hashed(before: str, body: str) -> str:
    return hashlib.sha256((before + body).encode()).hexdigest()


def canonical(body: Mapping[str, Any]) -> str:
    """One text for one content: sorted keys, no spaces, money in minor units, ISO dates.

    Raises:
        TypeError: for a float or anything else that has no exact form.
    """
    try:
        text = _ENCODER.encode(body)
    except ValueError as error:
        # Endless, or no number at all.
        raise TypeError(_NO_FLOAT) from error
    if _may_hold_floats(text):
        _refuse_floats(body)
    return text


def _may_hold_floats(text: str) -> bool:
    """Whether a float may be in it: it has a point, else an exponent behind a single digit."""
    if "." in text or "+" in text:
        return True
    # Before the digit stands what parts values; in an id such as a request's stands another sign.
    at = text.find("e-")
    while at >= 0:
        if text[at - 2] in _BEFORE_NUMBERS:
            return True
        at = text.find("e-", at + 2)
    return False


def _refuse_floats(body: Mapping[str, Any]) -> None:
    # json would write floats without asking; money as a float is the bug of bugs.
    waiting: list[Any] = [body]
    while waiting:
        value = waiting.pop()
        if type(value) is dict or isinstance(value, Mapping):
            inside: Collection[Any] = value.values()
        elif isinstance(value, list | tuple):
            inside = value
        elif isinstance(value, float):
            raise TypeError(_NO_FLOAT)
        else:
            continue
        if not _EXACT.issuperset(map(type, inside)):
            waiting += [one for one in inside if type(one) not in _EXACT]


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return value.minor
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")


_BEFORE_NUMBERS: Final = frozenset(":,[-")
_NO_FLOAT: Final = "no float goes into the audit"
_EXACT: Final = frozenset({str, int, bool, type(None), Money})
# What is written down is made anew each time, so it holds itself nowhere.
_ENCODER: Final = json.JSONEncoder(
    sort_keys=True,
    ensure_ascii=False,
    separators=(",", ":"),
    default=_plain,
    allow_nan=False,
    check_circular=False,
)


def head(s: Connection, chain: str) -> Head | None:
    """The end of a chain as it is now; ``None`` when it has no rows."""
    last = _LAST.first(s, {"name": chain})
    return Head(chain, last.length, last.hash) if last else None


def first_body(s: Connection, action: str, object_id: int) -> Mapping[str, Any] | None:
    """What the first audit row of an action on an object says; ``None`` when there is none."""
    found = _FIRST.scalar(s, {"action": action, "object_id": object_id})
    body: Mapping[str, Any] | None = None if found is None else json.loads(found)
    return body


def bodies_of(s: Connection, action: str) -> list[Mapping[str, Any]]:
    """What the audit rows of an action say; reads the whole audit, so for rare commands only."""
    found = s.execute(select(_audit.c.body).where(_audit.c.action == action)).scalars()
    return [json.loads(body) for body in found]


def load_heads(s: Connection) -> Mapping[str, Head]:
    """Length and last hash of every chain, as they were noted when its last row was written."""
    return {row.chain: Head(row.chain, row.length, row.hash) for row in _HEADS.all(s)}
