"""Programs whose widget fails at each paint, or whose list at each cell, one after the other.

Prints a line for each: what its user sees after a while, how often the report stands there, and the
reference line.
"""

import json
import sys

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QWidget

from posapp.ui.crash import CrashReporter

ROOT = QModelIndex()


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


def tell(app: QApplication, crashes: CrashReporter) -> None:
    dialog = crashes._dialog
    label = None if dialog is None else dialog.findChild(QLabel, "reference")
    seen = {
        "shown": dialog is not None and dialog.isVisible(),
        "reports": 0 if dialog is None else dialog.text().count("Traceback"),
        "reference": label.text() if isinstance(label, QLabel) else "",
    }
    print(json.dumps(seen))
    app.exit(0)


def main() -> None:
    app = QApplication([])
    crashes = CrashReporter()
    crashes.install()
    widget = broken(sys.argv[1])
    widget.show()
    again = QTimer(widget, interval=50)
    again.timeout.connect(widget.update)
    again.timeout.connect(lambda: widget.resize(200 + again.remainingTime(), 200))
    again.start()
    QTimer.singleShot(1_500, app, lambda: tell(app, crashes))
    app.exec()


if __name__ == "__main__":
    main()
