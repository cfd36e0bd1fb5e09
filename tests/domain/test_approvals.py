"""Approval by a second person: who may give one, how long it holds, what it lends (D-24, D-44)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from posapp.domain.approvals import approved, check_fresh, lent, right_that_lacks
from posapp.domain.codes import Role
from posapp.domain.ids import UserId
from posapp.domain.rights import Actor, Right
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import NOW

CASHIER = Actor(UserId(1), "cora", "Cora", frozenset({Role.CASHIER}), "MAIN")
BOSS = Actor(UserId(2), "sam", "Sam", frozenset({Role.SUPERVISOR}), "MAIN")
WANTED = frozenset({Right.CANCEL_ANY, Right.REFUND})


def test_d24_another_user_with_the_rights_approves() -> None:
    approval = approved(BOSS, CASHIER, WANTED, NOW)
    assert (approval.approver, approval.rights, approval.at) == (BOSS, WANTED, NOW)


def test_d24_nobody_approves_the_own_request() -> None:
    with pytest.raises(Refused, match="M-133"):
        approved(replace(BOSS, user_id=CASHIER.user_id), CASHIER, WANTED, NOW)


def test_d24_the_approver_needs_the_rights() -> None:
    with pytest.raises(Refused) as refused:
        approved(replace(CASHIER, user_id=UserId(3)), CASHIER, WANTED, NOW)
    assert (refused.value.code, refused.value.fields["right"]) == ("M-135", "cancel_any")


@every(("seconds", "holds"), [(0, True), (60, True), (61, False)])
def test_d24_it_holds_for_sixty_seconds(seconds: int, holds: bool) -> None:
    approval, later = approved(BOSS, CASHIER, WANTED, NOW), NOW + timedelta(seconds=seconds)
    if holds:
        check_fresh(approval, later)
    else:
        with pytest.raises(Refused, match="M-134"):
            check_fresh(approval, later)


def test_d24_what_is_lent_belongs_to_nobody_else() -> None:
    helped = lent(CASHIER, WANTED)
    assert all(helped.may(right) for right in WANTED)
    assert not helped.may(Right.EVENT_TRANSFER)
    assert not CASHIER.may(Right.REFUND)
    assert helped.user_id == CASHIER.user_id


def test_d44_refusals_that_a_right_would_lift() -> None:
    assert right_that_lacks(Refused("M-51", right="refund")) is Right.REFUND
    assert right_that_lacks(Refused("C-02", user="x")) is Right.OPEN_CONTROL_FOR_OTHERS
    assert right_that_lacks(Refused("M-60")) is Right.BACK_DATE
    assert right_that_lacks(Refused("M-43")) is Right.CANCEL_ANY
    assert right_that_lacks(Refused("M-14")) is None
