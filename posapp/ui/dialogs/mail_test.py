"""Try the mail server: put its password into the keyring, send a test mail (ML-3)."""

from PySide6.QtWidgets import QLineEdit, QWidget

from posapp.domain.mail_addresses import LONGEST
from posapp.domain.password_rules import MOST_LENGTH
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.widgets.limited_edit import LimitedEdit


class MailTestDialog(TaskDialog):
    """Sends a test mail now; ``completed`` carries the server's words.

    A password that is typed goes into the keyring of this computer first, and nowhere else.
    """

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        """Make the form.

        Args:
            context: the surroundings.
            parent: window it belongs to.
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Test the mail server"), action=_("Send test mail"), name="mail_test_dialog",
            subtitle=_("It goes out at once, past the queue."), lane="io", lines=2,
        )  # fmt: skip
        self._context = context
        self.to = LimitedEdit(LONGEST)
        self.password = LimitedEdit(MOST_LENGTH)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.form.add("to", _("To"), self.to)
        self.form.add(
            "password",
            _("Password of the server's user"),
            self.password,
            _("For this computer's keyring. Empty: as it is"),
        )

    def lost(self) -> None:
        """Nothing is recorded under a request id here."""

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """Keep the password if one is typed, then send."""
        context, to, password = self._context, self.to.text(), self.password.text()
        sending, actor = context.services.mail_sending, context.actor

        def work() -> str:
            if password:
                sending.keep_password(password, actor)
            return sending.send_test(to, context.mailer, actor)

        return work
