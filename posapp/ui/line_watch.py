"""Knows whether the database answers; asks again by itself until it does (R5, R6, ui.md rule 3).

Every failure of a job passes by here. While the database is away the window shows one calm strip
with the time it went; a worker asks again, later and later, and when it answers everything that is
shown is read anew. A command whose answer was lost is looked up by its request id then, and the
user is told whether it was recorded; what is typed stays where it is all the while.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from shiboken6 import isValid

from posapp.domain.topics import Topic
from posapp.errors import StorageFailure
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.line_words import (
    Lost,
    away_notice,
    back_notice,
    is_away,
    not_recorded_notice,
    unknown_notice,
    waiting_notice,
)
from posapp.ui.widgets.banner import Notice

FIRST_MS: Final = 500
LONGEST_MS: Final = 5_000
STEADY_MS: Final = 10_000
"""A database that goes again sooner than this was not really back."""
TOLD_MS: Final = 180_000
"""So long it is said what came of a command, unless its reader closes the strip."""
UNKNOWN_MS: Final = 2_000
"""So soon it is asked again what became of a command while that is not known yet."""
_LANE: Final = "line"
Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Something that failed while the database was away, and where that is said."""

    host: Any
    retry: Act | None
    heal: Act | None
    lost: Lost | None
    doubted: bool = False


class LineWatch(QObject):
    """``changed`` tells that the database went or came back."""

    changed = Signal()

    def __init__(self, context: UiContext, parent: QObject | None = None) -> None:
        """Begin to listen for failures.

        Args:
            context: the surroundings.
            parent: the window.
        """
        super().__init__(parent)
        self.since: datetime | None = None
        self._context = context
        self._says = ""
        self._pause = FIRST_MS
        self._asking = False
        self._healed = QElapsedTimer()
        self._waiting: list[_Waiting] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.ask)
        self._unknown: list[_Waiting] = []
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self.look_up)
        self._told: Notice | None = None
        self._forget = QTimer(self, singleShot=True, interval=TOLD_MS)
        self._forget.timeout.connect(self._on_read)
        context.signals.storage_failed.connect(self.take)

    @property
    def is_away(self) -> bool:
        """Whether the database does not answer at present."""
        return self.since is not None

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The strip of the window while the database is away, and what came of it."""
        told = () if self._told is None else (self._told,)
        if self.since is None:
            return told
        is_file = self._context.services.line.is_file
        time = self._context.formats.time(self.since)
        return (away_notice(self._says, time, self.ask, is_file=is_file), *told)

    def concerns(self, failure: StorageFailure) -> bool:
        """Whether a failure means that the database is away, rather than one thing going wrong."""
        return is_away(failure.kind, is_file=self._context.services.line.is_file)

    def take(self, failure: StorageFailure) -> None:
        """A job failed: when that means the database is away, begin to ask for it."""
        if not self.concerns(failure) or self.is_away:
            return
        self.since = self._context.clock()
        self._says = failure.kind
        self.changed.emit()
        if self._healed.isValid() and self._healed.elapsed() < STEADY_MS:
            # It answers when it is asked and fails again at work: not in a circle without rest.
            self._wait()
            return
        self._pause = FIRST_MS
        self.ask()

    def wait(
        self,
        failure: StorageFailure,
        host: Any,
        *,
        retry: Act | None,
        heal: Act | None,
        lost: Lost | None,
    ) -> None:
        """Say at ``host`` that it has to wait, and settle it once the database answers.

        Args:
            failure: what was raised.
            host: page or dialog where it happened.
            retry: does the same again.
            heal: to be called once the database answers, such as to read.
            lost: the request whose outcome is looked up then.
        """
        before = [one.lost for one in self._waiting if one.host is host and one.lost is not None]
        self._waiting = [one for one in self._waiting if not _takes_its_place(host, lost, one)]
        self._unknown = [one for one in self._unknown if not _takes_its_place(host, lost, one)]
        self._waiting.append(_Waiting(host, retry, heal, lost))
        # What is said of money stays said when something else of the same page fails as well.
        host.show_notice(waiting_notice(lost or (before[-1] if before else None), retry))
        self.take(failure)

    def tell(self, notice: Notice) -> None:
        """Say something in the window, whatever page is shown, until it is read."""
        self._told = replace(notice, action=_("Close"), on_action=self._on_read)
        self._forget.start()
        self.changed.emit()

    def ask(self) -> None:
        """Ask once in a worker, unless an answer is still out."""
        if self._asking or not self.is_away:
            return
        self._timer.stop()
        self._asking = True
        prove = self._context.services.line.prove
        self._context.runner.run(self, prove, self._on_answer, self._on_silence, _LANE)

    def look_up(self) -> None:
        """Ask again what became of commands of which that is not known yet."""
        unknown, self._unknown = self._unknown, []
        for one in unknown:
            self._settle(one)

    def _on_read(self) -> None:
        self._told = None
        self._forget.stop()
        self.changed.emit()

    def _on_silence(self, _error: BaseException) -> None:
        self._asking = False
        self._wait()

    def _wait(self) -> None:
        # A hundred counters that lost the same server must not all come back in one moment.
        self._timer.start(int(self._pause * (0.75 + random.random() / 2)))  # noqa: S311
        self._pause = min(2 * self._pause, LONGEST_MS)

    def _on_answer(self, _nothing: object) -> None:
        self._asking = False
        self._healed.start()
        self.since = None
        self.changed.emit()
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            self._settle(one)
        # Nobody heard what others changed meanwhile.
        self._context.signals.data_changed.emit(frozenset(Topic))

    def _settle(self, one: _Waiting) -> None:
        if one.lost is not None:
            service, actor = self._context.services.line, self._context.actor
            work = partial(service.is_recorded, one.lost.request_id, actor)
            told = partial(self._on_outcome, one)
            self._context.runner.run(self, work, told, partial(self._on_away_again, one), _LANE)
        elif one.heal is not None and isValid(one.host):
            one.heal()
        elif isValid(one.host):
            one.host.show_notice(back_notice(one.retry))

    def _on_away_again(self, one: _Waiting, error: BaseException) -> None:
        if not isinstance(error, StorageFailure):
            raise error
        if self.concerns(error):
            self._waiting.append(one)
            self.take(error)
        else:
            # Locked, full: it answers, but not this; what is not settled is asked again.
            self._doubt(one)

    def _doubt(self, one: _Waiting) -> None:
        """Say once that it is not known yet, and look it up again a little later."""
        assert one.lost is not None
        self._unknown.append(replace(one, doubted=True))
        self._later.start(UNKNOWN_MS)
        if isValid(one.host) and one.host.isVisible():
            one.host.show_notice(unknown_notice(one.lost))
        elif not one.doubted:
            self.tell(unknown_notice(one.lost))

    def _on_outcome(self, one: _Waiting, recorded: bool | None) -> None:
        assert one.lost is not None
        here = isValid(one.host) and one.host.isVisible()
        sent_again = here and getattr(one.host, "is_busy", False)
        if recorded is None or (sent_again and not recorded):
            self._doubt(one)
            return
        if recorded and here:
            one.lost.on_recorded()
            return
        if recorded:
            self.tell(one.lost.recorded_notice)
        elif here:
            one.host.show_notice(not_recorded_notice(one.lost, one.retry))
        else:
            self.tell(not_recorded_notice(one.lost, None))


def _takes_its_place(host: Any, lost: Lost | None, old: _Waiting) -> bool:
    """Whether a new entry of a host replaces an old one; a command stays until it is settled."""
    if old.host is not host:
        return False
    same = lost is not None and old.lost is not None and lost.request_id == old.lost.request_id
    return old.lost is None or same
