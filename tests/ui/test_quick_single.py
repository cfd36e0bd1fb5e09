"""One payment event on the Quick Add page, by keys over a real database (payments 10.3)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from posapp.domain.codes import PaymentStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, ControlId, short_id
from posapp.domain.money import Money
from posapp.domain.quick_add import QuickHeader, QuickKind
from posapp.domain.scan_line import compose
from posapp.errors import Refused
from posapp.storage.base import table_of
from posapp.storage.tables.setup import TenderTypeRow
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.signals import AppSignals
from posapp.ui.theme import Theme
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.quick_single import QuickSingle
from posapp.ui.window import MainWindow
from tests.helpers.autopay import NUMBER, OTHER, add_bank, add_mandate
from tests.helpers.county import TAX, county, template
from tests.helpers.events import balance, drawer
from tests.helpers.office import DAY, Office
from tests.helpers.pace import Pace, paced
from tests.helpers.surroundings import Keyboard, Surroundings, settle, surround
from tests.ui.conftest import ManualRunner

ENTER, F9, DOWN, TAB = Qt.Key.Key_Return, Qt.Key.Key_F9, Qt.Key.Key_Down, Qt.Key.Key_Tab
ALT = Qt.KeyboardModifier.AltModifier


class Held:
    """The widget in a window of its own, with what it asks of its page."""

    def __init__(self, qtbot: QtBot, desk: Surroundings, *, drawer_open: bool = True) -> None:
        self.office, self.desk = desk.office, desk
        self.notices: list[Notice] = []
        self.control: ControlId | None = desk.office.control if drawer_open else None
        self.day: date | None = DAY
        self.window = QWidget()
        self.single = QuickSingle(desk.context, self._header, self.notices.append)
        QVBoxLayout(self.window).addWidget(self.single)
        self.results: list[Any] = []
        self.single.created.connect(self.results.append)
        qtbot.addWidget(self.window)
        self.window.resize(1300, 640)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.single.focus_first()
        settle()

    def _header(self) -> QuickHeader | None:
        return None if self.day is None else QuickHeader(QuickKind.RULES, self.control, self.day)

    @property
    def event(self) -> EventView:
        saved = self.results[-1]
        events = self.office.services.payment_events
        return events.show(saved.value.event_id, self.office.cashier)

    @property
    def grid(self) -> Any:
        return self.single.fields.tenders.grid

    @property
    def details(self) -> Any:
        return self.single.fields.details.grid

    def error(self, row: int, name: str) -> str:
        return str(self.grid.errors.get((row, name), ""))

    def cell(self, row: int, name: str) -> str:
        columns = [column.name for column in self.grid.columns]
        return str(self.grid.cell(row, columns.index(name)))

    def choose_type(self, row: int, code: str) -> None:
        column = [one.name for one in self.grid.columns].index("tender_type")
        self.grid.setData(self.grid.index(row, column), code)
        settle()

    def question(self) -> ConfirmDialog:
        (found,) = (
            one for one in QApplication.topLevelWidgets()
            if isinstance(one, ConfirmDialog) and one.isVisible()
        )  # fmt: skip
        return found


@pytest.fixture(autouse=True)
def pace() -> Iterator[Pace]:
    """The pace of a person, however quick or busy the machine is."""
    with paced() as made:
        yield made


@pytest.fixture
def held(qtbot: QtBot, desk: Surroundings, keys: Keyboard) -> Held:
    made = Held(qtbot, desk)
    keys.home = made.window
    return made


def owing(office: Office, cents: int, name: str = "Okafor, Ngozi", **more: Any) -> AccountId:
    account = office.account(name, **more)
    office.agreement(account, "WATER", (DAY, cents))
    return account


def debiting(qtbot: QtBot, desk: Surroundings, *, drawer_open: bool = True) -> Held:
    """The widget where an institution was set up meanwhile."""
    desk.context.snapshot.current = desk.office.services.setup()
    return Held(qtbot, desk, drawer_open=drawer_open)


def type_number(keys: Keyboard, account: AccountId) -> None:
    keys.type(short_id(account))
    keys.press(ENTER)


def test_10_3_a_whole_event_by_keys_alone(held: Held, keys: Keyboard) -> None:
    first = owing(held.office, 100, "Payor, Ada")
    second = owing(held.office, 100, "Payor, Bob")
    one, two = owing(held.office, 6000, "Payee, Cy"), owing(held.office, 4000, "Payee, Di")
    type_number(keys, first)
    keys.type("30")
    keys.press(ENTER)
    type_number(keys, second)
    keys.type("75")
    keys.press(ENTER, ENTER)
    type_number(keys, one)
    keys.type("60")
    keys.press(ENTER)
    type_number(keys, two)
    keys.type("40")
    keys.press(ENTER, ENTER)
    assert held.single.create_button.hasFocus()
    assert held.single.fields.sums.cash_back.text() == "$5.00"
    keys.press(ENTER)
    event = held.event
    assert [(t.payor_account_id, t.amount.minor) for t in event.tenders] == [
        (first, 3000),
        (second, 7500),
        (first, -500),
    ]
    assert [(p.account_id, p.amount.minor, p.status) for p in event.payments] == [
        (one, 6000, PaymentStatus.FROZEN),
        (two, 4000, PaymentStatus.FROZEN),
    ]
    assert [d.rule for d in event.details] == ["ACCT", "ACCT"]


def test_ad3_ad4_amounts_are_offered_and_the_detail_is_what_is_owed(
    held: Held, keys: Keyboard
) -> None:
    payor = owing(held.office, 8420)
    type_number(keys, payor)
    assert held.cell(0, "amount_tendered") == "$84.20"
    keys.type("100")
    keys.press(ENTER, ENTER)
    type_number(keys, payor)
    assert held.details.records[0].amount == Money(8420)
    assert "Okafor" in held.details.records[0].named
    assert held.single.fields.sums.cash_back.text() == "$15.80"
    keys.press(F9)
    assert [t.amount.minor for t in held.event.tenders] == [10000, -1580]
    assert drawer(held.office, "CASH") == 15000 + 8420


def test_dr7_without_details_the_payor_is_paid(held: Held, keys: Keyboard) -> None:
    payor = owing(held.office, 5000)
    type_number(keys, payor)
    keys.type("20")
    keys.press(F9)
    assert [(p.account_id, p.amount.minor) for p in held.event.payments] == [(payor, 2000)]
    assert not held.event.details


def test_dr6_a_memo_is_typed_beside_what_is_paid(held: Held, keys: Keyboard) -> None:
    """It takes no money and makes no payment; it stays on the event as it was typed."""
    payor = owing(held.office, 5000)
    type_number(keys, payor)
    keys.type("50")
    keys.press(ENTER, ENTER)
    type_number(keys, payor)
    keys.type("50")
    keys.press(ENTER)
    grid = held.details
    rule = [column.name for column in grid.columns].index("rule")
    assert grid.setData(grid.index(1, rule), "MEMO")
    settle()
    keys.type("Came with a dog")
    keys.press(ENTER)
    keys.press(F9)
    details = [(one.rule, one.value, one.amount) for one in held.event.details]
    assert details == [
        ("ACCT", short_id(payor), Money(5000)),
        ("MEMO", "Came with a dog", Money(0)),
    ]
    assert [(p.account_id, p.amount.minor) for p in held.event.payments] == [(payor, 5000)]


def test_qa10_the_line_says_what_is_missing(held: Held, keys: Keyboard) -> None:
    payor = owing(held.office, 9000)
    type_number(keys, payor)
    keys.type("50")
    keys.press(ENTER, ENTER)
    type_number(keys, payor)
    keys.type("70")
    keys.press(ENTER)
    line = held.single.balance
    assert line.text() == "$20.00 is missing: the tenders are less than what is paid."
    keys.press(F9)
    assert not held.results
    assert "do not equal" in line.text()
    held.choose_type(0, "CHEC")
    held.details.set_amount(0, Money(3000))
    assert line.text() == "$20.00 is still to be given out: Check gives no change."
    held.details.set_amount(0, Money(5000))
    assert line.text() == ""


@pytest.mark.parametrize("goes", [True, False])
def test_qa11_qa12_the_tick_goes_to_the_event_else_the_link_does(
    qtbot: QtBot, held: Held, keys: Keyboard, goes: bool
) -> None:
    if goes:
        keys.press((ALT, Qt.Key.Key_G))
        qtbot.waitUntil(held.single.go_to.isChecked)
        held.single.focus_first()
    payor = owing(held.office, 2500)
    type_number(keys, payor)
    keys.press(F9)
    opened, number = held.desk.opened.pages, held.event.id
    assert opened == ([("event", number)] if goes else [])
    words = held.single.status.text()
    assert "Frozen" in words
    assert f"{held.office.control}-1" in words
    assert not held.single.holds_work
    assert held.single.fields.tenders.table.hasFocus()
    opened.clear()
    keys.press((ALT, Qt.Key.Key_E))
    assert opened == [("event", number)]


def test_qa12_a_payment_in_error_is_said_in_red(held: Held, keys: Keyboard) -> None:
    payor = held.office.account(customer_class="OPEN")
    held.office.agreement(payor, "GAS", (DAY, 5000))
    type_number(keys, payor)
    keys.type("20")
    keys.press(F9)
    assert held.event.payments[0].status is PaymentStatus.ERROR
    assert "in Error" in held.single.status.text()
    assert held.single.status.property("role") == "error"


def test_d03_the_marker_stands_whatever_the_type_and_a_check_asks(
    held: Held, keys: Keyboard
) -> None:
    payor = owing(held.office, 5000, points=5000)
    type_number(keys, payor)
    assert held.cell(0, "cash_only") == "Cash-Only"
    held.choose_type(0, "CHEC")
    assert held.cell(0, "cash_only") == "Cash-Only"
    keys.type("50")
    keys.press(ENTER)
    keys.type("3301")
    keys.press(F9)
    said = " ".join(one.text() for one in held.question().findChildren(QLabel))
    assert "is cash-only and Check is not cash" in said
    keys.press(F9)
    assert held.event.tenders[0].check_number == "3301"


def test_tn_a_check_without_its_number_is_stopped_at_its_cell(held: Held, keys: Keyboard) -> None:
    payor = owing(held.office, 5000)
    type_number(keys, payor)
    held.choose_type(0, "CHEC")
    keys.press(F9)
    assert held.error(0, "check_number") == "Enter the check number."
    keys.type("17")
    keys.press(F9)
    assert held.event.tenders[0].check_number == "17"


def test_ad1_a_payor_that_is_not_there_stays_with_its_reason(held: Held, keys: Keyboard) -> None:
    keys.type("no such plate")
    keys.press(ENTER)
    assert "no such plate" in held.error(0, "payor")
    keys.press(F9)
    assert not held.results
    assert held.cell(0, "payor") == "no such plate"
    assert held.error(0, "amount_tendered") == "Enter an amount."


def test_m38_a_wrong_rule_value_stops_before_anything_is_sent(held: Held, keys: Keyboard) -> None:
    payor = owing(held.office, 5000)
    type_number(keys, payor)
    keys.press(ENTER, ENTER)
    keys.type("no such account")
    keys.press(ENTER, F9)
    assert not held.results
    assert "no such account" in held.single.balance.text()
    assert held.single.fields.details.table.hasFocus()


def test_m65_the_currency_of_a_second_payor_is_said_at_its_row(held: Held, keys: Keyboard) -> None:
    payor = owing(held.office, 5000)
    euros = held.office.account("Euro, Eva", currency="EUR")
    type_number(keys, payor)
    keys.press(ENTER)
    type_number(keys, euros)
    keys.type("5")
    keys.press(F9)
    assert "EUR" in held.error(1, "payor")


def test_d06_ap07_all_auto_pay_needs_no_drawer(
    qtbot: QtBot, desk: Surroundings, keys: Keyboard
) -> None:
    payor = owing(desk.office, 5000)
    add_bank(desk.office)
    add_mandate(desk.office, payor)
    held = debiting(qtbot, desk, drawer_open=False)
    keys.home = held.window
    type_number(keys, payor)
    keys.press(F9)
    assert "no open tender control" in held.notices[-1].text
    assert not held.results
    held.choose_type(0, "DDCH")
    stops = held.single.fields.tenders.section.stops
    assert [one.objectName() for one in stops] == [
        "autopay_source", "external_account", "expires_on", "entity_name",
    ]  # fmt: skip
    assert stops[1].placeholderText().endswith(NUMBER[-4:])
    keys.press((ALT, Qt.Key.Key_O))
    keys.press(TAB)
    keys.type("5555444433")
    keys.press(F9)
    (tender,) = held.event.tenders
    assert tender.tender_control_id is None
    assert tender.auto_pay is not None
    assert tender.auto_pay.account.last4 == "4433"
    assert held.event.payments[0].status is PaymentStatus.FREEZABLE
    assert "not frozen yet" in held.single.status.text()


def test_10_3_each_row_keeps_its_own_auto_pay_block(
    qtbot: QtBot, desk: Surroundings, keys: Keyboard
) -> None:
    first, second = owing(desk.office, 5000), owing(desk.office, 100, "Haddad, Sami")
    add_bank(desk.office)
    held = debiting(qtbot, desk)
    keys.home = held.window
    section, table = held.single.fields.tenders.section, held.single.fields.tenders.table
    type_number(keys, first)
    keys.press(ENTER)
    type_number(keys, second)
    keys.type("1")
    keys.press(ENTER)
    for row, number in enumerate(("1111222233", "4444555566")):
        held.choose_type(row, "DDCH")
        table.go_to(row, "tender_type")
        section.stops[1].setText(number)
        section.stops[3].setText("A. Holder")
    keys.press(F9)
    assert [one.auto_pay.account.last4 for one in held.event.tenders if one.auto_pay] == [
        "2233",
        "5566",
    ]


def test_qa13_another_payor_starts_with_a_block_of_its_own(
    qtbot: QtBot, desk: Surroundings, keys: Keyboard
) -> None:
    first, second = owing(desk.office, 5000), owing(desk.office, 5000, "Haddad, Sami")
    add_bank(desk.office)
    add_mandate(desk.office, first)
    add_mandate(desk.office, second, number=OTHER, entity_name="S. Haddad")
    held = debiting(qtbot, desk)
    keys.home = held.window
    section, table = held.single.fields.tenders.section, held.single.fields.tenders.table
    type_number(keys, first)
    held.choose_type(0, "DDCH")
    table.go_to(0, "tender_type")
    assert section.stops[1].placeholderText().endswith(NUMBER[-4:])
    section.stops[1].setText("1111222233")
    table.go_to(0, "payor")
    type_number(keys, second)
    table.go_to(0, "tender_type")
    assert section.stops[1].text() == ""
    assert section.stops[1].placeholderText().endswith(OTHER[-4:])
    keys.press(F9)
    (tender,) = held.event.tenders
    assert tender.payor_account_id == second
    assert tender.auto_pay is not None
    assert (tender.auto_pay.account.last4, tender.auto_pay.entity_name) == (OTHER[-4:], "S. Haddad")


def test_10_3_m101_what_the_block_lacks_is_said_in_it(
    qtbot: QtBot, desk: Surroundings, keys: Keyboard
) -> None:
    add_bank(desk.office)
    held = debiting(qtbot, desk)
    keys.home = held.window
    type_number(keys, owing(desk.office, 5000))
    held.choose_type(0, "DDCH")
    keys.press(F9)
    assert not held.results
    account = held.single.fields.tenders.section.stops[1]
    assert account.hasFocus()


def test_10_3_the_authorization_code_is_asked_where_the_type_needs_one(
    office: Office, theme: Theme, tmp_path: Path, qtbot: QtBot, keys: Keyboard
) -> None:
    with office.db.begin() as s:
        types = table_of(TenderTypeRow)
        s.execute(update(types).where(types.c.code == "CARD").values(requires_authorization=True))
        s.exec_driver_sql("UPDATE installation SET setup_version = setup_version + 1")
    held = Held(qtbot, surround(office, theme, tmp_path))
    keys.home = held.window
    type_number(keys, owing(office, 5000))
    held.choose_type(0, "CARD")
    keys.press(F9)
    assert not held.results
    section = held.single.fields.tenders.section
    assert section.code.hasFocus()
    keys.type("B")
    keys.press(Qt.Key.Key_Backspace)
    keys.type("A-4711")
    assert held.cell(0, "external_reference") == "A-4711"
    keys.press(F9)
    assert held.event.tenders[0].external_reference == "A-4711"


def test_nc7_a_template_asks_who_it_is_for(held: Held, keys: Keyboard) -> None:
    of, fields = county(held.office), held.single.fields
    template(held.office, of, ("4100-PERMIT", "80"), ("4900-NSF-FEES", "20"))
    held.desk.context.snapshot.current = held.office.services.setup()
    type_number(keys, owing(held.office, 5000))
    keys.type("50")
    keys.press(ENTER, ENTER)
    column = [one.name for one in held.details.columns].index("rule")
    held.details.setData(held.details.index(0, column), "TMPL")
    assert not fields.non_cis.isVisible()
    keys.type(TAX)
    keys.press(ENTER, F9)
    assert not held.results
    assert fields.non_cis.isVisible()
    assert fields.non_cis.errors()
    fields.non_cis.show_values("N. Body", "Lot 7", "")
    keys.press(F9)
    assert held.event.payments[0].non_cis_name == "N. Body"


@pytest.mark.parametrize("yes", [True, False])
def test_qa2_what_is_typed_is_asked_about_before_it_goes(
    held: Held, keys: Keyboard, yes: bool
) -> None:
    payor = owing(held.office, 5000)
    keys.press((ALT, Qt.Key.Key_C))
    assert not held.single.unfinished
    type_number(keys, payor)
    assert held.single.unfinished
    keys.press((ALT, Qt.Key.Key_C))
    held.question()
    keys.press(F9 if yes else Qt.Key.Key_Escape)
    assert bool(held.grid.records) is not yes
    assert held.single.holds_work is not yes


def test_d21_what_is_complete_can_be_kept_for_later(held: Held, keys: Keyboard) -> None:
    assert held.single.keep_work() is None
    payor = owing(held.office, 5000)
    type_number(keys, payor)
    work = held.single.keep_work()
    assert work is not None
    work()
    (kept,) = held.office.services.in_hand.kept(held.office.cashier)
    assert kept.command.payor == payor


def test_use5_a_second_press_creates_no_second_event(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    signals = AppSignals()
    manual = ManualRunner(signals)
    desk = surround(office, theme, tmp_path, runner=manual, signals=signals)
    while manual.jobs:
        manual.finish()
    held = Held(qtbot, desk)
    keys.home = held.window
    payor = owing(office, 5000)
    keys.type(short_id(payor))
    keys.press(F9)
    assert len(manual.jobs) == 1, "the look-up is out, the event waits for it"
    manual.finish()
    assert len(manual.jobs) == 1
    keys.press(F9, F9)
    assert len(manual.jobs) == 1
    assert not held.single.create_button.isEnabled()
    manual.fail(Refused("M-70", reason="the event has no payment"))
    assert held.notices
    assert held.single.create_button.isEnabled()
    assert held.single.fields.tenders.table.hasFocus()
    keys.press(F9)
    manual.finish()
    assert len(held.results) == 1
    assert balance(office, payor) == 0


def test_use8_the_grid_of_tenders_is_a_proper_model(held: Held, keys: Keyboard) -> None:
    tester = QAbstractItemModelTester(
        held.grid, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    payor = owing(held.office, 5000)
    type_number(keys, payor)
    keys.press(ENTER, ENTER)
    held.choose_type(0, "CHEC")
    held.choose_type(1, "CASH")
    held.grid.remove(1)
    held.single.clear()
    assert tester.model() is held.grid
    assert held.grid.rowCount() == 1


def test_use9_every_input_has_a_name(held: Held, keys: Keyboard) -> None:
    single = held.single
    for part in (single.go_to, single.create_button, single.clear_button, single.open_button):
        assert part.objectName()
    names = [column.name for column in held.grid.columns]
    assert names[:4] == ["payor", "payor_name", "cash_only", "amount_tendered"]
    assert single.fields.tenders.table.accessibleName() == "Tenders"
    keys.press((ALT, Qt.Key.Key_S))
    assert single.fields.details.table.hasFocus()
    keys.press((ALT, Qt.Key.Key_T))
    assert single.fields.tenders.table.hasFocus()


def test_qa1_single_is_chosen_and_taken_on_the_page_by_keys(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    payor = owing(desk.office, 2500)
    window.open_page("quick_add", 0)
    settle()
    keys.press((ALT, Qt.Key.Key_N))
    keys.type("s")
    (single,) = window.page.findChildren(QuickSingle)
    assert single.isVisible()
    assert single.fields.tenders.table.hasFocus()
    type_number(keys, payor)
    for letter, part in (
        (Qt.Key.Key_S, single.fields.details.table),
        (Qt.Key.Key_T, single.fields.tenders.table),
    ):
        keys.press((ALT, letter))
        assert part.hasFocus()
    keys.press(F9)
    assert balance(desk.office, payor) == 0
    assert "Frozen" in single.status.text()
    assert len(desk.printer.papers) == 1
    assert not single.unfinished
    type_number(keys, payor)
    keys.type("5")
    # By arrow: a letter within 400 ms of the last one would belong to the same word.
    keys.press(ENTER, (ALT, Qt.Key.Key_N), Qt.Key.Key_Up)
    assert isinstance(QApplication.activeModalWidget(), ConfirmDialog)


def test_qa11_a_header_that_is_wrong_creates_nothing(held: Held, keys: Keyboard) -> None:
    type_number(keys, owing(held.office, 2500))
    held.day = None
    keys.press(F9)
    assert not held.results
    assert held.single.keep_work() is None


def test_f16_a_scanned_stub_fills_rule_value_and_amount(held: Held, keys: Keyboard) -> None:
    payor = owing(held.office, 9000)
    layout = held.office.services.setup().entry.layouts["STUB"]
    line = compose(layout, short_id(payor), Money(8420))
    type_number(keys, payor)
    keys.press(ENTER, ENTER)
    keys.type(line)
    keys.press(ENTER)
    (found,) = held.details.records
    assert (found.rule, found.value, found.amount) == ("ACCT", short_id(payor), Money(8420))
    assert "Okafor" in found.named
    keys.press(ENTER)
    keys.type(line[:-1] + str((int(line[-1]) + 1) % 10))
    keys.press(ENTER)
    assert "check digit" in held.details.records[-1].wrong


def test_qa13_another_payor_starts_with_an_empty_block(
    qtbot: QtBot, desk: Surroundings, keys: Keyboard
) -> None:
    first, second = owing(desk.office, 5000), owing(desk.office, 5000, "Haddad, Sami")
    add_bank(desk.office)
    add_mandate(desk.office, second, number="4444555566")
    held = debiting(qtbot, desk)
    keys.home = held.window
    fields = held.single.fields.tenders
    type_number(keys, first)
    held.choose_type(0, "DDCH")
    fields.section.stops[1].setText("1111222233")
    fields.table.setFocus()
    fields.table.go_to(0, "payor")
    type_number(keys, second)
    account = fields.section.stops[1]
    assert isinstance(account, QLineEdit)
    assert (account.text(), account.placeholderText()[-4:]) == ("", "5566")
    keys.press(F9)
    (tender,) = held.event.tenders
    assert tender.auto_pay is not None
    assert (tender.payor_account_id, tender.auto_pay.account.last4) == (second, "5566")


def test_d06_ap02_a_card_is_debited_by_its_token_and_date(
    qtbot: QtBot, desk: Surroundings, keys: Keyboard
) -> None:
    add_bank(desk.office, code="CARDS", tender_type="CRED", account_rule="ANY")
    held = debiting(qtbot, desk)
    keys.home = held.window
    type_number(keys, owing(desk.office, 5000))
    held.choose_type(0, "CRED")
    keys.press((ALT, Qt.Key.Key_O))
    keys.press(TAB)
    keys.type("4111111111111111")
    keys.press(F9)
    said = fields_of(held, "type the token that stands for the card")
    assert not held.results
    keys.press((ALT, Qt.Key.Key_O))
    keys.press(TAB)
    keys.type("tok-9981")
    keys.press(TAB)
    keys.type("2028-12-31")
    keys.press(TAB)
    keys.type("N. Okafor")
    assert said
    assert not fields_of(held, "looks like a card number"), "what is corrected is not said again"
    keys.press(F9)
    (tender,) = held.event.tenders
    assert tender.auto_pay is not None
    assert (tender.auto_pay.account.last4, tender.auto_pay.expires_on) == (
        "9981",
        date(2028, 12, 31),
    )


def fields_of(held: Held, says: str) -> list[QLabel]:
    """Labels of the window that say something."""
    section = held.single.fields.tenders.section
    return [one for one in section.findChildren(QLabel) if says in one.text()]


def test_10_3_the_row_that_is_typed_is_in_sight_below_strips(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    payor = owing(desk.office, 2500)
    window.resize(1366, 700)
    window.open_page("quick_add", 0)
    keys.press((ALT, Qt.Key.Key_N))
    keys.type("s")
    (single,) = window.page.findChildren(QuickSingle)
    window.page.show_notices((Notice("Near the limit."), Notice("Made.", Tone.GREEN)))
    settle()
    type_number(keys, payor)
    keys.press(ENTER, ENTER)
    table = single.fields.details.table
    assert table.hasFocus()
    assert is_in_sight(window, table)
    for _row in range(3):
        type_number(keys, payor)
        keys.press(ENTER)
        assert is_in_sight(window, table)
    keys.press((ALT, Qt.Key.Key_T))
    assert is_in_sight(window, single.fields.tenders.table)


def is_in_sight(window: MainWindow, table: QTableView) -> bool:
    """Whether the row with the cursor is inside of what is seen of the page."""
    settle()
    row, seen = table.visualRect(table.currentIndex()), window.page.area.viewport()
    top = table.viewport().mapTo(window.page.area.widget(), row.topLeft())
    place = window.page.area.widget().mapTo(seen, top)
    inside = table.viewport().rect().contains(row.center())
    return inside and place.y() >= 0 and place.y() + row.height() <= seen.height()


def test_qa12_the_change_is_said_large_until_the_next_entry(held: Held, keys: Keyboard) -> None:
    payor = owing(held.office, 5000)
    type_number(keys, payor)
    keys.press(ENTER, ENTER)
    type_number(keys, payor)
    held.grid.replace_record(0, replace(held.grid.record(0), amount=Money(6000)))
    keys.press(F9)
    sums = held.single.fields.sums
    assert (sums.cash_back.text(), sums.tendered.text()) == ("$10.00", "$0.00")
    type_number(keys, payor)
    assert sums.cash_back.text() == "$0.00"


def test_10_3_enter_after_choosing_single_stays_in_the_tenders(
    window: MainWindow, keys: Keyboard
) -> None:
    window.open_page("quick_add", 0)
    settle()
    keys.press((ALT, Qt.Key.Key_N))
    keys.type("s")
    keys.press(ENTER)
    (single,) = window.page.findChildren(QuickSingle)
    assert single.fields.tenders.table.hasFocus()
