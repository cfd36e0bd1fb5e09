"""Writing changes of an event's payments: add, change, split by hand, delete."""

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select, update

from posapp.domain.codes import PaymentStatus
from posapp.domain.event_views import PaymentView
from posapp.domain.ids import AgreementId, BillId, EventId, PaymentId
from posapp.domain.manual_split import Split, SplitAgreement, SplitPayee
from posapp.domain.payment_events import PaymentDraft
from posapp.domain.setup import SetUp
from posapp.storage.accounts import load_class
from posapp.storage.base import record, table_of
from posapp.storage.characteristics import drop_characteristics
from posapp.storage.event_writes import INSERT_PAYMENT, INSERT_SEGMENT, Stamp
from posapp.storage.ids import take_id, take_ids
from posapp.storage.open_bills import load_split_bills
from posapp.storage.payment_lines import delete_lines, insert_lines
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.ledger import FinancialTransactionRow
from posapp.storage.tables.payment_events import PaymentRow, PaySegmentRow
from posapp.storage.types import total_of

_agreement, _ft = table_of(AgreementRow), table_of(FinancialTransactionRow)
_AGREEMENTS: Final = Prepared(
    select(
        _agreement.c.id.label("agreement_id"),
        _agreement.c.sa_type,
        _agreement.c.status,
        total_of(_ft.c.current_amount).label("current_balance"),
    )
    .outerjoin(_ft, _ft.c.agreement_id == _agreement.c.id)
    .where(_agreement.c.account_id == bindparam("account"))
    .group_by(_agreement.c.id, _agreement.c.sa_type, _agreement.c.status)
    .order_by(_agreement.c.id)
)

_SPLIT: Final = Prepared(
    update(PaymentRow)
    .where(PaymentRow.id == bindparam("key"))
    .values(status=bindparam("now"), error_code=None, error_text="", manual=True)
)
_DROP: Final = Prepared(delete(PaymentRow).where(PaymentRow.id == bindparam("key")))
_DROP_SEGMENTS: Final = Prepared(
    delete(PaySegmentRow).where(PaySegmentRow.payment_id == bindparam("key"))
)
_DROP_UNUSED: Final = Prepared(
    delete(AgreementRow).where(
        any_of(AgreementRow.id, "agreements"),
        ~select(FinancialTransactionRow.id)
        .where(FinancialTransactionRow.agreement_id == AgreementRow.id)
        .exists(),
        ~select(PaySegmentRow.id).where(PaySegmentRow.agreement_id == AgreementRow.id).exists(),
    )
)


def load_split_payee(
    s: Connection, payment: PaymentView, setup: SetUp, bills: Collection[BillId]
) -> SplitPayee:
    """Agreements of the payee with what they owe, and its bills on open item (7.3, PY-12).

    ``bills`` are read even when nothing is unpaid of them; what the payment itself holds is free.
    """
    account_id = payment.account_id
    rows = _AGREEMENTS.all(s, {"account": account_id})
    agreements = {AgreementId(row.agreement_id): record(row, SplitAgreement) for row in rows}
    if not setup.customer_classes[load_class(s, account_id)].open_item:
        return SplitPayee(agreements)
    return SplitPayee(agreements, load_split_bills(s, account_id, [payment.id], bills))


def insert_payment(
    s: Connection,
    event_id: EventId,
    draft: PaymentDraft,
    stamp: Stamp,
    detail_id: int | None = None,
) -> PaymentId:
    """Add an Incomplete payment to an event (PE-8, PE-12)."""
    payment_id = PaymentId(take_id(s))
    INSERT_PAYMENT.run(
        s,
        {"id": payment_id, "event_id": event_id, "detail_id": detail_id}
        | _values(draft)
        | {"status": PaymentStatus.INCOMPLETE, "created_at": stamp.at},
    )
    insert_lines(s, {payment_id: draft.lines})
    return payment_id


def update_payment(
    s: Connection, payment: PaymentView, draft: PaymentDraft, *, dropped: bool, setup: SetUp
) -> None:
    """Change an unfrozen payment; its segments fall when ``dropped`` (PE-12)."""
    values = _values(draft)
    if dropped:
        drop_segments(s, payment, setup)
        values |= {
            "status": PaymentStatus.INCOMPLETE,
            "error_code": None,
            "error_text": "",
            "manual": False,
        }
    s.execute(update(PaymentRow).where(PaymentRow.id == payment.id).values(values))
    if draft.lines != payment.lines:
        delete_lines(s, [payment.id])
        insert_lines(s, {payment.id: draft.lines})


def record_split(s: Connection, payment: PaymentView, split: Split, setup: SetUp) -> None:
    """Replace the segments of a payment by a split by hand (PY-8, PY-12)."""
    drop_segments(s, payment, setup, but={agreement_id for agreement_id, *_ in split.lines})
    ids = take_ids(s, len(split.lines))
    INSERT_SEGMENT.many(
        s,
        [
            {
                "id": segment_id,
                "payment_id": payment.id,
                "agreement_id": agreement_id,
                "amount": amount,
                "bill_id": bill_id,
            }
            for segment_id, (agreement_id, bill_id, amount) in zip(ids, split.lines, strict=True)
        ],
    )
    _SPLIT.many(s, [{"key": payment.id, "now": split.status}])


def delete_payment(s: Connection, payment: PaymentView, setup: SetUp) -> None:
    """Remove an unfrozen payment with its segments (PE-8)."""
    drop_segments(s, payment, setup)
    delete_lines(s, [payment.id])
    drop_characteristics(s, payment_id=payment.id)
    _DROP.many(s, [{"key": payment.id}])


def drop_segments(
    s: Connection, payment: PaymentView, setup: SetUp, but: set[AgreementId] | None = None
) -> None:
    """Remove the segments of an unfrozen payment.

    An overpayment agreement that only they used goes too, unless it is one of ``but`` (OP-2).
    """
    _DROP_SEGMENTS.many(s, [{"key": payment.id}])
    kind = setup.installation.overpayment_sa_type
    made = [segment.agreement_id for segment in payment.segments if segment.sa_type == kind]
    _drop_unused(s, [agreement_id for agreement_id in made if agreement_id not in (but or set())])


def _drop_unused(s: Connection, agreements: Sequence[AgreementId]) -> None:
    if agreements:
        _DROP_UNUSED.many(s, [{"agreements": agreements}])


def _values(draft: PaymentDraft) -> dict[str, object]:
    return {
        "account_id": draft.account_id,
        "amount": draft.amount,
        "match_type": draft.match_type or None,
        "match_value": draft.match_value or None,
        "non_cis_name": draft.non_cis_name,
        "reference": draft.reference,
        "comments": draft.comments,
        "template": draft.template or None,
        "long_comment": draft.long_comment,
    }
