"""Dialogs that write: submit once, busy, errors where they belong, one question (rule of use 5)."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from posapp.domain.money import Money
from posapp.domain.topics import Saved, Topic
from posapp.errors import (
    Concern,
    Conflict,
    DeviceFailure,
    NeedsConfirmation,
    PosError,
    Refused,
    StorageFailure,
)
from posapp.ui.crash import CrashReporter
from posapp.ui.dialogs.base import TaskDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.failures import Failures
from posapp.ui.models.columns import EditColumn
from posapp.ui.models.grid import EditableGridModel
from posapp.ui.shortcuts import Shortcuts
from posapp.ui.tasks import TaskRunner
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Banner, Notice
from posapp.ui.widgets.grid import GridTable

EVENTS = frozenset({Topic.EVENTS})


class NoteDialog(TaskDialog):
    """Writes a note; a test decides what the service does."""

    def __init__(self, runner: Any, failures: Failures, shortcuts: Shortcuts) -> None:
        super().__init__(
            runner, failures, shortcuts, title="Note", action="Save", name="note_dialog"
        )
        self.note = QLineEdit()
        self.form.add("note", "Note", self.note)
        self.calls: list[tuple[str, frozenset[str], str]] = []
        self.serve: Callable[[frozenset[str]], Any] = lambda _confirmed: Saved("saved", EVENTS)
        self.results: list[Any] = []
        self.completed.connect(self.results.append)

    def build_work(self, confirmed: frozenset[str]) -> Callable[[], Any] | None:
        text, serve = self.note.text(), self.serve
        if not text:
            self.form.show_error("note", "Required.")
            return None
        self.calls.append((text, confirmed, self.request_id))
        return lambda: serve(confirmed)


@pytest.fixture
def dialog(qtbot: QtBot, manual: Any, failures: Failures, shortcuts: Shortcuts) -> NoteDialog:
    made = NoteDialog(manual, failures, shortcuts)
    qtbot.addWidget(made)
    made.open()
    made.activateWindow()
    made.note.setText("hello")
    return made


def boxes() -> list[QMessageBox]:
    return [
        w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()
    ]


def questions(window: QWidget) -> list[ConfirmDialog]:
    return [one for one in window.findChildren(ConfirmDialog) if one.isVisible()]


def press(box: QWidget, words: str) -> None:
    for button in box.findChildren(QPushButton):
        if button.text().replace("&", "") == words:
            button.click()
            return
    pytest.fail(f"no button {words!r}")


def test_use_5_submit_once(qtbot: QtBot, dialog: NoteDialog, manual: Any, signals: Any) -> None:
    changed: list[Any] = []
    signals.data_changed.connect(changed.append)
    for _ in range(3):
        dialog.submit()
        QTest.keyClick(dialog, Qt.Key.Key_F9)
    assert len(manual.jobs) == 1
    assert dialog.is_busy
    assert not dialog.submit_button.isEnabled()
    manual.finish()
    assert [saved.value for saved in dialog.results] == ["saved"]
    assert not dialog.isVisible()
    assert changed == [EVENTS]


def test_a_dialog_cannot_close_while_its_write_runs(dialog: NoteDialog, manual: Any) -> None:
    dialog.submit()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.close()
    assert dialog.isVisible()
    manual.fail(Refused("M-01", value="7"))
    dialog.close()
    assert not dialog.isVisible()


def test_escape_closes_a_dialog_that_is_not_busy(dialog: NoteDialog, manual: Any) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert dialog.results == manual.jobs == []


def test_wrong_fields_stop_it_before_anything_runs(
    qtbot: QtBot, dialog: NoteDialog, manual: Any
) -> None:
    dialog.note.clear()
    dialog.submit()
    assert manual.jobs == []
    assert dialog.form.errors() == {"note": "Required."}
    qtbot.waitUntil(dialog.note.hasFocus)
    dialog.note.setText("now")
    dialog.submit()
    assert dialog.form.errors() == {}
    manual.finish()


def test_the_request_id_lives_as_long_as_the_dialog(
    dialog: NoteDialog, manual: Any, failures: Failures, shortcuts: Shortcuts
) -> None:
    dialog.submit()
    manual.fail(Refused("M-01", value="7"))
    dialog.submit()
    manual.finish()
    ids = {request_id for _text, _confirmed, request_id in dialog.calls}
    assert len(dialog.calls) == 2
    assert len(ids) == 1
    other = NoteDialog(manual, failures, shortcuts)
    assert other.request_id not in ids
    other.deleteLater()


def test_a_refusal_with_a_field_stands_at_the_field(
    qtbot: QtBot, dialog: NoteDialog, manual: Any
) -> None:
    dialog.submit()
    manual.fail(Refused("M-57", field="note", value="hello"))
    assert dialog.form.errors() == {"note": "hello already exists."}
    assert dialog.note.text() == "hello"
    assert not dialog.is_busy
    qtbot.waitUntil(dialog.note.hasFocus)


def test_a_refusal_without_field_is_a_strip(dialog: NoteDialog, manual: Any) -> None:
    dialog.submit()
    manual.fail(Refused("M-07", tender_type="Check", tendered=Money(5000), amount=Money(4000)))
    notice = dialog.banner.notice
    assert notice is not None
    assert notice.tone is Tone.RED
    assert "tendered $50.00, to pay $40.00" in notice.text
    dialog.submit()
    assert dialog.banner.notice is None
    manual.finish()


def test_one_question_lists_every_concern_and_yes_resubmits(
    dialog: NoteDialog, manual: Any
) -> None:
    dialog.submit()
    concerns = (
        Concern("M-39", {"excess": Money(4500)}),
        Concern("M-34", {"limit": Money(100000)}),
    )
    manual.fail(NeedsConfirmation(concerns))
    question = questions(dialog)[0]
    assert question.accessibleDescription().count("$") == 2
    press(question, "Go on")
    assert dialog.calls[-1][1] == {"M-39", "M-34"}
    manual.fail(NeedsConfirmation((Concern("M-40", {}),)))
    press(questions(dialog)[0], "Take it again")
    assert dialog.calls[-1][1] == {"M-39", "M-34", "M-40"}
    manual.finish()
    assert len(dialog.results) == 1


def test_back_from_the_question_writes_nothing_and_forgets_what_was_confirmed(
    dialog: NoteDialog, manual: Any
) -> None:
    dialog.submit()
    manual.fail(NeedsConfirmation((Concern("M-39", {}),)))
    press(questions(dialog)[0], "Keep as credit")
    manual.fail(NeedsConfirmation((Concern("M-40", {}),)))
    press(questions(dialog)[0], "Back")
    assert manual.jobs == []
    assert dialog.isVisible()
    dialog.submit()
    assert dialog.calls[-1][1] == frozenset()
    manual.finish()


def test_a_hasty_enter_confirms_nothing(qtbot: QtBot) -> None:
    question = ConfirmDialog(["Sure?"], yes_key="F9")
    qtbot.addWidget(question)
    results: list[int] = []
    question.finished.connect(results.append)
    question.open()
    question.activateWindow()
    qtbot.waitUntil(question.isActiveWindow)
    QTest.keyClick(question, Qt.Key.Key_Return)
    question.open()
    question.activateWindow()
    qtbot.waitUntil(question.isActiveWindow)
    QTest.keyClick(question, Qt.Key.Key_F9)
    assert results == [0, 1]
    assert question.windowTitle() == "One thing to confirm"


def test_a_storage_failure_offers_to_try_again(dialog: NoteDialog, manual: Any) -> None:
    dialog.submit()
    manual.fail(StorageFailure("locked", "The database is busy. Try again in a moment."))
    box = boxes()[0]
    assert "busy" in box.text()
    press(box, "Try again")
    assert len(manual.jobs) == 1
    assert dialog.calls[0][2] == dialog.calls[1][2]
    manual.finish()


def test_a_conflict_offers_to_reload_only_where_one_can(
    qtbot: QtBot, failures: Failures, dialog: NoteDialog
) -> None:
    reloaded: list[int] = []
    failures.present(Conflict(), dialog, reload=lambda: reloaded.append(1))
    notice = dialog.banner.notice
    assert notice is not None
    assert (notice.tone, notice.action) == (Tone.AMBER, "Reload")
    assert notice.on_action is not None
    notice.on_action()
    assert reloaded == [1]
    failures.present(Conflict(), dialog)
    assert dialog.banner.notice is not None
    assert dialog.banner.notice.action == ""


def test_a_device_failure_is_a_strip_because_the_money_stands(
    failures: Failures, dialog: NoteDialog
) -> None:
    failures.present(DeviceFailure("Star TSP143", "out of paper"), dialog, retry=print)
    notice = dialog.banner.notice
    assert notice is not None
    assert notice.text == "Star TSP143: out of paper"
    assert notice.action == "Try again"


def test_a_bug_reaches_the_crash_dialog_and_the_window_lives(
    dialog: NoteDialog, manual: Any, crashes: CrashReporter
) -> None:
    dialog.submit()
    manual.fail(ZeroDivisionError("bug"))
    assert crashes._dialog is not None
    assert "ZeroDivisionError" in crashes._dialog.text()
    crashes._dialog.accept()
    assert not dialog.is_busy
    assert dialog.isVisible()


def test_errors_nobody_took_are_told(
    qtbot: QtBot, failures: Failures, crashes: CrashReporter
) -> None:
    failures.unhandled(Refused("M-51", right="freeze"), None)
    failures.unhandled(StorageFailure("offline", "The server does not answer."), None)
    failures.unhandled(PosError("plain"), None)
    shown = {box.text() for box in boxes()}
    assert any("You may not freeze payments." in text for text in shown)
    assert "The server does not answer. Try again when it answers." in shown
    for box in boxes():
        box.close()
    failures.unhandled(KeyError("x"), None)
    assert crashes._dialog is not None
    crashes._dialog.accept()


def test_busy_shows_after_300_ms_only(qtbot: QtBot, dialog: NoteDialog, manual: Any) -> None:
    dialog.submit()
    assert not dialog._progress.isVisible()
    qtbot.waitUntil(dialog._progress.isVisible)
    assert dialog.cursor().shape() is Qt.CursorShape.BusyCursor
    manual.fail(Refused("M-01", value=1))
    assert not dialog._progress.isVisible()


@dataclass(frozen=True, slots=True)
class Line:
    """A draft line."""

    account: str = ""
    name: str = ""


class GridDialog(NoteDialog):
    """A dialog with a grid."""

    def __init__(self, runner: Any, failures: Failures, shortcuts: Shortcuts) -> None:
        super().__init__(runner, failures, shortcuts)
        column = EditColumn(
            "Account",
            lambda r: r.account,
            name="account",
            edit=lambda r: r.account,
            write=lambda r, v: replace(r, account=v),
        )
        self.model: EditableGridModel[Line] = EditableGridModel((column,), blank=Line, parent=self)
        self.grid = GridTable("lines", "Lines")
        self.grid.set_grid(self.model)
        self.body.addWidget(self.grid)
        self.note.setText("x")
        self.sent: list[tuple[Line, ...]] = []

    def build_work(self, confirmed: frozenset[str]) -> Callable[[], Any] | None:
        self.sent.append(self.model.records)
        return super().build_work(confirmed)


def test_use_8_submitting_commits_the_open_cell_and_waits_for_look_ups(
    qtbot: QtBot, manual: Any, failures: Failures, shortcuts: Shortcuts
) -> None:
    dialog = GridDialog(manual, failures, shortcuts)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.grid.edit_cell(0, "account")
    editor = dialog.grid.indexWidget(dialog.grid.currentIndex())
    QTest.keyClicks(editor, "1001")
    tokens: list[Any] = []
    dialog.model.row_edited.connect(lambda row: tokens.append(dialog.model.look_up(row)))
    dialog.submit()
    dialog.submit()
    assert dialog.sent == []
    assert not dialog.submit_button.isEnabled()
    dialog.model.answer(tokens[0], lambda line: replace(line, name="Okafor"))
    assert dialog.sent == [(Line("1001", "Okafor"),)]
    manual.finish()
    assert len(dialog.results) == 1


def test_with_the_real_runner_a_closed_window_still_announces(
    qtbot: QtBot, runner: TaskRunner, failures: Failures, shortcuts: Shortcuts, signals: Any
) -> None:
    dialog = NoteDialog(runner, failures, shortcuts)
    gate, changed = threading.Event(), []
    signals.data_changed.connect(changed.append)

    def serve(_confirmed: frozenset[str]) -> Saved[str]:
        gate.wait(5)
        return Saved("saved", EVENTS)

    dialog.serve = serve
    dialog.note.setText("x")
    dialog.open()
    dialog.submit()
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(dialog, 52)
    gate.set()
    qtbot.waitUntil(lambda: bool(changed))


def test_a_host_without_fields_gets_strips(qtbot: QtBot, failures: Failures) -> None:
    class Page(QWidget):
        def __init__(self) -> None:
            super().__init__()
            self.banner = Banner()

        def show_field_error(self, field: str, sentence: str) -> bool:
            return False

        def show_notice(self, notice: Notice) -> None:
            self.banner.show_notice(notice)

    page = Page()
    qtbot.addWidget(page)
    failures.present(Refused("M-57", field="name", value="x"), page)
    assert page.banner.text() == "Name: x already exists."
    failures.present(PosError("odd"), page)
    assert page.banner.text() == "odd"
    page.banner.deleteLater()
