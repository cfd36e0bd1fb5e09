"""Acceptance cases 1 to 5, 8 and 9 of controls 20.3 at the window, by keys (D-43)."""

from decimal import Decimal

import pytest

from posapp.domain.codes import ControlStatus
from posapp.domain.ids import AccountId, ControlId, new_request_id
from posapp.domain.money import Money
from posapp.ui.dialogs.approved import StepDialog
from posapp.ui.dialogs.drawer_reasons import OverUnderDialog, ReopenDialog
from posapp.ui.dialogs.move_tender import MoveTenderDialog
from posapp.ui.dialogs.paper import PaperDialog
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.dialogs.turn_in import TurnInDialog
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.pages.supervisor import SupervisorPage
from posapp.ui.pages.tender_control import TenderControlPage
from posapp.ui.window import MainWindow
from tests.helpers import drawer_day
from tests.helpers.cases import (
    ENTER,
    ESC,
    F5,
    F8,
    F9,
    KEY,
    TAB,
    Cases,
    Desks,
    Drawer,
    alt,
    cells,
    ctrl,
    over,
    said,
)
from tests.helpers.surroundings import settle

pytestmark = [pytest.mark.usefixtures("light"), pytest.mark.dressed]


@pytest.fixture(scope="module")
def payor(cases: Cases) -> AccountId:
    """Somebody who owes a lot."""
    return cases.owing(10_000_000_00)


def pay(
    desks: Desks, drawer: Drawer, payor: AccountId, amount: str, check: str = ""
) -> PaymentEventPage:
    """Take a payment at the counter: find the account, F5, type, F9, agree to what is asked."""
    keys, window = desks.keys, desks.sit(drawer.actor)
    desks.find(window, payor)
    keys.press(F5)
    asked = over(PaymentEventDialog)
    line = asked.tenders.first
    if check:
        line.kind.setFocus()
        keys.type("Ch")
        keys.press(TAB)
        keys.type(check)
    line.amount.setFocus()
    line.amount.selectAll()
    keys.type(amount)
    keys.press(F9)
    assert isinstance(window.page, PaymentEventPage)
    return window.page


def turn_in(desks: Desks, drawer: Drawer, amount: str, kind: str = "") -> None:
    """Hand money over (F8); its slip is shown and left."""
    keys = desks.keys
    desks.sit(drawer.actor)
    keys.press(F8)
    asked = over(TurnInDialog)
    if kind:
        asked.tender_type.setFocus()
        keys.type(kind)
        asked.amount.setFocus()
        asked.amount.selectAll()
    keys.type(amount)
    keys.press(F9)
    over(PaperDialog)
    keys.press(ESC)


def count(desks: Desks, page: TenderControlPage, notes: dict[str, str], **other: str) -> None:
    """Type how many there are of some notes and coins, and the sums of other types."""
    keys, grid = desks.keys, page.count.cash
    page.tabs.setCurrentWidget(page.count)
    page.count.focus_first()
    settle()
    values = [str(Decimal(one.denomination.value.minor) / 100) for one in grid.records]
    for value, how_many in notes.items():
        page.count.cash_table.setCurrentIndex(grid.index(values.index(value), 1))
        keys.type(how_many)
        keys.press(ENTER)
    kinds = [one.line.tender_type for one in page.tenders.endings.records]
    for kind, amount in other.items():
        page.tenders.table.setFocus()
        page.tenders.table.setCurrentIndex(page.tenders.endings.index(kinds.index(kind), 1))
        keys.type(amount)
        keys.press(ENTER)


def status(cases: Cases, control: ControlId) -> ControlStatus:
    shown = cases.office.services.tender_controls.show(control, cases.office.supervisor)
    return shown.control.status


def counted_drawer(desks: Desks, cases: Cases, code: str, payor: AccountId) -> TenderControlPage:
    """Case 1 as it is given: over 0.50 in cash, short of 1.00 in checks, counted twice."""
    drawer = cases.drawer(code, Money(150_50))
    pay(desks, drawer, payor, "5000")
    pay(desks, drawer, payor, "1000", check=f"C{code[-2:]}")
    turn_in(desks, drawer, "4000")
    turn_in(desks, drawer, "750", "Ch")
    for _ in range(2):
        desks.go(cases.office.supervisor, SupervisorPage, 0)
        desks.keys.press(F9, F9)
    page = desks.go(drawer.actor, TenderControlPage, drawer.control)
    desks.keys.press(F9)
    for _ in range(2):
        count(desks, page, {"100": "11", "50": "1", "1": "1"}, CHEC="249")
        desks.keys.press(F9)
    return page


def test_case_01_and_02_each_type_that_differs_is_refused_until_it_is_booked(
    desks: Desks, cases: Cases, payor: AccountId
) -> None:
    keys = desks.keys
    page = counted_drawer(desks, cases, "CASE-01", payor)
    window, control = page.window(), ControlId(page.number)
    assert isinstance(window, MainWindow)
    assert [one["Over / short"] for one in cells(page.tenders.table)] == ["$0.50", "\u2212$1.00"]
    assert said(window).startswith(
        "Cash: counted $1,151.00, expected $1,150.50, difference $0.50. Cannot balance. "
        "Check: counted $249.00, expected $250.00, difference \u2212$1.00. Cannot balance."
    )
    # What differs is not offered to be balanced, to the supervisor neither.
    assert page.main.text() == "Submit for balancing"
    shown = desks.go(cases.office.supervisor, TenderControlPage, control)
    assert shown.main.text() == "Submit for balancing"
    assert status(cases, control) is ControlStatus.BALANCING
    desks.sit(page.context.actor)
    # Case 2.
    keys.press(ctrl(KEY.Key_U))
    booking = over(OverUnderDialog)
    booking.reason.setFocus()
    keys.type("w")
    keys.press(TAB)
    keys.type("counted twice")
    keys.press(F9)
    assert "booked: \u2212$0.50 in all" in said(window)
    keys.press(F9)
    over(StepDialog)
    desks.approve()
    over(PaperDialog)
    keys.press(ESC)
    assert status(cases, control) is ControlStatus.BALANCED
    log = cases.office.services.over_unders.log(cases.office.supervisor)
    (booked,) = {one.event_id for one in log}
    event = desks.go(cases.office.supervisor, PaymentEventPage, booked)
    event.tabs.setCurrentWidget(event.tenders)
    rows = cells(event.tenders.table)
    assert [(one["Tender Type"], one["Tender Amount"]) for one in rows] == [
        ("Cash", "$0.50"), ("Check", "\u2212$1.00"),
    ]  # fmt: skip
    (payment,) = cells(event.lists.payments)
    assert payment["Payment Amount"] == "\u2212$0.50"


def test_case_03_a_balanced_drawer_takes_no_tender(
    desks: Desks, cases: Cases, payor: AccountId
) -> None:
    """Its drawer is balanced at another desk while the dialog is open."""
    drawer, keys = cases.drawer("CASE-03"), desks.keys
    window = desks.sit(drawer.actor)
    desks.find(window, payor)
    keys.press(F5)
    asked = over(PaymentEventDialog)
    drawer_day.balance_drawer(cases.at(drawer), drawer.control)
    keys.type("1")
    keys.press(F9)
    wrong = " ".join(asked.form.errors().values()) + asked.banner.text()
    assert "is not open (Balanced). Choose an open one." in wrong
    lines = cases.office.services.tender_controls.show(
        drawer.control, cases.office.supervisor
    ).lines
    assert [one.count for one in lines if one.count] == []
    asked.give_up()


def test_case_04_under_a_balanced_deposit_control_nothing_is_reopened(
    desks: Desks, cases: Cases
) -> None:
    drawer, boss, keys = cases.drawer("CASE-04"), cases.office.supervisor, desks.keys
    drawer_day.balance_drawer(cases.at(drawer), drawer.control)
    page = desks.go(boss, TenderControlPage, drawer.control)
    keys.press(ctrl(KEY.Key_O))
    asked = over(ReopenDialog)
    # Meanwhile another supervisor balances what it lies under.
    deposits = cases.office.services.deposit_controls
    deposits.start_balancing(drawer.deposit, new_request_id(), boss)
    deposits.balance(drawer.deposit, new_request_id(), boss, ending=Money(150_00))
    keys.type("a check was found")
    keys.press(F9)
    assert "is balanced; reopen it first." in asked.banner.text()
    keys.press(ESC)
    assert status(cases, drawer.control) is ControlStatus.BALANCED
    page.load()
    assert not any(button.isVisible() for button in page.buttons.values())


@pytest.mark.both_engines
def test_case_05_while_balancing_a_tender_leaves_and_none_comes(
    desks: Desks, cases: Cases, payor: AccountId
) -> None:
    under, boss, keys = cases.deposit(), cases.office.supervisor, desks.keys
    busy, other = (cases.drawer(code, deposit=under) for code in ("CASE-05A", "CASE-05B"))
    mine = drawer_day.take(cases.office, payor, "CASH", 10_00, actor=busy.actor)
    theirs = drawer_day.take(cases.office, payor, "CASH", 20_00, actor=other.actor)
    life = cases.office.services.control_life
    # In: the dialog was opened before the drawer began to be counted.
    page = desks.go(boss, PaymentEventPage, theirs.id)
    keys.press(alt(KEY.Key_T), ctrl(KEY.Key_M))
    asked = over(MoveTenderDialog)
    asked.tender_control.select(busy.control)
    life.start_balancing(busy.control, new_request_id(), busy.actor)
    keys.press(F9)
    wrong = " ".join(asked.form.errors().values())
    assert "is not open (Balancing In Progress). Choose an open one." in wrong
    keys.press(ESC)
    # Now that it is counted it is not offered any more.
    page.load()
    keys.press(ctrl(KEY.Key_M))
    asked = over(MoveTenderDialog)
    assert not asked.tender_control.select(busy.control)
    keys.press(ESC)
    # Out.
    desks.go(boss, PaymentEventPage, mine.id)
    keys.press(alt(KEY.Key_T), ctrl(KEY.Key_M))
    asked = over(MoveTenderDialog)
    asked.tender_control.select(other.control)
    keys.press(F9)
    moved = cases.office.services.payment_events.show(mine.id, boss)
    assert [one.tender_control_id for one in moved.tenders] == [other.control]


def test_case_08_and_09_the_reminder_comes_above_the_limit_and_goes_with_a_turn_in(
    desks: Desks, cases: Cases, payor: AccountId
) -> None:
    drawer = cases.drawer("CASE-08")
    reminder, warning = "above the limit of $2,000.00", "above $2,000.00: turn in funds"
    page = pay(desks, drawer, payor, "1850")
    window = page.window()
    assert isinstance(window, MainWindow)
    assert warning not in " ".join(page.header.warnings.texts())
    assert "$1,850.00" in page.figures.tendered.text()
    page = pay(desks, drawer, payor, "0.01")
    assert warning in " ".join(page.header.warnings.texts())
    window.open_page("home", 0)
    assert reminder in said(window)
    assert window.header.drawer.text().endswith("Turn in")
    # Case 9: nobody has approved it yet.
    turn_in(desks, drawer, "1500")
    assert reminder not in said(window)
    assert not window.header.drawer.text().endswith("Turn in")
    (handed,) = cases.office.services.turn_ins.of_control(drawer.control, drawer.actor)
    assert handed.approved_by == ""
