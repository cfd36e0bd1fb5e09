"""Admin > Database of this computer: proved by keys before it is saved (S1, D-44)."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from posapp.settings import load
from posapp.ui.pages.database import SERVER, DatabasePage
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

F4, F9 = Qt.Key.Key_F4, Qt.Key.Key_F9


@pytest.fixture
def admins(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> tuple[MainWindow, DatabasePage]:
    desk = surround(office, theme, tmp_path, office.actors["admin"])
    window = show_window(qtbot, desk.context, keys)
    window.open_page("database", 0)
    settle()
    page = window.page
    assert isinstance(page, DatabasePage)
    return window, page


def said(page: DatabasePage) -> str:
    return " ".join(one.text for one in page.notices)


def test_nothing_is_saved_before_a_test_passed(
    admins: tuple[MainWindow, DatabasePage],
    keys: Keyboard,
    sqlite_url: str,
    tmp_path: Path,
) -> None:
    window, page = admins
    begun: list[None] = []
    window.context.signals.restart_wanted.connect(lambda: begun.append(None))
    page.path.setText(sqlite_url)
    keys.press(F9)
    assert "Test the connection first" in said(page)
    keys.press(F4)
    assert "The connection works" in said(page)
    assert page.table.model().rowCount() == 3
    page.path.setText(sqlite_url + "x")
    keys.press(F9)
    assert "Test the connection first" in said(page)
    page.path.setText(sqlite_url)
    keys.press(F4, F9)
    assert "Saved" in said(page)
    assert load(tmp_path / "settings.toml").database_url == sqlite_url
    (notice,) = page.notices
    assert notice.on_action is not None
    notice.on_action()
    assert begun == [None]


def test_what_is_wrong_stands_at_its_field_and_the_own_database_is_not_away(
    admins: tuple[MainWindow, DatabasePage], keys: Keyboard, tmp_path: Path
) -> None:
    window, page = admins
    page.kind.select(SERVER)
    page._on_kind(SERVER)
    keys.press(F4)
    assert "name of the server" in page.form.errors()["hosts"]
    page.hosts.setText("127.0.0.1")
    page.port.setText("1")
    page.user.setText("cash")
    page.tls.select("disable")
    keys.press(F4)
    assert list(page.form.errors()) == ["port"]
    assert not window.line.is_away
    assert page.hosts.text() == "127.0.0.1"
    assert not (tmp_path / "settings.toml").exists()


def test_d44_a_cashier_sees_no_way_to_it(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path
) -> None:
    desk = surround(office, theme, tmp_path)
    page = DatabasePage(desk.context)
    qtbot.addWidget(page)
    assert page.test_button.isHidden()
    assert page.save_button.isHidden()


@pytest.mark.postgres
def test_a_server_shows_what_was_found_line_by_line(
    admins: tuple[MainWindow, DatabasePage], keys: Keyboard, postgres_url: str
) -> None:
    _window, page = admins
    page.kind.select(SERVER)
    page._on_kind(SERVER)
    place, _, folder = postgres_url.partition("?host=")
    page.hosts.setText(folder)
    page.name.setText(place.rpartition("/")[2])
    page.user.setText("postgres")
    page.tls.select("prefer")
    keys.press(F4)
    assert "The connection works" in said(page)
    names = [line.name for line in page.table.model().records]  # type: ignore[attr-defined]
    assert names == ["Server", "Tables", "Distance", "Rights", "Clock", "Line"]
