"""Deposit controls at work: their drawers' money and their own life (controls 4)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, or_, select, true, update

from posapp.domain.codes import ControlStatus, PaymentStatus, TurnInDirection, TurnInStatus
from posapp.domain.deposit_figures import DrawerMoney
from posapp.domain.ids import DepositControlId, UserId
from posapp.domain.listing import Page, PageRequest
from posapp.domain.money import Money, total
from posapp.domain.tender_controls import Control, DepositControl
from posapp.errors import Refused
from posapp.storage.base import record, table_of
from posapp.storage.movements import load_all_movements
from posapp.storage.paging import Order, Orders, Paged
from posapp.storage.prepared import Prepared, any_of, one_of
from posapp.storage.tables.controls import DepositControlRow, TenderControlRow
from posapp.storage.tables.deposits import DepositTenderRow, TenderDepositRow
from posapp.storage.tables.over_unders import OverUnderRow
from posapp.storage.tables.payment_events import PaymentEventRow, PaymentRow, TenderRow
from posapp.storage.tables.system import UserRow
from posapp.storage.tables.turn_ins import TurnInRow
from posapp.storage.tender_controls import DEPOSITS

_deposit, _slip = table_of(TenderDepositRow), table_of(DepositTenderRow)
_umbrella, _control = table_of(DepositControlRow), table_of(TenderControlRow)
_tender, _booked = table_of(TenderRow), table_of(OverUnderRow)
_event, _payment = table_of(PaymentEventRow), table_of(PaymentRow)
_turn_in, _user = table_of(TurnInRow), table_of(UserRow)
_FILTERS: Final = frozenset(
    {"office", "status", "source_type", "currency", "business_date", "owner_id"}
)
_ORDERS: Final[Orders] = {"": Order((_umbrella.c.id,), newest_first=True)}
_balancer = _user.alias("by")
_ID: Final[Any] = bindparam("deposit_id")
_AWAITING: Final = Prepared(
    select(_turn_in.c.direction, _turn_in.c.amount).where(
        _turn_in.c.deposit_control_id == _ID, _turn_in.c.status == TurnInStatus.AWAITING
    )
)
_STAMPS: Final = Prepared(
    select(
        _user.c.name.label("created_by"),
        _umbrella.c.balanced_at,
        func.coalesce(_balancer.c.name, "").label("balanced_by"),
    )
    .join(_user, _user.c.id == _umbrella.c.created_by)
    .outerjoin(_balancer, _balancer.c.id == _umbrella.c.balanced_by)
    .where(_umbrella.c.id == _ID)
)
_DELETE: Final = Prepared(delete(_umbrella).where(_umbrella.c.id == _ID))
_LINKED: Final = {
    table.name: Prepared(
        select(func.count()).select_from(table).where(table.c.deposit_control_id == _ID)
    )
    for table in (_control, _turn_in, _deposit)
}


def _excepted(*waits: PaymentStatus) -> Prepared:
    unfrozen = select(_payment.c.event_id).where(one_of(_payment.c.status, waits))
    return Prepared(
        select(func.count(func.distinct(_tender.c.event_id)))
        .join(_control, _control.c.id == _tender.c.tender_control_id)
        .join(_event, _event.c.id == _tender.c.event_id)
        .where(
            _control.c.deposit_control_id == _ID,
            or_(_event.c.unbalanced == true(), _event.c.id.in_(unfrozen)),
        )
    )


_IN_ERROR: Final = _excepted(PaymentStatus.ERROR)
_EXCEPTED: Final = _excepted(PaymentStatus.ERROR, PaymentStatus.INCOMPLETE, PaymentStatus.FREEZABLE)
_LOCK: Final = Prepared(
    select(_umbrella.c.id)
    .where(any_of(_umbrella.c.id, "deposits"))
    .order_by(_umbrella.c.id)
    .with_for_update()
)
_OF_DAY: Final = Prepared(
    DEPOSITS.where(
        _umbrella.c.business_date == bindparam("day"), _umbrella.c.office == bindparam("office")
    ).order_by(_umbrella.c.id)
)


def load_drawer_money(s: Connection, controls: Sequence[Control]) -> tuple[DrawerMoney, ...]:
    """What went through drawers, by tender type."""
    movements = load_all_movements(s, [control.id for control in controls])
    return tuple(DrawerMoney(control, movements[control.id]) for control in controls)


def load_awaiting(s: Connection, deposit_id: DepositControlId) -> tuple[int, Money]:
    """Turn-ins of a deposit control that wait: how many, and what is on its way to it (DC-12)."""
    rows = _AWAITING.all(s, {"deposit_id": deposit_id})
    out = TurnInDirection.OUT
    signed = (row.amount if row.direction == out else -row.amount for row in rows)
    return len(rows), total(signed)


def load_stamps(s: Connection, deposit_id: DepositControlId) -> tuple[str, datetime | None, str]:
    """Who made a deposit control, when it was balanced, and by whom (4.1)."""
    row = _STAMPS.first(s, {"deposit_id": deposit_id})
    return row.created_by, row.balanced_at, row.balanced_by


def update_control(s: Connection, deposit_id: DepositControlId, **values: Any) -> None:
    """Change a deposit control; its version rises."""
    s.execute(
        update(_umbrella)
        .where(_umbrella.c.id == deposit_id)
        .values(version=_umbrella.c.version + 1, **values)
    )


def delete_control(s: Connection, deposit_id: DepositControlId) -> None:
    """Take an empty deposit control away (DC-06)."""
    _DELETE.run(s, {"deposit_id": deposit_id})


def count_linked(s: Connection, deposit_id: DepositControlId) -> Mapping[str, int]:
    """How many rows hang on a deposit control, by table (DC-06)."""
    of_control = {"deposit_id": deposit_id}
    return {table: int(count.scalar(s, of_control)) for table, count in _LINKED.items()}


def count_exceptions(
    s: Connection, deposit_id: DepositControlId, *, errors_only: bool = False
) -> int:
    """Events of a deposit control's drawers that need attention (XC-02, DC-16).

    Unbalanced, or with a payment that is not frozen; ``errors_only`` counts of these payments
    only those in Error.
    """
    counted = _IN_ERROR if errors_only else _EXCEPTED
    return int(counted.scalar(s, {"deposit_id": deposit_id}))


def lock_whole(s: Connection, deposits: Sequence[DepositControlId]) -> None:
    """Keep every counter of some deposit controls out while these change (D-25)."""
    if s.dialect.name == "sqlite":
        return
    _LOCK.all(s, {"deposits": list(deposits)})


OPEN_AGAIN: Final = {"balanced_at": None, "balanced_by": None}
"""Stamps of a deposit control that is reopened (4.1)."""


def balanced(at: datetime, by: UserId) -> dict[str, Any]:
    """Values of a deposit control that is balanced (DC-11)."""
    return {"status": ControlStatus.BALANCED, "balanced_at": at, "balanced_by": by}


def deposit_controls_of_day(s: Connection, day: date, office: str) -> tuple[DepositControl, ...]:
    """Deposit controls of an office and business date, oldest first."""
    rows = _OF_DAY.all(s, {"day": day, "office": office})
    return tuple(record(row, DepositControl) for row in rows)


def list_deposit_controls(s: Connection, request: PageRequest) -> Page[DepositControl]:
    """A page of deposit controls, newest first.

    Raises:
        Refused: ``M-55`` for an unknown filter or sort order.
    """
    for name in request.filters:
        if name not in _FILTERS:
            raise Refused("M-55", field="filter", value=name)
    fitting = _fitting(tuple(request.filters))
    rows, following = fitting.fetch(s, request, request.filters)
    return Page(tuple(record(row, DepositControl) for row in rows), following)


@cache
def _fitting(names: tuple[str, ...]) -> Paged:
    columns = DEPOSITS.selected_columns
    fits = (columns[name] == bindparam(name) for name in names)
    return Paged(DEPOSITS.where(*fits), _ORDERS)
