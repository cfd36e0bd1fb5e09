"""A window whose dialog asks before it throws something away; Enter opens it, F9 says yes."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QVBoxLayout, QWidget

from posapp.ui.dialogs.centred import CentredDialog
from posapp.ui.dialogs.giving_up import GivingUp
from posapp.ui.theme import Theme

MAIN, ASKS = "Main window", "Dialog with work"


class Working(CentredDialog):
    """Holds work, so it asks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(ASKS)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        QVBoxLayout(self).addWidget(QLineEdit())
        self._giving_up = GivingUp(self, self.give_up)

    def give_up(self) -> None:
        super().reject()

    def reject(self) -> None:
        self._giving_up.ask("Something is typed.")


def main() -> None:
    """Run until it is ended."""
    app = QApplication(sys.argv)
    Theme(app, "light").apply()
    window, line = QMainWindow(), QLineEdit()
    window.setWindowTitle(MAIN)
    window.setCentralWidget(line)
    line.returnPressed.connect(lambda: Working(window).open())
    window.show()
    app.exec()


if __name__ == "__main__":
    main()
