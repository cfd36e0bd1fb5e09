"""Dialogs open in the middle of the window that they belong to, with their title on the screen (taste 7)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from posapp.domain.ids import AccountId
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.converter import ConverterDialog, Converting
from posapp.ui.dialogs.credit_rating import AddRatingDialog
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import settle, surround


@pytest.fixture
def window(qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path) -> MainWindow:
    made = MainWindow(surround(office, theme, tmp_path).context)
    qtbot.addWidget(made)
    made.resize(760, 560)
    made.move(20, 30)
    made.show()
    made.start()
    settle()
    return made


def rating(window: MainWindow, office: Office) -> QDialog:
    card = office.services.accounts.card(AccountId(office.account()), office.cashier)
    return AddRatingDialog(window.context, card, DAY, window)


def converter(window: MainWindow, office: Office) -> QDialog:
    assert office.services
    return ConverterDialog(window.context, Converting("USD", DAY, ()), window)


def question(window: MainWindow, office: Office) -> QDialog:
    assert office.services
    return ConfirmDialog(["Is it right?"], window)


def centre(widget: QWidget) -> QPoint:
    return widget.geometry().center()


@pytest.mark.parametrize("make", [rating, converter, question])
def test_taste_7_a_dialog_opens_in_the_middle_of_its_window(
    qtbot: QtBot,
    window: MainWindow,
    office: Office,
    make: Callable[[MainWindow, Office], QDialog],
) -> None:
    dialog = make(window, office)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    settle()
    away = centre(dialog) - centre(window)
    assert abs(away.x()) <= 2
    assert abs(away.y()) <= 40
    assert dialog.frameGeometry().top() >= dialog.screen().availableGeometry().top()
    dialog.move(5, 40)
    dialog.setMinimumHeight(dialog.height() + 20)
    settle()
    assert dialog.x() == 5, "where the user puts it, it stays"
    dialog.close()
