"""Which cancelled payments of an event were transferred: their money went to another account."""

import json
from typing import Any

from sqlalchemy import Connection, bindparam, select

from posapp.domain.ids import EventId, PaymentId
from posapp.storage.base import table_of
from posapp.storage.tables.system import AuditRow

_audit = table_of(AuditRow)
_ACTIONS = ("event.transfer", "payment.transfer", "event.correct")
_BODIES = select(_audit.c.body).where(
    _audit.c.object_id == bindparam("event_id"), _audit.c.action.in_(_ACTIONS)
)


def load_transferred(s: Connection, event_id: EventId) -> frozenset[PaymentId]:
    """Payments that another payment of the event took the place of (TR-7), by the audit."""
    bodies = s.execute(_BODIES, {"event_id": event_id}).scalars()
    return frozenset(one for body in bodies for one in _moved(json.loads(body)))


def _moved(body: dict[str, Any]) -> tuple[PaymentId, ...]:
    """The payments that a transfer took away: one to an account, several by rules."""
    if "from" in body:
        return (PaymentId(body["from"]["payment"]),)
    return tuple(PaymentId(one) for one in body.get("transferred", ()))
