"""Foot of a Quick Add page: the figures, how far the work is, and the buttons, in fixed places."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QWidget

from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.models.quick_lines import ShownLine
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.progress_place import ProgressPlace
from posapp.ui.widgets.quick_totals import QuickTotals

CLEAR_KEY = "Alt+C"
IMPORT_KEY = "Alt+V"
_GAP = 24
# The figures of a large batch need so much beside the buttons.
_LEAST = 1180


class QuickFoot(QWidget):
    """Figures and buttons; each signal is a button that was pressed."""

    create_wanted = Signal()
    clear_wanted = Signal()
    file_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, context: UiContext, create: str) -> None:
        """Make it.

        Args:
            context: the surroundings.
            create: words of the main button.
        """
        super().__init__()
        keys = context.shortcuts
        self.totals = QuickTotals(context.formats)
        self.strip = ProgressPlace(self.totals)
        # The way back stops first (see ``Page.stop_work``).
        self.strip.stop_button.show_hint(keys.shown(Key.BACK))
        self.create_button = KeyButton(
            create, self.create_wanted.emit, key=Key.MAIN_ACTION, shortcuts=keys, kind="primary",
            name="create",
        )  # fmt: skip
        self.clear_button = KeyButton(_("Clear"), self.clear_wanted.emit, name="clear")
        self.clear_button.bind_key(QKeySequence(CLEAR_KEY))
        self.clear_button.show_hint(CLEAR_KEY)
        self.import_button = KeyButton(_("Import CSV…"), self.file_wanted.emit, name="import_csv")
        self.import_button.bind_key(QKeySequence(IMPORT_KEY))
        self.import_button.show_hint(IMPORT_KEY)
        self.print_button = KeyButton(
            _("Print receipts"), self.print_wanted.emit, key=Key.PRINT, shortcuts=keys,
            name="print_receipts",
        )  # fmt: skip
        line = self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(dp(GRID))
        line.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        figures = QHBoxLayout()
        figures.addWidget(self.totals)
        figures.addWidget(self.strip, 1)
        figures.addStretch()
        line.addLayout(figures, 1)
        buttons = self._buttons = QHBoxLayout()
        buttons.setSpacing(dp(GRID))
        buttons.addStretch()
        line.addLayout(buttons)
        for button in (
            self.import_button, self.print_button, self.clear_button, self.create_button,
        ):  # fmt: skip
            buttons.addWidget(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Figures stand above the buttons where there is no room beside them."""
        super().resizeEvent(event)
        wanted = self.totals.sizeHint().width() + self._buttons.sizeHint().width() + dp(_GAP)
        ways = QBoxLayout.Direction
        narrow = self.width() < max(wanted, dp(_LEAST))
        self._line.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def minimumSizeHint(self) -> QSize:
        """The buttons are never cut."""
        height = super().minimumSizeHint().height()
        return QSize(self._buttons.minimumSize().width(), height)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """What the buttons do, with their keys."""
        return (
            (self.create_button.text(), self.create_button.hint),
            (_("Clear for the next batch"), CLEAR_KEY),
            (_("Read rows of a CSV file"), IMPORT_KEY),
            (_("Print the receipts of all rows"), self.print_button.hint),
        )

    def allow(self, lines: Sequence[ShownLine], *, idle: bool, closed: bool) -> None:
        """What can be done with these rows now.

        Args:
            lines: the rows.
            idle: nothing is being carried out.
            closed: they are a batch already.
        """
        self.create_button.setEnabled(idle and any(not one.is_settled for one in lines))
        self.clear_button.setEnabled(idle and bool(lines))
        self.import_button.setEnabled(idle and not closed)
        self.print_button.setEnabled(idle and any(one.event_id for one in lines))
