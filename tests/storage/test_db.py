"""Opening, transactions, translation of errors, retries (A.2, findings 2 to 5, A9)."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, text
from sqlalchemy.exc import IntegrityError

from posapp.domain.messages import sentence
from posapp.errors import Conflict, Refused, StorageFailure
from posapp.log import masked
from posapp.storage import db as db_module
from posapp.storage import postgres, sqlite, turnstile
from posapp.storage.db import MAX_SECONDS, MAX_TRIES, Database, lock, sqlite_path
from posapp.storage.places import left_unclean
from posapp.storage.postgres import LEAST_LOCK_MS
from posapp.storage.tables.schema import METADATA
from tests.helpers.children import start
from tests.helpers.rows import make_office, neutral, put
from tests.helpers.thrown import MODES, Thrower

T = METADATA.tables


def count(db: Database, name: str = "person") -> int:
    with db.read() as s:
        return int(s.execute(text(f"SELECT count(*) FROM {name}")).scalar_one())


def add(s: Connection) -> int:
    return put(s, "person", name="Ada")


# --- settings ---------------------------------------------------------------------------------


def test_r2_sqlite_settings_are_read_back(sqlite_db: Database) -> None:
    with sqlite_db.begin() as s:
        found = {
            name: s.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "recursive_triggers",
                "busy_timeout",
                "trusted_schema",
                "cell_size_check",
            )
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "busy_timeout": 5000,
        "trusted_schema": 0,
        "cell_size_check": 1,
    }


def test_every_connection_of_the_pool_has_them(sqlite_db: Database) -> None:
    with sqlite_db.read() as one, sqlite_db.read() as two, sqlite_db.begin() as three:
        for s in (one, two, three):
            assert s.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_a_library_that_does_not_take_a_setting_is_refused(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "SETTINGS", (("synchronous", "FULL", 1),))
    with pytest.raises(StorageFailure, match="synchronous=2") as caught:
        Database.open(sqlite_url)
    assert caught.value.kind == "settings"


@pytest.mark.parametrize(("version", "fine"), [((3, 51, 2), False), ((3, 51, 3), True)])
def test_finding_6_an_unsound_library_is_refused(version: tuple[int, ...], fine: bool) -> None:
    if fine:
        sqlite.refuse_unsound_library(version)
    else:
        with pytest.raises(StorageFailure, match=r"3\.51\.2.*pysqlite3"):
            sqlite.refuse_unsound_library(version)


def test_a_2_5_postgres_settings_are_read_back(postgres_db: Database) -> None:
    with postgres_db.begin() as s:
        names = ["synchronous_commit", "TimeZone", "transaction_isolation", "lock_timeout"]
        found = [s.exec_driver_sql(f"SHOW {name}").scalar() for name in names]
    assert found == ["on", "UTC", "read committed", "10s"]


def test_a_server_that_does_not_take_a_setting_is_refused(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_SET", "SELECT set_config('synchronous_commit', 'off', false)")
    with pytest.raises(StorageFailure, match="synchronous_commit") as caught:
        Database.open(postgres_url)
    assert caught.value.kind == "settings"


# --- addresses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/x/posapp.db", "/x/posapp.db"),
        ("posapp.db", "posapp.db"),
        ("sqlite:////x/posapp.db", "/x/posapp.db"),
        ("sqlite:///posapp.db", "posapp.db"),
        ("sqlite:////x/a b%20#?.db", "/x/a b%20#?.db"),
        ("postgresql://u@h/n", None),
        ("postgresql+psycopg://u@h/n", None),
        ("postgres://u@h/n", None),
    ],
)
def test_addresses(url: str, path: str | None) -> None:
    assert sqlite_path(url) == (None if path is None else Path(path))


@pytest.mark.parametrize("url", ["mysql://h/n", "sqlite://", "sqlite:///", "http://x"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(StorageFailure, match="no address of a database"):
        sqlite_path(url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://ann:s3cret@db.example/pos", "postgresql://ann@db.example/pos"),
        ("postgresql+psycopg://ann:s3@h1:5432,h2:5433/pos", "postgresql://ann@h1:5432,h2:5433/pos"),
        (
            "postgres://h/pos?password=s3&target_session_attrs=read-write",
            "postgresql://h/pos?target_session_attrs=read-write",
        ),
    ],
)
def test_no_password_is_ever_shown(url: str, shown: str) -> None:
    assert postgres.shown_url(url) == shown


def test_odd_characters_in_a_path(tmp_path: Path, sqlite_template: Path) -> None:
    path = tmp_path / "a b?c#d%20é&mode=ro.db"
    path.write_bytes(sqlite_template.read_bytes())
    db = Database.open(str(path))
    db.write(add)
    assert count(db) == 1
    assert (db.dialect, db.url_shown, db.path) == ("sqlite", str(path), path)
    db.dispose()
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_no_server_is_a_sentence() -> None:
    with pytest.raises(StorageFailure, match="cannot be reached") as caught:
        Database.open("postgresql://ann:s3cret@127.0.0.1:1/pos")
    assert caught.value.kind == "offline"
    assert "s3cret" not in str(caught.value)


def test_no_database_of_that_name_is_a_sentence(postgres_url: str) -> None:
    with pytest.raises(StorageFailure, match=r'database "nowhere.*" does not exist'):
        Database.open(postgres_url.replace("/posapp_test", "/nowhere"))


# --- transactions -----------------------------------------------------------------------------


def test_a_transaction_commits_on_leaving(db: Database) -> None:
    with db.begin() as s:
        add(s)
    assert count(db) == 1


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt, MemoryError, Refused])
def test_f25_any_exception_rolls_back(db: Database, error: Callable[..., BaseException]) -> None:
    def work(s: Connection) -> None:
        add(s)
        raise error("M-05")

    with pytest.raises(BaseException) as caught:
        db.write(work)
    assert type(caught.value) is error
    assert count(db) == 0
    assert db.write(add)


def test_f25_a_fault_at_any_call_leaves_the_next_write_alone(db: Database) -> None:
    """Memory that ran out inside COMMIT left the pool a connection inside a transaction."""
    db.sleep = lambda _: None
    with Thrower(db) as thrower:
        for call, mode in product(range(1, 8), MODES):
            thrower.arm(call, mode)
            with suppress(MemoryError, KeyboardInterrupt, StorageFailure):
                db.write(add)
            thrower.arm(0, mode)
            before = count(db)
            db.write(add)
            assert count(db) == before + 1, (call, mode)
    assert thrower.thrown >= 4 * len(MODES)


def test_a_read_is_always_rolled_back(sqlite_db: Database) -> None:
    with sqlite_db.read() as s:
        add(s)
    assert count(sqlite_db) == 0


def test_r4_closing_waits_for_whoever_still_reads(sqlite_db: Database) -> None:
    """A file that is about to be replaced must not stay open behind a page that was reading."""
    with ExitStack() as reading:
        reading.enter_context(sqlite_db.read())
        slept: list[float] = []

        def sleep(seconds: float) -> None:
            slept.append(seconds)
            reading.close()

        sqlite_db.sleep = sleep
        sqlite_db.dispose(patience=5)
    assert len(slept) == 1
    assert sqlite_db.path is not None
    assert not left_unclean(sqlite_db.path)


def test_r4_closing_does_not_wait_without_end(sqlite_db: Database) -> None:
    with sqlite_db.read():
        sqlite_db.dispose(patience=0.01)


def test_a_read_on_postgres_cannot_write(postgres_db: Database) -> None:
    with pytest.raises(StorageFailure) as caught, postgres_db.read() as s:
        add(s)
    assert caught.value.kind == "read_only"


def test_a_read_sees_one_steady_state(db: Database) -> None:
    with db.read() as s:
        before = s.execute(text("SELECT count(*) FROM person")).scalar()
        db.write(add)
        assert s.execute(text("SELECT count(*) FROM person")).scalar() == before
    assert count(db) == 1


def test_finding_4_a_writer_takes_the_lock_at_begin(sqlite_db: Database, sqlite_url: str) -> None:
    other = Database.open(sqlite_url)
    started = threading.Event()

    def second() -> None:
        started.set()
        with other.begin() as s:
            assert s.execute(text("SELECT count(*) FROM person")).scalar() == 1
            add(s)

    with ThreadPoolExecutor(1) as pool:
        with sqlite_db.begin() as s:
            job = pool.submit(second)
            started.wait(10)
            add(s)
        job.result(10)
    other.dispose()
    assert count(sqlite_db) == 2


def test_a_swallowed_error_never_ends_in_a_silent_rollback(postgres_db: Database) -> None:
    def work(s: Connection) -> None:
        add(s)
        with pytest.raises(IntegrityError):
            s.execute(text("INSERT INTO gl_line VALUES (1, 1, '1010-CASH', 0)"))

    with pytest.raises(RuntimeError, match="swallowed"):
        postgres_db.write(work)
    assert count(postgres_db) == 0


# --- errors -----------------------------------------------------------------------------------


def test_a_lost_race_is_a_conflict(db: Database) -> None:
    def work(s: Connection) -> None:
        for _ in range(2):
            put(s, "app_user", login="ann")

    with pytest.raises(Conflict) as caught:
        db.write(work)
    assert caught.value.code == "M-30"
    assert "login" in caught.value.fields["constraint"]


def test_a_reference_to_a_row_that_is_not_there_says_so(db: Database) -> None:
    """Nobody else need have changed anything, so it is no M-30."""
    with pytest.raises(Refused) as caught:
        db.write(lambda s: put(s, "account", person_id=404))
    assert (caught.value.code, isinstance(caught.value, Conflict)) == ("M-194", False)
    assert "names is not there any more" in sentence(caught.value.code, caught.value.fields)


def test_our_own_mistakes_go_through_without_the_data(db: Database) -> None:
    """CHECK and NOT NULL are bugs, not surroundings; messages hold no customer's data."""
    reasons = METADATA.tables["cancel_reason"]
    row = {one.name: neutral(one) for one in reasons.columns}
    row |= {"code": "TOOLONG", "description": "Secret Customer"}

    def work(s: Connection) -> None:
        s.execute(insert(reasons), row)

    with pytest.raises(IntegrityError) as caught:
        db.write(work)
    assert "hide_parameters" in str(caught.value)


def test_prepared_statements_show_no_data_either(db: Database) -> None:
    with pytest.raises(IntegrityError) as caught:
        db.write(lambda s: put(s, "cancel_reason", code="TOOLONG", description="Secret Customer"))
    assert "cancel_reason" in str(caught.value)
    # What a server says of the row is its own word; the log leaves it out (T20).
    assert "Secret" not in masked(f"{caught.value}\n\n{caught.value.__cause__}")
    assert caught.value.params is None


TWICE = """
import sys
from posapp.errors import Conflict
from posapp.storage.db import Database
from sqlalchemy import text

db = Database.open(sys.argv[1])
with db.begin() as s:
    s.execute(text("CREATE TABLE taken (id integer PRIMARY KEY, note text)"))
try:
    with db.begin() as s:
        rows = [{"id": at % 4000, "note": "n" * 500} for at in range(8000)]
        s.execute(text("INSERT INTO taken VALUES (:id, :note)"), rows)
except Conflict:
    print("conflict")
db.dispose()
"""


def test_d21_many_rows_that_lose_a_race_leave_standard_error_alone(postgres_url: str) -> None:
    """What the driver logs beside its error does not reach who reads a command's answer."""
    child = start(TWICE, postgres_url)
    assert (*child.communicate(timeout=120), child.returncode) == ("conflict\n", "", 0)


def test_strict_tables_refuse_the_wrong_kind(sqlite_db: Database) -> None:
    with pytest.raises(IntegrityError, match="cannot store"):
        sqlite_db.write(
            lambda s: s.execute(text("UPDATE adjustment_type SET default_amount = 'much'"))
        )


def test_locked_out_is_a_sentence_after_the_wait(
    sqlite_db: Database, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MS", 1)
    monkeypatch.setattr(sqlite, "SETTINGS", ())
    monkeypatch.setattr(turnstile, "PATIENCE_S", 0.0)
    impatient = Database.open(sqlite_url)
    slept: list[float] = []
    impatient.sleep = slept.append
    impatient.jitter = lambda: 1.0
    with sqlite_db.begin() as s:
        add(s)
        with pytest.raises(StorageFailure, match="busy") as caught:
            impatient.write(add)
    impatient.dispose()
    assert caught.value.kind == "locked"
    assert slept == [0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.0]
    assert len(slept) == MAX_TRIES - 1


def test_deadlocks_are_solved_inside(postgres_db: Database) -> None:
    """Two writers take two rows in opposite order; one is ended by the server and runs again."""
    with postgres_db.begin() as s:
        one, two = add(s), add(s)
    met = threading.Barrier(2)
    runs: list[int] = []

    def work(first: int, second: int) -> Callable[[Connection], None]:
        waited = []

        def run(s: Connection) -> None:
            runs.append(first)
            rename(s, first)
            if not waited:
                waited.append(True)
                met.wait(10)
            rename(s, second)

        return run

    def rename(s: Connection, row: int) -> None:
        s.execute(text("UPDATE person SET phone = phone || 'x' WHERE id = :i"), {"i": row})

    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(postgres_db.write, work(*pair)) for pair in ((one, two), (two, one))]
        for job in jobs:
            job.result(30)
    assert len(runs) >= 3
    with postgres_db.read() as s:
        assert s.execute(text("SELECT phone FROM person")).scalars().all() == ["xx", "xx"]


def test_d25_locks_are_taken_in_order_of_id(postgres_db: Database) -> None:
    with postgres_db.begin() as s:
        ids = [add(s) for _ in range(20)]
    met = threading.Barrier(2)

    def work(order: list[int]) -> None:
        met.wait(10)
        for _ in range(20):
            with postgres_db.begin() as s:
                lock(s, T["person"], order)

    with ThreadPoolExecutor(2) as pool:
        for job in [pool.submit(work, ids), pool.submit(work, ids[::-1])]:
            job.result(60)


def test_a_lock_keeps_others_out(postgres_db: Database) -> None:
    with postgres_db.begin() as s:
        row = add(s)
    with postgres_db.begin() as s, postgres_db.begin() as other:
        lock(s, T["person"], [row, row])
        lock(s, T["person"], [])
        other.exec_driver_sql("SET LOCAL lock_timeout = '1ms'")
        with pytest.raises(Exception, match="lock timeout"):
            lock(other, T["person"], [row])
        other.rollback()
        other.begin()


def test_locks_on_code_tables_keep_others_out(postgres_db: Database) -> None:
    with postgres_db.begin() as s, postgres_db.begin() as other:
        lock(s, T["tender_source"], ["CASH-A02", "CASH-A01"])
        other.exec_driver_sql("SET LOCAL lock_timeout = '1ms'")
        with pytest.raises(Exception, match="lock timeout"):
            lock(other, T["tender_source"], ["CASH-A01"])
        other.rollback()
        other.begin()


def test_sqlite_has_one_writer_and_needs_no_lock(sqlite_db: Database) -> None:
    statements: list[str] = []
    with sqlite_db.begin() as s:
        event.listen(s, "before_cursor_execute", lambda *args: statements.append(args[2]))
        lock(s, T["tender_source"], ["CASH-A02", "CASH-A01"])
    assert statements == []


# --- outcome of COMMIT ------------------------------------------------------------------------


class Wire:
    """Breaks the next COMMITs of a database: before it is done, or after, so the reply is lost."""

    def __init__(self, db: Database, plan: list[str]) -> None:
        self.plan = plan
        self.error = db.engine.dialect.loaded_dbapi.OperationalError
        dialect: Any = db.engine.dialect
        self.real = dialect.do_commit
        dialect.do_commit = self.commit

    def commit(self, connection: Any) -> None:
        step = self.plan.pop(0) if self.plan else ""
        if step == "lost reply":
            self.real(connection)
        if step:
            raise self.error(step)
        self.real(connection)


LOCK_WAIT = "SELECT setting::int FROM pg_settings WHERE name = 'lock_timeout'"
REQUEST = "INSERT INTO request VALUES ('r1', 'k', 'f', :n, '2026-11-20T15:00:00+00:00', NULL)"


def once(s: Connection) -> int:
    """A command that looks its request id up first."""
    done = s.execute(text("SELECT result_id FROM request WHERE id = 'r1'")).scalar()
    if done is not None:
        return int(done)
    made = add(s)
    s.execute(text(REQUEST), {"n": made})
    return made


@pytest.mark.parametrize("plan", [["lost reply"], ["never arrived"]])
def test_a_2_6_r5_a_commit_in_doubt_is_looked_up(db: Database, plan: list[str]) -> None:
    db.sleep = lambda _: None
    Wire(db, list(plan))
    made = db.write(once)
    assert count(db) == 1
    assert db.write(once) == made


def test_a_commit_that_stays_in_doubt_says_so(db: Database) -> None:
    db.sleep = lambda _: None
    Wire(db, ["lost reply", "never arrived"])

    def always_writes(s: Connection) -> int:
        return add(s)

    with pytest.raises(StorageFailure, match="not known whether") as caught:
        db.write(always_writes)
    assert caught.value.kind == "unknown_outcome"


def test_offline_after_doubt_is_still_doubt(db: Database) -> None:
    db.sleep = lambda _: None
    Wire(db, ["lost reply"])
    runs = []

    def then_offline(s: Connection) -> int:
        runs.append(1)
        if len(runs) > 1:
            raise StorageFailure("offline", "the line is gone")
        return once(s)

    with pytest.raises(StorageFailure) as caught:
        db.write(then_offline)
    assert caught.value.kind == "unknown_outcome"
    assert len(runs) == MAX_TRIES
    assert count(db) == 1


def test_f17_a_write_keeps_its_place_for_all_its_time_and_a_next_try_has_what_is_left(
    postgres_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who gives up a lock and asks again stands at the end of the server's queue."""
    postgres_db.sleep = lambda _: None
    waits: list[int] = []

    def work(s: Connection) -> None:
        waits.append(s.execute(text(LOCK_WAIT)).scalar_one())
        if len(waits) == 1:
            raise StorageFailure("locked", "lost a race")

    postgres_db.write(work)
    assert waits[0] == MAX_SECONDS * 1000
    assert 0 < waits[1] < waits[0]
    # Nothing is left, and zero would be a wait without an end.
    monkeypatch.setattr(db_module, "MAX_SECONDS", -1.0)
    Wire(postgres_db, ["never arrived"])
    postgres_db.write(work)
    assert waits[3] == LEAST_LOCK_MS
    with postgres_db.begin() as s:
        assert s.execute(text(LOCK_WAIT)).scalar_one() == waits[0]


def test_begin_alone_reports_the_doubt_and_goes_on(db: Database) -> None:
    Wire(db, ["never arrived"])
    with pytest.raises(StorageFailure) as caught, db.begin() as s:
        add(s)
    assert caught.value.kind == "unknown_outcome"
    assert count(db) == 0
    db.write(add)
    assert count(db) == 1


def test_a_refusal_is_never_tried_again(db: Database) -> None:
    runs = []

    def work(_s: Connection) -> None:
        runs.append(1)
        raise Refused("M-05")

    with pytest.raises(Refused):
        db.write(work)
    assert len(runs) == 1


def test_f9_a_backend_that_is_killed_is_replaced(postgres_db: Database) -> None:
    postgres_db.sleep = lambda _: None
    killed = []

    def work(s: Connection) -> int:
        made = once(s)
        if not killed:
            killed.append(True)
            backend = s.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            with postgres_db.begin() as other:
                other.execute(text("SELECT pg_terminate_backend(:p)"), {"p": backend})
            s.execute(text("SELECT 1"))
        return made

    postgres_db.write(work)
    assert count(postgres_db) == 1


def test_a_deferred_refusal_at_commit_is_definite(sqlite_db: Database) -> None:
    def work(s: Connection) -> None:
        s.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        put(s, "account", person_id=404)

    with pytest.raises(Refused, match="M-194"):
        sqlite_db.write(work)
    assert count(sqlite_db, "account") == 0


# --- several writers --------------------------------------------------------------------------


def test_p1_one_write_takes_no_needless_statement(sqlite_db: Database) -> None:
    seen: list[str] = []
    event.listen(
        sqlite_db.engine,
        "before_cursor_execute",
        lambda _c, _u, statement, *_rest: seen.append(statement),
    )
    sqlite_db.write(lambda s: s.execute(text("UPDATE id_counter SET next_id = next_id + 1")))
    assert seen == ["BEGIN IMMEDIATE", "UPDATE id_counter SET next_id = next_id + 1"]


def test_eight_threads_lose_nothing(db: Database) -> None:
    with db.begin() as s:
        office = make_office(s)

    def raise_version(s: Connection) -> None:
        lock(s, T["tender_control"], [office.control])
        table = T["tender_control"]
        found = s.execute(table.select().where(table.c.id == office.control)).one()
        s.execute(
            table.update().where(table.c.id == office.control).values(version=found.version + 1)
        )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: db.write(raise_version), range(160)))
    with db.read() as s:
        query = text("SELECT version FROM tender_control")
        assert s.execute(query).scalar() == 1 + 160
