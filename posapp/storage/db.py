"""The database: one write transaction or one read transaction at a time, as a Core connection.

A *transaction* in this package is a plain SQLAlchemy ``Connection`` named ``s``, given as the
first argument. Commands run through ``Database.write`` (retried, safe after a lost reply because
each command looks its request id up first), queries through ``Database.read``.
Sources: reliability A.2 (write path), findings 2 to 6, D-25 (order of locks), D.2 (retries).
"""

import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, Table, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from posapp.errors import StorageFailure
from posapp.storage import places, postgres, sqlite
from posapp.storage.failures import commit_failed, translate
from posapp.storage.moved import refuse_moved
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.running import end_read, send_waiting
from posapp.storage.schema_revision import refuse_other_schema
from posapp.storage.turnstile import Turnstile

T = TypeVar("T")

MAX_TRIES: Final = 8
MAX_SECONDS: Final = 10.0
FIRST_WAIT: Final = 0.01
LONGEST_WAIT: Final = 1.0
CHANGED: Final = "posapp_changed"
"""Mark on a transaction that noted a change for other programs."""
AGAIN: Final = frozenset({"locked", "offline"})


class Database:
    """A database of the program, on SQLite or PostgreSQL.

    Attributes:
        dialect: ``sqlite`` or ``postgresql``.
        url_shown: the address without a password: a path or a ``postgresql://`` URL.
        path: the file, on SQLite.
        address: of the server as libpq reads it, which may hold a password; empty on SQLite.
        left_unclean: a write-ahead log was there when this object opened the file, so somebody
            has it open or ended without closing (A.2.10).
        untold: set by a commit that other programs should hear of (``storage.hearing``).
    """

    def __init__(self, engine: Engine, shown: str, path: Path | None, *, read_only: bool) -> None:
        self.engine = engine
        self.dialect = engine.dialect.name
        self.url_shown = shown
        self.path = path
        self.address = ""
        self.read_only = read_only
        self.left_unclean = path is not None and places.left_unclean(path)
        self.sleep: Callable[[float], None] = time.sleep
        self.jitter: Callable[[], float] = random.random
        self._reader = engine.execution_options(**_reading(self.dialect))
        self._turn = Turnstile(path)
        self._file = places.SameFile(path) if path is not None else None
        self.untold = threading.Event()

    @classmethod
    def open(
        cls,
        url: str,
        *,
        create: bool = False,
        check_schema: bool = True,
        read_only: bool = False,
        at_rest: bool = False,
    ) -> "Database":
        """Open a database, or refuse it with a sentence; never leaves a half-made file.

        Args:
            url: a path, ``sqlite:///path`` or ``postgresql://user@host/name``.
            create: make an empty SQLite file (``migrate.init`` fills it).
            check_schema: refuse a schema that is older or newer than the program.
            read_only: for reports and proofs on a file that may not be written.
            at_rest: with ``read_only``: nobody writes the file meanwhile, so reading it leaves no
                log beside it.

        Raises:
            StorageFailure: with the kind and what to do.
        """
        path = sqlite_path(url)
        if path is None:
            database = cls(
                postgres.engine_for(url), postgres.shown_url(url), None, read_only=read_only
            )
            database.address = postgres.plain_url(url)
        else:
            places.refuse_network_share(path)
            if create:
                places.check_new(path)
            else:
                places.check_file(path, read_only=read_only)
            engine = sqlite.engine_for(path, create=create, read_only=read_only, at_rest=at_rest)
            database = cls(engine, str(path), path, read_only=read_only)
        with ExitStack() as on_failure:
            on_failure.callback(database.dispose)
            with database.read() as s:
                s.exec_driver_sql("SELECT 1")
                if check_schema:
                    refuse_other_schema(s, database.url_shown)
                    if not read_only:
                        refuse_moved(s, database.url_shown)
            on_failure.pop_all()
        return database

    @contextmanager
    def begin(self, *, keep: bool = True) -> Iterator[Connection]:
        """One write transaction: BEGIN IMMEDIATE on SQLite, READ COMMITTED on PostgreSQL.

        Commits on leaving, unless ``keep`` is off; any exception rolls everything back.

        Raises:
            StorageFailure: ``unknown_outcome`` when COMMIT raised and may have worked.
            Conflict: when a row written at the same time stands in the way.
        """
        if self.read_only:
            raise StorageFailure("read_only", f"{self.url_shown} is open for reading only.")
        with self._turn, self._seam(), self.engine.connect() as s:
            s.begin()
            self._check_file()
            done = False
            try:
                yield s
                send_waiting(s)
                done = keep
            finally:
                if not done:
                    _roll_back(s)
            if done:
                self._commit(s)
                if s.__dict__.pop(CHANGED, False) and not self.untold.is_set():
                    self.untold.set()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One read transaction on a steady view of the data; nothing of it is kept."""
        with self._seam(), self._reader.connect() as s:
            s.begin()
            self._check_file()
            try:
                yield s
                end_read(s)
            finally:
                _roll_back(s)

    def write(self, work: Callable[[Connection], T], *, keep: bool = True) -> T:
        """Run a command in one write transaction and return its result, retried where safe.

        Without ``keep`` it is a rehearsal: everything is done and rolled back.

        Retries lost races, locks and broken lines with full jitter, at most eight tries and ten
        seconds, all of which may pass in a server's queue for one lock. After a COMMIT with unknown outcome the same work runs again on a fresh
        connection: it looks its request id up and finds the result if it is there.

        Raises:
            StorageFailure: the last failure; ``unknown_outcome`` when it stays open.
        """
        started = time.monotonic()
        doubt: StorageFailure | None = None
        for tries in range(1, MAX_TRIES + 1):
            try:
                with self.begin(keep=keep) as s:
                    if tries > 1 and self.dialect == "postgresql":
                        postgres.wait_for_locks(s, started + MAX_SECONDS - time.monotonic())
                    return work(s)
            except StorageFailure as failure:
                again = failure.kind in AGAIN
                late = time.monotonic() - started > MAX_SECONDS
                if failure.kind == "unknown_outcome":
                    # However long the server hung: the look-up of a first doubt is still made.
                    again, late = doubt is None, False
                    doubt = failure
                if not again or late or tries == MAX_TRIES:
                    # Once a COMMIT was in doubt, a later "offline" does not settle it.
                    raise doubt or failure from failure
                self.sleep(self.jitter() * min(LONGEST_WAIT, FIRST_WAIT * 2**tries))
        raise AssertionError("unreachable")

    def dispose(self, *, patience: float = 0.0) -> None:
        """Close every connection; the last one folds SQLite's log into the file.

        Args:
            patience: so many seconds to wait for whoever reads or writes at the moment; a
                connection in use would stay open, and the file with it.
        """
        pool, until = self.engine.pool, time.monotonic() + patience
        while isinstance(pool, QueuePool) and pool.checkedout() and time.monotonic() < until:
            self.sleep(FIRST_WAIT)
        self.engine.dispose()
        self._turn.close()

    def _check_file(self) -> None:
        if self._file is not None:
            self._file.check()

    def _commit(self, s: Connection) -> None:
        if self.dialect == "postgresql" and postgres.is_aborted(s):
            _roll_back(s)
            # The server would answer COMMIT with a silent ROLLBACK.
            raise RuntimeError("a failed statement was swallowed inside a transaction")
        committed = False
        try:
            s.commit()
            committed = True
        except DBAPIError as error:
            if self.dialect == "postgresql" and postgres.is_refused(s, error):
                # A statement that travelled with COMMIT failed, so that was not carried out.
                raise
            raise commit_failed(error, self.url_shown) from error
        finally:
            if not committed:
                # Whatever came out of it, memory that ran out as well: the pool would hand the
                # connection on inside this transaction, and the next write would fail (F25).
                _roll_back(s)
                s.invalidate()

    @contextmanager
    def _seam(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            ours = translate(error, self.url_shown)
            if ours is None:
                raise
            raise ours from error
        except UnicodeDecodeError as error:
            if self.path is None:
                raise
            # The library's own words quote the damaged schema, and are no text either.
            raise StorageFailure(
                "damaged",
                f"{self.url_shown}: the database file is damaged; nothing was written to it. "
                "Put a copy back with 'posapp db restore'.",
            ) from error


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite address or a plain path; ``None`` for a PostgreSQL address.

    Raises:
        StorageFailure: ``missing`` for an address of another kind.
    """
    scheme, mark, rest = url.partition("://")
    if not mark:
        return Path(url).expanduser()
    if scheme in {"postgresql", "postgres", "postgresql+psycopg"}:
        return None
    if scheme in {"sqlite", "sqlite+pysqlite"} and rest.startswith("/") and len(rest) > 1:
        return Path(rest[1:])
    raise StorageFailure(
        "missing",
        f"{scheme}:// is no address of a database of this program; give a path, "
        "sqlite:///path or postgresql://user@server/name.",
    )


def lock(s: Connection, table: Table, ids: Iterable[Any]) -> None:
    """Lock rows for writing in the order of their key (D-25); nothing to do on SQLite.

    The table has one key column; its keys may come in any order.
    """
    keys = sorted(set(ids))
    if s.dialect.name == "sqlite" or not keys:
        return
    _locking(table).all(s, {"keys": keys})


@cache
def _locking(table: Table) -> Prepared:
    key = next(iter(table.primary_key.columns))
    # Sorted first, so two commands that need the same rows take them in the same order.
    return Prepared(select(key).where(any_of(key, "keys")).order_by(key).with_for_update())


def _reading(dialect: str) -> dict[str, Any]:
    if dialect == "sqlite":
        return {sqlite.READING: True}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def _roll_back(s: Connection) -> None:
    try:
        s.rollback()
    except SQLAlchemyError:
        # The line is gone, and the transaction with it; the first error is the one to show.
        s.invalidate()
