"""Copies that the program makes by itself (R4, F20, F21): proved, rotated, in two places, told."""

import os
import shutil
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from posapp.domain.upkeep import CopyPlan, CopyReason, UpkeepKind, plan_of
from posapp.errors import Refused, StorageFailure
from posapp.services.bundle import build
from posapp.storage import copies as store
from posapp.storage.check import check_database
from posapp.storage.db import Database
from posapp.storage.migrate import upgrade
from tests.helpers.clock import FixedClock
from tests.helpers.office import Office


def path_of(office: Office) -> Path:
    assert office.db.path is not None
    return office.db.path


def test_f20_a_copy_is_proved_sealed_and_in_both_places(
    sqlite_office: Office, tmp_path: Path
) -> None:
    services, second = sqlite_office.services, tmp_path / "usb"
    second.mkdir()
    services.copy_plan = CopyPlan(tmp_path / "first", second, 5)
    made = services.copies.make(CopyReason.Z_REPORT, sqlite_office.cashier)
    assert made is not None
    assert (made.good, made.says) == (True, "")
    path = Path(made.place)
    assert path.name == "posapp-20261120-150000-z.db"
    there = second / path.name
    assert there.read_bytes() == path.read_bytes()
    seal = path.with_name(f"{path.name}.sha256").read_text("utf-8")
    assert seal == f"{store.sum_of(path)}  {path.name}\n"
    assert path.stat().st_mode & 0o077 == 0
    assert {one.name for one in path.parent.iterdir()} == {path.name, f"{path.name}.sha256"}
    db = Database.open(str(there), read_only=True, at_rest=True)
    assert check_database(db).clean
    db.dispose()
    listed = services.copies.list_copies(sqlite_office.supervisor)
    assert [(one.path, one.second, one.proved) for one in listed] == [
        (path, False, True),
        (there, True, True),
    ]
    assert services.copies.last(sqlite_office.supervisor) == made


def test_a_copy_that_somebody_wrote_counts_as_proved_no_more(
    sqlite_office: Office, tmp_path: Path
) -> None:
    services = sqlite_office.services
    services.copy_plan = CopyPlan(tmp_path / "first")
    made = services.copies.make(CopyReason.NIGHT, sqlite_office.cashier)
    assert made is not None
    later = Path(made.place).stat().st_mtime + 60
    os.utime(made.place, (later, later))
    (listed,) = services.copies.list_copies(sqlite_office.supervisor)
    assert not listed.proved


def test_the_oldest_go_and_those_by_hand_and_of_others_stay(
    sqlite_office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    services, cashier = sqlite_office.services, sqlite_office.cashier
    folder = tmp_path / "first"
    services.copy_plan = CopyPlan(folder, None, 2)
    services.copies.make(CopyReason.HAND, cashier)
    (folder / "posapp-notes.db").write_bytes(b"mine")
    for _day in range(4):
        clock.advance(days=1)
        services.copies.make(CopyReason.Z_REPORT, cashier)
    # A second drawer in the same second has a copy of its own.
    services.copies.make(CopyReason.Z_REPORT, cashier)
    assert sorted(one.name for one in folder.glob("*.db")) == [
        "posapp-20261120-150000-hand.db",
        "posapp-20261124-150000-z-2.db",
        "posapp-20261124-150000-z.db",
        "posapp-notes.db",
    ]
    assert len(list(folder.glob("*.sha256"))) == 3


def test_a_second_place_that_is_gone_is_told_and_the_first_copy_stays(
    sqlite_office: Office, tmp_path: Path
) -> None:
    services = sqlite_office.services
    services.copy_plan = CopyPlan(tmp_path / "first", tmp_path / "unplugged", 5)
    made = services.copies.make(CopyReason.Z_REPORT, sqlite_office.cashier)
    assert made is not None
    assert not made.good
    assert "unplugged is not there" in made.says
    assert Path(made.place).exists()
    last = services.copies.last(sqlite_office.supervisor)
    assert last == made
    assert services.copies.last(sqlite_office.supervisor, good=True) is None


def test_a_first_place_that_cannot_be_written_is_told_and_raises_nothing(
    sqlite_office: Office, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    sqlite_office.services.copy_plan = CopyPlan(tmp_path / "file" / "folder")
    made = sqlite_office.services.copies.make(CopyReason.Z_REPORT, sqlite_office.cashier)
    assert made is not None
    assert (made.good, made.place) == (False, "")
    assert "could not be written" in made.says


def test_r4_a_copy_that_does_not_pass_is_thrown_away_and_the_older_ones_stay(
    sqlite_office: Office, tmp_path: Path
) -> None:
    services, cashier = sqlite_office.services, sqlite_office.cashier
    folder = tmp_path / "first"
    services.copy_plan = CopyPlan(folder, None, 2)
    good = services.copies.make(CopyReason.Z_REPORT, cashier)
    assert good is not None
    # A guard that is gone is what the short check notices at once.
    with sqlite_office.db.begin() as s:
        name = s.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalar()
        s.execute(text(f'DROP TRIGGER "{name}"'))
    bad = services.copies.make(CopyReason.Z_REPORT, cashier)
    assert bad is not None
    assert not bad.good
    assert "does not pass" in bad.says
    assert [one.path for one in store.list_copies(path_of(sqlite_office), services.copy_plan)] == [
        Path(good.place)
    ]


def test_a_copy_goes_beside_the_database_where_nothing_is_set(sqlite_office: Office) -> None:
    made = sqlite_office.services.copies.make(CopyReason.NIGHT, sqlite_office.cashier)
    assert made is not None
    assert Path(made.place).parent == path_of(sqlite_office).parent / "copies"
    assert plan_of("", "", 30) == CopyPlan()
    with pytest.raises(Refused):
        sqlite_office.services.copies.list_copies(sqlite_office.cashier)


def test_what_came_of_a_run_is_never_changed(sqlite_office: Office) -> None:
    sqlite_office.services.copies.make(CopyReason.NIGHT, sqlite_office.cashier)
    for sql in ("UPDATE upkeep SET good = 1", "DELETE FROM upkeep"):
        with pytest.raises(IntegrityError, match="never"), sqlite_office.db.begin() as s:
            s.execute(text(sql))


def test_an_older_schema_is_copied_to_the_places_of_the_plan_first(
    sqlite_office: Office, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, plan = path_of(sqlite_office), CopyPlan(tmp_path / "first", tmp_path / "gone", 3)
    sqlite_office.db.dispose()
    monkeypatch.setattr("posapp.storage.migrate.HEAD", "next")
    monkeypatch.setattr("posapp.storage.migrate._run", lambda _db: None)
    copy = upgrade(str(path), clock=clock, plan=plan)
    assert copy is not None
    assert copy.name == "posapp-20261120-150000-schema-0001.db"
    assert copy.with_name(f"{copy.name}.sha256").exists()


@pytest.mark.postgres
def test_a_server_is_left_to_its_keeper_and_says_how(
    postgres_db: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = build(postgres_db, clock).copies
    assert not copies.is_ours
    assert "pg_dump -Fc" in copies.server_way()
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert "This computer has no pg_dump" in copies.server_way()


def test_the_last_check_is_kept_and_the_next_is_due_on_the_next_day(
    office: Office, clock: FixedClock
) -> None:
    checking, supervisor = office.services.checking, office.supervisor
    assert checking.last(supervisor) is None
    assert checking.is_due(supervisor)
    report = checking.run(supervisor)
    last = checking.last(supervisor)
    assert last is not None
    assert (last.kind, last.good, last.count) == (UpkeepKind.CHECK, True, report.checks)
    assert (last.at, last.user, last.is_old(clock())) == (clock(), supervisor.name, False)
    assert not checking.is_due(supervisor)
    clock.advance(days=2)
    assert checking.is_due(supervisor)
    assert last.is_old(clock())
    with pytest.raises(Refused):
        checking.last(office.cashier)


def test_r4_what_a_check_finds_is_kept_in_words(sqlite_office: Office) -> None:
    with sqlite_office.db.begin() as s:
        name = s.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalar()
        s.execute(text(f'DROP TRIGGER "{name}"'))
    sqlite_office.services.checking.run(sqlite_office.supervisor)
    last = sqlite_office.services.checking.last(sqlite_office.supervisor)
    assert last is not None
    assert not last.good
    assert last.says


def test_f20_a_full_second_place_gives_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StorageFailure, match="is not there"):
        store.copy_again(tmp_path / "copy.db", tmp_path / "none")
