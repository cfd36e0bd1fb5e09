"""R12: signing in while others try too, and what is written down of it (D-40)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from posapp.domain.codes import Role
from posapp.domain.ids import UserId
from posapp.domain.topics import Topic
from posapp.errors import Refused
from posapp.services.setup import SetUpCache
from posapp.services.users import Users
from posapp.storage import users as store
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


def test_another_workstation_learns_of_a_new_user(office: Office) -> None:
    changes, supervisor = office.services.changes, office.supervisor
    mark, _ = changes.since(None, supervisor)
    roles, admin = frozenset({Role.CASHIER}), office.actors["admin"]
    office.services.users.add("kim", "Kim", PASSWORD, roles, admin)
    there = type(supervisor)(
        supervisor.user_id, supervisor.login, supervisor.name, supervisor.roles, "MAIN", "WS2"
    )
    assert changes.since(mark, there)[1] == {Topic.USERS}
