"""Work off the GUI thread: five lanes, one queued signal, results on the GUI thread.

Widgets live on the GUI thread, sessions on the ``db``, ``reports`` and ``imports`` lanes, only
frozen records travel (architecture 4.9). A file of half an hour has a lane of its own, so that what
the window reads meanwhile does not stand behind it; so has the question whether the database answers. A worker emits a job number and nothing else; it never holds a widget
(X7, X8). A result whose owner is gone is dropped, but what it changed is still announced.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Literal, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from posapp.domain.topics import Saved
from posapp.errors import StorageFailure
from posapp.ui.signals import AppSignals
from posapp.ui.widgets.busy_bar import BUSY_AFTER_MS

T = TypeVar("T")
Lane = Literal["db", "reports", "imports", "io", "line"]
Caught = Callable[[BaseException], None]

LANES: Final[dict[Lane, int]] = {"db": 1, "reports": 1, "imports": 1, "io": 2, "line": 1}
_WRITING: Final = frozenset({"db", "imports"})
_PROGRESS_EVERY_S: Final = 0.1


class Progress:
    """Worker's side of a progress bar; it is a ``posapp.domain.ports.Progress``.

    Call it with (done, of); it returns False once the user wants to stop.

    Attributes:
        only_looks: nothing is lost when the work ends early, so a closing window does not wait.
    """

    def __init__(self, number: int, announce: Callable[[int], None]) -> None:
        self.number = number
        self.latest: tuple[int, int | None] = (0, None)
        self.only_looks = False
        self._announce = announce
        self._cancelled = False
        self._next = 0.0

    def __call__(self, done: int, of: int | None) -> bool:
        """Remember how far the work is and announce it at most ten times a second."""
        self.latest = (done, of)
        now = time.monotonic()
        if now >= self._next or done == of:
            self._next = now + _PROGRESS_EVERY_S
            self._announce(self.number)
        return not self._cancelled

    def cancel(self) -> None:
        """Ask the worker to stop at its next call."""
        self._cancelled = True


class Runner(Protocol):
    """What pages and dialogs need of a task runner."""

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Caught | None = None,
        lane: Lane = "db",
        progress: Progress | None = None,
    ) -> None:
        """Do ``work`` elsewhere and call back on the GUI thread while ``owner`` lives."""

    def progress(self, owner: QObject, on_moved: Callable[[int, int | None], None]) -> Progress:
        """A progress handle to give to the work."""


@dataclass(slots=True)
class _Job:
    """GUI side of one job; never touched by a worker."""

    owner: QObject
    on_done: Callable[[Any], None]
    on_error: Caught | None
    lane: Lane
    progress: Progress | None
    future: Future[Any] | None = None

    @property
    def only_looks(self) -> bool:
        """Whether nothing is written, as when a file is looked at."""
        return self.progress is not None and self.progress.only_looks


class TaskRunner(QObject):
    """Runs work in lanes of ``ThreadPoolExecutor`` threads.

    ``busy_changed`` tells when interactive work has taken longer than 300 ms and when it is over;
    ``drained`` tells that no database work is left, so a closing window can go.
    """

    busy_changed = Signal(bool)
    drained = Signal()
    _finished = Signal(int)
    _moved = Signal(int)

    def __init__(self, signals: AppSignals, on_unhandled: Caught | None = None) -> None:
        """Start the lanes.

        Args:
            signals: gets ``data_changed`` for every ``Saved`` result.
            on_unhandled: called for errors of jobs that gave no ``on_error``; without it they are
                raised on the GUI thread and reach the crash dialog.
        """
        super().__init__()
        self._signals = signals
        self._on_unhandled = on_unhandled
        self._jobs: dict[int, _Job] = {}
        self._listeners: dict[int, tuple[QObject, Callable[[int, int | None], None], Progress]] = {}
        self._last = 0
        self._busy = False
        self._lanes = {
            lane: ThreadPoolExecutor(threads, thread_name_prefix=f"posapp-{lane}")
            for lane, threads in LANES.items()
        }
        self._busy_timer = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._busy_timer.timeout.connect(self._on_busy_time)
        queued = Qt.ConnectionType.QueuedConnection
        self._finished.connect(self._on_finished, queued)
        self._moved.connect(self._on_moved, queued)

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Caught | None = None,
        lane: Lane = "db",
        progress: Progress | None = None,
    ) -> None:
        """Queue ``work`` on a lane; call from the GUI thread only.

        Args:
            owner: object whose life the callbacks depend on.
            work: a function without widgets in it.
            on_done: gets the result.
            on_error: gets the exception.
            lane: ``db`` for writes and interactive reads, ``reports``, ``imports`` for files,
                ``io`` for devices, ``line`` for asking whether the database is there.
            progress: handle of ``progress()`` that the work reports to.

        Raises:
            RuntimeError: after ``close``.
        """
        number = self._next_number()
        job = self._jobs[number] = _Job(owner, on_done, on_error, lane, progress)
        job.future = self._lanes[lane].submit(work)
        job.future.add_done_callback(partial(self._announce, number))
        if lane == "db" and not self._busy_timer.isActive():
            self._busy_timer.start()

    def progress(self, owner: QObject, on_moved: Callable[[int, int | None], None]) -> Progress:
        """A progress handle; ``on_moved(done, of)`` is called on the GUI thread."""
        number = self._next_number()
        handle = Progress(number, self._moved.emit)
        self._listeners[number] = (owner, on_moved, handle)
        return handle

    def pending(self, lane: Lane | None = None) -> int:
        """How many jobs of a lane, or of all that may write, have not been called back yet."""
        if lane is not None:
            return sum(job.lane == lane for job in self._jobs.values())
        return sum(job.lane in _WRITING and not job.only_looks for job in self._jobs.values())

    def close(self) -> None:
        """Finish running and queued database work, drop waiting reports; no callbacks any more.

        What only looks is asked to stop.
        """
        for job in self._jobs.values():
            if job.progress is not None and job.only_looks:
                job.progress.cancel()
        for lane in ("reports", "line"):
            self._lanes[lane].shutdown(wait=False, cancel_futures=True)
        self._lanes["db"].shutdown(wait=True)
        self._lanes["imports"].shutdown(wait=True)
        self._lanes["io"].shutdown(wait=False)
        self._jobs.clear()
        self._listeners.clear()
        self._busy_timer.stop()

    def _next_number(self) -> int:
        self._last += 1
        return self._last

    def _announce(self, number: int, _future: Future[Any]) -> None:
        """On the worker: say that a job is over."""
        if shiboken6.isValid(self):
            self._finished.emit(number)

    def _on_finished(self, number: int) -> None:
        job = self._jobs.pop(number, None)
        if job is None or job.future is None:
            return
        if job.progress is not None:
            self._listeners.pop(job.progress.number, None)
        try:
            if not job.future.cancelled():
                _deliver(job, job.future, self._signals, self._on_unhandled)
        finally:
            self._after_job(job)

    def _after_job(self, job: _Job) -> None:
        if job.lane == "db" and not self.pending("db"):
            self._busy_timer.stop()
            if self._busy:
                self._busy = False
                self.busy_changed.emit(False)
        if job.lane in _WRITING and not self.pending():
            self.drained.emit()

    def _on_busy_time(self) -> None:
        if self.pending("db") and not self._busy:
            self._busy = True
            self.busy_changed.emit(True)

    def _on_moved(self, number: int) -> None:
        listener = self._listeners.get(number)
        if listener is not None and shiboken6.isValid(listener[0]):
            listener[1](*listener[2].latest)


class InlineRunner:
    """Does everything at once on the calling thread; for tests (A19)."""

    def __init__(self, signals: AppSignals, on_unhandled: Caught | None = None) -> None:
        self._signals = signals
        self._on_unhandled = on_unhandled

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Caught | None = None,
        lane: Lane = "db",
        progress: Progress | None = None,
    ) -> None:
        """Do ``work`` now and call back before returning."""
        future: Future[Any] = Future()
        try:
            future.set_result(work())
        except Exception as error:  # noqa: BLE001 - whatever the work raises goes to on_error
            future.set_exception(error)
        job = _Job(owner, on_done, on_error, lane, progress, future)
        _deliver(job, future, self._signals, self._on_unhandled)

    def progress(self, owner: QObject, on_moved: Callable[[int, int | None], None]) -> Progress:
        """A progress handle that reports at once."""

        def moved(_number: int) -> None:
            if shiboken6.isValid(owner):
                on_moved(*handle.latest)

        handle = Progress(0, moved)
        return handle


def _deliver(
    job: _Job, future: Future[Any], signals: AppSignals, on_unhandled: Caught | None
) -> None:
    """Call back if the owner lives; announce what a write changed in any case."""
    alive = shiboken6.isValid(job.owner)
    error = future.exception()
    if error is not None:
        if isinstance(error, StorageFailure):
            signals.storage_failed.emit(error)
        caught = job.on_error if alive and job.on_error else on_unhandled
        if caught is None:
            raise error
        caught(error)
        return
    result = future.result()
    try:
        if alive:
            job.on_done(result)
    finally:
        if isinstance(result, Saved):
            signals.data_changed.emit(result.topics)
