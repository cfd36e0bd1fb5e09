"""The list of tests that an everyday run leaves to SQLite is in order, and how it is chosen."""

import re
from collections import Counter
from pathlib import Path
from typing import Final

from tests.helpers import first_cases
from tests.helpers.postgres_share import Seen, choose
from tests.helpers.statements_sent import plain

ROOT: Final = Path(__file__).resolve().parents[1]
TEST: Final = re.compile(r"^def (test_\w+)", re.MULTILINE)


def test_every_name_is_that_of_a_test_and_stands_in_its_place() -> None:
    lines = first_cases.LIST.read_text("utf-8").splitlines()
    names = [line for line in lines if not line.startswith("#")]
    assert names == sorted(set(names))
    files = {file: ROOT / file for file in {name.partition("::")[0] for name in names}}
    there = {
        f"{file}::{test}"
        for file, path in files.items()
        if path.exists()
        for test in TEST.findall(path.read_text("utf-8"))
    }
    assert [name for name in names if name not in there] == []


def test_the_cheapest_tests_that_show_everything_are_chosen() -> None:
    shows = {
        "always": {"q a"},
        "all": {"q a", "q b", "q c", "q d"},
        "two": {"q b", "q c"},
        "one": {"q c"},
        "another": {"q d", "q a"},
    }
    cost = Counter({"always": 1.0, "all": 9.0, "two": 1.0, "one": 0.1, "another": 1.0})
    needs: dict[str, set[str]] = {name: set() for name in shows}
    opening: Counter[str] = Counter({"office": 20.0})
    seen = Seen(shows, cost, needs, opening, {"always"})
    assert choose(seen, {"always"}) == {"two", "another"}
    # What a fixture costs counts once, for the first test that needs it.
    needs["another"] = needs["two"] = {"office"}
    assert choose(seen, {"always"}) == {"all"}


def test_statements_that_differ_in_values_only_are_one() -> None:
    sent = "SELECT a1.x FROM a1  WHERE x IN ($1, $2) AND y = 'it''s' LIMIT 20"
    assert plain(sent) == "SELECT a1.x FROM a1 WHERE x IN ($) AND y = $ LIMIT $"
    assert plain("INSERT INTO t VALUES ($1, $2::BIGINT), ($3, $4)") == "INSERT INTO t VALUES ($)"
