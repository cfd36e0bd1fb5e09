"""The window on its real lanes while the watchdog looks for stalls of its thread."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from posapp.app.program import Program
from posapp.bench.office import NOW, SmallOffice
from posapp.settings import WorkstationSettings
from posapp.ui.sign_in_check import Entered
from posapp.ui.theme import Theme
from posapp.ui.watchdog import Watchdog

PATIENCE = 1_200.0


class AtTheWindow:
    """The window on its way through steps; each prints how long it took and what stalled."""

    def __init__(self, folder: Path, office: SmallOffice) -> None:
        app = QApplication([])
        theme = Theme(app, "light")
        theme.apply()
        settings = replace(
            WorkstationSettings(),
            database_url=str(office.path), print_folder=str(folder), theme="light",
        )  # fmt: skip
        self.program = Program(
            app, theme, str(office.path), settings, clock=lambda: NOW, config=folder
        )
        self.program.begin(Entered(office.actor, self.program.backend.services.setup()))
        session = self.program.session
        assert session is not None
        session.idle.stop()
        self.window = session.window
        self.window.resize(1366, 768)
        self.office = office
        self.watchdog = Watchdog()
        self.moves = 0

    def show(self) -> None:
        """Bring the window up and start to look for stalls."""
        self.window.show()
        self.window.activateWindow()
        self.watchdog.start()

    def close(self) -> None:
        """End the program."""
        self.watchdog.stop()
        self.program.close()

    def step(self, name: str, act: Callable[[], object], ready: Callable[[], object]) -> float:
        """Do something and wait for its end with the window at work; returns the seconds."""
        QTest.qWait(200)
        self.watchdog.stalls.clear()
        self.moves = 0
        began = time.monotonic()
        act()
        while not ready():
            assert time.monotonic() - began < PATIENCE, name
            QTest.qWait(10)
        took = time.monotonic() - began
        QTest.qWait(100)
        worst = max((stall.seconds for stall in self.watchdog.stalls), default=0.0)
        print(
            f"{name}: {took:.2f} s, progress moved {self.moves} times, "
            f"{len(self.watchdog.stalls)} stalls, the longest {worst * 1000:.0f} ms",
            flush=True,
        )
        for stall in self.watchdog.stalls:
            if stall.seconds == worst:
                print("   ", stall.stack.strip().splitlines()[-2].strip(), flush=True)
        return took

    def count(self, *_moved: Any) -> None:
        """A move of the progress."""
        self.moves += 1


def load() -> str:
    """How busy the machine is: runnable processes over 1, 5 and 15 minutes, and its processors."""
    if not hasattr(os, "getloadavg"):
        return "load not known here"
    one, five, fifteen = os.getloadavg()
    return f"load {one:.1f}, {five:.1f}, {fifteen:.1f} on {os.cpu_count()} processors"
