"""Keys that the strip of the home page promises do something, or say why not (use 1)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import AccountId, EventId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.topics import Topic
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.dialogs.receipt import ReceiptDialog
from posapp.ui.pages.account import AccountPage
from posapp.ui.window import MainWindow
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, settle

ENTER, ESC, F5 = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F5
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
