"""Bank deposits and settlements with their slips (controls 4.4, D-29)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, false, select, update

from posapp.domain.codes import TenderStatus
from posapp.domain.deposits import DepositContent, DepositId, DepositView, TenderDeposit
from posapp.domain.ids import DepositControlId, TenderId, UserId
from posapp.domain.money import ZERO
from posapp.domain.setup_options import Denomination
from posapp.domain.turn_in import Counted, Instrument
from posapp.storage.base import record, table_of
from posapp.storage.ids import take_id
from posapp.storage.prepared import Prepared, insert_into
from posapp.storage.tables.controls import DepositControlRow, TenderControlRow
from posapp.storage.tables.deposits import (
    DepositDenominationRow,
    DepositTenderRow,
    TenderDepositRow,
)
from posapp.storage.tables.over_unders import OverUnderRow
from posapp.storage.tables.payment_events import PaymentEventRow, PaymentRow, TenderRow
from posapp.storage.tables.system import UserRow
from posapp.storage.tables.turn_ins import TurnInRow
from posapp.storage.turn_ins import load_instruments

_deposit, _slip = table_of(TenderDepositRow), table_of(DepositTenderRow)
_notes, _control = table_of(DepositDenominationRow), table_of(TenderControlRow)
_umbrella, _user = table_of(DepositControlRow), table_of(UserRow)
_tender, _booked = table_of(TenderRow), table_of(OverUnderRow)
_event, _payment = table_of(PaymentEventRow), table_of(PaymentRow)
_turn_in = table_of(TurnInRow)
_DEPOSITS: Final[Any] = (
    select(
        *(column for column in _deposit.columns if column.name != "created_by"),
        _user.c.name.label("created_by"),
    )
    .join(_user, _user.c.id == _deposit.c.created_by)
    .order_by(_deposit.c.id)
)
_ID: Final[Any] = bindparam("its_id")
_OF_CONTROL: Final = Prepared(_DEPOSITS.where(_deposit.c.deposit_control_id == _ID))
_ONE: Final = Prepared(_DEPOSITS.where(_deposit.c.id == _ID))
_COUNTED: Final = Prepared(
    select(_notes.c.value, _notes.c.coin, _notes.c.quantity)
    .where(_notes.c.deposit_id == _ID)
    .order_by(_notes.c.value.desc(), _notes.c.coin)
)
_INSERT: Final = insert_into(TenderDepositRow)
_INSERT_NOTES: Final = insert_into(DepositDenominationRow)
_INSERT_SLIPS: Final = insert_into(DepositTenderRow)
_DELETE: Final = Prepared(delete(_deposit).where(_deposit.c.id == _ID))
_DROP_PARTS: Final = tuple(
    Prepared(delete(table).where(table.c.deposit_id == _ID)) for table in (_notes, _slip)
)


def load_deposits(s: Connection, deposit_id: DepositControlId) -> tuple[DepositView, ...]:
    """Deposits and settlements of a deposit control, oldest first."""
    rows = _OF_CONTROL.all(s, {"its_id": deposit_id})
    return tuple(_view(s, record(row, TenderDeposit)) for row in rows)


def load_deposit(s: Connection, row_id: DepositId) -> DepositView | None:
    """One deposit or settlement, or ``None``."""
    row = _ONE.first(s, {"its_id": row_id})
    return None if row is None else _view(s, record(row, TenderDeposit))


def _view(s: Connection, deposit: TenderDeposit) -> DepositView:
    counted = tuple(
        (Denomination(deposit.currency, row.value, row.coin), row.quantity)
        for row in _COUNTED.all(s, {"its_id": deposit.id})
    )
    on_slip = select(_slip.c.tender_id).where(_slip.c.deposit_id == deposit.id)
    return DepositView(deposit, counted, load_instruments(s, _tender.c.id.in_(on_slip)))


def undeposited(
    s: Connection, deposit_id: DepositControlId, *, but: DepositId | None = None
) -> tuple[Instrument, ...]:
    """Tenders of a deposit control that lie on no slip, canceled ones left out (17, P7).

    ``but`` is a slip that does not count, because it is being changed.
    """
    taken = select(_slip.c.tender_id)
    if but is not None:
        taken = taken.where(_slip.c.deposit_id != but)
    own = select(_control.c.id).where(_control.c.deposit_control_id == deposit_id)
    return load_instruments(
        s,
        _tender.c.tender_control_id.in_(own),
        _tender.c.status == TenderStatus.VALID,
        _tender.c.control_amount > ZERO,
        _tender.c.cash_back == false(),
        _tender.c.rounding == false(),
        _tender.c.id.not_in(taken),
        _tender.c.event_id.not_in(select(_booked.c.event_id)),
    )


def insert_deposit(
    s: Connection,
    deposit_id: DepositControlId,
    currency: str,
    content: DepositContent,
    *,
    by: UserId,
    at: datetime,
) -> DepositId:
    """Write a deposit or settlement with its notes, coins and checks."""
    row_id = DepositId(take_id(s))
    _INSERT.run(
        s,
        {
            "id": row_id,
            "deposit_control_id": deposit_id,
            "kind": content.kind,
            "currency": currency,
            "created_at": at,
            "created_by": by,
            "version": 1,
            **_values(content),
        },
    )
    _insert_parts(s, row_id, content.counted, content.tenders)
    return row_id


def update_deposit(s: Connection, deposit: TenderDeposit, content: DepositContent) -> None:
    """Change a deposit or settlement."""
    _drop_parts(s, deposit.id)
    s.execute(
        update(_deposit)
        .where(_deposit.c.id == deposit.id)
        .values(version=deposit.version + 1, **_values(content))
    )
    _insert_parts(s, deposit.id, content.counted, content.tenders)


def delete_deposit(s: Connection, row_id: DepositId) -> None:
    """Take a deposit or settlement away; its checks are free again."""
    _drop_parts(s, row_id)
    _DELETE.run(s, {"its_id": row_id})


def _values(content: DepositContent) -> dict[str, Any]:
    return {
        "tender_type": content.tender_type or None,
        "amount": content.amount,
        "reference_id": content.reference_id,
        "bank": content.bank or None,
        "bank_account": content.bank_account or None,
        "deposit_date": content.deposit_date,
        "prepared_by": content.prepared_by,
        "carried_by": content.carried_by,
        "bag_number": content.bag_number,
    }


def _insert_parts(
    s: Connection, row_id: DepositId, counted: Counted, tenders: Sequence[TenderId]
) -> None:
    notes = [
        {"deposit_id": row_id, "value": item.value, "coin": item.coin, "quantity": quantity}
        for item, quantity in counted
        if quantity
    ]
    _INSERT_NOTES.many(s, notes)
    _INSERT_SLIPS.many(s, [{"deposit_id": row_id, "tender_id": one} for one in tenders])


def _drop_parts(s: Connection, row_id: DepositId) -> None:
    for statement in _DROP_PARTS:
        statement.many(s, [{"its_id": row_id}])
