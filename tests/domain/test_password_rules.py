"""What a good password is (NIST SP 800-63B-4, ASVS 6.2)."""

import pytest

from posapp.domain.messages import sentence
from posapp.domain.password_rules import (
    Estimate,
    PasswordRules,
    Pattern,
    check_password,
    same_signs,
)
from posapp.errors import Refused
from tests.helpers.every import every

KNOWN = {
    "mailcreated5240": Estimate(5, Pattern.WORDS),
    "correct horse b": Estimate(9, Pattern.WORDS),
    "qwertyuiopasdfghjkl": Estimate(4, Pattern.KEYBOARD),
    "123456789012345678": Estimate(4, Pattern.SEQUENCE),
    "22/11/2026 at noon": Estimate(9, Pattern.DATE),
    "welcome to harbor utilities": Estimate(9, Pattern.CONTEXT),
    "zq pt zq pt zq!": Estimate(9, Pattern.OTHER),
    "five ch": Estimate(3, Pattern.WORDS),
    "ten to ten": Estimate(5, Pattern.WORDS),
}


def told(password: str, _context: tuple[str, ...]) -> Estimate:
    return KNOWN.get(password, Estimate(10, Pattern.OTHER))


RULES = PasswordRules(told, 15, ("Harbor Utilities",))


@every(
    "password",
    [
        "twelve plus 3 is",
        "\u03b1\u03b2\u03b3\u03b4\u03b5 \u03b6\u03b7\u03b8\u03b9\u03ba\u03bb\u03bc\u03bd\u03be",
        "x!" + "y" * 126,
        "harbor utilities at noon",
        "correct horse battery",
        "my little lamb had a mary",
    ],
)
def test_6_2_5_no_rules_of_composition(password: str) -> None:
    check_password(password, "margarete", RULES)


@every(
    ("password", "reason"),
    [
        ("", "fewer than 15"),
        ("fourteen signs", "fewer than 15"),
        ("x!" * 64 + "z", "more than 128"),
        ("mailcreated5240", "first that anybody tries"),
        ("\uff43orrect horse b", "first that anybody tries"),
        ("aaaaaaaaaaaaaaaa", "again and again"),
        ("abcdabcdabcdabcda", "again and again"),
        ("supervisor supervisor1", "again and again"),
        ("green, green, green, green", "again and again"),
        ("qwertyuiopasdfghjkl", "keys of the keyboard"),
        ("123456789012345678", "a count or a row"),
        ("22/11/2026 at noon", "a date"),
        ("welcome to harbor utilities", "everybody here knows"),
        ("zq pt zq pt zq!", "too easy to guess"),
        ("Correct-Horse-Battery-Staple", "a phrase that everybody knows"),
        ("to be or not to be 123", "a phrase that everybody knows"),
        ("Harbor Utilities", "everybody here knows"),
        ("harbor-utilities-2026!", "everybody here knows"),
        ("MARGARETE 123456", "everybody here knows"),
        ("margaretemargarete", "everybody here knows"),
    ],
)
def test_6_2_weak_passwords_are_refused_and_never_repeated(password: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        check_password(password, "margarete", RULES)
    assert refused.value.code == "M-286"
    assert reason in refused.value.fields["reason"]
    assert password not in str(refused.value.fields) or not password
    said = sentence(refused.value.code, refused.value.fields)
    assert said.startswith("The new password ")
    assert "*" not in said


def test_6_2_the_same_signs_from_another_keyboard_are_the_same_password() -> None:
    assert same_signs("Caf\u0065\u0301") == same_signs("Caf\u00e9")


def test_6_2_an_office_may_ask_for_fewer_and_then_fewer_guesses_will_do() -> None:
    check_password("ten to ten", "cora", PasswordRules(told, 8))
    with pytest.raises(Refused, match="M-286"):
        check_password("ten to ten", "cora", PasswordRules(told, 10))
    with pytest.raises(Refused, match="M-286"):
        check_password("five ch", "cora", PasswordRules(told, 7))


def test_6_2_the_guesser_knows_the_names_and_each_word_of_them() -> None:
    asked: list[tuple[str, ...]] = []

    def estimate(_password: str, context: tuple[str, ...]) -> Estimate:
        asked.append(context)
        return Estimate(20, Pattern.OTHER)

    check_password("seven grey herons", "cora", PasswordRules(estimate, 15, ("Harbor Utilities",)))
    assert asked == [("Harbor Utilities", "cora", "harbor", "utilities")]
