"""Admin > Copies: made, proved and put back from the window (R4, F21)."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from posapp.app.program import Program
from posapp.domain.rights import Right
from posapp.domain.upkeep import CopyReason
from posapp.errors import Refused
from posapp.settings import WorkstationSettings
from posapp.storage.triggers import drop_statements
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.pages.copies import CopiesPage
from posapp.ui.theme import Theme
from posapp.ui.tokens import Tone
from posapp.ui.window import MainWindow
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

PASSWORD = "a long enough secret"
F4, F9 = Qt.Key.Key_F4, Qt.Key.Key_F9
CTRL_R = (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_R)


@pytest.fixture
def window(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> MainWindow:
    context = surround(office, theme, tmp_path, actor=office.actors["admin"]).context
    return show_window(qtbot, context, keys)


def opened(window: MainWindow) -> CopiesPage:
    window.open_page("copies", 0)
    settle()
    page = window.page
    assert isinstance(page, CopiesPage)
    return page


def test_a_copy_is_made_proved_and_wanted_back_after_one_question(
    window: MainWindow, keys: Keyboard
) -> None:
    page = opened(window)
    assert not page.put_back.isEnabled()
    keys.press(F9)
    settle()
    assert page.notices[-1].tone is Tone.GREEN
    copy = page.table.current_record()
    assert (copy.reason, copy.proved) == ("hand", True)
    keys.press(F4)
    settle()
    assert "passes every check" in page.notices[-1].text
    asked: list[tuple[Path, str]] = []
    window.context.signals.restore_wanted.connect(lambda path, by: asked.append((path, by)))
    keys.press(CTRL_R)
    settle()
    question = QApplication.activeModalWidget()
    assert isinstance(question, ConfirmDialog)
    assert asked == []
    keys.press(F9)
    settle()
    assert asked == [(copy.path, window.context.actor.login)]


def test_r4_a_copy_that_does_not_pass_is_not_put_back(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    with office.db.begin() as s:
        for statement in drop_statements("sqlite"):
            s.execute(text(statement))
        s.execute(text("UPDATE app_user SET office = office"))
    page = opened(window)
    keys.press(F9)
    settle()
    assert page.notices[-1].tone is Tone.RED
    assert "thrown away" in page.notices[-1].text
    assert not page.put_back.isEnabled()


def test_who_is_no_administrator_puts_nothing_back(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path
) -> None:
    assert not office.supervisor.may(Right.RESTORE)
    page = CopiesPage(surround(office, theme, tmp_path, actor=office.supervisor).context)
    qtbot.addWidget(page)
    assert page.put_back.isHidden()
    assert page.prove.isHidden()
    assert not page.make.isHidden()


def test_r4_a_copy_is_put_back_from_the_window_and_the_sign_in_says_so(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path
) -> None:
    """Real files, a real worker: who came after the copy is not there any more."""
    app, path = QApplication.instance(), office.db.path
    assert isinstance(app, QApplication)
    assert path is not None
    services, admin = office.services, office.actors["admin"]
    services.users.add("amara", "Amara Osei", PASSWORD, office.cashier.roles, admin)
    made = services.copies.make(CopyReason.HAND, admin)
    assert made is not None
    services.users.add("later", "Came Later", PASSWORD, office.cashier.roles, admin)
    office.db.dispose()
    program = Program(
        app, theme, str(path), WorkstationSettings(), clock=office.clock, config=tmp_path
    )
    program.begin(program.backend.sign_in("later", PASSWORD))
    program.signals.restore_wanted.emit(Path(made.place), "adm")
    qtbot.waitUntil(
        lambda: program.sign_in is not None and program.sign_in.isEnabled(), timeout=60_000
    )
    assert program.sign_in is not None
    assert "The copy is in place" in program.sign_in.form.message.text()
    frame = program.sign_in.form.message.parentWidget()
    assert frame.property("tone") == "green", "what went well is no error"
    assert program.session is None
    with pytest.raises(Refused):
        program.backend.sign_in("later", PASSWORD)
    entered = program.backend.sign_in("amara", PASSWORD)
    assert entered.actor.login == "amara"
    note = program.backend.services.copies.last_restored(admin)
    assert note is not None
    assert (note.says, note.place) == ("by adm", made.place)
    assert len(list(path.parent.glob("*-replaced.db"))) == 1
    program.close()
    settle()
