"""Copies and the nightly check by commands (R4, F20, F21)."""

from pathlib import Path

import pytest

from posapp.cli.call import Call
from posapp.domain.upkeep import CopyPlan
from tests.helpers.clock import FixedClock
from tests.helpers.command_line import CommandLine


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CopyPlan:
    """Both places in a folder of the test; the second is not there yet."""
    found = CopyPlan(tmp_path / "first", tmp_path / "second", 3)
    monkeypatch.setattr(Call, "copy_plan", property(lambda _call: found))
    return found


def test_r4_a_z_report_brings_a_copy_and_stands_when_it_fails(
    office: CommandLine, plan: CopyPlan
) -> None:
    office.done("control", "start-balancing", office.control)
    office.done("control", "count", office.control, "--ending", "CASH:150")
    office.done("control", "submit", office.control)
    ended = office.run("control", "balance", office.control, user="sam")
    assert ended.code == 0
    assert ended.document["status"] == "BALANCED"
    copy = ended.document["copy"]
    assert not copy["good"]
    assert "second is not there" in copy["says"]
    assert "second is not there" in ended.stderr
    assert Path(copy["place"]).exists()


def test_copies_are_made_and_listed(office: CommandLine, plan: CopyPlan) -> None:
    assert plan.second is not None
    plan.second.mkdir()
    made = office.done("copy", "make", user="sam")
    assert (made["copy"]["good"], made["server"]) == (True, None)
    found = office.done("copy", "list", user="sam")
    assert [(one["reason"], one["proved"], one["second_place"]) for one in found["copies"]] == [
        ("hand", True, False), ("hand", True, True),
    ]  # fmt: skip
    assert found["last"] == made["copy"]
    file = found["copies"][0]["file"]
    assert office.done("copy", "prove", file, user="adm")["clean"]
    assert office.refused("copy", "prove", file, user="sam")["code"] == "M-51"
    assert office.refused("copy", "list")["code"] == "M-51"


def test_f21_the_job_checks_and_copies_once_a_day(
    office: CommandLine, plan: CopyPlan, clock: FixedClock
) -> None:
    assert plan.second is not None
    plan.second.mkdir()
    clock.advance(days=1)
    job = ("job", "run", "--once")
    first = office.done(*job, user="sam")
    assert first["check"]["made"]
    assert (first["check"]["last"]["good"], first["check"]["last"]["by"]) == (True, "Sam")
    assert (first["copy"]["good"], "night" in first["copy"]["place"]) == (True, True)
    again = office.done(*job, user="sam")
    assert (again["check"]["made"], again["copy"]) == (False, None)
    assert again["check"]["last"] == first["check"]["last"]
    assert office.done(*job, "--check", user="sam")["check"]["made"]


def test_t20_health_and_the_bundle_by_commands(
    office: CommandLine, plan: CopyPlan, tmp_path: Path
) -> None:
    assert plan.second is not None
    plan.second.mkdir()
    office.done("job", "run", "--once", "--check", user="sam")
    found = office.done("support", "health", user="sam")
    assert found["levels"]["check"] == "GOOD"
    file = tmp_path / "support.zip"
    made = office.done("support", "bundle", str(file), user="sam")
    assert (made["file"], made["clean"]) == (str(file), True)
    assert file.stat().st_size == made["size"]
