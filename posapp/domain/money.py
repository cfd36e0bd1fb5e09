"""Money in integer minor units; no float ever, no division, proration by largest remainder.

Source: rule book ``payments`` 0 ("Money"), D-17 (a currency's own decimals), DS-5 (proration).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import attrgetter
from typing import Final

from posapp.errors import Refused

# Oracle's layout is 13 digits and 2 decimals; larger sums are typing errors.
MAX_DIGITS: Final = 15
_SHOWN: Final = 20
_AMOUNT = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]+)(?:\.(?P<frac>[0-9]{1,6}))?", re.ASCII)


@dataclass(frozen=True, slots=True, init=False)
class Money:
    """An amount in minor units (cents) of a currency that its holder knows.

    Raises:
        TypeError: when ``minor`` is not an ``int`` (a ``bool``, ``float`` or ``Decimal`` is a bug).
    """

    minor: int

    def __init__(self, minor: int) -> None:
        # By hand, like the comparisons: a payment makes and compares some fifty amounts.
        if type(minor) is not int:
            raise TypeError(f"Money takes int minor units, not {type(minor).__name__}")
        _set_minor(self, minor)

    def __add__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor + other.minor)

    def __radd__(self, other: object) -> "Money":
        # sum() starts with the integer 0; 0.0 and False are bugs like every float and bool.
        if type(other) is int and other == 0:
            return self
        return NotImplemented

    def __sub__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor - other.minor)

    def __neg__(self) -> "Money":
        return Money(-self.minor)

    def __abs__(self) -> "Money":
        return Money(abs(self.minor))

    def __mul__(self, times: int) -> "Money":
        if type(times) is not int:
            return NotImplemented
        return Money(self.minor * times)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.minor < other.minor

    def __le__(self, other: "Money") -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.minor <= other.minor

    def __gt__(self, other: "Money") -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.minor > other.minor

    def __ge__(self, other: "Money") -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.minor >= other.minor

    def __bool__(self) -> bool:
        return self.minor != 0


# The slot's own way, which need not look for it: each payment makes some fifty amounts.
_set_minor: Final = Money.__dict__["minor"].__set__
ZERO: Final = Money(0)
_MINOR: Final = attrgetter("minor")


def shortened(text: str) -> str:
    """A typed text as an error repeats it: never more of it than an amount may have."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}\u2026"


def _fault(text: str) -> str:
    """What keeps a text from being an amount; a comma is the usual thing."""
    if "," in text:
        return "is not an amount of money; use a point for decimals and nothing between thousands"
    return "is not an amount of money"


def total(amounts: Iterable[Money]) -> Money:
    """Sum of amounts, zero when there are none."""
    return Money(sum(map(_MINOR, amounts)))


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency: ISO code, number of decimals (D-17), sign, and cash rounding step (D-20).

    ``cash_rounding`` is in minor units; 0 or 1 means none.
    """

    code: str
    decimals: int = 2
    symbol: str = ""
    cash_rounding: int = 0

    def text(self, amount: Money) -> str:
        """Plain decimal string with the currency's decimals, ``-1234.50``: for JSON and files."""
        sign = "-" if amount.minor < 0 else ""
        digits = str(abs(amount.minor))
        if not self.decimals:
            return sign + digits
        digits = digits.rjust(self.decimals + 1, "0")
        return f"{sign}{digits[: -self.decimals]}.{digits[-self.decimals :]}"

    def parse(self, text: str, *, field: str = "amount") -> Money:
        """Amount from a plain decimal string: ASCII digits, one point, no grouping, exact.

        Missing decimals are filled (``0.1`` is ten cents); more decimals than the currency has
        are accepted only when they are zeros.

        Raises:
            Refused: ``M-50`` when the text is not an amount, has parts of a minor unit or is too
                large.
        """
        match = _AMOUNT.fullmatch(text.strip(" "))
        if match is None:
            raise Refused("M-50", field=field, value=shortened(text), reason=_fault(text))
        sign, whole, frac = match.groups("")
        if len(whole) > MAX_DIGITS:
            raise Refused("M-50", field=field, value=shortened(text), reason="is too large")
        kept, cut = frac[: self.decimals], frac[self.decimals :]
        if cut.strip("0"):
            raise Refused(
                "M-50", field=field, value=text, reason=f"has more than {self.decimals} decimals"
            )
        digits = whole + kept.ljust(self.decimals, "0")
        if len(digits) > MAX_DIGITS and len(digits.lstrip("0")) > MAX_DIGITS:
            raise Refused("M-50", field=field, value=text, reason="is too large")
        minor = int(digits)
        return Money(-minor if sign else minor)

    def convert(self, amount: Money, source: "Currency", rate: Fraction) -> Money:
        """Amount of ``source`` in this currency at ``rate``, rounded once, half up (AC-04).

        Exact before the rounding; halves go away from zero, so a refund mirrors its payment.
        """
        exact = amount.minor * rate * Fraction(10) ** (self.decimals - source.decimals)
        size = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
        return Money(-size if exact < 0 else size)


def prorate(amount: Money, weights: Sequence[Money]) -> tuple[Money, ...]:
    """Split ``amount`` in proportion to ``weights`` in whole minor units (DS-5).

    Largest remainder first; ties go to the earlier weight, so the caller's order decides and the
    same data always give the same split (DS-7). The parts sum to ``amount`` exactly.

    Raises:
        ValueError: when a weight is negative or all are zero; that is a caller's bug.
    """
    if len(weights) == 1 and weights[0].minor > 0:
        return (amount,)
    whole = sum(weight.minor for weight in weights)
    if whole <= 0 or any(weight.minor < 0 for weight in weights):
        raise ValueError("weights must be >= 0 and not all zero")
    sign = -1 if amount.minor < 0 else 1
    size = abs(amount.minor)
    parts = [size * weight.minor // whole for weight in weights]
    rests = [size * weight.minor % whole for weight in weights]
    left = size - sum(parts)
    for index in sorted(range(len(parts)), key=lambda i: (-rests[i], i))[:left]:
        parts[index] += 1
    return tuple(Money(sign * part) for part in parts)
