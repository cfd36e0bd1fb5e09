"""Reliability 0.1, finding 1: a broken PySide6 drops references to None and True and aborts."""

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

CALLS = 20_000


class Emitter(QObject):
    """Something with a signal."""

    fired = Signal(bool)


def test_20_000_qt_calls_keep_the_count_of_none(qtbot: QtBot) -> None:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    before = sys.getrefcount(None)
    for number in range(CALLS):
        edit.setText("a" if number % 2 else "b")
    assert abs(sys.getrefcount(None) - before) < CALLS // 10


def test_20_000_emits_keep_the_count_of_true(qtbot: QtBot) -> None:
    emitter, seen = Emitter(), []
    emitter.fired.connect(seen.append)
    before = sys.getrefcount(True)
    for _ in range(CALLS):
        emitter.fired.emit(True)
    assert len(seen) == CALLS
    seen.clear()
    assert abs(sys.getrefcount(True) - before) < CALLS // 10
