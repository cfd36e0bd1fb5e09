"""Reopening a bill and the job, one after the other and at once; on both engines (AP-15, D-06, D-25)."""

from datetime import date

import pytest

from posapp.domain.autopay_codes import DebitStatus
from posapp.domain.codes import DistributeAction, PaymentStatus, TenderStatus
from posapp.domain.ids import AccountId, EventId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import PaymentDraft, TenderDraft
from posapp.domain.tender_cancels import CancelEvent
from posapp.errors import Conflict, Refused
from posapp.services import bill_debits
from posapp.services.bill_debits import JobReport
from tests.helpers.autopay import add_bank, add_mandate, debit, requests, rows_of
from tests.helpers.bill_debits import complete, payer, route, run, stamp
from tests.helpers.events import is_clean, show
from tests.helpers.imports import Imports
from tests.helpers.office import DAY, Office


def test_ap15_what_was_never_frozen_is_deleted_when_its_bill_is_reopened(imports: Imports) -> None:
    payer(imports)
    office = imports.office
    route(office, ledger_days=3)
    bill_id = complete(imports)
    run(office, days=10)
    request_id = new_request_id()
    debits = office.services.bill_debits
    assert debits.reopen(bill_id, request_id, office.supervisor).value.event_id is None
    assert stamp(imports, bill_id).status is DebitStatus.REOPENED
    assert rows_of(office, "payment_event") == []
    assert debits.reopen(bill_id, request_id, office.supervisor).replayed
    with pytest.raises(Refused) as refused:
        debits.reopen(bill_id, new_request_id(), office.supervisor)
    assert refused.value.code == "M-70"
    assert is_clean(office)


def test_ap15_d44_who_may_not_take_money_back_changes_nothing(imports: Imports) -> None:
    payer(imports)
    office = imports.office
    bill_id = complete(imports)
    (made,) = run(office, days=10).created
    before = stamp(imports, bill_id), show(office, made)
    with pytest.raises(Refused) as refused:
        office.services.bill_debits.reopen(bill_id, new_request_id(), office.actors["setup"])
    assert refused.value.code == "M-51"
    assert (stamp(imports, bill_id), show(office, made)) == before


def test_ap15_other_money_in_the_event_is_not_taken_back_behind_the_scenes(
    imports: Imports,
) -> None:
    account, office = payer(imports), imports.office
    bill_id = complete(imports)
    route(office, ledger_days=0)
    (made,) = run(office, days=10).created
    office.services.tender_edits.add(
        made, TenderDraft("CASH", Money(500)), new_request_id(), office.cashier
    )
    office.services.payment_edits.add(
        made, PaymentDraft(account, Money(500)), new_request_id(), office.cashier
    )
    with pytest.raises(Refused) as refused:
        office.services.bill_debits.reopen(bill_id, new_request_id(), office.supervisor)
    assert refused.value.code == "M-70"
    assert all(tender.status is TenderStatus.VALID for tender in show(office, made).tenders)


def test_ap15_ap16_a_bill_whose_debit_is_canceled_by_hand_can_be_paid_again(
    imports: Imports,
) -> None:
    payer(imports)
    office = imports.office
    bill_id = complete(imports)
    (made,) = run(office, days=10).created
    office.services.canceling.cancel_event(
        CancelEvent(made, "DATA"), new_request_id(), office.supervisor
    )
    debit_ = stamp(imports, bill_id)
    assert (debit_.status, debit_.event_id) == (DebitStatus.STOPPED, None)
    assert is_clean(office)
    office.services.bill_debits.complete(bill_id, new_request_id(), office.supervisor)
    (again,) = run(office).created
    assert again != made
    assert is_clean(office)


def test_d25_the_job_makes_nothing_for_a_bill_reopened_meanwhile(
    imports: Imports, monkeypatch: pytest.MonkeyPatch
) -> None:
    payer(imports)
    office = imports.office
    bill_id = complete(imports)
    stale = stamp(imports, bill_id)
    office.services.bill_debits.reopen(bill_id, new_request_id(), office.supervisor)
    monkeypatch.setattr(bill_debits.store, "waiting_debits", lambda _s, _by: (stale,))
    assert run(office, days=10) == JobReport()
    assert stamp(imports, bill_id).status is DebitStatus.REOPENED
    assert rows_of(office, "payment_event") == []


def test_d25_a_bill_that_the_job_was_faster_with_is_not_reopened_blindly(
    imports: Imports, monkeypatch: pytest.MonkeyPatch
) -> None:
    payer(imports)
    office = imports.office
    bill_id, debits = complete(imports), office.services.bill_debits
    stale = stamp(imports, bill_id)
    (made,) = run(office, days=10).created
    monkeypatch.setattr(debits, "of_bill", lambda _bill, _actor: stale)
    with pytest.raises(Conflict):
        debits.reopen(bill_id, new_request_id(), office.supervisor)
    monkeypatch.undo()
    assert stamp(imports, bill_id).event_id == made
    assert show(office, made).tenders[0].status is TenderStatus.VALID


def test_d06_the_job_leaves_events_with_other_money_to_people(office: Office) -> None:
    account = customer(office)
    event = debit(
        office,
        account,
        3000,
        more=(TenderDraft("CASH", Money(2000)),),
        action=DistributeAction.NONE,
    )
    assert run(office) == JobReport()
    assert show(office, event.id).payments[0].status is PaymentStatus.INCOMPLETE


def test_py11_the_job_keeps_a_split_by_hand(office: Office) -> None:
    account = customer(office)
    other = office.agreement(account, "WATER", (DAY, 9000))
    event = debit(office, account, 3000)
    office.services.payment_edits.split(
        event.payments[0].id, [(other, None, Money(3000))], new_request_id(), office.cashier
    )
    office.services.payment_edits.add(
        event.id, PaymentDraft(account, Money(1000)), new_request_id(), office.cashier
    )
    office.services.tender_edits.add(
        event.id,
        TenderDraft("DDCH", Money(1000)),
        new_request_id(),
        office.cashier,
        confirmed=frozenset({"M-40"}),
    )
    assert run(office).frozen == (event.id,)
    first = show(office, event.id).payments[0]
    assert [segment.agreement_id for segment in first.segments] == [other]


def test_d06_a_canceled_debit_makes_the_job_freeze_nothing(office: Office) -> None:
    account = customer(office)
    event = debit(office, account, 3000)
    office.services.event_actions.freeze(event.id, new_request_id(), office.cashier)
    office.services.canceling.cancel_event(
        CancelEvent(event.id, "DATA"), new_request_id(), office.supervisor
    )
    assert run(office) == JobReport()


def test_d06_nothing_is_frozen_by_hand_before_its_ledger_date(office: Office) -> None:
    event = debit(office, customer(office), 3000, payment_date=date(2026, 12, 15))
    actions, edits = office.services.event_actions, office.services.payment_edits
    with pytest.raises(Refused) as refused:
        actions.freeze(event.id, new_request_id(), office.supervisor)
    assert refused.value.code == "M-111"
    with pytest.raises(Refused) as refused:
        edits.freeze(event.payments[0].id, new_request_id(), office.supervisor)
    assert refused.value.code == "M-111"
    (request,) = requests(office, event.id)
    office.clock.advance(days=(request.ledger_date - DAY).days)
    actions.freeze(event.id, new_request_id(), office.supervisor)
    assert show(office, event.id).payments[0].status is PaymentStatus.FROZEN


def test_d06_the_ledger_date_is_asked_again_under_the_lock(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = debit(office, customer(office), 3000, payment_date=date(2026, 12, 15))
    monkeypatch.setattr(bill_debits.store, "due_events", lambda _s, _by: (Due(event.id),))
    report = run(office)
    assert [failure.code for failure in report.failed] == ["M-111"]
    assert show(office, event.id).payments[0].status is PaymentStatus.FREEZABLE


class Due:
    """An event that a look without a lock took for due."""

    def __init__(self, event_id: EventId) -> None:
        self.event_id = event_id


def customer(office: Office) -> AccountId:
    """An account that owes and has a mandate."""
    add_bank(office)
    account = office.account()
    office.agreement(account, "WATER", (DAY, 9000))
    add_mandate(office, account)
    return account
