"""What a payment event pays: a checkout or an added credit (CK-3, CK-6, AC2-8)."""

from typing import Final

from sqlalchemy import Connection, bindparam, select

from posapp.domain.bound_events import Bond
from posapp.domain.codes import PaymentStatus
from posapp.domain.credits import AdjustmentId, CheckoutId
from posapp.domain.ids import AccountId, EventId
from posapp.domain.money import ZERO
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared
from posapp.storage.tables.account_credits import AccountAdjustmentRow
from posapp.storage.tables.checkouts import CheckoutRow
from posapp.storage.tables.payment_events import PaymentRow

_checkout, _debit = table_of(CheckoutRow), table_of(AccountAdjustmentRow)
_credit, _payment = _debit.alias("credit"), table_of(PaymentRow)
_CHECKOUT: Final = Prepared(
    select(_checkout.c.id, _checkout.c.number, _checkout.c.state).where(
        _checkout.c.event_id == bindparam("event_id")
    )
)
_CREDIT: Final = Prepared(
    select(_credit.c.id, _credit.c.account_id)
    .join(_debit, _debit.c.id == _credit.c.linked_id)
    .where(_debit.c.event_id == bindparam("event_id"), _credit.c.reverses_id.is_(None))
)


_GONE: Final = Prepared(
    select(_payment.c.id).where(
        _payment.c.event_id == bindparam("event_id"),
        _payment.c.status == PaymentStatus.CANCELED,
        _payment.c.amount > ZERO,
    )
)


def load_bond(s: Connection, event_id: EventId) -> Bond | None:
    """The checkout or the added credit that an event pays, ``None`` for an event of its own."""
    row = _CHECKOUT.first(s, {"event_id": event_id})
    if row is not None:
        return Bond(row.number, row.state, checkout_id=CheckoutId(row.id))
    row = _CREDIT.first(s, {"event_id": event_id})
    if row is None:
        return None
    return Bond(credit=AdjustmentId(row.id), account_id=AccountId(row.account_id))


def credit_of_event(s: Connection, event_id: EventId) -> AdjustmentId | None:
    """The credit that an event added (AC2-2)."""
    row = _CREDIT.first(s, {"event_id": event_id})
    return None if row is None else AdjustmentId(row.id)


def is_gone(s: Connection, event_id: EventId) -> bool:
    """Whether a payment of an event was taken back."""
    return _GONE.first(s, {"event_id": event_id}) is not None
