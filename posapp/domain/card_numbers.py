"""The tripwire for payment card numbers in free text (R13): 13 to 19 digits, Luhn, known issuer.

Other numbers of that length stay possible, and a ten-digit summons number never fires. Pure.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

UNSAID: Final = "\u2022\u2022\u2022\u2022"
"""What stands in place of a text that holds a card number."""
_SHORTEST: Final = 13
_LONGEST: Final = 19
_LONGEST_PRINTED: Final = _LONGEST + 4
# A group of a printed card has at least three digits; shorter ones are dates and house numbers.
_PRINTED_GROUP: Final = 3
_MOST_GROUPS: Final = _LONGEST // _PRINTED_GROUP

# Ranges in which issuers number their cards, by the first one to six digits.
_ISSUERS: Final[tuple[tuple[int, int], ...]] = (
    (4, 4),  # Visa
    (51, 55),  # Mastercard
    (2221, 2720),  # Mastercard, second series
    (34, 34),  # American Express
    (37, 37),
    (300, 305),  # Diners Club
    (3095, 3095),
    (36, 36),
    (38, 39),
    (3528, 3589),  # JCB
    (6011, 6011),  # Discover
    (644, 649),
    (65, 65),
    (62, 62),  # UnionPay
    (5018, 5018),  # Maestro
    (5020, 5020),
    (5038, 5038),
    (5893, 5893),
    (6304, 6304),
    (6759, 6759),
    (6761, 6763),
)
_PREFIXES: Final = frozenset(
    str(prefix) for low, high in _ISSUERS for prefix in range(low, high + 1)
)
_PREFIX_LENGTHS: Final = tuple(sorted({len(prefix) for prefix in _PREFIXES}))
# Groups of digits with at most three signs between them, as people write card numbers.
_RUN: Final = re.compile(r"\d(?:[\s\-.\u2010-\u2015_/]{0,3}\d){12,}")
_GROUP: Final = re.compile(r"\d+")
# A card number alone, in one piece or as it is printed: 4-4-4-4, 4-4-4-4-3, 4-6-5, 4-6-4.
_ALONE: Final = re.compile(
    r"\d{13,19}|\d{4}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?|\d{4}[ -]\d{6}[ -]\d{4,5}"
)
_DIGITS: Final = b"0123456789"
_LUHN_DOUBLED: Final = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def looks_like_card_number(text: str, allowed: Collection[str] = ()) -> bool:
    """Whether ``text`` holds what must be taken for a payment card number (R13).

    Args:
        text: any free text; digits of every script count, single separators are looked through.
        allowed: numbers (digits only) that are known to be something else, such as account keys.
    """
    if len(text) < _SHORTEST:
        return False
    if text.isascii():
        # Too few digits in all of it, which most texts of a large file have, is soon counted.
        if len(text) - len(text.encode().translate(None, _DIGITS)) < _SHORTEST:
            return False
        shown = text
    else:
        # Format characters (zero-width space, soft hyphen) must not hide a number.
        shown = _without_format_signs(text)
    if _RUN.search(shown) is None:
        return False
    return any(
        digits not in allowed and _is_card(digits)
        for run in _RUN.finditer(shown)
        for digits in _candidates(_ascii_digits(run.group()))
    )


def is_card_number(text: str) -> bool:
    """Whether ``text`` is a payment card number and nothing else (R13).

    For identifiers: an account number with a date behind it is no card, a card number in place of
    an account number is one.
    """
    if len(text) < _SHORTEST:
        return False
    text = text.strip()
    if len(text) > _LONGEST_PRINTED:
        return False
    alone = _ALONE.fullmatch(text)
    return alone is not None and _is_card(_ascii_digits("".join(_GROUP.findall(alone.group()))))


def without_cards(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a sentence as they may be shown: what was typed may have been a card number."""
    return {
        name: UNSAID if isinstance(value, str) and looks_like_card_number(value) else value
        for name, value in fields.items()
    }


def _without_format_signs(text: str) -> str:
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def _ascii_digits(run: str) -> str:
    return "".join(str(unicodedata.decimal(sign, " ")) for sign in run)


def _candidates(run: str) -> Iterator[str]:
    """The whole run, and inside it each row of card-like groups: ``12 4111 1111 1111 1111``."""
    groups = _GROUP.findall(run)
    whole = "".join(groups)
    if _SHORTEST <= len(whole) <= _LONGEST:
        yield whole
    for start in range(len(groups)):
        digits = ""
        for group in groups[start : start + _MOST_GROUPS]:
            digits += group
            if len(group) < _PRINTED_GROUP or len(digits) > _LONGEST:
                break
            if len(digits) >= _SHORTEST and digits != whole:
                yield digits


def _is_card(digits: str) -> bool:
    return any(digits[:size] in _PREFIXES for size in _PREFIX_LENGTHS) and _passes_luhn(digits)


def _passes_luhn(digits: str) -> bool:
    values = [int(digit) for digit in reversed(digits)]
    return (sum(values[::2]) + sum(_LUHN_DOUBLED[value] for value in values[1::2])) % 10 == 0
