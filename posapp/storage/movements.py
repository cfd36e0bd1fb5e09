"""Drawer movements: what went through tender controls, by tender type (D-14, D-37).

Tenders that count less the refunds of cancelled ones, in the control's currency. Change that was
given lowers the sum and is no tender that somebody handed over. Cash rounding tenders lie outside
drawer lines (D-20).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    Connection,
    bindparam,
    case,
    false,
    func,
    literal_column,
    select,
    true,
    union_all,
)

from posapp.domain.ids import ControlId
from posapp.domain.money import Money
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.controls import RefundMovementRow
from posapp.storage.tables.payment_events import PaymentEventRow, TenderRow
from posapp.storage.types import total_of

Movements = Mapping[str, tuple[int, Money]]
"""Count of tenders and their net sum, by tender type."""
_tender, _refund = table_of(TenderRow), table_of(RefundMovementRow)
_event = table_of(PaymentEventRow)


def _by_type(among: Callable[[Any], Any]) -> Any:
    """Sums by control and type; ``among`` chooses the controls."""
    counted = select(
        _tender.c.tender_control_id.label("control_id"),
        _tender.c.tender_type,
        case((_tender.c.cash_back == true(), 0), else_=1).label("n"),
        _tender.c.control_amount.label("amount"),
    ).where(
        among(_tender.c.tender_control_id),
        _tender.c.counted == true(),
        _tender.c.rounding == false(),
    )
    refunded = select(
        _refund.c.tender_control_id,
        _refund.c.tender_type,
        literal_column("0"),
        -_refund.c.amount,
    ).where(among(_refund.c.tender_control_id))
    rows = union_all(counted, refunded).subquery()
    return select(
        rows.c.control_id,
        rows.c.tender_type,
        func.sum(rows.c.n).label("tenders"),
        total_of(rows.c.amount).label("received"),
    ).group_by(rows.c.control_id, rows.c.tender_type)


_OF_ONE: Final = Prepared(_by_type(lambda column: column == bindparam("control")))
_OF_MANY: Final = Prepared(_by_type(lambda column: any_of(column, "controls")))


def load_movements(s: Connection, control_id: ControlId) -> Movements:
    """Movements of one tender control."""
    rows = _OF_ONE.all(s, {"control": control_id})
    return {row.tender_type: (int(row.tenders), row.received) for row in rows}


def load_all_movements(
    s: Connection, controls: Sequence[ControlId]
) -> Mapping[ControlId, Movements]:
    """Movements of several tender controls; one without any is there, empty."""
    found: dict[ControlId, dict[str, tuple[int, Money]]] = {control: {} for control in controls}
    for row in _OF_MANY.all(s, {"controls": list(controls)}) if controls else ():
        found[row.control_id][row.tender_type] = (int(row.tenders), row.received)
    return found


_WORTH: Final = Prepared(
    select(_event.c.currency, total_of(_tender.c.amount).label("worth"))
    .join(_event, _event.c.id == _tender.c.event_id)
    .where(
        _tender.c.tender_control_id == bindparam("control"),
        _tender.c.counted == true(),
        _tender.c.rate.is_not(None),
        ~select(_refund.c.id)
        .where(
            _refund.c.tender_id == _tender.c.id,
            _refund.c.tender_control_id == bindparam("control"),
        )
        .exists(),
    )
    .group_by(_event.c.currency)
    .order_by(_event.c.currency)
)


def load_home_values(s: Connection, control_id: ControlId) -> tuple[tuple[str, Money], ...]:
    """What a drawer's foreign tenders are worth at their stored rates, by event currency (D-05)."""
    rows = _WORTH.all(s, {"control": control_id})
    return tuple((row.currency, row.worth) for row in rows)
