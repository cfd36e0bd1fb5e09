"""What every proof of safety shares: where it runs, how long, and what it counts and finds."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.helpers.day_orders import Told
from tests.helpers.verifier import Expected, verify, verify_apart


@dataclass
class Tally:
    """Figures of a run, and what was wrong; a run without findings is a proof."""

    figures: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    def count(self, name: str, by: int = 1) -> None:
        """Add to a figure."""
        self.figures[name] += by

    def blame(self, finding: str) -> None:
        """Note something that must not be."""
        self.findings.append(finding)

    def line(self) -> str:
        """The figures in words."""
        said = ", ".join(f"{count:,} {name}" for name, count in self.figures.items())
        return f"{said}, oracle findings: {len(self.findings)}"


@dataclass(frozen=True)
class Run:
    """One run of a proof.

    Attributes:
        engine: ``sqlite`` or ``postgres``.
        fresh: makes a database with the standard set-up and gives its address.
        folder: for files, gone after the run.
        seed: the same seed draws the same run; only what the system's clock decides differs.
        is_long: minutes by hand in place of a second in the suite.
        programs: only the long day of so many programs, to play one day again; 0 for all.
    """

    engine: str
    fresh: Callable[[], str]
    folder: Path
    seed: int = 20261122
    is_long: bool = False
    programs: int = 0

    def draw(self) -> random.Random:
        """Chance that can be repeated."""
        return random.Random(self.seed)

    def of(self, short: int, long: int) -> int:
        """How often something is done."""
        return long if self.is_long else short

    def prove(self, url: str, tally: Tally, told: Told | None = None) -> None:
        """Let the oracle look; in a long run from a process of its own."""
        expected = None if told is None else Expected(told.events, dict(told.money))
        verdict = (verify_apart if self.is_long else verify)(url, expected)
        tally.count("lost", verdict.lost)
        tally.count("doubled", verdict.doubled)
        tally.count("looks of the oracle")
        tally.findings += verdict.findings


@dataclass(frozen=True)
class Proof:
    """One fault and the program that throws it.

    Attributes:
        name: on the command line.
        shows: ids of promises and faults.
        says: what it does, in one line.
        act: the program.
        least: figures that a short run must reach, or it proved nothing.
        engines: where it makes sense.
    """

    name: str
    shows: str
    says: str
    act: Callable[[Run, Tally], None]
    least: dict[str, int]
    engines: tuple[str, ...] = ("sqlite", "postgres")
