"""Schema revisions (A10, A14, F23): equal to the tables, whole or not at all, never a newer one."""

from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from posapp.errors import StorageFailure
from posapp.storage import migrate
from posapp.storage.db import Database
from posapp.storage.migrations import HEAD, REVISIONS
from posapp.storage.search_ddl import is_search_table
from posapp.storage.tables.schema import METADATA
from posapp.storage.triggers import drop_statements, missing, statements
from tests.helpers.clock import FixedClock
from tests.helpers.next_revision import one_ahead, write_next
from tests.helpers.postgres_server import PostgresServer
from tests.helpers.rows import make_office, paid_event


def shape(s: Connection) -> dict[str, Any]:
    """Everything about the tables that a migration could get wrong, in comparable form."""
    look = inspect(s)
    found: dict[str, Any] = {}
    for name in sorted(look.get_table_names()):
        if name == "alembic_version" or is_search_table(name):
            continue
        columns = [
            (c["name"], c["type"].compile(s.dialect), c["nullable"], str(c["default"]))
            for c in look.get_columns(name)
        ]
        found[name] = {
            "columns": columns,
            "options": look.get_table_options(name),
            "key": look.get_pk_constraint(name)["constrained_columns"],
            "references": sorted(
                (k["name"], k["constrained_columns"], k["referred_table"], k["referred_columns"])
                for k in look.get_foreign_keys(name)
            ),
            "unique": sorted(
                (u["name"], u["column_names"]) for u in look.get_unique_constraints(name)
            ),
            "checks": sorted((c["name"], c["sqltext"]) for c in look.get_check_constraints(name)),
            "indexes": sorted(
                (i["name"], i["column_names"], bool(i["unique"]), _some(i))
                for i in look.get_indexes(name)
            ),
        }
    return found


def _some(index: Any) -> list[str]:
    """The condition on the rows that an index holds."""
    said = index.get("dialect_options", {}).items()
    return [str(value) for name, value in said if name.endswith("_where")]


def shapes(migrated: str, plain: str, *, sqlite: bool) -> tuple[Any, Any]:
    one = Database.open(migrated)
    two = Database.open(plain, create=sqlite, check_schema=False)
    with two.begin() as s:
        METADATA.create_all(s)
    with one.read() as s, two.read() as t:
        both = shape(s), shape(t)
    one.dispose()
    two.dispose()
    return both


def test_the_migrated_schema_is_the_tables_on_sqlite(sqlite_url: str, tmp_path: Path) -> None:
    migrated, plain = shapes(sqlite_url, str(tmp_path / "plain.db"), sqlite=True)
    assert migrated == plain
    assert len(migrated) == len(METADATA.tables)


@pytest.mark.postgres
def test_the_migrated_schema_is_the_tables_on_postgres(
    postgres_url: str, postgres_server: PostgresServer
) -> None:
    plain_url = postgres_server.create()
    migrated, plain = shapes(postgres_url, plain_url, sqlite=False)
    postgres_server.drop(plain_url)
    assert migrated == plain
    assert len(migrated) == len(METADATA.tables)


def test_the_frozen_triggers_are_the_present_ones(db: Database) -> None:
    with db.read() as s:
        assert missing(s) == ()


def test_a_missing_or_changed_trigger_is_seen(db: Database) -> None:
    with db.begin() as s:
        name = "guard_payment_delete"
        if db.dialect == "sqlite":
            s.execute(text(f"DROP TRIGGER {name}"))
        else:
            s.execute(text(f"ALTER TABLE payment DISABLE TRIGGER {name}"))
        assert missing(s) == (name,)


def test_triggers_can_be_dropped_and_made_again(db: Database) -> None:
    with db.begin() as s:
        for statement in drop_statements(db.dialect):
            s.execute(text(statement))
        assert missing(s) != ()
        for statement in statements(db.dialect):
            s.execute(text(statement))
        assert missing(s) == ()


def test_the_list_of_revisions_is_the_folder() -> None:
    folder = ScriptDirectory(str(migrate.FOLDER))
    found = [script.revision for script in folder.walk_revisions()]
    assert tuple(reversed(found)) == REVISIONS
    assert migrate.head() == HEAD == REVISIONS[-1]
    assert migrate.is_newer("9999")
    assert not migrate.is_newer(HEAD)
    assert not migrate.is_newer(None)


def stamp(url: str, number: str) -> None:
    db = Database.open(url, check_schema=False)
    with db.begin() as s:
        s.execute(text("UPDATE alembic_version SET version_num = :n"), {"n": number})
    db.dispose()


def test_a_newer_schema_is_refused(engine_url: str) -> None:
    stamp(engine_url, "9999")
    for attempt in (Database.open, migrate.upgrade):
        with pytest.raises(StorageFailure, match="newer version") as caught:
            attempt(engine_url)
        assert caught.value.kind == "newer_schema"


def test_an_older_schema_names_the_command(
    engine_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("posapp.storage.schema_revision.REVISIONS", ("0001", "0002"))
    monkeypatch.setattr("posapp.storage.schema_revision.HEAD", "0002")
    with pytest.raises(StorageFailure, match="posapp db upgrade") as caught:
        Database.open(engine_url)
    assert caught.value.kind == "older_schema"


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    db = Database.open(str(path), create=True, check_schema=False)
    with db.begin() as s:
        s.execute(text("CREATE TABLE songs (title TEXT)"))
    db.dispose()
    for attempt in (Database.open, migrate.upgrade):
        with pytest.raises(StorageFailure, match="not a posapp database") as caught:
            attempt(str(path))
        assert caught.value.kind == "missing"


def test_init_refuses_what_is_there(engine_url: str) -> None:
    with pytest.raises(StorageFailure, match="nothing was changed"):
        migrate.init(engine_url)
    db = Database.open(engine_url)
    assert migrate.current(db) == HEAD
    db.dispose()


def test_init_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(_s: Connection) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        migrate.init(str(tmp_path / "new.db"), fail)
    assert list(tmp_path.iterdir()) == []


def test_init_that_was_killed_is_forgotten(tmp_path: Path) -> None:
    (tmp_path / ".new.db.part").write_bytes(b"half")
    migrate.init(str(tmp_path / "new.db"))
    assert [path.name for path in tmp_path.iterdir()] == ["new.db"]


@pytest.mark.postgres
def test_init_that_fails_leaves_an_empty_database(postgres_server: PostgresServer) -> None:
    def fail(_s: Connection) -> None:
        raise ZeroDivisionError

    url = postgres_server.create()
    with pytest.raises(ZeroDivisionError):
        migrate.init(url, fail)
    migrate.init(url)
    postgres_server.drop(url)


def test_upgrade_of_the_present_schema_does_nothing(engine_url: str, tmp_path: Path) -> None:
    before = sorted(path.name for path in tmp_path.iterdir())
    assert migrate.upgrade(engine_url) is None
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.fixture
def next_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that is one revision ahead: its migration rebuilds a table that others point to."""
    folder = write_next(tmp_path / "revisions")
    for target, value in one_ahead(folder).items():
        monkeypatch.setattr(target, value)
    return folder


def test_upgrade_copies_first_and_keeps_rows_and_triggers(
    engine_url: str, next_revision: Path, clock: FixedClock
) -> None:
    before = Database.open(engine_url, check_schema=False)
    with before.begin() as s:
        paid = paid_event(s, make_office(s))
    before.dispose()
    if before.path is not None:
        # Left by an upgrade that was killed in the same second.
        before.path.with_name("posapp-20261120-150000-schema-0001.db").touch()
    copy = migrate.upgrade(engine_url, clock=clock)
    db = Database.open(engine_url)
    with db.read() as s:
        assert s.execute(text("SELECT phone FROM office")).scalars().all() == [""]
        kept = s.execute(text("SELECT id, channel, status FROM payment")).one()
        assert kept == (paid.payment, "", "FROZEN")
        assert missing(s) == ()
        if db.dialect == "sqlite":
            assert s.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
            assert s.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    db.dispose()
    if db.dialect == "sqlite":
        assert copy is not None
        assert copy.name == "posapp-20261120-150000-schema-0001-2.db"
        old = Database.open(str(copy), check_schema=False)
        assert migrate.current(old) == "0001"
        old.dispose()
    else:
        assert copy is None


def test_f23_an_upgrade_that_breaks_changes_nothing(
    engine_url: str, next_revision: Path, clock: FixedClock
) -> None:
    script = next_revision / "versions" / "0002_next.py"
    script.write_text(script.read_text() + "BREAK = True\n")
    with pytest.raises(RuntimeError, match="power cut"):
        migrate.upgrade(engine_url, clock=clock)
    db = Database.open(engine_url, check_schema=False)
    with db.read() as s:
        assert "phone" not in {c["name"] for c in inspect(s).get_columns("office")}
        assert missing(s) == ()
    assert migrate.current(db) == "0001"
    db.dispose()
