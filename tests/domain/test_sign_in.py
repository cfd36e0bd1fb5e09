"""Signing in: waiting after wrong passwords, and what a password must be (reliability B.3)."""

from datetime import timedelta

import pytest

from posapp.domain.codes import Role
from posapp.domain.ids import UserId
from posapp.domain.sign_in import (
    User,
    check_new_user,
    check_not_locked,
    lock_after_failure,
)
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import NOW

CASHIER = frozenset({Role.CASHIER})


@every(
    ("tries", "seconds"),
    [
        (0, None),
        (1, None),
        (2, None),
        (3, 2),
        (4, 4),
        (5, 8),
        (6, 16),
        (7, 32),
        (8, 64),
        (9, 128),
        (10, 1800),
        (11, 1800),
        (1000, 1800),
    ],
)
def test_6_3_1_the_delay_doubles_from_the_third_failure(tries: int, seconds: int | None) -> None:
    until = lock_after_failure(tries, NOW)
    assert until == (None if seconds is None else NOW + timedelta(seconds=seconds))


def user(wait: float | None) -> User:
    until = None if wait is None else NOW + timedelta(seconds=wait)
    return User(UserId(1), "cora", "Cora", "hash", "MAIN", 3, until, True, CASHIER)


@every("wait", [None, 0, -1, -3600])
def test_m53_who_need_not_wait(wait: float | None) -> None:
    check_not_locked(user(wait), NOW)


@every(("wait", "minutes"), [(0.5, 1), (1, 1), (60, 1), (61, 2), (1800, 30)])
def test_m53_who_must_wait_is_told_how_long(wait: float, minutes: int) -> None:
    with pytest.raises(Refused) as refused:
        check_not_locked(user(wait), NOW)
    assert (refused.value.code, refused.value.fields) == ("M-53", {"minutes": minutes})


@every("login", ["c", "cora", "ΚΟΡΑ", "x" * 36])
def test_new_users(login: str) -> None:
    check_new_user(login, CASHIER)


@every(
    ("login", "roles", "field"),
    [
        ("", CASHIER, "login"),
        ("co\nra", CASHIER, "login"),
        ("co\x00ra", CASHIER, "login"),
        ("x" * 37, CASHIER, "login"),
        ("cora", frozenset(), "role"),
    ],
)
def test_new_users_without_a_usable_name_or_a_role(
    login: str, roles: frozenset[Role], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        check_new_user(login, roles)
    assert (refused.value.code, refused.value.fields["field"]) == ("M-50", field)
