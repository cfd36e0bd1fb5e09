"""Automatic payments as JSON: requests, mandates, stamps; account numbers masked (AP-02)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from posapp.cli.plain import maybe
from posapp.domain.ids import long_id, short_id
from posapp.domain.money import Currency

if TYPE_CHECKING:
    from posapp.domain.autopay_batches import AutoPayBatch, WaitingRequests
    from posapp.domain.autopay_requests import ClearingRequest
    from posapp.domain.bill_debits import BillDebit
    from posapp.domain.mandate import Mandate
    from posapp.domain.waiting_debits import WaitingDebit
    from posapp.services.autopay_sending import SentBatch


def request_document(request: "ClearingRequest", currency: Currency) -> dict[str, Any]:
    """A clearing request (11.3)."""
    return {
        "source": request.source,
        "source_name": request.source_name,
        "external_account": request.account.masked,
        "entity_name": request.entity_name or None,
        "expires_on": _day(request.expires_on),
        "amount": currency.text(request.amount),
        "extract_date": request.extract_date.isoformat(),
        "ledger_date": request.ledger_date.isoformat(),
        "batch_code": request.batch_code,
        "batch_run": request.batch_run,
        "status": request.status.value,
        "bill_id": None if request.bill_id is None else short_id(request.bill_id),
        "mandate_id": None if request.mandate_id is None else short_id(request.mandate_id),
    }


def sent_document(batch: "SentBatch", currencies: Mapping[str, Currency]) -> dict[str, Any]:
    """A batch that was sent just now (AP-13, AP-14)."""
    return {
        "batch_code": batch.batch_code,
        "run": batch.run,
        "control_id": short_id(batch.control_id),
        "count": batch.count,
        "currency": batch.currency,
        "amount": currencies[batch.currency].text(batch.amount),
    }


def batch_document(batch: "AutoPayBatch", currencies: Mapping[str, Currency]) -> dict[str, Any]:
    """A batch as it is now."""
    return {
        "batch_code": batch.batch_code,
        "run": batch.run,
        "control_id": short_id(batch.control_id),
        "deposit_control_id": short_id(batch.deposit_control_id),
        "tender_source": batch.tender_source,
        "business_date": batch.business_date.isoformat(),
        "status": batch.status.value,
        "count": batch.count,
        "canceled": batch.canceled,
        "unfrozen": batch.unfrozen,
        "currency": batch.currency,
        "amount": currencies[batch.currency].text(batch.amount),
        "balanced_at": None if batch.balanced_at is None else batch.balanced_at.isoformat(),
    }


def waiting_debit_document(debit: "WaitingDebit", currency: Currency) -> dict[str, Any]:
    """A debit that was not sent yet."""
    return {
        "tender_id": long_id(debit.tender_id),
        "event_id": long_id(debit.event_id),
        "account_id": short_id(debit.account_id),
        "account_name": debit.account_name,
        "route": debit.route,
        "source_name": debit.source_name,
        "currency": debit.currency,
        "amount": currency.text(debit.amount),
        "extract_date": debit.extract_date.isoformat(),
        "ledger_date": debit.ledger_date.isoformat(),
        "bill_id": None if debit.bill_id is None else short_id(debit.bill_id),
    }


def waiting_document(
    waiting: "WaitingRequests", currencies: Mapping[str, Currency]
) -> dict[str, Any]:
    """What waits to be sent on a route."""
    return {
        "route": waiting.route,
        "description": waiting.description,
        "due": waiting.due,
        "currency": waiting.currency,
        "amount": currencies[waiting.currency].text(waiting.amount),
        "later": waiting.later,
        "next_date": _day(waiting.next_date),
    }


def mandate_document(mandate: "Mandate", currency: Currency) -> dict[str, Any]:
    """A mandate (11.1)."""
    return {
        "id": short_id(mandate.id),
        "account_id": short_id(mandate.account_id),
        "start_date": mandate.start_date.isoformat(),
        "end_date": _day(mandate.end_date),
        "source": mandate.source,
        "external_account": mandate.account.masked,
        "expires_on": _day(mandate.expires_on),
        "entity_name": mandate.entity_name or None,
        "maximum_withdrawal": maybe(currency, mandate.maximum_withdrawal),
        "comments": mandate.comments or None,
        "version": mandate.version,
    }


def debit_document(debit: "BillDebit", currency: Currency) -> dict[str, Any]:
    """The stamp of a bill (AP-05)."""
    return {
        "bill_id": short_id(debit.bill_id),
        "number": debit.number or None,
        "account_id": short_id(debit.account_id),
        "mandate_id": short_id(debit.mandate_id),
        "due_date": debit.due_date.isoformat(),
        "amount": currency.text(debit.amount),
        "payment_date": debit.payment_date.isoformat(),
        "extract_date": debit.extract_date.isoformat(),
        "ledger_date": debit.ledger_date.isoformat(),
        "status": debit.status.value,
        "event_id": None if debit.event_id is None else long_id(debit.event_id),
    }


def _day(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())
