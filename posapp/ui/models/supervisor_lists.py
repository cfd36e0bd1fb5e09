"""Columns of the supervisor's page: drawers, exceptions, rows of the proof; and what charts show."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from posapp.domain.exceptions import REPAIRS, ExceptionItem
from posapp.domain.ids import long_id, short_id
from posapp.domain.money import ZERO, Money, total
from posapp.domain.proof import ProofFigure, ProofKind, ProofPart, ProofStrip
from posapp.domain.setup import SetUp
from posapp.domain.supervising import CashierDifference, HourTaking, WatchedDrawer
from posapp.i18n import _, plural
from posapp.ui.formats import Formats, grouped, joined
from posapp.ui.models.bars import Bar
from posapp.ui.models.columns import (
    NONE,
    Align,
    Column,
    money_column,
    status_column,
    text_column,
)
from posapp.ui.models.exception_lists import exception_reason
from posapp.ui.tokens import Tone

_ALMOST: Final = 0.9
_HOUR: Final = timedelta(hours=1)
CASH_BAR: Final = "cash_bar"


def bar_tone(drawer: WatchedDrawer) -> Tone | None:
    """Red above the limit, amber close to it; the words beside it say so too."""
    if drawer.above_limit:
        return Tone.RED
    return Tone.AMBER if (drawer.share or 0.0) >= _ALMOST else None


def summed_words(setup: SetUp) -> str:
    """What counts as cash: the tender types whose sum stands beside the limit (TI-10)."""
    kinds = [one.description for one in setup.tender_types.values() if one.like_cash]
    return _("Cash and alike: {types}").format(types=" + ".join(kinds))


def watched_columns(setup: SetUp, formats: Formats) -> tuple[Column[WatchedDrawer], ...]:
    """Drawers at work: who, like cash against the limit, last activity, what waits, state."""
    summed = summed_words(setup)

    def held(drawer: WatchedDrawer) -> str:
        currency = drawer.control.currency
        amount = formats.money(drawer.held, currency)
        if drawer.limit is None:
            return amount
        says = _("{amount} of {limit}")
        return says.format(amount=amount, limit=formats.money(drawer.limit, currency))

    def share(drawer: WatchedDrawer) -> str:
        found = drawer.share
        if found is None:
            return _("No limit")
        return _("{n} % of the limit").format(n=formats.count(round(100 * found)))

    def look_into(drawer: WatchedDrawer) -> str:
        """A float that is not the usual one (CN-05), tries at turn-ins of a blind count (D-16)."""
        off, says = drawer.float_off, []
        if off:
            amount = formats.money(off, drawer.control.currency)
            says.append(_("Float {amount}").format(amount=amount))
        if drawer.tries:
            n = plural("{n} turn-in tried", "{n} turn-ins tried", drawer.tries)
            says.append(n.format(n=formats.count(drawer.tries)))
        return joined(*says)

    def last(drawer: WatchedDrawer) -> str:
        return formats.time(drawer.last_activity) or NONE

    return (
        text_column(_("Drawer"), lambda d: d.source_description, 144),
        text_column(_("User"), lambda d: d.control.user_name or _("All users"), 124),
        text_column(
            _("Cash Against Limit"), share, 160, stretch=True, name=CASH_BAR,
            order=lambda d: d.share or 0.0,
        ),
        text_column(
            _("Cash and Alike"), held, 184, order=lambda d: d.held.minor, tip=lambda _d: summed
        ),
        text_column(_("Last"), last, 60),
        _number(_("Payments"), lambda d: d.events, formats, 84),
        _waits(_("Turn-ins"), lambda d: d.waiting, formats, Tone.AMBER, 78),
        _waits(_("Exceptions"), lambda d: d.exceptions, formats, Tone.RED, 96),
        Column(
            _("Cash Limit"),
            lambda d: _("Above") if d.above_limit else "",
            width=84,
            tone=lambda d: Tone.RED if d.above_limit else None,
            order=lambda d: d.above_limit,
        ),
        Column(
            _("Look Into"), look_into, width=128,
            tone=lambda d: Tone.AMBER if d.float_off or d.tries else None,
            order=lambda d: (d.tries, abs(d.float_off.minor)),
        ),
        status_column(_("State"), lambda d: d.control.status, 172),
    )  # fmt: skip


def _number(
    title: str, n: Callable[[WatchedDrawer], int], formats: Formats, width: int
) -> Column[WatchedDrawer]:
    return Column(title, lambda d: formats.count(n(d)), Align.RIGHT, width, order=n)


def _waits(
    title: str, n: Callable[[WatchedDrawer], int], formats: Formats, tone: Tone, width: int
) -> Column[WatchedDrawer]:
    """How many wait; nothing where nothing does."""
    return Column(
        title,
        lambda d: formats.count(n(d)) if n(d) else "",
        width=width,
        tone=lambda d: tone if n(d) else None,
        order=n,
    )


def attention_columns(formats: Formats) -> tuple[Column[ExceptionItem], ...]:
    """Exceptions in a narrow place: what is wrong, what to do."""

    def what(item: ExceptionItem) -> str:
        return joined(item.account_name, exception_reason(item, formats))

    def tip(item: ExceptionItem) -> str:
        return f"{what(item)} {_(REPAIRS[item.repair])}"

    return (
        status_column(_("What"), lambda x: x.kind, 118),
        text_column(_("Why"), what, 150, stretch=True, tip=tip),
    )


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A row of the proof with the figure that it belongs to."""

    figure: str
    row: ProofPart
    currency: str


FIGURES: Final = (
    ("receipts", "Receipts"),
    ("drawers", "Drawers + turn-ins"),
    ("deposits", "Deposits + in hand"),
    ("ledger", "Ledger"),
)
_BESIDE: Final = (
    ("returned", "Returned items"),
    ("other_days", "Other days"),
    ("debited", "Automatic payments"),
)
_KINDS: Final = {
    ProofKind.DRAWER: "Tender control",
    ProofKind.TURN_IN: "Turn-in",
    ProofKind.DEPOSIT: "Deposit",
    ProofKind.IN_DRAWER: "Lies in the drawer",
    ProofKind.IN_HAND: "Left with the supervisor",
    ProofKind.FLOATS: "Less floats",
    ProofKind.OTHER_DAY: "Less another day",
    ProofKind.LEDGER: "Payment event",
    ProofKind.RETURNED: "Returned item",
    ProofKind.DEBITED: "Automatic payment",
    ProofKind.FOREIGN: "In another currency",
}
_OF_EVENTS: Final = frozenset(
    {ProofKind.LEDGER, ProofKind.RETURNED, ProofKind.DEBITED, ProofKind.FOREIGN}
)


def is_of_event(line: ProofLine) -> bool:
    """Whether a row of the proof names a payment event."""
    of_ledger = line.figure not in {"receipts", "drawers", "deposits"}
    return line.row.kind in _OF_EVENTS or (line.row.kind is ProofKind.OTHER_DAY and of_ledger)


def proof_lines(strip: ProofStrip, figure: str = "") -> tuple[ProofLine, ...]:
    """The rows behind a figure; without one what is missing, then all of them."""
    names = [figure] if figure else [name for name, _words in (*FIGURES, *_BESIDE)]
    missing = () if figure else strip.events
    lines = [ProofLine("missing", row, strip.currency) for row in missing]
    for name in names:
        found: ProofFigure = getattr(strip, name)
        lines += [ProofLine(name, row, strip.currency) for row in found.rows]
    return tuple(lines)


def proof_columns(formats: Formats) -> tuple[Column[ProofLine], ...]:
    """Figure, what the row is, its number, its amount."""
    words = {"missing": "Missing in the ledger", **dict((*FIGURES, *_BESIDE))}

    def number(line: ProofLine) -> str:
        return grouped((long_id if is_of_event(line) else short_id)(line.row.id))

    return (
        text_column(_("Figure"), lambda x: _(words[x.figure]), 170),
        text_column(_("What"), lambda x: _(_KINDS[x.row.kind]), 190, stretch=True),
        text_column(_("Number"), number, 160),
        money_column(_("Amount"), lambda x: x.row.amount, formats, lambda x: x.currency, 130),
    )


def top_types(takings: Iterable[HourTaking], cash: str, most: int = 3) -> tuple[str, ...]:
    """Tender types that have a shade of their own: cash first, then the largest; "" for the rest."""
    sums: dict[str, int] = {}
    for one in takings:
        sums[one.tender_type] = sums.get(one.tender_type, 0) + one.amount.minor
    order = sorted(sums, key=lambda code: (code != cash, -sums[code]))
    return tuple(order) if len(order) <= most else (*order[: most - 1], "")


def taking_bars(
    takings: Sequence[HourTaking], types: Sequence[str], setup: SetUp, formats: Formats
) -> tuple[Bar, ...]:
    """A bar for each hour from the first to the last as they passed; all of one currency.

    Hours more than a day apart, of a clock that was wrong, have none between them.
    """
    if not takings:
        return ()
    found: dict[datetime, list[HourTaking]] = {}
    for one in takings:
        found.setdefault(datetime.combine(one.day, time(one.hour)), []).append(one)
    first, last = min(found), max(found)
    hours = sorted(found)
    if last - first <= timedelta(days=1):
        hours = [first + n * _HOUR for n in range((last - first) // _HOUR + 1)]
    several = first.date() != last.date()
    return tuple(
        _hour_bar(hour, found.get(hour, []), types, setup, formats, several=several)
        for hour in hours
    )


def _hour_bar(
    at: datetime,
    of_hour: Sequence[HourTaking],
    types: Sequence[str],
    setup: SetUp,
    formats: Formats,
    *,
    several: bool,
) -> Bar:
    sums = dict.fromkeys(types, ZERO)
    for one in of_hour:
        code = one.tender_type if one.tender_type in sums else ""
        sums[code] = sums.get(code, ZERO) + one.amount
    currency = of_hour[0].currency if of_hour else ""
    parts = [
        _("{what} {amount}").format(
            what=type_words(code, setup), amount=formats.money(amount, currency)
        )
        for code, amount in sums.items()
        if amount
    ]
    whole = formats.money(total(sums.values()), currency)
    says = _("{hour} o'clock: {amount}") if parts else _("{hour} o'clock: nothing")
    told = says.format(hour=at.hour, amount=whole)
    day = formats.date(at.date()) if several else ""
    return Bar(str(at.hour), tuple(sums[code].minor for code in types), joined(day, told, *parts))


def type_words(code: str, setup: SetUp) -> str:
    """A tender type in a legend, or all the others together."""
    return setup.tender_types[code].description if code else _("Other")


def difference_bars(rows: Sequence[CashierDifference], formats: Formats) -> tuple[Bar, ...]:
    """A bar for each cashier: over above zero, under below it (OU-10)."""

    def money(amount: Money, currency: str) -> str:
        return formats.money(amount, currency)

    says = _("{name}: over {over}, under {under}, {n} bookings in 30 days")
    return tuple(
        Bar(
            one.cashier or _("All users"),
            (one.over.minor, one.under.minor),
            says.format(
                name=one.cashier or _("All users"),
                over=money(one.over, one.currency),
                under=money(abs(one.under), one.currency),
                n=formats.count(one.count),
            ),
        )
        for one in rows
    )
