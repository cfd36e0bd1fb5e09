"""``posapp bench``: names and goals, the JSON of each benchmark, exit codes (cli.md)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from posapp.bench import payment, quick_add, run, start
from posapp.bench.child import ChildFailedError
from posapp.bench.figures import Figure, compared, in_turns, within
from posapp.storage.check import check_database
from posapp.storage.db import Database
from tests.helpers.command_line import run as command
from tests.helpers.every import every

FIELDS = {
    *("benchmark", "goal", "what", "ours", "reference", "unit", "ratio", "limit", "met", "note"),
    *("engine", "missed_by"),
}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Mapping[str, Any]]]:
    """Measurements that are not made; what was asked for."""
    asked: list[tuple[str, Mapping[str, Any]]] = []

    def answered(module: str, options: Mapping[str, Any]) -> list[Figure]:
        asked.append((module, options))
        turns = in_turns([list] * 2, [dict] * 2)
        return [compared("P4", "one", turns, 2.5), within("", "other", 17, 16.5, unit="KB")]

    monkeypatch.setattr(run, "ask", answered)
    for module in (payment, quick_add, start):
        name = module.__name__
        monkeypatch.setattr(module, "figures", lambda name=name, **options: answered(name, options))
    return asked


@pytest.mark.parametrize("name", run.names())
def test_json_of_each_benchmark_is_as_the_manual_says(
    quick: list[tuple[str, Mapping[str, Any]]], name: str
) -> None:
    outcome = command("bench", name, "--json")
    assert (outcome.code, outcome.stderr) == (0, "")
    one, other = outcome.document["figures"]
    assert set(one) == set(other) == FIELDS
    assert (one["benchmark"], one["goal"], one["limit"]) == (name, "P4", "<= 2.5x")
    assert one["ours"] > 0 < one["reference"]
    assert (other["ours"], other["unit"], other["met"], other["reference"]) == (
        17,
        "KB",
        False,
        None,
    )
    ((module, _),) = quick
    assert module == run.MODULES.get(name, f"posapp.bench.{name.replace('-', '_')}")


def test_goals_are_names_too_and_each_runs_once(
    quick: list[tuple[str, Mapping[str, Any]]], tmp_path: Path
) -> None:
    outcome = command("bench", "p5", "P4", "IMPORT", "--accounts", "70", "--dir", str(tmp_path))
    assert outcome.code == 0
    (first, sizes), (second, rows), (third, options), (fourth, _) = quick
    assert (first, sizes) == ("posapp.bench.importing", run.SIZES["import"])
    assert (second, rows) == ("posapp.bench.quick_add", run.SIZES["quick-add"])
    assert third == "posapp.bench.painted_search"
    assert options == {"probes": 40, "accounts": 70, "folder": str(tmp_path)}
    assert fourth == "posapp.bench.server_search"
    assert "P4: importing bills" in outcome.stdout
    assert "MISSED" in outcome.stdout


def test_without_a_name_all_are_run(quick: list[tuple[str, Mapping[str, Any]]]) -> None:
    outcome = command("bench", "--json")
    names = [one["benchmark"] for one in outcome.document["figures"][::2]]
    assert names == [name for name in run.names() if name != "growth"]
    asked = {one["benchmark"] for one in command("bench", "--growth", "--json").document["figures"]}
    assert asked == set(run.names())
    assert len(quick) == len(names) + len(run.names())


def test_one_table_gives_every_goal_with_its_verdict(
    quick: list[tuple[str, Mapping[str, Any]]],
) -> None:
    """P13 is found out by hand, and the table says so."""
    lines = command("bench", "P4").stdout.splitlines()
    head = next(at for at, line in enumerate(lines) if line.startswith("Goal "))
    assert lines[head].split() == [
        *("Goal", "What", "Engine", "Figure", "By", "hand", "Ratio", "Limit", "Verdict")
    ]
    assert "SQLite" in lines[head + 1]
    assert lines[head + 3].startswith("P13")


def test_a_large_office_is_made_with_its_time(tmp_path: Path) -> None:
    file = tmp_path / "large.db"
    made = command("bench", "--make", str(file), "--accounts", "40", "--ledger", "1000", "--json")
    assert made.code == 0
    assert (made.document["account"], made.document["gl_line"]) == (40, 960)
    db = Database.open(str(file))
    assert check_database(db).findings == ()
    db.dispose()
    assert command("bench", "--make", str(file), "--accounts", "40").code == 2


@every("name", ["speed", "P99", "", "importing"])
def test_an_unknown_name_ends_with_2_and_says_which_there_are(name: str) -> None:
    outcome = command("bench", name, "--json")
    assert outcome.code == 2
    assert "growth" in outcome.stdout + outcome.stderr
    assert "P15" in outcome.stdout + outcome.stderr


def test_a_benchmark_that_fails_is_told_and_the_exit_code_is_0(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def failing(module: str, _options: Mapping[str, Any]) -> list[Figure]:
        raise ChildFailedError(f"{module}: no screen")

    monkeypatch.setattr(run, "ask", failing)
    outcome = command("bench", "table", "--json")
    assert outcome.code == 0
    (one,) = outcome.document["figures"]
    assert one["what"] == "table was not measured"
    assert "no screen" in one["note"]


def test_a_benchmark_in_its_own_process_end_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(run.SIZES, "receipt", {"rounds": 1})
    outcome = command("bench", "receipt", "--json")
    assert outcome.code == 0
    figures = outcome.document["figures"]
    assert {(one["benchmark"], one["goal"]) for one in figures} == {("receipt", "P9")}
    assert all(one["ours"] > 0 for one in figures)
