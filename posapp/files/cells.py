"""Foreign cells as clean text: controls and bidi overrides stripped, NFC, length kept in bounds.

A cell is what a reader yields: text, ``int``, ``Decimal``, ``bool``, date, ``None``, and in JSON a
list or an object. There is no ``float`` among them (A.5).
"""

import re
import unicodedata
from datetime import datetime, time
from decimal import Decimal
from typing import Final

# Beyond this nothing is a name or a comment any more.
LONGEST_TEXT: Final = 2_000
_WIDEST_NUMBER: Final = 30
# Controls except blanks, bidi embeddings, overrides and isolates, byte-order mark.
_STRIPPED: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_BREAKS: Final = re.compile("[\t\n\x0b\x0c\r\x85\u2028\u2029]+")
_SPREADSHEET_ERROR: Final = re.compile(
    r"#(N/A|NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE
)


def text_of(cell: object) -> str:
    """A cell as text, outer blanks gone.

    Raises:
        ValueError: in words, when the cell is no single value or its text is broken or endless.
    """
    if isinstance(cell, str):
        if cell.isascii() and cell.isprintable() and len(cell) <= LONGEST_TEXT:
            return cell.strip()
        return _cleaned(cell)
    return "" if cell is None else _other_text(cell)


def _other_text(cell: object) -> str:
    match cell:
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return number_text(cell)
        case datetime():
            whole_day = cell.time() == time()
            return cell.date().isoformat() if whole_day else cell.isoformat(" ", "seconds")
        case list() | dict():
            raise ValueError("is not a single value")
        case _:
            return str(cell)


def number_text(number: Decimal) -> str:
    """A number without exponent where that stays short: ``1E+2`` is ``100``."""
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -_WIDEST_NUMBER and _is_short(number):
        return format(number, "f")
    return str(number)


def is_spreadsheet_error(text: str) -> bool:
    """Whether a cell holds what a broken formula leaves behind, such as ``#N/A``."""
    return text.startswith("#") and _SPREADSHEET_ERROR.fullmatch(text) is not None


def _is_short(number: Decimal) -> bool:
    return not number or abs(number.adjusted()) <= _WIDEST_NUMBER


def _cleaned(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"is longer than {LONGEST_TEXT:,} characters")
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("has a broken character")
    text = _STRIPPED.sub("", _BREAKS.sub(" ", text))
    return unicodedata.normalize("NFC", text).strip()
