"""A payment in Error is where one is when its event opens, and its keys work all over the page."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.tender_cancels import CancelTender
from posapp.ui.dialogs.correct import CorrectDialog
from posapp.ui.dialogs.payment import PaymentDialog
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.tokens import Tone
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.window import MainWindow
from tests.helpers.events import add
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, Surroundings, settle

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Opened = Callable[[int], PaymentEventPage]


def owing(office: Office, cents: int = 2500, name: str = "Okafor, Ngozi") -> AccountId:
    found = office.account(name)
    office.agreement(found, "WATER", (DAY, cents))
    return found


def test_2_2_the_payment_in_error_is_marked_and_f4_mends_it(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    office = desk.office
    good, wrong = owing(office), office.account("Quill, Sam", customer_class="OPEN")
    office.agreement(wrong, "WATER", (DAY, 4000))
    event = add(office, good, [("CASH", 6500)], [(good, 2500), (wrong, 4000)])
    window.open_page("event", event.id)
    settle()
    page = window.page
    assert isinstance(page, PaymentEventPage)
    assert page.lists.payments.currentIndex().row() == 1
    window.to_search()
    keys.press(Qt.Key.Key_F4)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PaymentDialog)
    assert "Quill, Sam" in dialog.subtitle.text()
    dialog.give_up()
    settle()


def test_py3_in_error_the_repair_is_the_one_thing_to_do_on_event_and_payment(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    office = desk.office
    wrong = office.account("Quill, Sam", customer_class="OPEN")
    office.agreement(wrong, "WATER", (DAY, 4000))
    event = add(office, wrong, [("CASH", 4000)], [(wrong, 4000)])
    for kind, number in (("event", event.id), ("payment", event.payments[0].id)):
        window.open_page(kind, number)
        settle()
        page = window.page
        assert page is not None
        (change,) = page.findChildren(KeyButton, "change_payment")
        accents = [
            one.objectName()
            for one in page.findChildren(KeyButton)
            if one.property("kind") == "primary" and one.isVisible() and one.isEnabled()
        ]
        assert (accents, change.hint) == (["change_payment"], "F9")
        strip = page.notices[0]
        assert (strip.tone, strip.action) == (Tone.RED, "Change\u2026")
        window.to_search()
        keys.press(Qt.Key.Key_F9)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PaymentDialog)
        dialog.give_up()
        settle()


def test_pe4_an_event_of_which_nothing_counts_says_that_it_is_canceled(
    window: MainWindow, desk: Surroundings
) -> None:
    office = desk.office
    account = owing(office)
    event = add(office, account, [("CASH", 10000)], [(account, 2500)])
    order = CancelTender(event.tenders[0].id, "DATA", confirmed=frozenset({"C-17", "M-33"}))
    office.services.canceling.cancel_tender(order, new_request_id(), office.cashier)
    window.open_page("event", event.id)
    settle()
    page = window.page
    assert isinstance(page, PaymentEventPage)
    assert page.header.warnings.texts() == ("Canceled",)


def test_use_1_the_menu_of_the_customer_shows_the_key_of_take_payment(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    (entry,) = [one for one in window.findChildren(QAction) if one.text() == "&Take payment\tF5"]
    assert entry.isEnabled()
    window.open_page("account", owing(desk.office))
    settle()
    keys.press(Qt.Key.Key_F5)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PaymentEventDialog), "one key, one action"
    dialog.give_up()
    settle()


def test_2_2_ctrl_enter_opens_the_marked_payment_from_anywhere(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    account = owing(desk.office)
    event = add(desk.office, account, [("CASH", 2500)], [(account, 2500)])
    window.open_page("event", event.id)
    settle()
    window.to_search()
    keys.press((CONTROL, Qt.Key.Key_Return))
    assert window.page is not None
    assert (window.page.KIND, window.page.number) == ("payment", event.payments[0].id)


def test_a_letter_with_alt_is_no_search(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    window.to_search()
    keys.press((ALT, Qt.Key.Key_Q))
    assert window.header.search.text() == ""


def test_d28_arrows_choose_what_went_wrong_and_an_error_takes_the_focus(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    account = owing(desk.office)
    event = add(desk.office, account, [("CASH", 2500)], [(account, 2500)])
    window.open_page("event", event.id)
    settle()
    keys.press((CONTROL, Qt.Key.Key_R))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CorrectDialog)
    keys.press(Qt.Key.Key_Down)
    assert dialog.fault is not None
    assert dialog.faults[dialog.fault].hasFocus()
    keys.press(Qt.Key.Key_F9)
    assert dialog.fields is not None
    assert dialog.fields.isAncestorOf(dialog.focusWidget())
    dialog.give_up()
    settle()
