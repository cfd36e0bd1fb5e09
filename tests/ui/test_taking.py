"""Taking a payment in the window by keys: how many it takes, and what a failing printer changes."""

from dataclasses import replace
from io import BytesIO

from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.ids import AccountId, EventId
from posapp.domain.money import Money
from posapp.storage.search_index import index_accounts
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.dialogs.receipt import ReceiptDialog
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.window import MainWindow
from tests.helpers.events import add
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, Surroundings, settle, show_window

READY = DistributeAction.DISTRIBUTE
ENTER, F5, F9 = Qt.Key.Key_Return, Qt.Key.Key_F5, Qt.Key.Key_F9
MOST_KEYS = 6
MOST_SCANNED_KEYS = 4
MOST_SEARCHED_KEYS = 18


def owing(office: Office, cents: int = 2500, **account: object) -> AccountId:
    found = office.account(**account)  # type: ignore[arg-type]
    office.agreement(found, "WATER", (DAY, cents))
    return found


def event_page(window: MainWindow) -> PaymentEventPage:
    page = window.page
    assert isinstance(page, PaymentEventPage)
    return page


def scan(window: MainWindow, text: str) -> None:
    """A scanner types faster than anybody and ends with Enter."""
    handle = window.windowHandle()
    for char in text:
        QTest.keyClick(handle, char)
    QTest.keyClick(handle, ENTER)
    settle()


def test_use_2_a_cash_payment_of_the_amount_due_takes_at_most_six_keys(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    window.open_page("account", owing(desk.office))
    settle()
    keys.press(F5, ENTER)
    assert keys.presses <= MOST_KEYS
    (paper,) = desk.printer.papers
    text = PdfReader(BytesIO(paper)).pages[0].extract_text()
    assert "$25.00" in text
    event = desk.office.services.payment_events.show(
        EventId(event_page(window).number), desk.office.cashier
    )
    assert event.payments[0].status is PaymentStatus.FROZEN
    focus = window.focusWidget()
    assert focus is window.header.search, "the next customer begins in the search line"
    print(f"cash payment of the amount due: {keys.presses} keys")


def test_ad7_freezing_on_the_page_of_the_event_prints_like_the_dialog(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    account = owing(desk.office)
    taken = add(
        desk.office, account, [("CASH", 2500)], [(account, 2500)],
        action=DistributeAction.DISTRIBUTE,
    )  # fmt: skip
    window.open_page("event", taken.id)
    settle()
    keys.press(F9)
    assert len(desk.printer.papers) == 1
    assert any("printed" in notice.text for notice in event_page(window).notices)
    assert window.focusWidget() is window.header.search
    event_page(window).load()
    settle()
    assert len(desk.printer.papers) == 1, "reading the event again prints nothing"


def test_ad7_freezing_on_the_page_of_the_payment_prints_once(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    account = owing(desk.office)
    event = add(desk.office, account, [("CASH", 2500)], [(account, 2500)], action=READY)
    window.open_page("payment", event.payments[0].id)
    settle()
    keys.press(F9)
    assert window.focusWidget() is window.header.search
    assert window.page is not None
    window.page.load()
    settle()
    assert len(desk.printer.papers) == 1


def test_ad7_freezing_a_payment_of_the_list_prints_when_the_last_one_is_frozen(
    window: MainWindow, desk: Surroundings
) -> None:
    account = owing(desk.office)
    event = add(
        desk.office, account, [("CASH", 2500)], [(account, 1000), (account, 1500)], action=READY
    )
    window.open_page("event", event.id)
    settle()
    page = event_page(window)
    for payment in event.payments:
        assert desk.printer.papers == []
        now = desk.office.services.payment_events.show(event.id, desk.office.cashier)
        page.acts.freeze(now, next(one for one in now.payments if one.id == payment.id))
        settle()
    assert len(desk.printer.papers) == 1


def test_ad7_without_auto_print_the_page_of_the_payment_offers_the_receipt(
    qtbot: QtBot, desk: Surroundings, keys: Keyboard
) -> None:
    setup = desk.context.setup
    quiet = replace(setup, installation=replace(setup.installation, receipt_auto_print=False))
    desk.context.snapshot.current = quiet
    account = owing(desk.office)
    event = add(desk.office, account, [("CASH", 2500)], [(account, 2500)], action=READY)
    window = show_window(qtbot, desk.context, keys)
    window.open_page("payment", event.payments[0].id)
    settle()
    keys.press(F9)
    assert desk.printer.papers == []
    (offer,) = [b for b in window.banners.findChildren(QPushButton) if b.text() == "Print receipt"]
    offer.click()
    settle()
    assert isinstance(QApplication.activeModalWidget(), ReceiptDialog)


def test_f2_over_the_print_box_goes_to_the_next_customer(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    window.open_page("account", owing(desk.office))
    settle()
    keys.press(F5, ENTER)
    event_page(window).open_receipt()
    settle()
    assert QApplication.activeModalWidget() is not None
    keys.press(Qt.Key.Key_F2)
    assert QApplication.activeModalWidget() is None
    assert window.focusWidget() is window.header.search
    keys.type("104")
    assert window.header.search.text() == "104"


def test_use_2_with_change_the_amount_is_all_that_is_typed(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    window.open_page("account", owing(desk.office))
    settle()
    keys.press(F5)
    keys.type("100")
    keys.press(ENTER)
    assert keys.presses <= MOST_KEYS
    assert event_page(window).figures.cash_back.text() == "$75.00"
    assert len(desk.printer.papers) == 1


def test_p15_exact_cash_of_a_scanned_bill_takes_at_most_four_keys(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    account = desk.office.account(customer_class="OPEN")
    desk.office.item(account, "8713353457", 6500)
    desk.office.item(account, "8713353999", 9000)
    scan(window, "8713353457")
    assert window.page is not None
    assert (window.page.KIND, window.page.number) == ("account", account)
    keys.press(F5, ENTER)
    assert keys.presses <= MOST_SCANNED_KEYS
    assert len(desk.printer.papers) == 1
    event = desk.office.services.payment_events.show(
        EventId(event_page(window).number), desk.office.cashier
    )
    (payment,) = event.payments
    assert (payment.status, payment.amount) == (PaymentStatus.FROZEN, Money(6500))
    assert payment.match_value == "8713353457"


def test_p15_the_same_by_search_takes_at_most_eighteen_keys(
    qtbot: QtBot, window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    owing(desk.office)
    quill = owing(desk.office, name="Quill, Sam")
    with desk.office.db.begin() as s:
        index_accounts(s, [quill])
    keys.press(Qt.Key.Key_F2)
    keys.type("quill")
    qtbot.waitUntil(lambda: bool(window.header.search.hits_shown()))
    keys.press(ENTER, F5, ENTER)
    assert keys.presses <= MOST_SEARCHED_KEYS
    assert "Quill" in event_page(window).header.info.text()
    assert len(desk.printer.papers) == 1


def test_d26_the_only_item_of_an_open_item_account_is_the_one_to_pay(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    account = desk.office.account(customer_class="OPEN")
    desk.office.item(account, "8713353457", 6500)
    window.open_page("account", account)
    settle()
    keys.press(F5, ENTER)
    assert event_page(window).header.warnings.texts() == ()
    assert len(desk.printer.papers) == 1


def test_r9_when_the_printer_fails_the_payment_stands_and_reprint_is_offered(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    desk.printer.broken = True
    window.open_page("account", owing(desk.office))
    settle()
    keys.press(F5, ENTER)
    page = event_page(window)
    event = desk.office.services.payment_events.show(EventId(page.number), desk.office.cashier)
    assert event.payments[0].status is PaymentStatus.FROZEN
    (shown,) = [text for text in window.banners.texts() if "not printed" in text]
    assert event.receipt_number is not None
    assert event.receipt_number in shown
    assert "out of paper" in shown
    assert "payment stands" in shown
    page.load()
    settle()
    assert shown in window.banners.texts(), "reading the page anew does not print the receipt"
    desk.printer.broken = False
    (reprint,) = [b for b in window.banners.findChildren(QPushButton) if b.text() == "Reprint"]
    reprint.click()
    settle()
    assert "Duplicate 1 printed: tray of Counter printer" in window.banners.texts()
    assert len(desk.printer.papers) == 1
    log = desk.office.services.printing.log(event.id, desk.office.supervisor)
    assert [one.outcome for one in log] == [
        "FAILED: out of paper",
        "PRINTED: tray of Counter printer",
    ]


def test_rc_auto_print_is_a_setting_of_the_installation(
    qtbot: QtBot, desk: Surroundings, keys: Keyboard
) -> None:
    setup = desk.context.setup
    quiet = replace(setup, installation=replace(setup.installation, receipt_auto_print=False))
    desk.context.snapshot.current = quiet
    window = show_window(qtbot, desk.context, keys)
    window.open_page("account", owing(desk.office))
    settle()
    keys.press(F5, ENTER)
    assert event_page(window).print_button.isEnabled()
    assert desk.printer.papers == []


def test_a_payment_in_error_prints_no_receipt(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    account = desk.office.account(customer_class="OPEN")
    desk.office.item(account, "8713353457", 6500)
    window.open_page("account", account)
    settle()
    keys.press(F5)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PaymentEventDialog)
    dialog.fields.match_type.select("ITEM-ID")
    dialog.fields.match_value.setText("4711")
    keys.press(ENTER)
    assert event_page(window).header.warnings.texts() == ("Unfrozen Payments",)
    assert desk.printer.papers == []


def test_use_5_a_second_press_of_the_key_pays_once(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    account = owing(desk.office)
    window.open_page("account", account)
    settle()
    keys.press(F5, F9, F9, ENTER)
    card = desk.office.services.accounts.card(account, desk.office.cashier)
    assert len(card.recent) == 1


def test_r1_receipts_that_an_earlier_program_owed_are_offered_on_home(
    qtbot: QtBot, desk: Surroundings, keys: Keyboard
) -> None:
    account = owing(desk.office)
    owed = [
        add(desk.office, account, [("CASH", cents)], [(account, cents)]) for cents in (1000, 1500)
    ]
    desk.office.clock.advance(minutes=5)
    context = replace(desk.context, began=desk.office.clock())
    window = show_window(qtbot, context, keys)
    told = (
        (
            "2 receipts were not printed, the first one for Okafor, Ngozi, $10.00, 2026-11-20 "
            "10:00. The payments stand."
        ),
        "No receipt was printed for Okafor, Ngozi, $15.00, 2026-11-20 10:00. The payment stands.",
    )
    for words in told:
        assert window.banners.texts()[0] == words
        window.banners._banners[0]._button.click()
        settle()
        keys.press(ENTER, ENTER)
        assert not [one for one in window.findChildren(ReceiptDialog) if one.isVisible()]
    originals = [f"receipt-{event.receipt_number}" for event in owed]
    assert desk.printer.titles == originals
    assert not any("receipt" in one for one in window.banners.texts())


def test_r1_who_closes_a_missing_receipt_without_printing_is_not_told_again_that_day(
    qtbot: QtBot, desk: Surroundings, keys: Keyboard
) -> None:
    account = owing(desk.office)
    add(desk.office, account, [("CASH", 2500)], [(account, 2500)])
    desk.office.clock.advance(minutes=5)
    window = show_window(qtbot, replace(desk.context, began=desk.office.clock()), keys)
    window.banners._banners[0]._button.click()
    settle()
    keys.press(Qt.Key.Key_Escape)
    assert window.banners.texts() == ()
    window.open_page("home", 0)
    settle()
    assert (window.banners.texts(), desk.printer.titles) == ((), [])
