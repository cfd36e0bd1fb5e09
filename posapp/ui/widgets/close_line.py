"""The line below a dialog that only shows something: one button, which Esc presses too."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from posapp.i18n import _
from posapp.ui.widgets.buttons import KeyButton


class CloseLine(QHBoxLayout):
    """*Close* at the right."""

    def __init__(self, close: Callable[[], object]) -> None:
        """Make the button; ``close`` closes the dialog."""
        super().__init__()
        self.button = KeyButton(_("Close"), close, name="close")
        self.button.show_hint("Esc")
        self.addStretch()
        self.addWidget(self.button)
