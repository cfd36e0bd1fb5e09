"""The report of open credits at the window (AC2-6)."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from posapp.ui.pages.account import AccountPage
from posapp.ui.pages.open_credits import OpenCreditsPage
from posapp.ui.theme import Theme
from tests.helpers.checkouts import add_credit, issue, person
from tests.helpers.events import add
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround


def test_ac2_6_open_credits_by_keys(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    account = person(office)
    add_credit(office, account, issue(office, account, "P-1", 18000), 4500)
    office.clock.advance(days=100)
    desk = surround(office, theme, tmp_path, actor=office.supervisor)
    window = show_window(qtbot, desk.context, keys)
    action = window.findChild(QAction, "reports_open_credits")
    assert action is not None
    action.trigger()
    settle()
    page = window.page
    assert isinstance(page, OpenCreditsPage)
    QAbstractItemModelTester(page.table.model(), page)
    assert "1 credit, $45.00" in page.sums.text()
    assert "older: $45.00" in page.sums.text()
    keys.press(Qt.Key.Key_F9)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    dialog.reject()
    page.write_to(tmp_path / "credits.csv")
    assert (tmp_path / "credits.csv").exists()
    assert "was written" in page.notices[0].text


def test_op2_the_report_says_where_overpayments_are(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    add(office, account, [("CHEC", 4000)], [(account, 4000)])
    desk = surround(office, theme, tmp_path, actor=office.supervisor)
    window = show_window(qtbot, desk.context, keys)
    window.open_page("open_credits", 0)
    settle()
    page = window.page
    assert isinstance(page, OpenCreditsPage)
    assert page.table.model().rowCount() == 0
    assert page.beside.isVisible()
    assert "as its agreement Overpayment, until a bill takes it" in page.beside.text()
    window.open_page("account", account)
    settle()
    there = window.page
    assert isinstance(there, AccountPage)
    model = there.owed.record_model()
    assert model is not None
    lines = [
        " ".join(str(model.cell(row, at)) for at in range(5)) for row in range(model.rowCount())
    ]
    assert any("Overpayment" in line and "15.00" in line for line in lines)
