"""Seals, chains and rows behind a paper, read to prove it (R11, A.6)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, and_, func, or_, select, text

from posapp.domain.ids import EventId
from posapp.domain.paper_proofs import Fault
from posapp.domain.seals import Seal
from posapp.storage.audit import canonical, head
from posapp.storage.audit_log import shape_of
from posapp.storage.audit_proof import verify_chain
from posapp.storage.base import Base, record, table_of
from posapp.storage.event_log import load_event_audit
from posapp.storage.live_rows import live_checks
from posapp.storage.mentioned_columns import COLUMNS
from posapp.storage.mentions import EVENT_TABLES, load_mentions
from posapp.storage.print_log import Print
from posapp.storage.tables.closes import ControlCloseRow
from posapp.storage.tables.system import AuditHeadRow, AuditRow, PrintLogRow, UserRow

_audit, _head, _user = table_of(AuditRow), table_of(AuditHeadRow), table_of(UserRow)
_print, _close = table_of(PrintLogRow), table_of(ControlCloseRow)
_UNCOMPARED: Final = frozenset({"version", "deleted", "last_receipt"})

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a chain: where it is, when it was written, and what it is about."""

    chain: str
    seq: int
    at: datetime
    object_id: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """An audit row about an object, by whom, and what it says."""

    chain: str
    seq: int
    at: datetime
    by: str
    action: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SealedPrint:
    """A print in the log whose paper bears a seal: its kind and object."""

    kind: str
    object_id: int


def chains_about(s: Connection, object_id: int) -> tuple[str, ...]:
    """Chains that tell of an object, the one that told of it last at the end."""
    last = func.max(_audit.c.at)
    query = select(_audit.c.chain).where(_audit.c.object_id == object_id)
    rows = s.execute(query.group_by(_audit.c.chain).order_by(last, _audit.c.chain))
    return tuple(rows.scalars())


def find_place(s: Connection, seal: Seal, chains: Sequence[str] = ()) -> Place | None:
    """The row that a seal is of, in some chains or, where none are named, in any."""
    query = select(_audit.c.chain, _audit.c.seq, _audit.c.at, _audit.c.object_id, _audit.c.hash)
    if chains:
        query = query.where(_audit.c.chain.in_(chains), _audit.c.seq == seal.rows)
    else:
        # One look into each chain that is long enough, by the key of the audit.
        here = and_(_audit.c.chain == _head.c.chain, _audit.c.seq == seal.rows)
        query = query.select_from(_head.join(_audit, here)).where(_head.c.length >= seal.rows)
        query = query.where(func.substr(_audit.c.hash, 1, len(seal.begins)) == seal.begins)
    for row in s.execute(query):
        if seal.fits(row.hash):
            return Place(row.chain, row.seq, row.at, row.object_id)
    return None


def length_of(s: Connection, chain: str) -> int:
    """How many rows a chain has; 0 for one that is not there."""
    last = head(s, chain)
    return 0 if last is None else last.seq


def fault_of_chain(s: Connection, chain: str) -> Fault:
    """Whether a chain follows from its own rows, up to the head that is noted for it."""
    proof, last = verify_chain(s, chain), head(s, chain)
    if proof.broken_at is not None:
        return Fault.BROKEN
    if last is None:
        return Fault.BROKEN if proof.rows else Fault.NONE
    return Fault.NONE if (proof.rows, proof.head) == (last.seq, last.hash) else Fault.BROKEN


def sealed_print(s: Connection, place: Place, seal: str) -> SealedPrint | None:
    """The paper that was printed with a seal: of an object that its chain tells of."""
    told = select(_audit.c.object_id).where(_audit.c.chain == place.chain)
    drawer = select(_close.c.id).where(_close.c.tender_control_id.in_(told))
    of = or_(_print.c.object_id.in_(told), _print.c.object_id.in_(drawer))
    query = select(_print.c.kind, _print.c.object_id).where(_print.c.seal == seal, of)
    row = s.execute(query.order_by(_print.c.id).limit(1)).first()
    return None if row is None else SealedPrint(row.kind, row.object_id)


def prints_of(s: Connection, kind: str, object_id: int) -> tuple[Print, ...]:
    """Every print of a paper, oldest first; of a slip, all its versions."""
    rows = s.execute(
        select(
            _print.c.id,
            _print.c.copy,
            _print.c.printed_at,
            func.coalesce(_user.c.name, "").label("printed_by"),
            _print.c.printer,
            _print.c.outcome,
            _print.c.seal,
        )
        .outerjoin(_user, _user.c.id == _print.c.printed_by)
        .where(_print.c.object_id == object_id)
        .where(or_(_print.c.kind == kind, _print.c.kind.startswith(f"{kind} ")))
        .order_by(_print.c.id)
    )
    return tuple(record(row, Print) for row in rows)


def told_of(s: Connection, object_id: int, also: Sequence[int] = ()) -> tuple[Told, ...]:
    """Every audit row about an object, oldest first; ``also`` objects whose rows may mention it."""
    query = (
        select(
            _audit.c.chain,
            _audit.c.seq,
            _audit.c.at,
            func.coalesce(_user.c.name, "").label("by"),
            _audit.c.action,
            _audit.c.body,
        )
        .outerjoin(_user, _user.c.id == _audit.c.user_id)
        .where(_audit.c.object_id.in_((object_id, *also)))
        .order_by(_audit.c.at, _audit.c.chain, _audit.c.seq)
    )
    return tuple(
        Told(row.chain, row.seq, row.at, row.by, row.action, json.loads(row.body))
        for row in s.execute(query)
    )


def mentions(told: Told, table: str, row_id: int) -> bool:
    """Whether an audit row speaks of a row of a table."""
    return any(row["id"] == row_id for row in told.body.get("rows", {}).get(table, ()))


def event_rows_differ(s: Connection, event_id: EventId) -> bool:
    """Whether an event's rows are others than the audit last said."""
    told = [line.body for line in load_event_audit(s, event_id)]
    return _differ(s, load_mentions(s, event_id, {}), told, EVENT_TABLES)


def row_differs(s: Connection, table: str, row_id: int, told: Iterable[Told]) -> bool:
    """Whether a row of a table is another than the audit last said."""
    rows = Base.metadata.tables[table]
    columns = [rows.c[name] for name in COLUMNS[table]]
    live = [dict(row._asdict()) for row in s.execute(select(*columns).where(rows.c.id == row_id))]
    return _differ(s, {table: live}, [one.body for one in told], frozenset())


def _differ(
    s: Connection, live: Rows, told: Iterable[Mapping[str, Any]], whole: frozenset[str]
) -> bool:
    """Whether rows are others than was last said of them.

    Args:
        s: the transaction.
        live: the rows as they are.
        told: what was said, oldest first.
        whole: tables of which ``live`` has every row that ``told`` speaks of.
    """
    said: dict[tuple[str, Key], Mapping[str, Any]] = {}
    for body in told:
        for table, rows in body.get("rows", {}).items():
            said |= {(table, _key(table, row)): row for row in rows if table in COLUMNS}
    doubted: set[tuple[str, Key]] = set()
    plain: Rows = json.loads(canonical(live))
    for table, rows in plain.items():
        for row in rows:
            last = said.pop((table, _key(table, row)), None)
            if last is not None and _is_other(last, row):
                doubted.add((table, _key(table, row)))
    left = (place for place, row in said.items() if not row.get("deleted"))
    doubted |= {place for place in left if place[0] in whole}
    # Another object's audit may have said the last word; only the whole audit knows.
    return any(_is_off(s, table, key) for table, key in doubted)


def _is_other(last: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """A row that was said to be gone is another one too."""
    names = (last.keys() & row.keys()) - _UNCOMPARED
    return bool(last.get("deleted")) or any(last[name] != row[name] for name in names)


def _is_off(s: Connection, table: str, key: Key) -> bool:
    rule = next(one for one in live_checks(s.dialect.name) if one.name == f"audit of {table}")
    query = f"SELECT 1 FROM ({rule.sql}) x WHERE x.id = :id LIMIT 1"  # noqa: S608 - our own SQL
    return s.execute(text(query), {"id": key[0]}).first() is not None


def _key(table: str, row: Mapping[str, Any]) -> Key:
    return tuple(row.get(name) for name in shape_of(table).keys)
