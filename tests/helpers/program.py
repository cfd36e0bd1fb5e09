"""The program as users start it: ``python -m posapp`` in its own process, with folders of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SHARED_DATA = ROOT.parent / "shared" / "data"
# What belongs to the person who runs the tests and must not reach the program.
_FOREIGN = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS")
_FOREIGN_KINDS = ("QT_", "POSAPP_", "XDG_", "LC_")
# The end of a program that hangs, before pytest ends the test (``faulthandler_timeout``). The demo's
# day, the longest, takes 15 s of a processor, which a busy machine may stretch many times.
_PATIENCE_S = 300


def environment(home: Path, **more: str) -> dict[str, str]:
    """An environment without a screen whose user's folders lie in ``home``."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _FOREIGN and not name.startswith(_FOREIGN_KINDS)
    }
    own = {
        "HOME": home,
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_STATE_HOME": home / "state",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_RUNTIME_DIR": home / "run",
    }
    (home / "run").mkdir(mode=0o700, parents=True, exist_ok=True)
    folders = {name: str(path) for name, path in own.items()}
    return {**kept, **folders, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), **more}


def posapp(*args: str, home: Path, timeout: float = _PATIENCE_S, **env: str) -> "Ended":
    """Run the program to its end; standard input is closed."""
    done = subprocess.run(
        [sys.executable, "-m", "posapp", *args],
        env=environment(home, **env),
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


class Ended:
    """Exit code and both streams of a program that came to its end."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err

    @property
    def document(self) -> Any:
        """The one JSON document of standard output."""
        assert self.code == 0, self.out + self.err
        return json.loads(self.out)

    def __repr__(self) -> str:
        return f"exit code {self.code}\n{self.out}\n{self.err}"
