"""D-16 at the window: pages, tabs, dialogs, refusals, strips and papers tell a blind cashier nothing.

What services, commands and papers answer is the business of ``test_blind_leaks``, ``test_blind`` and
``test_papers``; here is what stands on the screen, and what a screen reader and a printer get.
"""

import io
from collections.abc import Callable, Iterator
from itertools import chain

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabWidget,
    QWidget,
)

from posapp.domain.money import Money
from posapp.ui.dialogs.cancel_tenders import CancelTendersDialog
from posapp.ui.dialogs.change_drawer import ChangeDrawerDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.correct import CorrectDialog
from posapp.ui.dialogs.drawer_reasons import NoSaleDialog, OverUnderDialog
from posapp.ui.dialogs.paper import PaperDialog
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.dialogs.turn_in import TurnInDialog
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.pages.registry import PAGES
from posapp.ui.pages.tender_control import TenderControlPage
from posapp.ui.window import MainWindow
from tests.helpers import drawer_day
from tests.helpers.cases import (
    ENTER,
    ESC,
    F4,
    F5,
    F8,
    F9,
    KEY,
    ctrl,
    over,
    said,
)
from tests.helpers.drawers import set_option
from tests.helpers.surroundings import Keyboard, Surroundings, settle

OF_ACCOUNT = (
    "account",
    "search",
    "financial_history",
    "payment_history",
    "account_bills",
    "match_events",
    "credit_rating",
    "account_details",
)
OF_DRAWERS = (
    "home",
    "control",
    "controls",
    "deposit_control",
    "deposit_controls",
    "end_of_day",
    "exceptions",
    "supervisor",
    "tender_history",
)
ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
COUNTED = 300_00
# Above the limit of 2,000.00, so that its reminder stands everywhere (C-13).
CASH, CHECKS, HANDED = (333_17, 58_21, 71_19, 1_900_00), (44_71, 29_03), 20_09


class Counter:
    """A blind cashier's window over a drawer with takings, and what it may not tell."""

    def __init__(self, desk: Surroundings, window: MainWindow, keys: Keyboard) -> None:
        self.office, self.window, self.keys = desk.office, window, keys
        self.printer, office = desk.printer, desk.office
        self.account = drawer_day.owing(office)
        for cents in CASH:
            drawer_day.take(office, self.account, "CASH", cents)
        for number, cents in enumerate(CHECKS):
            drawer_day.take(office, self.account, "CHEC", cents, check=str(17 + number))
        drawer_day.turn_in(office, "CASH", HANDED)
        window.context.drawer.refresh()
        settle()
        lines = office.services.tender_controls.show(office.control, office.supervisor).lines
        amounts = {amount for one in lines for amount in (one.received, one.expected)}
        amounts |= {one.expected - Money(COUNTED) for one in lines if one.expected is not None}
        self.hidden = {words(amount) for amount in amounts if amount}
        self.shown: list[str] = []

    def look(self, place: str, *parts: QWidget) -> None:
        """Read every text of the window and of what lies over it, or of some of its parts."""
        self.shown.append(place)
        texts = chain.from_iterable(words_of(part) for part in parts or (self.window,))
        for text in (self.window.windowTitle(), *texts):
            told = [one for one in self.hidden if one in text]
            assert not told, f"{place} tells {told}: {text}"

    def page(self) -> TenderControlPage:
        """The page of the drawer."""
        self.window.open_page("control", self.office.control)
        settle()
        page = self.window.page
        assert isinstance(page, TenderControlPage)
        return page

    def event(self) -> PaymentEventPage:
        """The page of the drawer's last payment."""
        newest = self.office.services.desk.events_of(self.office.control, self.office.cashier)[0]
        self.window.open_page("event", newest.event_id)
        settle()
        page = self.window.page
        assert isinstance(page, PaymentEventPage)
        return page

    def walk(self, *kinds: str) -> None:
        """Open pages, all of them unless said, and every tab of each."""
        for kind, number in self._numbers().items():
            if kinds and kind not in kinds:
                continue
            self.window.open_page(kind, number)
            settle()
            tabs = getattr(self.window.page, "tabs", None)
            for at in range(tabs.count() if isinstance(tabs, QTabWidget) else 1):
                if isinstance(tabs, QTabWidget):
                    tabs.setCurrentIndex(at)
                    settle()
                self.look(f"{kind} tab {at}", *self._in_sight())
        self.look("what stands behind")

    def _in_sight(self) -> tuple[QWidget, ...]:
        """The page shown and what stands around it; the window reads pages behind it later."""
        window = self.window
        assert window.page is not None
        around = (window.header, window.banners, window.panel, window.status, window.menuBar())
        return window.page, *around

    def _numbers(self) -> dict[str, int]:
        services, cashier = self.office.services, self.office.cashier
        event = services.desk.events_of(self.office.control, cashier)[0].event_id
        payment = services.payment_events.show(event, cashier).payments[0]
        (posted,) = services.history.transactions_of_payment(payment.id, cashier)
        found = dict.fromkeys(PAGES, 0) | {
            "control": int(self.office.control),
            "deposit_control": int(self.office.deposit),
            "event": int(event),
            "payment": int(payment.id),
            "agreement": int(posted.agreement_id),
            "transaction": int(posted.id),
            "person": int(services.inquiry.account(self.account, cashier).person.id),
        }
        return found | dict.fromkeys(OF_ACCOUNT, int(self.account))

    def count(self, page: TenderControlPage) -> None:
        """Three notes of a hundred, a check of 1.00; given in."""
        page.tabs.setCurrentWidget(page.count)
        page.count.focus_first()
        settle()
        self.keys.type("3")
        self.keys.press(ENTER)
        page.tenders.endings.type_endings({"CHEC": Money(100)})
        self.keys.press(F9)


def words(amount: Money) -> str:
    """An amount as screens and papers write it, without sign and currency."""
    return f"{abs(amount.minor) / 100:,.2f}"


def words_of(window: QWidget) -> Iterator[str]:
    """Every text that a window and its dialogs show, hint at or tell a screen reader."""
    for part in (window, *window.findChildren(QWidget)):
        yield from (part.toolTip(), part.accessibleName(), part.accessibleDescription())
        yield from (part.statusTip(), part.windowTitle())
        if isinstance(part, QLabel | QLineEdit):
            yield part.text()
        if isinstance(part, QAbstractButton):
            yield part.text()
        if isinstance(part, QComboBox):
            yield from (part.itemText(at) for at in range(part.count()))
        if isinstance(part, QTabWidget):
            yield from (part.tabText(at) for at in range(part.count()))
        if isinstance(part, QAbstractItemView) and part.model() is not None:
            yield from cells_of(part.model())


def cells_of(model: QAbstractItemModel) -> Iterator[str]:
    """Every text of a list; what an editor starts with is what the cell shows."""
    for row in range(model.rowCount()):
        for column in range(model.columnCount(QModelIndex())):
            index = model.index(row, column)
            for role in ROLES:
                found = index.data(role)
                if found is not None:
                    yield str(found)


@pytest.fixture
def counter(desk: Surroundings, window: MainWindow, keys: Keyboard) -> Counter:
    return Counter(desk, window, keys)


def x_report(counter: Counter) -> str:
    """The X report as it comes out of the printer."""
    page = counter.page()
    counter.keys.press(ctrl(KEY.Key_P))
    asked = over(PaperDialog)
    assert asked.has_preview
    counter.look("X report")
    counter.keys.press(F9)
    counter.look("X report, printed")
    counter.keys.press(ESC)
    assert page.isVisible()
    pages = PdfReader(io.BytesIO(counter.printer.papers[-1])).pages
    return " ".join(one.extract_text() for one in pages)


def turn_in(counter: Counter) -> None:
    """More than there is, and the refusal (C-12H)."""
    counter.page()
    counter.keys.press(F8)
    asked = over(TurnInDialog)
    counter.look("turn-in")
    counter.keys.type("9000")
    counter.keys.press(F9)
    assert "does not hold" in asked.form.errors()["amount"]
    counter.look("turn-in refused")
    asked.give_up()


def change_float(counter: Counter) -> None:
    """The float and its comments, with a supervisor's help once money was taken."""
    counter.page()
    counter.keys.press(F4)
    asked = over(ChangeDrawerDialog)
    counter.look("change drawer")
    asked.starting_balance.setFocus()
    counter.keys.type("140")
    counter.keys.press(F9)
    counter.look("change drawer, approval")
    asked.give_up()


def no_sale(counter: Counter) -> None:
    """The drawer opened without a sale."""
    counter.page()
    counter.keys.press(ctrl(KEY.Key_N))
    over(NoSaleDialog).give_up()
    counter.look("no sale")


def take(counter: Counter) -> None:
    """A payment above the hard limit, with more change than there should be (M-238, M-42)."""
    counter.window.open_page("account", counter.account)
    settle()
    counter.keys.press(F5)
    asked = over(PaymentEventDialog)
    counter.look("payment")
    asked.payment_amount.setFocus()
    asked.payment_amount.selectAll()
    counter.keys.type("5")
    asked.tenders.first.kind.select("TRAV")
    asked.tenders.first.amount.setFocus()
    asked.tenders.first.amount.selectAll()
    counter.keys.type("9000")
    counter.keys.press(F9)
    question = over(ConfirmDialog)
    assert "more than the cash in your drawer should be" in question.accessibleDescription()
    counter.look("payment, asked about its change")
    counter.keys.press(ESC)
    set_option(counter.office, turn_in_hard_limit_percent=100)
    counter.keys.press(F9)
    assert "would hold more than $2,000.00" in " ".join(words_of(asked))
    counter.look("payment above the hard limit")
    asked.give_up()


def mend(counter: Counter) -> None:
    """What can be done to a payment of the drawer: correct it, cancel its tender."""
    page = counter.event()
    counter.keys.press(ctrl(KEY.Key_R))
    over(CorrectDialog)
    counter.look("correct")
    counter.keys.press(ESC)
    page.tabs.setCurrentWidget(page.tenders)
    page.tenders.focus_first()
    counter.keys.press(ctrl(KEY.Key_K))
    asked = over(CancelTendersDialog)
    asked.reason.select("DATA")
    settle()
    counter.look("cancel tender")
    asked.give_up()


DIALOGS: tuple[Callable[[Counter], object], ...] = (turn_in, change_float, no_sale, take, mend)


def test_d16_pages_dialogs_and_papers_tell_a_blind_cashier_nothing(counter: Counter) -> None:
    window = counter.window
    assert len(counter.hidden) == 5, counter.hidden
    counter.walk()
    window.open_page("home", 0)
    settle()
    assert "above the limit of $2,000.00" in said(window)
    assert window.header.drawer.text().endswith("Turn in")
    for opens in DIALOGS:
        opens(counter)
    paper = x_report(counter)
    assert "X Report" in paper
    assert not [one for one in counter.hidden if one in paper]


def test_d16_a_count_that_differs_tells_nothing_before_the_second_one(counter: Counter) -> None:
    keys, window = counter.keys, counter.window
    page = counter.page()
    keys.press(F9)
    counter.count(page)
    assert said(window).startswith("Cash: the count differs. Count again.")
    counter.look("count differs")
    # Nobody books before the second count, also not with somebody's help: neither knows what.
    keys.press(ctrl(KEY.Key_U))
    assert QApplication.activeModalWidget() is None
    counter.walk(*OF_DRAWERS)
    paper = x_report(counter)
    assert not [one for one in counter.hidden if one in paper]
    page = counter.page()
    counter.count(page)
    seen = " ".join(words_of(window))
    assert [one for one in counter.hidden if one in seen], "now the cashier is told"
    keys.press(ctrl(KEY.Key_U))
    over(OverUnderDialog).give_up()
