"""Measurements in a process of their own: a clean start, no screen, a slow disk where one is wanted.

A module that measures calls ``answer`` when it is run; ``ask`` runs it and reads its figures.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from posapp.bench.figures import Figure, figure_of

_PATIENCE_S: Final = 3600
Options = Mapping[str, Any]
Measure = Callable[[Options], Sequence[Figure]]


class ChildFailedError(RuntimeError):
    """A measurement ended without figures; the message holds what it said."""


def ask(
    module: str, options: Options, environment: Mapping[str, str] | None = None
) -> list[Figure]:
    """Figures of a module that is run with options.

    Raises:
        ChildFailedError: it gave none.
    """
    said = run_python(["-m", module, json.dumps(options)], environment)
    return [figure_of(values) for values in json.loads(said)]


def answer(measure: Measure) -> None:
    """Measure with the options of the command line and write the figures to standard output."""
    found = measure(json.loads(sys.argv[1]))
    sys.stdout.write(json.dumps([figure.values() for figure in found]))


def run_python(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """Standard output of this Python with arguments, without a screen.

    Raises:
        ChildFailedError: it did not end well.
    """
    done = subprocess.run(  # noqa: S603 - our own modules
        [sys.executable, *arguments],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
        check=False,
    )
    if done.returncode:
        raise ChildFailedError(f"{' '.join(arguments[:2])}: {done.stderr.strip()}")
    return done.stdout
