"""Every benchmark gives its figures, with plausible values and the goals that it is about."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from posapp.bench import day, run, start
from posapp.bench.child import ChildFailedError, run_python
from posapp.bench.figures import Figure, figure_of
from posapp.bench.slow_sync import slow_disk
from posapp.ui.watchdog import Stall

pytestmark = pytest.mark.in_builds

# All in one process of their own: windows, gc.freeze and dropped caches stay out of this one, and
# the toolkits are loaded once.
MEASURE_ALL = """
import json, sys
from importlib import import_module
found = {}
for module, options in json.loads(sys.argv[1]).items():
    found[module] = [one.values() for one in import_module(module).measure(options)]
print(json.dumps(found))
"""
SYNC = """
import os, sys, time
file = os.open(sys.argv[1], os.O_RDWR)
started = time.monotonic()
os.fsync(file)
print(time.monotonic() - started)
"""
ACCOUNTS = 40
# Module -> how much it does here, and the goals of its figures; "" has none.
SMALL: Mapping[str, tuple[Mapping[str, Any], Sequence[str]]] = {
    "posapp.bench.payment": ({"rounds": 3, "disk": "memory", "ratio": 3.0}, ("P1", "")),
    "posapp.bench.importing": ({"bills": 60, "rounds": 1}, ("P4", "")),
    "posapp.bench.quick_add": ({"rows": 3, "rounds": 1}, ("P4", "", "P4", "")),
    "posapp.bench.receipt": ({"rounds": 2}, ("P9", "P9", "P9")),
    "posapp.bench.day_papers": ({"tenders": 4, "rounds": 1}, ("P9", "", "", "P6")),
    "posapp.bench.safety": ({"rounds": 2}, ("P3",)),
    "posapp.bench.chains": ({"rows": 30}, ("P12", "P12")),
    "posapp.bench.table": ({"pages": 12}, ("P8", "P8", "P8")),
    "posapp.bench.painted_search": ({"accounts": ACCOUNTS, "probes": 2}, ("P5", "P5", "")),
    "posapp.bench.growth": (
        {"accounts": ACCOUNTS, "probes": 2},
        ("P5", "P8", "P8", "P8", "P8", "growth", "growth", "growth", "P6"),
    ),
    "posapp.bench.copying": ({"megabytes": 2, "payments": 3}, ("P11", "P11")),
    "posapp.bench.keys": ({}, ("P15", "P15", "P15")),
    "posapp.bench.big_pages": ({"bills": 9, "payments": 9, "rounds": 1}, ("", "")),
}


@pytest.fixture(scope="module")
def all_found(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Sequence[Figure]]:
    """The figures of every benchmark that runs in one process."""
    folder = {"folder": str(tmp_path_factory.mktemp("bench"))}
    asked = {module: {**folder, **options} for module, (options, _) in SMALL.items()}
    said = json.loads(run_python(["-c", MEASURE_ALL, json.dumps(asked)]).splitlines()[-1])
    return {module: [figure_of(one) for one in values] for module, values in said.items()}


def assert_plausible(figures: Sequence[Figure]) -> None:
    """Positive numbers, and a verdict wherever there is a limit."""
    for one in figures:
        assert one.what
        assert 0 < one.ours < math.inf or one.note.startswith("no PostgreSQL"), one
        assert one.unit in {"ms", "KB", "keys", "rows/s"}
        assert (one.met is None) == (not one.limit), one
        if one.reference is not None:
            assert 0 < one.reference < math.inf, one
        if one.ratio is not None:
            assert 0 < one.ratio < math.inf, one


@pytest.mark.parametrize("module", SMALL)
def test_it_gives_figures_of_its_goals(
    all_found: Mapping[str, Sequence[Figure]], module: str
) -> None:
    goals = SMALL[module][1]
    figures = all_found[module]
    # What nothing of a file in memory costs is told only where a system can drop it.
    assert [one.goal for one in figures][: len(goals)] == list(goals)
    assert all(not one.goal for one in figures[len(goals) :])
    assert_plausible(figures)


def test_p15_keys_are_counted_and_not_timed(all_found: Mapping[str, Sequence[Figure]]) -> None:
    figures = all_found["posapp.bench.keys"]
    assert all(one.ours == int(one.ours) and one.met for one in figures)


def test_p14_the_longest_stall_is_told_with_its_place() -> None:
    """The day itself is lived in ``tests/end2end``."""
    stack = '  File "/p/posapp/ui/window.py", line 7, in _fill\n    rows()\n'
    (figure,) = day.judged([Stall(0.03, ""), Stall(0.0625, stack)])
    assert (figure.goal, figure.ours, figure.met) == ("P14", 62.5, False)
    assert figure.note.startswith("1 over 50 ms; 62 ms in _fill")
    (quiet,) = day.judged([])
    assert quiet.met
    assert_plausible([figure, quiet])


def test_p7_starts_are_measured() -> None:
    figures = start.figures(rounds=1, warm=0)
    assert {one.goal for one in figures} == {"P7"}
    assert_plausible(figures)


def test_every_benchmark_of_the_command_is_tested_here() -> None:
    apart = {"posapp.bench.payment", "posapp.bench.quick_add", "posapp.bench.day"}
    apart |= {"posapp.bench.server_payment", "posapp.bench.server_search"}
    assert set(run.MODULES.values()) ^ set(SMALL) == apart
    assert set(run.names()) - set(run.MODULES) == {"payment", "quick-add", "start"}
    assert set(run.SIZES) == set(run.names())


def test_a_slow_disk_is_imitated_or_left_out(tmp_path: Path) -> None:
    """P1, P2: each sync takes longer, where there is a compiler for what delays it."""
    environment = slow_disk(tmp_path, 20_000)
    if environment is None:
        pytest.skip("no C compiler here")
    file = tmp_path / "synced"
    file.touch()
    said = run_python(["-c", SYNC, str(file)], environment)
    assert float(said) >= 0.02


def test_a_measurement_that_fails_says_why() -> None:
    with pytest.raises(ChildFailedError, match="no such thing"):
        run_python(["-c", "raise SystemExit('no such thing')"])
