"""Batches of automatic payments, on both engines (AP-13, AP-14, AP-16)."""

from datetime import date
from itertools import product

import pytest
from sqlalchemy import text

from posapp.domain.autopay_codes import RequestStatus
from posapp.domain.codes import ControlStatus
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.money import Money
from posapp.domain.tender_cancels import CancelTender
from posapp.errors import Refused
from posapp.storage.check import check_within
from tests.helpers.autopay import add_bank, add_mandate, debit, requests, rows_of
from tests.helpers.bill_debits import route
from tests.helpers.events import is_clean, show
from tests.helpers.guards_away import remove_guards, taken_back
from tests.helpers.office import Office

TODAY, LATER = date(2026, 11, 20), date(2026, 11, 27)


def customer(office: Office) -> AccountId:
    add_bank(office)
    account = office.account()
    office.agreement(account, "WATER", (date(2026, 11, 1), 9000))
    add_mandate(office, account)
    return account


def test_ap13_ap14_what_is_due_becomes_a_batch_with_its_own_control(office: Office) -> None:
    account = customer(office)
    first, second = debit(office, account, 4000), debit(office, account, 3000)
    ahead = debit(office, account, 2000, payment_date=LATER)
    request_id = new_request_id()
    sending = office.services.autopay_sending
    (batch,) = sending.send("DEBIT", LATER, request_id, office.supervisor).value
    assert (batch.run, batch.count, batch.amount) == (1, 2, Money(7000))
    for event in (first, second):
        (request,) = requests(office, event.id)
        assert (request.status, request.batch_run) == (RequestStatus.EXTRACTED, 1)
        assert show(office, event.id).tenders[0].tender_control_id == batch.control_id
    assert requests(office, ahead.id)[0].status is RequestStatus.PENDING
    deposits = [row for row in rows_of(office, "deposit_control") if row.source_type == "AUTOPAY"]
    assert len(deposits) == 1
    assert sending.send("DEBIT", LATER, request_id, office.supervisor).replayed
    assert is_clean(office)
    office.clock.advance(days=7)
    (again,) = sending.send("DEBIT", LATER, new_request_id(), office.supervisor).value
    assert (again.run, again.count) == (2, 1)
    office.services.event_actions.freeze(ahead.id, new_request_id(), office.supervisor)
    assert is_clean(office)


def test_ap13_ap14_a_request_goes_with_the_series_that_it_was_made_for(office: Office) -> None:
    account = customer(office)
    first = debit(office, account, 4000)
    route(office, batch_code="OTHER")
    second = debit(office, account, 3000)
    sending = office.services.autopay_sending
    batches = sending.send("DEBIT", TODAY, new_request_id(), office.supervisor).value
    assert sorted((one.run, one.amount) for one in batches) == [(1, Money(3000)), (1, Money(4000))]
    held = {show(office, event.id).tenders[0].tender_control_id for event in (first, second)}
    assert held == {one.control_id for one in batches}
    assert [requests(office, event.id)[0].batch_code for event in (first, second)][1] == "OTHER"
    assert is_clean(office)


def test_ap14_nothing_due_is_no_batch(office: Office) -> None:
    customer(office)
    for name, code in (("DEBIT", "M-70"), ("CARD", "M-70"), ("X", "M-55")):
        with pytest.raises(Refused) as refused:
            office.services.autopay_sending.send(name, TODAY, new_request_id(), office.supervisor)
        assert refused.value.code == code
    assert len(rows_of(office, "deposit_control")) == 1


def test_d44_sending_is_a_job(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        office.services.autopay_sending.send("DEBIT", TODAY, new_request_id(), office.cashier)
    assert refused.value.code == "M-51"


def test_ap13_a_follow_up_job_balances_both_controls(office: Office) -> None:
    account = customer(office)
    first, ahead = debit(office, account, 4000), debit(office, account, 2000, payment_date=LATER)
    batches, actor = office.services.autopay_batches, office.supervisor
    (waiting,) = batches.overview(actor).waiting
    assert (waiting.due, waiting.amount, waiting.later, waiting.next_date) == (
        1, Money(4000), 1, LATER,
    )  # fmt: skip
    sent = batches.send_all(actor)
    assert [(one.batch_code, one.count, one.amount) for one in sent.sent] == [
        ("DEBIT", 1, Money(4000))
    ]
    assert batches.send_all(actor).sent == ()
    assert show(office, first.id).unfrozen == 1
    (batch,) = batches.overview(actor).batches
    assert (batch.may_balance, batch.unfrozen, batch.status) == (False, 1, ControlStatus.OPEN)
    assert batches.balance_all(actor).balanced == ()
    with pytest.raises(Refused, match="M-70"):
        batches.balance(batch.control_id, new_request_id(), actor)
    office.clock.advance(days=3)
    office.services.bill_debits.run(actor)
    assert show(office, first.id).unfrozen == 0
    request_id = new_request_id()
    assert batches.balance(batch.control_id, request_id, actor).value == batch.control_id
    assert batches.balance(batch.control_id, request_id, actor).replayed
    with pytest.raises(Refused, match="balanced already"):
        batches.balance(batch.control_id, new_request_id(), actor)
    (done,) = batches.overview(actor).batches
    assert (done.status, done.balanced_at) == (ControlStatus.BALANCED, office.clock())
    (deposit,) = (one for one in rows_of(office, "deposit_control") if one.source_type == "AUTOPAY")
    assert (deposit.status, deposit.ending_balance) == (ControlStatus.BALANCED, Money(4000))
    assert requests(office, ahead.id)[0].status is RequestStatus.PENDING
    assert is_clean(office)
    remove_guards(office.db)
    for control, column in product(
        ("tender_control", "deposit_control"), ("balanced_by", "status")
    ):
        with taken_back(office.db) as s:
            value = "NULL" if column == "balanced_by" else "'OPEN'"
            s.execute(text(f"UPDATE {control} SET {column} = {value} WHERE status = 'BALANCED'"))
            found = {one.name for one in check_within(s).findings}
        assert found - {"guards"}, f"{control}.{column}"


def test_ap16_a_balanced_batch_takes_a_returned_payment_back(office: Office) -> None:
    account = customer(office)
    event = debit(office, account, 4000)
    batches, actor = office.services.autopay_batches, office.supervisor
    batches.send_all(actor)
    office.clock.advance(days=3)
    office.services.bill_debits.run(actor)
    assert len(batches.balance_all(actor).balanced) == 1
    order = CancelTender(event.tenders[0].id, "NSF", confirmed=frozenset({"C-17", "M-33"}))
    office.services.canceling.cancel_tender(order, new_request_id(), actor)
    (batch,) = batches.overview(actor).batches
    assert (batch.count, batch.amount, batch.canceled) == (0, Money(0), 1)
    assert is_clean(office)


def test_d44_batches_are_for_those_who_run_the_jobs(office: Office) -> None:
    batches, actor = office.services.autopay_batches, office.cashier
    for act in (batches.overview, batches.send_all, batches.balance_all):
        with pytest.raises(Refused, match="M-51"):
            act(actor)
    with pytest.raises(Refused, match="M-55"):
        batches.balance(office.control, new_request_id(), office.supervisor)
