"""Reads amounts as people type them: ``12``, ``12.5``, ``1 234.50``, ``40+22.35``.

ASCII digits only, the locale's decimal and grouping sign, exact to the minor unit (ui.md, rules of
use 6; reliability A.5). A point is also taken for the decimal sign where the locale writes a
comma, because the numeric keypad has a point, unless it could be a grouping sign there.
"""

import re
from functools import lru_cache
from typing import Final

from posapp.domain.money import Currency, Money, shortened, total
from posapp.errors import Refused
from posapp.i18n import NumberSigns

MAX_TERMS: Final = 20
_SPACES: Final = " \u00a0\u202f"
_APOSTROPHES: Final = "'\u2019"
# A comma for the decimal sign, where the locale writes a point.
_COMMA: Final = re.compile(r"(?P<whole>[0-9]+),(?P<fraction>[0-9]{1,2})", re.ASCII)
_AMOUNT_LIKE: Final = re.compile(rf"[0-9.,+{_SPACES}{_APOSTROPHES}\-\u2212]+", re.ASCII)
_KEYPAD: Final = NumberSigns(".", " ")


def read_amount(text: str, currency: Currency, signs: NumberSigns, field: str = "amount") -> Money:
    """The amount that a typed text means; a sum is added up.

    Raises:
        Refused: ``M-50`` when the text is no amount, is negative, has parts of a minor unit or is
            too large; ``M-93`` when it is nothing like one, which is then not repeated: it may be
            what somebody typed elsewhere, such as a password.
    """
    terms = text.strip(_SPACES).split("+")
    if len(terms) > MAX_TERMS:
        raise _refusal(text, field, "has too many parts")
    amount = total(_term(term, text, currency, signs, field) for term in terms)
    # The sum obeys the same limit as a single amount.
    return currency.parse(currency.text(amount), field=field)


def is_unfinished(text: str) -> bool:
    """Whether a typed text only waits for more: nothing yet, or a sum that ends with ``+``."""
    stripped = text.strip(_SPACES)
    return not stripped or (stripped.endswith("+") and len(stripped) > 1)


def _term(term: str, whole: str, currency: Currency, signs: NumberSigns, field: str) -> Money:
    bare = term.strip(_SPACES)
    if bare.startswith(("-", "\u2212")):
        raise _refusal(whole, field, "must not be negative")
    found = _pattern(signs).fullmatch(bare)
    if found is None and signs.decimal != ".":
        found = _pattern(_KEYPAD).fullmatch(bare)
    if found is None:
        hint = _COMMA.fullmatch(bare) if signs.decimal == "." else None
        if hint is not None:
            raise _refusal(whole, field, f"needs a point: {hint['whole']}.{hint['fraction']}")
        raise _refusal(whole, field, "is not an amount of money")
    digits = "".join(char for char in found["whole"] or "0" if char.isdigit())
    fraction = found["fraction"] or found["only"]
    return currency.parse(f"{digits}.{fraction}" if fraction else digits, field=field)


def _refusal(text: str, field: str, reason: str) -> Refused:
    """A refusal that repeats the text only where it looks like an amount."""
    if not _AMOUNT_LIKE.fullmatch(text):
        return Refused("M-93", field=field)
    return Refused("M-50", field=field, value=shortened(text), reason=reason)


@lru_cache(maxsize=16)
def _pattern(signs: NumberSigns) -> re.Pattern[str]:
    """Digits, plain or in groups with one and the same sign, then an optional fraction."""
    signs_of_groups = sorted(set(_SPACES + _APOSTROPHES + signs.group) - {signs.decimal})
    group = "[" + re.escape("".join(signs_of_groups)) + "]"
    other = f"[0-9]{{{signs.other_group}}}"
    first = f"[0-9]{{1,{signs.other_group}}}"
    grouped = f"{first}(?P<sign>{group})(?:{other}(?P=sign))*[0-9]{{3}}"
    decimal = re.escape(signs.decimal)
    return re.compile(
        f"(?P<whole>{grouped}|[0-9]+)(?:{decimal}(?P<fraction>[0-9]*))?|{decimal}(?P<only>[0-9]+)",
        re.ASCII,
    )
