"""Who may do what: the whole table of D-44, written out."""

import pytest

from posapp.domain.codes import Role
from posapp.domain.ids import UserId
from posapp.domain.rights import ROLE_RIGHTS, Actor, Right, rights_of
from posapp.errors import Refused
from tests.helpers.every import every

# One line per action, one column per role: cashier, supervisor, set-up, auditor, admin.
TABLE = """
                          cashier supervisor setup auditor admin
view                         x        x        x      x      x
add_event                    x        x        -      -      -
distribute                   x        x        -      -      -
freeze                       x        x        -      -      -
cancel_match                 -        x        -      -      -
payment_transfer             x        x        -      -      -
event_transfer               -        x        -      -      -
cancel_own                   x        x        -      -      -
cancel_any                   -        x        -      -      -
delete_event                 -        x        -      -      -
back_date                    -        x        -      -      -
override_cash_only           -        x        -      -      -
override_limit               -        x        -      -      -
issue_item                   x        x        -      -      -
release_item                 -        x        -      -      -
add_credit                   x        x        -      -      -
process_checkout             -        x        -      -      -
refund                       -        x        -      -      -
break_lock                   -        x        -      -      -
open_control                 x        x        -      -      -
open_control_for_others      -        x        -      -      -
balance_control              -        x        -      -      -
book_over_under              x        x        -      -      -
over_under_above             -        x        -      -      -
no_sale                      x        x        -      -      -
turn_in                      x        x        -      -      -
approve                      -        x        -      -      -
deposit_control              -        x        -      -      -
reopen                       -        x        -      -      -
see_expected                 -        x        -      x      -
see_ledger                   -        x        x      x      x
export_ledger                -        x        x      -      x
print                        x        x        -      -      -
setup                        -        -        x      -      x
periods                      -        -        x      -      x
mandates                     -        -        x      -      x
jobs                         -        x        x      -      x
import                       -        -        x      -      x
see_users                    -        -        x      x      x
users                        -        -        x      -      x
audit_log                    -        x        -      x      -
check_database               -        x        x      x      x
restore                      -        -        -      -      x
"""

LINES = [line.split() for line in TABLE.strip().splitlines()]
ROLES = LINES[0]
CELLS = [
    (role, right, mark == "x")
    for right, *marks in LINES[1:]
    for role, mark in zip(ROLES, marks, strict=True)
]


def actor(*roles: str) -> Actor:
    return Actor(UserId(1), "someone", "Someone", frozenset(Role(role) for role in roles), "MAIN")


@every(("role", "right", "allowed"), CELLS)
def test_d44_role_and_right(role: str, right: str, allowed: bool) -> None:
    someone = actor(role)
    assert someone.may(Right(right)) is allowed
    if allowed:
        someone.require(Right(right))
    else:
        with pytest.raises(Refused) as refused:
            someone.require(Right(right))
        assert (refused.value.code, refused.value.fields) == ("M-51", {"right": right})


def test_d44_the_table_is_whole() -> None:
    assert [line[0] for line in LINES[1:]] == [right.value for right in Right]
    assert set(ROLES) == {role.value for role in Role} == {role.value for role in ROLE_RIGHTS}


MONEY = {
    Right.ADD_EVENT, Right.DISTRIBUTE, Right.FREEZE, Right.PAYMENT_TRANSFER, Right.EVENT_TRANSFER,
    Right.CANCEL_OWN, Right.CANCEL_ANY, Right.DELETE_EVENT, Right.ADD_CREDIT, Right.REFUND,
    Right.PROCESS_CHECKOUT, Right.OPEN_CONTROL, Right.OPEN_CONTROL_FOR_OTHERS, Right.TURN_IN,
    Right.APPROVE, Right.DEPOSIT_CONTROL, Right.REOPEN,
}  # fmt: skip


@every("role", [Role.SETUP, Role.AUDITOR, Role.ADMIN])
def test_d44_set_up_auditor_and_admin_take_no_money(role: Role) -> None:
    assert not ROLE_RIGHTS[role] & MONEY


def test_d44_who_takes_money_does_not_set_up() -> None:
    setting_up = {Right.SETUP, Right.PERIODS, Right.MANDATES, Right.IMPORT, Right.USERS}
    assert not (ROLE_RIGHTS[Role.CASHIER] | ROLE_RIGHTS[Role.SUPERVISOR]) & setting_up
    assert ROLE_RIGHTS[Role.CASHIER] < ROLE_RIGHTS[Role.SUPERVISOR]


def test_roles_add_up_and_no_role_may_nothing() -> None:
    both = actor("cashier", "setup")
    assert both.may(Right.ADD_EVENT)
    assert both.may(Right.USERS)
    assert not both.may(Right.APPROVE)
    assert rights_of(both.roles) == ROLE_RIGHTS[Role.CASHIER] | ROLE_RIGHTS[Role.SETUP]
    assert rights_of(frozenset()) == frozenset()
    assert not any(actor().may(right) for right in Right)
