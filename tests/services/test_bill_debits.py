"""Bills that mandates pay: stamps, the job, reopening; on both engines (AP-03..AP-05, AP-09, AP-15..AP-18)."""

from datetime import date

import pytest

from posapp.domain.autopay_codes import DebitStatus, RequestStatus
from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.errors import Refused
from posapp.services.bill_debits import JobReport
from tests.helpers.autopay import add_bank, add_mandate, mandate_draft, requests, send
from tests.helpers.bill_debits import complete, payer, run, stamp
from tests.helpers.bills import bill
from tests.helpers.events import balance, is_clean, show
from tests.helpers.imports import Imports
from tests.helpers.office import Office

MONDAY = date(2026, 11, 30)


def test_ap03_ap05_ap10_a_completed_bill_is_stamped(imports: Imports) -> None:
    payer(imports)
    debit = stamp(imports, complete(imports))
    assert (debit.amount, debit.status) == (Money(5000), DebitStatus.WAITING)
    assert (debit.payment_date, debit.extract_date, debit.ledger_date) == (MONDAY,) * 3
    # What was completed before the mandate stays as it is.
    assert imports.one("SELECT count(*) FROM bill_debit") == 1


def test_20_3_17_a_mandate_that_ends_before_the_due_date_pays_nothing(imports: Imports) -> None:
    payer(imports, end_date=date(2026, 11, 20))
    assert stamp(imports, complete(imports, date(2026, 11, 21))) is None
    assert stamp(imports, complete(imports, date(2026, 11, 20), key="B2")) is not None


def test_ap05_the_job_makes_the_payment_on_the_extract_date(imports: Imports) -> None:
    account, office = payer(imports), imports.office
    bill_id = complete(imports)
    assert run(office) == JobReport()
    report = run(office, days=10)
    assert (len(report.created), report.frozen, report.failed) == (1, report.created, ())
    event = show(office, report.created[0])
    (request,) = requests(office, event.id)
    assert (request.bill_id, request.extract_date, request.status) == (
        bill_id,
        MONDAY,
        RequestStatus.PENDING,
    )
    assert event.payments[0].status is PaymentStatus.FROZEN
    assert stamp(imports, bill_id).event_id == event.id
    assert balance(office, account) == 100
    assert run(office) == JobReport()
    assert is_clean(office)


def test_ap10_the_route_says_when_it_is_sent_and_in_the_ledger(imports: Imports) -> None:
    payer(imports)
    office = imports.office
    edits, setup = office.services.setup_edits, office.actors["setup"]
    was = next(r for r in edits.rows("autopay_route_type", setup).rows if r["code"] == "DEBIT")
    new = {**was, "shift": "PRECEDING", "lead_days": 2, "ledger_days": 1}
    edits.save("autopay_route_type", new, new_request_id(), setup, was=was)
    debit = stamp(imports, complete(imports))
    # Thanksgiving, the 26th, is no working day.
    assert debit.payment_date == date(2026, 11, 27)
    assert debit.extract_date == date(2026, 11, 24)
    assert debit.ledger_date == date(2026, 11, 25)
    report = run(office, days=4)
    assert (len(report.created), report.frozen) == (1, ())
    assert run(office, days=1).frozen == report.created


def test_ap04_at_bill_completion_all_is_done_by_the_next_run(imports: Imports) -> None:
    account, office = payer(imports), imports.office
    edits, setup = office.services.setup_edits, office.actors["setup"]
    (was,) = edits.rows("installation", setup).rows
    new = {**was, "autopay_creation": "AT_BILL_COMPLETION"}
    edits.save("installation", new, new_request_id(), setup, was=was)
    complete(imports)
    report = run(office)
    assert report.frozen == report.created
    assert len(report.created) == 1
    assert balance(office, account) == 100
    assert requests(office, report.created[0])[0].extract_date == MONDAY


@pytest.mark.parametrize(
    ("over", "status", "amount"),
    [
        ("REDUCE_TO_MAXIMUM", DebitStatus.WAITING, 2000),
        ("CREATE_NOTHING", DebitStatus.OVER_LIMIT, 5000),
    ],
)
def test_ap09_the_class_decides_above_the_maximum(
    imports: Imports, over: str, status: DebitStatus, amount: int
) -> None:
    payer(imports, maximum_withdrawal=Money(2000))
    edits, setup = imports.office.services.setup_edits, imports.office.actors["setup"]
    for was in edits.rows("customer_class", setup).rows:
        new = {**was, "autopay_over_limit": over}
        edits.save("customer_class", new, new_request_id(), setup, was=was)
    debit = stamp(imports, complete(imports))
    assert (debit.status, debit.amount) == (status, Money(amount))
    report = run(imports.office, days=10)
    assert len(report.created) == (status is DebitStatus.WAITING)


def test_ap17_a_mandate_that_ended_meanwhile_makes_nothing_more(imports: Imports) -> None:
    account, office = payer(imports), imports.office
    bill_id = complete(imports)
    (mandate,) = office.services.mandates.of(account, office.supervisor)
    ends = mandate_draft(office, account, number=None, end_date=date(2026, 11, 20))
    office.services.mandates.change(mandate.id, ends, new_request_id(), office.actors["setup"])
    assert run(office, days=10) == JobReport()
    assert stamp(imports, bill_id).status is DebitStatus.STOPPED


def test_ap15_reopening_takes_the_payment_back_and_completing_makes_another(
    imports: Imports,
) -> None:
    account, office = payer(imports), imports.office
    bill_id = complete(imports)
    (first,) = run(office, days=10).created
    debits = office.services.bill_debits
    debits.reopen(bill_id, new_request_id(), office.supervisor)
    event = show(office, first)
    assert event.tenders[0].status is TenderStatus.CANCELED
    assert event.tenders[0].cancel_reason == "REOP"[:4] or event.tenders[0].cancel_reason
    assert requests(office, first)[0].status is RequestStatus.CANCELED
    assert stamp(imports, bill_id).status is DebitStatus.REOPENED
    assert balance(office, account) == 5100
    with_id = new_request_id()
    debits.complete(bill_id, with_id, office.supervisor)
    assert debits.complete(bill_id, with_id, office.supervisor).replayed
    (second,) = run(office).created
    assert second != first
    assert balance(office, account) == 100
    send(office, second)
    with pytest.raises(Refused) as refused:
        debits.reopen(bill_id, new_request_id(), office.supervisor)
    assert refused.value.code == "M-70"


def test_ap18_an_open_item_account_is_matched_to_the_bill(office: Office) -> None:
    add_bank(office)
    account = office.account(customer_class="OPEN")
    agreement = office.agreement(account, "WATER")
    add_mandate(office, account)
    due = date(2026, 11, 23)
    bill_id = bill(office, account, "OI-1", due, (agreement, 4000))
    debits = office.services.bill_debits
    debits.complete(bill_id, new_request_id(), office.supervisor)
    report = run(office, days=3)
    event = show(office, report.created[0])
    assert (event.payments[0].match_type, event.payments[0].match_value) == ("BILL-ID", "OI-1")
    assert event.payments[0].status is PaymentStatus.FROZEN
    assert is_clean(office)


def test_pe13_a_bill_whose_payment_is_deleted_is_paid_by_nothing(imports: Imports) -> None:
    payer(imports)
    office = imports.office
    edits, setup = office.services.setup_edits, office.actors["setup"]
    was = next(r for r in edits.rows("autopay_route_type", setup).rows if r["code"] == "DEBIT")
    edits.save("autopay_route_type", {**was, "ledger_days": 3}, new_request_id(), setup, was=was)
    bill_id = complete(imports)
    (made,) = run(office, days=10).created
    office.services.event_actions.delete(
        made, new_request_id(), office.supervisor, frozenset({"M-41"})
    )
    assert stamp(imports, bill_id).status is DebitStatus.STOPPED
    assert run(office) == JobReport()


def test_d44_jobs_are_for_who_may_run_them(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        office.services.bill_debits.run(office.cashier)
    assert refused.value.code == "M-51"
