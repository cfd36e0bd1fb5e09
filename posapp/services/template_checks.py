"""Checks of payment templates against accounts, agreements and their other lines (NC-1, NCI-02)."""

from collections.abc import Iterable
from fractions import Fraction

from posapp.domain.codes import AgreementStatus
from posapp.domain.setup import SetUp
from posapp.domain.setup_fields import Values
from posapp.domain.templates import WHOLE
from posapp.errors import Refused
from posapp.storage.base import Transaction
from posapp.storage.payment_setup import load_booking


def check_template(s: Transaction, row: Values, setup: SetUp) -> None:
    """Account of a non-CIS class and of the currency, with the agreement, which is active.

    Raises:
        Refused: ``M-50`` with the field.
    """
    booking = load_booking(s, row["account_id"], row["agreement_id"])
    if not setup.customer_classes[booking.customer_class].non_cis:
        raise _wrong("account_id", row, "is not of a customer class for non-CIS payments")
    if booking.currency != row["currency"]:
        raise _wrong("currency", row, f"is not the account's, {booking.currency}")
    if booking.agreement_account != row["account_id"]:
        raise _wrong("agreement_id", row, "is not an agreement of the account")
    if booking.status is not AgreementStatus.ACTIVE:
        raise _wrong("agreement_id", row, "is not active")


def check_template_line(row: Values, others: Iterable[Values], setup: SetUp) -> None:
    """A line is in its template's currency; the percents of a template are no more than 100.

    Raises:
        Refused: ``M-50`` with the field.
    """
    template = setup.templates.get(row["template"])
    if template is not None and template.currency != row["currency"]:
        raise _wrong("currency", row, f"is not the template's, {template.currency}")
    beside = (other for other in others if other["template"] == row["template"])
    whole = sum((Fraction(one["percent"] or 0) for one in (row, *beside)), Fraction(0))
    if whole > WHOLE:
        raise _wrong("percent", row, "makes the template's lines more than 100 percent")


def _wrong(field: str, row: Values, reason: str) -> Refused:
    return Refused("M-50", field=field, value=row[field], reason=reason)
