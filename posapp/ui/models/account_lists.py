"""Columns of the lists on the account page and of the events of a drawer."""

from posapp.domain.accounts import ItemLine, RecentPayment, UnpaidBill
from posapp.domain.desk import DrawerLine, EventLine
from posapp.domain.ids import long_id, short_id
from posapp.domain.setup import SetUp
from posapp.i18n import _
from posapp.ui.formats import Formats, grouped
from posapp.ui.models.columns import (
    Align,
    Column,
    date_column,
    money_column,
    status_column,
    text_column,
)
from posapp.ui.owed import OwedLine, age_words, item_state, payment_state, payment_tone
from posapp.ui.tokens import Tone
from posapp.ui.words import word


def owed_columns(
    formats: Formats, currency: str, *, with_status: bool
) -> tuple[Column[OwedLine], ...]:
    """What is owed: agreement, type, debt age, current and payoff balance.

    The status has a column only where an agreement is not simply active.
    """
    status = (Column(_("Status"), _agreement_words, width=128, tone=_agreement_tone),)
    return (
        text_column(_("Service agreement"), lambda line: line.words, 300, stretch=True),
        *(status if with_status else ()),
        text_column(_("Type"), lambda line: line.kind, 112),
        Column(_("Debt age"), age_words, Align.RIGHT, 112, order=lambda line: line.age or 0),
        money_column(
            _("Current balance"), lambda line: line.current, formats, lambda _line: currency, 132
        ),
        money_column(
            _("Payoff balance"), lambda line: line.payoff, formats, lambda _line: currency, 132
        ),
    )


def item_columns(setup: SetUp, formats: Formats, currency: str) -> tuple[Column[ItemLine], ...]:
    """Payable items: number, description, issue date, state, what is due."""
    kinds = setup.sa_types
    return (
        text_column(_("Number"), lambda item: item.number, 132),
        text_column(_("Kind"), lambda item: kinds[item.sa_type].description, 112),
        text_column(_("Description"), lambda item: item.description, 220, stretch=True),
        date_column(_("Issue date"), lambda item: item.issue_date, formats, 108),
        Column(
            _("State"),
            lambda item: item_state(item.state, item.due).text,
            width=128,
            tone=lambda item: item_state(item.state, item.due).tone,
            order=lambda item: item.state.value,
        ),
        money_column(_("Due"), lambda item: item.due, formats, lambda _item: currency, 120),
    )


def bill_columns(formats: Formats, currency: str) -> tuple[Column[UnpaidBill], ...]:
    """Unpaid bills: number, date, when due, amount, what is unpaid."""

    def named(_bill: UnpaidBill) -> str:
        return currency

    return (
        text_column(_("Bill"), lambda bill: bill.number, 160, stretch=True),
        date_column(_("Bill date"), lambda bill: bill.bill_date, formats, 108),
        date_column(_("Due"), lambda bill: bill.due_date, formats, 108),
        money_column(_("Amount"), lambda bill: bill.amount, formats, named, 128),
        money_column(_("Unpaid"), lambda bill: bill.unpaid, formats, named, 128),
    )


def recent_columns(formats: Formats, currency: str) -> tuple[Column[RecentPayment], ...]:
    """Recent payments: date, event, tender, amount, status with the reason of a cancellation."""
    return (
        date_column(_("Date"), lambda paid: paid.payment_date, formats, 108),
        text_column(_("Event"), lambda paid: grouped(long_id(paid.event_id)), 144),
        text_column(_("Tender"), lambda paid: paid.tender, 200, stretch=True),
        money_column(_("Amount"), lambda paid: paid.amount, formats, lambda _paid: currency, 128),
        Column(
            _("Status"),
            lambda paid: payment_state(paid.status, paid.cancel_reason),
            width=200,
            tone=lambda paid: payment_tone(paid.status),
            order=lambda paid: paid.status,
        ),
    )


def event_columns(formats: Formats) -> tuple[Column[EventLine], ...]:
    """Events of a drawer: time, event, payor, tender, what was handed over, what was paid."""
    return (
        text_column(_("Time"), lambda event: formats.time(event.created_at), 80),
        text_column(_("Event"), lambda event: grouped(long_id(event.event_id)), 144),
        text_column(_("Payor"), lambda event: event.payor_name, 200, stretch=True),
        text_column(_("Tender"), lambda event: event.tender, 140),
        money_column(
            _("Tendered"), lambda event: event.tendered, formats, lambda event: event.currency, 116
        ),
        money_column(
            _("Payments"), lambda event: event.amount, formats, lambda event: event.currency, 116
        ),
        status_column(_("State"), lambda event: event.state, 124),
    )


def last_columns(formats: Formats) -> tuple[Column[EventLine], ...]:
    """The newest events in a narrow place: time, payor, amount."""
    return (
        Column(_("Time"), lambda event: formats.time(event.created_at), width=54, muted=True),
        Column(_("Payor"), lambda event: event.payor_name, width=90, stretch=True),
        Column(
            _("Amount"),
            lambda event: formats.money(event.amount, event.currency),
            Align.RIGHT,
            100,
        ),
    )


def drawer_columns(formats: Formats) -> tuple[Column[DrawerLine], ...]:
    """Drawers at work: control, source, user, since when, events, status, cash limit."""
    return (
        text_column(_("Tender control"), lambda line: grouped(short_id(line.control.id)), 136),
        text_column(_("Tender source"), lambda line: line.source_description, 200, stretch=True),
        text_column(_("User"), lambda line: line.control.user_name or _("All users"), 150),
        text_column(_("Open since"), lambda line: formats.stamp(line.control.created_at), 140),
        Column(
            _("Events"), lambda line: formats.count(line.events), Align.RIGHT, 80,
            order=lambda line: line.events,
        ),
        status_column(_("Status"), lambda line: line.control.status, 176),
        Column(
            _("Cash"),
            lambda line: _("Above the limit") if line.above_limit else _("Within the limit"),
            width=136,
            tone=lambda line: Tone.AMBER if line.above_limit else Tone.GREY,
        ),
    )  # fmt: skip


def _agreement_words(line: OwedLine) -> str:
    return word(line.status).text if line.status is not None else ""


def _agreement_tone(line: OwedLine) -> Tone | None:
    return word(line.status).tone if line.status is not None else None
