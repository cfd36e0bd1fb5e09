"""Signing in: throttling of wrong passwords.

Source: reliability B.3 (ASVS 6.3): delay doubling from the third failure, locked for 30 minutes at the
tenth.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from posapp.domain.codes import Role
from posapp.domain.ids import UserId
from posapp.domain.rights import Right, rights_of
from posapp.errors import Refused

FREE_TRIES: Final = 2
MOST_UNKNOWN: Final = 10_000
"""Names that nobody has whose wrong passwords are counted; of more the oldest is forgotten.

Trying so many takes a quarter of an hour of hashing, and each try is in the audit.
"""
MAX_TRIES: Final = 10
MAX_LOGIN: Final = 36
LOCK: Final = timedelta(minutes=30)
FIRST_DELAY: Final = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong passwords in a row under a name, whether somebody has it or not.

    Attributes:
        failed_tries: how many.
        locked_until: until when one must wait.
    """

    failed_tries: int = 0
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class User:
    """A user as the sign-in reads it; ``password_hash`` never leaves the services."""

    id: UserId
    login: str
    name: str
    password_hash: str
    office: str
    failed_tries: int
    locked_until: datetime | None
    active: bool
    roles: frozenset[Role]


def works_at_drawers(user: User, office: str) -> bool:
    """Whether a drawer of an office may be opened for a user (controls 5.1)."""
    may = Right.OPEN_CONTROL in rights_of(user.roles)
    return user.active and user.office == office and may


def check_new_user(login: str, roles: frozenset[Role]) -> None:
    """Stop a user without a usable name or without a role.

    Raises:
        Refused: ``M-50``.
    """
    if not login or not login.isprintable() or len(login) > MAX_LOGIN:
        raise Refused("M-50", field="login", value=login[:MAX_LOGIN], reason="is not a user name")
    if not roles:
        raise Refused("M-50", field="role", value="", reason="is missing")


def check_not_locked(user: User | Tries, now: datetime) -> None:
    """Stop one who must wait; a name that nobody has waits like one that somebody has.

    Raises:
        Refused: ``M-53`` with the minutes left, rounded up.
    """
    if user.locked_until is not None and user.locked_until > now:
        left = user.locked_until - now
        raise Refused("M-53", minutes=-(-int(left.total_seconds()) // 60) or 1)


def lock_after_failure(failed_tries: int, now: datetime) -> datetime | None:
    """Until when a user must wait after the n-th wrong password in a row."""
    if failed_tries >= MAX_TRIES:
        return now + LOCK
    if failed_tries > FREE_TRIES:
        doublings = failed_tries - FREE_TRIES - 1
        return now + FIRST_DELAY * (1 << doublings)
    return None
