"""Judging a new password by the set-up and the list of known ones (reliability B.3)."""

from posapp.domain.password_rules import LEAST_LENGTH, PasswordRules, check_password
from posapp.domain.setup import SetUp
from posapp.late import part

_PROGRAM = "posapp"


def check_new_password(password: str, login: str, setup: SetUp) -> None:
    """Stop a password that this office does not take.

    Raises:
        Refused: ``M-50``.
    """
    office = setup.installation
    _check(password, login, office.least_password, office.organisation)


def check_first_password(password: str, login: str, organisation: str) -> None:
    """Stop a password that no new office would take.

    Raises:
        Refused: ``M-50``.
    """
    _check(password, login, LEAST_LENGTH, organisation)


def _check(password: str, login: str, least: int, organisation: str) -> None:
    known = part("posapp.vault.common_passwords").is_common
    check_password(password, login, PasswordRules(known, least, (organisation, _PROGRAM)))
