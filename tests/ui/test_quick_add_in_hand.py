"""Rows of Quick Add that are typed and not created: over leaving, a crash, a stop (D-21, QA-5)."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posapp.domain.ids import AccountId, new_request_id, short_id
from posapp.domain.quick_add import Outcome, QuickHeader, QuickKind
from posapp.ui import quick_keep
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.models.quick_lines import ShownLine
from posapp.ui.pages.quick_add import QuickAddPage
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.events import balance
from tests.helpers.office import DAY, Office
from tests.helpers.quick_add import rule
from tests.helpers.surroundings import Keyboard, Surroundings, settle, show_window, surround

ENTER, ESC, F6, F9 = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F6, Qt.Key.Key_F9


@pytest.fixture
def ngozi(office: Office) -> AccountId:
    account = office.account("Okafor, Ngozi")
    office.agreement(account, "WATER", (DAY, 50_000))
    return account


@pytest.fixture
def page(window: MainWindow, keys: Keyboard) -> QuickAddPage:
    return opened(window, keys)


def opened(window: MainWindow, keys: Keyboard) -> QuickAddPage:
    keys.home = window
    window.activateWindow()
    settle()
    keys.press(F6)
    page = window.page
    assert isinstance(page, QuickAddPage)
    return page


class StopAfterOne:
    """A progress whose user presses *Stop* once one group is in."""

    def __call__(self, done: int, of: int | None) -> bool:
        return done < 1

    def cancel(self) -> None:
        pass


def question() -> ConfirmDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ConfirmDialog), dialog
    return dialog


def shown(*rows: Any) -> list[ShownLine]:
    return [ShownLine(row) for row in rows]


def type_row(keys: Keyboard, value: str, amount: str) -> None:
    keys.type(value)
    keys.press(ENTER)
    keys.type(amount)
    keys.press(ENTER)


def test_d21_typed_rows_are_here_again_after_a_crash(
    page: QuickAddPage, keys: Keyboard, qtbot: QtBot, office: Office, theme: Theme,
    ngozi: AccountId, tmp_path: Path,
) -> None:  # fmt: skip
    type_row(keys, short_id(ngozi), "12.50")
    page.head.control_count.setText("1")
    keys.type("77")
    page.table.commit_open_editor()
    page.drafts.write()
    # The program ends here without a word; the user signs in anew.
    again = show_window(qtbot, surround(office, theme, tmp_path).context, keys)
    found = opened(again, keys)
    assert [(line.row.value, line.row.amount) for line in found.grid.records] == [
        (short_id(ngozi), "12.50"), ("77", ""),
    ]  # fmt: skip
    assert found.grid.record(0).payor_name == "Okafor, Ngozi"
    assert "2 rows of" in found.notices[0].text
    # The ids are kept as well, so that what was sent before is not taken twice.
    assert [one.request_id for one in found.grid.rows] == [one.request_id for one in page.grid.rows]
    keys.press(F9)
    assert found.run.batch is not None
    assert office.services.quick_drafts.kept(QuickKind.RULES, office.cashier) is None


def test_leaving_asks_and_the_rows_are_here_when_one_comes_back(
    page: QuickAddPage, window: MainWindow, keys: Keyboard, ngozi: AccountId
) -> None:
    type_row(keys, short_id(ngozi), "12.50")
    keys.press(ESC)
    assert (
        "1 row is not created. What is typed is kept for you." in question().accessibleDescription()
    )
    keys.press(ESC)
    assert window.page is page
    keys.press(ESC, F9)
    assert window.page is not page
    assert window.page is not None
    window.page.load()
    settle()
    assert any("1 row of Quick Add was typed" in one.text for one in window.page.notices)
    keys.press(F6)
    found = window.page
    assert isinstance(found, QuickAddPage)
    assert found is not page
    assert found.grid.rows[0].amount == "12.50"


def test_another_page_keeps_the_rows_and_f6_comes_back_to_them(
    page: QuickAddPage, window: MainWindow, keys: Keyboard, ngozi: AccountId
) -> None:
    type_row(keys, short_id(ngozi), "12.50")
    window.open_page("account", ngozi)
    settle()
    keys.press(F6)
    assert window.page is page
    window.open_page("home", 0)
    settle()
    keys.press(F6)
    assert window.page is page
    assert len(page.grid.records) == 1


def test_closing_the_window_asks_about_rows_and_keeps_them(
    page: QuickAddPage, window: MainWindow, keys: Keyboard, office: Office, ngozi: AccountId
) -> None:
    type_row(keys, short_id(ngozi), "12.50")
    window.close()
    settle()
    assert window.isVisible()
    assert "1 row is not created" in question().accessibleDescription()
    keys.press(F9)
    assert not window.isVisible()
    kept = office.services.quick_drafts.kept(QuickKind.RULES, office.cashier)
    assert kept is not None
    assert kept.rows[0].value == short_id(ngozi)


def test_cleared_rows_are_not_kept(
    page: QuickAddPage, keys: Keyboard, office: Office, ngozi: AccountId
) -> None:
    type_row(keys, short_id(ngozi), "12.50")
    page.drafts.write()
    assert office.services.quick_drafts.kept(QuickKind.RULES, office.cashier) is not None
    page.clear_all()
    assert office.services.quick_drafts.kept(QuickKind.RULES, office.cashier) is None
    page.drafts.write()
    assert office.services.quick_drafts.kept(QuickKind.RULES, office.cashier) is None


def test_qa5_stopped_what_is_in_stays_and_create_does_the_rest_once(
    page: QuickAddPage, keys: Keyboard, office: Office, ngozi: AccountId,
    desk: Surroundings, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    other = office.account("Right, Rita")
    office.agreement(other, "WATER", (DAY, 50_000))
    page.intake.take(shown(rule(short_id(ngozi), "10"), rule(short_id(other), "20")))
    runner = desk.context.runner
    with monkeypatch.context() as patch:
        patch.setattr(runner, "progress", lambda _owner, _moved: StopAfterOne())
        keys.press(F9)
    assert page.run.batch is not None
    assert [one.outcome for one in page.run.batch.rows] == [Outcome.DONE, None]
    assert page.grid.record(1).row.amount == "20.00"
    assert "1 is waiting" in page.notices[0].text
    keys.press(F9)
    assert [one.outcome for one in page.run.batch.rows] == [Outcome.DONE, Outcome.DONE]
    assert (balance(office, ngozi), balance(office, other)) == (49_000, 48_000)


def test_d21_a_batch_that_was_interrupted_is_offered_and_finished(
    window: MainWindow, keys: Keyboard, office: Office, ngozi: AccountId
) -> None:
    quick, actor = office.services.quick_add, office.cashier
    rows = [rule(short_id(ngozi), "10", check_number=str(n)) for n in range(3)]
    started = quick.start(QuickHeader(QuickKind.RULES), rows, new_request_id(), actor).value
    # The home page says so too, and so does the page itself.
    assert window.page is not None
    window.page.load()
    settle()
    assert any("has 3 rows that wait, of 3" in one.text for one in window.page.notices)
    page = opened(window, keys)
    notice = page.notices[0]
    assert "has 3 rows that wait, of 3" in notice.text
    assert notice.on_action is not None
    notice.on_action()
    settle()
    found = window.page
    assert isinstance(found, QuickAddPage)
    assert found.number == started
    keys.press(F9)
    assert quick.show(started, actor).is_finished
    assert balance(office, ngozi) == 47_000


def test_d21_typing_without_a_pause_is_written_too(
    window: MainWindow, keys: Keyboard, qtbot: QtBot, office: Office, ngozi: AccountId,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    # No pause is ever long enough here; the longest wait is over at once.
    monkeypatch.setattr(quick_keep, "_AFTER_MS", 10_000_000)
    monkeypatch.setattr(quick_keep, "_LONGEST_MS", 0)
    opened(window, keys)
    type_row(keys, short_id(ngozi), "12.50")

    def kept() -> bool:
        draft = office.services.quick_drafts.kept(QuickKind.RULES, office.cashier)
        return draft is not None and draft.rows[0].amount == "12.50"

    qtbot.waitUntil(kept)
