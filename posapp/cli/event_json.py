"""A payment event as JSON, as the contract words it."""

from datetime import date
from typing import TYPE_CHECKING, Any

from posapp.cli.autopay_json import request_document
from posapp.cli.plain import maybe_short, rate_text
from posapp.domain.event_views import info_parts, warning_codes
from posapp.domain.ids import PaymentId, long_id, short_id
from posapp.domain.messages import sentence
from posapp.domain.money import Currency
from posapp.domain.resting import event_rests_until

if TYPE_CHECKING:
    from posapp.domain.characteristics import CharacteristicView
    from posapp.domain.event_views import EventView, PaymentView, TenderView
    from posapp.domain.setup import SetUp


def event_document(event: "EventView", setup: "SetUp", today: date) -> dict[str, Any]:
    """The event with totals, warnings, tenders and payments (PE-1..PE-5, D-01, D-33).

    ``today`` tells whether it rests until the day of its debits (D-06).
    """
    currency = setup.currencies[event.currency]
    rests = event_rests_until(event, today, setup)
    totals = event.totals
    return {
        "id": long_id(event.id),
        "info": info_line(event, currency),
        "document_number": event.document_number,
        "receipt_number": event.receipt_number,
        "payment_date": event.payment_date.isoformat(),
        "currency": event.currency,
        "office": event.office,
        "status": {"balanced": totals.is_balanced, "unfrozen": bool(event.unfrozen)},
        "rests_until": None if rests is None else rests.isoformat(),
        "warnings": warnings_of(event, currency, waits=rests is not None),
        "totals": {
            "payments": currency.text(totals.payments),
            "tenders": currency.text(totals.tenders),
            "amount_tendered": currency.text(totals.amount_tendered),
            "cash_back": currency.text(totals.cash_back),
            "rounding": currency.text(totals.rounding),
            "payment_count": totals.payment_count,
            "tender_count": totals.tender_count,
            "canceled_tender_count": totals.canceled_tenders,
        },
        "distribution_details": [
            {
                "rule": detail.rule,
                "label": detail.label,
                "value": detail.value,
                "value_description": detail.value_description,
                "amount": currency.text(detail.amount),
            }
            for detail in event.details
        ],
        "tenders": [_tender(tender, currency, setup) for tender in event.tenders],
        "payments": [_payment(payment, currency) for payment in event.payments],
        "characteristics": [_characteristic(one) for one in event.characteristics],
        "created_by": event.created_by,
        "created_at": event.created_at.isoformat(),
        "request_id": event.request_id,
        "version": event.version,
    }


def payment_document(event: "EventView", payment_id: PaymentId, setup: "SetUp") -> dict[str, Any]:
    """One payment of an event, with the event that it is of."""
    currency = setup.currencies[event.currency]
    payment = next(payment for payment in event.payments if payment.id == payment_id)
    return {
        "event_id": long_id(event.id),
        "currency": event.currency,
        "payment_date": event.payment_date.isoformat(),
    } | _payment(payment, currency)


def info_line(event: "EventView", currency: Currency) -> str:
    """Date, net amount, and the parts of PE-1, joined with commas."""
    first = (event.payment_date.isoformat(), currency.text(event.totals.tenders))
    return ", ".join((*first, *info_parts(event)))


def warnings_of(event: "EventView", currency: Currency, *, waits: bool) -> list[str]:
    """The warnings of PE-2 in words; nobody should freeze what ``waits`` (D-06)."""
    limit = "" if event.above_limit is None else currency.text(event.above_limit)
    words = {
        "UNFROZEN": "Unfrozen Payments",
        "UNBALANCED": "The Payment Event is Unbalanced",
        "TURN_IN": sentence("M-34", {"limit": limit}),
    }
    return [words[code] for code in warning_codes(event, waits=waits)]


def _tender(tender: "TenderView", currency: Currency, setup: "SetUp") -> dict[str, Any]:
    own = setup.currencies[tender.control_currency]
    source = setup.tender_sources.get(tender.tender_source)
    return {
        "id": long_id(tender.id),
        "type": tender.tender_type,
        "description": tender.description,
        "amount": currency.text(tender.amount),
        "status": tender.status.value,
        "cash_back": tender.cash_back,
        "rounding": tender.rounding,
        "check_number": tender.check_number or None,
        "micr_last4": tender.micr_last4 or None,
        "control_amount": own.text(tender.control_amount),
        "control_currency": tender.control_currency,
        "rate": rate_text(tender.rate),
        "tender_control_id": maybe_short(tender.tender_control_id),
        "tender_source": tender.tender_source or None,
        "tender_source_type": None if source is None else source.source_type.value,
        "tender_control_status": None
        if tender.control_status is None
        else tender.control_status.value,
        "distribution_code": tender.distribution_code,
        "payor_account_id": short_id(tender.payor_account_id),
        "payor_name": tender.payor_name,
        "name": tender.name or None,
        "customer_id": tender.customer_id or None,
        "external_reference": tender.external_reference or None,
        "cancel_reason": tender.cancel_reason,
        "charged_to": tender.charged or None,
        "created_by": tender.taken_by,
        "created_at": None if tender.created_at is None else tender.created_at.isoformat(),
        "auto_pay": None
        if tender.auto_pay is None
        else request_document(tender.auto_pay, currency),
    }


def _characteristic(one: "CharacteristicView") -> dict[str, Any]:
    return {
        "id": long_id(one.id),
        "payment_id": None if one.payment_id is None else long_id(one.payment_id),
        "tender_id": None if one.tender_id is None else long_id(one.tender_id),
        "type": one.characteristic_type,
        "description": one.description,
        "value": one.value,
        "value_description": one.value_description or None,
    }


def _payment(payment: "PaymentView", currency: Currency) -> dict[str, Any]:
    error = None
    if payment.error_code:
        error = {"code": payment.error_code, "message": payment.error_text}
    return {
        "id": long_id(payment.id),
        "account_id": short_id(payment.account_id),
        "account_name": payment.account_name,
        "amount": currency.text(payment.amount),
        "status": payment.status.value,
        "error": error,
        "match_type": payment.match_type,
        "match_value": payment.match_value,
        "non_cis_name": payment.non_cis_name or None,
        "reference": payment.reference or None,
        "comments": payment.comments or None,
        "comment": payment.long_comment or None,
        "template": payment.template,
        "lines": [
            {
                "distribution_code": line.distribution_code,
                "amount": currency.text(line.amount),
                "description": line.description or None,
            }
            for line in payment.lines
        ],
        "cancel_reason": payment.cancel_reason,
        "segments": [
            {
                "agreement_id": short_id(segment.agreement_id),
                "sa_type": segment.sa_type,
                "description": segment.description,
                "service": segment.service or None,
                "bill_id": maybe_short(segment.bill_id),
                "bill": segment.bill or None,
                "amount": currency.text(segment.amount),
                "current_balance": currency.text(segment.current_balance),
            }
            for segment in payment.segments
        ],
    }
