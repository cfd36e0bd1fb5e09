"""Sign-in: what is typed, what is answered, and that nothing is lost while the program loads."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posapp.domain.rights import Actor
from posapp.errors import Refused, StorageFailure
from posapp.storage.db import Database
from posapp.ui.crash import CrashReporter
from posapp.ui.dialogs.sign_in import SignInWindow
from posapp.ui.sign_in_check import Entered, SignInCheck
from posapp.ui.tasks import InlineRunner
from posapp.ui.texts import Texts
from tests.helpers.clock import FixedClock
from tests.helpers.office import Office, open_office
from tests.ui.conftest import ManualRunner

# Work begins when the window is painted.
pytestmark = pytest.mark.dressed

PASSWORD = "a long enough secret"


def same(text: str) -> str:
    return text


@pytest.fixture
def window(qtbot: QtBot) -> SignInWindow:
    made = SignInWindow(same)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.painted):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def office(sqlite_db: Database, clock: FixedClock) -> Office:
    office = open_office(sqlite_db, clock)
    roles = office.cashier.roles
    office.services.users.add("amara", "Amara Osei", PASSWORD, roles, office.actors["setup"])
    return office


class Door:
    """The sign-in over a real office."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.asked: list[str] = []
        self.let_in: list[Entered] = []
        self.broken: Exception | None = None

    def sign_in(self, login: str, password: str) -> Entered:
        self.asked.append(login)
        if self.broken is not None:
            raise self.broken
        actor = self.office.services.users.sign_in(login, password, workstation="WS1")
        return Entered(actor, self.office.services.setup())


@pytest.fixture
def door(
    window: SignInWindow, office: Office, inline: InlineRunner, texts: Texts, crashes: CrashReporter
) -> Door:
    made = Door(office)
    check = SignInCheck(window.form, inline, texts, crashes, made.sign_in)
    check.entered.connect(made.let_in.append)
    return made


def type_in(qtbot: QtBot, window: SignInWindow, login: str, password: str) -> None:
    qtbot.keyClicks(window.form.login, login)
    qtbot.keyClick(window.form.login, Qt.Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), password)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def test_enter_after_the_name_goes_on_to_the_password_and_scolds_nobody(
    qtbot: QtBot, window: SignInWindow, door: Door
) -> None:
    qtbot.keyClicks(window.form.login, "amara")
    qtbot.keyClick(window.form.login, Qt.Key.Key_Return)
    assert window.form.password.hasFocus()
    assert (window.form.error("login"), window.form.error("password")) == ("", "")
    assert door.asked == []


def test_name_enter_password_enter_signs_in(qtbot: QtBot, window: SignInWindow, door: Door) -> None:
    assert window.form.login.hasFocus()
    type_in(qtbot, window, "amara", PASSWORD)
    (entered,) = door.let_in
    assert isinstance(entered.actor, Actor)
    assert (entered.actor.name, entered.actor.workstation) == ("Amara Osei", "WS1")
    assert entered.setup.installation.currency == "USD"
    assert not window.form.is_busy


@pytest.mark.parametrize(("login", "password"), [("amara", "wrong secret"), ("nobody", PASSWORD)])
def test_b3_wrong_password_and_unknown_user_get_the_same_sentence_at_the_field(
    qtbot: QtBot, window: SignInWindow, door: Door, login: str, password: str
) -> None:
    type_in(qtbot, window, login, password)
    assert door.let_in == []
    assert window.form.error("password") == "User name or password is wrong."
    # What was typed stays and is marked, so the next try types over it.
    assert window.form.password.selectedText()
    assert window.form.password.hasFocus()
    assert window.form.password.accessibleDescription() == "User name or password is wrong."


def test_b3_after_many_wrong_passwords_the_wait_is_said(
    qtbot: QtBot, window: SignInWindow, door: Door
) -> None:
    type_in(qtbot, window, "amara", "wrong secret")
    for _ in range(3):
        window.form.submit()
    assert "Too many wrong passwords" in window.form.message.text()
    assert door.let_in == []


def test_the_right_password_after_a_wrong_one_signs_in(
    qtbot: QtBot, window: SignInWindow, door: Door
) -> None:
    type_in(qtbot, window, "amara", "wrong secret")
    qtbot.keyClicks(window.form.password, PASSWORD)
    qtbot.keyClick(window.form.password, Qt.Key.Key_Return)
    assert [entered.actor.login for entered in door.let_in] == ["amara"]
    assert window.form.error("password") == ""


def test_a_missing_name_is_said_and_nothing_is_asked(
    qtbot: QtBot, window: SignInWindow, door: Door
) -> None:
    qtbot.keyClick(window.form.login, Qt.Key.Key_Return)
    assert window.form.error("login") == "Enter your user name."
    window.form.login.setText("amara")
    window.form.password.setFocus()
    qtbot.keyClick(window.form.password, Qt.Key.Key_Return)
    assert window.form.error("password") == "Enter your password."
    assert door.asked == []


def test_a_database_that_does_not_answer_is_said_and_the_same_can_be_sent_again(
    qtbot: QtBot, window: SignInWindow, door: Door
) -> None:
    door.broken = StorageFailure("locked", "posapp.db: another program keeps it busy.")
    type_in(qtbot, window, "amara", PASSWORD)
    assert window.form.message.text() == (
        "posapp.db: another program keeps it busy. Wait a moment, then try again."
    )
    assert window.form.message.isVisible()
    door.broken = None
    window.form.submit()
    assert len(door.let_in) == 1
    assert not window.form.message.isVisible()


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("missing", "posapp db init"),
        ("damaged", "posapp db restore"),
        ("full", "Make room"),
        ("read_only", "right to write"),
        ("offline", "when it answers"),
    ],
)
def test_each_storage_failure_says_what_to_do(
    window: SignInWindow, door: Door, kind: str, says: str
) -> None:
    door.broken = StorageFailure(kind, "x.db: it does not work.")
    window.fill("amara", PASSWORD)
    assert says in window.form.message.text()


def test_submit_once_while_an_answer_is_awaited(
    window: SignInWindow, office: Office, manual: ManualRunner, texts: Texts, crashes: CrashReporter
) -> None:
    door = Door(office)
    check = SignInCheck(window.form, manual, texts, crashes, door.sign_in)
    check.entered.connect(door.let_in.append)
    window.fill("amara", PASSWORD)
    window.form.submit()
    assert len(manual.jobs) == 1
    assert not window.form.submit_button.isEnabled()
    assert window.form.password.isReadOnly()
    manual.fail(Refused("M-52", field="password"))
    assert window.form.submit_button.isEnabled()
    assert window.form.password.text() == PASSWORD


def test_what_is_sent_before_the_program_is_loaded_waits_for_it(window: SignInWindow) -> None:
    window.fill("amara", PASSWORD)
    assert window.form.is_busy
    assert window.form.credentials == ("amara", PASSWORD)


def test_escape_and_quit_close(qtbot: QtBot, window: SignInWindow) -> None:
    with qtbot.waitSignal(window.closed):
        qtbot.keyClick(window.form.password, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_a_known_name_leaves_only_the_password_to_type(qtbot: QtBot) -> None:
    made = SignInWindow(same, login="amara")
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.form.password.hasFocus)


def test_use_9_fields_have_names_for_people_and_for_tests(window: SignInWindow) -> None:
    form = window.form
    assert [(one.objectName(), one.accessibleName()) for one in (form.login, form.password)] == [
        ("login", "User"),
        ("password", "Password"),
    ]
    spoken = QAccessible.queryAccessibleInterface(form.password)
    assert spoken.state().passwordEdit


def test_the_tab_order_is_name_password_sign_in_quit(qtbot: QtBot, window: SignInWindow) -> None:
    seen = []
    for _ in range(4):
        seen.append(QApplication.focusWidget().objectName())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert seen == ["login", "password", "submit", "cancel"]


def test_what_a_long_sentence_says_can_be_read_in_full(window: SignInWindow) -> None:
    window.form.show_message("The server cannot be reached. " * 6)
    label = window.form.message
    assert label.height() >= label.heightForWidth(label.width())
