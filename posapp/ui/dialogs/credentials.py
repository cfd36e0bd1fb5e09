"""User name and password: the form of the sign-in and of the lock.

Nothing here touches ``QtCore.Qt`` before the first paint (P7), as in ``sign_in``.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from posapp.ui.theme import dp
from posapp.ui.widgets.busy_bar import BusyBar
from posapp.ui.widgets.looks import PLAIN_TEXT, set_look, text_label

Say = Callable[[str], str]

WIDTH = 420
"""Of the sign-in, which the form fills."""
_LONGEST = 254


class CredentialsForm(QWidget):
    """User name and password.

    ``submitted`` tells that both are there; until ``show_error`` or ``rest`` the form is busy.
    """

    submitted = Signal()

    def __init__(self, say: Say, *, login: str = "", action: str = "") -> None:
        """Make the form.

        Args:
            say: translates words; the form is shown before the language machinery is loaded.
            login: name to start with.
            action: words of the button, already translated.
        """
        super().__init__()
        self._say = say
        self._busy = False
        self.message = QLabel()
        self.login = QLineEdit(login)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.submit_button = QPushButton(action or say("Sign in"))
        self.cancel_button = QPushButton(say("Quit"))
        self._errors: dict[str, QLabel] = {}
        for button in (self.submit_button, self.cancel_button):
            # Enter presses the button that has the focus, as in a dialog.
            button.setAutoDefault(True)
        self._progress = BusyBar()
        self._lay_out()
        QWidget.setTabOrder(self.password, self.submit_button)
        QWidget.setTabOrder(self.submit_button, self.cancel_button)
        self.submit_button.clicked.connect(self.submit)
        self.login.returnPressed.connect(self.submit)
        self.password.returnPressed.connect(self.submit)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._busy

    @property
    def credentials(self) -> tuple[str, str]:
        """Name and password as typed."""
        return self.login.text().strip(), self.password.text()

    def submit(self) -> None:
        """Send what was typed; what is missing is said at its field."""
        if self._busy:
            return
        login, password = self.credentials
        self._say_at("login", "" if login else self._say("Enter your user name."))
        missing = bool(login) and not password and not self.login.hasFocus()
        self._say_at("password", self._say("Enter your password.") if missing else "")
        if not login:
            self.login.setFocus()
        elif not password:
            self.password.setFocus()
        else:
            self._set_busy(busy=True)
            self.show_message("")
            self.submitted.emit()

    def rest(self) -> None:
        """The answer is there; the next try may begin."""
        self._set_busy(busy=False)

    def show_error(self, field: str, sentence: str) -> None:
        """Say what is wrong at a field; the typed text stays, marked to be typed over."""
        self.rest()
        self._say_at(field, sentence)
        edit = self.login if field == "login" else self.password
        edit.setFocus()
        edit.selectAll()

    def show_message(self, sentence: str, *, good: bool = False) -> None:
        """Say what concerns no field: a database that does not answer, or ``good`` news."""
        if sentence:
            self.rest()
        set_look(self._frame, "tone", "green" if good else "red")
        self.message.setText(sentence)
        self.message.setMinimumHeight(max(0, self.message.heightForWidth(self.message.width())))
        self._frame.setVisible(bool(sentence))
        self.window().adjustSize()

    def error(self, field: str) -> str:
        """What is said at a field."""
        return self._errors[field].text()

    def focus_first(self) -> None:
        """Start in the password when the name is known."""
        (self.password if self.login.text() else self.login).setFocus()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(3))
        self._frame = QFrame()
        self._frame.setProperty("role", "banner")
        self._frame.setProperty("tone", "red")
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(dp(14), dp(9), dp(14), dp(9))
        self.message.setProperty("textFormat", PLAIN_TEXT)
        self.message.setWordWrap(True)
        # A wrapped label guesses its height from its width, so the width is given.
        self.message.setFixedWidth(dp(WIDTH - 2 * 24 - 2 * 14 - 2))
        self.message.setObjectName("message")
        inside.addWidget(self.message)
        self._frame.hide()
        layout.addWidget(self._frame)
        layout.addSpacing(dp(4))
        for name, label, edit in (
            ("login", self._say("User"), self.login),
            ("password", self._say("Password"), self.password),
        ):
            self._add_field(layout, name, label, edit)
        layout.addWidget(self._progress)
        layout.addSpacing(dp(8))
        self.submit_button.setProperty("kind", "primary")
        self.submit_button.setObjectName("submit")
        self.cancel_button.setObjectName("cancel")
        footer = QHBoxLayout()
        footer.setSpacing(dp(8))
        footer.addStretch()
        footer.addWidget(self.cancel_button)
        footer.addWidget(self.submit_button)
        layout.addLayout(footer)

    def _add_field(self, layout: QVBoxLayout, name: str, label: str, edit: QLineEdit) -> None:
        edit.setObjectName(name)
        edit.setAccessibleName(label)
        edit.setMaxLength(_LONGEST)
        caption = text_label(label, "caption")
        caption.setBuddy(edit)
        line = self._errors[name] = text_label("", "error")
        line.setMinimumHeight(dp(18))
        layout.addWidget(caption)
        layout.addWidget(edit)
        layout.addWidget(line)

    def _say_at(self, field: str, sentence: str) -> None:
        edit = self.login if field == "login" else self.password
        self._errors[field].setText(sentence)
        edit.setAccessibleDescription(sentence)
        set_look(edit, "wrong", "true" if sentence else "false")

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        for part in (self.login, self.password):
            part.setReadOnly(busy)
        self.submit_button.setEnabled(not busy)
        if busy:
            self._progress.begin()
        else:
            self._progress.end()
