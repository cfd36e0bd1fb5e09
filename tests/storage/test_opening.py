"""Opening to work: what was not closed is proved first, and damage is never written to (R4)."""

from pathlib import Path

import pytest
from sqlalchemy import text

from posapp.errors import StorageFailure
from posapp.storage import check
from posapp.storage.check import CheckReport
from posapp.storage.db import Database
from posapp.storage.opening import open_sound
from posapp.storage.triggers import drop_statements
from tests.helpers.children import run
from tests.helpers.databases import crash_copy
from tests.helpers.rows import make_office, paid_event, put


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were checked."""
    seen: list[str] = []
    checks = check.check_quickly

    def counted(db: Database) -> CheckReport:
        seen.append(db.url_shown)
        return checks(db)

    monkeypatch.setattr(check, "check_quickly", counted)
    return seen


def test_r4_a_file_that_was_closed_is_opened_at_once(
    sqlite_db: Database, checks: list[str]
) -> None:
    sqlite_db.dispose()
    open_sound(str(sqlite_db.path)).dispose()
    assert checks == []


def test_r4_a_file_that_was_not_closed_is_checked_once(
    sqlite_db: Database, tmp_path: Path, checks: list[str]
) -> None:
    sqlite_db.write(lambda s: paid_event(s, make_office(s)))
    copy = crash_copy(sqlite_db, tmp_path)
    opened = open_sound(str(copy))
    with opened.read() as s:
        assert s.execute(text("SELECT count(*) FROM payment")).scalar() == 1
    assert opened.left_unclean
    assert not opened.read_only
    opened.dispose()
    assert checks == [str(copy)]


def test_r4_damage_behind_an_unclean_end_is_refused_and_not_touched(
    sqlite_db: Database, tmp_path: Path
) -> None:
    sqlite_db.write(lambda s: paid_event(s, make_office(s)))
    copy = crash_copy(sqlite_db, tmp_path, damaged=True)
    log = tmp_path / "crashed.db-wal"
    before = copy.read_bytes(), log.read_bytes()
    with pytest.raises(StorageFailure, match="posapp db check") as caught:
        open_sound(str(copy))
    assert caught.value.kind == "damaged"
    assert (copy.read_bytes(), log.read_bytes()) == before


def test_r4_guards_that_are_gone_are_refused_after_an_unclean_end(
    sqlite_db: Database, tmp_path: Path
) -> None:
    with sqlite_db.begin() as s:
        for statement in drop_statements("sqlite"):
            s.execute(text(statement))
    copy = crash_copy(sqlite_db, tmp_path)
    with pytest.raises(StorageFailure, match="Guards are missing"):
        open_sound(str(copy))


PASSES_BY = (
    "import sys; from posapp.storage.db import Database; Database.open(sys.argv[1]).dispose()"
)


def test_r1_a_second_look_by_this_program_leaves_the_log_to_those_who_write(
    sqlite_db: Database,
) -> None:
    """The end of any descriptor frees a process's locks on POSIX; the library that is asked for
    (finding 6) notices, so that another program's end takes no log away that is written to."""
    path = sqlite_db.path
    assert path is not None
    with sqlite_db.begin() as s:
        put(s, "person", name="Ada")
    Database.open(str(path), read_only=True).dispose()
    assert run(PASSES_BY, str(path)) == []
    log = path.with_name(f"{path.name}-wal")
    assert log.stat().st_size
    with sqlite_db.begin() as s:
        put(s, "person", name="Bo")
    kept = Database.open(str(crash_copy(sqlite_db, path.parent)))
    with kept.read() as s:
        names = s.execute(text("SELECT name FROM person")).scalars().all()
    kept.dispose()
    assert {"Ada", "Bo"} <= set(names)


def test_r4_a_server_checks_itself(postgres_url: str, checks: list[str]) -> None:
    open_sound(postgres_url).dispose()
    assert checks == []
