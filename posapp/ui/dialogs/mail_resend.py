"""Queue a mail again, at the same address or another one (ML-3, ML-4)."""

from functools import partial

from PySide6.QtWidgets import QWidget

from posapp.domain.mail_addresses import LONGEST
from posapp.domain.mails import MailLine
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.widgets.limited_edit import LimitedEdit


class MailResendDialog(TaskDialog):
    """Asks for the address; ``completed`` carries ``Saved[int]``."""

    def __init__(self, context: UiContext, mail: MailLine, parent: QWidget | None = None) -> None:
        """Make the form.

        Args:
            context: the surroundings.
            mail: what is sent again.
            parent: window it belongs to.
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Send again"), action=_("Send again"), name="mail_resend_dialog",
            subtitle=mail.subject,
        )  # fmt: skip
        self._context = context
        self._mail = mail
        self.to = LimitedEdit(LONGEST)
        self.to.setText(mail.to)
        self.form.add("to", _("To"), self.to)

    @property
    def holds_work(self) -> bool:
        """Whether another address was typed."""
        return self.to.text().strip() != self._mail.to

    def build_work(self, confirmed: frozenset[str]) -> Work | None:
        """The mail, to the address as typed."""
        return partial(
            self._context.services.mails.resend,
            self._mail.id,
            self.request_id,
            self._context.actor,
            to=self.to.text(),
            confirmed=confirmed,
        )
