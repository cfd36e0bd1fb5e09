"""Columns of the list of exceptions, and an exception in words (EX-1..EX-5)."""

from posapp.domain.codes import PaymentStatus
from posapp.domain.exceptions import REPAIRS, ExceptionItem, ExceptionKind
from posapp.domain.ids import long_id
from posapp.domain.money import ZERO
from posapp.i18n import _
from posapp.ui.formats import Formats, grouped
from posapp.ui.models.columns import (
    Column,
    date_column,
    money_column,
    status_column,
    text_column,
)


def exception_columns(formats: Formats) -> tuple[Column[ExceptionItem], ...]:
    """What is wrong, when, with whom, how much, which event, who took it."""
    return (
        status_column(_("Kind"), lambda x: x.kind, 112, sort="kind", order=None),
        date_column(
            _("Payment Date"), lambda x: x.payment_date, formats, 108, sort="payment_date",
            order=None,
        ),
        text_column(_("Name"), lambda x: x.account_name, 150, order=None),
        money_column(
            _("Amount"), lambda x: x.amount, formats, lambda x: x.currency, 116, order=None
        ),
        text_column(
            _("What is wrong"), lambda x: exception_reason(x, formats), 260, stretch=True,
            order=None,
        ),
        text_column(_("Payment Event"), lambda x: grouped(long_id(x.event_id)), 128, order=None),
        text_column(_("Taken by"), lambda x: x.created_by, 96, order=None),
    )  # fmt: skip


def exception_reason(item: ExceptionItem, formats: Formats) -> str:
    """Why it is in the list: the stored error, the status, or by how much it is off (EX-1)."""
    if item.kind is ExceptionKind.ERROR:
        return item.error_text
    if item.tender_id is not None:
        return _("The charge for a returned tender could not be levied.")
    if item.status is not None:
        if item.status is PaymentStatus.INCOMPLETE:
            return _("The payment is not distributed yet.")
        return _("The payment is not frozen yet.")
    facts = item.facts
    tenders = formats.money(facts.tenders, item.currency)
    payments = formats.money(facts.payments, item.currency)
    rest = formats.money(abs(facts.difference), item.currency)
    says = (
        _("Tenders {tenders} \u2212 payments {payments} = {rest} not accounted for")
        if facts.difference > ZERO
        else _("Payments {payments} \u2212 tenders {tenders} = {rest} missing")
    )
    return says.format(tenders=tenders, payments=payments, rest=rest)


def exception_repair(item: ExceptionItem) -> str:
    """What mends it, as a sentence (EX-5)."""
    return _(REPAIRS[item.repair])
