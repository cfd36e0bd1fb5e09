"""The ledger export in the window: look ahead, write once, write again by number (16, 17)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from posapp.storage.db import Database
from posapp.ui.pages.ledger_export import LedgerExportPage
from posapp.ui.signals import AppSignals
from posapp.ui.tasks import Caught, InlineRunner, Lane, Progress
from posapp.ui.theme import Theme
from posapp.ui.tokens import Tone
from posapp.ui.window import MainWindow
from tests.helpers.clock import FixedClock
from tests.helpers.drawers import payor, take
from tests.helpers.office import Office, open_office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

T = TypeVar("T")
F9 = Qt.Key.Key_F9
CTRL_R = (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_R)


@pytest.fixture
def window(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> MainWindow:
    context = surround(office, theme, tmp_path, actor=office.supervisor).context
    return show_window(qtbot, context, keys)


def opened(window: MainWindow) -> LedgerExportPage:
    window.open_page("ledger_export", 0)
    settle()
    page = window.page
    assert isinstance(page, LedgerExportPage)
    return page


def choose(path: Path) -> None:
    """Name a file in the dialog that asks for one."""
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, QFileDialog)
    asked.fileSelected.emit(str(path))
    asked.reject()
    settle()


def test_f9_writes_what_waits_once_and_ctrl_r_writes_it_again(
    window: MainWindow, office: Office, keys: Keyboard, tmp_path: Path
) -> None:
    take(office, payor(office), "CASH", 900_00)
    page = opened(window)
    for table in (page.accounts, page.batches):
        ModelTester(table.record_model())
    assert page.totals.texts() == ("Debits equal credits",)
    assert page.sums.text().startswith("USD: 4 lines")
    first, again = tmp_path / "ledger.csv", tmp_path / "again.xlsx"
    keys.press(F9)
    choose(first)
    assert page.notices[0].text == f"Batch 1 was written to {first}."
    assert "900.00" in first.read_text("utf-8")
    assert not page.export.isEnabled()
    assert [one.number for one in page.batches.record_model().records] == [1]  # type: ignore[union-attr]
    page.batches.setFocus()
    keys.press(CTRL_R)
    choose(again)
    assert again.stat().st_size
    assert page.notices[0].text == f"Batch 1 was written to {again}."
    assert len(office.services.ledger_exports.batches(office.supervisor)) == 1


def test_a_file_that_cannot_be_written_uses_no_batch(
    window: MainWindow, office: Office, keys: Keyboard, tmp_path: Path
) -> None:
    take(office, payor(office), "CASH", 900_00)
    page = opened(window)
    keys.press(F9)
    choose(tmp_path / "ledger.pdf")
    assert page.notices[0].tone is Tone.RED
    assert office.services.ledger_exports.batches(office.supervisor) == ()
    assert page.export.isEnabled()


def test_until_an_earlier_day_nothing_waits(window: MainWindow, office: Office) -> None:
    take(office, payor(office), "CASH", 900_00)
    page = opened(window)
    page.until.set_value(date(2026, 11, 1))
    settle()
    assert page.accounts.record_model().records == ()  # type: ignore[union-attr]
    assert not page.export.isEnabled()


def test_the_preview_is_what_the_export_holds(db: Database, clock: FixedClock) -> None:
    office = open_office(db, clock)
    take(office, payor(office), "CASH", 900_00)
    exports = office.services.ledger_exports
    (preview,) = exports.preview(office.supervisor)
    (made,) = exports.export("0" * 8 + "-0000-4000-8000-" + "0" * 12, office.supervisor).value
    batch = made.batch
    assert (preview.lines, preview.debits, preview.credits) == (
        batch.lines, batch.debits, batch.credits,
    )  # fmt: skip


class FilesWait(InlineRunner):
    """Does all at once but what is on the lane of files: that waits, as a large file does."""

    def __init__(self, signals: AppSignals) -> None:
        super().__init__(signals)
        self.waiting: list[Callable[[], None]] = []

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Caught | None = None,
        lane: Lane = "db",
        progress: Progress | None = None,
    ) -> None:
        does = partial(super().run, owner, work, on_done, on_error, lane, progress)
        if lane == "imports":
            self.waiting.append(does)
        else:
            does()

    def end(self) -> None:
        """The file is written."""
        self.waiting.pop()()
        settle()


@pytest.fixture
def slow(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> tuple[MainWindow, FilesWait]:
    context = surround(office, theme, tmp_path, actor=office.supervisor).context
    runner = FilesWait(context.signals)
    return show_window(qtbot, replace(context, runner=runner), keys), runner


def test_d21_an_export_goes_on_behind_other_pages_and_tells_there_when_it_is_done(
    slow: tuple[MainWindow, FilesWait], office: Office, keys: Keyboard, tmp_path: Path
) -> None:
    window, runner = slow
    take(office, payor(office), "CASH", 900_00)
    page = opened(window)
    keys.press(F9)
    choose(tmp_path / "ledger.csv")
    assert page.working
    assert not page.export.isEnabled()
    # Another page is read meanwhile: the lane of look-ups is free.
    window.open_page("deposit_controls", 0)
    settle()
    assert window.page is not page
    assert page.working in window.banners.texts()
    runner.end()

    assert f"Batch 1 was written to {tmp_path / 'ledger.csv'}." in window.banners.texts()


def test_an_export_is_stopped_and_its_batch_can_be_written_again(
    slow: tuple[MainWindow, FilesWait], office: Office, keys: Keyboard, tmp_path: Path
) -> None:
    window, runner = slow
    take(office, payor(office), "CASH", 900_00)
    page, path = opened(window), tmp_path / "ledger.csv"
    keys.press(F9)
    choose(path)
    page.strip.show()
    page.strip.stop_button.click()
    runner.end()
    assert page.notices[0].text.startswith("It was stopped and no file was written.")
    assert not path.exists()
    assert not page.working
    assert [one.number for one in page.batches.record_model().records] == [1]  # type: ignore[union-attr]
    page.batches.setFocus()
    keys.press(CTRL_R)
    choose(path)
    runner.end()
    assert "900.00" in path.read_text("utf-8")
