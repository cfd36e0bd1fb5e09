"""A layout of scan lines as it is set up: what stands where, and what its check digit protects."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from posapp.domain.check_digits import CheckScheme, check_digits

LONGEST: Final = 200
"""No scan line is longer; a longer text is none and is not looked at."""
_SPANS: Final = re.compile(r"\d{1,3}(?:-\d{1,3})?(?:[ ,]+\d{1,3}(?:-\d{1,3})?)*", re.ASCII)


class DateFormat(StrEnum):
    """How a date stands in a line; years of two digits are of this century."""

    YYYYMMDD = "YYYYMMDD"
    YYMMDD = "YYMMDD"
    MMDDYY = "MMDDYY"
    DDMMYY = "DDMMYY"
    YYDDD = "YYDDD"


@dataclass(frozen=True, slots=True)
class ScanLayout:
    """A layout of the set-up. Positions count from 1; a start of 0 means that the line has it not.

    Attributes:
        length: of the whole line.
        prefix: how every line of it begins; may be empty.
        rule: code of the distribution rule whose value the line carries.
        digits_only: whether a line with any other sign is misread and none of it.
        strip_zeros: whether zeros before the value only fill its place.
        amount_start: where the amount due stands, in minor units.
        late_start: where the amount after the due date stands.
        date_start: where the due date stands.
        check_start: where the check digit stands; what it covers is in ``check_spans``, empty for
            everything else, and ``weights`` are those of weighted mod 10.
        on_stubs: whether our own stubs are printed with it.
    """

    code: str
    description: str
    length: int
    prefix: str
    rule: str
    value_start: int
    value_length: int
    strip_zeros: bool = False
    digits_only: bool = False
    amount_start: int = 0
    amount_length: int = 0
    late_start: int = 0
    late_length: int = 0
    date_start: int = 0
    date_format: str = ""
    check_scheme: CheckScheme = CheckScheme.NONE
    check_start: int = 0
    check_spans: str = ""
    weights: str = ""
    on_stubs: bool = False
    active: bool = True

    def covered(self, line: str) -> str:
        """The signs of a line that its check digit protects, in their order."""
        spans = spans_of(self.check_spans)
        own = set(range(self.check_start, self.check_start + self.check_scheme.digits))
        places = [at for low, high in spans for at in range(low, high + 1)]
        places = places or [at for at in range(1, self.length + 1) if at not in own]
        return "".join(line[at - 1] for at in places if at <= len(line))

    def right_digit(self, line: str) -> str:
        """The check digit that a line should have.

        Raises:
            ValueError: a protected sign has no value in this scheme.
        """
        return check_digits(self.check_scheme, self.covered(line), weights_of(self.weights))


def spans_of(text: str) -> tuple[tuple[int, int], ...]:
    """Positions such as ``1-24 27``, as pairs of first and last.

    Raises:
        ValueError: it says something else.
    """
    if not text.strip():
        return ()
    if not _SPANS.fullmatch(text.strip()):
        raise ValueError("is no list of positions such as 1-24 27")
    pairs = (word.partition("-") for word in text.replace(",", " ").split())
    return tuple((int(low), int(high or low)) for low, _, high in pairs)


def weights_of(text: str) -> tuple[int, ...]:
    """Weights such as ``7 3 1``; none at all is the weight 1.

    Raises:
        ValueError: it says something else.
    """
    words = text.replace(",", " ").split()
    if not all(word.isascii() and word.isdigit() for word in words):
        raise ValueError("is no list of weights such as 7 3 1")
    return tuple(map(int, words)) or (1,)
