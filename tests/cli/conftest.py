"""An office made through the command line, one for each test module."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Connection

from posapp.cli import call
from posapp.domain.setup import SetUp
from posapp.storage import setup
from posapp.storage.db import Database
from posapp.storage.running import driver_of
from posapp.storage.sqlite import READING
from posapp.vault import passwords
from tests.helpers.clock import FixedClock
from tests.helpers.command_line import CommandLine, filled
from tests.helpers.databases import copy_of
from tests.helpers.kept_files import KeptFiles
from tests.helpers.postgres_server import PostgresServer


@contextmanager
def _quick_hashes() -> Iterator[None]:
    """Argon2 with little memory: every command signs in, and the real cost is half a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(1, 8, 1))
        yield


@pytest.fixture(scope="session")
def cli_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the users of a small office, made by ``db init`` and ``user add``."""
    path = tmp_path_factory.mktemp("cli") / "posapp.db"
    with _quick_hashes():
        filled(path)
    return path


@pytest.fixture(scope="module", autouse=True)
def _quick_sign_in() -> Iterator[None]:
    """Quick hashes for the commands of a module, and the real ones again for what comes after."""
    with _quick_hashes():
        yield


@pytest.fixture(scope="module", autouse=True)
def _set_up_read_once() -> Iterator[None]:
    """The set-up of an office is read again when its version moved, as a program that stays open does.

    Each command reads it otherwise, which takes longer than what most commands do.
    """
    load = setup.load_setup

    def load_once(s: Connection) -> SetUp:
        kept = getattr(driver_of(s), "kept", None)
        if kept is None or not s.get_execution_options().get(READING):
            return load(s)
        known: dict[int, SetUp] = kept.read
        version = setup.setup_version(s)
        if version not in known:
            known[version] = load(s)
        return known[version]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(setup, "load_setup", load_once)
        yield


@pytest.fixture(scope="module")
def clock() -> Iterator[FixedClock]:
    """The clock of every command of a module: 2026-11-20 15:00 UTC."""
    fixed = FixedClock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(call, "system_clock", fixed)
        yield fixed


@pytest.fixture(scope="module")
def sqlite_office(
    cli_template: Path,
    clock: FixedClock,
    tmp_path_factory: pytest.TempPathFactory,
    kept_files: KeptFiles,
) -> Iterator[CommandLine]:
    """A database of the module's own with an open drawer of ``kim``; its connections serve every command."""
    url = copy_of(cli_template, tmp_path_factory.mktemp("office"))
    with kept_files.kept(url):
        yield from _at_work(url, clock)


@pytest.fixture(scope="module")
def office(sqlite_office: CommandLine) -> CommandLine:
    """The office that most modules work in."""
    return sqlite_office


@pytest.fixture(scope="session")
def postgres_cli_template(postgres_server: PostgresServer) -> str:
    """The same database on a PostgreSQL server, by its name."""
    url = postgres_server.create()
    with _quick_hashes():
        filled(url)
    return postgres_server.name_of(url)


@pytest.fixture(scope="module")
def postgres_office(
    postgres_server: PostgresServer, postgres_cli_template: str, clock: FixedClock
) -> Iterator[CommandLine]:
    """An office like ``sqlite_office`` on a PostgreSQL server."""
    url = postgres_server.create(postgres_cli_template)
    yield from _at_work(url, clock)
    postgres_server.drop(url)


def _at_work(url: str, clock: FixedClock) -> Iterator[CommandLine]:
    database = Database.open(url)
    line = CommandLine(url, clock, database)
    line.open_drawer()
    yield line
    database.dispose()
