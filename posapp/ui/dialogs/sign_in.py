"""Sign-in: painted before any database library is loaded, answered off the GUI thread.

Password checks take a tenth of a second on purpose (argon2id). Unknown user and wrong password
get the same sentence (reliability B.3).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from posapp.domain.rights import Actor
from posapp.domain.setup import SetUp
from posapp.domain.sign_in import MAX_LENGTH, MAX_LOGIN
from posapp.errors import StorageFailure
from posapp.i18n import _
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.failures import Failures
from posapp.ui.icons import pixmap
from posapp.ui.shortcuts import Shortcuts
from posapp.ui.storage_advice import advice
from posapp.ui.tasks import Runner
from posapp.ui.theme import dp, tokens_of
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.looks import text_label

_WIDTH = 420


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody who signed in, with the set-up as it was then."""

    actor: Actor
    setup: SetUp


SignIn = Callable[[str, str], Entered]


class CredentialsDialog(TaskDialog):
    """User name and password; ``completed`` carries ``Entered``."""

    def __init__(
        self,
        runner: Runner,
        failures: Failures,
        shortcuts: Shortcuts,
        sign_in: SignIn,
        parent: QWidget | None = None,
        *,
        title: str,
        name: str,
        login: str = "",
        subtitle: str = "",
        action: str = "",
    ) -> None:
        """Make the dialog.

        Args:
            runner: runs the check.
            failures: shows its errors.
            shortcuts: the keys in force.
            sign_in: checks name and password; called off the GUI thread.
            parent: window it belongs to.
            title: heading.
            name: object name.
            login: name to start with.
            subtitle: line under the heading.
            action: words of the button.
        """
        super().__init__(
            runner, failures, shortcuts, parent,
            title=title, action=action or _("Sign in"), name=name, subtitle=subtitle,
        )  # fmt: skip
        self._sign_in = sign_in
        self.setFixedWidth(dp(_WIDTH))
        self.login = QLineEdit(login)
        self.login.setMaxLength(MAX_LOGIN)
        self.password = QLineEdit()
        self.password.setMaxLength(MAX_LENGTH)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.form.add("login", _("User"), self.login)
        self.form.add("password", _("Password"), self.password)
        self.submit_button.show_hint("Enter")

    def focus_first(self) -> None:
        """Start in the password when the name is known."""
        (self.password if self.login.text() else self.login).setFocus()

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The check; what is missing is said at its field."""
        login, password = self.login.text().strip(), self.password.text()
        if not login:
            self.form.show_error("login", _("Enter your user name."))
        if not password:
            self.form.show_error("password", _("Enter your password."))
        return partial(self._sign_in, login, password) if login and password else None

    def show_field_error(self, field: str, sentence: str) -> bool:
        """A wrong password is marked, so that typing replaces it."""
        shown = super().show_field_error(field, sentence)
        self.password.selectAll()
        return shown

    def _on_error(self, error: BaseException) -> None:
        if isinstance(error, StorageFailure):
            self._set_busy(False)
            self.show_storage_failure(error)
            return
        super()._on_error(error)

    def show_storage_failure(self, failure: StorageFailure) -> None:
        """Say what the database cannot do and what to do about it."""
        says = " ".join(part for part in (_(str(failure)), advice(failure.kind)) if part)
        self.show_notice(Notice(says, Tone.RED))
        self.adjustSize()


class SignInDialog(CredentialsDialog):
    """The first window of the program.

    ``painted`` is emitted once, after the first paint: the time to load everything else.
    """

    painted = Signal()

    def __init__(
        self,
        runner: Runner,
        failures: Failures,
        shortcuts: Shortcuts,
        sign_in: SignIn,
        *,
        login: str = "",
    ) -> None:
        super().__init__(
            runner, failures, shortcuts, sign_in,
            title=_("Sign in"), name="sign_in_dialog", login=login, subtitle=" ",
        )  # fmt: skip
        self.setWindowTitle("posapp")
        self._painted = False
        self.cancel_button.show_text(_("Quit"))
        self._mark = QLabel()
        self._add_brand()

    def show_place(self, words: str) -> None:
        """Say whose office and which database this is."""
        self.subtitle.setText(words)

    def fill(self, login: str, password: str) -> None:
        """Enter a name and a password and send them, as the demo does."""
        self.login.setText(login)
        self.password.setText(password)
        self.submit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that something is on the screen."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    def _add_brand(self) -> None:
        """The program's mark and name above the heading."""
        tokens = tokens_of(self.palette())
        self._mark.setFixedSize(dp(32), dp(32))
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._mark.setPixmap(pixmap("cash", tokens.on_accent, dp(20), self.devicePixelRatioF()))
        self._mark.setProperty("role", "brand")
        line = QHBoxLayout()
        line.setSpacing(dp(10))
        line.addWidget(self._mark)
        line.addWidget(text_label("posapp", "title"))
        line.addStretch()
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertLayout(0, line)
            layout.insertSpacing(1, dp(12))
        self.heading.setProperty("role", "heading")
