"""``posapp db``: make, look at, check, copy, put back."""

from pathlib import Path

import pypdf
import pytest
from sqlalchemy import text

from posapp.storage.db import Database
from tests.helpers.clock import FixedClock
from tests.helpers.command_line import PASSWORD, CommandLine, run
from tests.helpers.databases import crash_copy


def made(path: Path, *more: str, password: str | None = PASSWORD) -> str:
    outcome = run("db", "init", "--admin", "adm", "--db", str(path), *more, password=password)
    assert outcome.code == 0, outcome.stderr
    return str(path)


def test_init_makes_an_office_and_its_first_user(tmp_path: Path) -> None:
    path = tmp_path / "town.db"
    outcome = run(
        *("db", "init", "--admin", "adm", "--db", str(path), "--json"),
        *("--organisation", "Rathaus", "--currency", "eur", "--zone", "Europe/Berlin"),
    )
    assert outcome.code == 0
    assert outcome.document == {
        "database": str(path),
        "engine": "SQLite",
        "schema": outcome.document["schema"],
        "organisation": "Rathaus",
        "admin": "adm",
        "roles": ["admin"],
    }
    database = Database.open(str(path))
    with database.read() as s:
        assert s.execute(text("SELECT zone, currency FROM office")).one() == (
            "Europe/Berlin",
            "EUR",
        )
        assert s.execute(text("SELECT login, active FROM app_user")).all() == [("adm", 1)]
        assert s.execute(text("SELECT role FROM user_role")).scalars().all() == ["admin"]
        actions = s.execute(text("SELECT action FROM audit")).scalars().all()
    database.dispose()
    assert actions == ["database.init"]
    # D-44: the first user sets up; taking money is for others.
    shared = ("--db", str(path), "--user", "adm", "--json")
    outcome = run("deposit-control", "open", *shared)
    assert outcome.document["error"]["code"] == "M-51"
    assert run("user", "add", "kim", "--role", "cashier", *shared).code == 0


def test_pr05_the_address_heads_every_paper(tmp_path: Path, clock: FixedClock) -> None:
    path = made(
        tmp_path / "town.db", "--organisation", "Town hall",
        "--address", "1 Elm Street", "--address", "Riverside 20417",
    )  # fmt: skip
    shared = ("--db", path, "--user", "adm")
    for login, role in (("kim", "cashier"), ("sam", "supervisor")):
        named = ("--name", login.title(), "--role", role, "--source", "CASH-A01")
        assert run("user", "add", login, *named, *shared).code == 0
    database = Database.open(path)
    office = CommandLine(path, clock, database)
    office.open_drawer()
    event = office.done("event", "add", "--payor", office.owing(100), "--tender", "CASH:1")
    file = tmp_path / "r.pdf"
    office.done("receipt", event["id"], "-o", str(file))
    database.dispose()
    lines = pypdf.PdfReader(file).pages[0].extract_text().splitlines()
    assert lines[:3] == ["Town hall", "1 Elm Street", "Riverside 20417"]


@pytest.mark.parametrize(
    ("more", "password", "code", "field"),
    [
        ((), "short", "M-286", "password"),
        ((), "12345678", "M-286", "password"),
        ((), "demo", "M-286", "password"),
        (("--zone", "Moon/Sea"), PASSWORD, "M-50", "zone"),
        (("--currency", "XXX"), PASSWORD, "M-55", "currency"),
        (("--admin", " "), PASSWORD, "M-50", "login"),
        (("--address", "x" * 255), PASSWORD, "M-50", "address"),
    ],
)
def test_init_refuses_and_leaves_nothing_behind(
    tmp_path: Path, more: tuple[str, ...], password: str, code: str, field: str
) -> None:
    args = ("db", "init", "--admin", "adm", "--db", str(tmp_path / "x.db"), "--json", *more)
    outcome = run(*args, password=password)
    assert outcome.code == 1
    error = outcome.document["error"]
    assert (error["code"], error["fields"]["field"]) == (code, field)
    assert password not in outcome.stdout
    assert list(tmp_path.iterdir()) == []


def test_init_over_something_fails_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(b"something else")
    outcome = run("db", "init", "--admin", "adm", "--db", str(path), "--json")
    assert outcome.code == 4
    assert outcome.document["error"]["code"] == "STORAGE"
    assert outcome.document["error"]["fields"]["kind"] == "other"
    assert path.read_bytes() == b"something else"


def test_info_and_check_of_a_sound_database(office: CommandLine) -> None:
    event = office.done("event", "add", "--payor", office.owing(500), "--tender", "CASH:5")
    assert event["status"]["balanced"]
    for user in ("", "aud"):
        info = office.run("db", "info", user=user).document
        assert (info["engine"], info["demo"]) == ("SQLite", False)
        assert info["schema"] == info["program_schema"]
        assert info["rows"]["payment_event"] >= 1
        check = office.run("db", "check", user=user)
        assert check.code == 0
        assert (check.document["clean"], check.document["findings"]) == (True, [])
        assert check.document["checks"] > 10


def test_the_log_of_the_own_sign_in_is_nobody_elses(tmp_path: Path) -> None:
    path = made(tmp_path / "town.db")
    shared = ("--db", path, "--json")
    assert run("db", "info", *shared, "--user", "adm").document["notes"] == []
    opened = Database.open(path)
    opened.write(lambda s: s.execute(text("UPDATE installation SET address = 'x'")))
    (note,) = run("db", "info", *shared, "--user", "adm").document["notes"]
    assert note.startswith("a log is left")
    opened.dispose()


def test_check_and_info_ask_a_named_user_for_the_right(office: CommandLine) -> None:
    for verb in ("check", "info"):
        error = office.refused("db", verb)
        assert error["fields"] == {"right": "check_database"}


def test_check_lists_what_is_off_and_ends_with_1(tmp_path: Path, office: CommandLine) -> None:
    # A frozen payment gives the first document number (D-04), so there is a row to be off.
    office.done("event", "add", "--payor", office.owing(700), "--tender", "CASH:7")
    copy = office.run("db", "backup", str(tmp_path / "copy.db"), user="").document["copy"]
    database = Database.open(copy)
    with database.begin() as s:
        off = s.execute(text("UPDATE number_sequence SET last = last + 5 WHERE kind = 'PAYMENT'"))
        assert off.rowcount == 1
    database.dispose()
    outcome = run("db", "check", "--db", copy, "--json")
    assert outcome.code == 1
    assert outcome.document["clean"] is False
    (finding,) = outcome.document["findings"]
    assert finding["count"] >= 1
    assert finding["says"]
    assert outcome.document["error"] == {
        "code": "M-85",
        "message": "The database check found 1 thing(s) that are off.",
        "fields": {"n": 1},
    }
    told = run("db", "check", "--db", copy)
    assert told.code == 1
    assert finding["says"] in told.stdout


def test_check_of_a_damaged_file_is_a_finding(tmp_path: Path) -> None:
    path = Path(made(tmp_path / "x.db"))
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 1000)
    outcome = run("db", "check", "--db", str(path), "--json")
    assert outcome.code == 1
    assert outcome.document["findings"][0]["name"] == "damaged"


def test_r4_a_damaged_file_that_was_not_closed_is_refused_at_the_start(
    tmp_path: Path, office: CommandLine
) -> None:
    account = office.owing(100)
    copy = crash_copy(office.db, tmp_path, damaged=True)
    before = copy.read_bytes()
    args = ("account", "show", account, "--db", str(copy), "--user", "kim", "--json")
    outcome = run(*args)
    assert outcome.code == 4
    error = outcome.document["error"]
    assert error["fields"] == {"kind": "damaged"}
    assert "db check" in error["message"]
    assert copy.read_bytes() == before
    # Without the damage the same file, as unclean, does its work.
    whole = crash_copy(office.db, tmp_path)
    assert run("account", "show", account, "--db", str(whole), "--user", "kim", "--json").code == 0


@pytest.mark.parametrize("verb", ["check", "info", "upgrade"])
def test_a_database_that_is_not_there(tmp_path: Path, verb: str) -> None:
    outcome = run("db", verb, "--db", str(tmp_path / "none.db"), "--json")
    assert outcome.code == 4
    assert outcome.document["error"]["fields"] == {"kind": "missing"}
    assert list(tmp_path.iterdir()) == []


def test_upgrade_of_a_database_of_today_copies_nothing(tmp_path: Path) -> None:
    path = made(tmp_path / "x.db")
    outcome = run("db", "upgrade", "--db", path, "--json")
    assert outcome.code == 0
    assert outcome.document["copy"] is None
    assert [file.name for file in tmp_path.iterdir()] == ["x.db"]


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "x.db")
    database = Database.open(path)
    with database.begin() as s:
        s.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.dispose()
    for verb in ("upgrade", "info"):
        outcome = run("db", verb, "--db", path, "--json")
        assert outcome.code == 4
        assert outcome.document["error"]["fields"]["kind"] == "newer_schema"


def test_backup_then_restore_brings_the_day_back(tmp_path: Path) -> None:
    path = made(tmp_path / "x.db")
    copy = tmp_path / "copy.db"
    done = run("db", "backup", str(copy), "--db", path, "--json")
    assert (done.code, done.document["copy"]) == (0, str(copy))
    assert done.document["size"] == copy.stat().st_size
    again = run("db", "backup", str(copy), "--db", path, "--json")
    assert again.code == 4
    assert "already exists" in again.document["error"]["message"]
    shared = ("--db", path, "--user", "adm", "--json")
    assert run("user", "add", "kim", "--role", "cashier", *shared).code == 0
    restored = run("db", "restore", str(copy), "--db", path, "--json")
    assert restored.code == 0
    assert Path(restored.document["kept"]).is_file()
    assert run("db", "info", "--db", path, "--json").document["rows"]["app_user"] == 1


def test_restore_of_a_bad_copy_leaves_the_database_alone(tmp_path: Path) -> None:
    path = made(tmp_path / "x.db")
    before = Path(path).read_bytes()
    bad = tmp_path / "bad.db"
    bad.write_bytes(before[:9000])
    outcome = run("db", "restore", str(bad), "--db", path, "--json")
    assert outcome.code == 4
    assert outcome.document["error"]["fields"]["kind"] == "damaged"
    assert Path(path).read_bytes() == before
