"""Sign-in: the first thing on the screen, so it needs Qt, the theme and nothing else (P7).

Nothing here touches ``QtCore.Qt`` before the first paint: its names are a hundred enumerations.
The form only collects; whoever shows it checks the password off the GUI thread and says how it
went. Unknown user and wrong password get the same sentence (reliability B.3).
"""

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
)

from posapp.ui.dialogs.credentials import WIDTH, CredentialsForm, Say
from posapp.ui.dressing import dress
from posapp.ui.theme import dp
from posapp.ui.widgets.looks import text_label

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QShowEvent


class SignInWindow(QFrame):
    """The first window of the program.

    ``painted`` is emitted once, after the first paint: the time to load everything else;
    ``closed`` when the user gives up.
    """

    painted = Signal()
    closed = Signal()

    def __init__(self, say: Say, *, login: str = "") -> None:
        """Make the window.

        Args:
            say: translates words.
            login: name to start with.
        """
        super().__init__()
        dress(self)
        self.setObjectName("sign_in_window")
        self.setProperty("role", "page")
        self.setWindowTitle("posapp")
        self.setFixedWidth(dp(WIDTH))
        self._painted = False
        self.form = CredentialsForm(say, login=login)
        self.place = text_label(" ", "subtitle")
        self.place.setObjectName("place")
        self.form.cancel_button.clicked.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(dp(24), dp(20), dp(24), dp(20))
        layout.setSpacing(dp(6))
        layout.addLayout(_brand())
        layout.addSpacing(dp(12))
        layout.addWidget(text_label(say("Sign in"), "heading"))
        layout.addWidget(self.place)
        layout.addSpacing(dp(8))
        layout.addWidget(self.form)

    def fill(self, login: str, password: str) -> None:
        """Enter a name and a password and send them, as the demo does."""
        self.form.login.setText(login)
        self.form.password.setText(password)
        self.form.submit()

    def showEvent(self, event: "QShowEvent") -> None:
        """Start in the field that is empty."""
        super().showEvent(event)
        if not event.spontaneous():
            self.form.focus_first()

    def paintEvent(self, event: "QPaintEvent") -> None:
        """Tell once that something is on the screen."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    def keyPressEvent(self, event: "QKeyEvent") -> None:
        """Escape gives up."""
        if event.key() == QtCore.Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: "QCloseEvent") -> None:
        """Tell that the user gave up."""
        super().closeEvent(event)
        self.closed.emit()


def _brand() -> QHBoxLayout:
    """The program's mark and name; drawn with words, because pictures take longer to load."""
    mark = text_label("p", "brand")
    mark.setFixedSize(dp(32), dp(32))
    line = QHBoxLayout()
    line.setSpacing(dp(10))
    line.addWidget(mark)
    line.addWidget(text_label("posapp", "title"))
    line.addStretch()
    return line
