"""Columns of booked differences, what they come to, and their bars by day (OU-10)."""

from collections.abc import Iterable, Sequence

from posapp.domain.money import ZERO, Money
from posapp.domain.over_unders import OverUnderEntry, OverUnderTotal
from posapp.domain.setup import SetUp
from posapp.domain.supervising import DayDifference
from posapp.i18n import _, plural
from posapp.ui.formats import Formats, joined
from posapp.ui.models.bars import Bar
from posapp.ui.models.columns import Column, date_column, money_column, text_column
from posapp.ui.tokens import Tone

_MOST_SHADES = 3
OTHERS = "\x00"


def over_under_columns(setup: SetUp, formats: Formats) -> tuple[Column[OverUnderEntry], ...]:
    """When, whose drawer, how much, why, who, and the running total of the cashier."""

    def kind(one: OverUnderEntry) -> str:
        return setup.tender_types[one.tender_type].description

    def reason(one: OverUnderEntry) -> str:
        found = setup.over_under_reasons.get(one.reason)
        return one.reason if found is None else found.description

    def coded(one: OverUnderEntry) -> str:
        return one.currency

    return (
        date_column(_("Date"), lambda one: one.business_date, formats, 104),
        text_column(_("Cashier"), lambda one: cashier_words(one.cashier), 120, stretch=True),
        text_column(_("Tender Source"), lambda one: one.tender_source, 108),
        text_column(_("Tender Type"), kind, 100),
        money_column(_("Over/Under"), lambda one: one.amount, formats, coded, 104),
        text_column(_("Reason"), reason, 176),
        text_column(_("Comments"), lambda one: one.comments, 140, stretch=True),
        text_column(_("Booked by"), lambda one: one.booked_by, 116),
        text_column(_("Approved by"), lambda one: one.approved_by, 116),
        money_column(_("Running Total"), lambda one: one.running_total, formats, coded, 112),
    )


def cashier_words(name: str) -> str:
    """Whose drawer it was."""
    return name or _("All users")


def total_pills(totals: Iterable[OverUnderTotal], formats: Formats) -> tuple[tuple[str, Tone], ...]:
    """What the lines of each currency come to, in words."""
    return tuple((_total_words(one, formats), Tone.BLUE) for one in totals)


def _total_words(one: OverUnderTotal, formats: Formats) -> str:
    def money(amount: Money) -> str:
        return formats.money(amount, one.currency)

    n = plural("{n} booking", "{n} bookings", one.count).format(n=formats.count(one.count))
    return joined(
        one.currency,
        _("Over {amount}").format(amount=money(one.over)),
        _("Under {amount}").format(amount=money(abs(one.under))),
        _("Together {amount}").format(amount=money(one.net)),
        n,
    )


def top_cashiers(rows: Sequence[DayDifference]) -> tuple[str, ...]:
    """Cashiers with a shade of their own, the largest differences first; ``OTHERS`` for the rest."""
    sums: dict[str, int] = {}
    for one in rows:
        sums[one.cashier] = sums.get(one.cashier, 0) + one.over.minor - one.under.minor
    order = sorted(sums, key=lambda name: (-sums[name], name))
    if len(order) <= _MOST_SHADES:
        return tuple(order)
    return (*order[: _MOST_SHADES - 1], OTHERS)


def shade_words(name: str) -> str:
    """A cashier in a legend, or all the others together."""
    return _("Other") if name == OTHERS else cashier_words(name)


def day_bars(
    rows: Sequence[DayDifference], names: Sequence[str], formats: Formats, most: int
) -> tuple[Bar, ...]:
    """A bar for each of the last days with a difference, a series for each cashier (ui.md, use 11).

    Args:
        rows: of one currency.
        names: the cashiers with a shade, as ``top_cashiers`` has them.
        formats: how amounts and dates are written.
        most: how many days there is room for.
    """
    days = sorted({one.day for one in rows})[-most:]
    bars = []
    for day in days:
        here = [one for one in rows if one.day == day]
        sums = dict.fromkeys(names, ZERO)
        for one in here:
            name = one.cashier if one.cashier in sums else OTHERS
            sums[name] += one.net
        words = joined(formats.date(day), *(_day_words(one, formats) for one in here))
        label = f"{day:%m-%d}"
        bars.append(Bar(label, tuple(sums[name].minor for name in names), words))
    return tuple(bars)


def _day_words(one: DayDifference, formats: Formats) -> str:
    says = {
        (True, True): _("{name}: over {over}, under {under}"),
        (True, False): _("{name}: over {over}"),
        (False, True): _("{name}: under {under}"),
    }
    over, under = (formats.money(abs(amount), one.currency) for amount in (one.over, one.under))
    found = says.get((bool(one.over), bool(one.under)), _("{name}: nothing"))
    return found.format(name=cashier_words(one.cashier), over=over, under=under)
