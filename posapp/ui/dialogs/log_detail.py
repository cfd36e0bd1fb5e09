"""One action of the log of an event in full: what it changed, nothing cut off (D-40)."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from posapp.i18n import _
from posapp.ui.dialogs.fitted import FittedDialog
from posapp.ui.dialogs.head import DialogHead
from posapp.ui.log_words import ChangeLine
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.close_line import CloseLine

_SIZE: Final = QSize(720, 520)


class LogDetailDialog(FittedDialog):
    """The text can be read with the arrow keys, marked and copied."""

    def __init__(
        self, sentence: str, subtitle: str, lines: Sequence[ChangeLine], parent: QWidget
    ) -> None:
        """Make the dialog.

        Args:
            sentence: what was done, with its reason.
            subtitle: when, and by whom.
            lines: what it changed.
            parent: window it belongs to.
        """
        super().__init__(parent)
        self.setObjectName("log_detail_dialog")
        self.setWindowTitle(_("What was done"))
        head = DialogHead(sentence, subtitle, beside=False)
        head.heading.setWordWrap(True)
        self.text = QPlainTextEdit(_told(lines) or _("No value changed"))
        self.text.setObjectName("log_detail")
        self.text.setAccessibleName(_("Before and after"))
        self.text.setReadOnly(True)
        margin = dp(3 * GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margin, dp(20), margin, dp(20))
        layout.setSpacing(dp(8))
        layout.addLayout(head)
        layout.addWidget(self.text, 1)
        layout.addLayout(CloseLine(self.accept))
        self.text.setFocus()

    def wanted_size(self) -> QSize:
        """Room for a long action; the text scrolls where there is more."""
        return QSize(dp(_SIZE.width()), dp(_SIZE.height()))


def _told(lines: Sequence[ChangeLine]) -> str:
    """Of what, which value, then before and after on lines of their own."""
    before, after = _("Before"), _("After")
    return "\n\n".join(
        f"{one.what} \u00b7 {one.value}\n{before}: {one.before}\n{after}: {one.after}"
        for one in lines
    )
