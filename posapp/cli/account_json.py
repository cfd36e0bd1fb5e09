"""Accounts as JSON: search hits and the card."""

from typing import TYPE_CHECKING, Any

from posapp.cli.plain import maybe, maybe_short
from posapp.domain.ids import long_id, short_id
from posapp.domain.money import ZERO, Currency

if TYPE_CHECKING:
    from posapp.domain.accounts import AccountCard, AccountHit, ItemLine, RecentPayment
    from posapp.domain.debts import AgreementDebt
    from posapp.domain.setup import SetUp

CASH_ONLY = "Cash-Only"
OPEN_ITEM = "Open Item"
NON_CIS = "Non-CIS"
CREDIT = "Credit"
UNFROZEN = "Unfrozen Payments"
DISPUTED = "In Dispute"
OPEN_MATCHES = "Open Match Events"
LOW_RATING = "Low Credit Rating"


def hit_document(hit: "AccountHit") -> dict[str, Any]:
    """A search hit: the account, and what of it fits the text."""
    return {
        "account_id": short_id(hit.account_id),
        "name": hit.name,
        "address": hit.address,
        "kind": hit.kind,
        "matched": hit.matched,
        "item_id": maybe_short(hit.item_id),
    }


def card_document(card: "AccountCard", setup: "SetUp") -> dict[str, Any]:
    """The card with agreements, items, credits, badges and balances (AC-1, FT-3, D-03)."""
    account = card.account
    currency = setup.currencies[account.currency]
    return {
        "id": short_id(account.id),
        "name": account.name,
        "address": account.address,
        "customer_class": account.customer_class,
        "division": account.division,
        "currency": account.currency,
        "badges": badges_of(card),
        "current_balance": currency.text(card.current_balance),
        "payoff_balance": currency.text(card.payoff_balance),
        "past_due": currency.text(card.past_due),
        "open_credit": currency.text(card.open_credit),
        "default_amount": currency.text(card.default_amount),
        "match_required": card.match_required,
        "unfrozen_payments": card.unfrozen,
        "open_match_events": card.open_matches,
        "disputed": currency.text(card.disputed),
        "credit_rating": card.rating,
        "today": card.today.isoformat(),
        "keys": [{"kind": kind, "value": value} for kind, value in card.keys],
        "agreements": [_agreement(debt, card, currency, setup) for debt in card.debts],
        "items": [_item(item, currency) for item in card.items],
        "credits": [
            {
                "agreement_id": short_id(debt.agreement_id),
                "sa_type": debt.sa_type,
                "description": setup.sa_types[debt.sa_type].description,
                "amount": currency.text(-debt.current_balance),
            }
            for debt in card.debts
            if debt.current_balance < ZERO
        ],
        "recent_payments": [recent_document(payment, currency) for payment in card.recent],
    }


def badges_of(card: "AccountCard") -> list[str]:
    """What a cashier must see at once, in a fixed order."""
    holds = {
        CASH_ONLY: card.cash_only,
        OPEN_ITEM: card.open_item,
        NON_CIS: card.non_cis,
        CREDIT: card.credit < ZERO,
        DISPUTED: bool(card.disputes),
        OPEN_MATCHES: bool(card.open_matches),
        LOW_RATING: card.risky and not card.non_cis,
        UNFROZEN: bool(card.unfrozen),
    }
    return [badge for badge, shown in holds.items() if shown]


def _agreement(
    debt: "AgreementDebt", card: "AccountCard", currency: Currency, setup: "SetUp"
) -> dict[str, Any]:
    return {
        "id": short_id(debt.agreement_id),
        "sa_type": debt.sa_type,
        "description": setup.sa_types[debt.sa_type].description,
        "service": debt.service or None,
        "status": debt.status.value,
        "priority": debt.priority,
        "current_balance": currency.text(debt.current_balance),
        "payoff_balance": currency.text(debt.payoff_balance),
        "past_due": currency.text(debt.past_due(card.today)),
        "debt_age": debt.age(card.today),
        "debt": [
            {
                "arrears_date": None
                if cell.arrears_date is None
                else cell.arrears_date.isoformat(),
                "amount": currency.text(cell.amount),
            }
            for cell in debt.cells
        ],
    }


def _item(item: "ItemLine", currency: Currency) -> dict[str, Any]:
    return {
        "id": short_id(item.id),
        "number": item.number,
        "agreement_id": short_id(item.agreement_id),
        "sa_type": item.sa_type,
        "description": item.description,
        "issue_date": item.issue_date.isoformat(),
        "state": item.state.value,
        "due": maybe(currency, item.due),
    }


def recent_document(payment: "RecentPayment", currency: Currency) -> dict[str, Any]:
    """A payment of an account with what was handed over."""
    return {
        "id": long_id(payment.payment_id),
        "event_id": long_id(payment.event_id),
        "payment_date": payment.payment_date.isoformat(),
        "tender": payment.tender,
        "amount": currency.text(payment.amount),
        "status": payment.status,
        "cancel_reason": payment.cancel_reason or None,
    }
