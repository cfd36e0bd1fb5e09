"""Endorse, Receipt, Stub: one of them is shown; those that cannot be say why (RC-1, PR-02)."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from posapp.i18n import _
from posapp.ui.papers import WORDS, PaperKind
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.looks import text_label


class PaperChoice(QWidget):
    """A button for each kind of paper; ``chosen`` says that another one is wanted."""

    chosen = Signal()

    def __init__(self, kinds: Sequence[PaperKind], why_not: Mapping[PaperKind, str]) -> None:
        """Make the buttons.

        Args:
            kinds: what is offered here, in this order.
            why_not: why a kind cannot be printed; the first other one is chosen.
        """
        super().__init__()
        self.buttons: dict[PaperKind, KeyButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(dp(GRID))
        for kind in kinds:
            row.addWidget(self._button(kind, why_not.get(kind, "")))
        row.addStretch(1)
        self.beside = row
        reasons = [why_not[kind] for kind in kinds if kind in why_not]
        self.reasons = text_label("\n".join(reasons), "hint", wrap=True)
        if not reasons:
            self.reasons.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(4))
        layout.addLayout(row)
        layout.addWidget(self.reasons)
        first = next((kind for kind in kinds if kind not in why_not), kinds[0])
        self.buttons[first].setChecked(True)
        for kind, button in self.buttons.items():
            button.setEnabled(kind not in why_not)
        self._group.buttonClicked.connect(self._on_clicked)

    @property
    def kind(self) -> PaperKind:
        """The kind of paper that is shown."""
        return next(kind for kind, button in self.buttons.items() if button.isChecked())

    @property
    def possible(self) -> bool:
        """Whether the kind that is shown can be printed."""
        return self.buttons[self.kind].isEnabled()

    def _button(self, kind: PaperKind, why_not: str) -> KeyButton:
        words, key = WORDS[kind]
        button = KeyButton(_(words), kind="choice", name=f"paper_{kind.value}")
        button.setCheckable(True)
        button.bind_key(QKeySequence(key))
        button.show_hint(key)
        button.setToolTip(why_not)
        if why_not:
            button.setAccessibleDescription(why_not)
        self._group.addButton(button)
        self.buttons[kind] = button
        return button

    def _on_clicked(self) -> None:
        self.chosen.emit()
