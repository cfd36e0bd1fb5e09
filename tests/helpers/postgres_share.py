"""``python -m tests.helpers.postgres_share [--keep FOLDER]``: which tests an everyday run leaves to SQLite.

What differs between the engines is the SQL and what the database says to it. So each test of the
services and of the commands that runs on PostgreSQL is watched: which statements the program sends,
without their values, and what the database refuses. An everyday run keeps on PostgreSQL the
cheapest tests that together show all of it; ``left_to_sqlite.txt`` beside this file names the
others. A test that is not named there runs on both.

The share is then run by itself and watched again. What it does not show, because an earlier test
of its file had brought it about, brings back a test that does, until nothing is missing.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.helpers import first_cases
from tests.helpers.statements_sent import FOLDER

ROOT: Final = Path(__file__).resolve().parents[2]
WATCHED: Final = ("tests/services", "tests/cli")
KINDS: Final = {"q": "statements", "e": "refusals of the database"}
"""What is noted of a test, by the first letter of a note."""
_HEAD: Final = """\
# Tests that an everyday run leaves to SQLite: others show on PostgreSQL whatever these send there.
# Written by "python -m tests.helpers.postgres_share". A test that is not here runs on both engines.
"""
_ROUNDS: Final = 4
_LEAST_S: Final = 0.005


@dataclass
class Seen:
    """What was seen of a run.

    Attributes:
        shows: what each test shows, by name; a name is that of a function.
        cost: processor seconds of each, the server's among them.
        needs: fixtures of a module that each test needs.
        opening: what such a fixture costs.
        fixed: tests that always run on PostgreSQL.
    """

    shows: dict[str, set[str]] = field(default_factory=dict)
    cost: Counter[str] = field(default_factory=Counter)
    needs: dict[str, set[str]] = field(default_factory=dict)
    opening: Counter[str] = field(default_factory=Counter)
    fixed: set[str] = field(default_factory=set)

    def add(self, notes: Any) -> None:
        """Take in what a worker noted."""
        asked = {who: {notes["every"][at] for at in what} for who, what in notes["asked"].items()}
        for case, (name, stays, uses) in notes["uses"].items():
            file = case.partition("::")[0]
            needs = {f"{file} {one}" for one in uses} & asked.keys()
            self.needs.setdefault(name, set()).update(needs)
            self.shows.setdefault(name, set()).update(asked[case], *(asked[one] for one in needs))
            self.cost[name] += notes["cost"][case]
            self.opening.update({one: notes["cost"][one] for one in needs - self.opening.keys()})
            if stays:
                self.fixed.add(name)

    def all_of(self, names: Iterable[str]) -> set[str]:
        """What these show together."""
        return set().union(*(self.shows[name] for name in names))

    def price(self, names: Iterable[str]) -> float:
        """What these cost together."""
        chosen = list(names)
        opened = set().union(*(self.needs[name] for name in chosen))
        return sum(self.cost[name] for name in chosen) + sum(self.opening[one] for one in opened)


def watch(everything: bool, keep: Path | None = None) -> Seen:
    """Run the tests on PostgreSQL and see what they send.

    Args:
        everything: also what an everyday run leaves to SQLite.
        keep: a folder for the notes; notes that lie there are read instead of a run.
    """
    with TemporaryDirectory() as temporary:
        folder = keep or Path(temporary)
        if not any(folder.glob("*.json")):
            folder.mkdir(parents=True, exist_ok=True)
            which = {first_cases.SHARE: "all" if everything else "share", FOLDER: str(folder)}
            plugin = ("-p", "tests.helpers.statements_sent")
            command = (sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile")
            subprocess.run(
                (*command, *plugin, *WATCHED), cwd=ROOT, env=os.environ | which, check=True
            )
        seen = Seen()
        for notes in sorted(folder.glob("*.json")):
            seen.add(json.loads(notes.read_text("utf-8")))
        return seen


def choose(seen: Seen, kept: set[str]) -> set[str]:
    """The tests that show whatever all show, besides those that are kept anyhow, at a low price.

    A greedy cover; then each test, and all of a file that opens an office for them, are given up
    where what else shows the same is cheaper together.
    """
    chosen = _cover(seen, kept, set(seen.shows) - kept)
    price = seen.price(chosen | kept)
    groups = [{name} for name in sorted(chosen, key=lambda one: (-seen.cost[one], one))]
    for opening, _ in seen.opening.most_common():
        groups.insert(0, {name for name in chosen if opening in seen.needs[name]})
    for group in groups:
        stay = kept | chosen - group
        other = stay | _cover(seen, stay, set(seen.shows) - stay - group)
        if seen.all_of(other) == seen.all_of(kept | chosen) and seen.price(other) < price:
            chosen, price = other - kept, seen.price(other)
    return chosen


def _cover(seen: Seen, kept: set[str], left: set[str]) -> set[str]:
    missing = (seen.all_of(seen.shows) - seen.all_of(kept)) & seen.all_of(left)
    opened = set().union(*(seen.needs[name] for name in kept))
    left = {name for name in left if not missing.isdisjoint(seen.shows[name])}
    chosen: set[str] = set()

    def worth(name: str) -> tuple[float, str]:
        opening = sum(seen.opening[one] for one in seen.needs[name] - opened)
        return len(seen.shows[name] & missing) / max(_LEAST_S, seen.cost[name] + opening), name

    while missing:
        best = max(left, key=worth)
        left.discard(best)
        chosen.add(best)
        missing -= seen.shows[best]
        opened |= seen.needs[best]
    return chosen


def write(names: Iterable[str]) -> None:
    """Write down which tests are left to SQLite."""
    first_cases.LIST.write_text(_HEAD + "".join(f"{name}\n" for name in sorted(names)), "utf-8")


def _tell(title: str, whole: set[str], shown: set[str]) -> None:
    print(f"{title}:")
    for kind, words in KINDS.items():
        wanted = {what for what in whole if what.startswith(kind)}
        print(f"  {words}: {len(wanted & shown)} of {len(wanted)}")


def main() -> int:
    """Watch, choose, write; watch what was chosen, and bring back what is missing."""
    parser = argparse.ArgumentParser(prog="python -m tests.helpers.postgres_share")
    parser.add_argument(
        "--keep", type=Path, help="read the notes of the full run here, or leave them"
    )
    seen = watch(everything=True, keep=parser.parse_args().keep)
    whole, kept = seen.all_of(seen.shows), set(seen.fixed)
    for _ in range(_ROUNDS):
        share = kept | choose(seen, kept)
        write(seen.shows.keys() - share)
        print(f"{len(share)} of {len(seen.shows)} tests,", end=" ")
        print(f"{seen.price(share):.0f} of {seen.price(seen.shows):.0f} processor seconds")
        shown = watch(everything=False)
        found = shown.all_of(shown.shows)
        _tell("The share shows", whole, found)
        missing = whole - found
        if not missing:
            return 0
        for what in sorted(missing):
            print(f"  missing: {what[:150]}")
        # What a test shows by itself counts from now on.
        seen.shows |= {name: what & whole for name, what in shown.shows.items()}
        kept = share
    return 1


if __name__ == "__main__":
    sys.exit(main())
