"""Keeps the rows of Quick Add that are typed and not created: over a crash, over leaving (D-21).

Rows are written a moment after the last change, and at least every few seconds while typing goes on,
on the ``db`` lane; they are taken up again when the page is opened. Once they are a batch the draft goes: the batch has them.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer

from posapp.domain.quick_add import QuickHeader, QuickLine
from posapp.domain.quick_drafts import MOST_KEPT
from posapp.ui.context import UiContext

_AFTER_MS: Final = 1500
_LONGEST_MS: Final = 3000

Typed = tuple[QuickHeader, tuple[QuickLine, ...], str]


class QuickKeep(QObject):
    """Writes the draft of a page."""

    def __init__(
        self, context: UiContext, typed: Callable[[], Typed | None], parent: QObject
    ) -> None:
        """Make it.

        Args:
            context: the surroundings.
            typed: gives head, rows and request id; ``None`` once they are a batch.
            parent: the page.
        """
        super().__init__(parent)
        self._context, self._typed = context, typed
        self._written: Typed | None = None
        self._timer = QTimer(self, singleShot=True, interval=_AFTER_MS)
        # Who types on without a pause loses no more than this to a crash.
        self._latest = QTimer(self, singleShot=True, interval=_LONGEST_MS)
        for timer in (self._timer, self._latest):
            timer.timeout.connect(self.write)

    def touch(self) -> None:
        """Something was typed; it is written once the typing pauses, or has gone on for long."""
        self._timer.start()
        if not self._latest.isActive():
            self._latest.start()

    def write(self) -> None:
        """Write what is typed now, if it is not written yet."""
        self._stop()
        typed = self._typed()
        if typed is None or typed == self._written or not (typed[1] or self._written):
            return
        self._written = typed
        header, rows, request_id = typed
        keep = self._context.services.quick_drafts.keep
        work = partial(keep, header, rows[:MOST_KEPT], request_id, self._context.actor)
        self._context.runner.run(self, work, _written, self._on_failed)

    def forget(self) -> None:
        """The rows are a batch now, or were thrown away."""
        self._stop()
        if self._written is None:
            return
        drop = partial(self._context.services.quick_drafts.drop, self._written[2])
        self._written = None
        self._context.runner.run(self, drop, _written, self._on_failed)

    def taken_up(self, typed: Typed) -> None:
        """Rows that were kept before are on the page again."""
        self._written = typed

    def _stop(self) -> None:
        for timer in (self._timer, self._latest):
            timer.stop()

    def _on_failed(self, _error: BaseException) -> None:
        """Typing goes on; it is tried again with the next change."""
        self._written = None


def _written(_nothing: object) -> None:
    """Nothing to say."""
