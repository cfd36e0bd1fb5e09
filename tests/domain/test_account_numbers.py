"""Account numbers at other institutions (11.1, R13)."""

import pytest

from posapp.domain.account_numbers import clean_account_number
from posapp.domain.autopay_codes import AccountRule
from posapp.errors import Refused
from tests.helpers.every import every

IBAN = "DE89 3704 0044 0532 0130 00"
NUMBERS = [
    ("separators do not count", " 98-76.54 3210 ", AccountRule.DIGITS, "9876543210"),
    ("letters of a token", "tok4711abcd", AccountRule.ANY, "TOK4711ABCD"),
    ("four signs", "1234", AccountRule.ANY, "1234"),
    ("IBAN", IBAN, AccountRule.IBAN, "DE89370400440532013000"),
    ("IBAN with letters", "gb82 west 1234 5698 7654 32", AccountRule.IBAN, "GB82WEST12345698765432"),
    ("R13 card", "4111 1111 1111 1111", AccountRule.ANY, "M-58"),
    ("R13 card as IBAN", "4111111111111111", AccountRule.IBAN, "M-58"),
    ("three signs", "123", AccountRule.ANY, "M-103"),
    ("nothing", "", AccountRule.ANY, "M-103"),
    ("35 signs", "A" * 35, AccountRule.ANY, "M-103"),
    ("other letters", "ÄÖÜ1234", AccountRule.ANY, "M-103"),
    ("other digits", "١٢٣٤٥٦", AccountRule.ANY, "M-103"),
    ("letters among digits", "12345A", AccountRule.DIGITS, "M-103"),
    ("18 digits", "123456789012345678", AccountRule.DIGITS, "M-103"),
    ("IBAN mistyped", "DE89370400440532013001", AccountRule.IBAN, "M-103"),
    ("no IBAN", "12345678", AccountRule.IBAN, "M-103"),
]  # fmt: skip


@every(("typed", "rule", "expected"), [row[1:] for row in NUMBERS], ids=[row[0] for row in NUMBERS])
def test_account_numbers(typed: str, rule: AccountRule, expected: str) -> None:
    if not expected.startswith("M-"):
        assert clean_account_number(typed, rule) == expected
        return
    with pytest.raises(Refused) as refused:
        clean_account_number(typed, rule)
    assert refused.value.code == expected
    assert "value" not in refused.value.fields
