"""Check digits of numbers that machines read: mod 10 (Luhn, weighted) and mod 97. Pure.

Sources: ISO/IEC 7812-1 annex B (Luhn), ISO/IEC 7064 (mod 97-10). Letters count from A = 10, as in
account numbers of banks.
"""

from enum import StrEnum
from typing import Final

_TEN: Final = 10
_LETTERS: Final = 36
_REST: Final = 97


class CheckScheme(StrEnum):
    """How the check digit of a scan line is made."""

    NONE = "NONE"
    LUHN = "LUHN"
    WEIGHTED = "WEIGHTED"
    MOD97 = "MOD97"

    @property
    def digits(self) -> int:
        """How many digits it has."""
        return {CheckScheme.NONE: 0, CheckScheme.MOD97: 2}.get(self, 1)


def check_digits(scheme: CheckScheme, text: str, weights: tuple[int, ...] = (1,)) -> str:
    """The check digit that goes with a text; two digits for mod 97, none without a scheme.

    Args:
        scheme: how it is made.
        text: what it protects: ASCII digits, for weighted mod 10 and mod 97 capital letters too.
        weights: of weighted mod 10, for the first sign, the second and so on, then again.

    Raises:
        ValueError: a sign that the scheme has no value for, or an empty text.
    """
    if scheme is CheckScheme.NONE:
        return ""
    values = [_value(sign) for sign in text]
    if not values:
        raise ValueError("nothing to check")
    if scheme is CheckScheme.LUHN:
        return str(_luhn(values))
    if scheme is CheckScheme.WEIGHTED:
        products = (v * weights[at % len(weights)] for at, v in enumerate(values))
        return str(-sum(products) % _TEN)
    number = int("".join(map(str, values)))
    return f"{_REST + 1 - number * 100 % _REST:02d}"


def _value(sign: str) -> int:
    if not (sign.isascii() and (sign.isdigit() or sign.isupper())):
        raise ValueError(f"{sign!r} has no value")
    return int(sign, _LETTERS)


def _luhn(values: list[int]) -> int:
    """Every other digit doubled, the last one first; of two digits their sum."""
    if max(values) >= _TEN:
        raise ValueError("Luhn takes digits only")
    doubled = (sum(divmod(2 * v, _TEN)) for v in values[::-2])
    return -(sum(doubled) + sum(values[-2::-2])) % _TEN
