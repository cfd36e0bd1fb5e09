"""The payroll hand-over by keys, and its age on the supervisor's page (ML-5)."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from posapp.domain.ids import new_request_id
from posapp.ui.dialogs.payroll_answer import PayrollAnswerDialog
from posapp.ui.pages.payroll import PayrollPage
from posapp.ui.pages.supervisor import SupervisorPage
from posapp.ui.theme import Theme
from posapp.ui.tokens import Tone
from posapp.ui.window import MainWindow
from tests.helpers.mails import process
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

F4, F9 = Qt.Key.Key_F4, Qt.Key.Key_F9


@pytest.fixture
def window(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> MainWindow:
    for number in (1, 2):
        process(office, checkout_id=number)
    desk = surround(office, theme, tmp_path, actor=office.supervisor)
    return show_window(qtbot, desk.context, keys)


def test_ml5_a_batch_is_made_and_acknowledged_by_keys(
    window: MainWindow, office: Office, tmp_path: Path, keys: Keyboard
) -> None:
    action = window.findChild(QAction, "admin_payroll")
    assert action is not None
    action.trigger()
    settle()
    page = window.page
    assert isinstance(page, PayrollPage)
    for table in (page.waiting, page.batches):
        QAbstractItemModelTester(table.model(), page)
    assert "2 deductions, control total" in page.sums.text()
    keys.press(F9)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    dialog.reject()
    page.write_to(tmp_path / "payroll.xlsx")
    assert (tmp_path / "payroll.xlsx").exists()
    assert page.waiting.record_model().records == ()
    (batch,) = page.batches.record_model().records
    assert (batch.number, batch.lines) == (1, 2)
    page.batches.setFocus()
    keys.press(F4)
    answer = QApplication.activeModalWidget()
    assert isinstance(answer, PayrollAnswerDialog)
    keys.press(F9)
    assert "name" in answer.form.errors()
    keys.type("Ana of payroll")
    keys.press(F9)
    (batch,) = page.batches.record_model().records
    assert batch.acknowledged_name == "Ana of payroll"
    assert not page.answer.isEnabled()
    page.write_again(batch, tmp_path / "again.csv")
    assert "was written" in page.notices[0].text


def test_ml5_unacknowledged_batches_age_on_the_supervisors_page(
    window: MainWindow, office: Office
) -> None:
    office.services.payroll_batches.make(new_request_id(), office.supervisor)
    window.open_page("supervisor", 0)
    settle()
    page = window.page
    assert isinstance(page, SupervisorPage)
    (line,) = [one for one in page.notices if "payroll" in one.text]
    assert "number 1: waits for 0 days" in line.text
    assert line.tone is Tone.AMBER
    office.clock.advance(days=14)
    page.load()
    settle()
    (line,) = [one for one in page.notices if "payroll" in one.text]
    assert "waits for 14 days" in line.text
    assert line.tone is Tone.RED
    office.services.payroll_batches.acknowledge(1, "Ana", new_request_id(), office.supervisor)
    page.load()
    settle()
    assert not [one for one in page.notices if "payroll" in one.text]


def test_ml5_deductions_that_no_batch_took_age_on_the_supervisors_page(
    window: MainWindow, office: Office
) -> None:
    """ML-5: those of today are no news; forgotten ones turn urgent."""
    for days, words, tone in ((0, "", None), (3, "waits for 3 days", Tone.AMBER),
                              (32, "waits for 35 days", Tone.RED)):  # fmt: skip
        office.clock.advance(days=days)
        window.open_page("supervisor", 0)
        settle()
        page = window.page
        assert isinstance(page, SupervisorPage)
        page.load()
        settle()
        found = [one for one in page.notices if "in no batch yet" in one.text]
        assert [one.tone for one in found] == ([] if tone is None else [tone])
        assert not found or words in found[0].text
