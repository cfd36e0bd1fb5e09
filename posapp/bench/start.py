"""P7: from the start of the process to the painted sign-in, and to the main window one can use.

The reference is a process of its own that paints one window with one label. Each start is a new
process; the child says when it had painted, by the clock that all processes share. All of them run
from compiled files, as an installed program does, even where Python is told to write none; a run
that nobody measures by takes what is compiled already.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

from posapp.bench.child import run_python
from posapp.bench.figures import Figure, Turns, compared, percentile, within
from posapp.bench.office import TODAY
from posapp.cli.contract import PASSWORD_VARIABLE
from posapp.domain.clock import system_clock
from posapp.services.maintenance import Maintenance, NewOffice

# As the command's script does it, without the machinery of "python -m".
_CHILD: Final = (
    "-c",
    "import sys; from posapp.bench.started import watch; watch(*sys.argv[1:])",
)
_BARE: Final = str(Path(__file__).with_name("bare_window.py"))
LOGIN: Final = "bench"
SECRET: Final = f"measured on {TODAY.isoformat()}"
_USABLE_MS: Final = 1_000.0


def figures(rounds: int = 15, warm: int = 1) -> list[Figure]:
    """P7: so many starts of each kind, in turns.

    Args:
        rounds: turns that count.
        warm: turns before them that do not; without any, what is not compiled yet is compiled too.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        url = str(folder / "start.db")
        Maintenance(system_clock).init(url, NewOffice(LOGIN, SECRET))
        homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), name)
        homes[PASSWORD_VARIABLE] = SECRET
        if warm:
            # The first turn, which does not count, writes the compiled files.
            compiled = str(folder / "compiled")
            homes |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": compiled}
        starts = {
            "empty": partial(_started, [_BARE, "empty"], homes),
            "bare": partial(_started, [_BARE, "label"], homes),
            "sign-in": partial(_started, [*_CHILD, "sign-in"], homes),
            "main": partial(_started, [*_CHILD, "main", url, LOGIN], homes),
        }
        times: dict[str, list[float]] = {kind: [] for kind in starts}
        for turn in range(rounds + warm):
            for kind, start in starts.items():
                took = start()
                if turn >= warm:
                    times[kind].append(took)
    return list(_judged(times))


def _judged(times: Mapping[str, Sequence[float]]) -> Sequence[Figure]:
    bare = tuple(times["bare"])
    signed = Turns(tuple(times["sign-in"]), bare)
    usable = Turns(tuple(times["main"]), bare)
    empty = percentile(times["empty"], 0.5)
    return [
        compared(
            "P7",
            "start to painted sign-in",
            signed,
            1.25,
            note=f"by hand: a bare window with one label; one without any text {empty:.0f} ms",
        ),
        compared("P7", "start to usable main window", usable, 5.0),
        within("P7", "the same", percentile(times["main"], 0.5), _USABLE_MS),
    ]


def _started(arguments: Sequence[str], homes: Mapping[str, str]) -> float:
    """Milliseconds from the start of a process to the moment that it names."""
    started = monotonic()
    painted = float(run_python(arguments, homes).split()[-1])
    return (painted - started) * 1000
