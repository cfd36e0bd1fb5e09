"""The list of exceptions (EX-1..EX-4, XC-01..XC-04, NS-04, PE-14); on both engines."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.exceptions import (
    ExceptionFilter,
    ExceptionItem,
    ExceptionKind,
    Place,
    Repair,
)
from posapp.domain.ids import AccountId, EventId, TenderId, new_request_id
from posapp.domain.listing import PageRequest
from posapp.domain.money import Money
from posapp.domain.payment_events import PaymentDraft, TenderDraft
from posapp.domain.tender_cancels import CancelTender
from posapp.errors import Refused
from posapp.storage.check import check_database
from tests.helpers.events import add, is_clean, show
from tests.helpers.office import DAY, Office

NOT = DistributeAction.NONE
WAIT = DistributeAction.DISTRIBUTE


def listed(office: Office, **filters: Any) -> list[ExceptionItem]:
    request = PageRequest(filters=filters)
    return list(office.services.exceptions.list_exceptions(request, office.supervisor).rows)


def kinds(office: Office, **filters: Any) -> list[ExceptionKind]:
    return [one.kind for one in listed(office, **filters)]


def uncharged(office: Office, payor: AccountId, other: AccountId) -> TenderId:
    """A check of a payor without any agreement came back: nobody owes the charge (M-36)."""
    event = add(office, payor, [("CHEC", 2000)], [(other, 2000)])
    order = CancelTender(event.tenders[0].id, "NSF")
    done = office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)
    assert [note.code for note in done.value.notes] == ["M-36"]
    return event.tenders[0].id


def counts(office: Office, **more: Any) -> tuple[int, int, int]:
    found = office.services.exceptions.count_exceptions(office.supervisor, **more)
    return found.unbalanced, found.errors, found.unfrozen


@pytest.fixture
def account(office: Office) -> AccountId:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 900000))
    return account


def cancel_payment(office: Office, event_id: EventId) -> None:
    payment = show(office, event_id).payments[0]
    office.services.canceling.cancel_payment(
        payment.id, "DATA", new_request_id(), office.supervisor
    )


def test_ex1_a_balanced_frozen_event_is_no_exception(office: Office, account: AccountId) -> None:
    add(office, account, [("CASH", 5000)], [(account, 5000)])
    assert listed(office) == []
    assert counts(office) == (0, 0, 0)


def test_ex1_an_unbalanced_event_has_one_row_with_its_reason_and_it_goes_away(
    office: Office, account: AccountId
) -> None:
    added = add(office, account, [("CASH", 5000)], [(account, 5000)])
    cancel_payment(office, added.id)
    (found,) = listed(office)
    assert (found.kind, found.event_id, found.payment_id) == (
        ExceptionKind.UNBALANCED, added.id, None,
    )  # fmt: skip
    assert (found.amount, found.facts.tenders, found.facts.payments) == (
        Money(5000), Money(5000), Money(0),
    )  # fmt: skip
    assert found.repair is Repair.PAYMENT_CANCELED
    assert is_clean(office)
    office.services.payment_edits.add(
        added.id, PaymentDraft(account, Money(5000)), new_request_id(), office.supervisor
    )
    assert kinds(office) == [ExceptionKind.UNFROZEN]
    office.services.event_actions.distribute(added.id, new_request_id(), office.supervisor)
    office.services.event_actions.freeze(added.id, new_request_id(), office.supervisor)
    assert listed(office) == []
    assert is_clean(office)


def test_pe14_an_event_saved_unbalanced_is_an_exception_at_once(
    office: Office, account: AccountId
) -> None:
    added = add(office, account, [("CASH", 5000)], [(account, 5000)], action=NOT)
    assert kinds(office) == [ExceptionKind.UNFROZEN]
    office.services.tender_edits.add(
        added.id, TenderDraft("CASH", Money(2000)), new_request_id(), office.cashier
    )
    found = {one.kind: one.repair for one in listed(office)}
    assert found == {
        ExceptionKind.UNBALANCED: Repair.CORRECT_AMOUNTS,
        ExceptionKind.UNFROZEN: Repair.BALANCE_FIRST,
    }
    office.services.event_actions.delete(added.id, new_request_id(), office.supervisor,
                                         frozenset({"M-41"}))  # fmt: skip
    assert listed(office) == []


def test_ex2_payments_that_are_not_frozen_say_what_they_wait_for(
    office: Office, account: AccountId
) -> None:
    add(office, account, [("CASH", 400)], [(account, 400)], action=NOT)
    add(office, account, [("CASH", 300)], [(account, 300)], action=WAIT)
    found = {one.amount: (one.status, one.repair) for one in listed(office)}
    assert found == {
        Money(400): (PaymentStatus.INCOMPLETE, Repair.DISTRIBUTE),
        Money(300): (PaymentStatus.FREEZABLE, Repair.FREEZE),
    }


def test_ex2_a_payment_in_error_is_listed_with_its_message(
    office: Office, account: AccountId
) -> None:
    added = add(
        office, account, [("CASH", 700)], [(account, 700)], action=WAIT,
        match_type="BILL-ID", match_value="4711",
    )  # fmt: skip
    (found,) = listed(office)
    payment = show(office, added.id).payments[0]
    assert payment.status is PaymentStatus.ERROR
    assert (found.kind, found.payment_id, found.error_text) == (
        ExceptionKind.ERROR, payment.id, payment.error_text,
    )  # fmt: skip
    assert found.error_text
    assert found.account_name == "Okafor, Ngozi"
    assert counts(office) == (0, 1, 0)


def test_ex3_a_drawer_knows_how_many_it_would_be_closed_with(
    office: Office, account: AccountId
) -> None:
    other = office.second_drawer()
    for cents in (100, 200):
        add(office, account, [("CASH", cents)], [(account, cents)], action=WAIT)
    added = add(office, account, [("CASH", 300)], [(account, 300)])
    cancel_payment(office, added.id)
    assert counts(office, control_id=office.control) == (1, 0, 2)
    assert counts(office, control_id=other) == (0, 0, 0)


def test_xc01_the_exceptions_of_a_control_are_those_of_its_events(
    office: Office, account: AccountId
) -> None:
    other = office.second_drawer()
    add(office, account, [("CASH", 100)], [(account, 100)], action=WAIT)
    assert len(listed(office, **{ExceptionFilter.CONTROL: office.control})) == 1
    assert listed(office, **{ExceptionFilter.CONTROL: other}) == []


def test_xc02_kinds_and_dates_narrow_the_list(office: Office, account: AccountId) -> None:
    add(office, account, [("CASH", 100)], [(account, 100)], action=WAIT)
    added = add(office, account, [("CASH", 300)], [(account, 300)])
    cancel_payment(office, added.id)
    assert kinds(office, kind="UNBALANCED") == [ExceptionKind.UNBALANCED]
    assert kinds(office, kind=ExceptionKind.UNFROZEN) == [ExceptionKind.UNFROZEN]
    assert kinds(office, kind="ERROR") == []
    assert len(listed(office, date_from=DAY, date_to=DAY)) == 2
    assert listed(office, date_from=DAY + timedelta(days=1)) == []
    assert listed(office, date_to=DAY - timedelta(days=1)) == []
    with pytest.raises(ValueError, match="colour"):
        listed(office, colour="red")


def test_ns04_a_charge_that_could_not_be_levied_is_an_exception_until_somebody_saw_to_it(
    office: Office, account: AccountId
) -> None:
    payor = office.account("Agency")
    tender = uncharged(office, payor, account)
    (found,) = listed(office)
    assert (found.kind, found.tender_id, found.payment_id, found.repair, found.place) == (
        ExceptionKind.UNCHARGED, tender, None, Repair.SETTLE_CHARGE, Place.EVENT,
    )  # fmt: skip
    assert (found.account_id, found.account_name, found.amount) == (payor, "Agency", Money(2000))
    count = office.services.exceptions.count_exceptions
    assert (count(office.supervisor).uncharged, count(office.supervisor).total) == (1, 1)
    assert count(office.supervisor, office.control).uncharged == 1
    assert kinds(office, kind="UNCHARGED") == [ExceptionKind.UNCHARGED]
    assert kinds(office, kind="UNFROZEN") == []
    settle, request = office.services.exceptions.settle_charge, new_request_id()
    with pytest.raises(Refused, match="M-51"):
        settle(tender, request, office.cashier)
    saved = settle(tender, request, office.supervisor, "Paid in cash at desk 2")
    assert saved.value == found.event_id
    assert settle(tender, request, office.supervisor, "Paid in cash at desk 2").replayed
    assert listed(office) == []
    with pytest.raises(Refused, match="M-70"):
        settle(tender, new_request_id(), office.supervisor)
    last = office.services.event_log.of(found.event_id, office.supervisor)[-1]
    assert (last.action, last.user) == ("charge.settle", office.supervisor.name)
    assert last.said["comment"] == "Paid in cash at desk 2"
    assert is_clean(office)


def test_ns04_only_a_charge_that_is_missing_is_settled_and_its_note_stays(
    office: Office, account: AccountId
) -> None:
    charged = add(office, account, [("CHEC", 2000)], [(account, 2000)])
    order = CancelTender(charged.tenders[0].id, "NSF")
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)
    assert listed(office) == []
    settle = office.services.exceptions.settle_charge
    with pytest.raises(Refused, match="M-55"):
        settle(charged.tenders[0].id, new_request_id(), office.supervisor)
    tender = uncharged(office, office.account("Agency"), account)
    settle(tender, new_request_id(), office.supervisor)
    for statement, says in (
        ("UPDATE missing_charge SET settled_at = NULL, settled_by = NULL", "settled once"),
        ("DELETE FROM missing_charge", "never removed"),
    ):
        with pytest.raises(IntegrityError, match=says), office.db.begin() as s:
            s.execute(text(statement))


def test_xc03_a_row_vanishes_when_its_payment_is_mended(office: Office, account: AccountId) -> None:
    added = add(office, account, [("CASH", 100)], [(account, 100)], action=WAIT)
    assert kinds(office) == [ExceptionKind.UNFROZEN]
    office.services.event_actions.freeze(added.id, new_request_id(), office.cashier)
    assert listed(office) == []


def test_xc04_pages_follow_each_other_without_a_gap_and_sort(
    office: Office, account: AccountId
) -> None:
    for cents in range(1, 8):
        add(office, account, [("CASH", cents * 100)], [(account, cents * 100)], action=WAIT)
    seen: list[ExceptionItem] = []
    request = PageRequest(limit=3)
    while True:
        page = office.services.exceptions.list_exceptions(request, office.supervisor)
        seen += page.rows
        if page.next is None:
            break
        request = PageRequest(limit=3, after=page.next)
    assert [one.amount.minor for one in seen] == [700, 600, 500, 400, 300, 200, 100]
    rising = PageRequest(sort="payment_date", limit=2)
    first = office.services.exceptions.list_exceptions(rising, office.supervisor)
    assert [one.amount.minor for one in first.rows] == [100, 200]
    with pytest.raises(Refused, match="M-55"):
        office.services.exceptions.list_exceptions(PageRequest(sort="name"), office.supervisor)


def test_d06_an_automatic_payment_is_no_exception_before_its_day(
    office: Office, account: AccountId
) -> None:
    added = add(office, account, [("CASH", 100)], [(account, 100)], action=WAIT)
    later = DAY + timedelta(days=4)
    with office.db.begin() as s:
        s.execute(
            text("UPDATE payment_event SET payment_date = :day WHERE id = :id"),
            {"day": later.isoformat() if office.db.dialect == "sqlite" else later, "id": added.id},
        )
    assert listed(office) == []
    office.clock.advance(days=4)
    assert kinds(office) == [ExceptionKind.UNFROZEN]


def test_ex4_an_account_with_exceptions_and_credit_says_so(office: Office) -> None:
    account = office.account()
    add(office, account, [("CASH", 100)], [(account, 100)])
    add(office, account, [("CASH", 200)], [(account, 200)], action=WAIT)
    card = office.services.accounts.card(account, office.cashier)
    assert card.credit == Money(-100)
    assert card.unfrozen == 1


def test_exceptions_are_found_through_indexes_not_by_looking_at_every_event(
    office: Office, account: AccountId
) -> None:
    if office.db.dialect != "sqlite":
        pytest.skip("the planner of PostgreSQL scans what fits on a page")
    seen: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, words: str, values: Any, *_more: Any) -> None:
        if "found" in words:
            seen.append((words, values))

    event.listen(office.db.engine, "before_cursor_execute", note)
    add(office, account, [("CASH", 100)], [(account, 100)], action=WAIT)
    listed(office, date_from=DAY)
    counts(office)
    counts(office, control_id=office.control)
    event.remove(office.db.engine, "before_cursor_execute", note)
    assert len(seen) == 3
    for words, values in seen:
        with office.db.read() as s:
            plan = [str(row) for row in s.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", values)]
        assert any("ix_payment_unfrozen" in line for line in plan), plan
        assert any("ix_payment_event_unbalanced" in line for line in plan), plan
        assert any("ix_missing_charge_open" in line for line in plan), plan
        assert not any("SCAN payment_event'" in line or "SCAN payment'" in line for line in plan)


def test_ex1_db_check_finds_an_event_with_a_wrong_mark(office: Office, account: AccountId) -> None:
    found = add(office, account, [("CASH", 100)], [(account, 100)])
    with office.db.begin() as s:
        s.execute(
            text("UPDATE payment_event SET unbalanced = NOT unbalanced WHERE id = :id"),
            {"id": found.id},
        )
    report = check_database(office.db)
    assert [finding.name for finding in report.findings] == ["EX-1 balance"]
