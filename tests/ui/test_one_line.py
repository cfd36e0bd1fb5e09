"""A payment in one line of the search, by keys: preview, Enter, questions, refusals, Esc (pains 5.8)."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from posapp.domain.codes import PaymentStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, EventId, short_id
from posapp.domain.money import Money
from posapp.domain.one_line import LineView
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.open_tender_control import OpenTenderControlDialog
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.drawer import DrawerState
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.widgets.counter_line import CounterLine
from posapp.ui.widgets.line_preview import LinePreview
from posapp.ui.window import MainWindow
from tests.helpers.bills import bill
from tests.helpers.events import add
from tests.helpers.office import DAY, Office
from tests.helpers.pace import Pace, paced
from tests.helpers.surroundings import Keyboard, Surroundings, settle

ENTER, ESC, F2 = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F2


@pytest.fixture
def pace() -> Iterator[Pace]:
    """The pace of a person."""
    with paced() as made:
        yield made


class Till:
    """The search line of the desk, and what comes of a line."""

    def __init__(
        self, qtbot: QtBot, window: MainWindow, desk: Surroundings, keys: Keyboard
    ) -> None:
        self.qtbot = qtbot
        self.window = window
        self.desk = desk
        self.keys = keys
        self.line: CounterLine = window.header.search

    def type(self, text: str) -> LineView | None:
        """Type over what is there, and wait for what it would do."""
        self.keys.press(F2)
        for _ in range(9):
            if self.line.text():
                self.keys.press(ESC)
        assert not self.line.text(), "Esc does not empty the line"
        self.keys.type(text)
        self.qtbot.waitUntil(lambda: self._is_answered(text))
        return self.line.preview

    def _is_answered(self, text: str) -> bool:
        view = self.line.preview
        return view.text == text if view is not None else bool(self.hits())

    def hits(self) -> tuple[object, ...]:
        return self.line.hits_shown()

    def shown(self) -> str:
        """What a screen reader is told."""
        return self.line.preview_words

    def event(self) -> EventView:
        page = self.window.page
        assert isinstance(page, PaymentEventPage)
        services = self.desk.office.services
        return services.payment_events.show(EventId(page.number), self.desk.office.cashier)


@pytest.fixture
def till(qtbot: QtBot, window: MainWindow, desk: Surroundings, keys: Keyboard, pace: Pace) -> Till:
    return Till(qtbot, window, desk, keys)


def owing(office: Office, cents: int = 18420, **more: object) -> AccountId:
    found = office.account(**more)  # type: ignore[arg-type]
    office.agreement(found, "WATER", (DAY, cents))
    return found


def tenders(event: EventView) -> list[tuple[str, int, str]]:
    return [(one.tender_type, one.amount.minor, one.check_number) for one in event.tenders]


def nothing_taken(till: Till) -> bool:
    office = till.desk.office
    found = office.services.tender_controls.show(office.control, office.supervisor)
    return not isinstance(till.window.page, PaymentEventPage) and found is not None


def test_it5_after_a_payment_in_one_line_the_open_file_is_its_payors(till: Till) -> None:
    office, label = till.desk.office, till.window.header.file
    before, account = owing(office, name="Ahn, Mina"), owing(office)
    till.window.open_page("account", before)
    settle()
    assert label.whole == "Ahn, Mina"
    till.type(f"{short_id(account)} ca 184.20")
    till.keys.press(ENTER)
    assert till.event().payments[0].status is PaymentStatus.FROZEN
    assert label.whole == "Okafor, Ngozi"
    till.window.commands.open_of_account("payment_history")
    settle()
    assert till.window.page is not None
    assert till.window.page.account_number == account


def test_it5_the_file_of_any_account_of_an_event_stays_open(till: Till) -> None:
    office, label = till.desk.office, till.window.header.file
    payee, payor = owing(office, name="Ahn, Mina"), office.account()
    event = add(office, payor, [("CASH", 500)], [(payee, 500)])
    for opened in ("Ahn, Mina", "Okafor, Ngozi"):
        till.window.open_page("account", payee if opened == "Ahn, Mina" else payor)
        settle()
        till.window.open_page("event", event.id)
        settle()
        assert label.whole == opened


def test_a_split_tender_is_shown_and_taken_with_enter(till: Till) -> None:
    account = owing(till.desk.office)
    view = till.type(f"{short_id(account)} ca 120 ck 84.20 #1043")
    assert view is not None
    assert (view.payment, view.change) == (Money(18420), Money(2000))
    for words in ("Okafor, Ngozi", "Cash $120.00", "Check #1043 $84.20", "change $20.00"):
        assert words in till.shown()
    till.keys.press(ENTER)
    event = till.event()
    assert event.payments[0].status is PaymentStatus.FROZEN
    assert tenders(event) == [
        ("CASH", 12000, ""), ("CHEC", 8420, "1043"), ("CASH", -2000, ""),
    ]  # fmt: skip
    (paper,) = till.desk.printer.papers
    assert "$184.20" in PdfReader(BytesIO(paper)).pages[0].extract_text()
    assert till.line.text() == ""
    assert till.window.focusWidget() is till.line, "the next customer begins in the search line"


def test_the_change_is_seen_whole_the_first_time(till: Till) -> None:
    """The popup is as high as its figures are drawn, not as plain text would be."""
    account = owing(till.desk.office, 35392)
    till.type(f"{short_id(account)} ca 400")
    (popup,) = till.window.findChildren(LinePreview)
    assert popup.change.text() == "$46.08"
    for figure in (popup.owed, popup.payment, popup.change):
        label = figure.value_label
        assert label.height() >= label.sizeHint().height()
        assert label.height() >= label.fontMetrics().height()
        bottom = label.mapTo(popup, QPoint(0, label.height())).y()
        assert bottom <= popup.hint.y()
    assert popup.hint.geometry().bottom() < popup.height()


def test_an_item_and_a_bill_stand_in_place_of_the_account(till: Till) -> None:
    account = owing(till.desk.office, 5000)
    till.desk.office.item(account, "1490726949", 8250)
    view = till.type("1490726949 ca 100")
    assert view is not None
    assert (view.paid_for, view.payment, view.change) == (
        "Payable item 1490726949", Money(8250), Money(1750),
    )  # fmt: skip
    till.keys.press(ENTER)
    (payment,) = till.event().payments
    assert (payment.match_type, payment.match_value) == ("ITEM-ID", "1490726949")


def test_a_bill_number_in_place_of_the_account_pays_that_bill(till: Till) -> None:
    office = till.desk.office
    account = office.account(customer_class="OPEN")
    bill(office, account, "B-7781", DAY, (office.agreement(account, "WATER"), 7000))
    view = till.type("B-7781 ca 100")
    assert view is not None
    assert (view.payment, view.change, view.refused) == (Money(7000), Money(3000), None)
    assert "B-7781" in till.shown()
    till.keys.press(ENTER)
    (payment,) = till.event().payments
    assert (payment.match_type, payment.match_value) == ("BILL-ID", "B-7781")
    assert payment.status is PaymentStatus.FROZEN


def test_an_agreement_number_in_place_of_the_account_pays_that_agreement(till: Till) -> None:
    office = till.desk.office
    account = owing(office, 5000)
    other = office.agreement(account, "WATER", (DAY, 2000))
    number = short_id(AccountId(other))
    view = till.type(f"{number} ck 20 #7")
    assert view is not None
    assert (view.payment, view.refused) == (Money(2000), None)
    till.keys.press(ENTER)
    (payment,) = till.event().payments
    assert (payment.account_id, payment.match_type) == (account, "SA-ID")
    assert payment.match_value == number
    assert [one.agreement_id for one in payment.segments] == [other]


WRONG = {
    "ck 200 #5": "gives no change",
    "ck 5": "Check number is required",
    "ca 1.005": "1.005",
    "qq 5": "qq is no tender type",
    "ca ck": "ca: an amount must follow",
}


def test_what_is_wrong_is_said_and_enter_takes_nothing(till: Till) -> None:
    account = owing(till.desk.office)
    for words, says in WRONG.items():
        view = till.type(f"{short_id(account)} {words}")
        assert view is not None
        assert says in till.shown()
        till.keys.press(ENTER, ENTER)
        assert nothing_taken(till)
        assert till.line.text().endswith(words), "what was typed stays"


def test_esc_leaves_the_preview_and_then_the_text(till: Till) -> None:
    account = owing(till.desk.office)
    till.type(f"{short_id(account)} ca 184.20")
    till.keys.press(ESC)
    assert till.line.preview is None
    assert till.line.text()
    till.keys.press(ESC)
    assert till.line.text() == ""
    assert nothing_taken(till)


def test_what_must_be_confirmed_is_asked_once_and_the_line_stays_until_then(till: Till) -> None:
    account = owing(till.desk.office, points=500)
    text = f"{short_id(account)} ck 184.20 #7"
    till.type(text)
    till.keys.press(ENTER)
    question = QApplication.activeModalWidget()
    assert isinstance(question, ConfirmDialog)
    till.keys.press(ESC)
    assert nothing_taken(till)
    assert till.line.text() == text
    till.keys.press(ENTER)
    till.qtbot.waitUntil(lambda: till.line.preview is not None)
    till.keys.press(ENTER)
    question = QApplication.activeModalWidget()
    assert isinstance(question, ConfirmDialog)
    confirm = question.findChild(QPushButton, "confirm")
    assert confirm is not None
    confirm.click()
    settle()
    assert tenders(till.event()) == [("CHEC", 18420, "7")]


def test_d21_the_same_line_is_one_request_until_it_is_taken(till: Till) -> None:
    account = owing(till.desk.office)
    sent: list[str] = []
    till.line.posted.disconnect()
    till.line.posted.connect(lambda _view, request_id: sent.append(request_id))
    text = f"{short_id(account)} ca 1"
    for _again in range(2):
        till.type(text)
        till.keys.press(ENTER)
    till.type(f"{text}0")
    till.keys.press(ENTER)
    till.line.taken()
    till.type(f"{text}0")
    till.keys.press(ENTER)
    assert sent[0] == sent[1]
    assert len(set(sent)) == 3


def test_t19_a_scan_never_takes_a_payment(till: Till, pace: Pace) -> None:
    account = owing(till.desk.office)
    text = f"{short_id(account)} ca 184.20"
    till.keys.press(F2)
    with pace.of_a_scanner():
        till.keys.type(text)
        till.keys.press(ENTER, ENTER, ENTER, ENTER)
        till.qtbot.waitUntil(lambda: till.line.preview is not None)
        till.keys.press(ENTER, ENTER)
    assert nothing_taken(till)
    # A person who looks at it may take it.
    till.keys.press(ENTER)
    assert tenders(till.event()) == [("CASH", 18420, "")]


def test_an_address_of_the_same_shape_is_searched_for(till: Till) -> None:
    owing(till.desk.office)
    assert till.type("118 elm st") is None
    assert till.hits()


def test_ad6_without_a_drawer_one_is_opened_first(till: Till) -> None:
    office = till.desk.office
    till.desk.context.drawer.state = DrawerState()
    account = owing(office)
    till.type(f"{short_id(account)} ca 1")
    till.keys.press(ENTER)
    assert isinstance(QApplication.activeModalWidget(), OpenTenderControlDialog)
    assert nothing_taken(till)


def test_m178_f5_opens_the_dialog_with_what_was_said(till: Till) -> None:
    account = owing(till.desk.office)
    assert till.type(f"{short_id(account)} ca 20 ck 30 #1043") is not None
    till.keys.press(Qt.Key.Key_F5)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PaymentEventDialog)
    said = [(one.tender_type.code, one.amount, one.check_number) for one in dialog.tenders.typed()]
    assert said == [("CASH", Money(2000), ""), ("CHEC", Money(3000), "1043")]
    assert till.line.text() == ""
