"""What a supervisor watches, on both engines (controls 10.2 step 4, DAY-04, XC-02, D-16)."""

from contextlib import suppress

from posapp.domain.audit_log import AuditSearch
from posapp.domain.codes import DistributeAction
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.supervising import HourTaking
from posapp.domain.tender_controls import OpenControl
from posapp.domain.turn_in import AddTurnIn, TurnInContent
from posapp.errors import Refused
from posapp.storage.db import Database
from tests.helpers.clock import FixedClock
from tests.helpers.drawers import payor, refused, take, turn_in
from tests.helpers.events import add, is_clean
from tests.helpers.office import Office, open_office


def test_10_2_4_drawers_waits_and_takings_of_an_office(db: Database, clock: FixedClock) -> None:
    office = open_office(db, clock)
    idle = office.second_drawer()
    account = payor(office)
    take(office, account, "CASH", 300_00)
    clock.advance(minutes=60)
    take(office, account, "CHEC", 40_00)
    wait = DistributeAction.DISTRIBUTE
    add(office, account, [("CASH", 7_00)], [(account, 7_00)], action=wait)
    turn_in(office, "CASH", 100_00)
    turn_in(office, "CASH", 20_00, approved=False)
    view = office.services.supervising.look(office.supervisor)
    busy, quiet = view.drawers
    assert (busy.control.id, quiet.control.id) == (office.control, idle)
    assert busy.held == Money(150_00 + 307_00 - 120_00)
    assert (busy.events, busy.waiting, busy.exceptions) == (3, 1, 1)
    assert busy.last_activity == clock()
    assert (quiet.events, quiet.waiting, quiet.exceptions) == (0, 0, 0)
    assert quiet.last_activity is None
    assert [one.amount for one in view.turn_ins] == [Money(20_00)]
    assert [one.id for one in view.deposits] == [office.deposit]
    assert [(one.tender_type, one.amount) for one in view.takings] == [
        ("CASH", Money(300_00)),
        ("CASH", Money(7_00)),
        ("CHEC", Money(40_00)),
    ]
    assert isinstance(view.takings[0], HourTaking)
    assert not busy.stale
    clock.advance(minutes=24 * 60)
    tomorrow = office.services.supervising.look(office.supervisor)
    assert all(one.stale for one in tomorrow.drawers)
    assert tomorrow.takings == ()
    assert refused(lambda: office.services.supervising.look(office.cashier)).code == "M-51"


def test_cn05_a_float_that_is_not_the_usual_one_is_seen(sqlite_office: Office) -> None:
    office = sqlite_office
    command = OpenControl(new_request_id(), "CASH-A02", None, Money(100_00))
    office.services.tender_controls.open(command, office.colleague())
    usual, other = office.services.supervising.look(office.supervisor).drawers
    assert (usual.float_off, other.float_off) == (Money(0), Money(-50_00))
    made = AuditSearch(kind="control.open", object_id=other.control.id)
    (entry,) = office.services.audit_log.search(made, office.supervisor)
    said = entry.said
    assert (said["starting_balance"], said["usual_float"]) == (100_00, 150_00)


def test_d16_finding_out_what_a_blind_count_hides_leaves_a_trace(office: Office) -> None:
    """A blind cashier who bisects by turn-ins is seen by the supervisor, try by try."""
    take(office, payor(office), "CASH", 300_00)
    low, high = 0, 1024_00
    while high - low > 64_00:
        middle = (low + high) // 2
        order = AddTurnIn(new_request_id(), office.control, TurnInContent("CASH", Money(middle)))
        made = None
        with suppress(Refused):
            made = office.services.turn_ins.add(order, office.cashier).value
        if made is None:
            high = middle
        else:
            office.services.turn_ins.delete(made, new_request_id(), office.cashier)
            low = middle
    (drawer,) = office.services.supervising.look(office.supervisor).drawers
    assert drawer.tries == 4
    wanted = AuditSearch(kind="turn-in.refused", object_id=office.control)
    tried = office.services.audit_log.search(wanted, office.supervisor)
    assert [one.said["amount"] for one in tried] == [512_00]
    assert tried[0].user == office.cashier.name
    assert is_clean(office)


def test_d16_changing_a_turn_in_above_what_is_there_is_a_try_too(sqlite_office: Office) -> None:
    office = sqlite_office
    take(office, payor(office), "CASH", 300_00)
    turn_in(office, "CASH", 20_00, approved=False)
    made = office.services.supervising.look(office.supervisor).turn_ins[0].id
    more = TurnInContent("CASH", Money(900_00))
    change = office.services.turn_ins.change
    assert refused(lambda: change(made, more, new_request_id(), office.cashier)).code == "C-12H"
    (drawer,) = office.services.supervising.look(office.supervisor).drawers
    assert drawer.tries == 1


def test_owners_are_those_who_may_balance_deposit_controls(db: Database, clock: FixedClock) -> None:
    office = open_office(db, clock)
    found = office.services.supervising.owners(office.supervisor)
    assert office.supervisor.user_id in [one.id for one in found]
    assert office.cashier.user_id not in [one.id for one in found]
