"""T1: cancels by cashier. T5: an approver learns what was approved in the own name."""

from datetime import timedelta
from typing import Any

import pytest

from posapp.domain.approvals import Approval
from posapp.domain.codes import ControlStatus
from posapp.domain.ids import new_request_id
from posapp.domain.rights import Actor
from posapp.domain.tender_cancels import CancelTender
from posapp.errors import Refused
from posapp.storage.approvals import record_approval
from tests.helpers.drawer_day import balance_drawer, owing, take
from tests.helpers.drawers import secret
from tests.helpers.office import DAY, Office

pytestmark = pytest.mark.usefixtures("quick_hashes")


def cancel(office: Office, event: Any, actor: Actor) -> str:
    request_id = new_request_id()
    order = CancelTender(event.tenders[0].id, "DATA", drawer=office.control)
    office.services.canceling.cancel_tender(order, request_id, actor)
    return request_id


def test_t1_cancels_by_cashier_with_share_minutes_and_who(office: Office) -> None:
    account = owing(office)
    events = [take(office, account, "CASH", cents) for cents in (1000, 2000, 3000, 4000)]
    office.clock.at += timedelta(minutes=7, seconds=40)
    cancel(office, events[0], office.cashier)
    office.clock.at += timedelta(minutes=50)
    lent = cancel(office, events[3], office.supervisor)
    approval = Approval(office.actors["admin"], frozenset(), office.clock.at)
    with office.db.begin() as s:
        record_approval(s, approval, lent, "tender.cancel", "", office.supervisor.user_id)
    report = office.services.oversight.cancels(office.supervisor, first=DAY, last=DAY)
    (line,) = report.cashiers
    assert (line.cashier, line.count, line.amount.minor) == (office.cashier.name, 2, 5000)
    assert (line.taken, line.taken_amount.minor, line.share) == (4, 10_000, 0.5)
    told = [(one.canceled_by, one.approved_by, one.minutes) for one in report.tenders]
    assert told == [
        (office.supervisor.name, office.actors["admin"].name, 57),
        (office.cashier.name, "", 7),
    ]
    assert {one.cashier for one in report.tenders} == {office.cashier.name}
    assert report.tenders[1].receipt == events[0].receipt_number
    before = DAY - timedelta(days=1)
    empty = office.services.oversight.cancels(office.supervisor, first=before, last=before)
    assert (empty.cashiers, empty.tenders) == ((), ())


def test_t1_who_may_not_read_the_audit_gets_no_report(sqlite_office: Office) -> None:
    oversight = sqlite_office.services.oversight
    with pytest.raises(Refused, match="M-51"):
        oversight.cancels(sqlite_office.cashier)
    with pytest.raises(Refused, match="M-50"):
        oversight.cancels(sqlite_office.supervisor, first=DAY, last=DAY - timedelta(days=1))


def reopen_lent(office: Office) -> None:
    """The cashier reopens a balanced drawer with the supervisor's secret."""
    office.services.control_life.reopen(
        office.control, ControlStatus.BALANCING, "a check", new_request_id(), office.cashier,
        secret=secret(office),
    )  # fmt: skip


def test_t5_the_approver_is_told_until_the_next_look(office: Office) -> None:
    oversight, boss = office.services.oversight, office.supervisor
    assert oversight.unseen(boss).count == 0
    balance_drawer(office, office.control)
    reopen_lent(office)
    unseen = oversight.unseen(boss)
    assert unseen.count == 1
    assert unseen.newest is not None
    newest = unseen.newest
    assert (newest.action, newest.asked_by) == ("control.reopen", office.cashier.name)
    assert (newest.object_id, newest.at) == (office.control, office.clock.at)
    assert oversight.unseen(office.cashier).count == 0
    office.clock.at += timedelta(days=40)
    # The list that the line leads to has it, so that a look can end the line.
    assert [one.id for one in oversight.approvals(boss)] == [newest.id]
    today = office.clock.at.date()
    assert oversight.approvals(boss, first=today) == ()
    oversight.look(newest.id, boss)
    assert oversight.approvals(boss) == ()
    oversight.look(newest.id - 1, boss)
    assert oversight.unseen(boss).count == 0
    auditor = office.actors["auditor"]
    (seen,) = oversight.approvals(auditor, first=DAY, approver=boss.user_id)
    assert (seen.approver, seen.unseen) == (boss.name, False)
    assert oversight.approvals(boss, approver=office.cashier.user_id) == ()
    assert oversight.approvals(office.cashier, approver=boss.user_id) == ()
