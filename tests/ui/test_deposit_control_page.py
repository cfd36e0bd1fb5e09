"""The deposit control's page by keys: figures, turn-ins, deposits, balancing, opening again (controls 4)."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from posapp.domain.codes import ControlStatus, DepositKind, SourceType, TurnInStatus
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.tender_controls import OpenControl, OpenDepositControl
from posapp.ui.dialogs.approve_turn_in import ApproveTurnInDialog
from posapp.ui.dialogs.bank_deposit import BankDepositDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.deposit_changes import ChangeDepositDialog, MoveControlDialog
from posapp.ui.dialogs.deposit_rows import DepositRowsDialog
from posapp.ui.dialogs.deposit_steps import EndingBalanceDialog, ReopenDepositDialog
from posapp.ui.dialogs.paper import PaperDialog
from posapp.ui.dialogs.settlement import SettlementDialog
from posapp.ui.pages.deposit_control import DepositControlPage
from posapp.ui.pages.deposit_controls import DepositControlsPage
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.drawers import balance_drawer, counted, payor, take, turn_in
from tests.helpers.euros import allow_euros
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
F4, F9, ENTER, ESC = Qt.Key.Key_F4, Qt.Key.Key_F9, Qt.Key.Key_Return, Qt.Key.Key_Escape
TAB, INS, SPACE = (CTRL, Qt.Key.Key_Tab), Qt.Key.Key_Insert, Qt.Key.Key_Space
FLOAT = 150_00


@pytest.fixture
def window(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> MainWindow:
    context = surround(office, theme, tmp_path, actor=office.supervisor).context
    return show_window(qtbot, context, keys)


def opened(window: MainWindow, office: Office) -> DepositControlPage:
    window.open_page("deposit_control", office.deposit)
    settle()
    page = window.page
    assert isinstance(page, DepositControlPage)
    return page


def dialog() -> QWidget:
    found = QApplication.activeModalWidget()
    assert found is not None
    return found


def status(office: Office) -> ControlStatus:
    shown = office.services.deposit_controls.show(office.deposit, office.supervisor)
    return shown.control.status


def closed_drawer(office: Office) -> None:
    """Cash 900.00 and checks 40.00, counted, balanced."""
    account = payor(office)
    take(office, account, "CASH", 900_00)
    take(office, account, "CHEC", 40_00)
    counted(office, CASH=1050_00, CHEC=40_00)
    balance_drawer(office)


def test_dc00_ti15_the_page_shows_figures_and_places(window: MainWindow, office: Office) -> None:
    account = payor(office)
    take(office, account, "CASH", 900_00)
    take(office, account, "CHEC", 40_00)
    turn_in(office, "CASH", 500_00)
    turn_in(office, "CHEC", 40_00, approved=False)
    page = opened(window, office)
    text = page.figures.text
    assert text("starting_balance") == "$150.00"
    assert text("total_tenders") == "$940.00"
    assert text("total_controls") == "1: $1,090.00"
    assert text("expected_ending") == "$1,090.00"
    assert page.main.facts.text("in_drawers") == "$550.00"
    assert page.main.facts.text("in_hands") == "$540.00"
    assert page.main.facts.text("awaiting") == "$40.00"
    assert page.states.texts() == ("1 awaiting approval", "Open")
    lines = {one.tender_type: one for one in page.main.table.record_model().records}  # type: ignore[union-attr]
    assert lines["CHEC"].turned_in == Money(40_00)
    for tab in page.tabs.tabs:
        ModelTester(tab.table.record_model())


def test_4_2_every_figure_opens_the_rows_behind_it(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    account = payor(office)
    take(office, account, "CASH", 900_00)
    take(office, account, "CHEC", 40_00)
    turn_in(office, "CASH", 500_00, approved=False)
    page = opened(window, office)
    sums = {
        "starting_balance": ("$150.00", 1),
        "total_tenders": ("$940.00", 2),
        "total_controls": ("$1,090.00", 1),
        "total_deposits": ("$0.00", 0),
        "expected_ending": ("$1,090.00", 3),
        "ending_balance": ("$0.00", 0),
        "over_under": ("$0.00", 0),
    }
    for name, (amount, n) in sums.items():
        page.figures.buttons[name].setFocus()
        keys.press(ENTER)
        rows = dialog()
        assert isinstance(rows, DepositRowsDialog)
        model = rows.table.record_model()
        assert (rows.sum.text(), model.rowCount()) == (amount, n)
        ModelTester(model)
        keys.press(ESC)
        assert QApplication.activeModalWidget() is None
    page.figures.buttons["total_tenders"].setFocus()
    keys.press(ENTER, ENTER)
    assert (window.page.KIND, window.page.number) == ("control", office.control)


def test_dc07_enter_opens_the_rows_of_a_tender_types_figure(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    account = payor(office)
    take(office, account, "CASH", 900_00)
    take(office, account, "CHEC", 40_00)
    turn_in(office, "CASH", 500_00, approved=False)
    page = opened(window, office)
    page.tabs.focus_first()
    keys.press(ENTER)
    rows = dialog()
    assert isinstance(rows, DepositRowsDialog)
    assert (rows.windowTitle(), rows.sum.text()) == (
        "Expected Ending Balance \u00b7 Cash", "$1,050.00"
    )  # fmt: skip
    keys.press(ESC, *[Qt.Key.Key_Right] * 6, ENTER)
    rows = dialog()
    assert isinstance(rows, DepositRowsDialog)
    assert (rows.windowTitle(), rows.sum.text()) == ("Turned In \u00b7 Cash", "$500.00")
    keys.press(ENTER)
    settle()
    assert QApplication.activeModalWidget() is None
    assert page.tabs.currentWidget() is page.turn_ins
    assert window.focusWidget() is page.turn_ins.table
    assert page.turn_ins.table.current_record().amount == Money(500_00)


def test_ti02_ctrl_enter_approves_a_turn_in_on_its_tab(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    take(office, payor(office), "CASH", 900_00)
    turn_in(office, "CASH", 500_00, approved=False)
    page = opened(window, office)
    keys.press(TAB, TAB)
    assert page.tabs.currentWidget() is page.turn_ins
    keys.press((CTRL, ENTER))
    asked = dialog()
    assert isinstance(asked, ApproveTurnInDialog)
    assert asked.amount.text() == "$500.00"
    keys.press(F9)
    (row,) = page.turn_ins.table.record_model().records  # type: ignore[union-attr]
    assert (row.status, row.approved_by) == (TurnInStatus.APPROVED, "Supervisor")
    assert not page.turn_ins.buttons["approve_turn_in"].isEnabled()


def test_td01_dc10_dc11_the_day_is_deposited_and_balanced_by_keys(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    closed_drawer(office)
    page = opened(window, office)
    keys.press(TAB, TAB, TAB)
    keys.press(INS)
    bank = dialog()
    assert isinstance(bank, BankDepositDialog)
    ModelTester(bank.slip)
    assert bank.sums.text("amount") == "$940.00"
    assert bank.sums.text("check_sum") == "$40.00"
    keys.press(F9)
    assert "reference_id" in bank.form.errors()
    keys.type("SLIP 77")
    keys.press(F9)
    (deposit,) = page.deposits.table.record_model().records  # type: ignore[union-attr]
    assert deposit.deposit.kind is DepositKind.BANK
    assert deposit.deposit.amount == Money(940_00)
    assert len(deposit.instruments) == 1
    told = next(one for one in page.notices if one.text == "The bank deposit is recorded.")
    assert told.on_action is not None
    told.on_action()
    paper = dialog()
    assert isinstance(paper, PaperDialog)
    assert paper.windowTitle() == "Deposit slip"
    keys.press(ESC)
    keys.press(F9)
    assert status(office) is ControlStatus.BALANCING
    assert not page.deposits.buttons["add_deposit"].isEnabled()
    keys.press(F9)
    ending = dialog()
    assert isinstance(ending, EndingBalanceDialog)
    keys.type("149")
    assert ending.states.texts() == ("Under $1.00",)
    keys.press(F9)
    assert "differs from expected" in ending.form.errors()["ending_balance"]
    ending.ending_balance.selectAll()
    keys.type("150")
    keys.press(F9)
    assert status(office) is ControlStatus.BALANCED
    assert "Agrees" in page.states.texts()
    assert page.main_action.isHidden()


def test_dc13_ctrl_r_opens_it_again_with_a_reason(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    closed_drawer(office)
    controls = office.services.deposit_controls
    controls.balance(
        office.deposit, new_request_id(), office.supervisor, ending=Money(940_00 + FLOAT)
    )
    page = opened(window, office)
    assert [one.isEnabled() for one in page.buttons.values()] == [False, True, False, False, False]
    keys.press((CTRL, Qt.Key.Key_R))
    asked = dialog()
    assert isinstance(asked, ReopenDepositDialog)
    keys.press(F9)
    assert "reason" in asked.form.errors()
    keys.type("bag recounted")
    assert page.main_action.isHidden()
    keys.press(F9)
    assert status(office) is ControlStatus.OPEN
    assert not page.main_action.isHidden()


def test_dc10_open_drawers_are_asked_about_before_balancing(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    opened(window, office)
    keys.press(F9)
    question = dialog()
    assert isinstance(question, ConfirmDialog)
    assert "still open" in question.accessibleDescription()
    keys.press(ESC)
    assert status(office) is ControlStatus.OPEN
    keys.press(F9, F9)
    assert status(office) is ControlStatus.BALANCING


def test_dc12_what_stands_in_the_way_is_said_in_the_dialog(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    opened(window, office)
    keys.press(F9, F9)
    keys.press(F9)
    asked = dialog()
    assert isinstance(asked, EndingBalanceDialog)
    keys.type("150")
    keys.press(F9)
    assert "is not balanced" in asked.banner.notice.text
    keys.press(ESC)
    keys.press(F9)
    assert status(office) is ControlStatus.BALANCING


def test_d29_a_settlement_takes_cards_out(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    take(office, payor(office), "CARD", 61_00)
    page = opened(window, office)
    keys.press(TAB, TAB, TAB)
    keys.press((CTRL, INS))
    asked = dialog()
    assert isinstance(asked, SettlementDialog)
    assert (asked.tender_type.value(), asked.amount.value()) == ("CARD", Money(61_00))
    # What is typed at once is the reference; the type that was proposed stays.
    keys.type("TRAV 61")
    assert (asked.tender_type.value(), asked.reference_id.value()) == ("CARD", "TRAV 61")
    keys.press(F9)
    assert "The settlement is recorded." in [one.text for one in page.notices]
    (row,) = page.deposits.table.record_model().records  # type: ignore[union-attr]
    assert row.deposit.kind is DepositKind.SETTLEMENT
    keys.press((CTRL, ENTER))
    changed = dialog()
    assert isinstance(changed, SettlementDialog)
    changed.amount.set_value(Money(60_00))
    keys.press(F9)
    (row,) = page.deposits.table.record_model().records  # type: ignore[union-attr]
    assert row.deposit.amount == Money(60_00)
    keys.press((CTRL, Qt.Key.Key_Delete))
    keys.press(F9)
    assert page.deposits.table.record_model().records == ()  # type: ignore[union-attr]


def test_td03_a_float_on_the_slip_is_asked_about(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    page = opened(window, office)
    keys.press(TAB, TAB, TAB)
    keys.press(INS)
    bank = dialog()
    assert isinstance(bank, BankDepositDialog)
    keys.type("SLIP 1")
    bank.cash.set_value(Money(100_00))
    keys.press(F9)
    question = dialog()
    assert isinstance(question, ConfirmDialog)
    keys.press(F9)
    (row,) = page.deposits.table.record_model().records  # type: ignore[union-attr]
    assert row.deposit.amount == Money(100_00)


def test_cn02_counted_notes_are_the_cash_of_a_deposit(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    account = payor(office)
    take(office, account, "CASH", 120_00)
    take(office, account, "CHEC", 40_00)
    opened(window, office)
    keys.press(TAB, TAB, TAB)
    keys.press(INS)
    bank = dialog()
    assert isinstance(bank, BankDepositDialog)
    fifties = [one.denomination.value for one in bank.grid.records].index(Money(50_00))
    bank.grid.setData(bank.grid.index(fifties, 1), 2)
    assert bank.cash.isReadOnly()
    assert bank.sums.text("amount") == "$140.00"
    bank.checks.setFocus()
    keys.press(SPACE)
    assert bank.sums.text("amount") == "$100.00"
    assert bank.slip.chosen == ()
    keys.press(ENTER)
    assert len(bank.slip.chosen) == 1


def test_dc03_an_open_drawer_moves_to_another_deposit_control(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    command = OpenDepositControl(new_request_id(), SourceType.CASHIERING, "USD")
    other = office.services.deposit_controls.open(command, office.supervisor).value
    page = opened(window, office)
    keys.press(TAB)
    keys.press((CTRL, Qt.Key.Key_M))
    asked = dialog()
    assert isinstance(asked, MoveControlDialog)
    assert asked.deposit_control.value() == other
    keys.press(F9)
    assert page.drawers.table.record_model().records == ()  # type: ignore[union-attr]
    moved = office.services.tender_controls.show(office.control, office.supervisor)
    assert moved.control.deposit_control_id == other


def test_dc03_a_drawer_that_does_not_fit_is_told_why(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    command = OpenDepositControl(new_request_id(), SourceType.LOCKBOX, "USD")
    office.services.deposit_controls.open(command, office.supervisor)
    opened(window, office)
    keys.press(TAB)
    keys.press((CTRL, Qt.Key.Key_M))
    asked = dialog()
    assert isinstance(asked, MoveControlDialog)
    keys.press(F9)
    assert "differs from the deposit control" in asked.form.errors()["deposit_control"]
    keys.press(ESC)
    assert QApplication.activeModalWidget() is None


def test_4_1_source_type_and_currency_change_while_it_is_empty(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    allow_euros(office)
    window.page.context.snapshot.current = office.services.setup()
    command = OpenDepositControl(new_request_id(), SourceType.CASHIERING, "USD")
    empty = office.services.deposit_controls.open(command, office.supervisor).value
    show = office.services.deposit_controls.show
    window.open_page("deposit_control", empty)
    settle()
    keys.press(F4)
    asked = dialog()
    assert isinstance(asked, ChangeDepositDialog)
    asked.source_type.setFocus()
    keys.type("Ad")
    asked.currency.setFocus()
    keys.type("E")
    keys.press(F9)
    assert QApplication.activeModalWidget() is None
    now = show(empty, office.supervisor).control
    assert (now.source_type, now.currency) == (SourceType.ADHOC, "EUR")
    keys.press(F4)
    asked = dialog()
    assert isinstance(asked, ChangeDepositDialog)
    asked.source_type.select(SourceType.CASHIERING)
    keys.press(F9)
    keys.press(F4)
    late = dialog()
    assert isinstance(late, ChangeDepositDialog)
    order = OpenControl(new_request_id(), "EUR-A", empty, None)
    office.services.tender_controls.open(order, office.supervisor)
    late.source_type.select(SourceType.ADHOC)
    keys.press(F9)
    assert "is not empty" in late.form.errors()["source_type"]
    keys.press(ESC)
    window.page.load()
    settle()
    keys.press(F4)
    closed = dialog()
    assert isinstance(closed, ChangeDepositDialog)
    assert not closed.source_type.isEnabled()
    assert not closed.currency.isEnabled()
    closed.give_up()


def test_dc06_an_empty_one_is_handed_over_and_deleted(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    command = OpenDepositControl(new_request_id(), SourceType.CASHIERING, "USD")
    empty = office.services.deposit_controls.open(command, office.supervisor).value
    window.open_page("deposit_control", empty)
    settle()
    keys.press(F4)
    asked = dialog()
    assert isinstance(asked, ChangeDepositDialog)
    keys.type("for the noon bag")
    keys.press(F9)
    view = office.services.deposit_controls.show(empty, office.supervisor)
    assert view.control.comments == "for the noon bag"
    keys.press((CTRL | SHIFT, Qt.Key.Key_Delete))
    keys.press(F9)
    page = window.page
    assert isinstance(page, DepositControlsPage)
    assert empty not in [one.id for one in page.model.records]


def test_dc16_those_of_auto_pay_are_read_only(window: MainWindow, office: Office) -> None:
    command = OpenDepositControl(new_request_id(), SourceType.AUTOPAY, "USD")
    made = office.services.deposit_controls.open(command, office.supervisor).value
    window.open_page("deposit_control", made)
    settle()
    page = window.page
    assert isinstance(page, DepositControlPage)
    assert not any(one.isEnabled() for one in page.buttons.values())
    assert page.notices[0].text.startswith("The program fills and balances")


def test_d44_an_auditor_looks_and_changes_nothing(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    context = surround(office, theme, tmp_path, actor=office.actors["auditor"]).context
    page = opened(show_window(qtbot, context, keys), office)
    assert page.figures.text("expected_ending") == "$150.00"
    assert all(one.isHidden() for one in page.buttons.values())
    assert all(b.isHidden() for tab in page.tabs.tabs for b in tab.buttons.values())


def test_dc04_the_list_is_narrowed_and_enter_opens(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    window.open_page("deposit_controls", 0)
    settle()
    page = window.page
    assert isinstance(page, DepositControlsPage)
    ModelTester(page.model)
    page.status.select(ControlStatus.BALANCED)
    assert page.model.records == ()
    page.status.select(ControlStatus.OPEN)
    assert [one.id for one in page.model.records] == [office.deposit]
    page.table.setFocus()
    keys.press(ENTER)
    assert window.page is not None
    assert (window.page.KIND, window.page.number) == ("deposit_control", office.deposit)


def test_ctrl_p_shows_the_paper_of_what_is_marked(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    take(office, payor(office), "CASH", 900_00)
    turn_in(office, "CASH", 500_00)
    opened(window, office)
    ctrl_p = (CTRL, Qt.Key.Key_P)
    keys.press(ctrl_p)
    whole = dialog()
    assert isinstance(whole, PaperDialog)
    keys.press(ESC)
    keys.press(TAB, TAB)
    keys.press(ctrl_p)
    slip = dialog()
    assert isinstance(slip, PaperDialog)
    assert slip is not whole
