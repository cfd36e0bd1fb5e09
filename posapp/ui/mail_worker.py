"""Sends what is queued behind the window: every minute, and as soon as something was queued (ML-3).

It works on the lane of the printers, so that a server that hangs stops nobody. What fails is on
the page *Mails*; here it is silent.
"""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from posapp.domain.topics import Topic
from posapp.ui.context import UiContext

EVERY_MS: Final = 60_000
AT_ONCE: Final = 20
"""Mails of one turn, so that other work of the lane comes between."""


class MailWorker(QObject):
    """Empties the outbox while somebody is signed in."""

    def __init__(self, context: UiContext, parent: QObject | None = None) -> None:
        """Make a worker that is at rest."""
        super().__init__(parent)
        self._context = context
        self._sending = False
        self._again = False
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.send)
        context.signals.data_changed.connect(self._on_data_changed)

    def start(self) -> None:
        """Begin with the next turn; a start of the program has better things to do."""
        self._timer.start()

    def stop(self) -> None:
        """Begin no more turns."""
        self._timer.stop()

    def send(self) -> None:
        """Send once, unless a turn is under way."""
        if self._sending:
            self._again = True
            return
        self._sending = True
        self._context.runner.run(self, self._work, self._on_sent, self._on_failed, "io")

    def _work(self) -> bool:
        """On the worker: whether anything was tried."""
        context = self._context
        sending = context.services.mail_sending
        run = sending.send_due(context.mailer, context.actor.workstation, AT_ONCE)
        return not run.is_empty

    def _on_sent(self, tried: bool) -> None:
        self._sending = False
        if tried:
            self._context.signals.data_changed.emit(frozenset({Topic.MAILS}))
        elif self._again:
            self._again = False
            self.send()

    def _on_failed(self, _error: BaseException) -> None:
        # The next turn tries again; a database that is gone is said by whatever is done next.
        self._sending = False

    def _on_data_changed(self, topics: frozenset[Topic]) -> None:
        if Topic.MAILS in topics and self._timer.isActive():
            self.send()
