"""What a good password is (NIST SP 800-63B-4, ASVS 6.2)."""

import pytest

from posapp.domain.password_rules import PasswordRules, check_password, same_signs
from posapp.errors import Refused

RULES = PasswordRules(
    {"mailcreated5240", "correct horse b"}.__contains__, 15, ("Harbor Utilities",)
)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "twelve plus 3 is",
        "\u03b1\u03b2\u03b3\u03b4\u03b5 \u03b6\u03b7\u03b8\u03b9\u03ba\u03bb\u03bc\u03bd\u03be",
        "x!" + "y" * 126,
        "harbor utilities at noon",
        "                h",
    ],
)
def test_6_2_5_no_rules_of_composition(password: str) -> None:
    check_password(password, "margarete", RULES)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "fewer than 15"),
        ("fourteen signs", "fewer than 15"),
        ("x!" * 64 + "z", "more than 128"),
        ("mailcreated5240", "first that anybody tries"),
        ("\uff43orrect horse b", "first that anybody tries"),
        ("aaaaaaaaaaaaaaaa", "first that anybody tries"),
        ("abcdabcdabcdabcda", "first that anybody tries"),
        ("Harbor Utilities", "everybody here knows"),
        ("harbor-utilities-2026!", "everybody here knows"),
        ("MARGARETE 123456", "everybody here knows"),
        ("margaretemargarete", "everybody here knows"),
    ],
)
def test_6_2_weak_passwords_are_refused_and_never_repeated(password: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        check_password(password, "margarete", RULES)
    assert refused.value.code == "M-50"
    assert reason in refused.value.fields["reason"]
    assert refused.value.fields["value"] == "********"


def test_6_2_the_same_signs_from_another_keyboard_are_the_same_password() -> None:
    assert same_signs("Caf\u0065\u0301") == same_signs("Caf\u00e9")


def test_6_2_an_office_may_ask_for_fewer() -> None:
    check_password("eight ch", "cora", PasswordRules(RULES.is_common, 8))
