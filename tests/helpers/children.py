"""Child processes for fault tests: with limits; their output is what they tell."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.helpers import seed

ROOT = Path(__file__).resolve().parents[2]


def is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0


def program(script: str, *arguments: str, **pipes: Any) -> subprocess.Popen[Any]:
    """Start Python on a script text, from the seed of the tests where there is one.

    Args:
        script: of a program; every warning ends it.
        arguments: of the script.
        pipes: standard files and the like, as ``Popen`` takes them.
    """
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    if seed.is_planted():
        return seed.Forked([script, *arguments], env=environment, cwd=ROOT, **pipes)
    command = [sys.executable, "-W", "error", "-c", script, *arguments]
    return subprocess.Popen(command, env=environment, cwd=ROOT, **pipes)


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    """Start Python on a script text; its standard files are pipes."""
    pipe = subprocess.PIPE
    return program(script, *arguments, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def run_on(given: str, script: str, *arguments: str, timeout: float = 120) -> str:
    """Run Python on a script text to its end; returns what it printed.

    Raises:
        AssertionError: it failed; says what it said.
    """
    with start(script, *arguments) as child:
        try:
            out, err = child.communicate(given, timeout)
        except BaseException:
            child.kill()
            raise
    assert child.returncode == 0, err[-3000:]
    return out


def run(script: str, *arguments: str) -> list[str]:
    """Run Python on a script text to its end; returns the lines it printed."""
    return run_on("", script, *arguments).splitlines()
