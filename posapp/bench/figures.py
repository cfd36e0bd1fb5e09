"""Figures of the benchmarks: ours beside the by-hand reference of the same run, with a verdict.

A verdict informs and decides nothing (reliability 2). Times are in milliseconds unless a figure
names another unit. Absolute figures are those of one machine at one moment; ratios hold.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from statistics import median
from time import perf_counter, thread_time
from typing import Any, Final

_BLOCKS: Final = 10
_LITTLE: Final = 1e-9
SQLITE: Final = "SQLite"
_LAST_GOAL: Final = 99
_HEAD: Final = ("Goal", "What", "Engine", "Figure", "By hand", "Ratio", "Limit", "Verdict")
_BY_HAND_ONLY: Final = (
    *("P13", "memory flat over eight hours", "-", "-", "-", "-", "200 MB"),
    "by hand: leave the program open over a day's work",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report.

    Attributes:
        goal: ``P1`` .. ``P15``, or empty where there is none.
        what: what was measured.
        ours: our figure.
        reference: the by-hand reference beside it, if there is one.
        unit: of both, such as ``ms``.
        ratio: ours to the reference.
        limit: the goal in words; empty without one.
        met: whether the goal was met; ``None`` without one.
        note: what one must know to read it.
        engine: the database under it, where one is.
        missed_by: by how much of the limit a missed goal was missed; 0.2 is a fifth.
    """

    goal: str
    what: str
    ours: float
    reference: float | None = None
    unit: str = "ms"
    ratio: float | None = None
    limit: str = ""
    met: bool | None = None
    note: str = ""
    engine: str = ""
    missed_by: float | None = None

    def values(self) -> dict[str, Any]:
        """The figure as JSON takes it."""
        return asdict(self)


def figure_of(values: dict[str, Any]) -> Figure:
    """The figure of ``values``."""
    return Figure(**{one.name: values[one.name] for one in fields(Figure)})


def within(
    goal: str,
    what: str,
    ours: float,
    most: float,
    *,
    unit: str = "ms",
    note: str = "",
    engine: str = SQLITE,
    reference: float | None = None,
) -> Figure:
    """A figure with an absolute limit."""
    limit = f"<= {most:g} {unit}".rstrip()
    return _judged(
        Figure(goal, what, ours, reference, unit, limit=limit, note=note, engine=engine),
        ours / most,
    )


def at_least(
    goal: str,
    what: str,
    ours: float,
    reference: float | None,
    least: float,
    *,
    unit: str,
    note: str = "",
    engine: str = SQLITE,
) -> Figure:
    """A figure that must reach ``least``, or that share of its reference."""
    ratio = None if reference is None else ours / reference
    limit = f">= {least:,g} {unit}" if ratio is None else f">= {least:g}x"
    figure = Figure(goal, what, ours, reference, unit, ratio, limit, note=note, engine=engine)
    return _judged(figure, least / max(ours if ratio is None else ratio, _LITTLE))


def _judged(figure: Figure, share: float) -> Figure:
    """With its verdict: 1.0 of the limit is just met."""
    met = share <= 1
    return replace(figure, met=met, missed_by=None if met else share - 1)


def compared(
    goal: str,
    what: str,
    samples: "Turns",
    most: float | None,
    *,
    share: float = 0.5,
    note: str = "",
    engine: str = SQLITE,
) -> Figure:
    """A figure beside its reference; ``most`` is the highest ratio that meets the goal."""
    ratio = samples.ratio(share)
    figure = Figure(
        goal,
        what,
        percentile(samples.ours, share),
        percentile(samples.reference, share),
        ratio=ratio,
        limit="" if most is None else f"<= {most:g}x",
        note=note,
        engine=engine,
    )
    return figure if most is None else _judged(figure, ratio / most)


@dataclass(frozen=True, slots=True)
class Turns:
    """Times of ours and of the reference, taken in turns, in milliseconds.

    ``busy`` are the same calls by the time of the processor, which other programs on the machine
    disturb less.
    """

    ours: tuple[float, ...]
    reference: tuple[float, ...]
    busy: "Turns | None" = None

    def ratio(self, share: float = 0.5) -> float:
        """Ours to the reference: the median over parts of the run.

        A busy moment of the machine hits both of one part and no other.
        """
        size = max(1, len(self.ours) // _BLOCKS)
        starts = range(0, len(self.ours) - size + 1, size)
        return median(
            percentile(self.ours[at : at + size], share)
            / percentile(self.reference[at : at + size], share)
            for at in starts
        )


def in_turns(
    ours: Iterable[Callable[[], object]], reference: Iterable[Callable[[], object]], warm: int = 0
) -> Turns:
    """Time pairs of calls in turns, ours first, then the reference; the first ones warm up."""
    pairs = [(timed(one), timed(other)) for one, other in zip(ours, reference, strict=True)]
    walls: tuple[list[float], list[float]] = ([], [])
    busies: tuple[list[float], list[float]] = ([], [])
    for pair in pairs[warm:]:
        for place, (wall, busy) in enumerate(pair):
            walls[place].append(wall)
            busies[place].append(busy)
    worked = Turns(tuple(busies[0]), tuple(busies[1]))
    return Turns(tuple(walls[0]), tuple(walls[1]), worked)


def of_processor(busy: Turns) -> str:
    """In words: what ours and the reference took of the processor alone, in the median."""
    ours, reference = percentile(busy.ours, 0.5), percentile(busy.reference, 0.5)
    return f"of the processor {_number(ours)} ms, by hand {_number(reference)} ms"


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds that a call takes: on the clock on the wall, and of the processor."""
    started, worked = perf_counter(), thread_time()
    call()
    busy = thread_time() - worked
    return (perf_counter() - started) * 1000, busy * 1000


def percentile(times: Sequence[float], share: float) -> float:
    """The time that this share of the samples stayed within; 0.5 is the median."""
    if share == 0.5:  # noqa: PLR2004 - the median
        return median(times)
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def table(figures: Sequence[Figure]) -> list[str]:
    """The figures as lines for a terminal."""
    rows = [_cells(figure) for figure in figures]
    widths = [max((len(row[place]) for row in rows), default=0) for place in range(6)]
    lines: list[str] = []
    for row, figure in zip(rows, figures, strict=True):
        goal, what, *numbers = (
            cell.ljust(width) if place < 2 or place > 3 else cell.rjust(width)  # noqa: PLR2004
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append("  ".join((goal, what, *numbers)).rstrip())
        if figure.note:
            lines.append(f"{'':{widths[0]}}  {figure.note}")
    return lines


def goals(figures: Sequence[Figure]) -> list[str]:
    """One table of every figure that has a goal, in the order of goals, verdict included."""
    wanted = sorted((one for one in figures if one.goal), key=_place_of_goal)
    rows = [_HEAD, *(_goal_cells(one) for one in wanted), _BY_HAND_ONLY]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEAD))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _place_of_goal(figure: Figure) -> tuple[int, str]:
    number = figure.goal.removeprefix("P")
    return (int(number) if number.isdigit() else _LAST_GOAL, figure.goal)


def _goal_cells(figure: Figure) -> tuple[str, ...]:
    _, what, ours, reference, ratio, _ = _cells(figure)
    by_hand = reference.removeprefix("by hand ") or "-"
    cells = (figure.goal, what, figure.engine or "-", ours, by_hand, ratio or "-")
    return (*cells, figure.limit or "-", verdict(figure) or "-")


def _cells(figure: Figure) -> tuple[str, ...]:
    reference = "" if figure.reference is None else f"by hand {_number(figure.reference)}"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}x"
    goal = f"goal {figure.limit}: {verdict(figure)}" if figure.limit else ""
    ours = f"{_number(figure.ours)} {figure.unit}"
    return (figure.goal, figure.what, ours, reference, ratio, goal)


def verdict(figure: Figure) -> str:
    """``met``, or by how much it was missed; empty without a goal."""
    if figure.missed_by is not None:
        return f"MISSED by {figure.missed_by:.0%}"
    return "met" if figure.met else ""


def _number(value: float) -> str:
    whole = 100
    return f"{value:,.0f}" if abs(value) >= whole else f"{value:,.3g}"
