"""One mail in full: its text, its files, and every try with the server's words (ML-3)."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from posapp.domain.mails import MailTry, MailView
from posapp.i18n import _
from posapp.ui.dialogs.fitted import FittedDialog
from posapp.ui.dialogs.head import DialogHead
from posapp.ui.formats import Formats
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.close_line import CloseLine
from posapp.ui.words import word

_SIZE: Final = QSize(720, 560)


class MailDetailDialog(FittedDialog):
    """The text can be read with the arrow keys, marked and copied."""

    def __init__(self, mail: MailView, formats: Formats, parent: QWidget) -> None:
        """Make the dialog.

        Args:
            mail: what is shown.
            formats: how stamps are written.
            parent: window it belongs to.
        """
        super().__init__(parent)
        self.setObjectName("mail_detail_dialog")
        self.setWindowTitle(_("Mail"))
        line = mail.line
        subtitle = _("{state}, to {to}").format(state=word(line.state).text, to=line.to)
        head = DialogHead(line.subject, subtitle, beside=False)
        head.heading.setWordWrap(True)
        self.text = _reading("mail_text", _("Text"), mail.body + _files(mail))
        self.tries = _reading("mail_tries", _("Tries"), _told(mail.tries, line.said, formats))
        self.tries.setFixedHeight(dp(132))
        margin = dp(3 * GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margin, dp(20), margin, dp(20))
        layout.setSpacing(dp(8))
        layout.addLayout(head)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.tries)
        layout.addLayout(CloseLine(self.accept))
        self.text.setFocus()

    def wanted_size(self) -> QSize:
        """Room for a long mail; the text scrolls where there is more."""
        return QSize(dp(_SIZE.width()), dp(_SIZE.height()))


def _reading(name: str, label: str, text: str) -> QPlainTextEdit:
    made = QPlainTextEdit(text)
    made.setObjectName(name)
    made.setAccessibleName(label)
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    return made


def _files(mail: MailView) -> str:
    names = ", ".join(one.name for one in mail.attachments)
    return "\n" + _("Attached: {names}").format(names=names) if names else ""


def _told(tries: tuple[MailTry, ...], said: str, formats: Formats) -> str:
    """A line a try; a mail that was never tried says why."""
    if not tries:
        return said or _("Not tried yet.")
    unknown = _("cut off: whether it arrived is not known")
    return "\n".join(
        f"{formats.stamp(one.started_at)}  {one.workstation}  {one.said or unknown}"
        for one in tries
    )
