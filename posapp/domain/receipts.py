"""From an event to the receipt that paper shows.

Source: RC-2, RC-6, RC-7, PR-03, PR-07, PR-08, D-31, NCI-06. Amounts are integer minor units of the
event's currency.
"""

from dataclasses import dataclass
from datetime import datetime

from posapp.domain.checkout_receipts import receipt_checkout
from posapp.domain.checkouts import Checkout
from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.documents import ReceiptDoc, ReceiptPayment, ReceiptSegment, ReceiptTender
from posapp.domain.event_views import EventView, PaymentView, TenderView
from posapp.domain.ids import PaymentId, long_id, short_id
from posapp.domain.money import ZERO, total
from posapp.domain.setup import SetUp
from posapp.domain.wording import event_words, filled
from posapp.errors import Refused


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a receipt shows beside its event.

    ``copy`` is 0 for the original; ``seal`` the audit seal of its drawer;
    ``transferred`` the cancelled payments that another one took the place of (TR-7); ``checkout``
    what the event pays as a checkout (CK-7b).
    """

    event: EventView
    printed_at: datetime
    copy: int
    seal: str
    cancel_reason: str
    transferred: frozenset[PaymentId] = frozenset()
    checkout: Checkout | None = None


def check_printable(event: EventView) -> None:
    """Stop a receipt of an event with payments that are not frozen (RC-2, PR-03).

    A cancelled event may be printed again (RC-7).

    Raises:
        Refused: ``M-37``.
    """
    if not event.payments or event.unfrozen:
        raise Refused("M-37", unfrozen=event.unfrozen)


def receipt_doc(facts: ReceiptFacts, setup: SetUp) -> ReceiptDoc:
    """The receipt of an event (RC-6)."""
    event = facts.event
    office = setup.offices[event.office]
    handed = [t for t in event.tenders if not t.flagged]
    payor = handed[0]
    source = setup.tender_sources.get(payor.tender_source)
    counted = _counted(event.tenders)
    taken = [t for t in counted if not t.flagged]
    apart = [t for t in handed if t.status is TenderStatus.CANCELED] if taken != handed else []
    rounding = [t.amount for t in counted if t.rounding]
    kept = _kept(event, facts.transferred)
    # What the receipt is for: live payments, or those of a cancelled event (RC-7).
    shown = tuple(payment for payment in kept if not _is_canceled(payment)) or kept
    voided = [payment for payment in kept if _is_canceled(payment)] if shown != kept else []
    return ReceiptDoc(
        organisation=setup.installation.organisation,
        address=tuple(line for line in setup.installation.address.splitlines() if line),
        number=event.receipt_number or long_id(event.id),
        document_number=event.document_number or "",
        event_id=long_id(event.id),
        payment_date=event.payment_date,
        paid_at=event.created_at,
        printed_at=facts.printed_at,
        zone=office.zone,
        office=office.name,
        drawer=payor.tender_source if source is None else source.description,
        cashier=event.created_by,
        payor_name=", ".join(dict.fromkeys(tender.payor_name for tender in handed)),
        payor_account=short_id(payor.payor_account_id),
        currency=setup.currencies[event.currency],
        paid=total(payment.amount for payment in shown),
        amount_tendered=total(tender.amount for tender in taken),
        cash_back=ZERO - total(tender.amount for tender in counted if tender.cash_back),
        tenders=tuple(_tender(t, event, setup) for t in taken),
        payments=tuple(_payment(payment, setup) for payment in shown),
        canceled_tenders=tuple(_tender(t, event, setup) for t in apart),
        voided=tuple(_payment(payment, setup) for payment in voided),
        items=_items(shown),
        rounding=total(rounding) if rounding else None,
        copy=facts.copy,
        canceled=_reason(facts.cancel_reason, setup),
        demo=setup.installation.demo,
        seal=facts.seal,
        message=filled(setup.installation.receipt_message, event_words(event, setup)),
        checkout=None if facts.checkout is None else receipt_checkout(facts.checkout),
    )


def cancel_reason(event: EventView, transferred: frozenset[PaymentId] = frozenset()) -> str:
    """Code of the reason when every payment of the event is cancelled, else empty (RC-7)."""
    kept = _kept(event, transferred)
    if kept and all(_is_canceled(payment) for payment in kept):
        return kept[0].cancel_reason or "canceled"
    return ""


def _is_canceled(payment: PaymentView) -> bool:
    return payment.status is PaymentStatus.CANCELED


def _kept(event: EventView, transferred: frozenset[PaymentId]) -> tuple[PaymentView, ...]:
    """The payments without those that were transferred: the new one stands for them."""
    return tuple(p for p in event.payments if p.id not in transferred) or event.payments


def _counted(tenders: tuple[TenderView, ...]) -> tuple[TenderView, ...]:
    """Valid tenders, or those of an event whose tenders are all cancelled."""
    if any(t.status is TenderStatus.VALID for t in tenders if not t.flagged):
        return tuple(t for t in tenders if t.status is TenderStatus.VALID)
    return tenders


def _reason(code: str, setup: SetUp) -> str:
    """A cancel reason in words; a code that is gone from the set-up says itself."""
    found = setup.cancel_reasons.get(code)
    return code if found is None else found.description


def _items(payments: tuple[PaymentView, ...]) -> tuple[str, ...]:
    """Numbers of the items that were paid, each once, whether matched by number or not (IT-1)."""
    paid = (segment.item for payment in payments for segment in payment.segments)
    return tuple(dict.fromkeys(item for item in paid if item))


def _tender(tender: TenderView, event: EventView, setup: SetUp) -> ReceiptTender:
    foreign = ""
    if tender.control_currency != event.currency:
        currency = setup.currencies[tender.control_currency]
        foreign = f"{currency.code} {currency.text(tender.control_amount)} at {tender.rate}"
    return ReceiptTender(
        tender.description,
        tender.amount,
        tender.check_number,
        tender.micr_last4,
        foreign,
        _reason(tender.cancel_reason or "", setup),
    )


def _payment(payment: PaymentView, setup: SetUp) -> ReceiptPayment:
    match = ""
    if payment.match_type:
        kind = setup.match_types[payment.match_type].description
        match = f"{kind} {payment.match_value}"
    return ReceiptPayment(
        account_id=short_id(payment.account_id),
        account_name=payment.non_cis_name if payment.non_cis else payment.account_name,
        amount=payment.amount,
        match=match,
        segments=tuple(
            ReceiptSegment(
                segment.named,
                segment.amount,
                None if payment.non_cis else segment.current_balance,
            )
            for segment in payment.segments
        ),
        non_cis_name=payment.non_cis_name,
        reference=payment.reference,
        comments=payment.comments,
        canceled=_reason(payment.cancel_reason or "", setup),
    )
