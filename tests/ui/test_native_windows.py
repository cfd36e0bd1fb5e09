"""A native window is never taken for a layout item that is gone."""

import pytest
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from posapp.ui.idle import IdleWatch
from posapp.ui.native_windows import native
from posapp.ui.widgets.scanner import ScannerFilter
from tests.helpers.surroundings import settle

pytestmark = pytest.mark.dressed

MANY = 400


def test_windows_in_the_place_of_deleted_layout_items_are_windows(qtbot: QtBot) -> None:
    outer = QWidget()
    qtbot.addWidget(outer)
    layout = QVBoxLayout(outer)
    # The layouts live on while their labels go, and with them the items that PySide remembers.
    lines = []
    for _ in range(MANY):
        line, label = QHBoxLayout(), QLabel("x")
        line.addWidget(label)
        layout.addLayout(line)
        lines.append((line, label))
    for _, label in lines:
        label.deleteLater()
    settle()
    watch, scanner = IdleWatch(5), ScannerFilter(35)
    for _ in range(MANY):
        widget = QWidget()
        qtbot.addWidget(widget)
        widget.show()
        scanner.watch(widget)
        watch.start()
        assert isinstance(native(widget.windowHandle), QWindow)
    watch.stop()


def test_no_window_is_none(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    assert native(widget.windowHandle) is None
