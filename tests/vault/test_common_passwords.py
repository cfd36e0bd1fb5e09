"""Long passwords that are guessed soon, and ordinary ones that are not (NIST 800-63B, ASVS 6.2.4)."""

from posapp.domain.password_rules import MOST_LENGTH, PasswordRules, Pattern, check_password
from posapp.errors import Refused
from posapp.services.password_checks import estimate
from tests.helpers.every import every

RULES = PasswordRules(estimate, 15, ("Harbor Utilities", "posapp"))
REFUSED = {
    "passwordpassword": "again and again",
    "iloveyouiloveyou": "again and again",
    "letmeinletmeinletmein": "again and again",
    "let me in let me in let me in": "again and again",
    "P@ssw0rdP@ssw0rd": "again and again",
    "passw0rd passw0rd1": "again and again",
    "Password-2026-Password": "again and again",
    "summer2026summer2026": "again and again",
    "secretsecretsecret1": "again and again",
    "                h": "again and again",
    "123456789012345678": "a count or a row",
    "welcome12345678": "a count or a row",
    "Password123456789!": "a count or a row",
    "abcdefghijklmnopqrst": "a count or a row",
    "zyxwvutsrqponmlk": "a count or a row",
    "qwertyuiopasdfghjkl": "keys of the keyboard",
    "q w e r t y u i o p": "keys of the keyboard",
    "monkeydragonmonkey": "first that anybody tries",
    "januaryfebruarymarch": "first that anybody tries",
    "1q2w3e4r5t6y7u8i": "first that anybody tries",
    "zaq12wsxcde34rfv": "first that anybody tries",
    "football1234567": "first that anybody tries",
    "correct horse battery staple": "a phrase that everybody knows",
    "to be or not to be": "a phrase that everybody knows",
    "welcome to harbor utilities": "everybody here knows",
    "posapp at harbor": "everybody here knows",
    "margarete 20261122": "everybody here knows",
}
TAKEN = (
    "correct horse battery",
    "seven grey herons",
    "another good one",
    "a long enough secret",
    "my dog likes red apples",
    "purple tractor sings loud",
    "three blue kettles near",
    "the tin box is empty on monday",
    "our old cat sleeps late",
    "Tuesday rain in Leeds 7",
    "twelve plus 3 is",
    "harbor utilities closes at noon",
    "kT9#vQ2!mZ7$wLp4",
    "\u03c4\u03c1\u03af\u03b1 \u03bc\u03b9\u03ba\u03c1\u03ac \u03c0\u03bf\u03c5\u03bb\u03b9\u03ac",
)


def reason_against(password: str) -> str:
    """Why a password is refused; empty when it is taken."""
    try:
        check_password(password, "margarete", RULES)
    except Refused as refused:
        return str(refused.fields["reason"])
    return ""


@every("password", REFUSED)
def test_6_2_4_a_long_password_that_is_guessed_soon_is_refused(password: str) -> None:
    assert REFUSED[password] in reason_against(password)


@every("password", TAKEN)
def test_6_2_4_ordinary_passphrases_are_taken(password: str) -> None:
    assert reason_against(password) == ""


def test_6_2_4_the_longest_password_can_be_looked_at() -> None:
    assert estimate("x!" + "y" * (MOST_LENGTH - 2), ()).pattern is Pattern.REPEAT
