"""Histories, bills, match events, ratings, agreements, persons, transactions as JSON."""

from datetime import date
from typing import TYPE_CHECKING, Any

from posapp.cli.account_json import recent_document
from posapp.cli.plain import maybe, maybe_short
from posapp.domain.ids import long_id, short_id
from posapp.domain.money import Currency
from posapp.domain.plates import plates_of

if TYPE_CHECKING:
    from posapp.domain.accounts import RecentPayment
    from posapp.domain.browse import BillItem
    from posapp.domain.history import CreditRating, FinancialEntry, Rating
    from posapp.domain.inquiry import AccountDetails, AgreementItem, Person, PersonAccount
    from posapp.domain.listing import Page
    from posapp.domain.matching import MatchedView, MatchEventView
    from posapp.domain.setup import SetUp

Json = dict[str, Any]


def day_text(day: date | None) -> str | None:
    """A date, or ``None``."""
    return None if day is None else day.isoformat()


def long_text(number: int | None) -> str | None:
    """An event, payment or transaction id, or ``None``."""
    return None if number is None else long_id(number)


def history_document(page: "Page[FinancialEntry]", setup: "SetUp") -> Json:
    """Financial history, newest first; balances are those after the line (16.3)."""
    return {
        "entries": [_entry(entry, setup) for entry in page.rows],
        "more": page.next is not None,
    }


def _entry(entry: "FinancialEntry", setup: "SetUp") -> Json:
    currency = setup.currencies[entry.currency]
    paid = entry.event_id is not None
    return {
        "id": long_id(entry.id),
        "effective_date": entry.effective_date.isoformat(),
        "type": entry.ft_type.value,
        "adjustment": entry.adjustment or None,
        "requisition_code": entry.requisition_code or None,
        "comment": entry.comment or None,
        "bill": entry.bill or None,
        "item": entry.item or None,
        "agreement_id": short_id(entry.agreement_id),
        "sa_type": entry.sa_type,
        "description": entry.description,
        "service": entry.service or None,
        "current_amount": currency.text(entry.current_amount),
        "current_balance": currency.text(entry.current_balance),
        "payoff_amount": currency.text(entry.payoff_amount),
        "payoff_balance": currency.text(entry.payoff_balance),
        "currency": entry.currency,
        "payment_id": long_id(entry.parent_id) if paid else None,
        "event_id": long_text(entry.event_id),
    }


def payments_document(page: "Page[RecentPayment]", currency: Currency) -> Json:
    """Payment history, newest first (16.3)."""
    return {
        "payments": [recent_document(paid, currency) for paid in page.rows],
        "more": page.next is not None,
    }


def bills_document(page: "Page[BillItem]", currency: Currency) -> Json:
    """Bills of an account, newest first; ``unpaid`` where payments name bills (OI-1)."""
    return {
        "bills": [
            {
                "id": short_id(bill.bill_id),
                "number": bill.number,
                "bill_date": bill.bill_date.isoformat(),
                "due_date": bill.due_date.isoformat(),
                "amount": currency.text(bill.amount),
                "unpaid": maybe(currency, bill.unpaid),
                "description": bill.description or None,
            }
            for bill in page.rows
        ],
        "more": page.next is not None,
    }


def match_document(match: "MatchEventView", setup: "SetUp", *, whole: bool) -> Json:
    """A match event (OI-2); ``whole`` with the transactions on it."""
    currency = setup.currencies[match.currency]
    found: Json = {
        "id": short_id(match.id),
        "account_id": short_id(match.account_id),
        "account_name": match.account_name,
        "bill_id": maybe_short(match.bill_id),
        "bill": match.bill_number or None,
        "due_date": day_text(match.due_date),
        "status": match.status.value,
        "disputed": match.disputed,
        "comment": match.note,
        "charges": currency.text(match.debits),
        "payments": currency.text(match.credits),
        "open": currency.text(match.open_amount),
        "currency": match.currency,
        "created_at": match.created_at.isoformat(),
        "version": match.version,
    }
    if whole:
        found["lines"] = [matched_document(line, currency) for line in match.lines]
    return found


def matched_document(line: "MatchedView", currency: Currency) -> Json:
    """A transaction that is on a match event, or could be (MT-08, OI-7)."""
    return {
        "id": long_id(line.ft_id),
        "type": line.ft_type.value,
        "agreement_id": short_id(line.agreement_id),
        "sa_type": line.sa_type,
        "accounting_date": line.accounting_date.isoformat(),
        "amount": currency.text(line.amount),
        "event_id": long_text(line.event_id),
        "bill": line.bill or None,
        "adjustment": line.adjustment or None,
    }


def rating_document(stands: "CreditRating") -> Json:
    """Rating, score, thresholds, and the rows behind them (CR-01..CR-04)."""
    return {
        "account_id": short_id(stands.account_id),
        "today": stands.today.isoformat(),
        "credit_rating": stands.rating,
        "beginning_credit_rating": stands.beginning_rating,
        "credit_rating_threshold": stands.rating_threshold,
        "low": stands.is_low,
        "cash_only_score": stands.score,
        "beginning_cash_only_score": stands.beginning_score,
        "cash_only_threshold": stands.cash_only_threshold,
        "cash_only": stands.cash_only,
        "rows": [_rating(row, stands) for row in stands.rows],
    }


def _rating(row: "Rating", stands: "CreditRating") -> Json:
    return {
        "id": short_id(row.id),
        "start_date": row.start_date.isoformat(),
        "end_date": day_text(row.end_date),
        "in_force": row.in_force(stands.today),
        "affect_credit_rating_by": row.rating_effect,
        "affect_cash_only_score_by": row.cash_only_effect,
        "comment": row.comment,
        "tender_id": long_text(row.tender_id),
        "event_id": long_text(row.event_id),
        "created_by": row.created_by or None,
        "created_at": row.created_at.isoformat(),
    }


def details_document(details: "AccountDetails") -> Json:
    """What stands on an account, with its person."""
    account = details.account
    return {
        "id": short_id(account.id),
        "name": account.name,
        "address": account.address,
        "customer_class": account.customer_class,
        "division": account.division,
        "currency": account.currency,
        "setup_date": details.setup_date.isoformat(),
        "review_date": day_text(details.review_date),
        "comments": details.comments or None,
        "keys": [{"kind": kind, "value": value} for kind, value in details.keys],
        "plates": [
            {"plate": plate.number, "state": plate.state or None}
            for plate in plates_of(details.keys)
        ],
        "person": person_document(details.person),
    }


def person_document(person: "Person") -> Json:
    """A person; what is not known is ``null``."""
    return {
        "id": short_id(person.id),
        "name": person.name,
        "person_type": person.person_type or None,
        "phone": person.phone or None,
        "email": person.email or None,
        "employee_number": person.employee_number or None,
    }


def accounts_document(page: "Page[PersonAccount]", setup: "SetUp") -> Json:
    """Accounts of a person with their balances."""
    return {
        "accounts": [
            {
                "id": short_id(one.account_id),
                "address": one.address,
                "customer_class": one.customer_class,
                "division": one.division,
                "currency": one.currency,
                "setup_date": one.setup_date.isoformat(),
                "current_balance": setup.currencies[one.currency].text(one.current_balance),
            }
            for one in page.rows
        ],
        "more": page.next is not None,
    }


def agreements_document(page: "Page[AgreementItem]", currency: Currency) -> Json:
    """Agreements of an account, cancelled ones too."""
    return {
        "agreements": [
            {
                "id": short_id(one.agreement_id),
                "sa_type": one.sa_type,
                "service": one.service or None,
                "item": one.item or None,
                "status": one.status.value,
                "start_date": one.start_date.isoformat(),
                "end_date": day_text(one.end_date),
                "current_balance": currency.text(one.current_balance),
                "payoff_balance": currency.text(one.payoff_balance),
            }
            for one in page.rows
        ],
        "more": page.next is not None,
    }
