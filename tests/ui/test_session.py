"""A user's session: lock with the work kept, other users, sign-out, quit, remembered places."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from posapp.app.program import Program
from posapp.domain.ids import new_request_id
from posapp.domain.topics import Topic
from posapp.domain.user_edits import UserChange
from posapp.settings import WorkstationSettings, load
from posapp.storage.db import Database
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.lock import Cover, LockDialog
from posapp.ui.dialogs.open_tender_control import OpenTenderControlDialog
from posapp.ui.dialogs.preferences import PreferencesDialog
from posapp.ui.idle import LONGEST_SESSION, IdleWatch
from posapp.ui.session import Session
from posapp.ui.tasks import InlineRunner
from posapp.ui.theme import Theme
from posapp.ui.widgets.choice_box import ChoiceBox
from posapp.ui.window import MainWindow
from tests.helpers.clock import FixedClock
from tests.helpers.office import Office, open_office
from tests.helpers.surroundings import Keyboard, settle

pytestmark = pytest.mark.usefixtures("quick_hashes")
PASSWORD = "a long enough secret"
ENTER, ESC, F9 = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F9
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def office(sqlite_db: Database, clock: FixedClock) -> Office:
    office = open_office(sqlite_db, clock)
    admin, roles = office.actors["setup"], office.cashier.roles
    for login, name in (("amara", "Amara Osei"), ("ben", "Ben Park")):
        office.services.users.add(login, name, PASSWORD, roles, admin)
    return office


@pytest.fixture
def program(
    qapp: QApplication, theme: Theme, office: Office, sqlite_url: str, tmp_path: Path
) -> Iterator[Program]:
    made = Program(
        qapp,
        theme,
        sqlite_url,
        WorkstationSettings(station_name="WS7", idle_lock_minutes=7),
        clock=office.clock,
        config=tmp_path / "config",
        runner=InlineRunner,
    )
    yield made
    made.close()
    settle()


@pytest.fixture
def session(qtbot: QtBot, program: Program) -> Session:
    return enter(qtbot, program)


def enter(qtbot: QtBot, program: Program, login: str = "amara") -> Session:
    program.begin(program.backend.sign_in(login, PASSWORD))
    session = cast("Session", program.session)
    session.window.activateWindow()
    qtbot.waitUntil(session.window.isActiveWindow)
    settle()
    return session


def lock_of(session: Session) -> LockDialog:
    dialog = session.lock.dialog
    assert dialog is not None
    return dialog


def covers(window: QWidget) -> list[Cover]:
    return [one for one in window.findChildren(Cover) if one.isVisible()]


def test_ctrl_l_covers_the_window_and_the_right_password_gives_it_back(
    session: Session, office: Office
) -> None:
    keys, window = Keyboard(), session.window
    keys.home = window
    window.open_page("account", office.account("Okafor, Ngozi"))
    page = window.page
    window.header.search.setText("elm str")
    window.to_search()
    title = window.windowTitle()
    keys.press((CTRL, Qt.Key.Key_L))
    (cover,) = covers(window)
    assert cover.geometry() == window.rect()
    # Neither the page nor the window's title names the customer.
    assert window.windowTitle() == "posapp"
    assert "Okafor" in title
    keys.type(PASSWORD)
    keys.press(ENTER)
    assert not session.lock.is_locked
    assert covers(window) == []
    assert window.page is page
    assert (window.windowTitle(), window.header.search.text()) == (title, "elm str")
    assert window.header.search.hasFocus()


def test_escape_close_and_a_wrong_password_do_not_unlock(session: Session) -> None:
    session.engage_lock()
    keys, dialog = Keyboard(), lock_of(session)
    keys.press(ESC)
    dialog.close()
    assert dialog.isVisible()
    keys.type("wrong secret")
    keys.press(ENTER)
    assert session.lock.is_locked
    assert dialog.form.error("password") == "User name or password is wrong."


def test_b3_who_is_deactivated_is_locked_out_of_an_open_window(
    session: Session, program: Program, office: Office
) -> None:
    admin, edits = office.actors["admin"], office.services.user_edits
    edits.change(session.context.actor.user_id, UserChange(name="A"), new_request_id(), admin)
    program.signals.data_changed.emit(frozenset({Topic.USERS}))
    settle()
    assert not session.lock.is_locked
    edits.change(session.context.actor.user_id, UserChange(active=False), new_request_id(), admin)
    program.signals.data_changed.emit(frozenset({Topic.USERS}))
    settle()
    assert session.lock.is_locked
    keys, dialog = Keyboard(), lock_of(session)
    keys.type(PASSWORD)
    keys.press(ENTER)
    assert session.lock.is_locked
    assert dialog.form.error("password") == "User name or password is wrong."


def test_the_lock_blocks_every_other_window(session: Session) -> None:
    session.engage_lock()
    assert lock_of(session).windowModality() is Qt.WindowModality.ApplicationModal
    assert QApplication.activeModalWidget() is lock_of(session)


def test_b3_a_half_made_dialog_is_covered_and_goes_on_as_it_was(session: Session) -> None:
    session.window.commands.open_drawer()
    settle()
    (dialog,) = session.window.findChildren(OpenTenderControlDialog)
    dialog.starting_balance.setText("123.40")
    session.engage_lock()
    assert covers(dialog)
    keys = Keyboard()
    keys.type(PASSWORD)
    keys.press(ENTER)
    assert covers(dialog) == []
    assert dialog.isVisible()
    assert dialog.starting_balance.text() == "123.40"


def test_b3_ctrl_l_locks_from_a_dialog_and_from_a_question_over_it(session: Session) -> None:
    session.window.commands.open_drawer()
    settle()
    (dialog,) = session.window.findChildren(OpenTenderControlDialog)
    keys = Keyboard()
    keys.type("5")
    keys.press(ENTER)
    for wanted in (dialog, None):
        keys.press((CTRL, Qt.Key.Key_L))
        assert session.lock.is_locked
        assert covers(dialog)
        keys.type(PASSWORD)
        keys.press(ENTER)
        assert not session.lock.is_locked
        assert dialog.facts.text("float") == "$500.00"
        if wanted is dialog:
            # The question whether to throw the count away is covered too.
            keys.press(ESC)
            (question,) = dialog.findChildren(ConfirmDialog)
            assert question.isVisible()


def test_b3_a_question_that_opens_behind_the_lock_is_covered_and_cannot_be_answered(
    session: Session,
) -> None:
    session.engage_lock()
    keys = Keyboard()
    keys.type("a long")
    question = ConfirmDialog(["Okafor, Ngozi pays twice."], session.window, yes_key="F9")
    question.setWindowTitle("Okafor, Ngozi")
    answers: list[int] = []
    question.finished.connect(answers.append)
    question.open()
    settle()
    assert covers(question)
    assert question.windowTitle() == "posapp"
    assert QApplication.activeModalWidget() is lock_of(session)
    keys.press(F9, ENTER)
    question.setWindowTitle("Okafor, Ngozi pays")
    assert question.windowTitle() == "posapp"
    assert answers == []
    assert session.lock.is_locked
    # What was typed before the question came is still there.
    assert lock_of(session).form.password.text() == "a long"
    lock_of(session).form.password.setText(PASSWORD)
    keys.press(ENTER)
    assert not session.lock.is_locked
    assert covers(question) == []
    assert question.windowTitle() == "Okafor, Ngozi pays"
    keys.press(F9)
    assert answers == [ConfirmDialog.DialogCode.Accepted]


def test_b3_a_title_that_changes_behind_the_lock_names_nobody(
    session: Session, office: Office
) -> None:
    session.engage_lock()
    session.window.open_page("account", office.account("Okafor, Ngozi"))
    settle()
    assert session.window.windowTitle() == "posapp"
    lock_of(session).form.password.setText(PASSWORD)
    Keyboard().press(ENTER)
    assert "Okafor" in session.window.windowTitle()


def test_the_cover_follows_the_size_of_its_window(session: Session) -> None:
    session.engage_lock()
    (cover,) = covers(session.window)
    session.window.resize(1200, 700)
    settle()
    assert cover.size() == session.window.size()


def test_b3_another_user_takes_over_by_keys_where_nothing_is_open(
    program: Program, session: Session
) -> None:
    """Menu key, name, password: no question and no mouse (fast user switch)."""
    keys = Keyboard()
    keys.home = session.window
    keys.press((CTRL | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_L))
    assert session.lock.is_locked
    assert lock_of(session).form.login.text() == ""
    # It promises no more than what the question after the sign-in holds.
    (says,) = [one.text() for one in lock_of(session).findChildren(QLabel) if "works" in one.text()]
    assert "until somebody else signs in" in says
    assert "kept as it is" not in says
    keys.type("ben")
    keys.press(Qt.Key.Key_Tab)
    keys.type(PASSWORD)
    keys.press(ENTER)
    assert program.session is not None
    assert program.session is not session
    assert program.session.context.actor.login == "ben"
    assert program.session.context.actor.workstation == "WS7"
    assert not program.session.lock.is_locked


def test_b3_who_wanted_to_switch_may_stay(program: Program, session: Session) -> None:
    session.window.commands.switch_user()
    form = lock_of(session).form
    form.login.setText("amara")
    form.password.setText(PASSWORD)
    form.submit()
    assert not session.lock.is_locked
    assert program.session is session


def test_b3_a_dialog_that_is_typed_into_is_asked_about_before_it_is_closed(
    qtbot: QtBot, program: Program, session: Session
) -> None:
    session.window.commands.open_drawer()
    settle()
    keys = Keyboard()
    keys.type("5")
    keys.press(ENTER)
    assert session.window.leaving.has_work
    keys.press((CTRL | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_L))
    qtbot.waitUntil(lambda: session.lock.is_locked)
    form = lock_of(session).form
    form.login.setText("ben")
    form.password.setText(PASSWORD)
    form.submit()
    (question,) = lock_of(session).findChildren(ConfirmDialog)
    assert "Amara Osei is signed in" in question.accessibleDescription()
    keys = Keyboard()
    keys.press(ESC)
    assert session.lock.is_locked
    assert program.session is session
    form.submit()
    keys.press(F9)
    assert program.session is not session
    assert program.session is not None
    assert program.session.context.actor.login == "ben"
    assert program.session.context.actor.workstation == "WS7"
    assert not program.session.lock.is_locked


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def watch(qtbot: QtBot, seconds: Seconds) -> Iterator[IdleWatch]:
    made = IdleWatch(5, seconds=seconds)
    made.start()
    yield made
    made.stop()
    made.deleteLater()


def test_t6_idleness_expires_after_the_set_minutes_and_not_before(
    qtbot: QtBot, watch: IdleWatch, seconds: Seconds
) -> None:
    seconds.at += 299
    with qtbot.assertNotEmitted(watch.expired):
        watch.look()
    seconds.at += 1
    with qtbot.waitSignal(watch.expired):
        watch.look()


@pytest.mark.parametrize("kind", [QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.Wheel])
def test_t6_every_touch_begins_the_time_anew(
    qtbot: QtBot, watch: IdleWatch, seconds: Seconds, kind: QEvent.Type
) -> None:
    seconds.at += 299
    watch.eventFilter(watch, QEvent(kind))
    seconds.at += 299
    with qtbot.assertNotEmitted(watch.expired):
        watch.look()


def test_t6_a_real_move_of_the_mouse_reaches_the_watch(
    qtbot: QtBot, watch: IdleWatch, seconds: Seconds
) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    seconds.at += 299
    handle = widget.windowHandle()
    place = QPoint(3, 3).toPointF()
    none = Qt.MouseButton.NoButton
    keys = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(
        handle, QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, keys)
    )
    seconds.at += 299
    with qtbot.assertNotEmitted(watch.expired):
        watch.look()


def test_b3_a_session_ends_after_twelve_hours_of_work(
    qtbot: QtBot, watch: IdleWatch, seconds: Seconds
) -> None:
    seconds.at += LONGEST_SESSION.total_seconds()
    watch.touch()
    with qtbot.waitSignal(watch.expired):
        watch.look()


def test_the_shorter_time_of_office_and_workstation_holds(session: Session) -> None:
    assert session.context.setup.installation.idle_lock_minutes == 10
    assert session.idle.minutes == 7


def test_idleness_locks_the_session(session: Session) -> None:
    session.idle.expired.emit()
    assert session.lock.is_locked


def test_sign_out_leads_back_to_the_sign_in(program: Program, session: Session) -> None:
    session.window.commands.sign_out()
    settle()
    assert program.session is None
    assert program.sign_in is not None
    assert program.sign_in.isVisible()
    assert program.sign_in.form.login.text() == ""
    program.sign_in.fill("ben", PASSWORD)
    settle()
    assert program.session is not None
    assert program.sign_in is None
    assert program.session.window.isVisible()


def test_who_comes_next_types_the_own_name(program: Program, session: Session) -> None:
    session.window.commands.sign_out()
    assert program.sign_in is not None
    program.sign_in.fill("ben", PASSWORD)
    assert program.session is not None
    program.session.window.commands.sign_out()
    settle()
    assert program.sign_in is not None
    assert program.sign_in.form.login.text() == ""
    assert program.sign_in.form.password.text() == ""


def test_quit_ends_the_program(qtbot: QtBot, session: Session) -> None:
    with qtbot.waitSignal(session.quit):
        session.window.commands.quit()


def test_use_7_size_is_remembered_for_each_user(qtbot: QtBot, program: Program) -> None:
    first = enter(qtbot, program)
    # The test screen is narrow, so the height tells.
    first.window.resize(QSize(1024, 655))
    second = enter(qtbot, program, "ben")
    assert second.window.height() != 655
    again = enter(qtbot, program)
    assert again.window.height() == 655


def test_preferences_switch_the_theme_at_once_and_are_written(
    session: Session, program: Program, tmp_path: Path, theme: Theme
) -> None:
    session.window.commands.show_preferences()
    settle()
    (dialog,) = session.window.findChildren(PreferencesDialog)
    choice = dialog.field("theme")
    assert isinstance(choice, ChoiceBox)
    choice.select("dark")
    Keyboard().press(F9)
    assert theme.tokens.name == "dark"
    assert load(tmp_path / "config" / "settings.toml").theme == "dark"
    assert program.settings.theme == "dark"


def test_preferences_say_at_the_field_what_is_wrong(session: Session, tmp_path: Path) -> None:
    session.window.commands.show_preferences()
    settle()
    (dialog,) = session.window.findChildren(PreferencesDialog)
    dialog.field("text_scale").setText("900")
    dialog.submit()
    row = dialog.tabs.currentWidget().findChild(QWidget, "text_scale").parentWidget()
    assert row.error == "Text size (%): 900 must be between 80 and 200."
    assert dialog.field("text_scale").text() == "900"
    dialog.field("text_scale").setText("110")
    dialog.field("key_search").setText("F5")
    dialog.submit()
    assert "used for two actions" in dialog.banner.text()
    assert not (tmp_path / "config" / "settings.toml").exists()


def test_a_window_with_a_write_under_way_waits_for_it(qtbot: QtBot, session: Session) -> None:
    left = [1]
    window = MainWindow(session.context, pending=lambda: left[0])
    qtbot.addWidget(window)
    window.show()
    window.close()
    assert window.isVisible()
    left[0] = 0
    with qtbot.waitSignal(window.closed):
        window.on_drained()
    assert not window.isVisible()


def test_10_2_a_supervisor_begins_with_all_drawers(
    qtbot: QtBot, program: Program, office: Office
) -> None:
    roles, admin = office.supervisor.roles, office.actors["setup"]
    office.services.users.add("dana", "Dana White", PASSWORD, roles, admin)
    window = enter(qtbot, program, "dana").window
    assert window.page is not None
    assert window.page.KIND == "supervisor"
    window.back()
    settle()
    assert window.page.KIND == "home"
