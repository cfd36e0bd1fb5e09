"""From an event to the receipt that paper shows.

Source: RC-2, RC-6, RC-7, PR-03, PR-07, PR-08, D-31, NCI-06. Amounts are integer minor units of the
event's currency.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.documents import ReceiptDoc, ReceiptPayment, ReceiptSegment, ReceiptTender
from posapp.domain.event_views import EventView, PaymentView, TenderView
from posapp.domain.ids import long_id, short_id
from posapp.domain.money import Money, total
from posapp.domain.setup import SetUp
from posapp.errors import Refused

_PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a receipt shows beside its event.

    ``copy`` is 0 for the original; ``seal`` the short audit chain head of the drawer.
    """

    event: EventView
    printed_at: datetime
    copy: int
    seal: str
    cancel_reason: str


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
    rounding = [tender.amount for tender in event.tenders if tender.rounding]
    totals = event.totals
    shown = _shown(event)
    return ReceiptDoc(
        organisation=setup.installation.organisation,
        address=tuple(line for line in setup.installation.address.splitlines() if line),
        number=event.receipt_number or long_id(event.id),
        document_number=event.document_number or "",
        event_id=long_id(event.id),
        payment_date=event.payment_date,
        printed_at=facts.printed_at,
        zone=office.zone,
        office=office.name,
        drawer=payor.tender_source if source is None else source.description,
        cashier=event.created_by,
        payor_name=payor.payor_name,
        payor_account=short_id(payor.payor_account_id),
        currency=setup.currencies[event.currency],
        paid=total(payment.amount for payment in shown),
        amount_tendered=totals.amount_tendered,
        cash_back=totals.cash_back,
        tenders=tuple(_tender(t, event, setup) for t in handed if _counts(t, facts)),
        payments=tuple(_payment(payment, setup) for payment in shown),
        items=_items(shown),
        rounding=total(rounding) if rounding else None,
        copy=facts.copy,
        canceled=facts.cancel_reason,
        demo=setup.installation.demo,
        seal=facts.seal,
        message=_message(facts, setup),
    )


def cancel_reason(event: EventView) -> str:
    """Code of the reason when every payment of the event is cancelled, else empty (RC-7)."""
    if event.payments and all(p.status is PaymentStatus.CANCELED for p in event.payments):
        return event.payments[0].cancel_reason or "canceled"
    return ""


def _shown(event: EventView) -> tuple[PaymentView, ...]:
    live = tuple(p for p in event.payments if p.status is not PaymentStatus.CANCELED)
    return live or event.payments


def _items(payments: tuple[PaymentView, ...]) -> tuple[str, ...]:
    """Numbers of the items that were paid, each once, whether matched by number or not (IT-1)."""
    paid = (segment.item for payment in payments for segment in payment.segments)
    return tuple(dict.fromkeys(item for item in paid if item))


def _counts(tender: TenderView, facts: ReceiptFacts) -> bool:
    return bool(facts.cancel_reason) or tender.status is TenderStatus.VALID


def _tender(tender: TenderView, event: EventView, setup: SetUp) -> ReceiptTender:
    foreign = ""
    if tender.control_currency != event.currency:
        currency = setup.currencies[tender.control_currency]
        foreign = f"{currency.code} {currency.text(tender.control_amount)} at {tender.rate}"
    return ReceiptTender(
        tender.description, tender.amount, tender.check_number, tender.micr_last4, foreign
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
    )


def _message(facts: ReceiptFacts, setup: SetUp) -> str:
    """The office's receipt message with its placeholders filled (PR-07).

    Unknown placeholders stay as they are: a typing error in a setting must not stop a receipt.
    """
    event, currency = facts.event, setup.currencies[facts.event.currency]

    def money(amount: Money) -> str:
        return currency.symbol + currency.text(amount)

    handed = [t for t in event.tenders if not t.flagged]
    zone = ZoneInfo(setup.offices[event.office].zone)
    values = {
        "org": setup.installation.organisation,
        "date": event.payment_date.isoformat(),
        "time": event.created_at.astimezone(zone).strftime("%H:%M"),
        "doc_no": event.document_number or event.receipt_number or long_id(event.id),
        "payor": handed[0].payor_name,
        "amount": money(event.totals.payments),
        "change": money(event.totals.cash_back),
        "tender_type": " + ".join(dict.fromkeys(t.description for t in handed)),
        "cashier": event.created_by,
    }
    # One pass: what a name says must not be taken for a placeholder itself.
    return _PLACEHOLDER.sub(
        lambda found: values.get(found[1], found[0]), setup.installation.receipt_message
    )
