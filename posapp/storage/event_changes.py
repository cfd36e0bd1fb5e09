"""Writing changes of an existing event: segments, statuses, cash back, date, delete."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, bindparam, delete, exists, select, update

from posapp.domain.codes import (
    ControlStatus,
    PaymentStatus,
    TenderStatus,
)
from posapp.domain.distribution import Distribution, DistributionFailed
from posapp.domain.event_views import EventView, PaymentView, TenderView
from posapp.domain.ids import EventId
from posapp.domain.messages import stored_sentence
from posapp.domain.money import Money
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control
from posapp.errors import StorageFailure
from posapp.storage.event_writes import (
    INSERT_SEGMENT,
    INSERT_TENDER,
    Stamp,
)
from posapp.storage.ids import take_id, take_ids
from posapp.storage.new_agreements import agreement_of_type
from posapp.storage.payment_lines import delete_lines
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.characteristics import CharacteristicRow
from posapp.storage.tables.controls import TenderControlRow
from posapp.storage.tables.ledger import FinancialTransactionRow
from posapp.storage.tables.payment_events import (
    DistributionDetailRow,
    PaymentEventRow,
    PaymentRow,
    PaySegmentRow,
    TenderRow,
)

_TOUCH: Final = Prepared(
    update(PaymentEventRow)
    .where(PaymentEventRow.id == bindparam("key"), PaymentEventRow.version == bindparam("seen"))
    .values(version=PaymentEventRow.version + 1)
)
_DROP_SEGMENTS: Final = Prepared(
    delete(PaySegmentRow).where(any_of(PaySegmentRow.payment_id, "payments"))
)
_OUTCOME: Final = Prepared(
    update(PaymentRow)
    .where(PaymentRow.id == bindparam("key"))
    .values(
        status=bindparam("now"),
        error_code=bindparam("code"),
        error_text=bindparam("sentence"),
        manual=False,
    )
)
_SET_DATE: Final = Prepared(
    update(PaymentEventRow)
    .where(PaymentEventRow.id == bindparam("key"))
    .values(payment_date=bindparam("day"))
)
_SET_AMOUNT: Final = Prepared(
    update(TenderRow)
    .where(TenderRow.id == bindparam("key"))
    .values(amount=bindparam("signed"), control_amount=bindparam("signed"))
)
_DROP_TENDER: Final = Prepared(delete(TenderRow).where(TenderRow.id == bindparam("key")))
_STATUSES: Final = Prepared(
    select(TenderControlRow.id, TenderControlRow.status).where(any_of(TenderControlRow.id, "ids"))
)
_DROP_PARTS: Final = [
    Prepared(delete(row).where(row.event_id == bindparam("key")))
    for row in (CharacteristicRow, PaymentRow, TenderRow, DistributionDetailRow)
]
_DROP_EVENT: Final = Prepared(delete(PaymentEventRow).where(PaymentEventRow.id == bindparam("key")))
_DROP_UNUSED: Final = Prepared(
    delete(AgreementRow).where(
        any_of(AgreementRow.id, "agreements"),
        *(
            ~exists().where(column == AgreementRow.id)
            for column in (FinancialTransactionRow.agreement_id, PaySegmentRow.agreement_id)
        ),
    )
)


def touch(s: Connection, event: EventView) -> None:
    """Raise the event's version (PY-6).

    The event was read before its lock was had: whoever changed it meanwhile won, and the command
    runs again on what is there now (a double click then finds its first result, D-21).

    Raises:
        StorageFailure: ``locked``, which ``Database.write`` retries.
    """
    if _TOUCH.run(s, {"key": event.id, "seen": event.version}) != 1:
        raise StorageFailure("locked", "Another counter changed this event at the same moment.")


def replace_segments(
    s: Connection,
    payment: PaymentView,
    outcome: Distribution | DistributionFailed,
    *,
    event: EventView,
    setup: SetUp,
) -> None:
    """Store what a distribution came to: segments and Freezable, or Error with its text (PY-1)."""
    currency, day = setup.currencies[event.currency], event.payment_date
    _DROP_SEGMENTS.many(s, [{"payments": [payment.id]}])
    failure = outcome if isinstance(outcome, DistributionFailed) else None
    values = {
        "key": payment.id,
        "now": PaymentStatus.FREEZABLE if failure is None else PaymentStatus.ERROR,
        "code": None if failure is None else failure.code,
        "sentence": ""
        if failure is None
        else stored_sentence(failure.code, failure.fields, currency),
    }
    _OUTCOME.many(s, [values])
    if isinstance(outcome, DistributionFailed):
        return
    rows = []
    for segment_id, share in zip(take_ids(s, len(outcome.shares)), outcome.shares, strict=True):
        agreement_id = share.agreement_id
        if agreement_id is None:
            agreement_id = agreement_of_type(
                s, payment.account_id, setup.installation.overpayment_sa_type, day
            )
        rows.append(
            {
                "id": segment_id,
                "payment_id": payment.id,
                "agreement_id": agreement_id,
                "amount": share.amount,
                "bill_id": share.bill_id,
            }
        )
    INSERT_SEGMENT.many(s, rows)


def set_payment_date(s: Connection, event_id: EventId, day: date) -> None:
    """Change the payment date (PE-3)."""
    _SET_DATE.many(s, [{"key": event_id, "day": day}])


@dataclass(frozen=True, slots=True)
class Flagged:
    """A tender that the program makes: its signed amount, and whether it is rounding (D-20).

    Any other is change (D-01).
    """

    amount: Money
    rounding: bool


def set_flagged(s: Connection, tender: TenderView, amount: Money) -> None:
    """Set a flagged tender to a new signed amount, or delete it when there is none (CHG-08)."""
    if amount:
        _SET_AMOUNT.many(s, [{"key": tender.id, "signed": amount}])
    else:
        _DROP_TENDER.many(s, [{"key": tender.id}])


def insert_flagged(
    s: Connection,
    event: EventView,
    flagged: Flagged,
    control: Control,
    *,
    setup: SetUp,
    stamp: Stamp,
) -> None:
    """Write a flagged tender of an event that had none (CHG-08), in a home drawer (CHG-10)."""
    installation = setup.installation
    kind = setup.tender_types[installation.starting_balance_tender_type]
    code = kind.distribution_code or setup.tender_sources[control.tender_source].distribution_code
    INSERT_TENDER.run(
        s,
        {
            "id": take_id(s),
            "event_id": event.id,
            "payor_account_id": event.tenders[0].payor_account_id,
            "tender_type": installation.rounding_tender_type if flagged.rounding else kind.code,
            "amount": flagged.amount,
            "control_amount": flagged.amount,
            "control_currency": event.currency,
            "tender_control_id": control.id,
            "distribution_code": installation.rounding_code if flagged.rounding else code,
            "status": TenderStatus.VALID,
            "cash_back": not flagged.rounding,
            "rounding": flagged.rounding,
            "created_at": stamp.at,
            "created_by": stamp.user_id,
        },
    )


def control_statuses(s: Connection, ids: Iterable[int]) -> dict[int, ControlStatus]:
    """Status of tender controls by id."""
    rows = _STATUSES.all(s, {"ids": list(ids)})
    return {row.id: row.status for row in rows}


def delete_event(s: Connection, event: EventView, setup: SetUp) -> None:
    """Remove an event with all that hangs on it (PE-13); the audit row stays.

    An overpayment agreement that it made goes too, unless something else lies on it (OP-2).
    """
    payment_ids: Sequence[int] = [payment.id for payment in event.payments]
    _DROP_SEGMENTS.many(s, [{"payments": payment_ids}])
    delete_lines(s, payment_ids)
    for drop in (*_DROP_PARTS, _DROP_EVENT):
        drop.many(s, [{"key": event.id}])
    overpayment = setup.installation.overpayment_sa_type
    opened = {
        segment.agreement_id
        for payment in event.payments
        for segment in payment.segments
        if segment.sa_type == overpayment
    }
    if opened:
        _DROP_UNUSED.many(s, [{"agreements": sorted(opened)}])
