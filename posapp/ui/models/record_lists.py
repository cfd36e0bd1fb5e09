"""Columns of the lists on the page of one record: a bill, a match event, an agreement."""

from collections.abc import Sequence
from dataclasses import dataclass

from posapp.domain.bills import BillCharge, BillPayment
from posapp.domain.codes import FtType
from posapp.domain.debts import Debit
from posapp.domain.ids import AgreementId, long_id, short_id
from posapp.domain.matching import MatchedView, MatchEventView
from posapp.domain.money import ZERO, Money
from posapp.domain.setup import SetUp
from posapp.i18n import _
from posapp.ui.formats import Formats, grouped
from posapp.ui.models.columns import Column, date_column, money_column, text_column
from posapp.ui.owed import payment_state, payment_tone
from posapp.ui.words import word


@dataclass(frozen=True, slots=True)
class AgreementSum:
    """What a match event has on one agreement; it balances when all of them are even (OI-2)."""

    agreement_id: AgreementId
    sa_type: str
    service: str
    debits: Money
    credits: Money

    @property
    def open_amount(self) -> Money:
        """Debits less credits."""
        return self.debits - self.credits


def agreement_words(setup: SetUp, agreement_id: int, sa_type: str, service: str) -> str:
    """An agreement in a list: number, kind, service point."""
    parts = (grouped(short_id(agreement_id)), setup.sa_types[sa_type].description, service)
    return " \u00b7 ".join(part for part in parts if part)


def charge_columns(setup: SetUp, formats: Formats, currency: str) -> tuple[Column[BillCharge], ...]:
    """Charge lines of a bill: agreement, what for, amount."""

    def words(line: BillCharge) -> str:
        return line.description or (_("Rest of the bill") if line.residue else "")

    return (
        text_column(
            _("Service Agreement"),
            lambda c: agreement_words(setup, c.agreement_id, c.sa_type, c.service),
            200,
        ),
        text_column(_("Charge"), words, 120, stretch=True),
        money_column(_("Amount"), lambda c: c.amount, formats, lambda _c: currency, 120),
    )


def bill_payment_columns(
    setup: SetUp, formats: Formats, currency: str
) -> tuple[Column[BillPayment], ...]:
    """Pay segments of a bill: when, which payment, what of the bill, how much, its status."""
    return (
        date_column(_("Payment Date"), lambda p: p.payment_date, formats, 112),
        text_column(_("Payment ID"), lambda p: grouped(long_id(p.payment_id)), 132),
        text_column(
            _("Service Agreement"),
            lambda p: agreement_words(setup, p.agreement_id, p.sa_type, p.service),
            140,
            stretch=True,
        ),
        money_column(_("Segment Amount"), lambda p: p.amount, formats, lambda _p: currency, 132),
        Column(
            _("Payment Status"),
            lambda p: payment_state(p.status.value, p.cancel_reason),
            width=190,
            tone=lambda p: payment_tone(p.status.value),
            order=lambda p: p.status.value,
        ),
    )


def transaction_words(setup: SetUp, view: MatchedView) -> str:
    """What a transaction is: the bill, the adjustment, or its type."""
    if view.ft_type is FtType.ADJUSTMENT and view.bill:
        taken = _("Overpayment used for bill {number}")
        given = _("Paid from overpayment, bill {number}")
        return (taken if view.amount > ZERO else given).format(number=view.bill)
    if view.bill:
        return _("Bill {number}").format(number=view.bill)
    if view.adjustment:
        return setup.adjustment_types[view.adjustment].description
    return word(view.ft_type).text


def matched_columns(
    setup: SetUp, match: MatchEventView, formats: Formats
) -> tuple[Column[MatchedView], ...]:
    """Transactions on a match event: type, agreement, charge or payment (MT-08)."""
    return (
        text_column(_("Transaction Type"), lambda m: transaction_words(setup, m), 200),
        text_column(_("Transaction ID"), lambda m: grouped(long_id(m.ft_id)), 144),
        text_column(
            _("Service Agreement"),
            lambda m: agreement_words(setup, m.agreement_id, m.sa_type, m.service),
            200,
            stretch=True,
        ),
        date_column(_("Accounting Date"), lambda m: m.accounting_date, formats, 128),
        money_column(
            _("Charge"),
            lambda m: m.amount if m.amount > ZERO else None,
            formats,
            lambda _m: match.currency,
            132,
        ),
        money_column(
            _("Payment"),
            lambda m: -m.amount if m.amount < ZERO else None,
            formats,
            lambda _m: match.currency,
            132,
        ),
    )


def sum_columns(
    setup: SetUp, match: MatchEventView, formats: Formats
) -> tuple[Column[AgreementSum], ...]:
    """Sums by agreement: charges, payments, what is open (OI-2)."""

    def coded(_sum: AgreementSum) -> str:
        return match.currency

    return (
        text_column(
            _("Service Agreement"),
            lambda a: agreement_words(setup, a.agreement_id, a.sa_type, a.service),
            200,
            stretch=True,
        ),
        money_column(_("Charges"), lambda a: a.debits, formats, coded, 132),
        money_column(_("Payments"), lambda a: a.credits, formats, coded, 132),
        money_column(
            _("Open"), lambda a: a.open_amount, formats, coded, 132,
            quiet=lambda a: a.open_amount == ZERO,
        ),
    )  # fmt: skip


def sums_of(lines: Sequence[MatchedView]) -> tuple[AgreementSum, ...]:
    """Debits and credits of a match event by agreement, in the order of its transactions."""
    first = {line.agreement_id: line for line in reversed(lines)}
    return tuple(
        AgreementSum(
            agreement_id,
            first[agreement_id].sa_type,
            first[agreement_id].service,
            _sum(lines, agreement_id, 1),
            _sum(lines, agreement_id, -1),
        )
        for agreement_id in dict.fromkeys(line.agreement_id for line in lines)
    )


def cell_columns(formats: Formats, currency: str) -> tuple[Column[Debit], ...]:
    """What is left of an agreement's debits, oldest first (14.1)."""
    return (
        text_column(
            _("Arrears Date"), lambda d: formats.date(d.arrears_date) or _("New charge"), 140,
            stretch=True,
        ),
        money_column(_("Amount"), lambda d: d.amount, formats, lambda _d: currency, 132),
    )  # fmt: skip


def _sum(lines: Sequence[MatchedView], agreement_id: AgreementId, sign: int) -> Money:
    own = (line.amount.minor * sign for line in lines if line.agreement_id == agreement_id)
    return Money(sum(max(minor, 0) for minor in own))
