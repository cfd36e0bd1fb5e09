"""PostgreSQL databases that are lent to test after test, put back as they were in between.

A database and a session of its own for each test cost more than most tests: files are copied, and
each new session reads the catalog of some hundred tables again. So a database goes back to the
rows of its template when a test is done with it, and its sessions wait for the next test. Nothing
may pass from one test to the next: a database whose schema, settings or sessions are not as they
were is dropped.
"""

import threading
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg
from psycopg import sql
from psycopg.pq import ConnStatus, TransactionStatus

from posapp.storage import patience
from tests.helpers.postgres_server import PostgresServer

USES: Final = 80
"""How often a database is lent: what was deleted still takes room in its files."""
MANY: Final = 5000
"""After a test with more rows than this the database is not worth keeping."""
WAITING: Final = 10
"""Sessions of a database that wait for the next test."""
PREPARED: Final = 4000
"""Statements that a session keeps planned, from the first time on: it serves many tests."""
_FORGET: Final = b"CLOSE ALL; UNLISTEN *; RESET ALL; SELECT pg_advisory_unlock_all()"

_GROUND: Final = """
CREATE SCHEMA ground;
CREATE TABLE ground.changed (what text);
CREATE FUNCTION ground.note() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO ground.changed VALUES (tg_tag); END $$;
"""
_BACK: Final = """
CREATE FUNCTION ground.put_back(base bigint, ours int[]) RETURNS bigint LANGUAGE plpgsql
SET session_replication_role = replica AS $$
DECLARE n bigint; gone bigint := 0;
BEGIN
IF EXISTS (SELECT FROM ground.changed)
    OR EXISTS (SELECT FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
        WHERE d.datname = current_database())
    OR EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
        AND pid <> pg_backend_pid() AND pid <> ALL (ours))
THEN RETURN NULL; END IF;
{steps}
RETURN CASE WHEN gone < {many} THEN pg_current_xact_id()::text::bigint END;
END $$;
CREATE EVENT TRIGGER ground_note ON ddl_command_end EXECUTE FUNCTION ground.note();
CREATE EVENT TRIGGER ground_drop ON sql_drop EXECUTE FUNCTION ground.note();
"""
_EMPTY: Final = "DELETE FROM {t}; GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;"
# A row that was written after the last time has a younger transaction in its xmin.
_FILLED: Final = (
    "IF (SELECT count(*) <> {rows} OR max(xmin::text::bigint) > base FROM {t}) THEN"
    " DELETE FROM {t}; INSERT INTO {t} SELECT * FROM ground.{t}; END IF;"
)


@dataclass
class _Kept:
    """A database that is lent: its keeper's session, and the transaction that put it back last."""

    url: str
    keeper: psycopg.Connection[Any]
    base: int
    uses: int = 0
    room: int = WAITING
    waiting: list[Any] = field(default_factory=list)


def lay_ground(url: str) -> None:
    """Write down in a template what its copies are put back to."""
    with psycopg.connect(url, autocommit=True) as s:
        s.execute(_GROUND.encode())
        tables = s.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " ORDER BY relname"
        ).fetchall()
        steps = [_step(s, name) for (name,) in tables]
        numbers = s.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
        ).fetchall()
        steps += [_number_step(s, name) for (name,) in numbers]
        s.execute(_BACK.format(steps="\n".join(steps), many=MANY).encode())


def _step(s: psycopg.Connection[Any], name: str) -> str:
    table = sql.Identifier(name)
    (rows,) = s.execute(sql.SQL("SELECT count(*) FROM {}").format(table)).fetchone() or (0,)
    shown = table.as_string(s)
    if not rows:
        return _EMPTY.format(t=shown)
    s.execute(sql.SQL("CREATE TABLE ground.{0} AS TABLE public.{0}").format(table))
    return _FILLED.format(t=shown, rows=rows)


def _number_step(s: psycopg.Connection[Any], name: str) -> str:
    found = s.execute(sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name)))
    last, called = found.fetchone() or (1, False)
    return f"PERFORM setval('public.{name}', {last}, {called});"


class Leases:
    """Copies of templates, lent to one test at a time, and the sessions on them."""

    # psycopg gives a connection that is closed to its pool, and this is one.
    close_returns = True

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._free: dict[str, list[_Kept]] = {}
        self._lent: dict[str, tuple[str, _Kept]] = {}
        self._lock = threading.Lock()
        self._connect = patience.connect

    def lend(self, template: str) -> str:
        """Address of a database that is as the template, which has its ground laid."""
        free = self._free.setdefault(template, [])
        kept = free.pop() if free else self._made(template)
        kept.uses += 1
        self._lent[kept.url] = (template, kept)
        return kept.url

    def keep_no_sessions(self, url: str) -> None:
        """Give every session an end for as long as the database is lent; for who counts them."""
        with self._lock:
            _, kept = self._lent[url]
            kept.room, waiting = 0, kept.waiting
            kept.waiting = []
        for line in waiting:
            _end(line)

    def take_back(self, url: str) -> None:
        """The test is done with the database, and has closed its connections."""
        with self._lock:
            template, kept = self._lent.pop(url)
            kept.room = WAITING
        if kept.uses < USES and self._put_back(kept):
            self._free[template].append(kept)
        else:
            self._drop(kept)

    def close(self) -> None:
        """Drop every database that waits."""
        for kept in [one for free in self._free.values() for one in free]:
            self._drop(kept)
        self._free.clear()

    def connect(self, module: Any, address: str, **said: Any) -> Any:
        """As ``patience.connect``; who asks for nothing of its own gets a session that waits."""
        with self._lock:
            _, kept = self._lent.get(address, ("", None))
            if kept is not None and kept.waiting and not said:
                line = kept.waiting.pop()
                line.patience = patience.Patience(address, {})
                return line
        line = self._connect(module, address, **said)
        if kept is not None and not said:
            line.prepare_threshold, line.prepared_max = 0, PREPARED
            line._pool, line._lent_at = self, address
        return line

    def putconn(self, line: Any) -> None:
        """Somebody closed a session: it waits for the next if nothing is wrong with it."""
        fit = _forgets(line)
        with self._lock:
            _, kept = self._lent.get(line._lent_at, ("", None))
            if fit and kept is not None and len(kept.waiting) < kept.room:
                kept.waiting.append(line)
                return
        _end(line)

    def _made(self, template: str) -> _Kept:
        url = self._server.create(template)
        keeper = psycopg.connect(url, autocommit=True, prepare_threshold=0)
        keeper.execute("SET lock_timeout = '2s'")
        (base,) = keeper.execute("SELECT pg_current_xact_id()::text::bigint").fetchone() or (0,)
        return _Kept(url, keeper, base)

    @staticmethod
    def _put_back(kept: _Kept) -> bool:
        """Whether every row is again as in the template, and nobody else is there."""
        ours = [one.info.backend_pid for one in kept.waiting]
        try:
            found = kept.keeper.execute("SELECT ground.put_back(%s, %s)", (kept.base, ours))
            (base,) = found.fetchone() or (None,)
        except psycopg.Error:
            return False
        kept.base = base or 0
        return base is not None

    def _drop(self, kept: _Kept) -> None:
        for line in kept.waiting:
            _end(line)
        kept.keeper.close()
        self._server.drop(kept.url)


def _forgets(line: Any) -> bool:
    """Bring a session back to what a new one is; whether that could be done."""
    raw = line.pgconn
    if raw.status != ConnStatus.OK or raw.transaction_status == TransactionStatus.ACTIVE:
        return False
    if line.patience.pooled or line.broken:
        return False
    try:
        line.rollback()
        line.autocommit = True
        line.isolation_level = line.read_only = line.deferrable = None
        line.execute(_FORGET, prepare=False)
        line.autocommit = False
    except psycopg.Error:
        return False
    line._notice_handlers.clear()
    line._notify_handlers.clear()
    return True


def _end(line: Any) -> None:
    line._pool = None
    line.close()
