"""What has just been done, in the status bar: good news moves nothing on the page (taste 3)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from posapp.i18n import _
from posapp.ui.announce import announce
from posapp.ui.formats import in_order
from posapp.ui.icons import pixmap
from posapp.ui.theme import GRID, dp, tokens_of
from posapp.ui.widgets.elided import ElidedLabel
from posapp.ui.widgets.looks import set_look, text_label

_ICON = 14


class DoneLine(QFrame):
    """One line; hidden while there is nothing to tell. ``told`` says whether there is something."""

    told = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("done_line")
        self.setProperty("role", "banner")
        self.setProperty("tone", "green")
        self._icon = QLabel()
        self._word = text_label(_("Done"), "banner-word")
        set_look(self._word, "tone", "green")
        self._text = ElidedLabel()
        line = QHBoxLayout(self)
        line.setContentsMargins(dp(GRID), 0, dp(GRID), 0)
        line.setSpacing(dp(GRID))
        line.addWidget(self._icon)
        line.addWidget(self._word)
        line.addWidget(self._text, 1)
        self.hide()

    @property
    def is_whole(self) -> bool:
        """Whether all of it can be read."""
        return self._text.text() == self._text.whole

    @property
    def text(self) -> str:
        """The sentences shown, empty when hidden."""
        return self._text.whole

    def show_texts(self, texts: tuple[str, ...]) -> None:
        """Say what was done, aloud too; nothing hides the line."""
        says = " ".join(texts)
        if says:
            colour = tokens_of(self.palette()).green.mark
            self._icon.setPixmap(pixmap("success", colour, dp(_ICON), 2.0))
        self.setVisible(bool(says))
        self.told.emit(bool(says))
        if says == self._text.whole:
            return
        self._text.show_text(in_order(says))
        self.setAccessibleName(f"{_('Done')}: {says}")
        announce(self, self.accessibleName())
