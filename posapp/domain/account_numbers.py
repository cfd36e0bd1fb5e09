"""Account numbers at other institutions, as people type them (11.1, R13). Pure."""

import re
from typing import Final

from posapp.domain.autopay_codes import AccountRule
from posapp.domain.card_numbers import looks_like_card_number
from posapp.errors import Refused

_SIGNS: Final = re.compile(r"[A-Z0-9]{4,34}")
_DIGITS: Final = re.compile(r"[0-9]{4,17}")
_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_PARTS: Final = re.compile(r"[\s.\-]+")
_IBAN_REST: Final = 97
_LETTERS: Final = 36


def clean_account_number(text: str, rule: AccountRule, field: str = "external_account") -> str:
    """The number in capital letters and digits, without separators.

    A payment card number is refused whatever the rule: of a card its company's token is kept (R13).
    No message repeats what was typed.

    Raises:
        Refused: ``M-58`` a card number, ``M-103`` a number that does not fit the rule.
    """
    number = _PARTS.sub("", text).upper()
    # An IBAN begins with letters, so no part of it is taken for a card.
    is_iban = rule is AccountRule.IBAN and _IBAN.fullmatch(number) is not None
    if not is_iban and looks_like_card_number(text):
        raise Refused("M-58", field=field)
    if not number.isascii() or _SIGNS.fullmatch(number) is None:
        raise Refused("M-103", field=field, reason="has 4 to 34 letters and digits")
    if rule is AccountRule.DIGITS and _DIGITS.fullmatch(number) is None:
        raise Refused("M-103", field=field, reason="has 4 to 17 digits")
    if rule is AccountRule.IBAN and not _is_iban(number):
        raise Refused("M-103", field=field, reason="is an IBAN, and its check digits do not fit")
    return number


def _is_iban(number: str) -> bool:
    """ISO 13616: country and check digits go to the end, letters count from 10, rest is 1."""
    if _IBAN.fullmatch(number) is None:
        return False
    turned = number[4:] + number[:4]
    return int("".join(str(int(sign, _LETTERS)) for sign in turned)) % _IBAN_REST == 1
