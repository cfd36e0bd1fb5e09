"""The page of users by keys (D-44), and what a deactivated user can still do (B.3)."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posapp.domain.codes import Role
from posapp.domain.ids import new_request_id
from posapp.domain.user_edits import UserLine
from posapp.errors import Refused
from posapp.ui.dialogs.user import OwnPasswordDialog, UserDialog
from posapp.ui.pages.users import UsersPage
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.euros import allow_euros
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

TAB, F9, F4, INS = Qt.Key.Key_Tab, Qt.Key.Key_F9, Qt.Key.Key_F4, Qt.Key.Key_Insert
SPACE, DOWN = Qt.Key.Key_Space, Qt.Key.Key_Down
PASSWORD = "correct horse battery"


@pytest.fixture
def window(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> MainWindow:
    desk = surround(office, theme, tmp_path, actor=office.actors["admin"])
    return show_window(qtbot, desk.context, keys)


@pytest.fixture
def page(window: MainWindow) -> UsersPage:
    action = window.findChild(QAction, "admin_users")
    assert action is not None
    action.trigger()
    settle()
    assert isinstance(window.page, UsersPage)
    return window.page


def listed(page: UsersPage) -> dict[str, UserLine]:
    return {one.login: one for one in page.table.record_model().records}


def test_d44_a_user_is_added_changed_and_given_a_password_by_keys(
    page: UsersPage, office: Office, keys: Keyboard
) -> None:
    keys.press(INS)
    keys.type("aaron")
    keys.press(TAB)
    keys.type("Aaron Q")
    keys.press(TAB, SPACE, *[TAB] * 6)
    keys.type(PASSWORD)
    keys.press(TAB)
    keys.type("something else")
    keys.press(F9)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert "differ" in dialog.form.errors()["password_again"]  # type: ignore[attr-defined]
    keys.press((Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_A))
    keys.type(PASSWORD)
    keys.press(F9)
    assert QApplication.activeModalWidget() is None
    user = listed(page)["aaron"]
    assert (user.name, user.roles) == ("Aaron Q", {Role.CASHIER})
    assert office.services.users.sign_in("aaron", PASSWORD).user_id == user.id
    assert page.table.select_line(0) is None
    keys.press(F4)
    keys.press(*[TAB] * 7, DOWN, F9)
    assert not listed(page)["aaron"].active
    with pytest.raises(Refused, match="M-52"):
        office.services.users.sign_in("aaron", PASSWORD)


def test_d44_m155_the_last_administrator_is_told_at_the_field(
    page: UsersPage, office: Office, keys: Keyboard
) -> None:
    logins = [one.login for one in page.table.record_model().records]
    page.table.select_line(logins.index("admin"))
    keys.press(F4)
    keys.press(*[TAB] * 7, DOWN, F9)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert "last active administrator" in dialog.form.errors()["active"]  # type: ignore[attr-defined]
    dialog.give_up()  # type: ignore[attr-defined]
    assert listed(page)["admin"].active
    assert office.services.user_edits.is_active(office.actors["admin"])


def test_b3_the_own_password_is_changed_from_the_menu(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    users, admin = office.services.users, office.actors["admin"]
    office.services.user_edits.set_password(admin.user_id, PASSWORD, new_request_id(), admin)
    action = window.findChild(QAction, "file_change_my_password")
    assert action is not None
    action.trigger()
    settle()
    keys.type("wrong")
    keys.press(TAB)
    keys.type("quite another secret")
    keys.press(TAB)
    keys.type("quite another secret")
    keys.press(F9)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, OwnPasswordDialog)
    assert dialog.form.errors()["present_password"]
    keys.press((Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_A))
    keys.type(PASSWORD)
    keys.press(F9)
    assert QApplication.activeModalWidget() is None
    assert users.sign_in(admin.login, "quite another secret").user_id == admin.user_id


def test_ts06_the_drawer_of_a_user_can_be_taken_away(
    page: UsersPage, office: Office, keys: Keyboard
) -> None:
    kim = office.services.users.add(
        "kim", "Kim", PASSWORD, frozenset({Role.CASHIER}), office.actors["admin"],
        source="CASH-A01",
    ).value  # fmt: skip
    page.load()
    settle()
    logins = [one.login for one in page.table.record_model().records]
    page.table.select_line(logins.index("kim"))
    keys.press(F4)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, UserDialog)
    (box,) = [one for one in dialog.drawers.values() if one.value()]
    assert box.value() == "CASH-A01"
    box.select("")
    keys.press(F9)
    assert listed(page)["kim"].sources == ()
    assert listed(page)["kim"].id == kim


def test_ts06_a_new_user_gets_a_drawer_of_each_currency(
    page: UsersPage, office: Office, keys: Keyboard
) -> None:
    allow_euros(office)
    page.context.snapshot.current = office.services.setup()
    keys.press(INS)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, UserDialog)
    assert list(dialog.drawers) == ["USD", "EUR"]
    keys.type("nora")
    dialog.roles.boxes[Role.CASHIER].setChecked(True)
    for currency, letter in (("USD", "C"), ("EUR", "E")):
        dialog.drawers[currency].setFocus()
        keys.type(letter)
    dialog.passwords.first.setFocus()  # type: ignore[union-attr]
    keys.type(PASSWORD)
    keys.press(TAB)
    keys.type(PASSWORD)
    keys.press(F9)
    assert QApplication.activeModalWidget() is None
    assert listed(page)["nora"].sources == ("CASH-A01", "EUR-A")
