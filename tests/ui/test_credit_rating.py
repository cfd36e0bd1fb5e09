"""The credit rating of an account in the window: figures, rows, add and end by right (CR-01..CR-08)."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.tender_cancels import CancelTender
from posapp.ui.dialogs.credit_rating import AddRatingDialog, EndRatingDialog
from posapp.ui.pages.account_inquiry import CreditRatingPage
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.events import add
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

ENTER, ESC, MAIN, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F9, Qt.Key.Key_Tab


@pytest.fixture
def account(office: Office) -> AccountId:
    made = office.account()
    office.agreement(made, "WATER", (DAY, 5000))
    return made


def page_of(
    qtbot: QtBot, office: Office, theme: Theme, folder: Path, keys: Keyboard, role: str,
    account: AccountId,
) -> CreditRatingPage:  # fmt: skip
    context = surround(office, theme, folder, office.actors[role]).context
    window = show_window(qtbot, context, keys, (1366, 768))
    window.open_page("credit_rating", account)
    settle()
    assert isinstance(window.page, CreditRatingPage)
    return window.page


@pytest.fixture
def page(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard, account: AccountId
) -> CreditRatingPage:
    return page_of(qtbot, office, theme, tmp_path, keys, "supervisor", account)


def figures(page: CreditRatingPage) -> list[str]:
    names = ("credit_rating", "credit_rating_threshold", "cash_only_score", "cash_only_threshold")
    return [page.rating.figures.text(name) for name in names]


def rows(page: CreditRatingPage) -> list[list[str]]:
    model = page.rating.table.record_model()
    assert model is not None
    return [[model.cell(row, column) for column in range(8)] for row in range(model.rowCount())]


def test_cr02_a_spotless_account_shows_where_it_begins(page: CreditRatingPage) -> None:
    assert figures(page) == ["700", "600", "0", "99"]
    assert page.rating.source.text().startswith(
        "Begins at rating 700 and 0 cash-only points. Thresholds: Installation."
    )
    assert rows(page) == []


def test_cr04_the_thresholds_of_a_division_are_its_own(
    office: Office, qtbot: QtBot, theme: Theme, tmp_path: Path, keys: Keyboard, account: AccountId
) -> None:
    with office.db.begin() as s:
        s.execute(
            text("UPDATE division SET cash_only_threshold = 50, credit_rating_threshold = 650")
        )
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))
    page = page_of(qtbot, office, theme, tmp_path, keys, "cashier", account)
    assert figures(page) == ["700", "650", "0", "50"]
    assert "Thresholds: CIS Division" in page.rating.source.text()


def test_cr08_a_row_is_added_by_keyboard_and_counts_at_once(
    page: CreditRatingPage, office: Office, keys: Keyboard, account: AccountId
) -> None:
    keys.press(MAIN)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AddRatingDialog)
    assert dialog.rating_effect.hasFocus()
    keys.press(MAIN)
    assert dialog.form.errors(), "nothing typed is no row"
    keys.type("150")
    keys.press(TAB)
    keys.type("100")
    keys.press(TAB)
    keys.type("Promised twice")
    keys.press(MAIN)
    assert figures(page) == ["550", "600", "100", "99"]
    assert {"Cash-Only", "Low credit rating"} <= set(page.head.badges.texts())
    assert rows(page) == [
        ["2026-11-20", "—", "In force", "−150", "+100", "Promised twice", "Entered by hand",
         "Supervisor"]
    ]  # fmt: skip
    (row,) = office.services.history.credit_rating(account, office.cashier).rows
    assert (row.rating_effect, row.cash_only_effect, row.end_date) == (-150, 100, None)


def test_cr01_an_end_before_the_start_is_said_at_its_field(
    page: CreditRatingPage, keys: Keyboard
) -> None:
    keys.press(MAIN)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AddRatingDialog)
    keys.type("10")
    dialog.comment.setText("Late")
    dialog.end_date.set_value(date(2026, 11, 1))
    keys.press(MAIN)
    assert "before the start" in dialog.form.row("end_date").error
    assert dialog.comment.text() == "Late", "the typed text stays"
    dialog.give_up()


def test_cr08_a_row_is_ended_from_its_line(
    page: CreditRatingPage, office: Office, keys: Keyboard, account: AccountId
) -> None:
    test_cr08_a_row_is_added_by_keyboard_and_counts_at_once(page, office, keys, account)
    page.rating.table.select_line(0)
    page.rating.end_button.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, EndRatingDialog)
    assert dialog.end_date.value() == DAY
    keys.press(MAIN)
    assert rows(page)[0][:3] == ["2026-11-20", "2026-11-20", "In force"], "it counts on that day"
    assert not page.rating.end_button.isEnabled()
    office.clock.advance(days=1)
    page.load()
    settle()
    assert rows(page)[0][2] == "Ended"
    assert figures(page)[0] == "700"


def test_cr08_a_row_of_a_bounced_check_leads_to_its_event(
    page: CreditRatingPage, office: Office, keys: Keyboard, account: AccountId,
    qtmodeltester: ModelTester,
) -> None:  # fmt: skip
    event = add(office, account, [("CHEC", 5000)], [(account, 5000)])
    office.services.canceling.cancel_tender(
        CancelTender(event.tenders[0].id, "NSF"), new_request_id(), office.supervisor
    )
    page.load()
    settle()
    assert rows(page)[0][6] == "Canceled tender"
    qtmodeltester.check(page.rating.table.record_model())
    page.rating.table.setFocus()
    keys.press(ENTER)
    window = keys.home
    assert isinstance(window, MainWindow)
    assert window.page is not None
    assert (window.page.KIND, window.page.number) == ("event", event.id)
    keys.press(ESC)
    assert window.page is page


@pytest.mark.parametrize("role", ["cashier", "auditor", "setup"])
def test_cr08_without_the_right_there_are_no_buttons(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard,
    account: AccountId, role: str,
) -> None:  # fmt: skip
    page = page_of(qtbot, office, theme, tmp_path, keys, role, account)
    assert not page.rating.add_button.isVisible()
    assert not page.rating.end_button.isVisible()
    keys.press(MAIN)
    assert QApplication.activeModalWidget() is None
