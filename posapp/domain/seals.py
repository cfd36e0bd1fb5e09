"""Audit seals: the head of an audit chain in a form that stands on paper and that people type (R11).

A seal says how long its chain was and how its last row's hash begins: ``57-7K3Q-M2F9-XABC-4TDW``.
The fifteen first characters of the groups are 75 bits of the hash in Crockford's alphabet, which
has no I, L, O, U; the last one is a check character over everything before it. Whoever rewrites the
chain makes other hashes, so the paper tells (reliability A.6).
"""

import re
from dataclasses import dataclass
from functools import reduce
from typing import Final

from posapp.errors import Refused

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES: Final = {char: value for value, char in enumerate(_ALPHABET)}
_MISREAD: Final = str.maketrans("ILO", "110")
_GROUP: Final = 4
_DIGITS: Final = 15
_BITS: Final = 5 * _DIGITS
_HASH_BITS: Final = 256
_MOST_ROWS: Final = 9  # digits of a chain's length
_PAPER: Final = re.compile(
    r"(?:(?P<number>[0-9A-Z][0-9A-Z-]{0,40})[ /]+)?"
    rf"(?P<rows>[1-9][0-9]{{0,{_MOST_ROWS - 1}}})[- ]+"
    r"(?P<code>[0-9A-Z]{4}(?:[- ]?[0-9A-Z]{4}){3})",
    re.ASCII,
)
_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
_FIELD: Final = 0b100101  # x^5 + x^2 + 1: the field of 32 elements


@dataclass(frozen=True, slots=True)
class Seal:
    """How long a chain was, and the first 75 bits of its last hash, as fifteen characters."""

    rows: int
    digits: str

    @property
    def text(self) -> str:
        """As it stands on paper, in groups, with its check character."""
        code = self.digits + _check(f"{self.rows}{self.digits}")
        groups = (code[at : at + _GROUP] for at in range(0, len(code), _GROUP))
        return "-".join((str(self.rows), *groups))

    @property
    def begins(self) -> str:
        """The eighteen hexadecimal digits that the hash begins with."""
        bits = reduce(lambda so_far, char: so_far << 5 | _VALUES[char], self.digits, 0)
        return f"{bits >> _BITS % 4:0{_BITS // 4}x}"

    def fits(self, digest: str) -> bool:
        """Whether a row's hash (64 hexadecimal digits) begins as the seal says."""
        return _code_of(digest) == self.digits


@dataclass(frozen=True, slots=True)
class PaperCode:
    """What was typed or scanned from a paper: its number, its seal, or both; no number is empty."""

    number: str
    seal: Seal | None


def seal_of(rows: int, digest: str) -> Seal:
    """The seal of a chain that has so many rows and ends with a hash of 64 hexadecimal digits.

    Raises:
        ValueError: for anything else: a caller's bug.
    """
    if rows < 1 or len(digest) != _HASH_BITS // 4:
        raise ValueError("a seal is of a chain with rows, and of a whole hash")
    return Seal(rows, _code_of(digest))


def read_paper(typed: str) -> PaperCode:
    """Read what stands on a paper; what is no seal is its number.

    Small letters, spaces, missing hyphens and letters that look like digits do not matter.

    Raises:
        Refused: ``M-388`` when it has the form of a seal and its check character does not fit.
    """
    text = " ".join(typed.translate(_DASHES).upper().split())
    found = _PAPER.fullmatch(text)
    if found is None:
        return PaperCode(text, None)
    code = re.sub("[- ]", "", found["code"]).translate(_MISREAD)
    rows, number = int(found["rows"]), found["number"] or ""
    known = all(char in _VALUES for char in code)
    if not known or _check(f"{rows}{code[:_DIGITS]}") != code[_DIGITS]:
        raise Refused("M-388", field="code", value=f"{found['rows']}-{found['code']}")
    return PaperCode(number, Seal(rows, code[:_DIGITS]))


def is_seal(typed: str) -> bool:
    """Whether a text holds a seal whose check character fits, with or without a number before."""
    try:
        return read_paper(typed).seal is not None
    except Refused:
        return False


def _code_of(digest: str) -> str:
    bits = int(digest, 16) >> (_HASH_BITS - _BITS)
    return "".join(_ALPHABET[bits >> 5 * place & 31] for place in reversed(range(_DIGITS)))


def _check(text: str) -> str:
    """A sum in the field of 32 elements: finds each wrong character and each swap of two."""
    # The element x has order 31, so in up to 30 characters each place has a weight of its own.
    whole = reduce(lambda so_far, char: _doubled(so_far) ^ _VALUES[char], text, 0)
    return _ALPHABET[_doubled(whole)]


def _doubled(value: int) -> int:
    """An element times x, modulo ``_FIELD``."""
    value <<= 1
    return value ^ _FIELD if value & 32 else value
