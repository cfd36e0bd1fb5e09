"""Debits are canceled before they are sent, one by one or many at once (AP-16, AP-17)."""

from datetime import date

import pytest

from posapp.domain.autopay_codes import RequestStatus
from posapp.domain.codes import DistributeAction, TenderStatus
from posapp.domain.desk import EventState
from posapp.domain.ids import TenderId, new_request_id
from posapp.domain.listing import PageRequest
from posapp.domain.money import Money
from posapp.domain.payment_events import TenderDraft
from posapp.errors import Refused
from tests.helpers.autopay import add_bank, add_mandate, debit, requests, send
from tests.helpers.events import add, balance, is_clean, show
from tests.helpers.office import DAY, Office

LATER = date(2026, 11, 27)


def test_ap17_debits_that_wait_are_canceled_with_a_reason(office: Office) -> None:
    add_bank(office)
    account = office.account()
    office.agreement(account, "WATER", (DAY, 9000))
    add_mandate(office, account)
    waits = office.services.autopay_batches.waiting
    first = debit(office, account, 5000, payment_date=LATER)
    second = debit(office, account, 1000, payment_date=LATER)
    sent = debit(office, account, 700)
    send(office, sent.id)
    mixed = debit(office, account, 500, more=(TenderDraft("CASH", Money(300)),))
    listed = waits.listing(office.supervisor)
    assert [(one.event_id, one.amount, one.extract_date) for one in listed] == [
        (mixed.id, Money(500), DAY), (first.id, Money(5000), LATER),
        (second.id, Money(1000), LATER),
    ]  # fmt: skip
    assert listed == waits.listing(office.cashier, account, "DEBIT")
    with pytest.raises(Refused, match="M-51"):
        waits.listing(office.cashier)
    tenders = [event.tenders[0].id for event in (first, second, sent, mixed)]
    with pytest.raises(Refused, match="M-51"):
        waits.cancel_all(tenders, "DATA", new_request_id(), office.cashier)
    with pytest.raises(Refused, match="M-14"):
        waits.cancel_all(tenders, "", new_request_id(), office.supervisor)
    for wrong, code in ((TenderId(1), "M-55"), (tenders[2], "M-195"), (tenders[3], "M-195")):
        with pytest.raises(Refused, match=code):
            waits.cancel(wrong, "DATA", new_request_id(), office.supervisor)
    request = new_request_id()
    done = waits.cancel_all(tenders, "DATA", request, office.supervisor).value
    assert done.canceled == tuple(tenders[:2])
    assert [one.code for one in done.failed] == ["M-195", "M-195"]
    assert waits.cancel_all(tenders[:2], "DATA", request, office.supervisor).value.failed == ()
    for event in (first, second):
        after = show(office, event.id)
        assert [(one.status, one.cancel_reason) for one in after.tenders] == [
            (TenderStatus.CANCELED, "DATA")
        ]
        assert after.payments == ()
        assert [one.status for one in requests(office, event.id)] == [RequestStatus.CANCELED]
    assert [one.event_id for one in waits.listing(office.supervisor)] == [mixed.id]
    assert balance(office, account) == 9000
    with pytest.raises(Refused, match="canceled already"):
        waits.cancel(tenders[0], "DATA", new_request_id(), office.supervisor)
    assert is_clean(office)


def test_pe2_what_waits_for_its_day_is_not_called_unfrozen(office: Office) -> None:
    add_bank(office)
    account = office.account()
    office.agreement(account, "WATER", (DAY, 9000))
    add_mandate(office, account)
    later = debit(office, account, 5000, payment_date=LATER)
    due = debit(office, account, 700)
    spread = debit(office, account, 500, payment_date=LATER, action=DistributeAction.NONE)
    add(office, account, [("CASH", 100)], [(account, 100)], action=DistributeAction.DISTRIBUTE)
    found = office.services.browse.events(PageRequest(), office.supervisor).rows
    states = {one.event_id: one.state for one in found}
    assert [states[one.id] for one in (later, due, spread)] == [
        EventState.WAITING, EventState.WAITING, EventState.UNFROZEN,
    ]  # fmt: skip
    assert found[0].state is EventState.UNFROZEN
    (cash,) = office.services.desk.events_of(office.control, office.cashier)
    assert cash.state is EventState.UNFROZEN
