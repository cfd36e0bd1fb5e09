"""Notices a busy GUI thread: logs the stack when it does not answer for 50 ms (P14).

Runs in tests and on demand. A thread pings the GUI thread through one queued signal; when the
answer is late, it takes the GUI thread's stack at that moment, so the log names the line.
"""

import logging
import sys
import threading
import time
import traceback
from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

_LOG = logging.getLogger("posapp.watchdog")
LIMIT_S = 0.050
_PAUSE_S = 0.010
_KEPT = 200


@dataclass(frozen=True, slots=True)
class Stall:
    """One time the GUI thread was busy: for how long, and where it was after the limit."""

    seconds: float
    stack: str


class Watchdog(QObject):
    """Watches the thread it is made on."""

    _pinged = Signal()

    def __init__(self, limit: float = LIMIT_S) -> None:
        super().__init__()
        self.stalls: deque[Stall] = deque(maxlen=_KEPT)
        self._limit = limit
        self._gui = threading.get_ident()
        self._answered = threading.Event()
        self._stopped = threading.Event()
        self._pinged.connect(self._on_pinged, Qt.ConnectionType.QueuedConnection)
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to watch."""
        self._stopped.clear()
        self._thread = threading.Thread(target=self._watch, name="posapp-watchdog", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop watching and wait for the thread."""
        self._stopped.set()
        self._answered.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _on_pinged(self) -> None:
        self._answered.set()

    def _watch(self) -> None:
        while not self._stopped.wait(_PAUSE_S):
            self._answered.clear()
            sent = time.perf_counter()
            self._pinged.emit()
            if self._answered.wait(self._limit):
                continue
            stack = self._stack()
            # Who stops may have answered before the question was asked: then nobody answers it.
            while not self._answered.wait(self._limit):
                if self._stopped.is_set():
                    return
            if not self._stopped.is_set():
                self._note(Stall(time.perf_counter() - sent, stack))

    def _stack(self) -> str:
        frame = sys._current_frames().get(self._gui)  # noqa: SLF001 - the documented way
        return "".join(traceback.format_stack(frame)) if frame else ""

    def _note(self, stall: Stall) -> None:
        self.stalls.append(stall)
        record = _LOG.makeRecord(
            _LOG.name,
            logging.WARNING,
            __file__,
            0,
            "GUI thread busy for %.0f ms",
            (stall.seconds * 1000,),
            None,
            sinfo=stall.stack,
        )
        _LOG.handle(record)
