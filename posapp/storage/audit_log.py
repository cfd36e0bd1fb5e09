"""Searching the audit, newest first, and reading what was said before of the same rows."""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, String, and_, cast, func, or_, select

from posapp.domain.audit_log import AuditEntry, AuditSearch, TableShape, ValueKind
from posapp.domain.setup import SetUp
from posapp.storage.audit import control_chain
from posapp.storage.base import Base, table_of
from posapp.storage.tables.controls import TenderControlRow
from posapp.storage.tables.system import AuditRow, UserRow
from posapp.storage.types import MoneyType

_audit, _user = table_of(AuditRow), table_of(UserRow)
_control = table_of(TenderControlRow)
_CONTROL: Final = control_chain(0).removesuffix("0")
_OFFICE: Final = "office/"
_ENTRY: Final[Any] = select(
    _audit.c.chain,
    _audit.c.seq,
    _audit.c.at,
    func.coalesce(_user.c.name, "").label("user"),
    _audit.c.action,
    _audit.c.object_id,
    _audit.c.body,
).outerjoin(_user, _user.c.id == _audit.c.user_id)


def search_audit(
    s: Connection,
    wanted: AuditSearch,
    setup: SetUp,
    *,
    since: datetime | None,
    until: datetime | None,
    office: str,
) -> tuple[AuditEntry, ...]:
    """The newest entries that fit, ``wanted.most`` of them at most.

    Args:
        s: the transaction.
        wanted: what is looked for; its days are given as instants.
        setup: tells which drawers are of which office, and the currency at home.
        since: not before.
        until: before.
        office: leave out what is of other offices; empty: of all.
    """
    query = _ENTRY.where(*_conditions(wanted, since, until))
    if office:
        query = query.where(_of_office(office, setup))
    newest = query.order_by(_audit.c.at.desc(), _audit.c.chain, _audit.c.seq.desc())
    rows = s.execute(newest.limit(wanted.most)).all()
    return tuple(_entry(s, row, setup) for row in rows)


def load_audit_entry(
    s: Connection, chain: str, seq: int, setup: SetUp, office: str
) -> AuditEntry | None:
    """One entry by its place; ``None`` when there is none, or it is of another office."""
    query = _ENTRY.where(_audit.c.chain == chain, _audit.c.seq == seq)
    if office:
        query = query.where(_of_office(office, setup))
    row = s.execute(query).first()
    return None if row is None else _entry(s, row, setup)


def said_before(s: Connection, entry: AuditEntry) -> Iterator[Mapping[str, Any]]:
    """What was said earlier in the entry's chain or of its object, oldest first."""
    earlier = or_(
        and_(_audit.c.chain == entry.chain, _audit.c.seq < entry.seq),
        and_(
            _audit.c.object_id == entry.object_id,
            _audit.c.at <= entry.at,
            _audit.c.chain != entry.chain,
        ),
    )
    wanted = _names(entry.body)
    query = select(_audit.c.body).where(earlier)
    for body in s.execute(query.order_by(_audit.c.at, _audit.c.chain, _audit.c.seq)).scalars():
        # Most rows of a chain speak of others; a text is searched faster than it is read.
        if any(name in body for name in wanted):
            yield json.loads(body)


@cache
def shape_of(table: str) -> TableShape:
    """Keys of a table, and which of its values are amounts or ids."""
    found = Base.metadata.tables.get(table)
    if found is None:
        return TableShape((), {})
    kinds = {}
    for column in found.columns:
        if isinstance(column.type, MoneyType):
            kinds[column.name] = ValueKind.MONEY
        elif column.name.endswith("_id") or (column.foreign_keys and column.name.endswith("_by")):
            kinds[column.name] = ValueKind.ID
    return TableShape(tuple(column.name for column in found.primary_key.columns), kinds)


def _conditions(wanted: AuditSearch, since: datetime | None, until: datetime | None) -> list[Any]:
    found = []
    if since is not None:
        found.append(_audit.c.at >= since)
    if until is not None:
        found.append(_audit.c.at < until)
    if wanted.user_id is not None:
        found.append(_audit.c.user_id == wanted.user_id)
    if wanted.object_id is not None:
        found.append(_audit.c.object_id == wanted.object_id)
    if wanted.kind:
        about = _audit.c.action.startswith(f"{wanted.kind}.", autoescape=True)
        found.append(or_(_audit.c.action == wanted.kind, about))
    return found


def _of_office(office: str, setup: SetUp) -> Any:
    """Not of another office; the chain of a drawer that is gone tells of none and stays."""
    theirs = [one.code for one in setup.tender_sources.values() if one.office != office]
    drawers = select(_CONTROL + cast(_control.c.id, String)).where(
        _control.c.tender_source.in_(theirs)
    )
    own = _audit.c.chain.startswith(f"{_OFFICE}{office}/", autoescape=True)
    elsewhere = _audit.c.chain.startswith(_OFFICE)
    return and_(or_(own, ~elsewhere), _audit.c.chain.not_in(drawers))


def _entry(s: Connection, row: Any, setup: SetUp) -> AuditEntry:
    body = json.loads(row.body)
    currency = _currency(s, row.chain, body) or setup.installation.currency
    return AuditEntry(
        row.chain, row.seq, row.at, row.user, row.action, row.object_id, body, currency
    )


def _currency(s: Connection, chain: str, body: Mapping[str, Any]) -> str:
    """Of the rows that are mentioned, else of the drawer whose chain it is."""
    if isinstance(body.get("currency"), str):
        return str(body["currency"])
    for rows in body.get("rows", {}).values():
        for one in rows:
            if one.get("currency"):
                return str(one["currency"])
    if not chain.startswith(_CONTROL):
        return ""
    number = int(chain.removeprefix(_CONTROL))
    query = select(_control.c.currency).where(_control.c.id == number)
    return s.execute(query).scalar() or ""


def _names(body: Mapping[str, Any]) -> Collection[str]:
    """Texts by which a row that is mentioned can be found in another body."""
    found = set()
    for table, rows in body.get("rows", {}).items():
        keys = shape_of(table).keys
        found |= {str(row[keys[0]]) for row in rows if keys and keys[0] in row}
    return found
