"""Columns of the inquiry pages: histories, bills, match events, agreements, ratings (16.3, CR-01)."""

from dataclasses import dataclass

from posapp.domain.accounts import RecentPayment
from posapp.domain.browse import BillItem
from posapp.domain.codes import FtType
from posapp.domain.history import CreditRating, FinancialEntry, Rating
from posapp.domain.ids import long_id, short_id
from posapp.domain.inquiry import AgreementItem, PersonAccount
from posapp.domain.matching import MatchEventView
from posapp.domain.money import ZERO
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
    status_column,
    text_column,
)
from posapp.ui.owed import payment_state, payment_tone
from posapp.ui.tokens import Tone
from posapp.ui.words import Word, word


def entry_columns(formats: Formats, *, with_agreement: bool) -> tuple[Column[FinancialEntry], ...]:
    """Financial history: date, type, amounts and the balances after them; equal ones gray (16.3)."""

    def coded(entry: FinancialEntry) -> str:
        return entry.currency

    agreement: tuple[Column[FinancialEntry], ...] = (
        text_column(_("Service Agreement"), _agreement_of, 200),
    )
    return (
        date_column(_("Effective Date"), lambda e: e.effective_date, formats, 116),
        text_column(_("Transaction Type"), entry_words, 200, stretch=True),
        *(agreement if with_agreement else ()),
        money_column(_("Current Amount"), lambda e: e.current_amount, formats, coded, 128),
        money_column(_("Current Balance"), lambda e: e.current_balance, formats, coded, 128),
        money_column(
            _("Payoff Amount"), lambda e: e.payoff_amount, formats, coded, 124,
            quiet=lambda e: e.payoff_amount_is_equal,
        ),
        money_column(
            _("Payoff Balance"), lambda e: e.payoff_balance, formats, coded, 124,
            quiet=lambda e: e.payoff_balance_is_equal,
        ),
    )  # fmt: skip


def entry_words(entry: FinancialEntry) -> str:
    """What a line of the history is: the adjustment's name, else its type with bill or item."""
    kind = entry.adjustment or word(entry.ft_type).text
    if entry.uses_credit:
        kind = _("Credit used") if entry.current_amount < ZERO else _("Credit given back")
    if entry.bill and entry.ft_type is FtType.ADJUSTMENT:
        taken = _("Overpayment used for bill {number}")
        given = _("Paid from overpayment, bill {number}")
        return (taken if entry.current_amount > ZERO else given).format(number=entry.bill)
    if entry.bill:
        kind = _("Bill {number}").format(number=entry.bill)
    elif entry.item and entry.ft_type in {FtType.ADJUSTMENT, FtType.CONVERSION}:
        kind = f"{kind} \u00b7 {entry.item}"
    return f"{kind} \u00b7 {entry.comment}" if entry.requisition_code and entry.comment else kind


def history_columns(formats: Formats, currency: str) -> tuple[Column[RecentPayment], ...]:
    """Payment history: date, amount, status, what was handed over (16.3)."""
    return (
        date_column(
            _("Payment Date"), lambda p: p.payment_date, formats, 120, sort="payment_date"
        ),
        text_column(_("Payment ID"), lambda p: grouped(long_id(p.payment_id)), 144),
        text_column(_("Payment Event"), lambda p: grouped(long_id(p.event_id)), 144),
        text_column(_("Tender"), lambda p: p.tender, 200, stretch=True),
        money_column(
            _("Payment Amount"), lambda p: p.amount, formats, lambda _p: currency, 140,
            sort="amount",
        ),
        Column(
            _("Payment Status"),
            lambda p: payment_state(p.status, p.cancel_reason),
            width=260,
            tone=lambda p: payment_tone(p.status),
        ),
    )  # fmt: skip


def account_bill_columns(
    formats: Formats, currency: str, *, open_item: bool
) -> tuple[Column[BillItem], ...]:
    """Bills of an account; what is unpaid of each where payments name bills (OI-1)."""

    def coded(_bill: BillItem) -> str:
        return currency

    unpaid: tuple[Column[BillItem], ...] = (
        money_column(
            _("Unpaid"), lambda b: b.unpaid, formats, coded, 132, quiet=lambda b: b.unpaid == ZERO
        ),
    )
    return (
        text_column(_("Bill"), lambda b: b.number, 180, sort="number"),
        date_column(_("Bill Date"), lambda b: b.bill_date, formats, 120, sort="bill_date"),
        date_column(_("Due Date"), lambda b: b.due_date, formats, 120, sort="due_date"),
        text_column(_("Description"), lambda b: b.description, 200, stretch=True),
        money_column(_("Amount"), lambda b: b.amount, formats, coded, 132, sort="amount"),
        *(unpaid if open_item else ()),
    )


def match_event_columns(formats: Formats) -> tuple[Column[MatchEventView], ...]:
    """Match events: bill, state, charges, payments, what is open (OI-2)."""

    def coded(match: MatchEventView) -> str:
        return match.currency

    return (
        text_column(_("Match Event"), lambda m: grouped(short_id(m.id)), 132),
        text_column(_("Bill"), bill_words, 200, stretch=True),
        date_column(_("Due Date"), lambda m: m.due_date, formats, 116),
        Column(
            _("Match Event Status"),
            lambda m: match_state(m).text,
            width=176,
            tone=lambda m: match_state(m).tone,
        ),
        money_column(_("Charges"), lambda m: m.debits, formats, coded, 128),
        money_column(_("Payments"), lambda m: m.credits, formats, coded, 128),
        money_column(
            _("Open"), lambda m: m.open_amount, formats, coded, 128,
            quiet=lambda m: m.open_amount == ZERO,
        ),
        stamp_column(_("Created"), lambda m: m.created_at, formats, 140),
    )  # fmt: skip


def bill_words(match: MatchEventView) -> str:
    """The bill of a match event; without one it pairs what was canceled, or was made by hand."""
    if match.bill_number:
        return match.bill_number
    if any(line.ft_type is FtType.PAY_CANCEL for line in match.lines):
        return _("Canceled payment with its reversal")
    if any(line.bill for line in match.lines):
        return _("Overpayment that bills have used")
    return _("Matched by hand")


def match_state(match: MatchEventView) -> Word:
    """State of a match event; one in dispute says so (MT-13)."""
    return Word(_("In dispute"), Tone.RED) if match.disputed else word(match.status)


def agreement_columns(
    setup: SetUp, formats: Formats, currency: str
) -> tuple[Column[AgreementItem], ...]:
    """Agreements of an account with status, dates and balances."""
    kinds = setup.sa_types

    def words(one: AgreementItem) -> str:
        parts = (kinds[one.sa_type].description, one.service, one.item)
        return " \u00b7 ".join(part for part in parts if part)

    def coded(_one: AgreementItem) -> str:
        return currency

    return (
        text_column(_("Service Agreement"), lambda a: grouped(short_id(a.agreement_id)), 144),
        text_column(_("SA Type"), words, 200, stretch=True, sort="sa_type"),
        status_column(_("Status"), lambda a: a.status, 128, sort="status"),
        date_column(_("Start Date"), lambda a: a.start_date, formats, 112, sort="start_date"),
        date_column(_("End Date"), lambda a: a.end_date, formats, 112),
        money_column(_("Current Balance"), lambda a: a.current_balance, formats, coded, 136),
        money_column(
            _("Payoff Balance"), lambda a: a.payoff_balance, formats, coded, 132,
            quiet=lambda a: a.payoff_balance == a.current_balance,
        ),
    )  # fmt: skip


def person_account_columns(setup: SetUp, formats: Formats) -> tuple[Column[PersonAccount], ...]:
    """Accounts of a person with their balances."""
    classes, divisions = setup.customer_classes, setup.divisions
    return (
        text_column(_("Account ID"), lambda a: grouped(short_id(a.account_id)), 144),
        text_column(_("Address"), lambda a: a.address, 200, stretch=True, sort="address"),
        text_column(
            _("Customer Class"), lambda a: classes[a.customer_class].description, 168,
            sort="customer_class",
        ),
        text_column(_("CIS Division"), lambda a: divisions[a.division].description, 168),
        date_column(_("Setup Date"), lambda a: a.setup_date, formats, 120, sort="setup_date"),
        money_column(
            _("Current Balance"), lambda a: a.current_balance, formats, lambda a: a.currency, 140
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RatingLine:
    """A row of the credit rating history with what it is on the day that it is looked at."""

    rating: Rating
    force: Word


def rating_lines(stands: CreditRating) -> tuple[RatingLine, ...]:
    """The rows, newest first, each in force today, ended, or not begun yet (CR-02)."""

    def force(row: Rating) -> Word:
        if row.in_force(stands.today):
            return Word(_("In force"), Tone.BLUE)
        return Word(_("Ended") if row.start_date <= stands.today else _("Not yet"))

    return tuple(RatingLine(row, force(row)) for row in stands.rows)


def rating_columns(formats: Formats) -> tuple[Column[RatingLine], ...]:
    """Credit rating history: dates, effects, why, by whom, whether it counts today (CR-01)."""
    return (
        date_column(_("Start Date"), lambda r: r.rating.start_date, formats, 112),
        text_column(_("End Date"), lambda r: formats.date(r.rating.end_date) or NONE, 112),
        Column(
            _("Counts"), lambda r: r.force.text, width=108, tone=lambda r: r.force.tone,
            order=lambda r: r.force.text,
        ),
        Column(
            _("Affect Credit Rating"), lambda r: signed(r.rating.rating_effect), Align.RIGHT, 152,
            order=lambda r: r.rating.rating_effect,
        ),
        Column(
            _("Affect Cash-Only Score"), lambda r: signed(r.rating.cash_only_effect), Align.RIGHT,
            172, order=lambda r: r.rating.cash_only_effect,
        ),
        text_column(_("Comment"), lambda r: r.rating.comment, 180, stretch=True),
        text_column(_("Made by"), lambda r: _maker(r.rating), 150),
        text_column(_("User"), lambda r: r.rating.created_by, 120),
        stamp_column(_("Created"), lambda r: r.rating.created_at, formats, 136),
    )  # fmt: skip


def signed(points: int) -> str:
    """Points with their sign, a true minus; a dash for none."""
    if not points:
        return NONE
    return f"+{points}" if points > 0 else f"\u2212{-points}"


def _maker(row: Rating) -> str:
    return _("Entered by hand") if row.by_hand else _("Canceled tender")


def _agreement_of(entry: FinancialEntry) -> str:
    parts = (grouped(short_id(entry.agreement_id)), entry.description, entry.service)
    return " \u00b7 ".join(part for part in parts if part)
