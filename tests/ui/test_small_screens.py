"""Small screens and large text: nothing is squashed, pages scroll, the panel makes room (taste 7)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from posapp.storage.db import Database
from posapp.ui.pages.account import AccountPage
from posapp.ui.theme import Theme
from posapp.ui.widgets.key_strip import KeyStrip
from posapp.ui.window import MainWindow
from tests.helpers.clock import FixedClock
from tests.helpers.office import DAY, Office, open_office
from tests.helpers.surroundings import settle, surround


@pytest.fixture
def office(sqlite_db: Database, clock: FixedClock) -> Office:
    return open_office(sqlite_db, clock)


@pytest.fixture(params=[100, 125, 150, 200])
def scale(request: pytest.FixtureRequest, theme: Theme) -> Iterator[int]:
    theme.choose("light", request.param)
    yield request.param
    theme.choose("light", 100)


@pytest.fixture
def window(qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, scale: int) -> MainWindow:
    made = MainWindow(surround(office, theme, tmp_path).context)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.start()
    settle()
    return made


def test_taste_7_an_account_page_keeps_its_heights_and_fits_the_width(
    window: MainWindow, office: Office, scale: int
) -> None:
    account = office.account("Ó Súilleabháin, Síle Bríd Ní Mhurchú agus a clann mhór")
    for _ in range(3):
        office.agreement(account, "WATER", (DAY, 39_203_646))
    window.open_page("account", account)
    settle()
    page = window.page
    assert isinstance(page, AccountPage)
    balance = page.head.balances["current_balance"].value_label
    assert balance.height() >= balance.fontMetrics().height()
    assert balance.width() >= balance.fontMetrics().horizontalAdvance("$1,176,109.38")
    area = window.findChild(QScrollArea, "page_scroll")
    assert area is not None
    assert page.width() <= area.viewport().width()
    assert window.width() == 1366
    assert page.take.height() >= page.take.fontMetrics().height()


def test_the_panel_is_there_where_it_has_room(window: MainWindow, scale: int) -> None:
    assert window.panel.isVisible() == (scale <= 125)
    window.resize(900, 600)
    settle()
    assert not window.panel.isVisible()
    assert window.width() == 900


def test_keys_that_do_not_fit_are_left_out_whole(window: MainWindow, scale: int) -> None:
    page = window.page
    assert page is not None
    (strip,) = page.findChildren(KeyStrip)
    pairs = strip._pairs
    shown = [pair for pair in pairs if pair.isVisible()]
    assert shown
    assert shown == pairs[: len(shown)]
    assert all(pair.width() >= pair.sizeHint().width() for pair in shown)
