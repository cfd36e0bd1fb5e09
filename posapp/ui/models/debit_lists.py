"""Columns of debits that wait (AP-16, AP-17) and of scheduled payments (AP-06)."""

from typing import Final

from posapp.domain.autopay_codes import DebitStatus, ScheduleKind
from posapp.domain.ids import long_id, short_id
from posapp.domain.scheduled_payments import ScheduledPayment
from posapp.domain.waiting_debits import WaitingDebit
from posapp.i18n import _
from posapp.ui.formats import Formats, grouped, joined
from posapp.ui.models.columns import Column, date_column, money_column, text_column
from posapp.ui.tokens import Tone

KINDS: Final = {ScheduleKind.BUDGET: "Budget", ScheduleKind.PAY_PLAN: "Pay plan"}
_STATES: Final = {
    DebitStatus.WAITING: ("Waiting", Tone.BLUE),
    DebitStatus.CREATED: ("Made", Tone.GREEN),
    DebitStatus.STOPPED: ("Stopped", Tone.GREY),
}


def debit_columns(formats: Formats, *, of_all: bool) -> tuple[Column[WaitingDebit], ...]:
    """When it is sent and in the ledger, where it goes, whose it is in the list of all, amount."""
    whose: tuple[Column[WaitingDebit], ...] = ()
    if of_all:
        whose = (
            text_column(_("Payor"), lambda d: d.account_name, 180, stretch=True),
            text_column(_("Account"), lambda d: grouped(short_id(d.account_id)), 122),
        )
    return (
        date_column(_("To be sent on"), lambda d: d.extract_date, formats, 120),
        *whose,
        money_column(_("Amount"), lambda d: d.amount, formats, lambda d: d.currency),
        text_column(_("Route"), lambda d: d.route, 84),
        text_column(_("Auto Pay Source"), lambda d: d.source_name, 190, stretch=not of_all),
        date_column(_("In the Ledger On"), lambda d: d.ledger_date, formats, 136),
        text_column(_("Payment Event"), lambda d: grouped(long_id(d.event_id)), 148),
    )


def schedule_columns(formats: Formats, *, of_all: bool) -> tuple[Column[ScheduledPayment], ...]:
    """Date, what it is, its agreement, amount, and what became of it."""
    whose: tuple[Column[ScheduledPayment], ...] = ()
    if of_all:
        whose = (
            text_column(
                _("Account"),
                lambda p: joined(grouped(short_id(p.account_id)), p.account_name),
                230,
            ),
        )
    return (
        date_column(_("Date"), lambda p: p.scheduled_date, formats),
        *whose,
        text_column(_("Kind"), lambda p: _(KINDS[p.kind]), 96),
        text_column(_("Service Agreement"), lambda p: grouped(short_id(p.agreement_id)), 140),
        money_column(_("Amount"), lambda p: p.amount, formats, lambda p: p.currency),
        Column(
            _("Status"), lambda p: _(state_words(p)[0]), width=104, tone=lambda p: state_words(p)[1]
        ),
        text_column(
            _("Payment Event"),
            lambda p: "" if p.event_id is None else grouped(long_id(p.event_id)),
            148,
        ),
        text_column(_("Comments"), lambda p: p.comments, 120, stretch=True),
    )


def state_words(payment: ScheduledPayment) -> tuple[str, Tone]:
    """What became of a scheduled payment."""
    return _STATES.get(payment.status, (payment.status.value.capitalize(), Tone.GREY))
