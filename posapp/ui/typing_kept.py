"""Keeps a payment while it is being typed: what ends the program takes no typing with it (D-21).

A payment that is complete becomes a draft in hand when the typing pauses, under the request id that
it will be sent with; so it is offered again after a crash and taken once, whatever happened. Its
dialog drops the draft when it is closed without taking it.
"""

from functools import partial
from typing import Any, Final, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QDialog

from posapp.ui.context import UiContext
from posapp.ui.dialogs.account_look_up import AccountLookUp
from posapp.ui.dialogs.base import TaskDialog, Work

EVERY_MS: Final = 500
"""What rests from one look to the next is kept: half a second to a second after the last key."""


class Typed(Protocol):
    """Fields that know what they hold."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing or wrong."""

    def typed(self) -> tuple[object, ...]:
        """All that is typed."""


class TypingKept(QObject):
    """Looks now and then at what a dialog holds; nothing of it is shown."""

    def __init__(self, dialog: TaskDialog, context: UiContext, fields: Typed) -> None:
        """Begin.

        Args:
            dialog: holds the work; its ``keep_work`` makes the draft.
            context: the surroundings.
            fields: of the dialog.
        """
        super().__init__(dialog)
        self._dialog = dialog
        self._context = context
        self._fields = fields
        self._seen: tuple[object, ...] | None = None
        self._written: tuple[object, ...] | None = None
        self._work: Work | None = None
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        # Pages offer what was left behind, and this is not.
        context.typing.add(dialog.request_id)
        dialog.refused.connect(self._on_refused)
        dialog.finished.connect(self._on_finished)

    def look(self) -> None:
        """Write what is typed once it did not change since the last look."""
        dialog = self._dialog
        if dialog.is_busy or not dialog.holds_work:
            return
        typed = self._fields.typed()
        settled, self._seen = typed == self._seen, typed
        if not settled or typed == self._written or not self._is_whole:
            return
        work = dialog.keep_work()
        if work is not None:
            self._written, self._work = typed, work
            self._context.runner.run(self, work, _nothing, self._on_failed)

    @property
    def _is_whole(self) -> bool:
        """Whether ``keep_work`` would find nothing wrong, asked without showing it."""
        look_ups = self._dialog.findChildren(AccountLookUp)
        return self._fields.is_whole and all(one.is_settled for one in look_ups)

    def _on_refused(self) -> None:
        """A refused try takes its draft with it: what is still typed is kept again."""
        if self._work is None or self._fields.typed() != self._written:
            self._written = None
            return
        # Not made anew, as reading the fields would take the sentence of the refusal off them.
        self._context.runner.run(self, self._work, _nothing, self._on_failed)

    def _on_finished(self, result: int) -> None:
        self._timer.stop()
        context, request_id = self._context, self._dialog.request_id
        taken = result == QDialog.DialogCode.Accepted
        if self._written is None or taken or self._dialog.kept:
            context.typing.discard(request_id)
            return
        drop = partial(context.services.in_hand.drop, request_id)
        context.runner.run(
            context.signals, drop, partial(_dropped, context, request_id), _not_dropped
        )

    def _on_failed(self, _error: BaseException) -> None:
        """Typing goes on; it is tried again with the next change."""
        self._written = None


def _nothing(_result: Any) -> None:
    """Nothing to say."""


def _dropped(context: UiContext, request_id: str, _result: object) -> None:
    context.typing.discard(request_id)


def _not_dropped(_error: BaseException) -> None:
    """The draft stays and is offered; finishing it or throwing it away is up to its user."""
