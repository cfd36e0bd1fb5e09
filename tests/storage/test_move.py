"""An office moves from its file to a server, whole or not at all (D.2, S0 to S1)."""

import contextlib
import json
import os
import signal
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from posapp.domain.codes import DistributeAction
from posapp.errors import StorageFailure
from posapp.services import relocation
from posapp.services.bundle import build
from posapp.storage import move
from posapp.storage.check import check_database
from posapp.storage.db import Database
from posapp.storage.moved import MoveState, alone_with, set_mark
from posapp.storage.postgres import shown_url
from tests.helpers.clock import FixedClock
from tests.helpers.command_line import run
from tests.helpers.databases import copy_of
from tests.helpers.drawer_day import owing, take, turn_in
from tests.helpers.events import add
from tests.helpers.office import Office, open_office
from tests.helpers.postgres_server import PostgresServer

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
MIDDLE = 60


def worked(path: str) -> Office:
    """A morning in a file: frozen and waiting money, a turn-in, strange signs; closed again."""
    db = Database.open(path)
    office = open_office(db, FixedClock())
    account = owing(office)
    for cents in (1, 20_000, 333):
        take(office, account, "CASH", cents)
    take(office, account, "CHEC", 4_500, check="0099")
    strange = office.account("Ω'Brien, \N{COMBINING ACUTE ACCENT}\tJosé \\N")
    add(office, strange, [("CASH", 500)], [(strange, 450)], action=DistributeAction.NONE)
    turn_in(office, "CASH", 10_000)
    db.dispose()
    return office


def content(path: str) -> dict[str, Any]:
    """Every row of every table of the file, but the mark."""
    with contextlib.closing(sqlite3.connect(path)) as file:
        names = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        ours = [name for (name,) in names if name != "moved_to" and "account_words" not in name]
        return {name: sorted(map(repr, file.execute(f"SELECT * FROM {name}"))) for name in ours}


@pytest.fixture
def empty(postgres_server: PostgresServer) -> Iterator[str]:
    """Address of an empty database."""
    url = postgres_server.create()
    yield url
    postgres_server.drop(url)


@pytest.fixture
def file(sqlite_template: Path, tmp_path: Path) -> str:
    """Path of an office of its own."""
    return copy_of(sqlite_template, tmp_path)


def is_empty(url: str) -> bool:
    with psycopg.connect(url) as line:
        return line.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)  # fmt: skip


def refusal(path: str, url: str) -> StorageFailure:
    with pytest.raises(StorageFailure) as caught:
        move.move(path, url, NOW)
    return caught.value


def test_r1_a_move_brings_every_row_number_stamp_and_chain(file: str, empty: str) -> None:
    office = worked(file)
    before = content(file)
    told: list[int] = []
    moved = move.move(file, empty, NOW, told=lambda done, _of: told.append(done))
    assert told == list(range(1, len(moved.tables) + 1))
    assert all(each.equal for each in moved.tables)
    assert all(each.equal for each in moved.totals)
    assert {each.name: each.source for each in moved.tables} == {
        each.name: len(before[each.name]) for each in moved.tables
    }
    totals = {(each.name, each.currency): each.target for each in moved.totals}
    assert totals["payments frozen", "USD"] == str(1 + 20_000 + 333 + 4_500)
    assert totals["last number PAYMENT MAIN:2026", ""] == totals["receipts of CASH-A01", ""]
    # The file is as it was; who would work on it is told where the office is, who reads is not.
    assert content(file) == before
    with pytest.raises(StorageFailure) as caught:
        Database.open(file)
    assert caught.value.kind == "moved"
    assert f"moved to {moved.address} on 2026-11-20 15:00 UTC" in caught.value.detail
    Database.open(file, read_only=True).dispose()
    assert refusal(file, empty).kind == "moved"
    # Killed between the server's COMMIT and the last mark: the same command finds it all there.
    with alone_with(Path(file)) as own:
        set_mark(own, moved.address, NOW, MoveState.MOVING)
    with pytest.raises(StorageFailure, match="is not empty"):
        move.give_up(file, empty)
    assert move.move(file, empty, NOW) == moved
    goes_on(office, empty)


def goes_on(office: Office, url: str) -> None:
    """The next payment on the server takes the next identity, document and receipt number."""
    db = Database.open(url)
    with db.read() as s:
        highest, last = s.execute(text("SELECT max(id), max(receipt_seq) FROM payment_event")).one()
    office.db, office.services = db, build(db, office.clock)
    event = take(office, owing(office), "CASH", 700)
    assert event.id > highest
    assert event.document_number.endswith(f"{last + 1}")
    assert check_database(db).findings == ()
    db.dispose()


def test_r1_a_line_that_breaks_in_the_middle_leaves_nothing(file: str, empty: str) -> None:
    before = content(file)

    def cut(done: int, _of: int | None) -> None:
        if done == MIDDLE:
            with psycopg.connect(empty, autocommit=True) as line:
                line.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )

    with pytest.raises(StorageFailure) as caught:
        move.move(file, empty, NOW, told=cut)
    assert caught.value.kind == "offline"
    assert is_empty(empty)
    assert content(file) == before
    Database.open(file).dispose()


def die(done: int, _of: int | None) -> None:
    if done == MIDDLE:
        os.kill(os.getpid(), signal.SIGKILL)


def test_r1_a_kill_in_the_middle_keeps_the_file_shut_until_somebody_decides(
    file: str, empty: str
) -> None:
    child = os.fork()
    if child == 0:
        move.move(file, empty, NOW, told=die)
        os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert is_empty(empty)
    with pytest.raises(StorageFailure, match=r"is on its way to .* since 2026-11-20") as caught:
        Database.open(file)
    assert caught.value.kind == "moved"
    assert "is on its way to" in refusal(file, empty.replace("?", "_elsewhere?")).detail
    given_up = run("db", "move", empty, "--give-up", "--db", file, "--json")
    assert given_up.document == {"database": file, "given_up": True}
    Database.open(file).dispose()
    assert run("db", "move", empty, "--give-up", "--db", file).code == 4


def test_r1_nobody_gives_up_a_move_whose_commit_still_runs_on_the_server(
    file: str, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(move, "LOCK_WAIT_S", 0.0)
    with alone_with(Path(file)) as own:
        set_mark(own, shown_url(empty), NOW, MoveState.MOVING)
    with psycopg.connect(empty) as line:
        line.execute("SELECT pg_advisory_xact_lock(hashtextextended('posapp.move', 0))")
        line.execute("CREATE TABLE office (id int)")
        with pytest.raises(StorageFailure, match="still works on the move") as caught:
            move.give_up(file, empty)
        assert caught.value.kind == "locked"
        # The COMMIT lands while the same command waits for its turn: the mark stays as well.
        timer = threading.Timer(0.5, line.commit)
        timer.start()
        assert "is not empty" in refusal(file, empty).detail
        timer.join(10)
    with pytest.raises(StorageFailure, match="is not empty"):
        move.give_up(file, empty)
    with pytest.raises(StorageFailure, match="is on its way to"):
        Database.open(file)


def test_d2_what_is_not_moved(file: str, postgres_url: str, empty: str, tmp_path: Path) -> None:
    at_work = Database.open(file)
    found = refusal(file, empty)
    assert (found.kind, found.detail[:21]) == ("locked", "Counters are at work:")
    at_work.dispose()
    assert "is not empty" in refusal(file, postgres_url).detail
    assert "from a SQLite file to" in refusal(file, str(tmp_path / "b.db")).detail
    assert "from a SQLite file to" in refusal(postgres_url, empty).detail
    assert refusal(str(tmp_path / "none.db"), empty).kind == "missing"
    with contextlib.closing(sqlite3.connect(file)) as tampered:
        tampered.execute("DROP TRIGGER guard_gl_line_update")
    assert (refusal(file, empty).kind, is_empty(empty)) == ("damaged", True)


def test_d2_the_command_prints_both_sides(file: str, empty: str) -> None:
    worked(file)
    answer = run("db", "move", empty, "--db", file, "--json").document
    assert {"name": "payments frozen", "currency": "USD", "source": "248.34", "target": "248.34"}.items() <= next(
        each for each in answer["totals"] if each["name"] == "payments frozen"
    ).items()  # fmt: skip
    db = Database.open(empty)
    with db.read() as s:
        (body,) = s.execute(text("SELECT body FROM audit WHERE action = 'database.move'")).one()
    assert file in body
    assert check_database(db).findings == ()
    db.dispose()


def test_r11_a_move_whose_note_failed_is_noted_by_the_same_command_again(
    file: str, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: Any, **_named: Any) -> None:
        raise StorageFailure("disk_full", "The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(relocation, "append_audit", full)
        failed = run("db", "move", empty, "--db", file)
    assert "only the note in the audit is missing (The disk is full)" in failed.stderr
    assert run("db", "move", empty, "--db", file, "--json").document["tables"] == []
    assert run("db", "move", empty, "--db", file).code == 4
    with contextlib.closing(psycopg.connect(empty)) as line:
        ((body,),) = line.execute(
            "SELECT body FROM audit WHERE action = 'database.move'"
        ).fetchall()
    rows = {name: len(each) for name, each in content(file).items() if name != "alembic_version"}
    assert json.loads(body)["copied"] == sum(rows.values())
