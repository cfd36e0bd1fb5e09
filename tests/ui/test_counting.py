"""Counting a drawer by the keypad: what is missing or differs is led to, nothing is typed twice."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from posapp.domain.codes import ControlStatus, Role
from posapp.domain.control_counts import CountControl
from posapp.domain.day_paper import DayPaper
from posapp.domain.ids import AccountId, ControlId, new_request_id
from posapp.domain.money import Money
from posapp.domain.variance import Cause
from posapp.ui.control_steps import Step
from posapp.ui.dialogs.approve_turn_in import ApproveTurnInDialog
from posapp.ui.dialogs.approved import StepDialog
from posapp.ui.dialogs.correct import CorrectDialog
from posapp.ui.dialogs.drawer_reasons import OverUnderDialog
from posapp.ui.dialogs.paper import PaperDialog
from posapp.ui.dialogs.turn_in import TurnInDialog
from posapp.ui.models.count_grid import COUNT
from posapp.ui.models.drawer_grids import ENDING, NUMBER
from posapp.ui.pages.deposit_control import DepositControlPage
from posapp.ui.pages.supervisor import SupervisorPage
from posapp.ui.pages.tender_control import TenderControlPage
from posapp.ui.theme import Theme
from posapp.ui.tokens import Tone
from posapp.ui.widgets.grid import GridTable
from posapp.ui.window import MainWindow
from tests.helpers import drawer_day
from tests.helpers.drawers import turn_in
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

KEY = Qt.Key
ENTER, DOWN, TAB, ESC, F8, F9 = (
    KEY.Key_Return,
    KEY.Key_Down,
    KEY.Key_Tab,
    KEY.Key_Escape,
    KEY.Key_F8,
    KEY.Key_F9,
)
PASSWORD = "a long enough secret"


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


def said(window: MainWindow) -> str:
    return " ".join(window.banners.texts())


def cell(table: GridTable) -> tuple[int, str]:
    """Line and column that the user is on."""
    index, model = table.currentIndex(), table.grid_model()
    assert model is not None
    return index.row(), model.columns[index.column()].name


def noted(page: TenderControlPage) -> str:
    """Tender type of the marked line at the right."""
    row, name = cell(page.tenders.table)
    assert name == ENDING
    return page.tenders.endings.records[row].line.tender_type


def cash(page: TenderControlPage, keys: Keyboard, *counts: str) -> None:
    """Type counts of notes from the largest on; Enter alone leaves one out."""
    page.count.focus_first()
    for count in counts:
        if count:
            keys.type(count)
        keys.press(ENTER)


def ending(page: TenderControlPage, keys: Keyboard, kind: str, amount: str) -> None:
    """Type the ending balance of a type."""
    page.tenders.focus_type(kind)
    keys.type(amount)
    keys.press(ENTER)


def approve_at_desk(keys: Keyboard, login: str) -> None:
    keys.type(login)
    keys.press(TAB)
    keys.type(PASSWORD)
    keys.press(F9)


def is_balancing(office: Office) -> bool:
    view = office.services.tender_controls.show(office.control, office.supervisor)
    return view.control.status is ControlStatus.BALANCING


# What is typed stays, what differs or is missing has the focus


def test_cn03_a_recount_asks_only_for_what_differs_and_stands_there(
    window: MainWindow, office: Office, account: AccountId, keys: Keyboard
) -> None:
    for kind in ("CARD", "MORD", "TRAV"):
        drawer_day.take(office, account, kind, 4000)
    page = show(window, office)
    keys.press(F9)
    for kind in ("CARD", "MORD", "TRAV"):
        ending(page, keys, kind, "40")
    cash(page, keys, "", "2")
    keys.press(F9)
    assert said(window) == "Cash: the count differs. Count again."
    assert page.count.cash_table.hasFocus()
    assert cell(page.count.cash_table) == (0, COUNT)
    assert page.count.counted_types == {"CARD", "MORD", "TRAV"}
    assert not page.unfinished
    cash(page, keys, "1", "1")
    keys.press(F9)
    assert "The count agrees" in said(window)
    first, second = office.services.control_counts.attempts(office.control, office.supervisor)
    assert (first.differs, second.differs) == (True, False)
    assert {one.tender_type for one in second.lines} == {"CASH", "CARD", "MORD", "TRAV"}


def test_c05_the_line_that_differs_is_in_sight_and_has_the_focus(
    window: MainWindow, office: Office, account: AccountId, keys: Keyboard
) -> None:
    for kind in ("CARD", "MORD", "TRAV"):
        drawer_day.take(office, account, kind, 4000)
    drawer_day.take(office, account, "CHEC", 4000, check="17")
    page = show(window, office)
    keys.press(F9)
    for kind, amount in (("CARD", "40"), ("MORD", "40"), ("TRAV", "4"), ("CHEC", "40")):
        ending(page, keys, kind, amount)
    cash(page, keys, "1", "1")
    for _ in range(2):
        keys.press(F9)
        assert page.tenders.table.hasFocus()
        assert noted(page) == "TRAV"
        table = page.tenders.table
        line = table.visualRect(table.currentIndex())
        assert table.viewport().rect().contains(line)
        keys.type("4")
        keys.press(ENTER)


def test_tc23_what_was_not_counted_is_led_to_and_nothing_is_recorded(
    window: MainWindow, office: Office, account: AccountId, keys: Keyboard
) -> None:
    drawer_day.take(office, account, "CARD", 4000)
    page = show(window, office)
    keys.press(F9)
    cash(page, keys, "1", "1")
    keys.press(F9)
    assert "Card at the counter was not counted" in said(window)
    assert page.tenders.table.hasFocus()
    assert noted(page) == "CARD"
    assert office.services.control_counts.attempts(office.control, office.supervisor) == ()
    keys.type("40")
    keys.press(ENTER)
    assert said(window) == ""
    keys.press(F9)
    assert "The count agrees" in said(window)


def test_cn01_an_error_goes_as_the_right_value_is_typed(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    page = show(window, office)
    keys.press(F9)
    keys.press(F9)
    assert "Nothing is counted yet" in said(window)
    cash(page, keys, "1")
    assert said(window) == ""
    cash(page, keys, "1x")
    page.tabs.setCurrentWidget(page.history)
    keys.press(F9)
    assert ": the count 1x is not a whole number" in said(window)
    page.tabs.setCurrentWidget(page.count)
    page.count.focus_wrong()
    assert cell(page.count.cash_table) == (0, COUNT)
    cash(page, keys, "1")
    assert said(window) == ""


# Keys of the grids


def test_ui_rule_1_cn02_one_key_leads_to_the_tenders_or_leaves_a_note_out(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    page = show(window, office)
    keys.press(F9)
    assert page.count.cash_table.hasFocus()
    keys.press(alt(KEY.Key_N))
    assert page.tenders.table.hasFocus()
    assert cell(page.tenders.table)[1] == ENDING
    cash(page, keys, "", "", "3", "", "2")
    counted = {item.value.minor: n for item, n in page.count.cash.counted}
    values = [one.denomination.value.minor for one in page.count.cash.records]
    assert counted == {values[2]: 3, values[4]: 2}
    for _ in page.count.cash.records:
        keys.press(ENTER)
    assert not page.count.cash_table.hasFocus()


def test_cn02_checks_begin_with_their_number_and_no_digit_is_lost(
    window: MainWindow, office: Office, account: AccountId, keys: Keyboard
) -> None:
    drawer_day.take(office, account, "CHEC", 4000, check="1874")
    page = show(window, office)
    keys.press(F9)
    keys.press(alt(KEY.Key_K))
    assert page.count.check_table.hasFocus()
    assert cell(page.count.check_table) == (0, NUMBER)
    keys.press(KEY.Key_Left)
    keys.type("1874")
    keys.press(TAB, TAB)
    keys.type("40")
    keys.press(ENTER)
    (one,) = page.count.checks.instruments
    assert (one.tender_type, one.number, one.amount) == ("CHEC", "1874", Money(4000))
    assert cell(page.count.check_table) == (1, NUMBER)


def test_ui_rule_6_a_letter_in_a_count_is_red_at_once(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    page = show(window, office)
    keys.press(F9)
    keys.type("1")
    editor = page.count.cash_table.findChild(QLineEdit, COUNT)
    assert editor is not None
    assert editor.property("wrong") in {None, "false"}
    keys.type("x")
    assert editor.property("wrong") == "true"
    assert "whole number" in editor.toolTip()
    keys.press(KEY.Key_Backspace)
    assert editor.property("wrong") == "false"


def test_ti01_tab_into_the_notes_of_a_turn_in_marks_a_count(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    show(window, office)
    keys.press(F8)
    asked = dialog(TurnInDialog)
    for _ in range(12):
        if asked.notes.hasFocus():
            break
        keys.press(TAB)
    assert asked.notes.hasFocus()
    assert cell(asked.notes) == (0, COUNT)
    keys.press(ESC)


# Over and under


def test_ou04_after_every_differing_count_it_can_be_booked(
    window: MainWindow, office: Office, keys: Keyboard, sam: str
) -> None:
    page = show(window, office)
    keys.press(F9)
    for count in ("1", "2"):
        cash(page, keys, count)
        keys.press(F9)
    assert page.buttons[Step.BOOK].isVisible()
    cash(page, keys, "3")
    assert page.buttons[Step.BOOK].isVisible()
    keys.press(ctrl(KEY.Key_U))
    assert "Submit what is counted first" in said(window)
    keys.press(F9)
    dialog(StepDialog)
    approve_at_desk(keys, sam)
    assert page.buttons[Step.BOOK].isVisible()
    keys.press(ctrl(KEY.Key_U))
    asked = dialog(OverUnderDialog)
    shown = " ".join(one.text() for one in asked.consequences.findChildren(QLabel))
    assert "Cash: $150.00 over." in shown
    asked.give_up()


def test_d24_nothing_is_booked_while_the_count_is_blind(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    page = show(window, office)
    keys.press(F9)
    cash(page, keys, "1")
    keys.press(F9)
    assert "Count again" in said(window)
    assert not page.buttons[Step.BOOK].isVisible()
    keys.press(ctrl(KEY.Key_U))
    assert QApplication.activeModalWidget() is None


def test_d24_a_wrong_secret_is_typed_over(
    window: MainWindow, office: Office, keys: Keyboard, sam: str
) -> None:
    drawer_day.turn_in(office, "CASH", 5000)
    show(window, office)
    keys.press(ctrl(KEY.Key_T))
    asked = dialog(ApproveTurnInDialog)
    keys.type(sam)
    keys.press(TAB)
    keys.type("not this one at all")
    keys.press(F9)
    assert asked.approval.password.hasFocus()
    assert asked.approval.password.selectedText()
    keys.type(PASSWORD)
    keys.press(F9)
    (one,) = office.services.turn_ins.of_control(office.control, office.cashier)
    assert one.approved_by == "Sam Reyes"


# Causes lead back


def short(office: Office, kind: str, counted: int) -> None:
    """Count twice; a type comes to an amount, the rest agrees."""
    services = office.services
    services.control_life.start_balancing(office.control, new_request_id(), office.cashier)
    for _ in range(2):
        lines = services.tender_controls.show(office.control, office.supervisor).lines
        endings = tuple(
            (one.tender_type, Money(counted) if one.tender_type == kind else one.expected)
            for one in lines
        )
        count = CountControl(new_request_id(), office.control, endings=endings)  # type: ignore[arg-type]
        services.control_counts.count(count, office.cashier)
        services.control_counts.submit(office.control, new_request_id(), office.cashier)


def test_ou07_a_mistyped_sum_leads_back_to_its_cell(
    window: MainWindow, office: Office, account: AccountId, keys: Keyboard
) -> None:
    drawer_day.take(office, account, "CARD", 25305)
    drawer_day.take(office, account, "CARD", 4704)
    short(office, "CARD", 30090)
    page = show(window, office)
    keys.press(alt(KEY.Key_E))
    first = page.variance.causes.current_record()
    assert first.cause is Cause.TOTAL_TRANSPOSED
    keys.press(ctrl(KEY.Key_M))
    assert page.tabs.shown is page.count
    assert page.tenders.table.hasFocus()
    assert noted(page) == "CARD"


def test_ou07_the_type_that_was_meant_is_filled_in(
    window: MainWindow, office: Office, account: AccountId, keys: Keyboard
) -> None:
    drawer_day.take(office, account, "CARD", 4000)
    drawer_day.take(office, account, "MORD", 1000)
    services = office.services
    services.control_life.start_balancing(office.control, new_request_id(), office.cashier)
    for _ in range(2):
        endings = (("CASH", Money(15000)), ("CARD", Money(0)), ("MORD", Money(5000)))
        count = CountControl(new_request_id(), office.control, endings=endings)
        services.control_counts.count(count, office.cashier)
        services.control_counts.submit(office.control, new_request_id(), office.cashier)
    page = show(window, office)
    keys.press(alt(KEY.Key_E))
    assert page.variance.causes.current_record().cause is Cause.SWAPPED_TYPE
    keys.press(ctrl(KEY.Key_M))
    asked = dialog(CorrectDialog)
    assert asked.fields.fields["tender_type"].value() == "MORD"
    # Nothing was typed, so nothing is asked.
    keys.press(ESC)
    assert QApplication.activeModalWidget() is None


# Papers at their step, and what a balanced drawer says


def test_17_the_slip_is_offered_when_a_turn_in_is_approved(
    boss: MainWindow, office: Office, account: AccountId, keys: Keyboard
) -> None:
    drawer_day.take(office, account, "CASH", 9000)
    turn_in = drawer_day.turn_in(office, "CASH", 5000)
    page = show(boss, office)
    for opened in (lambda: page, lambda: supervisor(boss)):
        opened()
        keys.press(ctrl(KEY.Key_T) if opened() is page else F9)
        dialog(ApproveTurnInDialog)
        keys.press(F9)
        (notice,) = [one for one in boss.page.notices if one.action]
        assert (notice.tone, notice.action) == (Tone.GREEN, "Turn-in slip\u2026")
        notice.on_action()
        wish = dialog(PaperDialog).wish.order()
        assert (wish.kind, wish.id) == (DayPaper.TURN_IN, turn_in)
        keys.press(ESC)
        turn_in = drawer_day.turn_in(office, "CASH", 1000)


def supervisor(window: MainWindow) -> SupervisorPage:
    if not isinstance(window.page, SupervisorPage):
        window.open_page("supervisor", 0)
        settle()
    assert isinstance(window.page, SupervisorPage)
    return window.page


def test_10_2_11_the_report_is_offered_when_the_deposit_control_is_balanced(
    boss: MainWindow, office: Office, keys: Keyboard
) -> None:
    drawer_day.balance_drawer(office, office.control)
    boss.open_page("deposit_control", office.deposit)
    settle()
    page = boss.page
    assert isinstance(page, DepositControlPage)
    keys.press(F9)
    keys.press(F9)
    keys.type("150")
    keys.press(F9)
    (notice,) = [one for one in page.notices if one.action]
    assert notice.text == "The deposit control is balanced."
    notice.on_action()
    wish = dialog(PaperDialog).wish.order()
    assert (wish.kind, wish.id) == (DayPaper.DEPOSIT_CONTROL, office.deposit)


def test_taste_3_what_was_done_is_read_whole(
    window: MainWindow, office: Office, account: AccountId, keys: Keyboard
) -> None:
    drawer_day.take(office, account, "CASH", 9000)
    window.resize(1366, 768)
    window.status.demo.show()
    window.status.printer.setText("Receipts: folder /srv/counter/receipts/of/the/main/office")
    show(window, office)
    keys.press(F8)
    keys.type("50")
    keys.press(F9)
    dialog(PaperDialog)
    keys.press(ESC)
    assert "hand the money over with its slip" in window.status.done.text
    assert window.status.done.is_whole
    window.page.drop_notice()
    settle()
    assert window.status.printer.isVisible()


def test_taste_7_the_page_of_a_drawer_above_its_limit_is_not_cut(
    window: MainWindow, office: Office, account: AccountId, keys: Keyboard
) -> None:
    drawer_day.take(office, account, "CASH", 250_000)
    window.resize(1366, 768)
    page = show(window, office)
    window.context.drawer.refresh()
    page.tabs.setCurrentWidget(page.count)
    settle()
    assert "Above the cash limit" in page.head.states.texts()
    assert "above the limit" not in said(window)
    assert page.area.verticalScrollBar().maximum() == 0


def test_ti10_a_balanced_drawer_has_nothing_to_turn_in(
    boss: MainWindow, office: Office, account: AccountId
) -> None:
    drawer_day.take(office, account, "CASH", 250_000)
    page = show(boss, office)
    assert "Above the cash limit" in page.head.states.texts()
    drawer_day.balance_drawer(office, ControlId(office.control))
    page.load()
    settle()
    assert page.head.states.texts() == ("Balanced",)


def test_taste_3_room_that_no_slip_needs_goes_to_the_types(
    window: MainWindow, office: Office, account: AccountId
) -> None:
    drawer_day.take(office, account, "CASH", 250_000)
    window.resize(1366, 768)
    page = show(window, office)
    heights = []
    for slips in range(3):
        if slips:
            turn_in(office, "CASH", 100_00, approved=False)
            page.load()
        settle()
        assert len(page.tenders.turn_ins.record_model().records) == slips  # type: ignore[union-attr]
        heights.append(page.tenders.table.height())
    assert heights[0] == heights[1] > heights[2], "a second slip takes its room back"
    assert page.area.verticalScrollBar().maximum() == 0
