"""Exceptions on the supervisor's home page: how many of each kind, and the way to them (XC-04)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.exceptions import ExceptionCounts
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.badges import PillStrip
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.looks import text_label


class ExceptionCard(Card):
    """Says what waits to be mended; hidden while nothing does."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("exception_card")
        self._context = context
        self.setAccessibleName(_("Exceptions"))
        self.states = PillStrip()
        self.show_all = KeyButton(_("Exceptions"), self._on_show, name="show_exceptions")
        line = QHBoxLayout()
        line.setSpacing(dp(16))
        line.addWidget(text_label(_("To be mended"), "heading"))
        line.addWidget(self.states)
        line.addStretch(1)
        line.addWidget(self.show_all, 0, Qt.AlignmentFlag.AlignVCenter)
        self.add(line)
        self.hide()

    def show_counts(self, counts: ExceptionCounts) -> None:
        """Show how many there are of each kind."""
        unbalanced = plural(
            "{n} unbalanced payment event", "{n} unbalanced payment events", counts.unbalanced
        )
        errors = plural("{n} payment in error", "{n} payments in error", counts.errors)
        unfrozen = plural("{n} unfrozen payment", "{n} unfrozen payments", counts.unfrozen)
        uncharged = plural("{n} charge not levied", "{n} charges not levied", counts.uncharged)
        lines = (
            (unbalanced, counts.unbalanced, Tone.RED),
            (errors, counts.errors, Tone.RED),
            (unfrozen, counts.unfrozen, Tone.AMBER),
            (uncharged, counts.uncharged, Tone.AMBER),
        )
        self.states.show_states([(text.format(n=n), tone) for text, n, tone in lines if n])
        self.setVisible(bool(counts.total))

    def _on_show(self) -> None:
        self._context.open_page("exceptions", 0)
