"""Hearing at once that another program changed something (PostgreSQL's LISTEN and NOTIFY, 4.11).

A notice says no more than "look": what changed stands in the change log, so a notice that is lost
or comes twice costs nothing. It is sent beside the money path, not inside it: NOTIFY in the
transaction of a payment would make all counters commit one after the other. One connection for
each program does both, and makes one notice of many (at most two a second).
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any, Final

from sqlalchemy.exc import SQLAlchemyError

from posapp.errors import StorageFailure
from posapp.storage import patience, postgres
from posapp.storage.db import Database

_LOG = logging.getLogger(__name__)
CHANNEL: Final = "posapp_changed"
EVERY_S: Final = 0.5
"""Notices are sent, and passed on, this often at most."""
PROVED_S: Final = 15.0
FIRST_PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 5.0
_TELL: Final = f"NOTIFY {CHANNEL}"
_POOLED: Final = "SELECT pg_backend_pid()"


class Hearing:
    """A thread with one connection; it ends by itself where nothing can be heard.

    Attributes:
        works: whether notices come at present; without them somebody has to ask now and then.
    """

    def __init__(
        self,
        db: Database,
        on_heard: Callable[[], object],
        on_lost: Callable[[StorageFailure], object],
    ) -> None:
        """Make it; ``start`` begins.

        Args:
            db: the database of the program.
            on_heard: called in the thread when others changed something, and after each connect.
            on_lost: called in the thread once when the line breaks.
        """
        self.works = False
        self._db = db
        self._on_heard = on_heard
        self._on_lost = on_lost
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="posapp-hearing", daemon=True)

    def start(self) -> None:
        """Begin to listen; on SQLite there is nothing to hear."""
        if self._db.path is None:
            self._thread.start()

    def stop(self) -> None:
        """End the thread; it is gone within a moment, or as soon as the network lets it go."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(2 * EVERY_S)

    def _run(self) -> None:
        module, pause = postgres.driver(), FIRST_PAUSE_S
        while not self._stopped.is_set():
            try:
                with closing(self._connect(module)) as line:
                    _prepare(line)
                    if line.patience.pooled:
                        # Behind a pooler the next statement may go to another server process.
                        return
                    pause = FIRST_PAUSE_S
                    self._listen(line)
            except Exception as error:  # noqa: BLE001 - a keyring may raise anything; it goes on
                if not isinstance(error, module.Error):
                    _LOG.warning("hearing begins again", exc_info=error)
                if self.works:
                    self.works = False
                    self._on_lost(_lost(self._db, error))
            self._stopped.wait(pause * (0.5 + self._db.jitter()))
            pause = min(2 * pause, LONGEST_PAUSE_S)

    def _connect(self, module: Any) -> Any:
        return patience.connect(
            module, self._db.address, application_name="posapp-hears", autocommit=True
        )

    def _listen(self, line: Any) -> None:
        own, quiet = line.info.backend_pid, 0.0
        self.works = True
        # What was said while nobody listened.
        self._on_heard()
        while not self._stopped.is_set():
            notes = [note for note in line.notifies(timeout=EVERY_S) if note.pid != own]
            quiet += EVERY_S
            if notes:
                self._on_heard()
            if self._db.untold.is_set():
                with _telling(self._db):
                    line.execute(_TELL)
                quiet = 0.0
            elif quiet > PROVED_S:
                line.execute(_POOLED)
                quiet = 0.0
        self.works = False


def tell_now(db: Database) -> None:
    """Tell the others before a program without an own ``Hearing`` ends, such as a command.

    A notice that cannot be sent is no reason for an error: everybody asks now and then as well.
    """
    if db.path is not None or not db.untold.is_set():
        return
    with suppress(SQLAlchemyError, StorageFailure), _telling(db), db.engine.begin() as s:
        s.exec_driver_sql(_TELL)


@contextmanager
def _telling(db: Database) -> Iterator[None]:
    """What comes in meanwhile is for the next notice; one that was not sent stays untold."""
    db.untold.clear()
    sent = False
    try:
        yield
        sent = True
    finally:
        if not sent:
            db.untold.set()


def _prepare(line: Any) -> None:
    (found,) = line.execute(_POOLED).fetchone()
    line.patience.pooled = found != line.info.backend_pid
    if not line.patience.pooled:
        line.execute(f"LISTEN {CHANNEL}")


def _lost(db: Database, error: Exception) -> StorageFailure:
    said = str(error).strip().splitlines() or ["no answer"]
    return StorageFailure("offline", f"{db.url_shown}: the line broke ({said[0].rstrip('.')}).")
