"""The payment page: split by hand, distribute, freeze, cancel, delete, and what was posted (7)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.ids import AccountId, AgreementId, long_id, new_request_id, short_id
from posapp.domain.listing import PageRequest
from posapp.domain.money import Money
from posapp.domain.payment_edits import PaymentChange
from posapp.ui.dialogs.cancel_payment import CancelPaymentDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.event_words import info_line
from posapp.ui.formats import grouped
from posapp.ui.models.split_grid import AMOUNT
from posapp.ui.pages.payment import PaymentPage
from posapp.ui.theme import Theme
from tests.helpers.bills import bill
from tests.helpers.events import add, balance, is_clean, show
from tests.helpers.every import every
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, Surroundings, settle, surround

NONE, READY = DistributeAction.NONE, DistributeAction.DISTRIBUTE
ALT = Qt.KeyboardModifier.AltModifier
FREEZE_KEY = Qt.Key.Key_F9
Shown = Callable[..., PaymentPage]


@pytest.fixture
def shown(qtbot: QtBot, desk: Surroundings, keys: Keyboard) -> Shown:
    def show_page(of: EventView, surroundings: Surroundings = desk) -> PaymentPage:
        page = PaymentPage(surroundings.context, of.payments[0].id)
        qtbot.addWidget(page)
        keys.home = page
        page.resize(1334, 640)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.load()
        page.focus_first()
        settle()
        return page

    return show_page


def owing(office: Office, *debts: int) -> tuple[AccountId, list[AgreementId]]:
    """An account that owes water, sewer and garbage."""
    account = office.account()
    kinds = ("WATER", "SEWER", "GARBAGE")
    made = [
        AgreementId(office.agreement(account, kind, (DAY, cents)))
        for kind, cents in zip(kinds, debts, strict=False)
    ]
    return account, made


def taken(office: Office, cents: int, action: DistributeAction, *debts: int) -> EventView:
    account, _agreements = owing(office, *debts)
    return add(office, account, [("CASH", cents)], [(account, cents)], action=action)


def now(desk: Surroundings, of: EventView) -> PaymentView:
    return show(desk.office, of.id).payments[0]


def segments(desk: Surroundings, of: EventView) -> list[int]:
    return [segment.amount.minor for segment in now(desk, of).segments]


def cells(table: Any) -> list[list[str]]:
    model = table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def to_split(keys: Keyboard, page: PaymentPage) -> None:
    keys.press((ALT, Qt.Key.Key_N))
    assert page.tabs.currentWidget() is page.split
    page.split.focus_first()
    settle()


def test_71_main_tells_everything_about_the_payment(desk: Surroundings, shown: Shown) -> None:
    of = taken(desk.office, 2500, DistributeAction.FREEZE, 2500)
    page = shown(of)
    assert page.title == "2026-11-20 · $25.00 · Okafor, Ngozi"
    assert grouped(long_id(of.payments[0].id)) in page.numbers.text()
    assert page.states.texts() == ("Frozen",)
    lines = page.facts.payment_lines
    assert lines.text("payment_amount") == "$25.00"
    assert lines.text("payment_status") == "Frozen"
    assert grouped(short_id(of.payments[0].account_id)) in lines.text("account_id")
    assert "match_type" not in lines.names, "what is not there takes no line"
    assert page.facts.event_lines.text("document_number") == of.document_number
    assert page.facts.event_lines.text("tenders") == "1 · $25.00"


def test_73_a_payment_is_split_by_keys_saved_and_frozen(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    of = taken(desk.office, 3000, NONE, 2000, 2000)
    page = shown(of)
    to_split(keys, page)
    grid = page.split.grid
    assert grid is not None
    QAbstractItemModelTester(grid, QAbstractItemModelTester.FailureReportingMode.Fatal)
    keys.type("10")
    keys.press(Qt.Key.Key_Return)
    figures = page.split.figures
    assert figures.text("distributed_total") == "$10.00"
    assert figures.text("remainder") == "$20.00"
    assert page.split.save.hint == "F9"
    keys.type("20")
    # The cell is still open: the main key writes it before it saves.
    keys.press(FREEZE_KEY)
    assert segments(desk, of) == [1000, 2000]
    assert now(desk, of).status is PaymentStatus.FREEZABLE
    assert figures.text("remainder") == "$0.00"
    assert page.facts.payment_lines.text("distribution") == "By hand"
    keys.press(FREEZE_KEY)
    assert now(desk, of).status is PaymentStatus.FROZEN
    assert balance(desk.office, of.payments[0].account_id) == 1000
    assert is_clean(desk.office)
    assert not page.split.save.isEnabled()
    index = grid.index(0, [column.name for column in grid.columns].index(AMOUNT))
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable, "gray after the freeze"


def test_py9_an_unfinished_split_is_saved_and_stays_incomplete(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    of = taken(desk.office, 3000, READY, 2000, 2000)
    page = shown(of)
    assert page.freeze.isEnabled()
    to_split(keys, page)
    keys.type("5")
    keys.press(Qt.Key.Key_Return)
    assert not page.freeze.isEnabled(), "what is typed is not what would be frozen"
    keys.press(FREEZE_KEY)
    assert now(desk, of).status is PaymentStatus.INCOMPLETE
    assert segments(desk, of) == [500, 1000]
    assert not page.freeze.isEnabled()
    assert page.split.figures.text("remainder") == "$15.00"


def test_m27_an_item_takes_no_more_than_is_due_and_the_cell_says_so(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    office = desk.office
    account = office.account()
    office.item(account, "V-100", 3500)
    of = add(office, account, [("CASH", 4000)], [(account, 4000)], action=NONE)
    page = shown(of)
    to_split(keys, page)
    keys.type("40")
    keys.press(Qt.Key.Key_Return)
    grid = page.split.grid
    assert grid is not None
    assert "may not be overpaid; its balance is $35.00" in grid.errors[0, AMOUNT]
    assert page.split.hint.text() == grid.errors[0, AMOUNT], "the reason stands in sight"
    assert not page.split.save.isEnabled()
    keys.press(FREEZE_KEY)
    assert segments(desk, of) == []
    page.split.focus_first()
    keys.type("35")
    keys.press(Qt.Key.Key_Return, FREEZE_KEY)
    assert segments(desk, of) == [3500]


def test_m35_distribute_asks_before_it_throws_a_split_away(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    of = taken(desk.office, 1500, NONE, 2000, 2000)
    page = shown(of)
    to_split(keys, page)
    keys.press(Qt.Key.Key_Down)
    keys.type("15")
    keys.press(Qt.Key.Key_Return, FREEZE_KEY)
    by_hand = now(desk, of).segments
    page.distribute.click()
    question = QApplication.activeModalWidget()
    assert isinstance(question, ConfirmDialog)
    keys.press(Qt.Key.Key_Escape)
    assert now(desk, of).segments == by_hand
    page.distribute.click()
    keys.press(FREEZE_KEY)
    assert not now(desk, of).manual
    assert now(desk, of).segments != by_hand


def test_what_is_typed_outlives_a_reload_until_the_payment_changes(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    of = taken(desk.office, 3000, NONE, 2000, 2000)
    page = shown(of)
    to_split(keys, page)
    keys.type("7")
    keys.press(Qt.Key.Key_Return)
    page.load()
    settle()
    assert page.split.figures.text("distributed_total") == "$7.00"
    desk.office.services.payment_edits.distribute(
        of.payments[0].id, new_request_id(), desk.office.cashier
    )
    page.load()
    settle()
    assert page.split.figures.text("distributed_total") == "$30.00"
    assert not page.split.is_edited


@pytest.fixture
def billed(desk: Surroundings) -> AccountId:
    """An open-item account with two bills of water, the later one in dispute, and a new charge."""
    office = desk.office
    account = office.account(customer_class="OPEN")
    water = office.agreement(account, "WATER", (DAY, 700))
    for number, due in (("B-11", date(2026, 11, 28)), ("B-10", date(2026, 10, 28))):
        bill(office, account, number, due, (water, 4000))
    add(
        office, account, [("CHEC", 1000)], [(account, 1000)],
        match_type="BILL-ID", match_value="B-11",
    )  # fmt: skip
    events = office.services.match_events
    (match,) = events.of_account(account, PageRequest(), office.cashier).rows
    events.set_disputed(match.id, new_request_id(), office.cashier, disputed=True)
    return account


def test_py12_a_payment_is_split_over_bills_by_keys_and_each_bill_is_matched(
    desk: Surroundings, shown: Shown, keys: Keyboard, billed: AccountId
) -> None:
    of = add(desk.office, billed, [("CASH", 5500)], [(billed, 5500)], action=NONE)
    page = shown(of)
    to_split(keys, page)
    grid = page.split.grid
    assert grid is not None
    QAbstractItemModelTester(grid, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [row[2:6] for row in cells(page.split.table)] == [
        ["B-10", "2026-10-28", "$40.00", ""],
        ["B-11, in dispute", "2026-11-28", "$30.00", ""],
        ["New charges", "", "$7.00", ""],
    ]
    keys.type("40.01")
    keys.press(Qt.Key.Key_Return)
    section = [column.name for column in grid.columns].index(AMOUNT)
    assert grid.errors[0, AMOUNT].startswith("Bill B-10 has $40.00 unpaid on agreement")
    assert page.split.hint.text() == grid.errors[0, AMOUNT]
    assert not page.split.save.isEnabled()
    page.split.focus_first()
    assert page.split.table.currentIndex().column() == section
    keys.type("40")
    keys.press(Qt.Key.Key_Return)
    keys.type("10")
    keys.press(Qt.Key.Key_Return)
    assert page.split.figures.text("remainder") == "$5.00"
    keys.type("5")
    keys.press(FREEZE_KEY)
    paid = [(one.bill, one.amount.minor) for one in now(desk, of).segments]
    assert paid == [("B-10", 4000), ("B-11", 1000), ("", 500)]
    keys.press(FREEZE_KEY)
    assert now(desk, of).status is PaymentStatus.FROZEN
    events = desk.office.services.match_events
    found = events.of_account(billed, PageRequest(), desk.office.cashier).rows
    assert {one.bill_number: (one.status.value, one.disputed) for one in found} == {
        "B-10": ("BALANCED", False),
        "B-11": ("OPEN", True),
    }
    assert is_clean(desk.office)


def test_py12_what_is_typed_for_a_bill_outlives_a_reload_and_another_account_another_grid(
    desk: Surroundings, shown: Shown, keys: Keyboard, billed: AccountId
) -> None:
    office = desk.office
    of = add(office, billed, [("CASH", 5500)], [(billed, 5500)], action=NONE)
    page = shown(of)
    to_split(keys, page)
    keys.press(Qt.Key.Key_Down)
    keys.type("7")
    keys.press(Qt.Key.Key_Return)
    page.load()
    settle()
    assert [row[5] for row in cells(page.split.table)] == ["", "$7.00", ""]
    forward, (water, *_) = owing(office, 2000)
    office.services.payment_edits.adjust(
        of.payments[0].id, PaymentChange(forward), new_request_id(), office.cashier
    )
    page.load()
    settle()
    (row,) = cells(page.split.table)
    assert row[1:3] == ["WATER", ""]
    page.split.focus_first()
    keys.type("20")
    keys.press(Qt.Key.Key_Return, FREEZE_KEY)
    paid = [(one.agreement_id, one.amount.minor) for one in now(desk, of).segments]
    assert paid == [(water, 2000)]


TABLE = {
    NONE: {"change_payment", "delete_payment", "distribute"},
    READY: {"change_payment", "delete_payment", "distribute", "freeze"},
    DistributeAction.FREEZE: {"cancel_payment"},
}


@every("action", TABLE)
def test_6_each_button_is_enabled_exactly_when_the_table_says_so(
    desk: Surroundings, shown: Shown, action: DistributeAction
) -> None:
    page = shown(taken(desk.office, 2500, action, 2500))
    buttons = (page.change, page.delete, page.cancel, page.distribute, page.freeze)
    assert {one.objectName() for one in buttons if one.isEnabled()} == TABLE[action]


def test_6_an_error_can_be_changed_deleted_and_distributed(
    desk: Surroundings, shown: Shown
) -> None:
    account, _agreements = owing(desk.office, 2500)
    of = add(
        desk.office, account, [("CASH", 2500)], [(account, 2500)],
        match_type="SA-ID", match_value="4711",
    )  # fmt: skip
    page = shown(of)
    buttons = (page.change, page.delete, page.cancel, page.distribute, page.freeze)
    assert {one.objectName() for one in buttons if one.isEnabled()} == TABLE[NONE]
    assert "4711" in page.notices[0].text


def test_44_an_auditor_looks_and_does_nothing(
    desk: Surroundings, shown: Shown, theme: Theme, tmp_path: Path
) -> None:
    auditor = surround(desk.office, theme, tmp_path, desk.office.actors["auditor"])
    for action in (READY, DistributeAction.FREEZE):
        page = shown(taken(desk.office, 2500, action, 2500), auditor)
        buttons = (page.change, page.delete, page.cancel, page.distribute, page.freeze)
        assert not any(one.isEnabled() for one in buttons)
        seen = {one.objectName() for one in page.findChildren(QPushButton) if one.isVisible()}
        assert seen == {"open_event"}, "what never wakes up is not shown"
        assert not page.split.is_edited


def test_py3_cancel_asks_for_a_reason_and_shows_the_reversal(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    of = taken(desk.office, 2500, DistributeAction.FREEZE, 2500)
    page = shown(of)
    keys.press((ALT, Qt.Key.Key_T))
    assert [row[0] for row in cells(page.postings.transactions)] == ["Pay segment"]
    assert {row[3] for row in cells(page.postings.ledger)} == {"$25.00", "—"}
    assert {row[4] for row in cells(page.postings.ledger)} == {"$25.00", "—"}
    keys.press((Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_K))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CancelPaymentDialog)
    assert dialog.reason.select("WRAC")
    keys.press(FREEZE_KEY)
    assert now(desk, of).status is PaymentStatus.CANCELED
    assert page.states.texts()[0] == "Canceled"
    assert "$25.00 more than the payments" in page.notices[0].text
    assert [row[0] for row in cells(page.postings.transactions)] == [
        "Pay segment", "Pay segment cancellation",
    ]  # fmt: skip
    assert not page.cancel.isEnabled()


def test_pe8_delete_asks_and_goes_to_the_event(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    of = taken(desk.office, 2500, NONE, 2500)
    page = shown(of)
    page.delete.click()
    assert isinstance(QApplication.activeModalWidget(), ConfirmDialog)
    keys.press(FREEZE_KEY)
    assert show(desk.office, of.id).payments == ()
    assert desk.opened.pages == [("event", of.id)]


def test_the_payment_is_changed_from_its_page(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    of = taken(desk.office, 2500, NONE, 2500)
    page = shown(of)
    page.change.click()
    settle()
    keys.type("20")
    keys.press(FREEZE_KEY)
    assert now(desk, of).amount == Money(2000)
    assert page.title.startswith("2026-11-20 · $20.00")


def many(office: Office, count: int) -> EventView:
    account = office.account()
    for number in range(count):
        office.agreement(account, "WATER" if number % 2 else "SEWER", (DAY, 100))
    return add(office, account, [("CASH", 100 * count)], [(account, 100 * count)], action=READY)


def test_py7_more_than_25_start_empty_and_wait_for_a_filter(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    page = shown(many(desk.office, 26))
    assert page.segments.table.model().rowCount() == 0
    assert page.split.filter.waits
    rows = range(26)
    assert all(page.split.table.isRowHidden(row) for row in rows)
    page.split.focus_first()
    assert page.split.filter.by.value() == ""
    page.segments.filter.by.select("WATER")
    assert page.segments.table.model().rowCount() == 13
    page.split.filter.by.select("SEWER")
    assert sum(not page.split.table.isRowHidden(row) for row in rows) == 13
    assert page.split.figures.text("distributed_total") == "$26.00", "what is hidden still counts"


def test_py7_sa_types_stand_with_their_division_and_addresses_are_offered(
    desk: Surroundings, shown: Shown
) -> None:
    office = desk.office
    account = office.account()
    for place in ("14 Elm St", "9 Oak Ave"):
        for kind in ("WATER", "SEWER"):
            office.agreement(account, kind, (DAY, 100), service=place)
    page = shown(add(office, account, [("CASH", 400)], [(account, 400)], action=READY))
    division = office.services.setup().divisions["MAIN"].description
    by = page.segments.filter.by
    assert [by.itemText(at) for at in range(by.count())] == [
        "All",
        f"Sewer · {division}",
        f"Water · {division}",
        "14 Elm St",
        "9 Oak Ave",
    ]
    by.setCurrentText("9 Oak Ave")
    assert page.segments.table.model().rowCount() == 2
    page.split.filter.by.setCurrentText("14 Elm St")
    hidden = [page.split.table.isRowHidden(row) for row in range(4)]
    assert hidden == [False, False, True, True]
    page.split.filter.by.setCurrentText("All")
    assert not any(page.split.table.isRowHidden(row) for row in range(4))


def test_py7_25_are_shown_at_once(desk: Surroundings, shown: Shown) -> None:
    page = shown(many(desk.office, 25))
    assert page.segments.table.model().rowCount() == 25
    assert not page.split.filter.waits
    assert not any(page.split.table.isRowHidden(row) for row in range(25))


def test_enter_goes_on_to_the_next_line_that_the_filter_shows(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    of = taken(desk.office, 3000, NONE, 2000, 2000, 2000)
    page = shown(of)
    page.split.filter.by.select("WATER")
    to_split(keys, page)
    keys.type("5")
    keys.press(Qt.Key.Key_Return)
    assert page.split.table.currentIndex().row() == 0
    page.split.filter.by.select("*")
    page.split.focus_first()
    keys.type("6")
    keys.press(Qt.Key.Key_Return)
    assert page.split.table.currentIndex().row() == 1


def test_the_event_is_one_button_away(desk: Surroundings, shown: Shown) -> None:
    of = taken(desk.office, 2500, NONE, 2500)
    page = shown(of)
    page.open_event.click()
    assert desk.opened.pages == [("event", of.id)]


def test_lists_give_way_before_the_page_scrolls(desk: Surroundings, shown: Shown) -> None:
    page = shown(taken(desk.office, 2500, DistributeAction.FREEZE, 2500))
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        settle()
        assert not page.area.verticalScrollBar().isVisible(), page.tabs.tabText(tab)


def test_73_after_saving_the_cell_stays_and_no_digit_is_lost(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    of = taken(desk.office, 3000, NONE, 2000, 2000)
    page = shown(of)
    keys.press((ALT, Qt.Key.Key_N))
    assert page.split.table.hasFocus(), "the letter leads to the first amount"
    keys.type("5")
    keys.press(Qt.Key.Key_Return)
    keys.type("7")
    keys.press(FREEZE_KEY)
    assert segments(desk, of) == [500, 700]
    assert page.split.table.hasFocus()
    assert page.split.table.currentIndex().row() == 1
    keys.type("12")
    keys.press(FREEZE_KEY)
    assert segments(desk, of) == [500, 1200]


def test_73_alt_with_a_letter_that_means_nothing_opens_no_cell(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    of = taken(desk.office, 3000, NONE, 2000, 2000)
    page = shown(of)
    keys.press((ALT, Qt.Key.Key_N), (ALT, Qt.Key.Key_7))
    keys.type("8")
    keys.press((ALT, Qt.Key.Key_7), FREEZE_KEY)
    assert segments(desk, of) == [800]
    assert page.split.grid is not None
    assert not page.split.grid.errors


def test_pe1_a_long_pay_event_info_is_read_whole(desk: Surroundings, shown: Shown) -> None:
    account = desk.office.account(name="The Honourable Maximiliana Featherstonehaugh-Cholmondeley")
    desk.office.agreement(account, "WATER", (DAY, 39_203_646))
    of = add(desk.office, account, [("CASH", 39_203_646)], [(account, 39_203_646)])
    page = shown(of)
    page.resize(1020, 640)
    settle()
    info = page.findChild(QLabel, "pay_event_info")
    assert info is not None
    assert info.text() == info_line(show(desk.office, of.id), desk.context.formats)
    assert info.heightForWidth(info.width()) <= info.height()
    assert info.height() >= 2 * info.fontMetrics().height()
    assert page.area.horizontalScrollBar().maximum() == 0
