"""Judging a new password by the set-up and the list of known ones (reliability B.3)."""

from posapp.domain.password_rules import (
    LEAST_LENGTH,
    Estimate,
    PasswordRules,
    Pattern,
    check_password,
)
from posapp.domain.setup import SetUp
from posapp.late import part

_PROGRAM = "posapp"


def check_new_password(password: str, login: str, setup: SetUp) -> None:
    """Stop a password that this office does not take.

    Raises:
        Refused: ``M-286``.
    """
    office = setup.installation
    _check(password, login, office.least_password, office.organisation)


def check_first_password(password: str, login: str, organisation: str) -> None:
    """Stop a password that no new office would take.

    Raises:
        Refused: ``M-286``.
    """
    _check(password, login, LEAST_LENGTH, organisation)


def estimate(password: str, context: tuple[str, ...]) -> Estimate:
    """How soon a password is guessed by somebody who knows the words of the context."""
    powers, pattern = part("posapp.vault.common_passwords").estimate(password, context)
    return Estimate(powers, Pattern(pattern))


def _check(password: str, login: str, least: int, organisation: str) -> None:
    check_password(password, login, PasswordRules(estimate, least, (organisation, _PROGRAM)))
