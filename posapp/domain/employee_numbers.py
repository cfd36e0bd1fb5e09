"""Employee numbers: what payroll finds somebody by, checked where they are entered (AC2-7, ML-2)."""

import re
from typing import Final

from posapp.domain.texts import clean_text
from posapp.errors import Refused

LONGEST: Final = 20
_SIGNS: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./-]*")
_DIGIT: Final = re.compile(r"[0-9]")


def check_employee_number(text: str, field: str = "employee_number") -> str:
    """An employee number as it is kept: trimmed; empty stays empty.

    Letters and digits, with spaces, points, slashes and hyphens between them, and at least a digit:
    a name, a sentence or a slip of the keys would be a deduction that payroll can give to nobody.

    Raises:
        Refused: ``M-50`` too long, ``M-58`` a card number, ``M-309`` no number.
    """
    number = clean_text(text, field, LONGEST)
    if number and not (may_become_number(number) and _DIGIT.search(number)):
        raise Refused("M-309", field=field, value=number)
    return number


def may_become_number(text: str) -> bool:
    """Whether a text has only signs of an employee number, so that more of it may make one."""
    return not text or _SIGNS.fullmatch(text) is not None
