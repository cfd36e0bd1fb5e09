"""Columns of checkouts, of what they pay and use, and of what waits on a payments page (CK-1..CK-7b)."""

from dataclasses import dataclass
from datetime import datetime

from posapp.domain.checkouts import Checkout, CheckoutLine, UseView
from posapp.domain.credits import Adjustment
from posapp.domain.money import ZERO, Money
from posapp.domain.payments_page import ParkedCheckout
from posapp.domain.setup import SetUp
from posapp.i18n import _
from posapp.ui.formats import Formats, joined
from posapp.ui.models.columns import (
    Column,
    money_column,
    number_column,
    stamp_column,
    status_column,
    text_column,
)
from posapp.ui.tokens import Tone
from posapp.ui.words import word


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A submitted checkout or a parked selection of an account."""

    checkout: Checkout | None = None
    parked: ParkedCheckout | None = None

    @property
    def key(self) -> tuple[int, int]:
        """What makes it this one."""
        return (
            0 if self.checkout is None else self.checkout.id,
            0 if self.parked is None else self.parked.id,
        )

    @property
    def at(self) -> datetime | None:
        """When it was submitted or parked."""
        if self.checkout is not None:
            return self.checkout.submitted_at
        return None if self.parked is None else self.parked.parked_at

    @property
    def user(self) -> str:
        """Who did it."""
        if self.checkout is not None:
            return self.checkout.submitted_by
        return "" if self.parked is None else self.parked.parked_by


def waiting_columns(formats: Formats) -> tuple[Column[WaitingLine], ...]:
    """What it is, its number or words, who and when."""

    def named(line: WaitingLine) -> str:
        if line.checkout is not None:
            return line.checkout.number
        return "" if line.parked is None else line.parked.comment

    def amount(line: WaitingLine) -> Money | None:
        return None if line.checkout is None else line.checkout.to_pay

    def currency(line: WaitingLine) -> str:
        return "" if line.checkout is None else line.checkout.currency

    def kind(line: WaitingLine) -> str:
        return _("Parked") if line.checkout is None else word(line.checkout.state).text

    def tone(line: WaitingLine) -> Tone:
        return Tone.GREY if line.checkout is None else word(line.checkout.state).tone

    return (
        Column(_("State"), kind, width=100, tone=tone),
        number_column(_("Checkout"), named),
        money_column(_("Amount"), amount, formats, currency, 104),
        text_column(_("User"), lambda line: line.user, 90, stretch=True),
        stamp_column(_("When"), lambda line: line.at, formats, 136),
    )


def checkout_columns(formats: Formats, setup: SetUp) -> tuple[Column[Checkout], ...]:
    """Number, whose, method, amounts, state, who and when."""

    def method(one: Checkout) -> str:
        return (
            _("Credits only") if one.method is None else setup.tender_types[one.method].description
        )

    return (
        number_column(_("Number"), lambda one: one.number),
        text_column(_("Account"), lambda one: one.account_name, 180, stretch=True),
        text_column(_("Payment Method"), method, 168),
        money_column(_("Items"), lambda one: one.lines_total, formats, lambda one: one.currency, 116),
        money_column(
            _("Credits used"), lambda one: -one.credits_total, formats, lambda one: one.currency,
            116,
        ),
        money_column(_("By money"), lambda one: one.to_pay, formats, lambda one: one.currency, 116),
        status_column(_("State"), lambda one: one.state, 116),
        text_column(_("Submitted by"), lambda one: joined(one.submitted_by, one.workstation), 150),
        stamp_column(_("Submitted"), lambda one: one.submitted_at, formats),
    )  # fmt: skip


def paid_line_columns(formats: Formats, currency: str) -> tuple[Column[CheckoutLine], ...]:
    """What a checkout pays: the whole, by credits, by money."""
    return (
        text_column(_("Number"), lambda line: line.named, 150),
        text_column(_("Description"), lambda line: line.description, 180, stretch=True),
        money_column(_("Amount"), lambda line: line.amount, formats, lambda _line: currency),
        money_column(_("By credits"), lambda line: line.credit, formats, lambda _line: currency),
        money_column(_("By money"), lambda line: line.paid, formats, lambda _line: currency),
    )


def use_columns(formats: Formats, setup: SetUp, currency: str) -> tuple[Column[UseView], ...]:
    """The credits that a checkout took of (AC2-5)."""

    def method(view: UseView) -> str:
        return "" if view.method is None else setup.tender_types[view.method].description

    return (
        text_column(_("Credit"), method, 170),
        stamp_column(_("Date"), lambda view: view.created_at, formats, 136),
        text_column(_("Comment"), lambda view: view.comment, 150, stretch=True),
        money_column(_("Amount"), lambda view: -view.use.amount, formats, lambda _view: currency),
        status_column(_("State"), lambda view: view.use.state, 116),
    )


def adjustment_columns(formats: Formats, setup: SetUp) -> tuple[Column[Adjustment], ...]:
    """Adjustments with state and what is left of a credit (AJ-1)."""

    def kind(one: Adjustment) -> str:
        method = "" if one.method is None else setup.tender_types[one.method].description
        return joined(one.description, method)

    def left(one: Adjustment) -> Money | None:
        return -one.left if one.is_credit else None

    def used(one: Adjustment) -> Money | None:
        return -one.used if one.used != ZERO else None

    return (
        text_column(_("Adjustment"), kind, 220, stretch=True),
        text_column(_("Comment"), lambda one: one.comment, 160),
        money_column(_("Amount"), lambda one: one.amount, formats, lambda one: one.currency),
        money_column(_("Used"), used, formats, lambda one: one.currency, 112),
        money_column(_("Left"), left, formats, lambda one: one.currency, 112),
        status_column(_("State"), lambda one: one.state, 120),
        stamp_column(_("Created"), lambda one: one.created_at, formats),
    )
