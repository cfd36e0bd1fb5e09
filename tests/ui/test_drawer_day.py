"""The cashier's side of the drawer day by keys: count, submit, book, turn in, balance (controls 10.1)."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QWidget,
)
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from posapp.domain.codes import (
    ControlStatus,
    DistributeAction,
    Role,
    SourceType,
    TurnInDirection,
    TurnInStatus,
)
from posapp.domain.control_counts import CountControl
from posapp.domain.corrections import Fault
from posapp.domain.day_paper import DayPaper
from posapp.domain.ids import (
    AccountId,
    DepositControlId,
    long_id,
    new_request_id,
    short_id,
)
from posapp.domain.money import Money
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import OpenDepositControl
from posapp.domain.turn_in import TurnInContent
from posapp.ui.control_steps import Step
from posapp.ui.dialogs.approve_turn_in import ApproveTurnInDialog
from posapp.ui.dialogs.approved import StepDialog
from posapp.ui.dialogs.change_drawer import ChangeDrawerDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.correct import CorrectDialog
from posapp.ui.dialogs.drawer_reasons import NoSaleDialog, OverUnderDialog, ReopenDialog
from posapp.ui.dialogs.open_tender_control import OpenTenderControlDialog
from posapp.ui.dialogs.paper import PaperDialog
from posapp.ui.dialogs.turn_in import TurnInDialog
from posapp.ui.formats import grouped
from posapp.ui.pages.home import HomePage
from posapp.ui.pages.tender_control import TenderControlPage
from posapp.ui.pages.tender_controls import TenderControlsPage
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers import drawer_day, drawers
from tests.helpers.clock import FixedClock
from tests.helpers.drawers import set_option
from tests.helpers.events import add
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

KEY = Qt.Key
ENTER, DOWN, TAB, SPACE, ESC = (
    KEY.Key_Return,
    KEY.Key_Down,
    KEY.Key_Tab,
    KEY.Key_Space,
    KEY.Key_Escape,
)
F4, F8, F9 = KEY.Key_F4, KEY.Key_F8, KEY.Key_F9
PASSWORD = "a long enough secret"
OPEN, BALANCING, BALANCED = ControlStatus


def ctrl(key: Qt.Key) -> tuple[Qt.KeyboardModifier, Qt.Key]:
    return Qt.KeyboardModifier.ControlModifier, key


def alt(key: Qt.Key) -> tuple[Qt.KeyboardModifier, Qt.Key]:
    return Qt.KeyboardModifier.AltModifier, key


@pytest.fixture
def account(office: Office) -> AccountId:
    return drawer_day.owing(office)


@pytest.fixture
def sam(office: Office) -> str:
    """A second supervisor with a password, who works at no drawer."""
    office.services.users.add(
        "sam", "Sam Reyes", PASSWORD, frozenset({Role.SUPERVISOR}), office.actors["setup"]
    )
    return "sam"


@pytest.fixture
def page(window: MainWindow, office: Office) -> TenderControlPage:
    return show(window, office)


@pytest.fixture
def boss(qtbot: QtBot, office: Office, theme: Theme, keys: Keyboard, tmp_path: Path) -> MainWindow:
    """The window of the supervisor."""
    return show_window(qtbot, surround(office, theme, tmp_path, office.supervisor).context, keys)


def show(window: MainWindow, office: Office) -> TenderControlPage:
    window.open_page("control", office.control)
    settle()
    page = window.page
    assert isinstance(page, TenderControlPage)
    return page


def dialog(kind: type[QDialog]) -> Any:
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def status(office: Office) -> ControlStatus:
    return office.services.tender_controls.show(office.control, office.supervisor).control.status


def said(window: MainWindow) -> str:
    return " ".join(window.banners.texts())


def cash(page: TenderControlPage, keys: Keyboard, *counts: str) -> None:
    """Type counts of notes and coins from the largest note on; Enter goes on."""
    page.tabs.setCurrentWidget(page.count)
    page.count.focus_first()
    settle()
    for count in counts:
        if count:
            keys.type(count)
        keys.press(ENTER if count else DOWN)


def approve_at_desk(keys: Keyboard, login: str) -> None:
    """Name and password of the second person where the focus stands."""
    keys.type(login)
    keys.press(TAB)
    keys.type(PASSWORD)
    keys.press(F9)


# Balancing


def test_tc20_the_day_ends_by_keys_and_a_supervisor_balances_at_the_desk(
    window: MainWindow, office: Office, account: AccountId, page: TenderControlPage,
    keys: Keyboard, sam: str,
) -> None:  # fmt: skip
    drawer_day.take(office, account, "CASH", 10000)
    drawer_day.take(office, account, "CHEC", 5000, check="17")
    page.load()
    keys.press(F9)
    assert status(office) is BALANCING
    assert page.tabs.shown is page.count
    assert page.count.cash_table.hasFocus()
    cash(page, keys, "2", "1")
    assert page.count.counted_cash.text() == "$250.00"
    page.tenders.table.setFocus()
    row = [one.line.tender_type for one in page.tenders.endings.records].index("CHEC")
    page.tenders.table.setCurrentIndex(page.tenders.endings.index(row, 1))
    keys.type("50")
    keys.press(ENTER, F9)
    assert "The count agrees" in said(window)
    assert page.main.text() == "Balance"
    keys.press(F9)
    asked = dialog(StepDialog)
    assert "does not work at this drawer" in asked.approval.why.text()
    approve_at_desk(keys, sam)
    assert dialog(PaperDialog).wish.order().kind is DayPaper.Z
    keys.press(ESC)
    assert page.paper.text() == "Z report"
    assert status(office) is BALANCED
    assert page.head.states.texts() == ("Balanced",)
    assert not page.main.isVisible()
    close = office.services.tender_controls.show(office.control, office.supervisor).standing
    assert close is not None
    assert close.balanced_by == "Sam Reyes"


def test_d15_who_works_at_the_drawer_does_not_confirm_it(
    office: Office, page: TenderControlPage, keys: Keyboard, sam: str
) -> None:
    keys.press(F9)
    cash(page, keys, "1", "1")
    keys.press(F9, F9)
    keys.press(F9)
    asked = dialog(StepDialog)
    assert "Enter who approves." in asked.approval.form.errors().values()
    keys.type(sam)
    keys.press(ENTER)
    assert asked.approval.password.hasFocus(), "Enter goes on from the name"
    keys.type("wrong")
    keys.press(F9)
    assert asked.isVisible()
    assert status(office) is BALANCING


def test_c07_is_asked_before_anybody_types_a_password(
    office: Office, account: AccountId, page: TenderControlPage, keys: Keyboard, sam: str
) -> None:
    event = add(
        office, account, [("CASH", 5000)], [(account, 5000)], action=DistributeAction.DISTRIBUTE
    )
    page.load()
    keys.press(F9)
    cash(page, keys, "2")
    keys.press(F9, F9)
    question = dialog(ConfirmDialog)
    says = question.accessibleDescription()
    assert f"{grouped(long_id(event.id))}. Balance anyway?" in says
    keys.press(ESC)
    assert page.tabs.shown is page.exceptions, "no leads to what needs attention"
    assert status(office) is not BALANCED
    keys.press(F9, F9)
    dialog(StepDialog)
    approve_at_desk(keys, sam)
    # Nothing is asked again after the password.
    dialog(PaperDialog)
    keys.press(ESC)
    assert status(office) is BALANCED


def test_tc21_back_to_open_takes_payments_again(
    office: Office, page: TenderControlPage, keys: Keyboard
) -> None:
    keys.press(F9)
    keys.press(ctrl(KEY.Key_O))
    assert status(office) is OPEN
    assert page.main.text() == "Start balancing"


def test_c05h_a_blind_count_says_only_that_it_differs(
    window: MainWindow, office: Office, account: AccountId, page: TenderControlPage, keys: Keyboard
) -> None:
    drawer_day.take(office, account, "CASH", 12345)
    page.load()
    keys.press(F9)
    cash(page, keys, "2")
    keys.press(F9)
    assert said(window) == "Cash: the count differs. Count again."
    assert page.count.is_empty
    assert page.tenders.endings.cell(0, 2) == "hidden"
    assert page.tenders.endings.cell(0, 3) == "differs", "the row to count again says so"
    assert page.main.text() == "Submit for balancing"
    cash(page, keys, "2")
    assert page.tenders.endings.cell(0, 3) == "\u2014", "what is counted anew is not judged yet"
    cash(page, keys, "2", "1")
    keys.press(F9)
    assert "expected $273.45" in said(window)
    assert "A supervisor must be there" in said(window)
    assert page.tenders.endings.cell(0, 3) == "−$23.45"


def test_cn04_after_too_many_counts_a_supervisor_is_asked(
    office: Office, page: TenderControlPage, keys: Keyboard, sam: str
) -> None:
    keys.press(F9)
    for counts in (("1",), ("2",)):
        cash(page, keys, *counts)
        keys.press(F9)
    assert "a supervisor must be there" in page.hint.text()
    cash(page, keys, "1", "1")
    keys.press(F9)
    asked = dialog(StepDialog)
    assert "differed 2 times" in asked.approval.why.text()
    approve_at_desk(keys, sam)
    assert "a supervisor must be there" not in page.hint.text(), "no count comes after this one"
    attempts = office.services.control_counts.attempts(office.control, office.supervisor)
    assert [one.differs for one in attempts] == [True, True, False]
    assert attempts[-1].supervised_by == "Sam Reyes"
    assert [one.attempt for one in page.history.attempts.record_model().records] == [1, 2, 3]


def test_m222_cn01_neither_nothing_nor_what_is_no_number_is_given_in(
    window: MainWindow, office: Office, page: TenderControlPage, keys: Keyboard
) -> None:
    keys.press(F9, F9)
    assert "Nothing is counted yet" in said(window)
    assert office.services.control_counts.attempts(office.control, office.cashier) == ()
    cash(page, keys, "1x")
    keys.press(F9)
    assert "the count 1x is not a whole number" in said(window)
    assert page.count.cash.cell(0, 1) == "1x"
    assert office.services.control_counts.attempts(office.control, office.cashier) == ()


def test_cn02_checks_are_listed_one_by_one_and_sum_up_beside(
    office: Office, account: AccountId, page: TenderControlPage, keys: Keyboard
) -> None:
    drawer_day.take(office, account, "CHEC", 4000, check="2291")
    page.load()
    keys.press(F9)
    page.count.check_table.setFocus()
    page.count.check_table.setCurrentIndex(page.count.checks.index(0, 1))
    keys.type("2291")
    keys.press(TAB)
    keys.type("Okafor")
    keys.press(TAB)
    keys.type("40")
    keys.press(ENTER)
    (one,) = page.count.checks.instruments
    assert (one.tender_type, one.number, one.name, one.amount) == (
        "CHEC", "2291", "Okafor", Money(4000),
    )  # fmt: skip
    ending = {row.line.tender_type: row.draft for row in page.tenders.endings.records}
    assert ending["CHEC"] == Money(4000)
    cash(page, keys, "1", "1")
    keys.press(F9)
    (count,) = office.services.control_counts.attempts(office.control, office.supervisor)
    assert count.differs is False
    assert [one.number for one in count.instruments] == ["2291"]


def test_d21_a_count_that_is_left_is_kept_and_filled_in_again(
    window: MainWindow, office: Office, page: TenderControlPage, keys: Keyboard
) -> None:
    keys.press(F9)
    cash(page, keys, "1", "1")
    assert page.unfinished
    work = page.keep_work()
    assert work is not None
    work()
    page.give_up()
    window.open_page("home", 0)
    settle()
    again = show(window, office)
    assert again.count.counted_cash.text() == "$150.00"
    assert not again.unfinished
    keys.press(F9)
    (count,) = office.services.control_counts.attempts(office.control, office.supervisor)
    assert count.differs is False


def test_c06_a_turn_in_that_waits_stops_balancing(
    boss: MainWindow, office: Office, account: AccountId, keys: Keyboard
) -> None:
    drawer_day.take(office, account, "CASH", 10000)
    drawer_day.turn_in(office, "CASH", 5000)
    services = office.services
    services.control_life.start_balancing(office.control, new_request_id(), office.cashier)
    count = CountControl(new_request_id(), office.control, endings=(("CASH", Money(20000)),))
    services.control_counts.count(count, office.cashier)
    services.control_counts.submit(office.control, new_request_id(), office.cashier)
    page = show(boss, office)
    assert page.main.text() == "Balance"
    keys.press(F9)
    assert "1 turn-in(s) are awaiting approval" in said(boss)
    keys.press(ctrl(KEY.Key_T))
    asked = dialog(ApproveTurnInDialog)
    assert asked.amount.text() == "$50.00"
    keys.press(F9)
    (one,) = services.turn_ins.of_control(office.control, office.cashier)
    assert (one.status, one.approved_by) == (TurnInStatus.APPROVED, "Supervisor")
    keys.press(F9)
    assert status(office) is BALANCED


def test_c07_what_needs_attention_is_asked_about(
    boss: MainWindow, office: Office, account: AccountId, keys: Keyboard
) -> None:
    wrong = office.account("Wrong, Walter", customer_class="OPEN")
    drawer_day.take(office, wrong, "CASH", 5000)
    services = office.services
    services.control_life.start_balancing(office.control, new_request_id(), office.cashier)
    count = CountControl(new_request_id(), office.control, endings=(("CASH", Money(20000)),))
    services.control_counts.count(count, office.cashier)
    services.control_counts.submit(office.control, new_request_id(), office.cashier)
    page = show(boss, office)
    assert page.tabs.tabText(4) == "E&xceptions (1)"
    page.tabs.setCurrentWidget(page.exceptions)
    settle()
    assert page.exceptions.table.record_model().rowCount() == 1
    page.tabs.setCurrentWidget(page.count)
    keys.press(F9)
    event = services.desk.events_of(office.control, office.cashier)[0].event_id
    assert f"1 payments or events need attention: {grouped(long_id(event))}." in (
        dialog(ConfirmDialog).accessibleDescription()
    )
    keys.press(ESC)
    # No leads to what the question was about.
    assert page.tabs.shown is page.exceptions
    assert page.exceptions.table.hasFocus()
    keys.press(F9)
    dialog(ConfirmDialog)
    keys.press(F9)
    assert status(office) is BALANCED


def test_tc25_a_balanced_drawer_is_reopened_with_a_reason(
    boss: MainWindow, office: Office, keys: Keyboard
) -> None:
    drawer_day.balance_drawer(office, office.control)
    page = show(boss, office)
    assert not page.unfinished
    keys.press(ctrl(KEY.Key_O))
    asked = dialog(ReopenDialog)
    keys.press(F9)
    assert asked.form.errors() == {"reopen_reason": "Say why it is reopened."}
    keys.type("a check lay under the tray")
    keys.press(F9)
    assert status(office) is BALANCING
    assert "reopened" in said(boss)


def test_tc25_a_cashier_reopens_only_with_a_supervisor(
    window: MainWindow, office: Office, keys: Keyboard, sam: str
) -> None:
    drawer_day.balance_drawer(office, office.control)
    show(window, office)
    keys.press(ctrl(KEY.Key_O))
    dialog(ReopenDialog)
    keys.type("one payment more")
    keys.press(TAB)
    approve_at_desk(keys, sam)
    assert status(office) is BALANCING


def test_c08_under_a_balanced_deposit_control_nothing_is_offered(
    boss: MainWindow, office: Office
) -> None:
    drawer_day.balance_drawer(office, office.control)
    deposits, actor = office.services.deposit_controls, office.supervisor
    deposits.start_balancing(office.deposit, new_request_id(), actor)
    deposits.balance(office.deposit, new_request_id(), actor, ending=Money(15000))
    page = show(boss, office)
    assert not any(button.isVisible() for button in page.buttons.values())


# Over and under, causes


def counted_short(office: Office, cents: int) -> None:
    """Two counts that are short by an amount."""
    services = office.services
    lines = services.tender_controls.show(office.control, office.supervisor).lines
    services.control_life.start_balancing(office.control, new_request_id(), office.cashier)
    for _ in range(2):
        endings = tuple(
            (
                one.tender_type,
                (one.expected or Money(0)) - Money(cents * (one.tender_type == "CASH")),
            )
            for one in lines
        )
        count = CountControl(new_request_id(), office.control, endings=endings)
        services.control_counts.count(count, office.cashier)
        services.control_counts.submit(office.control, new_request_id(), office.cashier)


def test_ou04_a_difference_is_booked_with_reason_and_words(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    counted_short(office, 50)
    page = show(window, office)
    keys.press(ctrl(KEY.Key_U))
    asked = dialog(OverUnderDialog)
    assert asked.consequences.texts()[0] == "Cash: $0.50 short."
    assert any("theft" in one for one in asked.consequences.texts())
    keys.press(F9)
    assert set(asked.form.errors()) == {"over_under_reason", "comments"}
    asked.reason.setFocus()
    keys.type("w")
    keys.press(TAB)
    keys.type("one coin too many")
    keys.press(F9)
    assert QApplication.activeModalWidget() is None
    assert "booked: −$0.50" in said(window)
    assert page.main.text() == "Balance"
    assert page.hint.text() == "", "no count comes after this one"


def test_ou09_above_the_limit_a_supervisor_approves_with_the_own_secret(
    window: MainWindow, office: Office, keys: Keyboard, sam: str
) -> None:
    counted_short(office, 3000)
    show(window, office)
    keys.press(ctrl(KEY.Key_U))
    asked = dialog(OverUnderDialog)
    asked.reason.setFocus()
    keys.type("w")
    keys.press(TAB)
    keys.type("wrong change for a fifty")
    assert not asked.approval.isVisible()
    keys.press(F9)
    assert asked.approval.isVisible()
    assert "$25.00" in asked.approval.why.text()
    assert asked.approval.approver.hasFocus()
    approve_at_desk(keys, sam)
    (entry,) = office.services.over_unders.log(office.supervisor)
    assert (entry.amount, entry.approved_by) == (Money(-3000), "Sam Reyes")


def test_ou07_a_likely_cause_leads_to_what_mends_it(
    window: MainWindow, office: Office, account: AccountId, keys: Keyboard
) -> None:
    taken = drawer_day.take(office, account, "CASH", 5400)
    drawer_day.take(office, account, "CASH", 1100)
    counted_short(office, 900)
    page = show(window, office)
    keys.press(alt(KEY.Key_E))
    assert page.tabs.shown is page.variance
    causes = [one.cause.value for one in page.variance.causes.record_model().records]
    assert "TRANSPOSED" in causes[:3]
    page.variance.causes.select_line(causes.index("TRANSPOSED"))
    clue = page.variance.clues.current_record()
    assert (clue.event_id, clue.should_be) == (taken.id, Money(4500))
    assert page.variance.mend.text() == "Correct the amount"
    keys.press(ctrl(KEY.Key_M))
    asked = dialog(CorrectDialog)
    assert asked.fault is Fault.AMOUNT
    assert asked.fields.fields["amount_tendered"].value() == Money(4500)
    assert not asked.holds_work
    keys.press(ESC)


def test_pain1_the_float_recipe_says_what_to_leave(
    window: MainWindow, office: Office, account: AccountId, page: TenderControlPage, keys: Keyboard
) -> None:
    drawer_day.take(office, account, "CASH", 10000)
    page.load()
    keys.press(F9)
    cash(page, keys, "1", "1", "5")
    keys.press(F9)
    page.tabs.setCurrentWidget(page.variance)
    settle()
    assert page.variance.left_words.text() == "Leave $150.00, put $100.00 into the bag."
    assert [one[0].value.minor for one in page.variance.bag.record_model().records] == [10000]


def test_d37_every_figure_opens_the_rows_behind_it(
    boss: MainWindow, office: Office, account: AccountId, keys: Keyboard
) -> None:
    taken = drawer_day.take(office, account, "CASH", 6135)
    page = show(boss, office)
    keys.press(alt(KEY.Key_L))
    keys.press(KEY.Key_Right)
    assert page.lines.behind.caption.text() == "Cash · Received"
    (row,) = page.lines.rows.record_model().records
    assert (row.event_id, row.amount) == (taken.id, Money(6135))
    page.lines.rows.setFocus()
    keys.press(ENTER)
    assert boss.page is not None
    assert (boss.page.KIND, boss.page.number) == ("event", taken.id)


def test_17_ctrl_p_shows_how_the_drawer_stands(
    office: Office, page: TenderControlPage, keys: Keyboard
) -> None:
    keys.press(ctrl(KEY.Key_P))
    order = dialog(PaperDialog).wish.order()
    assert (order.kind, order.id) == (DayPaper.X, office.control)
    keys.press(ESC)


# Turn-ins


def test_ti01_f8_turns_notes_in_from_any_page(
    window: MainWindow, office: Office, account: AccountId, keys: Keyboard
) -> None:
    drawer_day.take(office, account, "CASH", 20000)
    keys.press(F8)
    asked = dialog(TurnInDialog)
    asked.notes.setFocus()
    asked.notes.setCurrentIndex(asked.grid.index(0, 1))
    keys.type("2")
    keys.press(ENTER)
    assert asked.amount.text() == "200.00"
    assert asked.amount.isReadOnly()
    keys.press(F9)
    (one,) = office.services.turn_ins.of_control(office.control, office.cashier)
    order = dialog(PaperDialog).wish.order()
    assert (order.kind, order.id) == (DayPaper.TURN_IN, one.id)
    keys.press(ESC)
    assert (one.amount, one.status) == (Money(20000), TurnInStatus.AWAITING)
    view = office.services.turn_ins.show(one.id, office.cashier)
    assert [(item.value.minor, n) for item, n in view.counted] == [(10000, 2)]


def test_ti07_checks_are_chosen_from_the_drawer(
    office: Office, account: AccountId, page: TenderControlPage, keys: Keyboard
) -> None:
    drawer_day.take(office, account, "CHEC", 4000, check="11")
    drawer_day.take(office, account, "CHEC", 2500, check="12")
    keys.press(F8)
    asked = dialog(TurnInDialog)
    asked.tender_type.select("CHEC")
    asked.list.setFocus()
    asked.list.select_line(1)
    keys.press(SPACE)
    assert asked.amount.value() == asked.list.current_record().item.amount
    keys.press(F9)
    (one,) = office.services.turn_ins.of_control(office.control, office.cashier)
    (check,) = office.services.turn_ins.show(one.id, office.cashier).instruments
    assert check.amount == one.amount


def test_ti05_a_turn_in_that_waits_is_changed_by_enter_and_deleted_by_the_menu(
    window: MainWindow, office: Office, account: AccountId, page: TenderControlPage, keys: Keyboard
) -> None:
    drawer_day.take(office, account, "CASH", 20000)
    drawer_day.turn_in(office, "CASH", 5000)
    page.load()
    page.tenders.turn_ins.setFocus()
    keys.press(ENTER)
    asked = dialog(TurnInDialog)
    assert asked.amount.text() == "50.00"
    keys.press(ctrl(KEY.Key_A))
    keys.type("60")
    keys.press(F9)
    (one,) = office.services.turn_ins.of_control(office.control, office.cashier)
    assert (one.amount, one.version) == (Money(6000), 2)
    assert "print its slip again" in said(window)
    dialog(PaperDialog)
    keys.press(ESC)
    page.turning._ask_delete(one)
    dialog(ConfirmDialog)
    keys.press(F9)
    assert office.services.turn_ins.of_control(office.control, office.cashier) == ()


def test_ti02_the_supervisor_approves_at_the_cashiers_desk(
    office: Office, account: AccountId, page: TenderControlPage, keys: Keyboard, sam: str
) -> None:
    drawer_day.take(office, account, "CASH", 20000)
    drawer_day.turn_in(office, "CASH", 5000)
    page.load()
    assert page.tenders.turned_in.caption.text() == "1 waits for approval"
    keys.press(ctrl(KEY.Key_T))
    asked = dialog(ApproveTurnInDialog)
    assert asked.amount.text() == "$50.00"
    assert asked.approval.approver.hasFocus()
    approve_at_desk(keys, sam)
    (one,) = office.services.turn_ins.of_control(office.control, office.cashier)
    assert one.approved_by == "Sam Reyes"
    assert not page.approve.isVisible()


def test_d37_the_drawers_user_receives_what_the_supervisor_brings(
    office: Office, page: TenderControlPage, keys: Keyboard
) -> None:
    drawer_day.turn_in(office, "CASH", 5000, actor=office.supervisor, direction=TurnInDirection.IN)
    page.load()
    keys.press(ctrl(KEY.Key_T))
    (one,) = office.services.turn_ins.of_control(office.control, office.cashier)
    assert one.approved_by == ""
    assert not dialog(ApproveTurnInDialog).approval.isVisible()
    keys.press(F9)
    (one,) = office.services.turn_ins.of_control(office.control, office.cashier)
    assert one.approved_by == "Cashier"


def test_d37_money_into_the_drawer_is_brought_corrected_and_received_by_keys(
    boss: MainWindow, office: Office, keys: Keyboard
) -> None:
    page = show(boss, office)
    keys.press(F8)
    asked = dialog(TurnInDialog)
    assert asked.direction.value() is TurnInDirection.OUT
    keys.press(alt(KEY.Key_D))
    keys.type("I")
    assert asked.direction.value() is TurnInDirection.IN
    keys.press(alt(KEY.Key_A))
    keys.type("50")
    keys.press(F9)
    dialog(PaperDialog)
    keys.press(ESC)
    (one,) = office.services.turn_ins.of_control(office.control, office.supervisor)
    assert (one.direction, one.amount, one.status) == (
        TurnInDirection.IN, Money(5000), TurnInStatus.AWAITING
    )  # fmt: skip
    assert one.created_by == "Supervisor"
    page.tenders.turn_ins.setFocus()
    keys.press(ENTER)
    asked = dialog(TurnInDialog)
    assert asked.direction.isHidden()
    keys.press(ctrl(KEY.Key_A))
    keys.type("60")
    keys.press(F9)
    dialog(PaperDialog)
    keys.press(ESC)
    (one,) = office.services.turn_ins.of_control(office.control, office.supervisor)
    assert (one.amount, one.version) == (Money(6000), 2)
    keys.press(ctrl(KEY.Key_T))
    assert dialog(ApproveTurnInDialog).approval.isVisible()
    keys.press(ESC)
    drawer_day.approve(office, one.id, office.cashier)
    page.load()
    settle()
    assert page.turning.marked() is None
    view = office.services.tender_controls.show(office.control, office.supervisor)
    assert view.lines[0].expected == Money(21000)


def test_ti12_what_was_corrected_meanwhile_is_not_approved_unseen(
    office: Office, account: AccountId, page: TenderControlPage, keys: Keyboard, sam: str
) -> None:
    drawer_day.take(office, account, "CASH", 20000)
    drawer_day.turn_in(office, "CASH", 5000)
    page.load()
    keys.press(ctrl(KEY.Key_T))
    asked = dialog(ApproveTurnInDialog)
    (one,) = office.services.turn_ins.of_control(office.control, office.cashier)
    content = TurnInContent("CASH", Money(7000))
    change = office.services.turn_ins.change
    change(one.id, content, new_request_id(), office.cashier, seen=one.version)
    approve_at_desk(keys, sam)
    (one,) = office.services.turn_ins.of_control(office.control, office.cashier)
    assert (one.version, one.status) == (2, TurnInStatus.AWAITING)
    assert asked.banner.isVisible()
    asked.give_up()
    page.load()
    settle()
    keys.press(ctrl(KEY.Key_T))
    assert dialog(ApproveTurnInDialog).amount.text() == "$70.00"
    approve_at_desk(keys, sam)
    (one,) = office.services.turn_ins.of_control(office.control, office.cashier)
    assert one.approved_by == "Sam Reyes"


def test_ti10_the_reminder_leads_to_the_turn_in_and_marks_the_chip(
    window: MainWindow, office: Office, account: AccountId, keys: Keyboard
) -> None:
    drawer_day.take(office, account, "CASH", 200000)
    window.context.drawer.refresh()
    settle()
    assert "above the limit of $2,000.00" in said(window)
    assert window.header.drawer.text().endswith("Turn in")
    (notice,) = [
        one for one in window.banners.findChildren(QWidget, "banner_action") if one.isVisible()
    ]
    notice.click()
    dialog(TurnInDialog)
    keys.type("1900")
    keys.press(F9)
    dialog(PaperDialog)
    keys.press(ESC)
    window.context.drawer.refresh()
    settle()
    assert "above the limit" not in said(window)
    assert not window.header.drawer.text().endswith("Turn in")


# The drawer itself


def test_c12h_5_1_d37_too_much_is_refused_blind_the_float_changed_and_no_sale_logged(
    office: Office, page: TenderControlPage, keys: Keyboard
) -> None:
    keys.press(F8)
    asked = dialog(TurnInDialog)
    keys.type("900")
    keys.press(F9)
    (says,) = asked.form.errors().values()
    assert "150" not in says
    asked.give_up()
    keys.press(F4)
    asked = dialog(ChangeDrawerDialog)
    keys.press(F9)
    assert asked.status.text() == "Nothing is changed yet."
    asked.starting_balance.setFocus()
    keys.type("120")
    keys.press(TAB)
    keys.type("small notes only")
    keys.press(F9)
    view = office.services.tender_controls.show(office.control, office.cashier)
    assert view.control.starting_balance == Money(12000)
    assert page.history.comments.text() == "Comments: small notes only"
    keys.press(ctrl(KEY.Key_N))
    asked = dialog(NoSaleDialog)
    keys.press(F9)
    assert "no_sale_reason" in asked.form.errors()
    keys.type("change for the meter")
    keys.press(F9)
    page.tabs.setCurrentWidget(page.history)
    settle()
    (one,) = page.history.openings.record_model().records
    assert (one.reason, one.opened_by) == ("change for the meter", "Cashier")


def test_cn05_a_second_person_sees_a_changed_float_at_the_desk(
    office: Office, page: TenderControlPage, keys: Keyboard, sam: str
) -> None:
    set_option(office, second_person_float=True)
    keys.press(F4)
    asked = dialog(ChangeDrawerDialog)
    asked.starting_balance.setFocus()
    keys.type("120")
    keys.press(F9)
    assert asked.approval.isVisible()
    approve_at_desk(keys, sam)
    keys.press(F9)
    assert QApplication.activeModalWidget() is None
    view = office.services.tender_controls.show(office.control, office.cashier)
    assert view.control.starting_balance == Money(12000)


def test_ou09_a_counted_drawer_keeps_its_float_and_says_what_to_do(
    boss: MainWindow, office: Office, keys: Keyboard
) -> None:
    drawers.start(office)
    drawers.count(office, CASH=14000)
    drawers.submit(office)
    show(boss, office)
    keys.press(F4)
    asked = dialog(ChangeDrawerDialog)
    asked.starting_balance.setFocus()
    keys.type("140")
    keys.press(F9)
    assert "the drawer was counted. Turn in" in asked.form.errors()["starting_balance"]
    asked.give_up()


def test_5_1_the_tender_source_is_changed_before_the_first_tender(
    office: Office, account: AccountId, page: TenderControlPage, keys: Keyboard
) -> None:
    office.second_drawer()
    keys.press(F4)
    asked = dialog(ChangeDrawerDialog)
    assert asked.deposit.isHidden()
    keys.press(alt(KEY.Key_T))
    keys.type("CASH-A02")
    keys.press(F9)
    assert "already has an open tender control" in asked.form.errors()["tender_source"]
    keys.press(DOWN)
    assert asked.source.value() == "CASH-B01"
    keys.press(F9)
    assert QApplication.activeModalWidget() is None
    view = office.services.tender_controls.show(office.control, office.cashier)
    assert view.control.tender_source == "CASH-B01"
    assert page.acts.view is not None
    assert page.acts.view.control.tender_source == "CASH-B01"
    drawer_day.take(office, account, "CASH", 5000)
    page.load()
    keys.press(F4)
    asked = dialog(ChangeDrawerDialog)
    assert not asked.source.isEnabled()
    assert asked.source.value() == "CASH-B01"
    asked.give_up()


def test_dc03_a_drawer_moves_from_its_page_and_every_refusal_is_said(
    boss: MainWindow, office: Office, keys: Keyboard
) -> None:
    deposits = office.services.deposit_controls

    def another(kind: SourceType) -> DepositControlId:
        order = OpenDepositControl(new_request_id(), kind, "USD")
        return deposits.open(order, office.supervisor).value

    fits, lockbox, closing = map(
        another, (SourceType.CASHIERING, SourceType.LOCKBOX, SourceType.CASHIERING)
    )
    deposits.start_balancing(closing, new_request_id(), office.supervisor)
    page = show(boss, office)
    keys.press(F4)
    asked = dialog(ChangeDrawerDialog)
    errors = asked.form.errors
    keys.press(alt(KEY.Key_D))
    assert asked.deposit.hasFocus()
    keys.press(DOWN)
    assert asked.deposit.value() == fits
    for target, says in ((lockbox, "differs from the deposit control"), (closing, "is not open")):
        asked.deposit.select(target)
        keys.press(F9)
        assert says in errors()["deposit_control"]
    asked.deposit.select(fits)
    drawer_day.turn_in(office, "CASH", 5000)
    keys.press(F9)
    assert "its turn-ins lie in" in errors()["deposit_control"]
    (waiting,) = office.services.turn_ins.of_control(office.control, office.cashier)
    office.services.turn_ins.delete(waiting.id, new_request_id(), office.cashier)
    keys.press(F9)
    assert QApplication.activeModalWidget() is None
    view = office.services.tender_controls.show(office.control, office.supervisor)
    assert view.control.deposit_control_id == fits
    assert "The drawer is changed." in said(boss)
    assert page.acts.view is not None
    assert page.acts.view.control.deposit_control_id == fits


def test_p2_tc27_once_money_was_taken_it_stays_and_the_float_needs_a_supervisor(
    office: Office, account: AccountId, page: TenderControlPage, keys: Keyboard, sam: str
) -> None:
    drawer_day.take(office, account, "CASH", 5000)
    page.load()
    assert not page.buttons[Step.DELETE].isVisible()
    keys.press(F4)
    asked = dialog(ChangeDrawerDialog)
    asked.starting_balance.setFocus()
    keys.type("140")
    keys.press(F9)
    assert asked.approval.isVisible()
    approve_at_desk(keys, sam)
    view = office.services.tender_controls.show(office.control, office.cashier)
    assert view.control.starting_balance == Money(14000)


def test_tc27_a_drawer_opened_by_mistake_is_deleted(
    window: MainWindow, office: Office, page: TenderControlPage, keys: Keyboard
) -> None:
    page.buttons[Step.DELETE].click()
    dialog(ConfirmDialog)
    keys.press(F9)
    assert isinstance(window.page, HomePage)
    assert office.services.tender_controls.mine(office.cashier) == ()


def test_tc06_home_and_menu_lead_to_the_drawer_that_is_counted(
    window: MainWindow, office: Office, page: TenderControlPage, keys: Keyboard
) -> None:
    keys.press(F9)
    window.open_page("home", 0)
    settle()
    home = window.page
    assert isinstance(home, HomePage)
    assert home.next.title.text().startswith("Go on balancing drawer")
    assert "is being counted" in window.header.drawer.text()
    assert window.panel.findChild(QWidget, f"go_on_{office.control}") is not None
    keys.press(F9)
    assert window.page.number == office.control
    window.open_page("home", 0)
    settle()
    action = window.findChild(QAction, "drawer_balance_drawer")
    assert action is not None
    action.trigger()
    settle()
    assert isinstance(window.page, TenderControlPage)


def test_10_1_balance_drawer_leads_to_the_count_of_an_open_drawer_and_show_drawer_does_not(
    window: MainWindow, office: Office
) -> None:
    window.commands.show_drawer()
    settle()
    shown = window.page
    assert isinstance(shown, TenderControlPage)
    assert shown.tabs.shown is shown.payments
    # From the page itself, and from another one that leads to a page that is still to be read.
    for start in ("", "home"):
        if start:
            window.open_page(start, 0)
            settle()
        action = window.findChild(QAction, "drawer_balance_drawer")
        assert action is not None
        action.trigger()
        settle()
        page = window.page
        assert isinstance(page, TenderControlPage)
        assert page.tabs.shown is page.count
        assert page.main.text() == "Start balancing"


def test_tc08_home_names_drawers_of_earlier_days(
    qtbot: QtBot, office: Office, theme: Theme, keys: Keyboard, tmp_path: Path, clock: FixedClock
) -> None:
    office.second_drawer()
    clock.advance(days=1)
    auditor = office.actors["supervisor"]
    window = show_window(qtbot, surround(office, theme, tmp_path, auditor).context, keys)
    assert "Cashier" in said(window)
    assert "is not balanced" in said(window)


def test_5_1_all_drawers_are_searched(boss: MainWindow, office: Office, keys: Keyboard) -> None:
    other = office.second_drawer()
    action = boss.findChild(QAction, "drawer_all_drawers")
    assert action is not None
    action.trigger()
    settle()
    page = boss.page
    assert isinstance(page, TenderControlsPage)
    found = [one.id for one in page.table.record_model().records]
    assert found == [other, office.control]
    page.source.select("CASH-A01")
    keys.press(F9)
    assert [one.id for one in page.table.record_model().records] == [office.control]
    page.control.setFocus()
    keys.type("12")
    keys.press(F9)
    assert "tender_control_id" in page.form.errors()
    keys.press(ctrl(KEY.Key_A))
    keys.type(grouped(short_id(office.control)))
    keys.press(ENTER)
    page.table.setFocus()
    keys.press(ENTER)
    assert (boss.page.KIND, boss.page.number) == ("control", office.control)


def test_cn05_a_second_person_confirms_the_float_where_the_set_up_wants_it(
    qtbot: QtBot, office: Office, theme: Theme, keys: Keyboard, tmp_path: Path, sam: str
) -> None:
    edits, setter = office.services.setup_edits, office.actors["setup"]
    (row,) = edits.rows("drawer_option", setter).rows
    wanted = dict(row) | {"second_person_float": True}
    edits.save("drawer_option", wanted, new_request_id(), setter)
    window = show_window(qtbot, surround(office, theme, tmp_path, office.supervisor).context, keys)
    window.commands.open_drawer()
    settle()
    asked = dialog(OpenTenderControlDialog)
    assert asked.approval.isVisible()
    keys.press(F9)
    assert "Enter who approves." in asked.approval.form.errors().values()
    asked.approval.approver.setFocus()
    keys.type("supervisor")
    keys.press(TAB)
    keys.type(PASSWORD)
    keys.press(F9)
    assert asked.isVisible()
    asked.approval.approver.setFocus()
    keys.press(ctrl(KEY.Key_A))
    approve_at_desk(keys, sam)
    assert len(office.services.tender_controls.mine(office.supervisor)) == 1


# Whom it is for, and how lists behave


def test_every_list_of_the_drawer_obeys_the_model_tester(
    boss: MainWindow, office: Office, account: AccountId, qtmodeltester: ModelTester
) -> None:
    drawer_day.take(office, account, "CASH", 20000)
    drawer_day.take(office, account, "CHEC", 4000, check="3")
    drawer_day.turn_in(office, "CASH", 5000)
    counted_short(office, 900)
    page = show(boss, office)
    for at in range(page.tabs.count()):
        page.tabs.setCurrentIndex(at)
        settle()
    lists = (
        page.payments.table, page.lines.lines, page.lines.rows, page.variance.causes,
        page.variance.clues, page.variance.leave, page.exceptions.table, page.history.attempts,
        page.history.counted, page.history.openings, page.tenders.turn_ins,
    )  # fmt: skip
    for table in lists:
        qtmodeltester.check(table.model())
    for grid in (page.count.cash, page.count.checks, page.tenders.endings):
        qtmodeltester.check(grid)


def test_44_an_auditor_looks_and_changes_nothing(
    qtbot: QtBot, office: Office, theme: Theme, keys: Keyboard, tmp_path: Path
) -> None:
    auditor = surround(office, theme, tmp_path, office.actors["auditor"])
    page = show(show_window(qtbot, auditor.context, keys), office)
    assert not any(button.isVisible() for button in page.buttons.values())
    assert not page.main.isVisible()
    assert not page.turn_in_button.isVisible()
    assert (
        not page.tenders.endings.flags(page.tenders.endings.index(0, 1))
        & Qt.ItemFlag.ItemIsEditable
    )


def test_c02_a_colleague_has_no_business_at_the_drawer(
    qtbot: QtBot, office: Office, theme: Theme, keys: Keyboard, tmp_path: Path
) -> None:
    ben: Actor = office.colleague()
    page = show(show_window(qtbot, surround(office, theme, tmp_path, ben).context, keys), office)
    assert not page.main.isVisible()
    assert not page.turn_in_button.isVisible()
