"""Asks once before what was typed is thrown away (rules of use 5)."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from posapp.i18n import _
from posapp.ui.dialogs.confirm import ConfirmDialog


class GivingUp(QObject):
    """The question of one dialog; while it is open it is not asked again."""

    def __init__(self, dialog: QWidget, give_up: Callable[[], object]) -> None:
        """Make it.

        Args:
            dialog: whose work it is about.
            give_up: closes the dialog.
        """
        super().__init__(dialog)
        self._dialog = dialog
        self._give_up = give_up
        self._question: ConfirmDialog | None = None

    def ask(self, unfinished: str) -> None:
        """Say what is unfinished and ask whether to throw it away."""
        if self._question is not None:
            return
        self._question = ConfirmDialog(
            [unfinished],
            self._dialog,
            title=_("Throw away what is typed?"),
            yes=_("Throw away"),
            yes_key="F9",
            danger=True,
        )
        self._question.accepted.connect(self._give_up)
        self._question.finished.connect(self._on_answered)
        self._question.open()

    def _on_answered(self, _result: int) -> None:
        if self._question is not None:
            self._question.deleteLater()
        self._question = None
