"""Columns of what a search finds: payments, tenders, events; sorted by the database (SR-2)."""

from posapp.domain.browse import EventItem, PaymentItem, TenderItem
from posapp.domain.ids import long_id, short_id
from posapp.i18n import _
from posapp.ui.formats import Formats, grouped
from posapp.ui.models.columns import (
    Column,
    date_column,
    money_column,
    status_column,
    text_column,
)


def payment_columns(formats: Formats) -> tuple[Column[PaymentItem], ...]:
    """Payments: date, payee, amount, status, match, event, who took it."""
    return (
        date_column(
            _("Payment Date"), lambda p: p.payment_date, formats, 104, sort="payment_date"
        ),
        text_column(_("Name"), lambda p: p.account_name, 140, stretch=True, sort="account_name"),
        text_column(
            _("Account ID"), lambda p: grouped(short_id(p.account_id)), 118, sort="account_id"
        ),
        money_column(
            _("Payment Amount"), lambda p: p.amount, formats, lambda p: p.currency, 124,
            sort="amount",
        ),
        status_column(_("Status"), lambda p: p.status, 104, tip=lambda p: p.error_text),
        text_column(_("Match"), _match, 144),
        text_column(_("Payment Event"), lambda p: grouped(long_id(p.event_id)), 124),
        text_column(_("Taken by"), lambda p: p.created_by, 96),
    )  # fmt: skip


def tender_columns(formats: Formats, rounding: str) -> tuple[Column[TenderItem], ...]:
    """Tenders: date, payor, type, check number, amount, status, control, event.

    Args:
        formats: how money and dates are written.
        rounding: code of the tender type of cash rounding; other flagged tenders are change.
    """

    def kind(tender: TenderItem) -> str:
        if not tender.flagged or tender.tender_type == rounding:
            return tender.description
        return _("{tender} · cash back").format(tender=tender.description)

    return (
        date_column(
            _("Payment Date"), lambda t: t.payment_date, formats, 104, sort="payment_date"
        ),
        text_column(_("Payor"), lambda t: t.payor_name, 120, stretch=True, sort="payor_name"),
        text_column(_("Tender Type"), kind, 132),
        text_column(_("Check Number"), lambda t: t.check_number, 112, sort="check_number"),
        money_column(
            _("Tender Amount"), lambda t: t.amount, formats, lambda t: t.currency, 116,
            sort="amount",
        ),
        status_column(_("Status"), lambda t: t.status, 92),
        text_column(_("Tender Control"), _control, 110),
        text_column(_("Payment Event"), lambda t: grouped(long_id(t.event_id)), 124),
    )  # fmt: skip


def event_columns(formats: Formats) -> tuple[Column[EventItem], ...]:
    """Events: date, payor, tenders, amount, state, numbers, who took it."""
    return (
        date_column(_("Payment Date"), lambda e: e.payment_date, formats, 104, sort="payment_date"),
        text_column(_("Payor"), lambda e: e.payor_name, 140, stretch=True),
        text_column(_("Tender"), lambda e: e.tender, 136),
        money_column(_("Amount"), lambda e: e.amount, formats, lambda e: e.currency, 124),
        status_column(_("State"), lambda e: e.state, 108),
        text_column(
            _("Payment Event"), lambda e: grouped(long_id(e.event_id)), 128, sort="event_id"
        ),
        text_column(_("Document Number"), lambda e: e.document_number or "", 152),
        text_column(_("Taken by"), lambda e: e.created_by, 96),
    )


def _match(payment: PaymentItem) -> str:
    return " ".join(part for part in (payment.match_type, payment.match_value) if part)


def _control(tender: TenderItem) -> str:
    number = tender.tender_control_id
    return "" if number is None else grouped(short_id(number))
