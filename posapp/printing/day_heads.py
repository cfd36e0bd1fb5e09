"""What all papers of the drawer day share: heads, banners, words of codes, money, notes and coins.

The amounts of tables stand without the sign of their currency, which the head names (PR-05).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from posapp.domain.codes import ControlStatus, SourceType, TurnInDirection, TurnInStatus
from posapp.domain.day_papers import PaperHead
from posapp.domain.money import Currency, Money
from posapp.domain.setup_options import Denomination
from posapp.domain.turn_in import Counted
from posapp.i18n import (
    ISO,
    _,
    format_count,
    format_date,
    format_money,
    format_number_money,
    format_stamp,
    plural,
)
from posapp.printing.blocks import (
    Banner,
    Block,
    Column,
    Facts,
    Masthead,
    Proof,
    Section,
    Space,
    Table,
    TableLine,
)

LOCALE: Final = "en_US"
MASK: Final = "\u2022\u2022\u2022\u2022"
DOT: Final = " \u00b7 "
DASH: Final = " \u2013 "
_WORDS: Final[Mapping[StrEnum, str]] = {
    ControlStatus.OPEN: "Open",
    ControlStatus.BALANCING: "Balancing In Progress",
    ControlStatus.BALANCED: "Balanced",
    TurnInStatus.AWAITING: "Awaiting Approval",
    TurnInStatus.APPROVED: "Approved",
    TurnInDirection.OUT: "Out of the drawer",
    TurnInDirection.IN: "Into the drawer",
    SourceType.ADHOC: "Ad hoc",
    SourceType.AUTOPAY: "Automatic payments",
    SourceType.CASHIERING: "Cashiering",
    SourceType.LOCKBOX: "Lockbox",
}


def worded(code: StrEnum) -> str:
    """A code in words."""
    return _(_WORDS[code])


class Wording:
    """Texts of one paper, worded for one locale and date style."""

    def __init__(self, head: PaperHead, locale: str = LOCALE, date_style: str = ISO) -> None:
        self.head = head
        self._locale = locale
        self._date_style = date_style

    def money(self, amount: Money, currency: Currency | None = None) -> str:
        """An amount with the sign of its currency."""
        return format_money(amount, currency or self.head.currency, locale=self._locale)

    def number(self, amount: Money | None, currency: Currency | None = None) -> str:
        """An amount without the sign, for tables; empty for what is not known."""
        if amount is None:
            return ""
        return format_number_money(amount, currency or self.head.currency, locale=self._locale)

    def count(self, number: int) -> str:
        """A whole number."""
        return format_count(number, locale=self._locale)

    def day(self, day: date | None) -> str:
        """A business date."""
        return format_date(day, self._date_style)

    def stamp(self, at: datetime | None) -> str:
        """Date and time on the office's clock."""
        return format_stamp(at, self.head.zone, self._date_style)

    def period(self, first: date | None, last: date) -> str:
        """Two dates, or the last one where there is no first."""
        if first is None:
            return _("until {day}").format(day=self.day(last))
        return f"{self.day(first)}{DASH}{self.day(last)}"

    def kind(self, code: str) -> str:
        """Description of a tender type."""
        return self.head.kinds.get(code, code)

    def reason(self, code: str) -> str:
        """Description of the reason of a booked difference."""
        return self.head.reasons.get(code, code)

    def cancel_reason(self, code: str) -> str:
        """Description of the reason of a cancellation."""
        return self.head.cancel_reasons.get(code, code)

    def top(
        self, title: str, *banners: Banner, facts: Sequence[tuple[str, str]]
    ) -> Iterator[Block]:
        """Head, banners, and facts with where, who and when (PR-05)."""
        head = self.head
        yield Masthead(head.organisation, head.address, title, head.number)
        if head.demo:
            yield Banner(_("DEMO"), _("Made by a demonstration. No money was taken."))
        yield from banners
        if head.copy:
            yield Banner(_("Duplicate {n}").format(n=head.copy), solid=False)
        yield Space(0.3)
        yield Facts(
            (
                (_("Office"), head.office),
                (_("Drawer"), head.drawer),
                *facts,
                (_("Currency"), head.currency.code),
                (_("Printed"), self.stamp(head.printed_at)),
                (_("Printed by"), head.user),
            )
        )

    def running(self, title: str) -> str:
        """Head of the second and later pages."""
        copy = _("Duplicate {n}").format(n=self.head.copy) if self.head.copy else ""
        return DOT.join(filter(None, (f"{title} {self.head.number}", self.head.organisation, copy)))

    def pieces(self, counted: Counted) -> Iterator[Block]:
        """Notes and coins, the largest first, with their sum (CN-02)."""
        if not counted:
            return
        yield Section(_("Notes and coins"))
        lines = [
            TableLine(
                (
                    self._piece(item),
                    f"\u00d7 {self.count(quantity)}",
                    self.number(Money(item.value.minor * quantity)),
                )
            )
            for item, quantity in counted
            if quantity
        ]
        all_of_it = Money(sum(item.value.minor * quantity for item, quantity in counted))
        lines.append(TableLine((_("Cash"), "", self.number(all_of_it)), strong=True))
        columns = (
            Column(_("Denomination")),
            Column(_("Pieces"), right=True),
            Column(_("Amount"), right=True),
        )
        yield Table(columns, tuple(lines), listed=True)

    def _piece(self, item: Denomination) -> str:
        says = _("Coin {value}") if item.coin else _("Note {value}")
        return says.format(value=self.money(item.value))

    def of_checks(self, number: int) -> str:
        """How many checks and slips."""
        return plural("{n} item", "{n} items", number).format(n=self.count(number))


def proof_of(number: str, seal: str, says: str = "") -> Iterator[Block]:
    """The audit seal of a paper (R11); nothing without one.

    Args:
        number: tells a scanner of which paper it is.
        seal: what people type.
        says: what stands below it; what it is for unless told.
    """
    if seal:
        told = says or _("At our counter it tells whether this paper still holds.")
        yield Proof(f"{number} {seal}", _("Audit seal"), seal, told)


def masked(digits: str) -> str:
    """The last digits of a bank number with the rest hidden (PR-08); empty stays empty."""
    return f"{MASK}{digits}" if digits else ""
