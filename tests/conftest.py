"""Fixture ladder: clock -> a fresh database on each engine.

``db`` runs a test on SQLite and on PostgreSQL; ``sqlite_db`` and ``postgres_db`` on one of them.
Each test gets a migrated and seeded database to itself; on PostgreSQL one that is lent and put back.
"""

import gc
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Final

import pytest
from argon2 import PasswordHasher

from posapp.storage import patience, places, postgres, sqlite
from posapp.storage.db import Database
from posapp.ui.plain_imports import import_plainly
from posapp.vault import passwords
from tests.helpers import first_cases, granted, run_order, seed
from tests.helpers.clock import FixedClock
from tests.helpers.databases import copy_of, fill
from tests.helpers.engines import SharedCompiler
from tests.helpers.kept_files import CAN_KEEP, KeptFiles
from tests.helpers.leases import Leases, lay_ground
from tests.helpers.memory_folder import put_tests_there
from tests.helpers.office import (
    Office,
    at_work_in,
    open_office,
    open_template,
    opened_template,
)
from tests.helpers.postgres_server import NoServerError, PostgresServer

GARBAGE: Final = 40_000
"""So many objects more than there were: tests make loops of objects all the time."""
OF_FILES: Final = frozenset({"storage", "faults", "endurance"})
"""Tests that are about the database: each has a file of its own, and opens it anew."""
QUICK: Final = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
QUICK_NOBODY: Final = QUICK.hash("nobody")
LOOKS: Final = 10
"""After so many looks at the youngest objects those that survived are looked at too."""


def pytest_configure() -> None:
    """Temporary folders are in memory: there a commit does not wait for a disk.

    What is read to find the tests stays, so that nobody looks for garbage in it; a fifth of the
    reading would be PySide's look into each source.
    """
    import_plainly()
    put_tests_there()
    gc.disable()


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Every second worker reads folders from their end, towards the others."""
    report = yield
    if isinstance(collector, pytest.Directory) and run_order.reads_backwards(collector.config):
        report.result.reverse()
    return report


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None, None, None]:
    """The longest files first, in the same order for every worker; no more cases than needed.

    Unless the database is what is tested, PostgreSQL runs the first case of a test, and only of
    those tests whose SQL no other shows. What is asked for by name or by ``-k`` is picked before.
    """
    run_order.put_long_ones_first(items)
    yield
    left = first_cases.left_to_sqlite(items, config)
    if left and not first_cases.all_wanted():
        gone = set(left)
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in gone]


def pytest_collection_finish() -> None:
    """What was imported stays for the whole run, and nobody looks for garbage within a test.

    Python looks for it in whatever thread happens to make objects: that which reads what a server
    says, or what the run is told. A window that dies there, in the middle of a call of Qt, takes
    the run with it or stands for ever, once in some runs. The program keeps the search to its GUI
    thread (``posapp.ui.garbage``); the tests look between two tests.
    """
    gc.collect()
    gc.freeze()
    seed.plant()


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure() -> None:
    """Nothing is started any more."""
    seed.pull_up()


@pytest.hookimpl(trylast=True)
def pytest_runtest_logfinish() -> None:
    """Look for garbage where nothing is under way, not more often than it pays.

    What was made since the last look mostly; all that is alive only now and then, for that takes a
    hundred times as long.
    """
    young, middle, old = gc.get_count()
    if young > GARBAGE:
        gc.collect(0 if middle < LOOKS else 1 if old < LOOKS else 2)


@pytest.fixture(autouse=True, scope="session")
def folders_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing is read from the user's own folders or left there, by Qt's file dialog neither."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CONFIG", "DATA", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        yield


@pytest.fixture(autouse=True, scope="session")
def mounts_kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is mounted is asked once: the system's own answer waits for whoever mounts or asks."""
    if not places.MOUNTS.exists():
        yield
        return
    kept = tmp_path_factory.mktemp("mounts") / "mounts"
    kept.write_bytes(places.MOUNTS.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "MOUNTS", kept)
        yield


@pytest.fixture(autouse=True, scope="session")
def field_key_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The key of sealed fields lies in a temporary folder, never in the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        key_file = tmp_path_factory.mktemp("keys") / "field.key"
        patch.setenv("POSAPP_FIELD_KEY_FILE", str(key_file))
        yield


@pytest.fixture(autouse=True, scope="session")
def one_compiler() -> Iterator[None]:
    """What was compiled for one database serves the next."""
    shared = SharedCompiler()
    with pytest.MonkeyPatch.context() as patch:
        for engine in (sqlite, postgres):
            patch.setattr(engine, "engine_for", shared.sharing(engine.engine_for))
        yield


@pytest.fixture(autouse=True, scope="session")
def granted_only() -> Iterator[None]:
    """The program changes nothing that the role of a desk may not change at a server."""
    with pytest.MonkeyPatch.context() as patch:
        granted.watch(patch)
        yield


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same hashes with small parameters; what they cost is the business of other tests."""
    monkeypatch.setattr(passwords, "_HASHER", QUICK)
    monkeypatch.setattr(passwords, "_NOBODY", QUICK_NOBODY)


@pytest.fixture
def clock() -> FixedClock:
    """Stands at 2026-11-20 15:00 UTC."""
    return FixedClock()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One server for the whole run."""
    try:
        server = PostgresServer()
    except NoServerError as error:
        pytest.skip(str(error))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated and seeded file; tests work on copies."""
    path = tmp_path_factory.mktemp("template") / "posapp.db"
    fill(str(path))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """A migrated and seeded database; tests work on copies."""
    url = postgres_server.create()
    fill(url)
    return postgres_server.name_of(url)


@pytest.fixture(scope="session")
def leases(postgres_server: PostgresServer) -> Iterator[Leases]:
    """PostgreSQL databases and sessions that serve test after test."""
    leases = Leases(postgres_server)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patience, "connect", leases.connect)
        yield leases
    leases.close()


@pytest.fixture(scope="session")
def lent_template(postgres_server: PostgresServer, postgres_template: str) -> str:
    """The template of databases that are lent."""
    url = postgres_server.create(postgres_template)
    lay_ground(url)
    return postgres_server.name_of(url)


@pytest.fixture(scope="session")
def opened_lent_template(postgres_server: PostgresServer, postgres_template: str) -> str:
    """The template of databases that are lent with an office at work."""
    url = postgres_server.create(postgres_template)
    open_template(url)
    lay_ground(url)
    return url


@pytest.fixture(scope="session", autouse=True)
def kept_files() -> Iterator[KeptFiles]:
    """SQLite files and the connections to them that serve test after test."""
    kept = KeptFiles()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite.driver(), "connect", kept.connect)
        yield kept
    kept.close()


@pytest.fixture
def sqlite_url(
    request: pytest.FixtureRequest,
    sqlite_template: Path,
    kept_files: KeptFiles,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Path of a SQLite database that is as a fresh one; the file is of this test alone if it is the subject."""
    at_work = "at_work" in request.fixturenames
    template = opened_template(sqlite_template) if at_work else sqlite_template
    lent = CAN_KEEP and not {"db", "sqlite_db"}.isdisjoint(request.fixturenames)
    if lent and OF_FILES.isdisjoint(request.path.parts):
        url = kept_files.lend(template, lambda: tmp_path_factory.mktemp("lent"))
    else:
        lent, url = False, copy_of(template, request.getfixturevalue("tmp_path"))
    if at_work:
        at_work_in(str(template), url)
    yield url
    if lent:
        kept_files.take_back(url)


@pytest.fixture
def postgres_url(
    request: pytest.FixtureRequest, leases: Leases, postgres_server: PostgresServer
) -> Iterator[str]:
    """Address of a PostgreSQL database that is as a fresh one."""
    if "at_work" in request.fixturenames:
        template = request.getfixturevalue("opened_lent_template")
        url = leases.lend(postgres_server.name_of(template))
        at_work_in(template, url)
    else:
        url = leases.lend(request.getfixturevalue("lent_template"))
    if "own_sessions" in request.fixturenames:
        leases.keep_no_sessions(url)
    yield url
    leases.take_back(url)


@pytest.fixture
def own_sessions() -> None:
    """Sessions of this test's PostgreSQL database end when they are closed; none waits."""


@pytest.fixture
def at_work() -> None:
    """The database of this test comes with an office at work where that is cheaper."""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine_url(request: pytest.FixtureRequest) -> str:
    """Address of a fresh database, once on each engine."""
    return str(request.getfixturevalue(f"{request.param}_url"))


def _opened(url: str, kept_files: KeptFiles) -> Iterator[Database]:
    database = Database.open(url)
    yield database
    kept_files.keep(url)
    database.dispose()


@pytest.fixture
def db(engine_url: str, kept_files: KeptFiles) -> Iterator[Database]:
    """A fresh database, once on each engine."""
    yield from _opened(engine_url, kept_files)


@pytest.fixture
def sqlite_db(sqlite_url: str, kept_files: KeptFiles) -> Iterator[Database]:
    """A fresh SQLite database."""
    yield from _opened(sqlite_url, kept_files)


@pytest.fixture
def postgres_db(postgres_url: str, kept_files: KeptFiles) -> Iterator[Database]:
    """A fresh PostgreSQL database."""
    yield from _opened(postgres_url, kept_files)


@pytest.fixture
def office(at_work: None, db: Database, clock: FixedClock) -> Office:
    """An office at work: users of every role and an open drawer, on each engine."""
    return open_office(db, clock)
