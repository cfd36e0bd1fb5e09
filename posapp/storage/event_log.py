"""Reading the audit of one event, oldest first."""

import json
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from posapp.domain.event_log import AuditLine
from posapp.domain.ids import EventId
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared
from posapp.storage.tables.system import AuditRow, UserRow

_audit, _user = table_of(AuditRow), table_of(UserRow)
_ADDED: Final = "event"
_OF_EVENT: Final = Prepared(
    select(
        _audit.c.at,
        func.coalesce(_user.c.name, "").label("user_name"),
        _audit.c.action,
        _audit.c.body,
    )
    .outerjoin(_user, _user.c.id == _audit.c.user_id)
    .where(_audit.c.object_id == bindparam("event_id"))
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
    # Changes come in the order of the event's version: two drawers' clocks may differ.
    places = [at for at, line in enumerate(lines) if _version(line) >= 0]
    changes = sorted((lines[at] for at in places), key=_version)
    for at, line in zip(places, changes, strict=True):
        lines[at] = line
    return tuple(lines)
