"""Counting drawers and booking differences: CN-01..CN-06, D-16, OU-01..OU-13, cases 1, 2, 8 to 12.

D-15, D-24, D-27, TC-23, TI-10, CHG-08, case 21 of 20.3.
"""

from typing import Any

import pytest
from sqlalchemy import select

from posapp.domain.codes import DistributeAction, TurnInDirection
from posapp.domain.control_counts import CountControl, Instrument
from posapp.domain.control_life import ChangeControl
from posapp.domain.control_lines import Figure
from posapp.domain.control_search import ControlSearch
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.over_unders import BookedOverUnder, BookOverUnder
from posapp.domain.payment_events import PaymentDraft
from posapp.domain.rights import Actor
from posapp.domain.setup_options import Denomination
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.tender_controls import OpenControl
from posapp.storage.base import table_of
from posapp.storage.tables.approvals import ApprovalRow
from posapp.storage.tables.setup import TenderSourceRow
from tests.helpers.drawers import (
    BALANCED,
    OPEN,
    balance_drawer,
    count,
    counted,
    findings,
    line_of,
    payor,
    refused,
    reopen,
    secret,
    seen_by,
    set_installation,
    set_option,
    start,
    submit,
    take,
    turn_in,
)
from tests.helpers.events import add, ledger, show
from tests.helpers.office import Office


def book(
    office: Office, actor: Actor | None = None, *, reason: str = "COUNT", **more: Any
) -> BookedOverUnder:
    order = BookOverUnder(new_request_id(), office.control, reason, "found no cause")
    return office.services.over_unders.book(order, actor or office.cashier, **more).value


def worked_example(office: Office) -> None:
    """Case 1 of 20.3: start 150.50, cash 5,000.00, checks 1,000.00, turned in 4,000.00 and 750.00."""
    order = ChangeControl(new_request_id(), office.control, Money(15050))
    office.services.control_life.change(order, office.cashier)
    account = payor(office)
    take(office, account, "CASH", 500000)
    take(office, account, "CHEC", 100000)
    turn_in(office, "CASH", 400000)
    turn_in(office, "CHEC", 75000)


def test_case_1_both_types_differ(sqlite_office: Office) -> None:
    office = sqlite_office
    worked_example(office)
    done = counted(office, CASH=115100, CHEC=24900)
    assert [(one.tender_type, one.expected) for one in done.lines] == [
        ("CASH", None),
        ("CHEC", None),
    ]
    found = refused(lambda: balance_drawer(office))
    assert (found.code, found.fields["types"]) == ("C-05", ["CASH", "CHEC"])
    view = seen_by(office, office.supervisor)
    assert {line.tender_type: line.over_under for line in view.lines} == {
        "CASH": Money(50),
        "CHEC": Money(-100),
    }


def test_case_2_one_event_books_both_and_the_drawer_balances(office: Office) -> None:
    worked_example(office)
    counted(office, CASH=115100, CHEC=24900)
    done = book(office, office.supervisor)
    event = show(office, done.event_id)
    assert [(t.tender_type, t.amount) for t in event.tenders] == [
        ("CASH", Money(50)),
        ("CHEC", Money(-100)),
    ]
    (payment,) = event.payments
    assert (payment.amount, payment.status.value) == (Money(-50), "FROZEN")
    assert (event.receipt_number, event.totals.is_balanced) == (None, True)
    assert ledger(office, "5900-OVER-UNDER") == 50
    balance_drawer(office)
    view = seen_by(office, office.supervisor)
    assert view.control.status is BALANCED
    assert {line.tender_type: (line.booked, line.over_under) for line in view.lines} == {
        "CASH": (Money(50), Money(0)),
        "CHEC": (Money(-100), Money(0)),
    }
    assert findings(office) == ()


def test_ou10_the_log_has_running_totals(sqlite_office: Office) -> None:
    office = sqlite_office
    counted(office, CASH=15010)
    book(office, office.supervisor)
    count(office, CASH=14990)
    submit(office)
    book(office, office.supervisor)
    log = office.services.over_unders.log(office.supervisor)
    assert [(one.amount, one.running_total, one.running_count) for one in log] == [
        (Money(10), Money(10), 1),
        (Money(-20), Money(-10), 2),
    ]
    assert (log[0].cashier, log[0].reason, log[0].booked_by) == ("Cashier", "COUNT", "Supervisor")
    assert office.services.over_unders.log(office.cashier) == log
    assert office.services.over_unders.log(office.colleague()) == ()


def test_ou10_the_log_names_who_had_the_drawer_when_it_was_booked(office: Office) -> None:
    """Whoever gets the drawer later has nothing to do with a difference of before (pain 11)."""
    counted(office, CASH=14990)
    book(office, office.supervisor)
    colleague = office.colleague()
    reopen(office, OPEN, actor=office.cashier)
    given = ChangeControl(new_request_id(), office.control, user_id=colleague.user_id)
    office.services.control_life.change(given, office.supervisor)
    (entry,) = office.services.over_unders.log(office.supervisor)
    assert (entry.cashier, entry.amount) == ("Cashier", Money(-10))
    assert office.services.over_unders.log(office.cashier) == (entry,)
    assert office.services.over_unders.log(colleague) == ()
    assert findings(office) == ()


def test_d27_with_net_zero_there_are_tenders_only(sqlite_office: Office) -> None:
    office = sqlite_office
    account = payor(office)
    take(office, account, "CHEC", 5000)
    take(office, account, "CARD", 5000)
    counted(office, CASH=15000, CHEC=5300, CARD=4700)
    done = book(office, office.supervisor)
    event = show(office, done.event_id)
    assert (done.net, event.payments, event.totals.is_balanced) == (Money(0), (), True)
    balance_drawer(office)
    assert findings(office) == ()


def test_ou09_above_the_limit_a_supervisor_approves(sqlite_office: Office) -> None:
    office = sqlite_office
    counted(office, CASH=12499)
    count(office, CASH=12499)
    assert submit(office).lines[0].difference == Money(-2501)
    found = refused(lambda: book(office))
    assert (found.code, found.fields["limit"]) == ("M-226", Money(2500))
    own = secret(office, "cashier")
    assert refused(lambda: book(office, secret=own)).code == "M-133"
    book(office, secret=secret(office))
    (one,) = office.services.over_unders.log(office.supervisor)
    assert (one.booked_by, one.approved_by) == ("Cashier", "Supervisor")
    with office.db.read() as s:
        (approval,) = s.execute(select(table_of(ApprovalRow))).all()
    assert (approval.action, approval.rights) == ("control.book_over_under", "over_under_above")
    assert findings(office) == ()


def test_ou09_reason_and_text_are_needed(sqlite_office: Office) -> None:
    office = sqlite_office
    counted(office, CASH=15010)
    assert refused(lambda: book(office, office.supervisor, reason="")).code == "M-132"
    assert refused(lambda: book(office, office.supervisor, reason="NONE")).code == "M-55"
    order = BookOverUnder(new_request_id(), office.control, "COUNT", " ")
    bare = office.services.over_unders.book
    assert refused(lambda: bare(order, office.supervisor)).fields["field"] == "comments"


def test_ou07_a_booked_difference_stays(sqlite_office: Office) -> None:
    office = sqlite_office
    counted(office, CASH=15010)
    event = show(office, book(office, office.supervisor).event_id)
    order = CancelTender(event.tenders[0].id, "NSF", confirmed=frozenset({"C-17"}))
    cancel = office.services.canceling.cancel_tender
    found = refused(lambda: cancel(order, new_request_id(), office.supervisor))
    assert (found.code, found.fields["value"]) == ("M-227", event.id)


def test_d16_a_blind_cashier_learns_only_that_it_differs(sqlite_office: Office) -> None:
    office = sqlite_office
    take(office, payor(office), "CASH", 5000)
    rows = office.services.tender_controls.rows_behind
    for figure in (Figure.RECEIVED, Figure.EXPECTED, Figure.OVER_UNDER):
        found = refused(lambda f=figure: rows(office.control, "CASH", f, office.cashier))
        assert found.code == "M-225"
    done = counted(office, CASH=19999)
    assert done.differs
    assert (done.lines[0].expected, done.lines[0].difference) == (None, None)
    view = seen_by(office, office.cashier)
    line = line_of(view, "CASH")
    assert (view.blind, line.received, line.expected, line.over_under) == (True, None, None, None)
    assert line.ending == Money(19999)
    (attempt,) = office.services.control_counts.attempts(office.control, office.cashier)
    assert attempt.lines[0].expected is None
    for told in (None, secret(office)):
        # Nor with the supervisor at the desk, who would not see what is approved (D-24).
        assert refused(lambda by=told: book(office, secret=by)).code == "M-225"
    count(office, CASH=19999)
    assert submit(office).lines[0].difference == Money(-1)
    view = seen_by(office, office.cashier)
    assert (view.blind, line_of(view, "CASH").over_under) == (False, Money(-1))
    reopen(office, OPEN, office.cashier)
    assert seen_by(office, office.cashier).blind


def test_d16_a_new_balancing_is_blind_again(sqlite_office: Office) -> None:
    office = sqlite_office
    counted(office, CASH=15000)
    count(office, CASH=15000)
    submit(office)
    reopen(office, OPEN, office.cashier)
    start(office)
    view = seen_by(office, office.cashier)
    assert (view.blind, line_of(view, "CASH").ending) == (True, None)
    assert refused(lambda: balance_drawer(office)).code == "M-222"


def test_cn04_after_two_that_differ_a_supervisor_stands_by(sqlite_office: Office) -> None:
    office = sqlite_office
    counted(office, CASH=14000)
    count(office, CASH=14100)
    assert submit(office).needs_supervisor
    count(office, CASH=14200)
    assert refused(lambda: submit(office)).code == "M-224"
    submit(office, secret=secret(office))
    found = office.services.control_counts.attempts(office.control, office.supervisor)
    assert [(one.attempt, one.differs, one.supervised_by) for one in found] == [
        (1, True, ""),
        (2, True, ""),
        (3, True, "Supervisor"),
    ]
    assert findings(office) == ()


def test_cn04_opening_the_drawer_in_between_brings_no_new_attempts(office: Office) -> None:
    counted(office, CASH=14000)
    count(office, CASH=14100)
    submit(office)
    reopen(office, OPEN, office.cashier)
    start(office)
    count(office, CASH=14200)
    assert refused(lambda: submit(office)).fields["n"] == 2
    count(office, office.supervisor, CASH=15000)
    assert not submit(office, office.supervisor).differs
    balance_drawer(office)
    reopen(office, OPEN, reason="one more payment")
    start(office)
    count(office, CASH=14000)
    assert not submit(office).needs_supervisor
    assert findings(office) == ()


def test_ou09_the_limit_is_the_drawers_not_each_bookings(office: Office) -> None:
    set_option(office, count_attempts=9)
    for cents in (13500, 12499):
        counted(office, CASH=cents)
        count(office, CASH=cents)
        submit(office)
        if cents == 13500:
            book(office)
            reopen(office, OPEN, office.cashier)
    found = refused(lambda: book(office))
    assert (found.code, found.fields["limit"]) == ("M-226", Money(2500))
    book(office, secret=secret(office))
    log = office.services.over_unders.log(office.supervisor)
    assert [(one.amount, one.approved_by) for one in log] == [
        (Money(-1500), ""),
        (Money(-1001), "Supervisor"),
    ]
    assert findings(office) == ()


def test_d16_in_a_drawer_for_all_a_supervisors_submit_lifts_the_blind_count(
    office: Office,
) -> None:
    order = OpenControl(new_request_id(), "CASH-A02", None, None, all_users=True)
    control = office.services.tender_controls.open(order, office.supervisor).value
    life, counts = office.services.control_life, office.services.control_counts
    life.start_balancing(control, new_request_id(), office.cashier)
    for actor, blind in ((office.cashier, True), (office.supervisor, False)):
        given = CountControl(new_request_id(), control, endings=(("CASH", Money(14000)),))
        counts.count(given, actor)
        counts.submit(control, new_request_id(), actor)
        assert office.services.tender_controls.show(control, office.cashier).blind is blind
    assert findings(office) == ()


def test_d16_a_booked_difference_is_hidden_no_more(sqlite_office: Office) -> None:
    office = sqlite_office
    counted(office, CASH=14900)
    assert seen_by(office, office.cashier).blind
    done = book(office, office.supervisor)
    assert (done.net, seen_by(office, office.cashier).blind) == (Money(-100), False)
    reopen(office, OPEN, office.cashier)
    start(office)
    assert seen_by(office, office.cashier).blind


def test_cn04_the_number_of_attempts_is_a_setting(sqlite_office: Office) -> None:
    office = sqlite_office
    set_option(office, count_attempts=1)
    counted(office, CASH=14000)
    count(office, CASH=15000)
    assert refused(lambda: submit(office)).code == "M-224"


def test_cn01_cn02_notes_lists_and_amounts_in_parts(office: Office) -> None:
    account = payor(office)
    take(office, account, "CASH", 2025)
    take(office, account, "CHEC", 700)
    counts, control = office.services.control_counts, office.control
    twenty = Denomination("USD", Money(2000), coin=False)
    quarter = Denomination("USD", Money(25), coin=True)
    start(office)
    notes = ((twenty, 8), (quarter, 1))
    counts.count(CountControl(new_request_id(), control, notes), office.cashier)
    checks = (Instrument("CHEC", Money(300), "17", "Okafor"), Instrument("CHEC", Money(400), "18"))
    counts.count(CountControl(new_request_id(), control, (), checks), office.cashier)
    again = CountControl(new_request_id(), control, ((twenty, 8), (quarter, 41)), recount=True)
    counts.count(again, office.cashier)
    listed = CountControl(new_request_id(), control, (), checks)
    counts.count(listed, office.cashier)
    assert not submit(office).differs
    first, second = counts.attempts(control, office.supervisor)
    assert (first.submitted_at, first.lines[0].ending) == (None, Money(16025))
    assert second.denominations == ((twenty, 8), (quarter, 41))
    assert second.instruments == checks
    assert findings(office) == ()


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ({"denominations": ((Denomination("USD", Money(300), coin=False), 1),)}, "M-50"),
        ({"denominations": ((Denomination("EUR", Money(2000), coin=False), 1),)}, "M-50"),
        ({"denominations": ((Denomination("USD", Money(2000), coin=False), -1),)}, "M-50"),
        ({"endings": (("CASH", Money(-1)),)}, "M-50"),
        ({"endings": (("NONE", Money(1)),)}, "M-55"),
        ({"instruments": (Instrument("CHEC", Money(0)),)}, "M-02"),
        (
            {"instruments": (Instrument("CHEC", Money(5)),), "endings": (("CHEC", Money(6)),)},
            "M-50",
        ),
        ({}, "M-50"),
    ],
)
def test_cn02_what_cannot_be_counted(
    sqlite_office: Office, order: dict[str, Any], code: str
) -> None:
    counts = sqlite_office.services.control_counts
    command = CountControl(new_request_id(), sqlite_office.control, **order)
    assert refused(lambda: counts.count(command, sqlite_office.cashier)).code == code


def test_tc23_every_type_must_be_counted(sqlite_office: Office) -> None:
    office = sqlite_office
    take(office, payor(office), "CHEC", 5000)
    start(office)
    assert refused(lambda: submit(office)).code == "M-222"
    count(office, CASH=15000)
    found = refused(lambda: submit(office))
    assert (found.code, found.fields["tender_type"]) == ("M-222", "CHEC")


def test_d37_every_figure_opens_rows_that_sum_to_it(office: Office) -> None:
    account = payor(office)
    add(office, account, [("CASH", 10000)], [(account, 2500)])
    take(office, account, "CHEC", 5000)
    turn_in(office, "CASH", 1000)
    turn_in(office, "CASH", 300, way=TurnInDirection.IN)
    counted(office, CASH=16850, CHEC=5000)
    book(office, office.supervisor)
    view, controls = seen_by(office, office.supervisor), office.services.tender_controls
    for line in view.lines:
        for figure in Figure:
            rows = controls.rows_behind(office.control, line.tender_type, figure, office.supervisor)
            due = getattr(line, figure.value)
            assert sum(row.amount.minor for row in rows) == due.minor, (line, figure)
    kinds = controls.rows_behind(office.control, "CASH", Figure.EXPECTED, office.supervisor)
    assert sorted({row.kind.value for row in kinds}) == [
        "CHANGE",
        "DIFFERENCE",
        "FLOAT",
        "ISSUE",
        "TENDER",
        "TURN_IN",
    ]
    assert findings(office) == ()


def test_cases_8_and_9_the_reminder(sqlite_office: Office) -> None:
    office = sqlite_office
    with office.db.begin() as s:
        s.execute(
            table_of(TenderSourceRow)
            .update()
            .where(TenderSourceRow.code == "CASH-A01")
            .values(max_amount_balance=Money(200000))
        )
    set_installation(office)
    account = payor(office)
    take(office, account, "CASH", 185000)
    assert not seen_by(office, office.cashier).above_limit
    take(office, account, "CASH", 1)
    assert seen_by(office, office.cashier).above_limit
    turn_in(office, "CASH", 150000, approved=False)
    assert not seen_by(office, office.cashier).above_limit


def test_cases_10_to_12_change_lies_in_the_drawer_as_cash(sqlite_office: Office) -> None:
    office = sqlite_office
    account = payor(office)
    none = DistributeAction.NONE
    event = add(office, account, [("TRAV", 10000)], [(account, 2500)], action=none)
    view = seen_by(office, office.supervisor)
    assert (line_of(view, "TRAV").received, line_of(view, "CASH").received) == (
        Money(10000),
        Money(-7500),
    )
    for cents, change in ((6000, -4000), (10000, 0)):
        office.services.payment_edits.change(
            event.payments[0].id,
            PaymentDraft(account, Money(cents)),
            new_request_id(),
            office.cashier,
        )
        office.services.event_actions.recalculate_cash_back(
            event.id, new_request_id(), office.cashier
        )
        line = line_of(seen_by(office, office.supervisor), "CASH")
        assert (line.received, line.change) == (Money(change), Money(change))
    assert len(show(office, event.id).tenders) == 1


def test_case_21_the_own_open_drawer_is_offered(sqlite_office: Office) -> None:
    office = sqlite_office
    order = OpenControl(new_request_id(), "CASH-A02", None, None, all_users=True)
    shared = office.services.tender_controls.open(order, office.supervisor).value
    offered = office.services.tender_controls.mine(office.cashier)
    assert [one.id for one in offered] == [office.control, shared]


def test_d37_no_sale_openings_are_logged(office: Office) -> None:
    openings = office.services.drawer_openings
    act = openings.open_without_sale
    assert refused(lambda: act(office.control, "", new_request_id(), office.cashier)).code == (
        "M-132"
    )
    colleague = office.colleague()
    other = refused(lambda: act(office.control, "x", new_request_id(), colleague))
    assert other.code == "C-02"
    act(office.control, "change for a customer", new_request_id(), office.cashier)
    (one,) = openings.openings(office.control, office.supervisor)
    assert (one.reason, one.opened_by, one.opened_at) == (
        "change for a customer",
        "Cashier",
        office.clock(),
    )
    assert findings(office) == ()


def test_5_1_searching_drawers(office: Office) -> None:
    second = office.second_drawer()
    search = office.services.tender_controls.search

    def found(**wanted: Any) -> list[int]:
        return [one.id for one in search(ControlSearch(**wanted), office.cashier)]

    assert found() == [second, office.control]
    assert found(control_id=second) == [second]
    assert found(tender_source="CASH-A01") == [office.control]
    assert found(user_id=office.cashier.user_id) == [office.control]
    assert found(deposit_control_id=office.deposit) == [second, office.control]
    assert found(status=BALANCED) == []
    assert found(created=office.clock().date()) == [second, office.control]
