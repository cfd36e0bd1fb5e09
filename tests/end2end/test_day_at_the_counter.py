"""A day in one running program: supervisor and cashier at the same window, by keys, real threads.

The printer is a folder that cannot be written for a while, as if the paper were out.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from posapp.app.program import Program
from posapp.domain.codes import PaymentStatus, Role
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, EventId, short_id
from posapp.domain.money import Money
from posapp.services.bundle import build
from posapp.settings import WorkstationSettings
from posapp.storage.check import check_database
from posapp.storage.db import Database
from posapp.storage.users import insert_user, set_source
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.open_deposit_control import OpenDepositControlDialog
from posapp.ui.dialogs.open_tender_control import OpenTenderControlDialog
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.dialogs.receipt import ReceiptDialog
from posapp.ui.pages.account import AccountPage
from posapp.ui.pages.home import HomePage
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.pages.supervisor import SupervisorPage
from posapp.ui.tasks import TaskRunner
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from posapp.vault import passwords
from tests.helpers.clock import FixedClock
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, settle

pytestmark = pytest.mark.usefixtures("quick_hashes")

PASSWORD = "a long enough secret"
PATIENCE_MS = 20_000
ENTER, TAB, DOWN, F2, F5, F9 = (
    Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_F2, Qt.Key.Key_F5, Qt.Key.Key_F9,
)  # fmt: skip
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
# Seven twenties and two fives.
FLOAT = {2000: 7, 500: 2}
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def office(sqlite_db: Database, clock: FixedClock) -> Office:
    """An office before its day: a supervisor and a cashier, nothing is open."""
    secret = passwords.hash_password(PASSWORD)
    with sqlite_db.begin() as s:
        for login, role in (("sam", Role.SUPERVISOR), ("ana", Role.CASHIER)):
            user = insert_user(
                s,
                login=login,
                name=login.title(),
                password_hash=secret,
                office="MAIN",
                roles=[role],
                at=clock(),
            )
            if role is Role.CASHIER:
                set_source(s, user, "USD", "CASH-A01")
    return Office(sqlite_db, clock, build(sqlite_db, clock))


@pytest.fixture
def program(
    qapp: QApplication, office: Office, sqlite_url: str, tmp_path: Path
) -> Iterator[Program]:
    theme = Theme(qapp, "light")
    theme.apply()
    settings = WorkstationSettings(station_name="WS1", print_folder=str(tmp_path / "tray"))
    made = Program(
        qapp, theme, sqlite_url, settings, clock=office.clock, config=tmp_path / "config"
    )
    yield made
    made.close()
    settle()


class Counter:
    """Whoever sits at the window: looks, waits, presses keys."""

    def __init__(self, qtbot: QtBot, program: Program) -> None:
        self._qtbot = qtbot
        self._program = program
        self.keys = Keyboard()

    @property
    def window(self) -> MainWindow:
        assert self._program.session is not None
        return self._program.session.window

    def wait(self, ready: Callable[[], object]) -> None:
        """Until something holds and nothing is under way."""
        self._qtbot.waitUntil(lambda: bool(ready()) and self._rests(), timeout=PATIENCE_MS)
        settle()

    def dialog(self, kind: type[D]) -> D:
        """The dialog of this kind, once it is there with the keys."""
        self.wait(lambda: self._shown(kind))
        (found,) = self._shown(kind)
        found.activateWindow()
        self.wait(found.isActiveWindow)
        return found

    def gone(self, kind: type[QDialog]) -> None:
        """Wait until no dialog of this kind is left."""
        self.wait(lambda: not self._shown(kind))

    def sign_in(self, login: str) -> None:
        """At the sign-in that is shown; the name of who was here last is typed over."""
        sign_in = self._program.sign_in
        assert sign_in is not None
        self.keys.home = sign_in
        sign_in.activateWindow()
        self.wait(sign_in.isActiveWindow)
        sign_in.form.login.setFocus()
        self.keys.press((CTRL, Qt.Key.Key_A))
        self.keys.type(login)
        self.keys.press(TAB)
        self.keys.type(PASSWORD)
        self.keys.press(ENTER)
        self.wait(lambda: self._program.session is not None)
        self.keys.home = self.window
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)
        self.wait(lambda: self.window.page is not None)
        if isinstance(self.window.page, SupervisorPage):
            self.keys.press(Qt.Key.Key_Escape)
        self.wait(lambda: isinstance(self.window.page, HomePage))

    def sign_out(self, *, waiting: bool = False) -> None:
        """File, Sign out: by the letters of the menu; payments that wait are asked about."""
        self.keys.press((ALT, Qt.Key.Key_F))
        self._qtbot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_O)
        if waiting:
            self.dialog(ConfirmDialog)
            self.keys.press(F9)
        self.wait(lambda: self._program.session is None and self._program.sign_in is not None)

    def find(self, account: AccountId) -> None:
        """By its number in the search line."""
        self.keys.press(F2)
        self.keys.type(short_id(account))
        self.keys.press(ENTER)
        self.wait(lambda: self._is_on(account))

    def take(self, fill: Callable[[PaymentEventDialog], object] = lambda _dialog: None) -> EventId:
        """Take a payment of the account shown; returns the event whose page is then shown."""
        self.keys.press(F5)
        fill(self.dialog(PaymentEventDialog))
        self.keys.press(ENTER)
        self.gone(PaymentEventDialog)
        self.wait(lambda: isinstance(self.window.page, PaymentEventPage))
        assert self.window.page is not None
        return EventId(self.window.page.number)

    def _is_on(self, account: AccountId) -> bool:
        page = self.window.page
        return isinstance(page, AccountPage) and page.number == account and page.card is not None

    def _shown(self, kind: type[D]) -> list[D]:
        widgets = QApplication.topLevelWidgets()
        return [one for one in widgets if isinstance(one, kind) and one.isVisible()]

    def _rests(self) -> bool:
        runner = self._program.runner
        return not isinstance(runner, TaskRunner) or not runner.pending()


@pytest.fixture
def counter(qtbot: QtBot, program: Program) -> Counter:
    program.show_sign_in()
    return Counter(qtbot, program)


def owing(office: Office, name: str, cents: int) -> AccountId:
    account = office.account(name)
    office.agreement(account, "WATER", (DAY, cents))
    return account


def test_a_whole_day(counter: Counter, office: Office, program: Program, tmp_path: Path) -> None:
    exact = owing(office, "Okafor, Ngozi", 4_210)
    change = owing(office, "Ó Briain, Dáithí", 6_135)
    check = owing(office, "李 小龍", 12_000)
    unclear = office.account("Kestrel Bakery", customer_class="OPEN")
    for number, cents in (("V-100", 3_500), ("V-200", 9_000)):
        office.item(unclear, number, cents)

    counter.sign_in("sam")
    open_the_day(counter)
    counter.sign_out()
    counter.sign_in("ana")
    open_the_drawer(counter)

    taken = [pay_exactly(counter, exact), pay_with_change(counter, change)]
    lock_and_unlock(counter, program, change)
    taken.append(pay_by_check_while_the_paper_is_out(counter, check, tmp_path / "tray"))
    waiting = leave_in_error(counter, unclear)
    counter.sign_out(waiting=True)

    assert_in_order(office, taken, waiting, tmp_path / "tray")


def open_the_day(counter: Counter) -> None:
    """The home page says what is next: the deposit control."""
    counter.keys.press(F9)
    counter.dialog(OpenDepositControlDialog)
    counter.keys.press(F9)
    counter.gone(OpenDepositControlDialog)


def open_the_drawer(counter: Counter) -> None:
    """The float is counted note by note; its sum is the usual one."""
    counter.keys.press(F9)
    dialog = counter.dialog(OpenTenderControlDialog)
    counter.wait(dialog.submit_button.isEnabled)
    dialog.focus_first()
    for line in dialog.grid.records:
        counted = 0 if line.denomination.coin else FLOAT.get(line.denomination.value.minor, 0)
        if counted:
            counter.keys.type(str(counted))
            counter.keys.press(ENTER)
        else:
            counter.keys.press(DOWN)
    assert dialog.starting_balance.value() == Money(15_000)
    counter.keys.press(F9)
    counter.gone(OpenTenderControlDialog)
    counter.wait(lambda: counter.window.commands.has_drawer)


def pay_exactly(counter: Counter, account: AccountId) -> EventId:
    counter.find(account)
    return counter.take()


def pay_with_change(counter: Counter, account: AccountId) -> EventId:
    counter.find(account)
    return counter.take(lambda _dialog: counter.keys.type("100"))


def pay_by_check_while_the_paper_is_out(
    counter: Counter, account: AccountId, tray: Path
) -> EventId:
    """The payment stands; with paper again, Ctrl+P prints the duplicate."""
    away = tray.rename(tray.with_name("full"))
    tray.write_text("no room here", "utf-8")

    def by_check(dialog: PaymentEventDialog) -> None:
        dialog.tenders.first.kind.select("CHEC")
        dialog.tenders.first.check.setFocus()
        counter.keys.type("2207")

    counter.find(account)
    event_id = counter.take(by_check)
    counter.wait(lambda: any("not printed" in text for text in counter.window.banners.texts()))
    tray.unlink()
    away.rename(tray)
    counter.keys.press((CTRL, Qt.Key.Key_P))
    dialog = counter.dialog(ReceiptDialog)
    counter.wait(lambda: dialog.has_preview)
    counter.keys.press(F9)
    counter.wait(lambda: "Duplicate 1 printed" in dialog.banner.text())
    counter.keys.press(Qt.Key.Key_Escape)
    counter.gone(ReceiptDialog)
    return event_id


def leave_in_error(counter: Counter, account: AccountId) -> EventId:
    """Who owes two items and names none: the money is taken, the payment waits."""
    counter.find(account)
    event_id = counter.take()
    page = counter.window.page
    assert isinstance(page, PaymentEventPage)
    assert page.header.warnings.texts() == ("Unfrozen Payments",)
    return event_id


def lock_and_unlock(counter: Counter, program: Program, account: AccountId) -> None:
    """A wrong password keeps it locked; the right one gives the page back."""
    counter.find(account)
    page, session = counter.window.page, program.session
    assert session is not None
    counter.keys.press((CTRL, Qt.Key.Key_L))
    assert session.lock.is_locked
    for typed in ("not the password", PASSWORD):
        counter.keys.type(typed)
        counter.keys.press(ENTER)
        counter.wait(lambda: True)
        assert session.lock.is_locked is (typed != PASSWORD)
    assert counter.window.page is page
    counter.window.activateWindow()
    counter.wait(counter.window.isActiveWindow)


def assert_in_order(office: Office, taken: list[EventId], waiting: EventId, tray: Path) -> None:
    """Events, papers and the whole database say what was done."""
    services = office.services
    actor = services.users.sign_in("sam", PASSWORD, workstation="WS1")
    events = [services.payment_events.show(one, actor) for one in (*taken, waiting)]
    assert [tenders(event) for event in events] == [
        [("CASH", 4_210)],
        [("CASH", 10_000), ("CASH", -3_865)],
        [("CHEC", 12_000)],
        [("CASH", 12_500)],
    ]
    frozen, error = PaymentStatus.FROZEN, PaymentStatus.ERROR
    assert [event.payments[0].status for event in events] == [frozen] * 3 + [error]
    assert events[3].payments[0].error_code == "M-21"
    logs = [[line.outcome for line in services.printing.log(e.id, actor)] for e in events]
    assert [[words.partition(":")[0] for words in log] for log in logs] == [
        ["PRINTED"], ["PRINTED"], ["FAILED", "PRINTED"], [],
    ]  # fmt: skip
    papers = [PdfReader(path).pages[0].extract_text() for path in sorted(tray.glob("*.pdf"))]
    assert len(papers) == 3
    for paper, event in zip(papers, events[:3], strict=True):
        assert event.receipt_number in paper.splitlines()
    assert ["Duplicate 1" in paper for paper in papers] == [False, False, True]
    report = check_database(office.db)
    assert report.findings == ()
    assert [(a.minor, b.minor) for a, b in balances(office, events[:3], actor)] == [(0, 0)] * 3


def tenders(event: EventView) -> list[tuple[str, int]]:
    return [(one.tender_type, one.amount.minor) for one in event.tenders]


def balances(office: Office, events: list[EventView], actor: object) -> list[tuple[Money, Money]]:
    cards = [office.services.accounts.card(e.payments[0].account_id, actor) for e in events]
    return [(card.current_balance, card.payoff_balance) for card in cards]
