"""Match by hand in the window, by keys alone: OI-7, MT-07, MT-08, MT-11, OI-8, D-44."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posapp.domain.hand_matching import NewMatch
from posapp.domain.ids import AccountId, MatchEventId, new_request_id
from posapp.domain.listing import PageRequest
from posapp.ui.dialogs.match import EndMatchDialog, MatchDialog
from posapp.ui.pages.match_event import MatchEventPage
from posapp.ui.theme import Theme
from posapp.ui.widgets.match_tab import MatchEventsTab
from posapp.ui.window import MainWindow
from tests.helpers.bills import bill
from tests.helpers.events import add
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

MAIN, SPACE, DOWN, ENTER = Qt.Key.Key_F9, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Return
CONTROL = Qt.KeyboardModifier.ControlModifier
Entered = Callable[[str], MainWindow]


@pytest.fixture
def account(office: Office) -> AccountId:
    """An open-item account with a bill of 100.00 on two agreements and 30.00 that name none."""
    account = office.account(customer_class="OPEN")
    water, sewer = office.agreement(account, "WATER"), office.agreement(account, "SEWER")
    bill(office, account, "B-1", date(2026, 11, 1), (water, 8000), (sewer, 2000))
    for agreement, cents in ((water, 8000), (sewer, 2000)):
        match = {"match_type": "SA-ID", "match_value": str(agreement)}
        add(office, account, [("CHEC", cents)], [(account, cents)], **match)
    return account


@pytest.fixture
def entered(qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard) -> Entered:
    def enter(role: str) -> MainWindow:
        context = surround(office, theme, tmp_path, office.actors[role]).context
        return show_window(qtbot, context, keys, (1366, 768))

    return enter


def tab_of(window: MainWindow, account: AccountId) -> MatchEventsTab:
    window.open_page("match_events", account)
    settle()
    tab = window.page.lists["match_events"]  # type: ignore[union-attr]
    assert isinstance(tab, MatchEventsTab)
    return tab


def page_of(window: MainWindow, match: MatchEventId) -> MatchEventPage:
    window.open_page("match_event", match)
    settle()
    assert isinstance(window.page, MatchEventPage)
    return window.page


def the(kind: type[Any]) -> Any:
    """The dialog that is open now."""
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind)]
    (shown,) = (one for one in found if one.isVisible())
    return shown


def rows(dialog: MatchDialog) -> list[tuple[str, ...]]:
    model = dialog.model
    return [tuple(model.cell(row, at) for at in (0, 1, 4, 5)) for row in range(model.rowCount())]


def states(office: Office, account: AccountId) -> list[tuple[str, str, int]]:
    found = office.services.match_events.of_account(account, PageRequest(), office.cashier).rows
    return [(one.status.value, one.bill_number, len(one.lines)) for one in found]


def made(office: Office, account: AccountId, *places: int) -> MatchEventId:
    hand = office.services.hand_matching
    free = hand.items(account, office.cashier)
    new = NewMatch(account, tuple(free[at].ft_id for at in places), "By phone")
    return hand.add(new, new_request_id(), office.cashier).value


def test_oi7_mt07_a_bill_and_two_payments_are_matched_by_keys(
    entered: Entered, office: Office, account: AccountId, keys: Keyboard
) -> None:
    tab = tab_of(entered("cashier"), account)
    assert tab.keys()[0] == ("Match by hand", "F9")
    keys.press(MAIN)
    dialog = the(MatchDialog)
    QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [row[0] for row in rows(dialog)] == [""] * 4
    assert "Choose at least" in dialog.outcome.text()
    keys.press(SPACE)
    assert [row[0] for row in rows(dialog)] == ["Yes", "Yes", "", ""], "a bill comes whole (OI-5)"
    assert dialog.outcome.text().startswith("Choose a payment or credit as well")
    for key in (DOWN, DOWN, SPACE):
        keys.press(key)
    assert dialog.sums.text("open_amount") == "$20.00"
    keys.press(DOWN)
    keys.press(ENTER)
    assert dialog.sums.text("open_amount") == "$0.00"
    assert dialog.outcome.text().startswith("It balances")
    keys.press(MAIN)
    assert states(office, account) == [("BALANCED", "B-1", 4)]
    assert tab.list.model is not None
    assert tab.list.model.rowCount() == 1


def test_m188_what_cannot_be_matched_says_why_and_stays(
    entered: Entered, office: Office, account: AccountId, keys: Keyboard
) -> None:
    tab_of(entered("cashier"), account)
    keys.press(MAIN)
    dialog = the(MatchDialog)
    keys.press(SPACE)
    place = dialog.comment.mapTo(dialog, QPoint(0, 0)).y()
    keys.press(MAIN)
    assert dialog.isVisible()
    assert "needs a charge and something that pays it" in dialog.banner.text()
    # The strip has its room: what is below it stays where it was.
    assert dialog.comment.isVisible()
    assert dialog.comment.mapTo(dialog, QPoint(0, 0)).y() == place
    assert states(office, account) == []
    dialog.give_up()


def test_mt08_mt11_items_come_off_and_go_on_an_open_one(
    entered: Entered, office: Office, account: AccountId, keys: Keyboard
) -> None:
    match = made(office, account, 0, 2)
    page = page_of(entered("cashier"), match)
    shown = [button.objectName() for button in page._buttons if button.isVisible()]
    assert shown == ["delete_match", "change_match", "dispute"]
    keys.press(Qt.Key.Key_F4)
    dialog = the(MatchDialog)
    assert [row[0] for row in rows(dialog)] == ["Yes", "Yes", "Yes", ""]
    keys.press(SPACE)
    assert [row[0] for row in rows(dialog)] == ["Yes", "Yes", "Yes", ""], "its bill stays"
    dialog.table.select_line(3)
    keys.press(SPACE)
    keys.press(MAIN)
    assert states(office, account) == [("BALANCED", "B-1", 4)]
    settle()
    assert page.head.badges.texts() == ("Balanced",)
    assert not any(button.isVisible() for button in page._buttons), "a supervisor's now"


def test_oi7_an_open_one_is_deleted_by_key_and_the_way_leads_back(
    entered: Entered, office: Office, account: AccountId, keys: Keyboard
) -> None:
    window = entered("cashier")
    page_of(window, made(office, account, 0, 2))
    keys.press((CONTROL, Qt.Key.Key_Delete))
    dialog = the(EndMatchDialog)
    assert dialog.cancel_button.text() == "Back"
    keys.press(MAIN)
    settle()
    assert states(office, account) == []
    assert window.page is not None
    assert (window.page.KIND, window.page.number) == ("match_events", account)


def test_mt08_d44_a_supervisor_cancels_a_balanced_one_with_a_remark(
    entered: Entered, office: Office, account: AccountId, keys: Keyboard
) -> None:
    page = page_of(entered("supervisor"), made(office, account, 0, 2, 3))
    keys.press((CONTROL, Qt.Key.Key_K))
    dialog = the(EndMatchDialog)
    dialog.comment.setText("Wrong bill")
    keys.press(MAIN)
    settle()
    assert states(office, account) == [("CANCELED", "B-1", 4)]
    assert page.head.badges.texts() == ("Canceled",)
    assert page.notices[0].text == "Last remark: Wrong bill"
    assert not any(button.isVisible() for button in page._buttons)


def test_mt12_what_a_payment_named_has_no_end_by_hand(
    entered: Entered, office: Office, account: AccountId
) -> None:
    add(office, account, [("CHEC", 500)], [(account, 500)], match_type="BILL-ID",
        match_value="B-1")  # fmt: skip
    (found,) = office.services.match_events.of_account(account, PageRequest(), office.cashier).rows
    page = page_of(entered("supervisor"), found.id)
    shown = [button.objectName() for button in page._buttons if button.isVisible()]
    assert shown == ["change_match", "dispute"]


def test_d44_an_auditor_matches_nothing(
    entered: Entered, office: Office, account: AccountId, keys: Keyboard
) -> None:
    window = entered("auditor")
    tab = tab_of(window, account)
    assert not tab.match_button.isVisible()
    page = page_of(window, made(office, account, 0, 2))
    assert not any(button.isVisible() for button in page._buttons)
