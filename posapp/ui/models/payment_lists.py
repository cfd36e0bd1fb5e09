"""Columns of one payment: what it can be matched to, and what it posted."""

from posapp.domain.codes import FtType, MatchKind
from posapp.domain.ids import long_id, short_id
from posapp.domain.payment_views import GlLine, MatchChoice, TransactionView
from posapp.domain.setup import SetUp
from posapp.i18n import _
from posapp.ui.formats import Formats, grouped
from posapp.ui.models.columns import Column, date_column, money_column, stamp_column, text_column


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


def transaction_columns(
    setup: SetUp, formats: Formats, currency: str
) -> tuple[Column[TransactionView], ...]:
    """Financial transactions of a payment (16.3)."""

    def agreement(one: TransactionView) -> str:
        kind = setup.sa_types[one.sa_type].description
        return f"{grouped(short_id(one.agreement_id))} \u00b7 {kind}"

    return (
        text_column(_("Transaction Type"), lambda t: _transaction(t.ft_type), 200),
        text_column(_("Service Agreement"), agreement, 200, stretch=True),
        money_column(
            _("Current Amount"), lambda t: t.current_amount, formats, lambda _t: currency, 124
        ),
        money_column(
            _("Payoff Amount"), lambda t: t.payoff_amount, formats, lambda _t: currency, 124
        ),
        date_column(_("Accounting Date"), lambda t: t.accounting_date, formats, 128),
        stamp_column(_("Frozen"), lambda t: t.frozen_at, formats, 140),
        text_column(_("Transaction ID"), lambda t: grouped(long_id(t.id)), 136),
    )


def ledger_columns(formats: Formats, currency: str) -> tuple[Column[GlLine], ...]:
    """Ledger lines of a transaction: debit, credit (GL-1)."""
    return (
        text_column(_("Distribution Code"), lambda g: g.distribution_code, 160),
        text_column(_("Description"), lambda g: g.description, 200, stretch=True),
        money_column(
            _("Debit"),
            lambda g: g.amount if g.amount.minor > 0 else None,
            formats,
            lambda _g: currency,
            124,
        ),
        money_column(
            _("Credit"),
            lambda g: -g.amount if g.amount.minor < 0 else None,
            formats,
            lambda _g: currency,
            124,
        ),
    )


def _transaction(kind: FtType) -> str:
    words = {
        FtType.PAY_SEGMENT: _("Pay segment"),
        FtType.PAY_CANCEL: _("Pay segment cancellation"),
    }
    return words.get(kind, kind.value)
