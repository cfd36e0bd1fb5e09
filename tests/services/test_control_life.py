"""The life of a drawer: the table of controls 5.3, who may do what, and what is written down.

Covers TC-06, TC-07, TC-08, TC-20..TC-27, DC-15, D-14, D-15, D-23, D-24, BL-06, cases 3 to 5 of 20.3.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from posapp.domain.codes import ControlStatus, DistributeAction, ExceptionGate, SourceType
from posapp.domain.control_counts import CountControl
from posapp.domain.control_life import ChangeControl
from posapp.domain.event_views import EventView
from posapp.domain.ids import ControlId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import TenderDraft
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.tender_controls import OpenControl, OpenDepositControl
from posapp.domain.tender_edits import TenderChange
from posapp.errors import Conflict, NeedsConfirmation, Refused
from posapp.storage.base import table_of
from posapp.storage.tables.closes import CloseLineRow, ControlCloseRow
from posapp.storage.tables.controls import DepositControlRow, TenderControlRow
from tests.helpers.drawers import (
    BALANCED,
    BALANCING,
    OPEN,
    balance_drawer,
    count,
    counted,
    findings,
    line_of,
    payor,
    refused,
    reopen,
    second_supervisor,
    secret,
    seen_by,
    set_option,
    start,
    submit,
    take,
    turn_in,
)
from tests.helpers.euros import allow_euros
from tests.helpers.events import add
from tests.helpers.office import Office

YES = frozenset({"M-39", "M-40", "M-42", "M-06W", "M-69", "C-17", "M-41"})


def brought_to(office: Office, status: ControlStatus) -> EventView:
    """A drawer with a check of 50.00, not frozen, and a cash payment, in a status."""
    account = payor(office)
    take(office, account, "CASH", 2000)
    event = add(office, account, [("CHEC", 5000)], [(account, 5000)])
    if status is not OPEN:
        counted(office, CASH=17000, CHEC=5000)
    if status is BALANCED:
        balance_drawer(office)
    return event


Act = Callable[[Office, EventView, ControlId], object]


def _add(office: Office, event: EventView, other: ControlId) -> object:
    account = event.payments[0].account_id
    return add(office, account, [("CASH", 100)], [(account, 100)])


def _change_amount(office: Office, event: EventView, other: ControlId) -> object:
    change = TenderChange(check_number="18")
    return office.services.tender_edits.adjust(
        event.tenders[0].id, change, new_request_id(), office.supervisor
    )


def _move_out(office: Office, event: EventView, other: ControlId) -> object:
    return office.services.tender_edits.move(
        event.tenders[0].id, other, new_request_id(), office.supervisor
    )


def _add_tender(office: Office, event: EventView, other: ControlId) -> object:
    return office.services.tender_edits.add(
        event.id,
        TenderDraft("CASH", Money(100)),
        new_request_id(),
        office.cashier,
        control_id=office.control,
        confirmed=YES,
    )


def _cancel(office: Office, event: EventView, other: ControlId) -> object:
    order = CancelTender(event.tenders[0].id, "NSF", confirmed=YES)
    return office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)


def _set_float(office: Office, event: EventView, other: ControlId) -> object:
    order = ChangeControl(new_request_id(), office.control, Money(14000))
    return office.services.control_life.change(order, office.supervisor)


def _count(office: Office, event: EventView, other: ControlId) -> object:
    return count(office, CASH=17000)


def _start(office: Office, event: EventView, other: ControlId) -> object:
    return start(office)


def _submit(office: Office, event: EventView, other: ControlId) -> object:
    if seen_by(office, office.supervisor).control.status is BALANCING:
        count(office, CASH=17000, CHEC=5000)
    return submit(office)


def _balance(office: Office, event: EventView, other: ControlId) -> object:
    return balance_drawer(office)


def _reopen(office: Office, event: EventView, other: ControlId) -> object:
    return reopen(office)


def _to_balancing(office: Office, event: EventView, other: ControlId) -> object:
    return reopen(office, BALANCING)


def _no_sale(office: Office, event: EventView, other: ControlId) -> object:
    return office.services.drawer_openings.open_without_sale(
        office.control, "change", new_request_id(), office.cashier
    )


# What is allowed in Open, Balancing In Progress and Balanced; a code is what it is refused with.
TABLE: list[tuple[str, Act, tuple[str | None, str | None, str | None]]] = [
    ("TC-02 add a new tender", _add, (None, "M-05N", "M-05N")),
    ("add a tender to an event", _add_tender, (None, "M-05", "M-05")),
    ("change a tender", _change_amount, (None, None, "M-88")),
    ("case 5 move a tender out", _move_out, (None, None, "M-88")),
    ("TND-05 cancel a tender", _cancel, (None, None, None)),
    # Here the drawer was counted; until then it may change while Balancing, too.
    ("change the starting balance", _set_float, (None, "M-242", "M-220")),
    ("CN-01 count", _count, (None, None, "M-220")),
    ("TC-20 start balancing", _start, (None, "M-220", "M-220")),
    ("D-15 submit a count", _submit, ("M-220", None, "M-220")),
    ("TC-22 balance", _balance, ("M-220", None, "M-220")),
    ("TC-21 TC-25 reopen", _reopen, ("M-220", None, None)),
    ("TC-25 back to balancing", _to_balancing, ("M-220", "M-220", None)),
    ("D-37 open without a sale", _no_sale, (None, None, "M-220")),
]
CELLS = [
    pytest.param(act, status, code, id=f"{name} in {status.value}")
    for name, act, codes in TABLE
    for status, code in zip(ControlStatus, codes, strict=True)
]


@pytest.mark.parametrize(("act", "status", "code"), CELLS)
def test_5_3_what_each_status_allows(
    sqlite_office: Office, act: Act, status: ControlStatus, code: str | None
) -> None:
    office = sqlite_office
    event = brought_to(office, status)
    other = office.second_drawer()
    before = seen_by(office, office.supervisor)
    if code is None:
        act(office, event, other)
    else:
        assert refused(lambda: act(office, event, other)).code == code
        assert seen_by(office, office.supervisor) == before
    assert findings(office) == ()


def test_tc20_tc22_a_drawer_is_counted_balanced_and_opened_again(office: Office) -> None:
    brought_to(office, BALANCED)
    view = seen_by(office, office.supervisor)
    assert view.control.status is BALANCED
    assert view.standing is not None
    assert (view.standing.balanced_by, view.standing.balanced_at) == (
        "Supervisor",
        office.clock(),
    )
    assert [(line.ending, line.over_under) for line in view.lines] == [
        (Money(17000), Money(0)),
        (Money(5000), Money(0)),
    ]
    with office.db.read() as s:
        (close,) = s.execute(select(table_of(ControlCloseRow))).all()
        lines = s.execute(select(table_of(CloseLineRow))).all()
    assert (close.number, close.version, close.last_receipt) == (1, 1, 2)
    assert len(close.chain_head) == 64
    assert {line.tender_type: line.expected for line in lines} == {
        "CASH": Money(17000),
        "CHEC": Money(5000),
    }
    reopen(office, OPEN)
    assert seen_by(office, office.cashier).blind
    assert findings(office) == ()


def test_tc25_the_next_z_report_has_the_next_version_and_number(office: Office) -> None:
    brought_to(office, BALANCED)
    reopen(office, BALANCING, reason="wrong type")
    balance_drawer(office)
    with office.db.read() as s:
        first, second = s.execute(
            select(table_of(ControlCloseRow)).order_by(ControlCloseRow.version)
        ).all()
    assert (first.version, first.reopen_reason, first.reopened_to) == (1, "wrong type", BALANCING)
    assert (second.version, second.number, second.reopened_at) == (2, 2, None)
    assert findings(office) == ()


def test_tc25_reopening_needs_the_right_and_a_reason(sqlite_office: Office) -> None:
    office = sqlite_office
    brought_to(office, BALANCED)
    assert refused(lambda: reopen(office, actor=office.cashier)).code == "M-51"
    assert refused(lambda: reopen(office, reason=" ")).code == "M-132"
    assert refused(lambda: reopen(office, BALANCED)).code == "M-50"


def test_d24_a_supervisor_reopens_at_the_cashiers_desk(sqlite_office: Office) -> None:
    office = sqlite_office
    brought_to(office, BALANCED)
    office.services.control_life.reopen(
        office.control,
        OPEN,
        "forgotten",
        new_request_id(),
        office.cashier,
        secret=secret(office),
    )
    assert seen_by(office, office.supervisor).control.status is OPEN
    assert findings(office) == ()


def _close_deposit(office: Office) -> None:
    with office.db.begin() as s:
        s.execute(update(table_of(DepositControlRow)).values(status=BALANCED))


def test_dc15_case_4_a_balanced_deposit_control_freezes_its_drawers(
    sqlite_office: Office,
) -> None:
    office = sqlite_office
    event = brought_to(office, BALANCED)
    _close_deposit(office)
    for act in (_set_float, _count, _start, _balance, _reopen, _no_sale):
        assert refused(lambda act=act: act(office, event, office.control)).code == "C-08"
    found = refused(lambda: reopen(office))
    assert found.fields["value"] == office.deposit


def test_tc26_d15_who_confirms(sqlite_office: Office) -> None:
    office = sqlite_office
    account = payor(office)
    take(office, account, "CASH", 2000)
    counted(office, CASH=17000)
    assert refused(lambda: balance_drawer(office, office.cashier)).code == "M-51"
    colleague = office.colleague()
    assert refused(lambda: balance_drawer(office, colleague)).code == "M-51"
    balance_drawer(office, office.cashier, secret=secret(office))
    view = seen_by(office, office.cashier)
    assert view.standing is not None
    assert (view.control.status, view.standing.balanced_by) == (BALANCED, "Supervisor")
    assert findings(office) == ()


def test_d15_no_supervisor_confirms_the_own_drawer(sqlite_office: Office) -> None:
    office = sqlite_office
    office.control = office.second_drawer()
    boss = office.supervisor
    start(office, boss)
    count(office, boss, CASH=15000)
    submit(office, boss)
    assert refused(lambda: balance_drawer(office)).code == "M-221"
    own = secret(office)
    assert refused(lambda: balance_drawer(office, secret=own)).code == "M-133"
    balance_drawer(office, second_supervisor(office))
    assert findings(office) == ()


def test_d15_cashiers_may_balance_where_the_set_up_lets_them(sqlite_office: Office) -> None:
    office = sqlite_office
    set_option(office, cashier_may_balance=True)
    counted(office, CASH=15000)
    balance_drawer(office, office.cashier)
    assert seen_by(office, office.cashier).control.status is BALANCED
    assert findings(office) == ()


def test_d15_who_took_money_in_a_drawer_for_all_does_not_confirm_it(
    sqlite_office: Office,
) -> None:
    office = sqlite_office
    change = ChangeControl(new_request_id(), office.control, all_users=True)
    office.services.control_life.change(change, office.supervisor)
    account = payor(office)
    add(office, account, [("CASH", 500)], [(account, 500)])
    other = second_supervisor(office)
    office.actors["cashier"] = other
    add(office, account, [("CASH", 700)], [(account, 700)])
    start(office, other)
    count(office, other, CASH=16200)
    submit(office, other)
    assert refused(lambda: balance_drawer(office, other)).code == "M-221"
    balance_drawer(office)
    assert findings(office) == ()


def test_tc23_turn_ins_must_be_approved_first(sqlite_office: Office) -> None:
    office = sqlite_office
    turn_in(office, "CASH", 5000, approved=False)
    view = seen_by(office, office.supervisor)
    assert line_of(view, "CASH").expected == Money(10000)
    counted(office, CASH=10000)
    found = refused(lambda: balance_drawer(office))
    assert (found.code, found.fields["n"]) == ("C-06", 1)


def test_tc22_a_difference_is_no_balance_and_all_types_are_named(sqlite_office: Office) -> None:
    office = sqlite_office
    account = payor(office)
    take(office, account, "CHEC", 5000)
    counted(office, CASH=15001, CHEC=4900)
    found = refused(lambda: balance_drawer(office))
    assert (found.code, found.fields["types"]) == ("C-05", ["CASH", "CHEC"])
    assert [one["difference"] for one in found.fields["differences"]] == [Money(1), Money(-100)]
    blind = refused(lambda: balance_drawer(office, office.cashier, secret=secret(office)))
    assert blind.code == "C-05H"
    assert set(blind.fields) == {"field", "tender_type", "types"}


def test_tc24_what_needs_attention_is_asked_or_refused(sqlite_office: Office) -> None:
    office = sqlite_office
    account = payor(office)
    add(office, account, [("CASH", 500)], [(account, 500)], action=DistributeAction.NONE)
    counted(office, CASH=15500)
    with pytest.raises(NeedsConfirmation) as asked:
        balance_drawer(office)
    assert [one.code for one in asked.value.concerns] == ["C-07"]
    set_option(office, exceptions_gate=ExceptionGate.REFUSE.value)
    found = refused(lambda: balance_drawer(office, confirmed=frozenset({"C-07"})))
    assert (found.code, found.fields["n"]) == ("M-223", 1)
    set_option(office, exceptions_gate=ExceptionGate.WARN.value)
    balance_drawer(office, confirmed=frozenset({"C-07"}))
    assert findings(office) == ()


def test_tc27_an_empty_drawer_is_balanced_or_deleted(office: Office) -> None:
    second = office.second_drawer()
    life = office.services.control_life
    life.delete(second, new_request_id(), office.supervisor)
    with pytest.raises(Refused, match="M-55"):
        seen_by(office, office.supervisor, second)
    counted(office, CASH=15000)
    balance_drawer(office)
    assert seen_by(office, office.supervisor).control.status is BALANCED
    assert findings(office) == ()


def test_tc27_d23_a_drawer_that_has_seen_something_is_not_deleted(sqlite_office: Office) -> None:
    office = sqlite_office
    delete = office.services.control_life.delete
    turn_in(office, "CASH", 100)
    found = refused(lambda: delete(office.control, new_request_id(), office.cashier))
    assert (found.code, found.fields["reason"]) == ("M-228", "it has turn-ins (1)")
    other = office.second_drawer()
    assert refused(lambda: delete(other, new_request_id(), office.cashier)).code == "C-02"


def test_tc06_a_second_drawer_while_one_is_balanced_and_tc07_no_two_open(
    sqlite_office: Office,
) -> None:
    office = sqlite_office
    start(office)
    order = OpenControl(new_request_id(), "CASH-A01", None, None)
    second = office.services.tender_controls.open(order, office.cashier).value
    found = refused(lambda: reopen(office, OPEN, office.cashier))
    assert (found.code, found.fields["control"]) == ("C-07O", second)
    first = office.control
    assert seen_by(office, office.cashier, first).control.status is BALANCING
    assert [one.id for one in office.services.tender_controls.mine(office.cashier)] == [second]


def test_tc08_day04_drawers_of_an_earlier_day(sqlite_office: Office) -> None:
    office = sqlite_office
    controls = office.services.tender_controls
    assert controls.stale(office.cashier) == ()
    other = office.second_drawer()
    office.clock.at += timedelta(days=1)
    assert [one.id for one in controls.stale(office.cashier)] == [office.control]
    assert [one.id for one in controls.stale(office.supervisor)] == [office.control, other]
    counted(office, CASH=15000)
    balance_drawer(office)
    assert controls.stale(office.cashier) == ()


def test_a_supervisor_finishes_an_abandoned_drawer(sqlite_office: Office) -> None:
    office = sqlite_office
    account = payor(office)
    take(office, account, "CASH", 2000)
    boss = office.supervisor
    colleague = office.colleague()
    assert refused(lambda: start(office, colleague)).code == "C-02"
    start(office, boss)
    count(office, boss, CASH=17000)
    assert not submit(office, boss).differs
    balance_drawer(office)
    assert findings(office) == ()


def test_5_1_what_can_be_changed(office: Office) -> None:
    life, boss = office.services.control_life, office.supervisor

    def change(actor: Any = office.cashier, **values: Any) -> Any:
        order = ChangeControl(new_request_id(), office.control, **values)
        return life.change(order, actor)

    change(starting_balance=Money(14000), comments="new till")
    view = seen_by(office, boss)
    assert view.control.starting_balance == Money(14000)
    assert view.standing is not None
    assert view.standing.comments == "new till"
    colleague = office.colleague()
    assert refused(lambda: change(user_id=colleague.user_id)).code == "M-51"
    change(boss, user_id=colleague.user_id)
    assert seen_by(office, boss).control.user_name == "Colleague"
    change(boss, all_users=True)
    assert seen_by(office, boss).control.all_users
    order = OpenDepositControl(new_request_id(), SourceType.CASHIERING, "USD")
    second = office.services.deposit_controls.open(order, boss).value
    change(boss, deposit_control_id=second)
    assert seen_by(office, boss).control.deposit_control_id == second
    assert refused(change).code == "M-70"
    assert findings(office) == ()


def test_5_1_the_tender_source_changes_until_the_first_tender(office: Office) -> None:
    life, boss = office.services.control_life, office.supervisor
    allow_euros(office)

    def give(source: str, actor: Any = office.cashier, **values: Any) -> Any:
        order = ChangeControl(new_request_id(), office.control, tender_source=source, **values)
        return life.change(order, actor)

    assert refused(lambda: give("NONE")).code == "M-55"
    assert refused(lambda: give("EUR-A")).code == "C-04"
    assert refused(lambda: give("CASH-A02", office.colleague())).code == "C-02"
    assert refused(lambda: give("CASH-A01")).code == "M-70"
    office.second_drawer()
    assert refused(lambda: give("CASH-A02")).code == "C-07O"
    free = "CASH-B01"
    give(free.lower())
    assert seen_by(office, boss).control.tender_source == free
    order = OpenDepositControl(new_request_id(), SourceType.CASHIERING, "USD")
    second = office.services.deposit_controls.open(order, boss).value
    give("CASH-A01", boss, deposit_control_id=second)
    now = seen_by(office, boss).control
    assert (now.tender_source, now.deposit_control_id) == ("CASH-A01", second)
    take(office, payor(office), "CASH", 2000)
    assert refused(lambda: give(free)).code == "M-228"
    assert findings(office) == ()


def test_p2_a_float_changes_only_with_a_second_person_once_money_was_taken(
    sqlite_office: Office,
) -> None:
    office = sqlite_office
    account = payor(office)
    take(office, account, "CASH", 2000)
    order = ChangeControl(new_request_id(), office.control, Money(14000))
    life = office.services.control_life
    assert refused(lambda: life.change(order, office.cashier)).code == "M-51"
    life.change(order, office.cashier, secret=secret(office))
    assert seen_by(office, office.supervisor).control.starting_balance == Money(14000)
    assert findings(office) == ()


def test_5_3_a_float_may_change_while_balancing_until_it_was_counted(office: Office) -> None:
    start(office)
    life = office.services.control_life
    life.change(ChangeControl(new_request_id(), office.control, Money(14000)), office.supervisor)
    assert seen_by(office, office.supervisor).control.starting_balance == Money(14000)
    count(office, CASH=13000)
    submit(office)
    order = ChangeControl(new_request_id(), office.control, Money(13000))
    found = refused(lambda: life.change(order, office.supervisor))
    assert (found.code, found.fields["amount"], found.fields["n"]) == ("M-242", Money(14000), 1)
    reopen(office, OPEN, office.cashier)
    assert refused(lambda: life.change(order, office.supervisor)).code == "M-242"
    other = update(table_of(TenderControlRow)).values(starting_balance=Money(13000))
    told = pytest.raises(DBAPIError, match="starting balance of a counted drawer")
    with told, office.db.begin() as s:
        s.execute(other)
    assert findings(office) == ()


def test_cn05_a_changed_float_is_seen_by_a_second_person_too(office: Office) -> None:
    set_option(office, second_person_float=True)
    order = OpenControl(new_request_id(), "CASH-B01", None, None)
    opens = office.services.tender_controls.open
    opened = opens(order, office.cashier, secret=secret(office)).value

    def change(actor: Any, cents: int, **by: Any) -> Any:
        given = ChangeControl(new_request_id(), opened, Money(cents))
        return office.services.control_life.change(given, actor, **by)

    found = refused(lambda: change(office.cashier, 10000))
    assert (found.code, found.fields["field"]) == ("M-228", "approver")
    change(office.cashier, 10000, secret=secret(office))
    assert _confirmed_by(office, opened) == office.supervisor.user_id
    set_option(office, second_person_float=False)
    change(office.cashier, 9000)
    assert _confirmed_by(office, opened) is None
    assert findings(office) == ()


def _confirmed_by(office: Office, control: ControlId) -> int | None:
    with office.db.read() as s:
        seen = select(TenderControlRow.float_confirmed_by).where(TenderControlRow.id == control)
        found: int | None = s.execute(seen).scalar()
        return found


def test_pain5_a_float_is_never_less_than_what_went_out_of_it(sqlite_office: Office) -> None:
    office = sqlite_office
    turn_in(office, "CASH", 12000)
    order = ChangeControl(new_request_id(), office.control, Money(11999))
    life = office.services.control_life
    found = refused(lambda: life.change(order, office.supervisor))
    assert (found.code, found.fields["amount"]) == ("M-241", Money(3000))
    life.change(replace(order, starting_balance=Money(12000)), office.supervisor)


def test_d21_a_request_is_carried_out_once(sqlite_office: Office) -> None:
    office = sqlite_office
    life, request = office.services.control_life, new_request_id()
    first = life.start_balancing(office.control, request, office.cashier)
    again = life.start_balancing(office.control, request, office.cashier)
    assert (first.value, again.value, again.replayed) == (office.control, office.control, True)
    order = CountControl(request, office.control, endings=(("CASH", Money(1)),))
    counts = office.services.control_counts
    assert refused(lambda: counts.count(order, office.cashier)).code == "M-54"


def test_py6_what_was_seen_must_still_be_so(sqlite_office: Office) -> None:
    office = sqlite_office
    version = seen_by(office, office.cashier).control.version
    change = ChangeControl(new_request_id(), office.control, comments="x")
    office.services.control_life.change(change, office.cashier)
    with pytest.raises(Conflict):
        office.services.control_life.start_balancing(
            office.control, new_request_id(), office.cashier, seen=version
        )


def test_cn05_a_second_person_confirms_the_float(sqlite_office: Office) -> None:
    office = sqlite_office
    set_option(office, second_person_float=True)
    order = OpenControl(new_request_id(), "CASH-B01", None, None)
    opens = office.services.tender_controls.open
    assert refused(lambda: opens(order, office.cashier)).code == "M-228"
    own = secret(office, "cashier")
    assert refused(lambda: opens(order, office.cashier, secret=own)).code == "M-133"
    opened = opens(order, office.cashier, secret=secret(office)).value
    with office.db.read() as s:
        seen = select(TenderControlRow.float_confirmed_by).where(TenderControlRow.id == opened)
        assert s.execute(seen).scalar() == office.supervisor.user_id
    assert findings(office) == ()
