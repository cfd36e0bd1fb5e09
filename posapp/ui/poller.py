"""Learns what other workstations changed and lets the window know, as if it had changed it itself.

On a server one hears at once that there is something (``posapp.storage.hearing``) and asks for it;
where nothing can be heard, on a file or behind a pooler, one asks every few seconds.
"""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from posapp.domain.rights import Actor
from posapp.domain.topics import Mark, Topic
from posapp.errors import StorageFailure
from posapp.ui.signals import AppSignals
from posapp.ui.tasks import Runner

if TYPE_CHECKING:
    from posapp.services.changes import Changes

EVERY_MS: Final = 3_000
HEARING_MS: Final = 30_000
"""So often one asks although one would hear: a notice may be lost."""
GAP_MS: Final = 1_000
"""However much is heard, the window reads no more often."""


class _Relay(QObject):
    """Brings what a thread hears to the GUI thread; the thread keeps it alive."""

    heard = Signal()
    lost = Signal(object)

    def say_heard(self) -> None:
        """In the thread: others changed something."""
        self.heard.emit()

    def say_lost(self, failure: StorageFailure) -> None:
        """In the thread: the line broke."""
        self.lost.emit(failure)


class Poller(QObject):
    """Reads the change log on the lane of the line.

    A read that fails is silent here: whoever watches the line hears of it by its signal.
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
        self._wanted = False
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.ask)
        self._gap = QTimer(self, singleShot=True, interval=GAP_MS)
        self._gap.timeout.connect(self._on_gap)
        relay = _Relay()
        relay.heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)
        relay.lost.connect(self._on_lost, Qt.ConnectionType.QueuedConnection)
        self._hearing = changes.listen(relay.say_heard, relay.say_lost)

    def start(self) -> None:
        """Begin: what changed before is on the screen already."""
        self.ask()
        self._timer.start()
        self._hearing.start()

    def stop(self) -> None:
        """Ask no more and hear no more."""
        self._timer.stop()
        self._gap.stop()
        self._hearing.stop()

    def ask(self) -> None:
        """Ask once, unless an answer is still out."""
        if self._asking:
            return
        self._asking = True
        work = partial(self._changes.since, self._mark, self._actor)
        self._runner.run(self, work, self._on_answer, self._on_failed, "line")

    def _on_heard(self) -> None:
        """Somebody changed something: ask now, or as soon as the last question is old enough."""
        if not self._timer.isActive():
            return
        self._timer.start(HEARING_MS)
        self._wanted = True
        self._ask_if_wanted()

    def _on_gap(self) -> None:
        self._ask_if_wanted()

    def _ask_if_wanted(self) -> None:
        """Ask for what was heard; an answer that is still out may have been read before it."""
        if not self._wanted or self._asking or self._gap.isActive() or not self._timer.isActive():
            return
        self._wanted = False
        self._gap.start()
        self.ask()

    def _on_lost(self, failure: StorageFailure) -> None:
        """The line broke: until it is back, one asks as often as one can."""
        self._timer.setInterval(EVERY_MS)
        self._signals.storage_failed.emit(failure)

    def _on_answer(self, answer: "tuple[Mark, frozenset[Topic]]") -> None:
        self._asking = False
        self._mark, topics = answer
        if topics:
            self._signals.data_changed.emit(topics)
        self._ask_if_wanted()

    def _on_failed(self, _error: BaseException) -> None:
        self._asking = False
        self._ask_if_wanted()
