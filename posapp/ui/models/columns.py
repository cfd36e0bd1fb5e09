"""Columns as values: a new list is a tuple of columns, not a class (architecture 4.8)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, IntEnum, StrEnum
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import Qt

from posapp.domain.money import Currency, Money
from posapp.ui.formats import Formats
from posapp.ui.tokens import Tone
from posapp.ui.words import word

R = TypeVar("R")
CONFIRMATION: Final = 176
"""Room for a confirmation number, such as CO-2026-MAIN-000001, in dp."""
NONE = "\u2014"


class Role(IntEnum):
    """Roles of our models beside Qt's own."""

    ROW = Qt.ItemDataRole.UserRole + 1
    TONE = Qt.ItemDataRole.UserRole + 2
    ERROR = Qt.ItemDataRole.UserRole + 3


ROW_ROLE = Role.ROW
TONE_ROLE = Role.TONE
ERROR_ROLE = Role.ERROR


class Align(Enum):
    """Where the words of a column stand."""

    LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    CENTER = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column of a list of records.

    Attributes:
        title: header, in the field's words.
        text: what a cell shows.
        align: where it stands; money is right-aligned.
        width: width in dp; money columns have room for a million with its sign.
        stretch: takes the width that is left over.
        sort: name of the sort key that the list offers for it, empty for none (paged lists).
        order: value to sort a complete list by; without it the column does not sort.
        tone: state colour of a cell; makes the cell a pill.
        tip: tool tip of a cell; without it a tool tip shows only what is cut off.
        ends: its end tells one from another, so a cell that is too long loses its middle.
        muted: drawn in the quiet text colour.
        quiet: whether a cell is drawn in that colour, because it says nothing new.
        name: field name, for errors of grids.
    """

    title: str
    text: Callable[[R], str]
    align: Align = Align.LEFT
    width: int = 120
    stretch: bool = False
    sort: str = ""
    order: Callable[[R], Any] | None = None
    tone: Callable[[R], Tone | None] | None = None
    tip: Callable[[R], str] | None = None
    ends: bool = False
    muted: bool = False
    quiet: Callable[[R], bool] | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class EditColumn(Column[R]):
    """A column of a grid of draft records.

    Attributes:
        edit: value the editor starts with; without it the column is read only.
        write: the record with the editor's value in it.
        editable: whether a record's cell may be edited; always when ``None``.
    """

    edit: Callable[[R], Any] | None = None
    write: Callable[[R, Any], R] | None = None
    editable: Callable[[R], bool] | None = None


def text_column(title: str, text: Callable[[R], str], width: int = 120, **more: Any) -> Column[R]:
    """A column of words; sorts by them."""
    return Column(title, text, width=width, **({"order": text} | more))


def number_column(
    title: str, text: Callable[[R], str], width: int = CONFIRMATION, **more: Any
) -> Column[R]:
    """A column of confirmation numbers and the like: wide enough, and never without their end."""
    return text_column(title, text, width, **({"ends": True} | more))


def money_column(
    title: str,
    amount: Callable[[R], Money | None],
    formats: Formats,
    currency: Callable[[R], Currency | str] | None = None,
    width: int = 128,
    **more: Any,
) -> Column[R]:
    """A column of amounts; a missing one shows as a dash."""

    def text(record: R) -> str:
        return formats.money(amount(record), currency(record) if currency else None) or NONE

    def order(record: R) -> int:
        found = amount(record)
        return found.minor if found else 0

    return Column(title, text, Align.RIGHT, width, **({"order": order} | more))


def date_column(
    title: str, day: Callable[[R], date | None], formats: Formats, width: int = 112, **more: Any
) -> Column[R]:
    """A column of business dates."""

    def order(record: R) -> date:
        return day(record) or date.min

    return Column(
        title, lambda record: formats.date(day(record)), width=width, **({"order": order} | more)
    )


def stamp_column(
    title: str, at: Callable[[R], datetime | None], formats: Formats, width: int = 140, **more: Any
) -> Column[R]:
    """A column of instants on the office's wall clock."""

    def text(record: R) -> str:
        return formats.stamp(at(record))

    return Column(title, text, width=width, **({"order": text} | more))


def status_column(
    title: str, status: Callable[[R], StrEnum | None], width: int = 140, **more: Any
) -> Column[R]:
    """A column of states: words on their colour."""

    def text(record: R) -> str:
        found = status(record)
        return word(found).text if found is not None else ""

    def tone(record: R) -> Tone | None:
        found = status(record)
        return word(found).tone if found is not None else None

    return Column(title, text, width=width, tone=tone, **({"order": text} | more))
