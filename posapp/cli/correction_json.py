"""What a correction would do, as JSON."""

from datetime import date
from typing import TYPE_CHECKING, Any

from posapp.cli.event_json import event_document
from posapp.domain.correction_views import ledger_sums
from posapp.domain.ids import long_id, short_id
from posapp.domain.money import Currency
from posapp.domain.rights import right_in_words

if TYPE_CHECKING:
    from posapp.domain.correction_views import Outlook, Paper, PostedEntry
    from posapp.domain.setup import SetUp


def outlook_document(outlook: "Outlook", setup: "SetUp", today: date) -> dict[str, Any]:
    """Steps, postings before and new, drawers, papers, and what needs an approval."""
    currency = setup.currencies[outlook.before.currency]
    after, again = outlook.after, outlook.taken_again
    return {
        "dry_run": True,
        "what": outlook.correction.fault.value,
        "steps": list(outlook.correction.names),
        "needs_approval": [
            {"right": right.value, "message": right_in_words(right.value)}
            for right in sorted(outlook.needs)
        ],
        "version": outlook.before.version,
        "before": event_document(outlook.before, setup, today),
        "after": None if after is None else event_document(after, setup, today),
        "taken_again": None if again is None else event_document(again, setup, today),
        "posted": [_entry(one, currency) for one in outlook.posted],
        "new": [_entry(one, currency) for one in outlook.new],
        "ledger": [
            {"code": code, "description": description, "amount": currency.text(amount)}
            for code, (description, amount) in ledger_sums(outlook.new).items()
        ],
        "drawers": [
            {
                "tender_control_id": short_id(one.control_id),
                "tender_source": one.tender_source,
                "type": one.tender_type,
                "currency": one.currency,
                "change": setup.currencies[one.currency].text(one.amount),
            }
            for one in outlook.drawers
        ],
        "papers": [_paper(one) for one in outlook.papers],
    }


def _entry(one: "PostedEntry", currency: Currency) -> dict[str, Any]:
    return {
        "type": one.ft_type.value,
        "account_id": short_id(one.account_id),
        "account_name": one.account_name,
        "sa_type": one.sa_type,
        "current_amount": currency.text(one.current_amount),
        "accounting_date": one.accounting_date.isoformat(),
        "lines": [{"code": line.code, "amount": currency.text(line.amount)} for line in one.lines],
    }


def _paper(one: "Paper") -> dict[str, Any]:
    return {
        "event_id": long_id(one.event_id),
        "receipt_number": one.number,
        "printed": one.printed,
        "before": one.before.value,
        "after": one.after.value,
    }
