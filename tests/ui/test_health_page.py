"""Admin > Health: every part with its state, and the support bundle (T20, R9)."""

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from posapp.domain.health import Level, Part
from posapp.domain.upkeep import CopyPlan
from posapp.ui.pages.copies import CopiesPage
from posapp.ui.pages.health import HealthPage
from posapp.ui.theme import Theme
from posapp.ui.tokens import Tone
from posapp.ui.window import MainWindow
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround


@pytest.fixture
def window(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> MainWindow:
    office.services.copy_plan = CopyPlan(tmp_path / "first", tmp_path / "gone")
    context = surround(office, theme, tmp_path, actor=office.actors["admin"]).context
    return show_window(qtbot, context, keys)


def test_each_part_is_said_and_leads_where_one_looks(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    office.services.checking.run(office.supervisor)
    window.open_page("health", 0)
    settle()
    page = window.page
    assert isinstance(page, HealthPage)
    lines = {one.part: one for one in page.table.record_model().records}
    assert set(lines) == set(Part)
    assert ": in order (" in lines[Part.CHECK].says
    assert "gone is not there" in lines[Part.DISK].says
    assert (lines[Part.COPY].level, lines[Part.CHECK].level) == (Level.LOOK, Level.GOOD)
    assert page.says.text() == "Something is worth a look"
    page.table.select_line(list(lines).index(Part.COPY))
    keys.press(Qt.Key.Key_Return)
    settle()
    assert isinstance(window.page, CopiesPage)


def test_t20_the_bundle_goes_where_one_says(
    window: MainWindow, keys: Keyboard, tmp_path: Path
) -> None:
    window.open_page("health", 0)
    settle()
    keys.press(Qt.Key.Key_F9)
    settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    assert dialog.selectedFiles()[0].endswith("posapp-support-2026-11-20.zip")
    dialog.reject()
    page = window.page
    assert isinstance(page, HealthPage)
    page.write_to(tmp_path / "support.zip")
    settle()
    assert page.notices[-1].tone is Tone.GREEN
    assert "check.json" in zipfile.ZipFile(tmp_path / "support.zip").namelist()
