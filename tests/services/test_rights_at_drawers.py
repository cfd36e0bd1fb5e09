"""Controls 20.1, D-44: each action on a drawer, with each role and whosever drawer it is."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from posapp.domain.codes import ControlStatus, Role
from posapp.domain.control_counts import CountControl
from posapp.domain.control_life import ChangeControl
from posapp.domain.ids import ControlId, DepositControlId, UserId, new_request_id
from posapp.domain.money import Money
from posapp.domain.over_unders import BookOverUnder
from posapp.domain.rights import Actor
from posapp.domain.turn_in import AddTurnIn, TurnInContent
from posapp.errors import NeedsConfirmation, Refused
from posapp.services.bundle import Services
from tests.helpers.office import Office

OPEN, BALANCING, BALANCED = ControlStatus
OWN, SHARED, OTHERS = "own", "shared", "others"
RELATIONS = (OWN, SHARED, OTHERS)
CASHIER, SUPERVISOR = Role.CASHIER, Role.SUPERVISOR
# Who may: the supervisor everywhere, the cashier at the own drawer and at one for all.
AT_WORK = {(CASHIER, OWN), (CASHIER, SHARED), *((SUPERVISOR, one) for one in RELATIONS)}
SUPERVISES = {(SUPERVISOR, one) for one in RELATIONS}
NOT_OWN = {(SUPERVISOR, SHARED), (SUPERVISOR, OTHERS)}

Act = Callable[[Services, Actor, ControlId], object]
NOTHING = TurnInContent("CASH", Money(0))


def ask() -> str:
    return new_request_id()


# Action -> who may, the status that the drawer is in, the call. What is wrong with a call beside
# the rights is found later: nothing was counted, the amount is none, another status is wanted.
ACTIONS: dict[str, tuple[set[tuple[Role, str]], ControlStatus, Act]] = {
    "start balancing": (
        AT_WORK, OPEN, lambda s, a, c: s.control_life.start_balancing(c, ask(), a),
    ),
    "count": (
        AT_WORK, BALANCING,
        lambda s, a, c: s.control_counts.count(
            CountControl(ask(), c, endings=(("CASH", Money(15_000)),)), a
        ),
    ),
    "submit": (AT_WORK, BALANCING, lambda s, a, c: s.control_counts.submit(c, ask(), a)),
    "set balanced": (NOT_OWN, OPEN, lambda s, a, c: s.control_life.balance(c, ask(), a)),
    "back to open": (
        AT_WORK, BALANCING, lambda s, a, c: s.control_life.reopen(c, OPEN, "", ask(), a),
    ),
    "reopen a balanced one": (
        SUPERVISES, BALANCED,
        lambda s, a, c: s.control_life.reopen(c, BALANCING, "a check was found", ask(), a),
    ),
    "set the float": (
        AT_WORK, OPEN,
        lambda s, a, c: s.control_life.change(ChangeControl(ask(), c, Money(20_000)), a),
    ),
    "give it to somebody": (
        SUPERVISES, OPEN,
        lambda s, a, c: s.control_life.change(ChangeControl(ask(), c, user_id=UserId(7)), a),
    ),
    "move it": (
        SUPERVISES, OPEN,
        lambda s, a, c: s.control_life.change(
            ChangeControl(ask(), c, deposit_control_id=DepositControlId(7)), a
        ),
    ),
    "delete": (AT_WORK, BALANCING, lambda s, a, c: s.control_life.delete(c, ask(), a)),
    "book a difference": (
        AT_WORK, OPEN,
        lambda s, a, c: s.over_unders.book(BookOverUnder(ask(), c, "COUNT", "x"), a),
    ),
    "open without a sale": (
        AT_WORK, OPEN,
        lambda s, a, c: s.drawer_openings.open_without_sale(c, "change", ask(), a),
    ),
    "turn in": (
        AT_WORK, OPEN, lambda s, a, c: s.turn_ins.add(AddTurnIn(ask(), c, NOTHING), a),
    ),
}  # fmt: skip
DENIED = {"M-51", "C-02", "M-221"}
"""No such right, another's drawer, the own one (D-15)."""


def arrange(office: Office, status: ControlStatus, relation: str, actor: Actor) -> None:
    """The drawer as if this user, everybody or somebody else had opened it."""
    owner = {
        OWN: actor.user_id, SHARED: None,
        OTHERS: office.actors["admin" if actor is not office.actors["admin"] else "setup"].user_id,
    }[relation]  # fmt: skip
    values: dict[str, Any] = {"owner": owner, "all": owner is None, "id": office.control}
    with office.db.begin() as s:
        s.execute(text("UPDATE tender_control SET status = 'OPEN' WHERE id = :id"), values)
        query = "UPDATE tender_control SET user_id = :owner, all_users = :all WHERE id = :id"
        s.execute(text(query), values)
        query = "UPDATE tender_control SET status = :status WHERE id = :id"
        s.execute(text(query), values | {"status": status.value})


def answer(office: Office, act: Act, actor: Actor) -> str:
    try:
        act(office.services, actor, office.control)
    except Refused as refused:
        return refused.code
    except NeedsConfirmation:
        return ""
    return ""


@pytest.mark.parametrize("name", ACTIONS)
def test_20_1_who_may_do_it_to_whose_drawer(sqlite_office: Office, name: str) -> None:
    office = sqlite_office
    may, status, act = ACTIONS[name]
    allowed = set()
    for role in Role:
        for relation in RELATIONS:
            actor = office.actors[role.value]
            arrange(office, status, relation, actor)
            if answer(office, act, actor) not in DENIED:
                allowed.add((role, relation))
    assert allowed == may
