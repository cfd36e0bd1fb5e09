"""R12: signing in while others try too, and what is written down of it (D-40)."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from posapp.domain.approvals import Secret
from posapp.domain.codes import ControlStatus, Role
from posapp.domain.ids import UserId, new_request_id
from posapp.domain.sign_in import Tries
from posapp.domain.topics import Topic
from posapp.errors import Refused
from posapp.services.setup import SetUpCache
from posapp.services.users import Users
from posapp.storage import sign_in_tries as unknown_store
from posapp.storage import users as store
from posapp.vault.passwords import hash_password
from tests.helpers.office import Office
from tests.helpers.rows import put

pytestmark = pytest.mark.usefixtures("quick_hashes")

PASSWORD = "correct horse battery"


@pytest.fixture
def kim(office: Office) -> UserId:
    """A cashier in a second office, with a password."""
    with office.db.begin() as s:
        put(s, "office", code="WEST", name="West", issuing_center="WEST", zone="Asia/Tokyo")
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))
    roles = frozenset({Role.CASHIER})
    admin = office.actors["admin"]
    return office.services.users.add("kim", "Kim", PASSWORD, roles, admin, office="WEST").value


def meanwhile(office: Office, act: Callable[[], None]) -> Users:
    """Users whose sign-in is overtaken once, between reading the user and writing."""
    waiting = [act]

    def clock() -> datetime:
        if waiting:
            waiting.pop()()
        return office.clock()

    return Users(office.db, clock, SetUpCache())


def tries(office: Office) -> int:
    with office.db.read() as s:
        user = store.load_user(s, "kim")
    assert user is not None
    return user.failed_tries


def refused(users: Users, password: str) -> str:
    with pytest.raises(Refused) as caught:
        users.sign_in("kim", password)
    return caught.value.code


def test_r12_wrong_passwords_at_the_same_moment_all_count(office: Office, kim: UserId) -> None:
    def another() -> None:
        assert refused(office.services.users, "wrong") == "M-52"

    assert refused(meanwhile(office, another), "wrong too") == "M-52"
    assert tries(office) == 2
    assert kim


def test_r12_a_lock_that_came_meanwhile_holds_for_the_right_password(
    office: Office, kim: UserId
) -> None:
    def locked() -> None:
        with office.db.begin() as s:
            store.set_tries(s, kim, 10, office.clock() + timedelta(minutes=30))

    assert refused(meanwhile(office, locked), PASSWORD) == "M-53"
    assert tries(office) == 10


def test_d40_a_sign_in_lies_in_the_chain_of_the_users_office(office: Office, kim: UserId) -> None:
    office.services.users.sign_in("kim", PASSWORD)
    refused(office.services.users, "wrong")
    query = text("SELECT chain FROM audit WHERE object_id = :id AND action LIKE 'user.sign%'")
    with office.db.read() as s:
        chains = s.execute(query, {"id": kim}).scalars().all()
    # Three in the afternoon in London is the next day in Tokyo.
    assert chains == ["office/WEST/2026-11-21", "office/WEST/2026-11-21"]


def said_of(office: Office, action: str) -> list[tuple[int | None, int | None, dict[str, object]]]:
    """Who, about whom, and what the audit keeps of an action, oldest first."""
    query = text(
        "SELECT user_id, object_id, body FROM audit WHERE action = :action ORDER BY at, seq"
    )
    with office.db.read() as s:
        rows = s.execute(query, {"action": action}).all()
    return [(row.user_id, row.object_id, json.loads(row.body)) for row in rows]


def answers(office: Office, login: str, tries: int) -> list[str]:
    found = []
    for _ in range(tries):
        with pytest.raises(Refused) as caught:
            office.services.users.sign_in(login, "wrong", workstation="WS9")
        found.append(str(caught.value))
    return found


def test_b3_the_answer_never_tells_who_is_there(office: Office, kim: UserId) -> None:
    """Finding out names: both wait after the third wrong password, as long as one another."""
    assert kim
    for _ in range(4):
        known, unknown = answers(office, "kim", 4), answers(office, "Nobody", 4)
        assert known == unknown
        assert known[-1].startswith("M-53")
        office.clock.advance(seconds=120)
    office.clock.advance(seconds=3600)
    assert answers(office, "NOBODY ", 1) == answers(office, "kim", 1)


def test_b3_tries_under_unknown_names_do_not_grow_for_ever(office: Office) -> None:
    at = office.clock()
    for number in range(5):
        with office.db.begin() as s:
            name = f"nobody{number}"
            before = unknown_store.begin_unknown(s, name, at + timedelta(seconds=number))
            count = Tries(before.failed_tries + 1)
            unknown_store.set_unknown(s, name, count, at + timedelta(seconds=number), 3)
    with office.db.read() as s:
        left = [unknown_store.load_unknown(s, f"nobody{number}") for number in range(5)]
        assert s.execute(text("SELECT count(*) FROM sign_in_try")).scalar_one() == 3
    assert [one.failed_tries for one in left] == [0, 0, 1, 1, 1]


def test_pain_15_tries_while_locked_are_written_down(office: Office, kim: UserId) -> None:
    answers(office, "kim", 5)
    answers(office, "nobody", 4)
    said = {"login": "kim", "workstation": "WS9"}
    mine, theirs = (kim, kim, said), (None, None, said | {"login": "nobody"})
    failed = said_of(office, "user.sign-in-failed")
    assert (failed.count(mine), failed.count(theirs), len(failed)) == (3, 3, 6)
    locked = said_of(office, "user.sign-in-locked")
    assert (locked.count(mine), locked.count(theirs), len(locked)) == (2, 1, 3)


def test_pain_15_an_approval_that_fails_names_who_asked_where_and_for_what(
    office: Office, kim: UserId
) -> None:
    cashier, boss = office.cashier, office.supervisor.user_id
    with office.db.begin() as s:
        store.set_password(s, boss, hash_password(PASSWORD))
    request = new_request_id()

    def reopen(login: str, password: str) -> str:
        with pytest.raises(Refused) as caught:
            office.services.control_life.reopen(
                office.control, ControlStatus.OPEN, "x", request, cashier,
                secret=Secret(login, password),
            )  # fmt: skip
        return caught.value.code

    assert [reopen("supervisor", "guess") for _ in range(4)] == ["M-52"] * 3 + ["M-53"]
    assert reopen("nobody", "guess") == "M-52"
    assert reopen("kim", PASSWORD) == "M-267"
    said = {
        "login": "supervisor", "workstation": cashier.workstation,
        "requested_by": cashier.user_id, "for": "control.reopen", "object": office.control,
        "request": request,
    }  # fmt: skip
    by = cashier.user_id
    assert said_of(office, "user.approve-failed") == [
        *[(by, boss, said)] * 3, (by, None, said | {"login": "nobody"}),
    ]  # fmt: skip
    assert said_of(office, "user.approve-locked") == [(by, boss, said)]
    refusal = said | {"login": "kim", "code": "M-267"}
    assert said_of(office, "user.approve-refused") == [(by, kim, refusal)]
    assert not said_of(office, "user.sign-in-failed")


def test_another_workstation_learns_of_a_new_user(office: Office) -> None:
    changes, supervisor = office.services.changes, office.supervisor
    mark, _ = changes.since(None, supervisor)
    roles, admin = frozenset({Role.CASHIER}), office.actors["admin"]
    office.services.users.add("kim", "Kim", PASSWORD, roles, admin)
    there = type(supervisor)(
        supervisor.user_id, supervisor.login, supervisor.name, supervisor.roles, "MAIN", "WS2"
    )
    assert changes.since(mark, there)[1] == {Topic.USERS}
