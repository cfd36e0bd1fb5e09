"""Columns of one payment: what it can be matched to, its segments, what it posted (7.2, 16.3)."""

from posapp.domain.codes import MatchKind
from posapp.domain.history import GlEntry, PaymentTransaction
from posapp.domain.ids import long_id, short_id
from posapp.domain.payment_views import MatchChoice, SegmentLine
from posapp.domain.setup import SetUp
from posapp.i18n import _
from posapp.ui.formats import Formats, grouped
from posapp.ui.models.columns import (
    NONE,
    Align,
    Column,
    date_column,
    money_column,
    stamp_column,
    text_column,
)
from posapp.ui.words import word


def choice_columns(
    setup: SetUp, formats: Formats, currency: str
) -> tuple[Column[MatchChoice], ...]:
    """Unpaid bills, agreements and items of an account (PE-10)."""
    names = {kind.kind: kind.description for kind in setup.match_types.values()}

    def number(choice: MatchChoice) -> str:
        return grouped(choice.value) if choice.kind is MatchKind.AGREEMENT else choice.value

    return (
        text_column(_("Match Type"), lambda c: names.get(c.kind, c.kind.value), 150),
        text_column(_("Match Value"), number, 150),
        text_column(_("Description"), lambda c: c.words, 140, stretch=True),
        date_column(_("Due"), lambda c: c.due_date, formats, 104),
        money_column(_("Unpaid"), lambda c: c.due, formats, lambda _c: currency, 120),
    )


def segment_line_columns(
    formats: Formats, currency: str, *, open_item: bool
) -> tuple[Column[SegmentLine], ...]:
    """Pay segments: id, agreement, amount, currency, match event (open item), transaction (7.2)."""

    def agreement(one: SegmentLine) -> str:
        return f"{grouped(short_id(one.agreement_id))} \u00b7 {one.named}"

    match: tuple[Column[SegmentLine], ...] = (
        text_column(_("Match Event"), lambda one: _short(one.match_event_id), 124),
    )
    return (
        text_column(_("Segment ID"), lambda one: grouped(long_id(one.segment_id)), 136),
        text_column(_("Service Agreement"), agreement, 200, stretch=True),
        money_column(
            _("Segment Amount"), lambda one: one.amount, formats, lambda _o: currency, 132
        ),
        Column(_("Currency"), lambda _one: currency, Align.CENTER, 84),
        money_column(
            _("Current Balance"), lambda one: one.current_balance, formats, lambda _o: currency, 132
        ),
        *(match if open_item else ()),
        text_column(_("Transaction ID"), lambda one: _long(one.ft_id), 136),
    )


def transaction_columns(formats: Formats, currency: str) -> tuple[Column[PaymentTransaction], ...]:
    """Financial transactions of a payment; a payoff amount that says nothing new is gray (16.3)."""

    def agreement(one: PaymentTransaction) -> str:
        named = " ".join(part for part in (one.description, one.service) if part)
        return f"{grouped(short_id(one.agreement_id))} \u00b7 {named}"

    return (
        text_column(_("Transaction Type"), lambda t: word(t.ft_type).text, 176),
        text_column(_("Service Agreement"), agreement, 160, stretch=True),
        money_column(
            _("Current Amount"), lambda t: t.current_amount, formats, lambda _t: currency, 124
        ),
        money_column(
            _("Payoff Amount"), lambda t: t.payoff_amount, formats, lambda _t: currency, 124,
            quiet=lambda t: t.payoff_amount == t.current_amount,
        ),
        date_column(_("Accounting Date"), lambda t: t.accounting_date, formats, 124),
        stamp_column(_("Frozen"), lambda t: t.frozen_at, formats, 144),
        text_column(_("Frozen by"), lambda t: t.frozen_by, 100),
        text_column(_("Transaction ID"), lambda t: grouped(long_id(t.id)), 132),
        text_column(_("Reverses"), lambda t: _long(t.reverses_id), 132),
    )  # fmt: skip


def ledger_columns(formats: Formats, currency: str) -> tuple[Column[GlEntry], ...]:
    """GL lines of a transaction: code, account, debit, credit (GL-1, GL-2)."""
    return (
        text_column(_("Distribution Code"), lambda g: g.code, 160),
        text_column(_("Description"), lambda g: g.description, 200, stretch=True),
        text_column(_("Account Number"), lambda g: g.account_number or NONE, 160),
        money_column(
            _("Debit"),
            lambda g: g.amount if g.amount.minor > 0 else None,
            formats,
            lambda _g: currency,
            132,
        ),
        money_column(
            _("Credit"),
            lambda g: -g.amount if g.amount.minor < 0 else None,
            formats,
            lambda _g: currency,
            132,
        ),
    )


def _long(number: int | None) -> str:
    return NONE if number is None else grouped(long_id(number))


def _short(number: int | None) -> str:
    return NONE if number is None else grouped(short_id(number))
