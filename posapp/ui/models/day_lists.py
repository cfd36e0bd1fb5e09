"""Columns of a day: all deposit controls rolled up by currency and by tender type (DC-04, DC-07)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from posapp.domain.deposit_controls import DepositDay
from posapp.domain.deposit_figures import DepositFigures, DepositLine
from posapp.domain.money import Money
from posapp.domain.setup import SetUp
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.models.columns import Align, Column, money_column, text_column
from posapp.ui.tokens import Tone


@dataclass(frozen=True, slots=True)
class DayLine:
    """A tender type of a day in one currency."""

    currency: str
    line: DepositLine


def to_day_lines(days: Iterable[DepositDay]) -> tuple[DayLine, ...]:
    """The tender types of all currencies."""
    return tuple(DayLine(one.currency, line) for one in days for line in one.lines)


def day_columns(formats: Formats) -> tuple[Column[DepositDay], ...]:
    """A currency of the day: how many controls, the figures of 4.2, whether all is balanced.

    The amounts up to *Expected* add up to it; the two after it say where it lies (TI-15).
    """

    def money(title: str, of: Callable[[DepositFigures], Money | None]) -> Column[DepositDay]:
        return money_column(title, lambda d: of(d.figures), formats, lambda d: d.currency, 112)

    return (
        text_column(_("Currency"), lambda d: d.currency, 86, stretch=True),
        _count(_("Deposit Controls"), lambda d: len(d.controls), formats, 124),
        _count(_("Drawers"), lambda d: len(d.drawers), formats, 80),
        money(_("Starting"), lambda f: f.starting),
        money(_("Tenders"), lambda f: f.taken),
        money(_("Over/Under"), lambda f: f.booked),
        money(_("Deposited"), lambda f: -f.deposits_amount),
        money(_("Expected"), lambda f: f.expected),
        money(_("In Drawers"), lambda f: f.in_drawers),
        money(_("In Hands"), lambda f: f.in_hands),
        Column(
            _("Outstanding"),
            lambda d: _outstanding(d, formats),
            width=150,
            tone=lambda d: _tone(d.figures.over_under),
        ),
    )


def _count(
    title: str, n: Callable[[DepositDay], int], formats: Formats, width: int
) -> Column[DepositDay]:
    return Column(title, lambda d: formats.count(n(d)), Align.RIGHT, width, order=n)


def _outstanding(day: DepositDay, formats: Formats) -> str:
    off = day.figures.over_under
    if off is None:
        return _("Not counted yet")
    return formats.money(off, day.currency) if off else _("Agrees")


def _tone(off: Money | None) -> Tone:
    if off is None:
        return Tone.GREY
    return Tone.RED if off else Tone.GREEN


def day_line_columns(setup: SetUp, formats: Formats) -> tuple[Column[DayLine], ...]:
    """A tender type of the day: started, taken, booked as different, deposited, expected."""

    def money(title: str, of: Callable[[DepositLine], Money], width: int) -> Column[DayLine]:
        return money_column(title, lambda x: of(x.line), formats, lambda x: x.currency, width)

    def words(one: DayLine) -> str:
        return setup.tender_types[one.line.tender_type].description

    return (
        text_column(_("Currency"), lambda x: x.currency, 80),
        text_column(_("Tender Type"), words, 120, stretch=True),
        money(_("Starting"), lambda line: line.starting, 100),
        money(_("Tenders"), lambda line: line.taken, 108),
        money(_("Over/Under"), lambda line: line.booked, 96),
        money(_("Deposited"), lambda line: line.banked, 108),
        money(_("Expected"), lambda line: line.expected, 108),
    )
