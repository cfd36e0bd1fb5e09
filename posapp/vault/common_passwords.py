"""Passwords that everybody tries: the list that zxcvbn brings (NIST SP 800-63B-4, ASVS 6.2.4)."""

from typing import Any, Final

from zxcvbn import frequency_lists

_LISTS: Final[Any] = frequency_lists.FREQUENCY_LISTS
_COMMON: Final = frozenset(_LISTS["passwords"])


def is_common(password: str) -> bool:
    """Whether a password is on the list, in whatever case."""
    return password.casefold() in _COMMON
