"""One agreement, bill or financial transaction as JSON."""

from typing import TYPE_CHECKING, Any

from posapp.cli.inquiry_json import day_text, long_text, match_document
from posapp.cli.plain import maybe, maybe_short
from posapp.domain.ids import long_id, short_id
from posapp.domain.money import Currency

if TYPE_CHECKING:
    from posapp.domain.bills import BillCard
    from posapp.domain.debts import Debit
    from posapp.domain.history import GlEntry, PaymentTransaction
    from posapp.domain.inquiry import AgreementCard, TransactionCard
    from posapp.domain.setup import SetUp

Json = dict[str, Any]


def agreement_document(card: "AgreementCard", setup: "SetUp") -> Json:
    """An agreement with its aged debt (14.1)."""
    currency = setup.currencies[card.currency]
    return {
        "id": short_id(card.id),
        "account_id": short_id(card.account_id),
        "account_name": card.account_name,
        "sa_type": card.sa_type,
        "description": setup.sa_types[card.sa_type].description,
        "service": card.service or None,
        "item": card.item or None,
        "status": card.status.value,
        "start_date": card.start_date.isoformat(),
        "end_date": day_text(card.end_date),
        "currency": card.currency,
        "current_balance": currency.text(card.current_balance),
        "payoff_balance": currency.text(card.payoff_balance),
        "past_due": currency.text(card.past_due),
        "disputed": currency.text(card.disputed),
        "debt_age": card.age,
        "debt": [_cell(cell, currency) for cell in card.cells],
    }


def _cell(cell: "Debit", currency: Currency) -> Json:
    return {"arrears_date": day_text(cell.arrears_date), "amount": currency.text(cell.amount)}


def bill_document(card: "BillCard", setup: "SetUp") -> Json:
    """A bill: charges, the pay segments that name it, its match events."""
    currency = setup.currencies[card.currency]
    return {
        "id": short_id(card.id),
        "number": card.number,
        "account_id": short_id(card.account_id),
        "account_name": card.account_name,
        "bill_date": card.bill_date.isoformat(),
        "due_date": card.due_date.isoformat(),
        "currency": card.currency,
        "amount": currency.text(card.amount),
        "tax": currency.text(card.tax),
        "unpaid": maybe(currency, card.unpaid),
        "description": card.description or None,
        "charges": [
            {
                "agreement_id": short_id(line.agreement_id),
                "sa_type": line.sa_type,
                "description": line.description or None,
                "amount": currency.text(line.amount),
                "residue": line.residue,
            }
            for line in card.charges
        ],
        "payments": [
            {
                "payment_id": long_id(one.payment_id),
                "event_id": long_id(one.event_id),
                "payment_date": one.payment_date.isoformat(),
                "agreement_id": short_id(one.agreement_id),
                "amount": currency.text(one.amount),
                "status": one.status.value,
                "cancel_reason": one.cancel_reason or None,
            }
            for one in card.payments
        ],
        "match_events": [match_document(match, setup, whole=False) for match in card.matches],
    }


def transactions_document(
    transactions: tuple["PaymentTransaction", ...], setup: "SetUp"
) -> list[Json]:
    """Transactions of a payment, original and reversal, with GL lines (16.3)."""
    return [
        {
            "id": long_id(one.id),
            "type": one.ft_type.value,
            "agreement_id": short_id(one.agreement_id),
            "sa_type": one.sa_type,
            "current_amount": setup.currencies[one.currency].text(one.current_amount),
            "payoff_amount": setup.currencies[one.currency].text(one.payoff_amount),
            "accounting_date": one.accounting_date.isoformat(),
            "frozen_at": one.frozen_at.isoformat(),
            "frozen_by": one.frozen_by or None,
            "reverses_id": long_text(one.reverses_id),
            "lines": _lines(one.lines, setup.currencies[one.currency]),
        }
        for one in transactions
    ]


def transaction_document(card: "TransactionCard", setup: "SetUp") -> Json:
    """A financial transaction with what it hangs on and its GL lines (16.1)."""
    currency = setup.currencies[card.currency]
    return {
        "id": long_id(card.id),
        "type": card.ft_type.value,
        "adjustment": card.adjustment or None,
        "comment": card.comment or None,
        "account_id": short_id(card.account_id),
        "account_name": card.account_name,
        "agreement_id": short_id(card.agreement_id),
        "sa_type": card.sa_type,
        "current_amount": currency.text(card.current_amount),
        "payoff_amount": currency.text(card.payoff_amount),
        "currency": card.currency,
        "accounting_date": card.accounting_date.isoformat(),
        "arrears_date": day_text(card.arrears_date),
        "frozen_at": card.frozen_at.isoformat(),
        "frozen_by": card.frozen_by or None,
        "show_on_bill": card.show_on_bill,
        "bill_id": maybe_short(card.bill_id),
        "bill": card.bill or None,
        "item": card.item or None,
        "payment_id": long_text(card.payment_id),
        "event_id": long_text(card.event_id),
        "match_event_id": maybe_short(card.match_event_id),
        "reverses_id": long_text(card.reverses_id),
        "reversed_by": long_text(card.reversed_by),
        "lines": _lines(card.lines, currency),
    }


def _lines(lines: tuple["GlEntry", ...], currency: Currency) -> list[Json]:
    """GL lines: debit +, credit - (GL-2)."""
    return [
        {
            "code": line.code,
            "description": line.description,
            "account_number": line.account_number or None,
            "amount": currency.text(line.amount),
        }
        for line in lines
    ]
