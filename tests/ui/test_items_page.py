"""The list of all payable items at the window (IT-4, IT-5)."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from posapp.domain.codes import ItemState
from posapp.domain.items import ItemListed
from posapp.ui.pages.item import ItemPage
from posapp.ui.pages.items import ItemsPage
from posapp.ui.theme import Theme
from tests.helpers.checkouts import person, submit
from tests.helpers.items import issue
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround


def numbers(page: ItemsPage) -> list[str]:
    model = page.table.record_model()
    assert model is not None
    found = [model.record(row) for row in range(model.rowCount())]
    return [one.number for one in found if isinstance(one, ItemListed)]


def test_it5_items_of_all_accounts_by_keys(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    """By the menu, narrowed by what is typed, and Enter opens the item."""
    account, other = person(office), person(office, name="Mensah, Kofi")
    held = issue(office, account, cents=5000, number="P-1")
    issue(office, account, cents=700, number="P-2")
    issue(office, other, "LOCKER", 900, number="L-1")
    submit(office, account, held.id)
    window = show_window(qtbot, surround(office, theme, tmp_path).context, keys)
    action = window.findChild(QAction, "reports_payable_items")
    assert action is not None
    action.trigger()
    settle()
    page = window.page
    assert isinstance(page, ItemsPage)
    QAbstractItemModelTester(page.table.model(), page)
    assert numbers(page) == ["L-1", "P-2", "P-1"]
    assert "3 items \u00b7 $66.00 due of 3 items" in page.about.text()
    keys.type("p-")
    keys.press(Qt.Key.Key_Return)
    settle()
    assert numbers(page) == ["P-2", "P-1"]
    page.state.select(ItemState.IN_CHECKOUT)
    keys.press(Qt.Key.Key_F9)
    settle()
    assert numbers(page) == ["P-1"]
    page.clear_button.click()
    page.person.setText("kofi")
    page.search()
    settle()
    assert numbers(page) == ["L-1"]
    page.table.setFocus()
    keys.press(Qt.Key.Key_Return)
    settle()
    assert isinstance(window.page, ItemPage)
