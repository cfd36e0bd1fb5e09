"""The program as ``posapp`` starts it, in a process that says when its window was painted.

``watch("sign-in")`` or ``watch("main", URL, USER)``, with the password in ``POSAPP_PASSWORD``.
Only the way of the command is imported here, so that the measured start is the real one.
"""

import os
import sys
import time
from functools import partial
from typing import Any

from posapp.cli import window

_POLL_MS = 2


def watch(kind: str, url: str = "", user: str = "") -> None:
    """Start the program; the process ends soon after the moment that is measured."""
    parts: dict[str, Any] = vars(window)
    load = parts["import_module"]

    def loaded(name: str) -> Any:
        module: Any = load(name)
        if name == window.APP:
            _listen(module, kind)
        return module

    parts["import_module"] = loaded
    window.open_window(url, user)


def _listen(module: Any, kind: str) -> None:
    """Tell when the sign-in is painted, or when the main window can be used."""
    if kind == "main":
        module.run_window = partial(module.run_window, on_start=_poll)
        return
    start = module.Launcher.start

    def started(launcher: Any, on_loaded: Any) -> None:
        launcher.window.painted.connect(_say)
        start(launcher, on_loaded)

    module.Launcher.start = started


def _poll(program: Any) -> None:
    """Look now and then whether the main window shows its first page and nothing is being read."""
    # Qt is loaded by now; an import at the top would load it earlier than the program does.
    timer = sys.modules["PySide6.QtCore"].QTimer(program)

    def look() -> None:
        session = program.session
        if session is not None and session.window.page is not None and not program.runner.pending():
            session.window.repaint()
            timer.stop()
            _write()
            # Left open, the database would be proved by the next start, which is then measured too.
            program.stop()

    timer.timeout.connect(look)
    timer.start(_POLL_MS)


def _say() -> None:
    _write()
    os._exit(0)


def _write() -> None:
    sys.stdout.write(str(time.monotonic()))
    sys.stdout.flush()
