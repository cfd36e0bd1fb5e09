"""Small screens and large text: nothing is squashed, pages scroll, the panel makes room (taste 7)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.tender_actions import Asking
from posapp.ui import screen_room
from posapp.ui.crash import CrashDialog
from posapp.ui.dialogs.about import AboutDialog
from posapp.ui.dialogs.base import TaskDialog
from posapp.ui.dialogs.cancel_payment import CancelPaymentDialog
from posapp.ui.dialogs.cancel_tenders import CancelTendersDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.credit_rating import AddRatingDialog, EndRatingDialog
from posapp.ui.dialogs.help import HelpDialog
from posapp.ui.dialogs.move_tender import MoveTenderDialog
from posapp.ui.dialogs.open_deposit_control import OpenDepositControlDialog
from posapp.ui.dialogs.open_tender_control import OpenTenderControlDialog
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.dialogs.payment_start import load_start
from posapp.ui.dialogs.preferences import PreferencesDialog
from posapp.ui.dialogs.receipt import ReceiptDialog
from posapp.ui.dialogs.single_event import SingleEventDialog
from posapp.ui.dialogs.tender import TenderDialog
from posapp.ui.dialogs.transfer import TransferDialog
from posapp.ui.pages.account import AccountPage
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.theme import Theme
from posapp.ui.widgets.key_strip import KeyStrip
from posapp.ui.window import MainWindow
from tests.helpers.autopay import add_bank
from tests.helpers.events import add
from tests.helpers.every import every
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, settle, surround

pytestmark = pytest.mark.dressed


@pytest.fixture(autouse=True, scope="module")
def usual_size(theme: Theme) -> Iterator[None]:
    """The text has its size again after this file.

    Before each test it has (``light``), once the windows of the test before are gone; at the end
    of a test all of them would be dressed for nothing.
    """
    yield
    theme.choose("light", 100)


@pytest.fixture(params=[100, 125, 150, 200])
def scale(request: pytest.FixtureRequest, theme: Theme) -> int:
    theme.choose("light", request.param)
    return int(request.param)


@pytest.fixture
def window(qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, scale: int) -> MainWindow:
    made = MainWindow(surround(office, theme, tmp_path).context)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.start()
    settle()
    return made


def account_page_keeps_its_heights_and_fits_the_width(
    window: MainWindow, office: Office, _scale: int
) -> None:
    account = office.account("Ó Súilleabháin, Síle Bríd Ní Mhurchú agus a clann mhór")
    for _ in range(3):
        office.agreement(account, "WATER", (DAY, 39_203_646))
    window.open_page("account", account)
    settle()
    page = window.page
    assert isinstance(page, AccountPage)
    balance = page.head.balances["current_balance"].value_label
    assert balance.height() >= balance.fontMetrics().height()
    assert balance.width() >= balance.fontMetrics().horizontalAdvance("$1,176,109.38")
    content = page.area.widget()
    assert content is not None
    assert content.width() <= page.area.viewport().width()
    assert window.width() == 1366
    assert page.take.height() >= page.take.fontMetrics().height()


def no_tab_of_an_event_scrolls_sideways(window: MainWindow, office: Office, _scale: int) -> None:
    event = three_tenders(window, office).event
    window.open_page("event", event.id)
    settle()
    page = window.page
    assert isinstance(page, PaymentEventPage)
    for at in range(page.tabs.count()):
        page.tabs.setCurrentIndex(at)
        settle()
        assert page.area.horizontalScrollBar().maximum() == 0, page.tabs.tabText(at)


def panel_is_there_where_it_has_room(window: MainWindow, _office: Office, scale: int) -> None:
    window.open_page("home", 0)
    settle()
    assert window.panel.isVisible() == (scale <= 125)
    window.resize(900, 600)
    settle()
    assert not window.panel.isVisible()
    assert window.width() == 900


def keys_that_do_not_fit_are_left_out_whole(
    window: MainWindow, _office: Office, _scale: int
) -> None:
    page = window.page
    assert page is not None
    (strip,) = page.findChildren(KeyStrip)
    pairs = strip._pairs
    shown = [pair for pair in pairs if pair.isVisible()]
    assert shown
    assert shown == pairs[: len(shown)]
    assert all(pair.width() >= pair.sizeHint().width() for pair in shown)


@every(
    "look",
    [
        keys_that_do_not_fit_are_left_out_whole,
        account_page_keeps_its_heights_and_fits_the_width,
        no_tab_of_an_event_scrolls_sideways,
        panel_is_there_where_it_has_room,
    ],
    ids=lambda look: look.__name__,
)
def test_taste_7_a_window_at_each_scale(
    window: MainWindow, office: Office, scale: int, look: Callable[[MainWindow, Office, int], None]
) -> None:
    look(window, office, scale)


def test_taste_7_a_dialog_that_opens_off_the_screen_comes_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    dialog = OpenDepositControlDialog(window.context, window)
    dialog.show()
    dialog.move(40, -60)
    dialog.activateWindow()
    qtbot.waitUntil(lambda: dialog.frameGeometry().top() >= dialog.screen().geometry().top())
    dialog.hide()


SMALL = QSize(683, 384)
"""A screen of 1366 x 768 at 200 %, in logical pixels."""


@pytest.fixture(params=[(100, SMALL), (200, 2 * SMALL), (150, QSize(1366, 768))])
def room(request: pytest.FixtureRequest, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> QSize:
    """A low screen: by the system's scale, by our text scale."""
    scale, screen = request.param
    left = screen - QSize(2, 34)
    theme.choose("light", scale)
    monkeypatch.setattr(screen_room, "room_for", lambda _window: left)
    return left


@pytest.fixture
def low(qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, room: QSize) -> MainWindow:
    made = MainWindow(surround(office, theme, tmp_path, office.supervisor).context)
    qtbot.addWidget(made)
    made.show()
    made.start()
    settle()
    return made


def payment(window: MainWindow, office: Office) -> QDialog:
    account = office.account(customer_class="NONCIS")
    office.agreement(account, "WATER", (DAY, 39_203_646))
    context = window.context
    start = load_start(context.services, context.actor, account)
    dialog = PaymentEventDialog(context, start, window)
    dialog.show()
    for _ in range(3):
        dialog.tenders.add_line()
    return dialog


def single_event(window: MainWindow, office: Office) -> QDialog:
    account = office.account("Ó Súilleabháin, Síle Bríd Ní Mhurchú agus a clann mhór")
    office.agreement(account, "WATER", (DAY, 39_203_646))
    add_bank(office)
    context = window.context
    context.snapshot.current = office.services.setup()
    start = load_start(context.services, context.actor, account)
    return SingleEventDialog(context, start, window)


def confirm(window: MainWindow, _office: Office) -> QDialog:
    return ConfirmDialog(["The payment exceeds what is owed. " * 4] * 5, window)


def receipt(window: MainWindow, office: Office) -> QDialog:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    tender, paid = TenderDraft("CASH", Money(2500)), PaymentDraft(account, Money(2500))
    command = AddEvent(new_request_id(), account, (tender,), (paid,))
    saved = office.services.payment_events.add(command, office.cashier)
    event = office.services.payment_events.show(saved.value.event_id, office.cashier)
    return ReceiptDialog(window.context, event, window)


def three_tenders(window: MainWindow, office: Office) -> Asking:
    account = office.account("Ó Súilleabháin, Síle Bríd Ní Mhurchú agus a clann mhór")
    office.agreement(account, "WATER", (DAY, 39_203_646))
    tenders = [("CHEC", 30_000_000), ("TRAV", 9_200_000), ("CASH", 10_000)]
    event = add(office, account, tenders, [(account, 39_203_646)])
    context = window.context
    desk = context.services.event_desk.of(event.id, context.actor)
    return Asking(event, desk, context.actor, context.setup)


def cancel_event(window: MainWindow, office: Office) -> QDialog:
    dialog = CancelTendersDialog(window.context, three_tenders(window, office), None, window)
    dialog.reason.select("NSF")
    return dialog


def cancel_payment(window: MainWindow, office: Office) -> QDialog:
    event = three_tenders(window, office).event
    return CancelPaymentDialog(window.context, event, event.payments[0], window)


def transfer(window: MainWindow, office: Office) -> QDialog:
    event = three_tenders(window, office).event
    dialog = TransferDialog(window.context, event, event.payments[0], window)
    dialog.account.start_with(office.account(customer_class="NONCIS"))
    return dialog


def tender(window: MainWindow, office: Office) -> QDialog:
    return TenderDialog(window.context, three_tenders(window, office), None, window)


def move(window: MainWindow, office: Office) -> QDialog:
    asking = three_tenders(window, office)
    return MoveTenderDialog(window.context, asking.event.tenders[0], asking.desk.usable, window)


def help_of(window: MainWindow, _office: Office) -> QDialog:
    assert window.page is not None
    return HelpDialog(window.context, window.page, window)


def add_rating(window: MainWindow, office: Office) -> QDialog:
    card = office.services.accounts.card(office.account(), office.cashier)
    return AddRatingDialog(window.context, card, DAY, window)


def end_rating(window: MainWindow, office: Office) -> QDialog:
    account = office.account(points=100)
    card = office.services.accounts.card(account, office.cashier)
    (row,) = office.services.history.credit_rating(account, office.cashier).rows
    return EndRatingDialog(window.context, card, row, DAY, window)


DIALOGS: dict[str, Callable[[MainWindow, Office], QDialog]] = {
    "payment": payment,
    "single event": single_event,
    "confirm": confirm,
    "receipt": receipt,
    "cancel event": cancel_event,
    "cancel payment": cancel_payment,
    "transfer": transfer,
    "tender": tender,
    "move tender": move,
    "add rating": add_rating,
    "end rating": end_rating,
    "help": help_of,
    "preferences": lambda window, _office: PreferencesDialog(window.context, window),
    "about": lambda window, _office: AboutDialog(window.context, window),
    "drawer": lambda window, _office: OpenTenderControlDialog(window.context, window),
    "deposit": lambda window, _office: OpenDepositControlDialog(window.context, window),
    "crash": lambda window, _office: CrashDialog("Traceback\n" * 99, window),
}


@every("make", DIALOGS.values(), ids=DIALOGS)
def test_taste_7_every_dialog_fits_a_small_screen_with_its_buttons(
    low: MainWindow, office: Office, room: QSize, make: Callable[[MainWindow, Office], QDialog]
) -> None:
    dialog = make(low, office)
    dialog.show()
    settle()
    assert dialog.width() <= room.width()
    assert dialog.height() <= room.height()
    buttons = [
        one
        for one in dialog.findChildren(QPushButton)
        if one.isVisible() and not in_scroll(one, dialog)
    ]
    assert buttons
    if isinstance(dialog, TaskDialog):
        assert dialog.field_scroll.horizontalScrollBar().maximum() == 0
    for button in buttons:
        place = QRect(button.mapTo(dialog, QPoint(0, 0)), button.size())
        assert dialog.rect().contains(place), button.text()
        assert button.width() >= button.sizeHint().width(), button.text()
    dialog.hide()
    dialog.deleteLater()
    settle()


def in_scroll(widget: QWidget, dialog: QDialog) -> bool:
    return any(area.isAncestorOf(widget) for area in dialog.findChildren(QAbstractScrollArea))


def test_taste_7_tab_scrolls_to_the_field_that_has_the_focus(
    low: MainWindow, office: Office, room: QSize
) -> None:
    dialog = payment(low, office)
    assert isinstance(dialog, PaymentEventDialog)
    settle()
    dialog.activateWindow()
    dialog.fields.payor.setFocus()
    dialog.show_focus()
    keys = Keyboard()
    for _ in range(30):
        keys.press(Qt.Key.Key_Tab)
        focus = dialog.focusWidget()
        if focus is not None and dialog.fields.isAncestorOf(focus):
            at = focus.mapTo(dialog.field_scroll.viewport(), focus.rect().center())
            assert dialog.field_scroll.viewport().rect().contains(at), focus.objectName()
    dialog.hide()
