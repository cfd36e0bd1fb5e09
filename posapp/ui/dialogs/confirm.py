"""One question that lists every concern; yes goes on, everything else goes back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from posapp.i18n import _, plural
from posapp.ui.dialogs.centred import CentredDialog
from posapp.ui.formats import in_order
from posapp.ui.icons import pixmap
from posapp.ui.screen_room import fit_width
from posapp.ui.theme import GRID, dp, tokens_of
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.fitting_scroll import FittingScroll
from posapp.ui.widgets.looks import text_label

_WIDTH = 480


class ConfirmDialog(CentredDialog):
    """Asks once about everything that the user must confirm.

    *Back* has the focus, so a hasty Enter confirms nothing.
    """

    def __init__(
        self,
        sentences: Sequence[str],
        parent: QWidget | None = None,
        *,
        title: str = "",
        yes: str = "",
        yes_key: str = "",
        danger: bool = False,
    ) -> None:
        """Make the question.

        Args:
            sentences: the concerns in words.
            parent: window it belongs to.
            title: heading; by default it counts the concerns.
            yes: words of the button that goes on.
            yes_key: key of that button, such as ``F9``.
            danger: whether going on destroys something.
        """
        super().__init__(parent)
        self.setObjectName("confirm_dialog")
        heading = title or plural(
            "One thing to confirm", "{n} things to confirm", len(sentences)
        ).format(n=len(sentences))
        self.setWindowTitle(heading)
        fit_width(self, dp(_WIDTH))
        layout = QVBoxLayout(self)
        margin = dp(3 * GRID)
        layout.setContentsMargins(margin, dp(20), margin, dp(20))
        layout.setSpacing(dp(12))
        layout.addWidget(text_label(heading, "title"))
        inside = QWidget()
        concerns = QVBoxLayout(inside)
        concerns.setContentsMargins(0, 0, 0, dp(GRID))
        concerns.setSpacing(dp(12))
        for sentence in sentences:
            concerns.addLayout(self._concern(sentence))
        layout.addWidget(FittingScroll(inside, "concerns"), 1)
        self._back = KeyButton(_("Back"), self.reject, name="back")
        self._back.show_hint("Esc")
        self._yes = KeyButton(
            yes or _("Go on"), self.accept, kind="danger" if danger else "", name="confirm"
        )
        if yes_key:
            self._yes.bind_key(QKeySequence(yes_key))
            self._yes.show_hint(yes_key)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._yes)
        buttons.addWidget(self._back)
        layout.addLayout(buttons)
        self._back.setDefault(True)
        self._back.setFocus()
        self.setAccessibleDescription(" ".join(sentences))

    def _concern(self, sentence: str) -> QHBoxLayout:
        mark = QLabel()
        colour = tokens_of(self.palette()).amber.mark
        mark.setPixmap(pixmap("warning", colour, dp(20), 2.0))
        text = text_label(in_order(sentence), wrap=True)
        # A wrapped label guesses its height from its width, so the width is given.
        text.setFixedWidth(dp(_WIDTH) - 2 * dp(3 * GRID) - dp(32))
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = QHBoxLayout()
        line.setSpacing(dp(12))
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(text, 1, Qt.AlignmentFlag.AlignTop)
        return line
