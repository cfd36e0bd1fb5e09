"""Copies and their restoration (R4, F20, F21): sound under load, proved before they replace."""

import contextlib
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from posapp.errors import StorageFailure
from posapp.storage.backup import backup
from posapp.storage.check import check_database
from posapp.storage.db import Database
from posapp.storage.restore import restore
from posapp.storage.sqlite import driver
from posapp.storage.triggers import drop_statements
from tests.helpers.children import run
from tests.helpers.clock import FixedClock
from tests.helpers.rows import make_office, paid_event


def events(url: str | Path) -> int:
    db = Database.open(str(url))
    with db.read() as s:
        count = s.execute(text("SELECT count(*) FROM payment_event")).scalar_one()
    db.dispose()
    return int(count)


def pay(db: Database, times: int = 1) -> None:
    with db.begin() as s:
        office = make_office(s)
    for _ in range(times):
        db.write(lambda s: paid_event(s, office))


def test_f20_copies_under_load_are_sound(sqlite_db: Database, tmp_path: Path) -> None:
    with sqlite_db.begin() as s:
        office = make_office(s)
    stop = threading.Event()
    taken = []

    def cashier() -> None:
        while not stop.is_set():
            taken.append(sqlite_db.write(lambda s: paid_event(s, office)).event)

    thread = threading.Thread(target=cashier, daemon=True)
    thread.start()
    copies = []
    try:
        for number in range(12):
            while len(taken) < 3 * (number + 1):
                assert thread.is_alive()
                stop.wait(0.001)
            acknowledged = len(taken)
            copies.append((acknowledged, backup(sqlite_db, tmp_path / f"copy{number}.db")))
    finally:
        stop.set()
        thread.join(60)
    for acknowledged, copy in copies:
        db = Database.open(str(copy))
        assert check_database(db).clean
        db.dispose()
        assert events(copy) >= acknowledged


FULL = """
import resource, signal, sys
from pathlib import Path
from posapp.errors import StorageFailure
from posapp.storage.backup import backup
from posapp.storage.copies import make_copy
from posapp.storage.db import Database
from posapp.domain.upkeep import CopyPlan, CopyReason
from tests.helpers.clock import NOON
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
db = Database.open(sys.argv[1])
folder = Path(sys.argv[2])
for room in range(1, 800_000, 50_000):
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    for act in (
        lambda: backup(db, folder / "copy.db"),
        lambda: make_copy(db, db.path, CopyPlan(folder), CopyReason.HAND, NOON),
    ):
        try:
            act()
        except StorageFailure as failure:
            print(failure.kind, sorted(path.name for path in folder.iterdir()))
"""


@pytest.mark.skipif(os.name != "posix", reason="the limit is a POSIX one")
def test_r3_f4_a_copy_that_does_not_fit_leaves_nothing(sqlite_url: str, tmp_path: Path) -> None:
    """Its journal stayed behind, and would have been taken for that of the next copy."""
    folder = tmp_path / "copies"
    folder.mkdir()
    said = run(FULL, sqlite_url, str(folder))
    assert len(said) == 32
    assert set(said) <= {"other []", "full []"}


def test_a_copy_never_overwrites(sqlite_db: Database, tmp_path: Path) -> None:
    there = tmp_path / "there.db"
    there.write_bytes(b"precious")
    with pytest.raises(StorageFailure, match="already exists"):
        backup(sqlite_db, there)
    assert there.read_bytes() == b"precious"
    with pytest.raises(StorageFailure, match="does not exist"):
        backup(sqlite_db, tmp_path / "no" / "copy.db")


def test_postgres_names_its_own_tools(postgres_db: Database, tmp_path: Path) -> None:
    with pytest.raises(StorageFailure, match="pg_dump -Fc"):
        backup(postgres_db, tmp_path / "copy.dump")
    with pytest.raises(StorageFailure, match="pg_restore"):
        restore(tmp_path / "copy.dump", postgres_db.url_shown)


@pytest.fixture
def copied(sqlite_db: Database, tmp_path: Path) -> tuple[Path, Path]:
    """A database with three events, and a copy of it that has two."""
    pay(sqlite_db, 2)
    copy = backup(sqlite_db, tmp_path / "night.db")
    pay(sqlite_db)
    sqlite_db.dispose()
    assert sqlite_db.path is not None
    return copy, sqlite_db.path


def test_r4_a_proved_copy_takes_the_place_and_the_old_file_stays(
    copied: tuple[Path, Path], clock: FixedClock
) -> None:
    copy, place = copied
    kept = restore(copy, str(place), clock=clock)
    assert kept is not None
    assert kept.name == "posapp-20261120-150000-replaced.db"
    # Nothing is left beside them, before anybody opens one and tidies up.
    assert sorted(path.name for path in place.parent.iterdir()) == sorted(
        [kept.name, copy.name, place.name]
    )
    assert (events(place), events(kept), events(copy)) == (2, 3, 2)
    if os.name == "posix":
        # T10: whatever the system gives new files.
        assert {one.stat().st_mode & 0o777 for one in (place, copy)} == {0o600}


def test_what_a_reader_left_beside_the_old_file_does_not_stay(
    copied: tuple[Path, Path], clock: FixedClock
) -> None:
    copy, place = copied
    Database.open(str(place), read_only=True).dispose()
    assert place.with_name(f"{place.name}-shm").exists()
    kept = restore(copy, str(place), clock=clock)
    assert kept is not None
    assert {path.name for path in place.parent.iterdir()} == {kept.name, copy.name, place.name}
    assert (events(place), events(kept)) == (2, 3)


def test_a_copy_can_be_put_where_nothing_is(copied: tuple[Path, Path], tmp_path: Path) -> None:
    copy, _ = copied
    (tmp_path / "other").mkdir()
    assert restore(copy, str(tmp_path / "other" / "new.db")) is None
    assert events(tmp_path / "other" / "new.db") == 2


def rewritten(path: Path) -> None:
    db = Database.open(str(path))
    with db.begin() as s:
        for statement in drop_statements("sqlite"):
            s.execute(text(statement))
        s.execute(text("UPDATE gl_line SET amount = amount + 1 WHERE seq = 1"))
    db.dispose()


def torn(path: Path) -> None:
    content = bytearray(path.read_bytes())
    middle = len(content) // 8192 * 4096
    content[middle : middle + 4096] = bytes(4096)
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


@pytest.mark.parametrize("harm", [rewritten, torn, cut])
def test_r4_a_copy_that_is_not_sound_replaces_nothing(
    copied: tuple[Path, Path], harm: object
) -> None:
    copy, place = copied
    harm(copy)  # type: ignore[operator]
    before = place.read_bytes()
    with pytest.raises(StorageFailure) as caught:
        restore(copy, str(place))
    assert caught.value.kind == "damaged"
    assert place.read_bytes() == before
    assert {path.name for path in place.parent.iterdir()} <= {
        copy.name,
        place.name,
        f"{copy.name}-wal",
        f"{copy.name}-shm",
    }


def test_a_damaged_database_with_its_log_makes_room(
    copied: tuple[Path, Path], clock: FixedClock
) -> None:
    copy, place = copied
    place.write_bytes(b"rubbish" * 1000)
    log = place.with_name(f"{place.name}-wal")
    log.write_bytes(b"old log")
    kept = restore(copy, str(place), clock=clock)
    assert kept is not None
    assert kept.read_bytes() == b"rubbish" * 1000
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"old log"
    assert events(place) == 2


def test_nothing_is_replaced_while_it_is_open(copied: tuple[Path, Path]) -> None:
    copy, place = copied
    db = Database.open(str(place))
    with db.read() as s:
        s.execute(text("SELECT 1 FROM office")).all()
        with pytest.raises(StorageFailure, match="open in another program") as caught:
            restore(copy, str(place))
    assert caught.value.kind == "locked"
    db.dispose()
    assert events(place) == 3


def test_a_database_is_no_copy_of_itself(copied: tuple[Path, Path]) -> None:
    _, place = copied
    with pytest.raises(StorageFailure, match="is the database itself"):
        restore(place, str(place))


def test_a_missing_or_foreign_copy_is_refused(copied: tuple[Path, Path], tmp_path: Path) -> None:
    _, place = copied
    foreign = tmp_path / "foreign.db"
    foreign.write_bytes(b"hello" * 100)
    for path, kind in ((tmp_path / "none.db", "missing"), (foreign, "damaged")):
        with pytest.raises(StorageFailure) as caught:
            restore(path, str(place))
        assert caught.value.kind == kind


def test_p11_f20_payments_between_slices_do_not_start_a_copy_anew(
    sqlite_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_db.begin() as s:
        office = make_office(s)
        pages = s.exec_driver_sql("PRAGMA page_count").scalar_one()
    sqlite_db.write(lambda s: paid_event(s, office))
    slices = []

    def flush(_file: int) -> None:
        slices.append(1)
        assert len(slices) < pages, "the copy began anew"
        if len(slices) <= 3:
            sqlite_db.write(lambda s: paid_event(s, office))

    monkeypatch.setattr("posapp.storage.backup._SLICE", 10 * 4096)
    monkeypatch.setattr("posapp.storage.backup.os.fsync", flush)
    copy = backup(sqlite_db, tmp_path / "copy.db")
    monkeypatch.undo()
    assert len(slices) > 3
    assert events(copy) == 1
    assert events(sqlite_db.url_shown) == 4
    db = Database.open(str(copy))
    assert check_database(db).clean
    db.dispose()


SPY = (
    "CREATE TRIGGER guard_spy BEFORE INSERT ON payment"
    " BEGIN UPDATE account SET name = 'x'; SELECT RAISE(ABORT, 'guard: no'); END"
)


@pytest.mark.parametrize(
    "planted",
    [SPY, "CREATE VIEW payments_of_all AS SELECT id FROM payment"],
    ids=["trigger", "view"],
)
def test_t12_a_copy_with_what_is_not_ours_is_not_put_in_place(
    copied: tuple[Path, Path], planted: str
) -> None:
    """The check finds it in a database too, on its own and by name."""
    copy, office = copied
    library: Any = driver()
    with contextlib.closing(library.connect(str(copy))) as other:
        other.execute(planted)
        other.commit()
    before = office.read_bytes()
    with pytest.raises(StorageFailure, match="did not make") as failure:
        restore(copy, str(office))
    assert failure.value.kind == "damaged"
    assert office.read_bytes() == before
    db = Database.open(str(copy))
    findings = {one.name: one.first for one in check_database(db).findings}
    db.dispose()
    assert findings["foreign"] in {"trigger guard_spy", "view payments_of_all"}


@pytest.mark.postgres
def test_t12_a_trigger_or_rule_on_a_server_that_is_not_ours_is_found(postgres_db: Database) -> None:
    with postgres_db.begin() as s:
        s.exec_driver_sql(
            "CREATE FUNCTION spy() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
        )
        s.exec_driver_sql(
            "CREATE TRIGGER spy BEFORE INSERT ON payment FOR EACH ROW EXECUTE FUNCTION spy()"
        )
        s.exec_driver_sql("CREATE RULE quiet AS ON INSERT TO account DO INSTEAD NOTHING")
    (found,) = [one for one in check_database(postgres_db).findings if one.name == "foreign"]
    assert (found.count, found.first) == (2, "rule quiet")
