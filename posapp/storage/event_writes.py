"""Writing a new payment event: every row of it in one transaction, in Core statements."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from posapp.domain.codes import FtType, PaymentStatus, TenderStatus
from posapp.domain.ids import AccountId, AgreementId, EventId, UserId
from posapp.domain.ledger import Posting, accounting_date
from posapp.domain.messages import stored_sentence
from posapp.domain.money import Currency, total
from posapp.domain.payment_events import AddEvent, NewEvent, NewPayment, NewTender
from posapp.domain.setup import SetUp
from posapp.storage.distribution_rules import insert_detail_rows
from posapp.storage.ids import take_ids
from posapp.storage.late_numbers import LateNumber
from posapp.storage.mentions import Mentions, mention
from posapp.storage.new_agreements import INSERT_AGREEMENT, agreement_values
from posapp.storage.new_segments import segment_values
from posapp.storage.payment_lines import insert_lines
from posapp.storage.prepared import insert_into
from posapp.storage.settling import settle
from posapp.storage.tables.ledger import FinancialTransactionRow, GlLineRow
from posapp.storage.tables.payment_events import (
    PaymentEventRow,
    PaymentRow,
    PaySegmentRow,
    TenderRow,
)

INSERT_EVENT = insert_into(PaymentEventRow)
INSERT_TENDER = insert_into(TenderRow)
INSERT_PAYMENT = insert_into(PaymentRow)
INSERT_SEGMENT = insert_into(PaySegmentRow)
INSERT_FT = insert_into(FinancialTransactionRow)
INSERT_GL = insert_into(GlLineRow)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who writes and when; the UTC stamp of every row of one action."""

    at: datetime
    user_id: UserId


@dataclass(frozen=True, slots=True)
class Numbers:
    """Receipt and document number of an event, given at its first freeze (D-04, D-31).

    ``late`` is a document number that is drawn with COMMIT; the event has none till then.
    """

    receipt_control_id: int | None = None
    receipt_seq: int | None = None
    document_number: str | None = None
    late: LateNumber | None = None

    @property
    def document_said(self) -> str | None:
        """The document number in the audit's words."""
        return self.document_number if self.late is None else self.late.said


def insert_event(
    s: Connection, command: AddEvent, new: NewEvent, setup: SetUp, stamp: Stamp, numbers: Numbers
) -> tuple[EventId, Mentions]:
    """Write an event with tenders, payments, segments and their postings.

    Returns:
        Its id, and what the audit mentions of its rows.
    """
    shares = sum(len(payment.shares) for payment in new.payments)
    postings = sum(len(payment.postings) for payment in new.payments)
    overpaid = list(
        dict.fromkeys(
            payment.draft.account_id
            for payment in new.payments
            if any(share.agreement_id is None for share in payment.shares)
        )
    )
    parts = len(new.tenders) + len(new.details) + len(new.payments)
    ids = iter(take_ids(s, 1 + parts + shares + postings + len(overpaid)))
    event_id = EventId(next(ids))
    event = _event(event_id, command, new, stamp, numbers)
    tenders = [
        tender_row(next(ids), event_id, t.payor or command.payor, t, stamp) for t in new.tenders
    ]
    INSERT_EVENT.many(s, [event])
    INSERT_TENDER.many(s, tenders)
    details = insert_detail_rows(s, event_id, new.details, ids) if new.details else ()
    currency = setup.currencies[new.currency]
    payments = [(next(ids), payment) for payment in new.payments]
    payment_rows = [
        _payment(i, event_id, p, stamp, currency)
        | {"detail_id": None if p.detail is None else details[p.detail]["id"]}
        for i, p in payments
    ]
    INSERT_PAYMENT.many(s, payment_rows)
    lines = insert_lines(s, {i: payment.draft.lines for i, payment in payments})
    created = {account_id: AgreementId(next(ids)) for account_id in overpaid}
    if created:
        sa_type, day = setup.installation.overpayment_sa_type, new.payment_date
        INSERT_AGREEMENT.many(s, [agreement_values(b, a, sa_type, day) for a, b in created.items()])
    segments = list(segment_values(ids, payments, created))
    INSERT_SEGMENT.many(s, segments)
    posted = _post(s, ids, payments, segments, new, setup, stamp)
    settle(s, new.settled, new.payment_date)
    rows = {
        "payment_event": [event | {"document_number": numbers.document_said}],
        "tender": tenders,
        "distribution_detail": details,
        "payment": payment_rows,
        "pay_segment": segments,
    }
    said = {table: mention(table, found) for table, found in rows.items() if found}
    return event_id, said | lines | posted


def insert_postings(
    s: Connection,
    rows: Sequence[tuple[int, Mapping[str, Any], Posting]],
    *,
    currency: str,
    day: date,
    stamp: Stamp,
) -> Mentions:
    """Write pay segment transactions with their GL lines (FT-1, GL-2); returns their mentions.

    Args:
        s: the transaction.
        rows: (transaction id, pay segment row, posting).
        currency: of the event.
        day: accounting date (FT-6).
        stamp: who and when.
    """
    transactions: list[dict[str, Any]] = [
        {
            "id": ft_id,
            "ft_type": FtType.PAY_SEGMENT,
            "agreement_id": segment["agreement_id"],
            "parent_id": segment["payment_id"],
            "sibling_id": segment["id"],
            "current_amount": posting.current_amount,
            "payoff_amount": posting.payoff_amount,
            "currency": currency,
            "accounting_date": day,
            "arrears_date": None,
            "frozen_at": stamp.at,
            "frozen_by": stamp.user_id,
            "show_on_bill": True,
            "reverses_id": None,
        }
        for ft_id, segment, posting in rows
    ]
    lines: list[dict[str, Any]] = [
        {
            "ft_id": ft_id,
            "seq": seq,
            "distribution_code": line.code,
            "amount": line.amount,
        }
        for ft_id, _, posting in rows
        for seq, line in enumerate(posting.lines, 1)
    ]
    INSERT_FT.many(s, transactions)
    INSERT_GL.many(s, lines)
    return {
        "financial_transaction": mention("financial_transaction", transactions),
        "gl_line": mention("gl_line", lines),
    }


def _event(
    event_id: int, command: AddEvent, new: NewEvent, stamp: Stamp, numbers: Numbers
) -> dict[str, Any]:
    return {
        "id": event_id,
        "request_id": command.request_id,
        "payment_date": new.payment_date,
        "currency": new.currency,
        "office": new.office,
        "document_number": numbers.document_number,
        "receipt_control_id": numbers.receipt_control_id,
        "receipt_seq": numbers.receipt_seq,
        "created_at": stamp.at,
        "created_by": stamp.user_id,
        "version": 1,
        "unbalanced": total(tender.amount for tender in new.tenders)
        != total(payment.draft.amount for payment in new.payments),
    }


def tender_row(
    tender_id: int, event_id: int, payor: AccountId, tender: NewTender, stamp: Stamp
) -> dict[str, Any]:
    """Every column of a new tender."""
    return {
        "id": tender_id,
        "event_id": event_id,
        "payor_account_id": payor,
        "tender_type": tender.tender_type,
        "amount": tender.amount,
        "control_amount": tender.control_amount,
        "control_currency": tender.control_currency,
        "rate": None if tender.rate is None else tender.rate.text,
        "tender_control_id": None if tender.control is None else tender.control.id,
        "distribution_code": tender.distribution_code,
        "status": TenderStatus.VALID,
        "cash_back": tender.cash_back,
        "rounding": tender.rounding,
        "check_number": tender.check_number,
        "micr_last4": tender.micr[-4:],
        "customer_id": tender.customer_id,
        "external_reference": tender.external_reference,
        "name": tender.name,
        "counted": True,
        "cancel_reason": None,
        "canceled_at": None,
        "canceled_by": None,
        "created_at": stamp.at,
        "created_by": stamp.user_id,
    }


def _payment(
    payment_id: int, event_id: int, payment: NewPayment, stamp: Stamp, currency: Currency
) -> dict[str, Any]:
    draft = payment.draft
    frozen = payment.status is PaymentStatus.FROZEN
    return {
        "id": payment_id,
        "event_id": event_id,
        "account_id": draft.account_id,
        "amount": draft.amount,
        "status": payment.status,
        "error_code": payment.error_code,
        "error_text": stored_sentence(payment.error_code, payment.error_fields or {}, currency),
        "manual": False,
        "match_type": draft.match_type or None,
        "match_value": draft.match_value or None,
        "non_cis_name": draft.non_cis_name,
        "reference": draft.reference,
        "comments": draft.comments,
        "template": draft.template or None,
        "long_comment": draft.long_comment,
        "cancel_reason": None,
        "frozen_at": stamp.at if frozen else None,
        "frozen_by": stamp.user_id if frozen else None,
        "canceled_at": None,
        "canceled_by": None,
        "created_at": stamp.at,
    }


def _post(
    s: Connection,
    ids: Iterator[int],
    payments: Sequence[tuple[int, NewPayment]],
    segments: Sequence[Mapping[str, Any]],
    new: NewEvent,
    setup: SetUp,
    stamp: Stamp,
) -> Mentions:
    """Postings of the frozen payments, beside their segments in the same order."""
    rest = iter(segments)
    rows: list[tuple[int, Mapping[str, Any], Posting]] = []
    for _, payment in payments:
        own = [next(rest) for _ in payment.shares]
        rows.extend(
            (next(ids), segment, posting)
            for segment, posting in zip(own, payment.postings, strict=False)
        )
    if not rows:
        return {}
    day = accounting_date(new.payment_date, setup.periods)
    return insert_postings(s, rows, currency=new.currency, day=day, stamp=stamp)
