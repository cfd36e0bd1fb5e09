"""Programs whose widget fails at each paint, or whose list at each cell, one after the other.

Prints a line for each: what its user sees after a while, how often the report stands there, and the
reference line.
"""

import json

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QWidget

from posapp.ui.crash import CrashReporter

ROOT = QModelIndex()
OFTEN = 20
"""So many failures would fill a report that does not count them."""

LONGEST_MS = 20_000


class BrokenPaint(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        raise LookupError("in a paint")


class BrokenModel(QAbstractTableModel):
    def rowCount(self, parent: QModelIndex = ROOT) -> int:
        return 0 if parent.isValid() else 3

    def columnCount(self, parent: QModelIndex = ROOT) -> int:
        return 0 if parent.isValid() else 2

    def data(self, index: QModelIndex, role: int = 0) -> object:
        raise LookupError("in a list")


def broken(kind: str) -> QWidget:
    if kind == "paint":
        return BrokenPaint()
    table = QTableView()
    table.setModel(BrokenModel(table))
    return table


def told(crashes: CrashReporter) -> str:
    """What stands in the report of the failures."""
    dialog = crashes._dialog
    label = None if dialog is None else dialog.findChild(QLabel, "reference")
    seen = {
        "shown": dialog is not None and dialog.isVisible(),
        "reports": 0 if dialog is None else dialog.text().count("Traceback"),
        "reference": label.text() if isinstance(label, QLabel) else "",
    }
    return json.dumps(seen)


def fail(app: QApplication, kind: str) -> str:
    """Show what fails until it failed often, or for the longest time; what its user sees then."""
    crashes = CrashReporter()
    crashes.install()
    widget = broken(kind)
    widget.show()

    def look() -> None:
        dialog = crashes._dialog
        if dialog is not None and dialog.isVisible() and crashes._seen.total() >= OFTEN:
            app.exit()

    again = QTimer(widget, interval=10)
    again.timeout.connect(widget.update)
    again.timeout.connect(lambda: widget.resize(widget.width() ^ 1, 200))
    again.timeout.connect(look)
    again.start()
    longest = QTimer(app, interval=LONGEST_MS)
    longest.timeout.connect(app.exit)
    longest.start()
    app.exec()
    longest.stop()
    seen = told(crashes)
    if crashes._dialog is not None:
        crashes._dialog.accept()
    widget.hide()
    widget.deleteLater()
    crashes.release()
    return seen


def main() -> None:
    app = QApplication([])
    for kind in ("paint", "data"):
        print(fail(app, kind))


if __name__ == "__main__":
    main()
