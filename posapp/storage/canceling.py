"""Cancelling payments and tenders: what was posted, and every row that the decision makes."""

from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, update

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.ids import AccountId, AgreementId, EventId, PaymentId, TenderId
from posapp.domain.ledger import Posting
from posapp.domain.setup import CancelReason
from posapp.domain.setup_options import BankAccount
from posapp.domain.tender_cancels import (
    Gone,
    KeptChange,
    Movement,
    PayorAgreement,
    TenderCancel,
)
from posapp.storage.base import record, table_of
from posapp.storage.bill_debits import release_tenders
from posapp.storage.clearing_requests import cancel_requests
from posapp.storage.event_writes import (
    INSERT_PAYMENT,
    INSERT_SEGMENT,
    Stamp,
    insert_postings,
)
from posapp.storage.ids import take_id, take_ids
from posapp.storage.mentions import Mentions
from posapp.storage.prepared import Prepared, insert_into
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.controls import RefundMovementRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow, GlLineRow
from posapp.storage.tables.payment_events import PaymentRow, TenderRow

_ft, _gl = table_of(FinancialTransactionRow), table_of(GlLineRow)
_payment, _tender = table_of(PaymentRow), table_of(TenderRow)
_agreement, _item = table_of(AgreementRow), table_of(PayableItemRow)
_OF_PAYOR: Final = Prepared(
    select(_agreement.c.id.label("agreement_id"), _agreement.c.sa_type, _agreement.c.status)
    .where(_agreement.c.account_id == bindparam("account"))
    .order_by(_agreement.c.id)
)
_EVENT_OF_PAYMENT: Final = Prepared(
    select(_payment.c.event_id).where(_payment.c.id == bindparam("id"))
)
_EVENT_OF_TENDER: Final = Prepared(
    select(_tender.c.event_id).where(_tender.c.id == bindparam("id"))
)
_CANCEL: Final = Prepared(
    update(_tender)
    .where(_tender.c.id == bindparam("tender"))
    .values(
        status=TenderStatus.CANCELED,
        counted=bindparam("counts"),
        cancel_reason=bindparam("reason"),
        canceled_at=bindparam("at"),
        canceled_by=bindparam("by"),
        charged_bank=bindparam("bank"),
        charged_account=bindparam("bank_account"),
        demerit_due=bindparam("demerit"),
    )
)
_INSERT_MOVEMENT: Final = insert_into(RefundMovementRow)


def event_of_payment(s: Connection, payment_id: PaymentId) -> int | None:
    """The event of a payment, ``None`` when there is no such payment."""
    found: int | None = _EVENT_OF_PAYMENT.scalar(s, {"id": payment_id})
    return found


def event_of_tender(s: Connection, tender_id: TenderId) -> int | None:
    """The event of a tender, ``None`` when there is no such tender."""
    found: int | None = _EVENT_OF_TENDER.scalar(s, {"id": tender_id})
    return found


def load_payor_agreements(s: Connection, account_id: AccountId) -> tuple[PayorAgreement, ...]:
    """Agreements of the payor, oldest first."""
    rows = _OF_PAYOR.all(s, {"account": account_id})
    return tuple(record(row, PayorAgreement) for row in rows)


def record_tenders_canceled(s: Connection, decision: TenderCancel, stamp: Stamp) -> Mentions:
    """Set tenders Canceled, and what goes through drawers because of it (D-14, NS-06)."""
    bank = decision.bank_account
    gone = [one.tender.id for one in decision.gone]
    cancel_requests(s, gone)
    release_tenders(s, gone)
    for one in decision.gone:
        _cancel_tender(s, one, decision.reason, bank, stamp)
    moved = [_move(s, one, decision.reason, stamp) for one in decision.movements]
    return {"refund_movement": moved} if moved else {}


def record_kept_change(
    s: Connection,
    event_id: EventId,
    kept: KeptChange,
    agreement_id: AgreementId,
    posting: Posting,
    *,
    currency: str,
    day: date,
    stamp: Stamp,
) -> None:
    """Write the payment below zero that charges the payor with kept change (D-11)."""
    payment_id, segment_id, ft_id = take_ids(s, 3)
    INSERT_PAYMENT.run(
        s,
        {
            "id": payment_id,
            "event_id": event_id,
            "account_id": kept.account_id,
            "amount": -kept.amount,
            "status": PaymentStatus.FROZEN,
            "frozen_at": stamp.at,
            "frozen_by": stamp.user_id,
            "created_at": stamp.at,
        },
    )
    segment = {
        "id": segment_id,
        "payment_id": payment_id,
        "agreement_id": agreement_id,
        "amount": -kept.amount,
        "bill_id": None,
    }
    INSERT_SEGMENT.run(s, segment)
    insert_postings(s, [(ft_id, segment, posting)], currency=currency, day=day, stamp=stamp)


def _cancel_tender(
    s: Connection, one: Gone, reason: CancelReason, bank: BankAccount | None, stamp: Stamp
) -> None:
    values = {
        "tender": one.tender.id,
        "counts": one.counted,
        "reason": reason.code,
        "at": stamp.at,
        "by": stamp.user_id,
        "bank": None if bank is None else bank.bank,
        "bank_account": None if bank is None else bank.key,
        # As the set-up is now; a later change of the reason makes nobody owe a rating.
        "demerit": _demerit_due(one, reason),
    }
    _CANCEL.many(s, [values])


def _demerit_due(one: Gone, reason: CancelReason) -> bool:
    effects = reason.affect_cash_only_by, reason.affect_credit_rating_by
    return any(effects) and not one.tender.flagged


def _move(s: Connection, one: Movement, reason: CancelReason, stamp: Stamp) -> dict[str, Any]:
    movement_id = take_id(s)
    _INSERT_MOVEMENT.run(
        s,
        {
            "id": movement_id,
            "tender_control_id": one.control_id,
            "tender_id": one.tender.id,
            "tender_type": one.goes_by,
            "amount": one.amount,
            "reason": reason.code,
            "created_at": stamp.at,
            "created_by": stamp.user_id,
        },
    )
    return {
        "id": movement_id,
        "tender_control_id": one.control_id,
        "tender_id": one.tender.id,
        "tender_type": one.goes_by,
        "amount": one.amount.minor,
    }
