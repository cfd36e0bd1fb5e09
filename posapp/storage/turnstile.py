"""A queue of the programs that want to write to one SQLite file, each let in when its turn comes.

SQLite itself has no queue: who finds another writing sleeps and asks again, ever more seldom, and
whoever comes at the right moment goes first (reliability finding 5, F7). Here programs wait in the
kernel, for a lock of two empty files beside the database: whoever wants to write takes ``-next``,
waits with it for ``-turn``, and gives ``-next`` back once inside. One who has just written stands
behind ``-next`` like everybody else and overtakes nobody.

The turnstile is a courtesy and no protection; that stays BEGIN IMMEDIATE. So a wait has an end,
after which the program goes on as if there were no turnstile, and so it does where such files
cannot be made or locked. The kernel frees the locks of a program that was killed.
"""

import contextlib
import os
import sys
import threading
import weakref
from functools import reduce
from operator import or_
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from posapp.storage import file_lock

PATIENCE_S: Final = 10.0
"""So long a program waits for its turn: longer than any write but an import takes."""
ENDS: Final = ("-turn", "-next")
"""What the names of the two files end in, after that of the database."""
_MADE: Final = os.O_RDWR if sys.platform == "win32" else os.O_RDONLY
_ASKED: Final = ("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK")
"""Where the system knows them; to open a pipe of that name must not wait for a writer to it."""
_FLAGS: Final = reduce(or_, (getattr(os, one, 0) for one in _ASKED), _MADE | os.O_CREAT)


class Turnstile:
    """Lets one writer in at a time, in the order in which they came; ``with`` is a write.

    Threads of one program wait for each other first, then the first of them for other programs.

    Attributes:
        patience: seconds to wait for other programs.
        is_inside: whether this program has the turn; not when it lost patience.
    """

    def __init__(self, path: Path | None) -> None:
        """``None`` for a database on a server, which keeps its own order."""
        self.patience = PATIENCE_S
        self.is_inside = False
        self._here = threading.Lock()
        self._paths = [path.with_name(path.name + end) for end in ENDS] if path else []
        self._gates: _Gates | None = None
        self._ticket: _Ticket | None = None

    def __enter__(self) -> Self:
        """Wait for the turn, or until patience is at its end."""
        if not self._paths:
            return self
        self._here.acquire()
        done = False
        try:
            # A right or a call that is missing here must not keep anybody from his work.
            with contextlib.suppress(OSError):
                self.is_inside = self._come_in()
            done = True
        finally:
            if not done:
                self._here.release()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the next one in."""
        if not self._paths:
            return
        try:
            if self.is_inside and self._gates is not None:
                self.is_inside = False
                with contextlib.suppress(OSError):
                    file_lock.unlock(self._gates.turn)
        finally:
            self._here.release()

    def close(self) -> None:
        """Close the two files, and remove them when nobody waits there; a next write makes them anew."""
        if not self._here.acquire(blocking=False):
            return
        try:
            gates = self._gates
            if gates is None or self._waits():
                return
            with contextlib.suppress(OSError):
                if file_lock.lock(gates.next) and file_lock.lock(gates.turn):
                    for path in self._paths:
                        path.unlink(missing_ok=True)
            self._gates = None
            gates.close()
        finally:
            self._here.release()

    def _come_in(self) -> bool:
        if self._waits():
            # An earlier wait was given up and still stands in the queue.
            return False
        gates, got = self._opened(), False
        try:
            is_next = file_lock.lock(gates.next)
            got = is_next and file_lock.lock(gates.turn)
            if got:
                file_lock.unlock(gates.next)
            else:
                self._ticket = _Ticket(gates, is_next=is_next)
                got = self._ticket.wait(self.patience)
        finally:
            if not got:
                self._give_up(gates)
        return got

    def _give_up(self, gates: "_Gates") -> None:
        if self._ticket is not None:
            self._ticket.leave()
        if not self._waits():
            # Whatever was locked before something went wrong is free with it.
            self._gates = None
            gates.close()

    def _waits(self) -> bool:
        return self._ticket is not None and self._ticket.is_waiting

    def _opened(self) -> "_Gates":
        """The two files, opened anew when another program has removed them."""
        if self._gates is not None and not self._gates.are_there():
            self._gates.close()
            self._gates = None
        if self._gates is None:
            self._gates = _Gates(self._paths)
        return self._gates


class _Gates:
    """The two files, open; they are closed with this object at the latest."""

    def __init__(self, paths: list[Path]) -> None:
        self.turn = os.open(paths[0], _FLAGS, 0o666)
        self._close = [weakref.finalize(self, os.close, self.turn)]
        self.next = os.open(paths[1], _FLAGS, 0o666)
        self._close.append(weakref.finalize(self, os.close, self.next))
        self._seen = [_identity(os.fstat(one)) for one in (self.turn, self.next)]
        self._names = [str(path) for path in paths]

    def are_there(self) -> bool:
        """Whether these are still the files of their names."""
        try:
            return [_identity(os.stat(one)) for one in self._names] == self._seen  # noqa: PTH116 - each write asks
        except OSError:
            return False

    def close(self) -> None:
        """Close both, which frees what is locked."""
        for one in self._close:
            one()


class _Ticket:
    """A place in the queue, kept by a thread, because a wait in the kernel has no end of its own.

    Attributes:
        is_waiting: whether the thread still waits, be it for nobody.
    """

    def __init__(self, gates: _Gates, *, is_next: bool) -> None:
        self.is_waiting = True
        self._gates = gates
        self._is_next = is_next
        self._guard = threading.Lock()
        self._over = threading.Event()
        self._is_inside = self._is_left = False
        threading.Thread(target=self._queue, name="turnstile", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Whether the turn came in time."""
        return self._over.wait(seconds) and self._is_inside

    def leave(self) -> None:
        """Give the turn up, now or when it comes."""
        with self._guard:
            self._is_left = True
            if self._is_inside:
                self._free()

    def _queue(self) -> None:
        with contextlib.suppress(OSError):
            if not self._is_next:
                file_lock.lock(self._gates.next, wait=True)
            try:
                file_lock.lock(self._gates.turn, wait=True)
            finally:
                file_lock.unlock(self._gates.next)
            with self._guard:
                self._is_inside = not self._is_left
                if self._is_left:
                    self._free()
        self.is_waiting = False
        self._over.set()

    def _free(self) -> None:
        with contextlib.suppress(OSError):
            file_lock.unlock(self._gates.turn)


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino
