"""Keys that the strip of the home page promises do something, or say why not (use 1)."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import AccountId, EventId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.topics import Topic
from posapp.ui.dialogs.drawer_reasons import NoSaleDialog
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.dialogs.receipt import ReceiptDialog
from posapp.ui.pages.account import AccountPage
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, Surroundings, settle, show_window, surround

ENTER, ESC, F5 = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F5
F9 = Qt.Key.Key_F9
CTRL_N = (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_N)
ALT_HOME = (Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Home)
BUNDLE = "help_support_bundle"
CTRL_P = (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_P)


def owing(office: Office) -> AccountId:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    return account


def pay(
    office: Office, account: AccountId, action: DistributeAction = DistributeAction.FREEZE
) -> EventId:
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(2000)),),
        (PaymentDraft(account, Money(2000)),),
        action=action,
        confirmed=frozenset({"M-40", "M-69"}),
    )
    return office.services.payment_events.add(command, office.cashier).value.event_id


def opened(window: MainWindow, account: AccountId) -> AccountPage:
    window.open_page("account", account)
    settle()
    page = window.page
    assert isinstance(page, AccountPage)
    return page


def test_f5_without_an_account_says_what_comes_first(window: MainWindow, keys: Keyboard) -> None:
    window.setFocus()
    keys.press(F5)
    assert window.banners.texts() == ("Find the account that pays, then press F5.",)
    assert window.header.search.hasFocus()


def test_f5_takes_the_payment_of_the_account_shown(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    opened(window, owing(office))
    window.to_search()
    keys.press(F5)
    assert isinstance(QApplication.activeModalWidget(), PaymentEventDialog)
    keys.press(ESC)


def test_rc1_ctrl_p_shows_the_last_receipt_of_the_account(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    account = owing(office)
    page = opened(window, account)
    keys.press(CTRL_P)
    assert window.banners.texts()[0].startswith("There is no payment of this account yet")
    pay(office, account)
    page.load()
    settle()
    keys.press(CTRL_P)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ReceiptDialog)
    keys.press(ESC)


def test_rc2_the_status_bar_says_which_copy_of_which_receipt_was_printed(
    window: MainWindow, desk: Surroundings, office: Office, keys: Keyboard
) -> None:
    account = owing(office)
    number = office.services.payment_events.show(
        pay(office, account), office.cashier
    ).receipt_number
    opened(window, account)
    for says in ("Original", "Duplicate 1"):
        keys.press(CTRL_P, ENTER, ENTER)
        assert QApplication.activeModalWidget() is None
        where = "printed: tray of Counter printer"
        assert window.status.done.text == f"Receipt {number} \u00b7 {says} {where}"
    assert len(desk.printer.papers) == 2


def test_rc1_ctrl_p_says_why_an_unfrozen_payment_has_no_receipt(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    account = owing(office)
    pay(office, account, DistributeAction.NONE)
    opened(window, account)
    keys.press(CTRL_P)
    assert QApplication.activeModalWidget() is None
    assert any("not frozen yet, so it has no receipt" in one for one in window.banners.texts())


def test_rc1_ctrl_p_on_home_shows_the_receipt_of_the_marked_payment(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    keys.press(CTRL_P)
    assert window.banners.texts()[0].startswith("There is no payment in your drawer yet")
    pay(office, owing(office))
    window.context.signals.data_changed.emit(frozenset({Topic.EVENTS}))
    settle()
    keys.press(CTRL_P)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ReceiptDialog)
    keys.press(ESC)


def test_the_way_back_leads_to_the_marked_payment(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    account = owing(office)
    pay(office, account)
    older = pay(office, account)
    pay(office, account)
    page = opened(window, account)
    page.recent.setFocus()
    keys.press(Qt.Key.Key_Down, ENTER)
    assert window.page is not None
    assert (window.page.KIND, window.page.number) == ("event", older)
    keys.press(ESC)
    assert window.page is page
    assert page.recent.hasFocus()
    assert page.recent.current_record().event_id == older
    keys.press(ENTER)
    assert (window.page.KIND, window.page.number) == ("event", older)


def test_alt_home_leads_home_from_every_page(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    opened(window, owing(office))
    window.open_page("search", 0)
    settle()
    keys.press(ALT_HOME)
    assert window.page is not None
    assert window.page.KIND == "home"
    assert window.header.search.hasFocus()
    assert not window.pages.may_go_back


def test_d37_ctrl_n_opens_the_own_drawer_without_a_sale_on_every_page(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    for number in (0, owing(office)):
        window.open_page("account" if number else "home", number)
        settle()
        assert window.panel.findChild(QPushButton, "panel_no_sale").isVisible()
        keys.press(CTRL_N)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, NoSaleDialog)
        keys.press(F9)
        assert "no_sale_reason" in dialog.form.errors(), "nothing is opened without a reason"
        keys.type("change for the meter")
        keys.press(F9)
        assert QApplication.activeModalWidget() is None
        assert "Logged: opened without a sale." in window.banners.texts()
    openings = office.services.drawer_openings.openings(office.control, office.supervisor)
    assert [(one.reason, one.opened_by) for one in openings] == [
        ("change for the meter", "Cashier")
    ] * 2


def test_d37_without_a_drawer_ctrl_n_says_so_and_an_auditor_has_no_such_key(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    for role, says in (
        ("supervisor", ("No drawer of yours is open, so none can be opened without a sale.",)),
        ("auditor", ()),
    ):
        actor = office.actors[role]
        shown = show_window(qtbot, surround(office, theme, tmp_path, actor).context, keys)
        keys.press(CTRL_N)
        assert QApplication.activeModalWidget() is None
        assert shown.banners.texts() == says
        shown.close()


def test_f4_the_help_menu_offers_the_support_bundle(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    shown = show_window(qtbot, surround(office, theme, tmp_path, office.supervisor).context, keys)
    (act,) = [one for one in shown.findChildren(QAction) if one.objectName() == BUNDLE]
    act.trigger()
    settle()
    assert shown.page is not None
    assert shown.page.KIND == "health"
    asked = shown.findChild(QFileDialog)
    assert asked is not None
    assert asked.objectName() == "bundle_file"
    asked.close()


def test_d44_a_cashier_makes_no_support_bundle(window: MainWindow) -> None:
    assert BUNDLE not in {one.objectName() for one in window.findChildren(QAction)}
