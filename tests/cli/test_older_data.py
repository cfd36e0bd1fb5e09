"""T8: a command that writes stops at data older than this computer saw; one that reads warns."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from posapp import paths
from posapp.domain.last_seen import Seen
from posapp.services.seen_file import FILE_NAME, forget_seen, keep_seen, read_seen
from tests.helpers.clock import NOON
from tests.helpers.command_line import PASSWORD, CommandLine, run

ACCEPT = ("db", "accept-older")
APPROVER = {"POSAPP_APPROVER_PASSWORD": PASSWORD}


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def office(request: pytest.FixtureRequest) -> CommandLine:
    """An office on each engine."""
    made: CommandLine = request.getfixturevalue(f"{request.param}_office")
    return made


@pytest.fixture
def seen_file(tmp_path: Path) -> Iterator[Path]:
    """The memory of a computer of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "config_dir", lambda: tmp_path)
        yield tmp_path / FILE_NAME


def test_t8_a_writing_command_stops_a_reading_one_warns_until_two_people_agree(
    office: CommandLine, seen_file: Path
) -> None:
    account = office.account()
    pay = ("event", "add", "--payor", account, "--payee", account, "--amount", "1",
           "--tender", "CASH:1", "--confirm", "M-39", "--confirm", "M-40", "--confirm", "M-69",
           "--action", "none")  # fmt: skip
    office.done(*pay)
    place = office.db.url_shown
    kept = read_seen(seen_file)[place]
    assert office.done(*ACCEPT, user="sam") == {"older": False}
    ahead = Seen("control/7", 99, "0" * 64, NOON + timedelta(days=1), kept.total + 50)
    keep_seen(seen_file, place, ahead)

    refused = office.refused(*pay)
    assert refused["code"] == "M-288"
    assert "posapp db accept-older" in refused["message"]
    read = office.run("account", "show", account)
    assert (read.code, "older than what this computer" in read.stderr) == (0, True)
    assert read_seen(seen_file)[place] == ahead

    assert office.refused(*ACCEPT, user="sam")["code"] == "M-382"
    wrong = office.run(*ACCEPT, "--approver", "kim", user="sam", env=APPROVER)
    assert wrong.document["error"]["code"] == "M-135"
    agreed = office.run(*ACCEPT, "--approver", "adm", user="sam", env=APPROVER)
    assert (agreed.code, agreed.document["older"]) == (0, True)
    office.done(*pay)
    assert read_seen(seen_file)[place].total > kept.total


def test_t8_a_lock_that_is_held_keeps_the_file_as_it_is(seen_file: Path) -> None:
    held = Path(f"{seen_file}.lock")
    held.write_text("1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("posapp.services.seen_file._PAUSE_S", 0)
        with pytest.raises(OSError, match="held"):
            keep_seen(seen_file, "here", Seen("a", 1, "0", NOON))
        assert not seen_file.exists()
        # Left by a program that died before the clock was set back.
        ahead = held.stat().st_mtime + 3600
        os.utime(held, (ahead, ahead))
        keep_seen(seen_file, "here", Seen("a", 1, "0", NOON))
    assert list(read_seen(seen_file)) == ["here"]


def test_t8_a_database_that_is_made_anew_is_no_older_one(seen_file: Path, tmp_path: Path) -> None:
    place = tmp_path / "new" / "office.db"
    place.parent.mkdir()
    was = Seen("office/MAIN/2026-01-02", 7, "0" * 64, NOON, 90)
    for one in (place, place.with_name("other.db")):
        keep_seen(seen_file, str(one), was)
    made = run("db", "init", "--admin", "adm", "--db", str(place))
    assert made.code == 0
    # Its first user has nobody to ask, and makes the second one with a command that writes.
    assert read_seen(seen_file) == {str(place.with_name("other.db")): was}
    seen_file.unlink()
    seen_file.with_name(f"{FILE_NAME}.lock").touch()
    forget_seen(seen_file, str(place))
