"""Exchange rates: exact as they were quoted, also from the other side (AC-04, D-05)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """One unit of a foreign currency in the home currency.

    ``quoted`` is the decimal of the table. When the table is kept from the other side (home to
    foreign) the rate is ``inverted``: amounts are divided by it, and no decimal inverse, which
    could have no end, is ever made.
    """

    quoted: Decimal
    inverted: bool = False

    @property
    def exact(self) -> Fraction:
        """The rate as an exact fraction."""
        rate = Fraction(self.quoted)
        return 1 / rate if self.inverted else rate

    @property
    def text(self) -> str:
        """The rate as it is stored and printed: ``1.10``, or ``1/1.10`` when inverted."""
        return f"1/{self.quoted:f}" if self.inverted else f"{self.quoted:f}"

    @classmethod
    def stored(cls, text: str) -> "ExchangeRate":
        """The rate that ``text`` is of (AC-05)."""
        quoted = text.removeprefix("1/")
        return cls(Decimal(quoted), inverted=quoted != text)
