"""Changing users (D-44, B.3): rights, audit, and that nobody locks the office out."""

import json

import pytest
from sqlalchemy import text

from posapp.domain.codes import Role
from posapp.domain.ids import UserId, new_request_id
from posapp.domain.user_edits import UserChange, UserLine
from posapp.errors import Refused
from tests.helpers.events import add
from tests.helpers.office import DAY, Office

pytestmark = pytest.mark.usefixtures("quick_hashes")

PASSWORD = "correct horse battery"


@pytest.fixture
def kim(office: Office) -> UserId:
    """A cashier with a password."""
    roles, admin = frozenset({Role.CASHIER}), office.actors["admin"]
    return office.services.users.add("kim", "Kim", PASSWORD, roles, admin).value


def user(office: Office, user_id: UserId) -> UserLine:
    users = office.services.user_edits.list_users(office.actors["admin"])
    return next(one for one in users if one.id == user_id)


def change(office: Office, user_id: UserId, asker: str = "admin", **values: object) -> None:
    wanted = UserChange(**values)  # type: ignore[arg-type]
    edits = office.services.user_edits
    edits.change(user_id, wanted, new_request_id(), office.actors[asker])


def last_audit(office: Office) -> tuple[str, dict[str, object]]:
    with office.db.read() as s:
        query = text("SELECT action, body FROM audit WHERE action LIKE 'user.set%' ORDER BY at")
        row = s.execute(query).all()[-1]
    return row.action, json.loads(row.body)


def test_d44_name_roles_and_source_change_with_audit(office: Office, kim: UserId) -> None:
    roles = frozenset({Role.SUPERVISOR, Role.AUDITOR})
    change(office, kim, name="Kim Lee", roles=roles, source="CASH-A01")
    found = user(office, kim)
    assert (found.name, found.roles, found.sources) == ("Kim Lee", roles, ("CASH-A01",))
    assert last_audit(office) == (
        "user.set",
        {
            "login": "kim", "name": ["Kim", "Kim Lee"],
            "roles": [["cashier"], ["auditor", "supervisor"]], "source": [[], "CASH-A01"],
        },
    )  # fmt: skip
    change(office, kim, source="")
    assert user(office, kim).sources == ()
    assert user(office, kim).name == "Kim Lee"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"roles": frozenset()}, "M-50"), ({"name": " "}, "M-50"), ({"source": "NONE"}, "M-55"),
    ],
)  # fmt: skip
def test_d44_what_cannot_be_is_refused(
    office: Office, kim: UserId, values: dict[str, object], code: str
) -> None:
    before = user(office, kim)
    with pytest.raises(Refused, match=code):
        change(office, kim, **values)
    with pytest.raises(Refused, match="M-55"):
        change(office, UserId(7), **values | {"name": "X"})
    assert user(office, kim) == before


def test_d44_nobody_changes_the_own_roles(office: Office) -> None:
    own = office.actors["admin"].user_id
    with pytest.raises(Refused, match="M-154"):
        change(office, own, roles=frozenset({Role.ADMIN, Role.SUPERVISOR}))
    change(office, own, name="Chief")
    assert user(office, own).name == "Chief"


def test_d44_the_last_active_administrator_stays(office: Office, kim: UserId) -> None:
    own = office.actors["admin"].user_id
    with pytest.raises(Refused, match="M-155"):
        change(office, own, active=False)
    change(office, kim, roles=frozenset({Role.ADMIN}))
    with pytest.raises(Refused, match="M-154"):
        change(office, own, active=False)
    edits, actor = office.services.user_edits, office.services.users.sign_in("kim", PASSWORD)
    edits.change(own, UserChange(active=False), new_request_id(), actor)
    assert not next(one for one in edits.list_users(actor) if one.id == own).active
    with pytest.raises(Refused, match="M-155"):
        edits.change(kim, UserChange(active=False), new_request_id(), actor)


def test_b3_who_is_deactivated_neither_signs_in_nor_acts(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    add(office, account, [("CASH", 100)], [(account, 100)])
    change(office, office.cashier.user_id, active=False)
    assert not office.services.user_edits.is_active(office.cashier)
    assert office.services.user_edits.is_active(office.supervisor)
    with pytest.raises(Refused, match="M-153"):
        add(office, account, [("CASH", 200)], [(account, 200)])
    with office.db.read() as s:
        assert s.execute(text("SELECT count(*) FROM payment_event")).scalar() == 1
    change(office, office.cashier.user_id, active=True)
    add(office, account, [("CASH", 200)], [(account, 200)])


def test_b3_a_deactivated_user_gets_the_answer_of_a_wrong_password(
    office: Office, kim: UserId
) -> None:
    change(office, kim, active=False)
    with pytest.raises(Refused, match="M-52"):
        office.services.users.sign_in("kim", PASSWORD)


def test_b3_a_new_password_replaces_the_old_and_ends_a_lock(office: Office, kim: UserId) -> None:
    users, edits = office.services.users, office.services.user_edits
    for _try in range(3):
        with pytest.raises(Refused, match="M-52"):
            users.sign_in("kim", "wrong one")
    with pytest.raises(Refused, match="M-53"):
        users.sign_in("kim", PASSWORD)
    admin, request = office.actors["admin"], new_request_id()
    with pytest.raises(Refused, match="M-286"):
        edits.set_password(kim, "short", request, admin)
    edits.set_password(kim, "another good one", request, admin)
    assert edits.set_password(kim, "another good one", request, admin).replayed
    assert users.sign_in("kim", "another good one").user_id == kim
    assert last_audit(office) == ("user.set-password", {"login": "kim"})
    with pytest.raises(Refused, match="M-52"):
        users.sign_in("kim", PASSWORD)


def test_b3_the_own_password_is_changed_by_who_knows_it(office: Office, kim: UserId) -> None:
    users, edits = office.services.users, office.services.user_edits
    me = users.sign_in("kim", PASSWORD)
    with pytest.raises(Refused, match="M-52") as refused:
        edits.set_own_password("not the present one", "another long secret", new_request_id(), me)
    assert refused.value.fields["field"] == "present_password"
    with pytest.raises(Refused, match="M-286"):
        edits.set_own_password(PASSWORD, "too short", new_request_id(), me)
    request = new_request_id()
    assert not edits.set_own_password(PASSWORD, "another long secret", request, me).replayed
    assert users.sign_in("kim", "another long secret").user_id == kim
    with pytest.raises(Refused, match="M-52"):
        users.sign_in("kim", PASSWORD)
    with office.db.read() as s:
        query = text("SELECT body FROM audit WHERE action = 'user.own-password'")
        bodies = [row.body for row in s.execute(query)]
    assert bodies == ['{"login":"kim"}']


def test_nist_an_office_with_a_second_factor_asks_for_eight(office: Office, kim: UserId) -> None:
    admin, edits = office.actors["admin"], office.services.user_edits
    with pytest.raises(Refused, match="M-286"):
        edits.set_password(kim, "eight ch", new_request_id(), admin)
    setup = office.services.setup_edits
    (was,) = (dict(one) for one in setup.rows("installation", admin).rows)
    setup.save(
        "installation", was | {"least_password": 8}, new_request_id(), office.actors["setup"],
        was=was,
    )  # fmt: skip
    edits.set_password(kim, "eight ch", new_request_id(), admin)
    assert office.services.users.sign_in("kim", "eight ch").user_id == kim


def test_ts06_one_drawer_of_each_currency_each_can_be_taken_away(
    office: Office, kim: UserId
) -> None:
    change(office, kim, sources=("CASH-A01",))
    assert user(office, kim).sources == ("CASH-A01",)
    with pytest.raises(Refused, match="M-50"):
        change(office, kim, sources=("CASH-A01", "CASH-A02"))
    assert user(office, kim).sources == ("CASH-A01",)
    change(office, kim, sources=())
    assert user(office, kim).sources == ()
