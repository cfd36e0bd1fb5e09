"""What a supervisor watches of an office: activity, waits and takings of its drawers (10.2 step 4)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, false, func, or_, select, true

from posapp.domain.codes import PaymentStatus, TurnInStatus
from posapp.domain.ids import ControlId
from posapp.domain.supervising import TakenTender
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.controls import TenderControlRow
from posapp.storage.tables.over_unders import OverUnderRow
from posapp.storage.tables.payment_events import PaymentEventRow, PaymentRow, TenderRow
from posapp.storage.tables.setup import TenderSourceRow
from posapp.storage.tables.system import AuditRow
from posapp.storage.tables.turn_ins import TurnInRow

_control, _source = table_of(TenderControlRow), table_of(TenderSourceRow)
_tender, _payment = table_of(TenderRow), table_of(PaymentRow)
_event, _turn_in = table_of(PaymentEventRow), table_of(TurnInRow)
_booked, _audit = table_of(OverUnderRow), table_of(AuditRow)
TRIED: Final = "turn-in.refused"
TAKEN_BACK: Final = "turn-in.taken-back"
"""Audit actions of tries that would find out what a blind count hides (D-16)."""
_UNFROZEN: Final = [one for one in PaymentStatus if one.is_unfrozen]

_LAST: Final = Prepared(
    select(_tender.c.tender_control_id, func.max(_tender.c.created_at).label("at"))
    .where(any_of(_tender.c.tender_control_id, "controls"))
    .group_by(_tender.c.tender_control_id)
)
_WAITING: Final = Prepared(
    select(_turn_in.c.tender_control_id, func.count().label("n"))
    .where(
        any_of(_turn_in.c.tender_control_id, "controls"),
        _turn_in.c.status == TurnInStatus.AWAITING,
    )
    .group_by(_turn_in.c.tender_control_id)
)
_TRIES: Final = Prepared(
    select(_audit.c.object_id, func.count().label("n"))
    .where(
        any_of(_audit.c.object_id, "controls"),
        or_(_audit.c.action == TRIED, _audit.c.action == TAKEN_BACK),
    )
    .group_by(_audit.c.object_id)
)
_EXCEPTIONS: Final = (
    select(_tender.c.tender_control_id, func.count(func.distinct(_tender.c.event_id)).label("n"))
    .join(_event, _event.c.id == _tender.c.event_id)
    .where(
        _tender.c.tender_control_id.in_(bindparam("controls", expanding=True)),
        or_(
            _event.c.unbalanced == true(),
            _event.c.id.in_(select(_payment.c.event_id).where(_payment.c.status.in_(_UNFROZEN))),
        ),
    )
    .group_by(_tender.c.tender_control_id)
)
_TAKEN: Final = (
    select(
        _tender.c.created_at.label("at"),
        _tender.c.tender_type,
        _tender.c.control_currency.label("currency"),
        _tender.c.control_amount.label("amount"),
    )
    .join(_control, _control.c.id == _tender.c.tender_control_id)
    .join(_source, _source.c.code == _control.c.tender_source)
    .where(
        _control.c.business_date == bindparam("day"),
        _source.c.office == bindparam("office"),
        _tender.c.counted == true(),
        _tender.c.rounding == false(),
        _tender.c.event_id.not_in(select(_booked.c.event_id)),
    )
)


def load_last_activity(
    s: Connection, controls: Sequence[ControlId]
) -> Mapping[ControlId, datetime]:
    """When money last went into each drawer; one without payments is left out."""
    return {row.tender_control_id: row.at for row in _rows(s, _LAST, controls)}


def count_waiting(s: Connection, controls: Sequence[ControlId]) -> Mapping[ControlId, int]:
    """Turn-ins of each drawer that wait for approval."""
    return {row.tender_control_id: row.n for row in _rows(s, _WAITING, controls)}


def count_tries(s: Connection, controls: Sequence[ControlId]) -> Mapping[ControlId, int]:
    """Turn-ins of each drawer that were refused to a blind cashier, or taken back by one (D-16)."""
    return {row.object_id: row.n for row in _rows(s, _TRIES, controls)}


def count_all_exceptions(s: Connection, controls: Sequence[ControlId]) -> Mapping[ControlId, int]:
    """Events of each drawer that need attention (XC-02)."""
    if not controls:
        return {}
    rows = s.execute(_EXCEPTIONS, {"controls": list(controls)})
    return {row.tender_control_id: row.n for row in rows}


def load_taken(s: Connection, office: str, day: date) -> tuple[TakenTender, ...]:
    """Tenders that count in the day's drawers; booked differences are no takings."""
    rows = s.execute(_TAKEN, {"office": office, "day": day})
    return tuple(record(row, TakenTender) for row in rows)


def _rows(s: Connection, query: Prepared, controls: Sequence[ControlId]) -> Sequence[Any]:
    return query.all(s, {"controls": list(controls)}) if controls else ()
