"""Fields of set-up tables: what a value is, and whether a given one fits.

One declaration (``setup_tables``) serves the pages, the command line, the checks and the audit.
Money is integer minor units of the row's currency; dates are business dates.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from posapp.domain.money import Currency, Money
from posapp.domain.texts import clean_text
from posapp.errors import Refused

_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9 ._-]*", re.ASCII)
_YES: Final = frozenset({"yes", "true", "on", "1", "y"})
_NO: Final = frozenset({"no", "false", "off", "0", "n"})
_TEXT_WIDTH: Final = 254


class FieldKind(StrEnum):
    """What a value is."""

    CODE = "code"
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    FLAG = "flag"
    CHOICE = "choice"
    REFERENCE = "reference"
    NUMBERED = "numbered"
    DAY = "day"
    RATE = "rate"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class SetUpField:
    """A field of a set-up table.

    Attributes:
        name: the column.
        label: what people read.
        kind: what a value is.
        required: whether it may be empty.
        width: most characters of a text or code.
        least: smallest number or amount in minor units.
        most: largest number.
        choices: of a choice: value and label.
        table: of a reference or number: the table that it names; of a text: the table that its
            key is of, together with another field.
        hint: a sentence beside the field.
        default: value of a new row.
        empty: what is stored when nothing is given.
        lines: whether a text may have several lines, as papers print them.
    """

    name: str
    label: str
    kind: FieldKind
    required: bool = True
    width: int = _TEXT_WIDTH
    least: int | None = None
    most: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    table: str = ""
    hint: str = ""
    default: Any = None
    empty: Any = None
    lines: bool = False


Values = Mapping[str, Any]


def value_of(field: SetUpField, text: str, currency: Currency) -> Any:
    """The value of a text, as the command line and text fields give it; empty is ``None``.

    Raises:
        Refused: ``M-50`` with field, value and reason.
    """
    text = text.strip()
    if not text:
        return field.empty
    if field.kind is FieldKind.MONEY:
        return currency.parse(text, field=field.name)
    return _READ.get(field.kind, _as_it_is)(field, text)


def checked(field: SetUpField, value: Any) -> Any:
    """A value as it is stored.

    Raises:
        Refused: ``M-50`` with field, value and reason.
    """
    if value is None or value == "":
        if field.required:
            raise _wrong(field, "", "is required")
        return field.empty
    if field.kind in {FieldKind.CODE, FieldKind.TEXT}:
        value = _clean(field, str(value))
        if field.required and not value:
            raise _wrong(field, "", "is required")
    if field.kind is FieldKind.CODE and not _CODE.fullmatch(value):
        raise _wrong(field, value, "is not a code: capital letters, digits, points and dashes")
    if field.kind is FieldKind.CHOICE and value not in {code for code, _ in field.choices}:
        offered = ", ".join(code for code, _ in field.choices) or "the choices: there are none"
        raise _wrong(field, value, f"is none of {offered}")
    if field.kind is FieldKind.RATE:
        value = _rate(field, value)
    if field.kind is FieldKind.ZONE:
        _check_zone(field, value)
    _check_range(field, value)
    return value


def _clean(field: SetUpField, text: str) -> str:
    """A text without what does not belong into it; line ends stay where the field has lines."""
    parts = text.splitlines() if field.lines else [text]
    text = "\n".join(clean_text(part, field.name, field.width) for part in parts).strip("\n")
    if len(text) > field.width:
        raise _wrong(field, text, f"is longer than {field.width} characters")
    return text


def _as_it_is(_field: SetUpField, text: str) -> Any:
    return text


def _upper(_field: SetUpField, text: str) -> Any:
    return text.upper()


def _flag(field: SetUpField, text: str) -> Any:
    if text.casefold() in _YES | _NO:
        return text.casefold() in _YES
    raise _wrong(field, text, "is neither yes nor no")


def _day(field: SetUpField, text: str) -> Any:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _wrong(field, text, "is not a date such as 2026-11-20") from error


def _numbered(field: SetUpField, text: str) -> int:
    """The id of something that is no set-up, as people read it; spaces part its digits."""
    return _number(field, text.replace(" ", ""))


def _number(field: SetUpField, text: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        raise _wrong(field, text, "is not a whole number")
    return int(text)


_READ: Final[Mapping[FieldKind, Callable[[SetUpField, str], Any]]] = {
    FieldKind.NUMBER: _number,
    FieldKind.NUMBERED: _numbered,
    FieldKind.FLAG: _flag,
    FieldKind.DAY: _day,
    FieldKind.CODE: _upper,
}


def _rate(field: SetUpField, value: Any) -> str:
    try:
        rate = Decimal(str(value))
    except InvalidOperation as error:
        raise _wrong(field, value, "is not a rate such as 1.0832") from error
    if not rate.is_finite() or rate <= 0:
        raise _wrong(field, value, "is not above zero")
    return f"{rate:f}"


def _check_zone(field: SetUpField, value: str) -> None:
    try:
        ZoneInfo(value)
    except (KeyError, OSError, ValueError) as error:
        raise _wrong(field, value, "is not a time zone such as Europe/Paris") from error


def _check_range(field: SetUpField, value: Any) -> None:
    size = value.minor if isinstance(value, Money) else value
    if field.least is not None and isinstance(size, int) and size < field.least:
        raise _wrong(field, value, f"is less than {field.least}")
    if field.most is not None and isinstance(size, int) and size > field.most:
        raise _wrong(field, value, f"is more than {field.most}")


def _wrong(field: SetUpField, value: Any, reason: str) -> Refused:
    return Refused("M-50", field=field.name, value=value, reason=reason)
