"""Columns of the lists on the page of a payable item, and of a list of items (IT-1 to IT-5)."""

from posapp.domain.items import ChargeLine, ItemLog, ItemPayment
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.models.columns import Column, date_column, money_column, text_column
from posapp.ui.owed import payment_state, payment_tone
from posapp.ui.words import word

_DONE = {"item.issue": "Issued", "item.release": "Taken back"}


def line_columns(formats: Formats, currency: str) -> tuple[Column[ChargeLine], ...]:
    """Charge lines: what, and its part of what is due, negative where it lowers it (IT-2)."""
    return (
        text_column(_("Charge"), lambda line: word(line.kind).text, 120, stretch=True),
        money_column(_("Amount"), lambda line: line.due, formats, lambda _line: currency, 124),
    )


def paid_columns(formats: Formats, currency: str) -> tuple[Column[ItemPayment], ...]:
    """Payments of an item, the newest first: date, tender, its part, status."""
    return (
        date_column(_("Date"), lambda paid: paid.payment_date, formats, 108),
        text_column(_("Tender"), lambda paid: paid.tender, 140, stretch=True),
        money_column(_("Amount"), lambda paid: paid.amount, formats, lambda _paid: currency, 124),
        Column(
            _("Status"),
            lambda paid: payment_state(paid.status, ""),
            width=128,
            tone=lambda paid: payment_tone(paid.status),
            order=lambda paid: paid.status,
        ),
    )


def log_columns(formats: Formats) -> tuple[Column[ItemLog], ...]:
    """What was done by hand: when, what, why, by whom."""
    return (
        text_column(_("When"), lambda one: formats.stamp(one.at), 140),
        text_column(_("What"), lambda one: _(_DONE.get(one.action, one.action)), 110),
        text_column(_("Comment"), lambda one: one.comment, 160, stretch=True),
        text_column(_("User"), lambda one: one.user_name, 140),
    )
