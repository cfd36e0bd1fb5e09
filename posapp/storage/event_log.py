"""Reading the audit of one event, oldest first."""

import json
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Connection,
    and_,
    bindparam,
    cast,
    func,
    or_,
    select,
    union_all,
)

from posapp.domain.event_log import AuditLine
from posapp.domain.ids import EventId
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared
from posapp.storage.tables.payment_events import TenderRow
from posapp.storage.tables.system import AuditRow, UserRow

_audit, _user = table_of(AuditRow), table_of(UserRow)
_tender = table_of(TenderRow)
_ADDED: Final = "event"
_SENT: Final = "autopay.batch"
_KEY: Final[Any] = bindparam("event_id")
# Many events' debits are sent as one batch, which is told in its control's chain (AP-13).
_PLACES: Final = union_all(
    select(cast(_KEY, BigInteger)),
    select(_tender.c.tender_control_id).where(_tender.c.event_id == _KEY),
)
_ABOUT: Final = and_(
    _audit.c.object_id.in_(_PLACES), or_(_audit.c.object_id == _KEY, _audit.c.action == _SENT)
)
_OF_EVENT: Final = Prepared(
    select(
        _audit.c.at,
        func.coalesce(_user.c.name, "").label("user_name"),
        _audit.c.action,
        _audit.c.body,
    )
    .outerjoin(_user, _user.c.id == _audit.c.user_id)
    .where(_ABOUT)
    .order_by(_audit.c.at, _audit.c.chain, _audit.c.seq)
)


def _version(line: AuditLine) -> int:
    """The event's version after a change; -1 for what changes nothing, such as a print."""
    return int(line.body.get("version", 0 if line.action == _ADDED else -1))


def load_event_audit(s: Connection, event_id: EventId) -> tuple[AuditLine, ...]:
    """Every audit row about an event; ids are one sequence, so no other thing has its number."""
    lines = [
        AuditLine(row.at, row.user_name, row.action, json.loads(row.body))
        for row in _OF_EVENT.all(s, {"event_id": event_id})
    ]
    lines = [_own(s, event_id, line) if line.action == _SENT else line for line in lines]
    # Changes come in the order of the event's version: two drawers' clocks may differ.
    places = [at for at, line in enumerate(lines) if _version(line) >= 0]
    changes = sorted((lines[at] for at in places), key=_version)
    for at, line in zip(places, changes, strict=True):
        lines[at] = line
    return tuple(lines)


def _own(s: Connection, event_id: EventId, line: AuditLine) -> AuditLine:
    """What a batch says of this event: its own debits, at the version that it had then."""
    own = set(s.execute(select(_tender.c.id).where(_tender.c.event_id == event_id)).scalars())
    said = line.body["rows"]
    rows = {
        "tender": [row for row in said["tender"] if row["id"] in own],
        "clearing_request": [row for row in said["clearing_request"] if row["tender_id"] in own],
    }
    version = max(row["version"] for row in rows["tender"])
    return replace(line, body={**line.body, "rows": rows, "version": version})
