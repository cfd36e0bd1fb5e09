"""Buttons for rows of Quick Add that need attention: the next one, only those, give up (D-35)."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posapp.i18n import _
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton

NEXT_KEY: Final = "F3"
ONLY_KEY: Final = "Shift+F3"
ROW_KEY: Final = "Ctrl+Del"
REST_KEY: Final = "Alt+G"


class QuickMend(QWidget):
    """Hidden while no row needs attention; each signal is a button that was pressed.

    ``only_wanted`` carries whether only rows that need attention are to be seen.
    """

    next_wanted = Signal()
    only_wanted = Signal(bool)
    row_wanted = Signal()
    rest_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.next = KeyButton(_("Next"), self.next_wanted.emit, name="next_attention")
        self.next.setToolTip(_("The next row that needs attention"))
        self.only = KeyButton(_("Only these"), self._on_only, name="only_attention")
        self.only.setCheckable(True)
        self.only.setToolTip(_("Show only the rows that need attention"))
        # Its key is the table's: it takes out what nobody has kept yet (QA-8).
        self.row = KeyButton(_("Give up row"), self.row_wanted.emit, name="give_up_row")
        self.rest = KeyButton(_("Give up rest"), self.rest_wanted.emit, name="give_up_rest")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(dp(GRID))
        for button, key in (
            (self.next, NEXT_KEY), (self.only, ONLY_KEY), (self.row, ROW_KEY), (self.rest, REST_KEY),
        ):  # fmt: skip
            line.addWidget(button)
            button.show_hint(key)
            if key != ROW_KEY:
                button.bind_key(QKeySequence(key))
        self.hide()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """What the keys do, for the help of the page."""
        return (
            (_("The next row that needs attention"), NEXT_KEY),
            (_("Show only the rows that need attention"), ONLY_KEY),
            (_("Take the row out; give it up once it is kept"), ROW_KEY),
            (_("Give up every row that is not created"), REST_KEY),
        )

    def show_need(self, attention: int, *, left: int, idle: bool) -> None:
        """Show what can be done.

        Args:
            attention: rows that need attention.
            left: rows that may be given up.
            idle: nothing is being carried out.
        """
        if not attention and self.only.isChecked():
            self.only.setChecked(False)
            self._say_only()
            self.only_wanted.emit(False)
        self.next.setEnabled(attention > 0)
        self.only.setEnabled(idle)
        for button in (self.row, self.rest):
            button.setVisible(left > 0)
        self.setVisible(attention > 0 or left > 0)

    def _say_only(self) -> None:
        """The button says what it does next."""
        self.only.show_text(_("All rows") if self.only.isChecked() else _("Only these"))

    def _on_only(self) -> None:
        self._say_only()
        self.only_wanted.emit(self.only.isChecked())
