"""Child processes for fault tests: with limits; their output is what they tell."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    """Start Python on a script text; its standard output is a pipe."""
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", script, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=ROOT,
    )


def run(script: str, *arguments: str) -> list[str]:
    """Run Python on a script text to its end; returns the lines it printed."""
    (lines,) = run_all(script, [arguments])
    return lines


def run_all(script: str, arguments: Sequence[Sequence[str]]) -> list[list[str]]:
    """The same for several children at once."""
    children = [start(script, *each) for each in arguments]
    results = []
    for child in children:
        out, err = child.communicate(timeout=120)
        assert child.returncode == 0, err
        results.append(out.splitlines())
    return results
