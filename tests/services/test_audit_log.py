"""D-44, pain 15: the audit log is found by day, user, kind and object, and read with its changes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from posapp.domain.audit_log import AuditEntry, AuditSearch
from posapp.domain.codes import ControlStatus, Role
from posapp.domain.control_life import ChangeControl
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.user_edits import UserChange
from posapp.errors import Refused
from tests.helpers.office import DAY, Office
from tests.helpers.rows import put

pytestmark = pytest.mark.usefixtures("quick_hashes")


def found(office: Office, role: str = "auditor", **wanted: object) -> list[AuditEntry]:
    search = AuditSearch(**wanted)  # type: ignore[arg-type]
    return list(office.services.audit_log.search(search, office.actors[role]))


def test_pain_15_found_by_day_user_kind_and_object(office: Office) -> None:
    services, boss = office.services, office.supervisor
    with pytest.raises(Refused, match="M-52"):
        services.users.sign_in("supervisor", "guess", workstation="WS7")
    services.control_life.change(
        ChangeControl(new_request_id(), office.control, starting_balance=Money(12_000)), boss
    )
    services.control_life.start_balancing(office.control, new_request_id(), office.cashier)
    services.control_life.reopen(
        office.control, ControlStatus.OPEN, "one more", new_request_id(), office.cashier
    )
    assert [one.action for one in found(office, kind="user.sign-in-failed")] == [
        "user.sign-in-failed"
    ]
    (failed,) = found(office, kind="user.sign-in-failed")
    assert (failed.said["workstation"], failed.said["login"]) == ("WS7", "supervisor")
    assert [one.action for one in found(office, kind="control", object_id=office.control)] == [
        "control.reopen", "control.start_balancing", "control.set", "control.open",
    ]  # fmt: skip
    mine = found(office, kind="control", user_id=boss.user_id)
    assert {one.user for one in mine} == {boss.name}
    assert [one.action for one in mine] == ["control.set"]
    assert len(found(office, most=2)) == 2
    assert found(office, first=DAY, last=DAY)
    assert not found(office, first=DAY + timedelta(days=1))
    assert not found(office, last=DAY - timedelta(days=1))
    with pytest.raises(Refused, match="M-50"):
        found(office, first=DAY, last=date(2020, 1, 1))


def test_d40_an_entry_tells_each_value_before_and_after(office: Office) -> None:
    order = ChangeControl(new_request_id(), office.control, starting_balance=Money(12_000))
    office.services.control_life.change(order, office.supervisor)
    (entry,) = found(office, kind="control.set")
    detail = office.services.audit_log.show(entry.chain, entry.seq, office.actors["auditor"])
    changed = {one.column: (one.before, one.after, one.kind.value) for one in detail.changes}
    assert changed["starting_balance"] == (15_000, 12_000, "money")
    assert entry.currency == "USD"


def test_d44_role_changes_are_told(office: Office) -> None:
    change = UserChange(roles=frozenset({Role.CASHIER, Role.SUPERVISOR}))
    office.services.user_edits.change(
        office.cashier.user_id, change, new_request_id(), office.actors["admin"]
    )
    (entry,) = found(office, kind="user.set")
    detail = office.services.audit_log.show(entry.chain, entry.seq, office.actors["auditor"])
    assert [(one.column, one.before, one.after) for one in detail.changes] == [
        ("roles", "cashier", "cashier, supervisor")
    ]


def test_d39_a_supervisor_sees_no_other_office_an_auditor_sees_all(office: Office) -> None:
    with office.db.begin() as s:
        put(s, "office", code="EAST", name="East", issuing_center="EAST", zone="UTC")
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))
    east = replace(office.supervisor, office="EAST")
    log = office.services.audit_log
    assert not log.search(AuditSearch(), east)
    everything = log.search(AuditSearch(), replace(office.actors["auditor"], office="EAST"))
    assert everything
    assert log.search(AuditSearch(), office.supervisor) == everything
    for entry in everything:
        with pytest.raises(Refused, match="M-55"):
            log.show(entry.chain, entry.seq, east)


def test_d44_an_entry_that_is_not_there(office: Office) -> None:
    with pytest.raises(Refused, match="M-55"):
        office.services.audit_log.show("office/MAIN/2020-01-01", 1, office.actors["auditor"])
