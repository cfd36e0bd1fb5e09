"""The log of an event from its audit, on both engines (D-40)."""

import pytest

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import EventId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import TenderDraft
from posapp.domain.tender_cancels import CancelEvent
from posapp.errors import Refused
from tests.helpers.events import add
from tests.helpers.office import DAY, Office


def test_d40_every_action_is_told_in_order_with_who_and_when(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    none = DistributeAction.NONE
    event = add(office, account, [("CHEC", 5000)], [(account, 5000)], action=none)
    services, start = office.services, office.clock()
    office.clock.advance(minutes=1)
    services.event_actions.distribute(event.id, new_request_id(), office.cashier)
    services.event_actions.freeze(event.id, new_request_id(), office.cashier)
    office.clock.advance(minutes=1)
    services.canceling.cancel_event(
        CancelEvent(event.id, "DATA"), new_request_id(), office.supervisor
    )
    log = services.event_log.of(event.id, office.cashier)
    assert [(one.action, one.user) for one in log] == [
        ("event", "Cashier"),
        ("event.distribute", "Cashier"),
        ("event.freeze", "Cashier"),
        ("event.cancel", "Supervisor"),
    ]
    assert log[0].at == start
    assert [one.at for one in log] == sorted(one.at for one in log)
    assert log[3].said["reason"] == "DATA"
    found = {(c.table, c.column, c.before, c.after) for c in log[3].changes}
    assert ("tender", "status", "VALID", "CANCELED") in found
    assert ("payment", "status", "FROZEN", "CANCELED") in found


def test_d28_each_text_of_a_tender_is_audited(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    event = add(office, account, [("CHEC", 5000)], [(account, 5000)])
    draft = TenderDraft("CHEC", Money(5000), "99", "4444", "", "C-7", "E-9", "J. Okafor")
    tender = event.tenders[0].id
    office.services.tender_edits.change(tender, draft, new_request_id(), office.cashier)
    log = office.services.event_log.of(event.id, office.cashier)
    assert {(one.column, one.before, one.after) for one in log[-1].changes} == {
        ("check_number", "17", "99"),
        ("micr", "", "4444"),
        ("customer_id", "", "C-7"),
        ("external_reference", "", "E-9"),
        ("name", "", "J. Okafor"),
    }


def test_d12_a_deleted_tender_keeps_its_last_values_in_the_log(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    none = DistributeAction.NONE
    tenders = [("CHEC", 3000), ("CASH", 2000)]
    event = add(office, account, tenders, [(account, 5000)], action=none)
    office.services.tender_edits.delete(event.tenders[0].id, new_request_id(), office.cashier)
    gone = office.services.event_log.of(event.id, office.cashier)[-1].changes
    assert {one.id for one in gone} == {event.tenders[0].id}
    assert {one.column: one.before for one in gone}["amount"] == 3000
    assert {one.after for one in gone} == {None}


def test_pe13_the_log_outlives_its_event(office: Office) -> None:
    account = office.account()
    none = DistributeAction.NONE
    event = add(office, account, [("CASH", 500)], [(account, 500)], action=none)
    delete = office.services.event_actions.delete
    delete(event.id, new_request_id(), office.supervisor, frozenset({"M-41"}))
    log = office.services.event_log.of(event.id, office.cashier)
    assert [one.action for one in log] == ["event", "event.delete"]


def test_an_event_that_never_was_has_no_log(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        office.services.event_log.of(EventId(7), office.cashier)
    assert refused.value.code == "M-55"
