"""Columns of the lists on the page of a payable item, and of a list of items (IT-1 to IT-5)."""

from posapp.domain.items import ChargeLine, ItemListed, ItemLog, ItemPayment
from posapp.domain.setup import SetUp
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.models.columns import Column, date_column, money_column, text_column
from posapp.ui.owed import item_state, payment_state, payment_tone
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


def found_item_columns(formats: Formats, setup: SetUp) -> tuple[Column[ItemListed], ...]:
    """Items of all accounts: number, kind, what it is, whose, since when, what is due, state."""
    return (
        text_column(_("Number"), lambda one: one.number, 124),
        text_column(_("Kind"), lambda one: setup.sa_types[one.sa_type].description, 140),
        text_column(_("Description"), lambda one: one.description, 180, stretch=True),
        text_column(_("Name"), lambda one: one.account_name, 180),
        date_column(_("Issued"), lambda one: one.issue_date, formats, 108),
        money_column(_("Due"), lambda one: one.due, formats, lambda one: one.currency, 124),
        Column(
            _("State"),
            lambda one: item_state(one.state, one.due).text,
            width=128,
            tone=lambda one: item_state(one.state, one.due).tone,
            order=lambda one: one.state,
        ),
    )
