"""Columns of cancels by cashier, canceled tenders, and approvals by approver (T1, T5)."""

from posapp.domain.ids import long_id
from posapp.domain.oversight import CanceledTender, CashierCancels, GivenApproval
from posapp.domain.rights import right_in_words
from posapp.domain.setup import SetUp
from posapp.i18n import _
from posapp.ui.audit_words import MORE_ACTIONS
from posapp.ui.formats import Formats, grouped, joined
from posapp.ui.log_words import ACTIONS
from posapp.ui.models.columns import (
    Align,
    Column,
    date_column,
    money_column,
    number_column,
    stamp_column,
    text_column,
)
from posapp.ui.tokens import Tone

_WORDS = {**ACTIONS, **MORE_ACTIONS}


def cashier_columns(formats: Formats) -> tuple[Column[CashierCancels], ...]:
    """Who canceled what share of what was taken."""
    return (
        text_column(_("Cashier"), lambda one: one.cashier, 160, stretch=True),
        Column(
            _("Canceled"), lambda one: formats.count(one.count), Align.RIGHT, 96,
            order=lambda one: one.count,
        ),
        money_column(_("Amount"), lambda one: one.amount, formats, lambda one: one.currency),
        Column(
            _("Taken"), lambda one: formats.count(one.taken), Align.RIGHT, 96,
            order=lambda one: one.taken,
        ),
        money_column(
            _("Handed over"), lambda one: one.taken_amount, formats, lambda one: one.currency
        ),
        Column(
            _("Share"), lambda one: _percent(one.share), Align.RIGHT, 88,
            order=lambda one: one.share,
        ),
    )  # fmt: skip


def _percent(share: float) -> str:
    """Whole percents; a few of very many are not none."""
    whole = round(100 * share)
    return f"{whole} %" if whole or not share else "< 1 %"


def canceled_columns(setup: SetUp, formats: Formats) -> tuple[Column[CanceledTender], ...]:
    """Each cancel: whose, how much, how soon, by whom, why."""

    def kind(one: CanceledTender) -> str:
        return setup.tender_types[one.tender_type].description

    return (
        date_column(_("Date"), lambda one: one.day, formats, 104),
        text_column(_("Cashier"), lambda one: one.cashier, 120, stretch=True),
        number_column(_("Receipt"), lambda one: one.receipt, 130),
        text_column(_("Tender Type"), kind, 110),
        money_column(_("Amount"), lambda one: one.amount, formats, lambda one: one.currency, 112),
        Column(
            _("Minutes after"), lambda one: formats.count(one.minutes), Align.RIGHT, 112,
            order=lambda one: one.minutes,
        ),
        stamp_column(_("Canceled"), lambda one: one.canceled_at, formats),
        text_column(_("Canceled by"), lambda one: one.canceled_by, 116),
        text_column(_("Approved by"), lambda one: one.approved_by, 116),
        text_column(_("Reason"), lambda one: one.reason, 150, stretch=True),
    )  # fmt: skip


def approval_columns(formats: Formats) -> tuple[Column[GivenApproval], ...]:
    """In whose name, for whom, what, when."""
    return (
        stamp_column(_("When"), lambda one: one.at, formats),
        text_column(_("Approved by"), lambda one: one.approver, 140),
        text_column(_("Asked by"), lambda one: one.asked_by, 140),
        text_column(_("What"), approved_words, 300, stretch=True),
        number_column(_("Number"), _number, 150),
        Column(
            "", lambda one: _("New") if one.unseen else "", width=80,
            tone=lambda one: Tone.BLUE if one.unseen else None,
        ),
    )  # fmt: skip


def approved_words(one: GivenApproval) -> str:
    """What was approved, as the audit log words it, and what was lent for it."""
    lent = ", ".join(right_in_words(right) for right in one.rights)
    what = _(_WORDS[one.action]) if one.action in _WORDS else one.action
    return joined(what, lent)


def _number(one: GivenApproval) -> str:
    return "" if one.object_id is None else grouped(long_id(one.object_id))
