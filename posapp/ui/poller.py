"""Asks what other workstations changed and lets the window know, as if it had changed it itself."""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from posapp.domain.rights import Actor
from posapp.domain.topics import Mark, Topic
from posapp.ui.signals import AppSignals
from posapp.ui.tasks import Runner

if TYPE_CHECKING:
    from posapp.services.changes import Changes

EVERY_MS: Final = 3_000


class Poller(QObject):
    """Reads the change log every few seconds on the lane of reports.

    A read that fails is silent: the next action on the database says what is wrong.
    """

    def __init__(
        self,
        changes: "Changes",
        actor: Actor,
        runner: Runner,
        signals: AppSignals,
        parent: QObject | None = None,
    ) -> None:
        """Make a poller that is at rest.

        Args:
            changes: the change log.
            actor: who is signed in.
            runner: runs the reads.
            signals: told what changed.
            parent: parent object.
        """
        super().__init__(parent)
        self._changes = changes
        self._actor = actor
        self._runner = runner
        self._signals = signals
        self._mark: Mark | None = None
        self._asking = False
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.ask)

    def start(self) -> None:
        """Begin: what changed before is on the screen already."""
        self.ask()
        self._timer.start()

    def stop(self) -> None:
        """Ask no more."""
        self._timer.stop()

    def ask(self) -> None:
        """Ask once, unless an answer is still out."""
        if self._asking:
            return
        self._asking = True
        work = partial(self._changes.since, self._mark, self._actor)
        self._runner.run(self, work, self._on_answer, self._on_failed, "reports")

    def _on_answer(self, answer: "tuple[Mark, frozenset[Topic]]") -> None:
        self._asking = False
        self._mark, topics = answer
        if topics:
            self._signals.data_changed.emit(topics)

    def _on_failed(self, _error: BaseException) -> None:
        self._asking = False
