"""Payable items as JSON: one with all that stands on it, and lists (IT-1 to IT-5)."""

from typing import TYPE_CHECKING, Any

from posapp.cli.inquiry_json import day_text, long_text
from posapp.cli.plain import maybe
from posapp.domain.codes import ChargeKind
from posapp.domain.ids import long_id, short_id
from posapp.domain.money import Currency

if TYPE_CHECKING:
    from posapp.domain.history import FinancialEntry
    from posapp.domain.items import ItemListed, ItemTotals, ItemView
    from posapp.domain.listing import Page
    from posapp.domain.setup import SetUp

Json = dict[str, Any]


def item_document(item: "ItemView", setup: "SetUp") -> Json:
    """An item with charge lines, payments, what was posted on it, and what was done by hand."""
    currency = setup.currencies[item.currency]
    kind = setup.items.kinds.get(item.sa_type)
    return {
        "id": short_id(item.id),
        "number": item.number,
        "kind": item.sa_type,
        "kind_description": setup.sa_types[item.sa_type].description,
        "description": item.description,
        "account_id": short_id(item.account_id),
        "account_name": item.account_name,
        "agreement_id": short_id(item.agreement_id),
        "currency": item.currency,
        "issue_date": item.issue_date.isoformat(),
        "state": item.state.value,
        "due": maybe(currency, item.due),
        "charged": maybe(currency, item.charged),
        "amounts": {
            charge.value.lower(): maybe(currency, item.sum_of(charge)) for charge in ChargeKind
        },
        "violation": item.violation or None,
        "location": item.location or None,
        "attributes": dict(item.attributes),
        "part_payment": kind is not None and kind.part_payment,
        "releasable": kind is not None and kind.releasable,
        "issued_at": None if item.issued_at is None else item.issued_at.isoformat(),
        "issued_by": item.issued_by or None,
        "version": item.version,
        "lines": [
            {"line": line.seq, "kind": line.kind.value, "amount": maybe(currency, line.amount)}
            for line in item.lines
        ],
        "payments": [
            {
                "payment_id": long_id(paid.payment_id),
                "event_id": long_id(paid.event_id),
                "payment_date": paid.payment_date.isoformat(),
                "tender": paid.tender,
                "amount": currency.text(paid.amount),
                "status": paid.status,
            }
            for paid in item.payments
        ],
        "history": [_entry(entry, currency) for entry in item.entries],
        "log": [
            {
                "at": one.at.isoformat(),
                "user": one.user_name or None,
                "action": one.action,
                "comment": one.comment or None,
            }
            for one in item.log
        ],
    }


def _entry(entry: "FinancialEntry", currency: Currency) -> Json:
    return {
        "id": long_id(entry.id),
        "effective_date": day_text(entry.effective_date),
        "type": entry.ft_type.value,
        "amount": currency.text(entry.current_amount),
        "due": currency.text(entry.current_balance),
        "event_id": long_text(entry.event_id),
    }


def items_document(page: "Page[ItemListed]", totals: "ItemTotals", setup: "SetUp") -> Json:
    """A list of items, newest first; ``totals`` are over all that fit, not only those shown."""
    return {
        "items": [_listed(item, setup) for item in page.rows],
        "more": page.next is not None,
        "totals": totals_document(totals, setup),
    }


def totals_document(totals: "ItemTotals", setup: "SetUp") -> Json:
    """Sums of a list: ``due`` of each currency, those without money counted apart (IT-4)."""
    return {
        "items": {"count": totals.count, "amount": None},
        "due": [
            {
                "currency": one.currency,
                "count": one.count,
                "amount": setup.currencies[one.currency].text(one.amount),
            }
            for one in totals.due
        ],
        "without_money": {"count": totals.without_money, "amount": None},
    }


def _listed(item: "ItemListed", setup: "SetUp") -> Json:
    return {
        "id": short_id(item.id),
        "number": item.number,
        "kind": item.sa_type,
        "description": item.description,
        "account_id": short_id(item.account_id),
        "account_name": item.account_name,
        "currency": item.currency,
        "issue_date": item.issue_date.isoformat(),
        "state": item.state.value,
        "due": maybe(setup.currencies[item.currency], item.due),
    }
