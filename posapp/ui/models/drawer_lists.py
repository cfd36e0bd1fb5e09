"""Columns of the drawer day: lines and rows behind them, turn-ins, counts, causes, drawers."""

from collections.abc import Callable
from dataclasses import dataclass

from posapp.domain.codes import TurnInDirection, TurnInStatus
from posapp.domain.control_counts import Count, CountedLine
from posapp.domain.control_lines import ControlLine, DrawerEntry, Figure
from posapp.domain.control_search import FoundControl
from posapp.domain.drawer_openings import DrawerOpening
from posapp.domain.ids import long_id, short_id
from posapp.domain.money import Money
from posapp.domain.setup import SetUp
from posapp.domain.turn_in import Instrument, TurnIn
from posapp.domain.variance import Clue, Explanation
from posapp.i18n import _
from posapp.ui.drawer_words import cause_words, clue_words, entry_words
from posapp.ui.formats import Formats, grouped, joined
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
from posapp.ui.tokens import Tone
from posapp.ui.words import word


def figure_columns(
    formats: Formats, currency: str, *, blind: bool
) -> tuple[tuple[Figure | None, Column[ControlLine]], ...]:
    """Lines by tender type with the figure of each column (5.4); hidden ones are left out (D-16).

    What was counted against what is expected stands beside them all the time; here the parts stand
    that make the expected figure, which leave no room for more.
    """

    def money(title: str, figure: Figure, width: int = 96) -> tuple[Figure, Column[ControlLine]]:
        def amount(one: ControlLine) -> Money | None:
            return one.part(figure)

        return figure, money_column(title, amount, formats, lambda _one: currency, width)

    kind: tuple[Figure | None, Column[ControlLine]] = (
        None,
        text_column(_("Tender type"), lambda one: one.description, 110, stretch=True),
    )
    count: tuple[Figure | None, Column[ControlLine]] = (
        None,
        Column(
            _("Tenders"), lambda one: formats.count(one.count or 0), Align.RIGHT, 76,
            order=lambda one: one.count or 0,
        ),
    )  # fmt: skip
    start = money(_("Start"), Figure.STARTING, 82)
    given = (
        money(_("Turn-ins"), Figure.TURN_INS, 90),
        money(_("Refunded"), Figure.REFUNDED, 80),
    )
    ending = money(_("Ending"), Figure.ENDING)
    if blind:
        return (kind, count, start, *given, ending)
    return (
        kind,
        start,
        money(_("Received"), Figure.TENDERED),
        money(_("Cash Back"), Figure.CHANGE, 82),
        *given,
        money(_("Booked"), Figure.BOOKED, 72),
        money(_("Expected"), Figure.EXPECTED),
    )


def entry_columns(formats: Formats, currency: str) -> tuple[Column[DrawerEntry], ...]:
    """Rows behind a figure: when, what, whose, what is written on it, amount, who."""
    return (
        text_column(_("Time"), lambda one: formats.time(one.at), 76),
        text_column(_("What"), entry_words, 120),
        text_column(_("Name"), lambda one: one.name, 140, stretch=True),
        text_column(_("Says"), lambda one: one.says, 110),
        money_column(_("Amount"), lambda one: one.amount, formats, lambda _one: currency, 116),
        text_column(_("By"), lambda one: one.user_name, 110),
    )


def turn_in_columns(formats: Formats, setup: SetUp) -> tuple[Column[TurnIn], ...]:
    """Turn-ins of a drawer: slip, when, type, amount, who received it or that it waits."""
    kinds = setup.tender_types

    def amount(one: TurnIn) -> Money:
        return one.amount if one.direction is TurnInDirection.OUT else -one.amount

    def received(one: TurnIn) -> str:
        return _("Waiting") if one.status is TurnInStatus.AWAITING else one.approved_by

    return (
        text_column(_("Slip"), lambda one: one.receipt_number, 84),
        text_column(_("When"), lambda one: formats.time(one.created_at), 60),
        text_column(_("Type"), lambda one: kinds[one.tender_type].description, 64, stretch=True),
        money_column(_("Amount"), amount, formats, lambda one: one.currency, 100),
        Column(
            _("Received by"),
            received,
            width=110,
            order=received,
            tone=lambda one: Tone.AMBER if one.status is TurnInStatus.AWAITING else None,
        ),
    )


def attempt_columns(formats: Formats) -> tuple[Column[Count], ...]:
    """Counts of a drawer, submitted or not (CN-04)."""

    def said(one: Count) -> str:
        if one.differs is None:
            return _("Not submitted")
        return _("Differs") if one.differs else _("Agrees")

    def tone(one: Count) -> Tone:
        if one.differs is None:
            return Tone.GREY
        return Tone.AMBER if one.differs else Tone.GREEN

    return (
        text_column(_("Count"), lambda one: formats.count(one.attempt), 64),
        text_column(_("Submitted"), lambda one: formats.time(one.submitted_at) or NONE, 92),
        text_column(
            _("By"),
            lambda one: joined(one.submitted_by or one.counted_by, one.supervised_by),
            140,
            stretch=True,
        ),
        Column(_("Result"), said, width=124, tone=tone),
    )


def counted_columns(
    formats: Formats, setup: SetUp, currency: str
) -> tuple[Column[CountedLine], ...]:
    """What one count said, by type; what is hidden says so."""
    kinds = setup.tender_types

    def hidden(amount: Callable[[CountedLine], Money | None]) -> Callable[[CountedLine], str]:
        return lambda one: (
            formats.money(amount(one), currency) if one.expected is not None else _("hidden")
        )

    return (
        text_column(
            _("Tender type"), lambda one: kinds[one.tender_type].description, 110, stretch=True
        ),
        money_column(_("Ending"), lambda one: one.ending, formats, lambda _one: currency, 100),
        Column(_("Expected"), hidden(lambda one: one.expected), Align.RIGHT, 100),
        Column(_("Over / short"), hidden(lambda one: one.difference), Align.RIGHT, 100),
    )


def opening_columns(formats: Formats) -> tuple[Column[DrawerOpening], ...]:
    """Openings without a sale: when, who, why (D-37)."""
    return (
        text_column(_("Time"), lambda one: formats.time(one.opened_at), 76),
        text_column(_("By"), lambda one: one.opened_by, 120),
        text_column(_("Reason"), lambda one: one.reason, 160, stretch=True),
    )


def cause_columns(formats: Formats, setup: SetUp, currency: str) -> tuple[Column[Explanation], ...]:
    """Likely causes: what it may be, of which type, by how much; a button says what mends it."""
    kinds = setup.tender_types
    return (
        text_column(
            _("What it may be"), cause_words, 280, stretch=True, order=None, tip=cause_words
        ),
        text_column(_("Type"), lambda one: kinds[one.tender_type].description, 80, order=None),
        money_column(
            _("Over / short"), lambda one: one.difference, formats, lambda _one: currency, 96,
            order=None,
        ),
    )  # fmt: skip


def clue_columns(formats: Formats, setup: SetUp, currency: str) -> tuple[Column[Clue], ...]:
    """Rows behind a cause: what, whose, its amount, what it may have been."""

    def meant(one: Clue) -> str:
        if one.tender_type:
            return setup.tender_types[one.tender_type].description
        return formats.money(one.should_be, currency)

    return (
        text_column(_("What"), lambda one: clue_words(one, formats), 172),
        text_column(_("Name"), lambda one: one.text, 140, stretch=True),
        money_column(_("Amount"), lambda one: one.amount, formats, lambda _one: currency, 100),
        Column(_("Should be"), meant, Align.RIGHT, 100, order=None),
    )


@dataclass(frozen=True, slots=True)
class Going:
    """A check or slip of a drawer, and whether it goes along."""

    item: Instrument
    goes: bool = False


def going_columns(formats: Formats, currency: str) -> tuple[Column[Going], ...]:
    """Checks and slips of a drawer that may go along with a turn-in."""
    return (
        Column(
            _("Goes"), lambda one: _("Yes") if one.goes else "", width=64,
            tone=lambda one: Tone.BLUE if one.goes else None,
        ),
        text_column(_("Number"), lambda one: one.item.check_number or one.item.micr_last4, 90),
        text_column(_("Name"), lambda one: one.item.name, 120, stretch=True),
        money_column(
            _("Amount"), lambda one: one.item.amount, formats, lambda _one: currency, 108
        ),
    )  # fmt: skip


def found_columns(formats: Formats) -> tuple[Column[FoundControl], ...]:
    """Tender controls that a search found (5.1); their money stands on their pages."""
    return (
        text_column(_("Tender Control"), lambda one: grouped(short_id(one.id)), 120),
        text_column(_("Tender Source"), lambda one: one.tender_source, 110),
        text_column(_("Kind"), lambda one: word(one.source_type).text, 130),
        text_column(
            _("Deposit Control"), lambda one: grouped(short_id(one.deposit_control_id)), 124
        ),
        text_column(_("User"), lambda one: one.user_name or _("All users"), 140, stretch=True),
        date_column(_("Business Date"), lambda one: one.business_date, formats, 112),
        stamp_column(_("Created"), lambda one: one.created_at, formats, 138),
        status_column(_("Status"), lambda one: one.status, 170),
        text_column(_("Balanced by"), lambda one: one.balanced_by, 110),
    )


def event_number(clue: Clue) -> str:
    """Number of the event of a clue, to copy."""
    return "" if clue.event_id is None else long_id(clue.event_id)
