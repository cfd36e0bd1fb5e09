"""P14: the longest time that the window did not answer, over a scripted day at the counter.

The demo's day (sign in, open a drawer, find, take cash and checks, print, look around) in the real
window with its real threads. A watchdog asks the GUI thread every 10 ms whether it is there.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from posapp.app import run_window
from posapp.app.program import Program
from posapp.bench.child import ChildFailedError, Options, answer
from posapp.bench.desk import application
from posapp.bench.figures import Figure, within
from posapp.services.demo_cast import find_cast
from posapp.services.demo_office import make_demo
from posapp.services.secret_checks import DEMO_PASSWORD
from posapp.settings import WorkstationSettings
from posapp.storage.db import Database
from posapp.ui.tour import Tour
from posapp.ui.tour_driver import Camera, TourDriver, quiet_platform
from posapp.ui.tour_scene import TourPlan
from posapp.ui.watchdog import LIMIT_S, Stall, Watchdog

_NOTED_S: Final = 0.020
_FRAMES: Final = 3


def measure(options: Options) -> Sequence[Figure]:
    """The longest stall: ``accounts``."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        url = str(folder / "day.db")
        make_demo(url, accounts=int(options["accounts"]))
        db = Database.open(url)
        cast = find_cast(db)
        db.dispose()
        plan = TourPlan(
            cast.login, DEMO_PASSWORD, cast.cash_payer, cast.check_payer, cast.open_item
        )
        stalls = live(url, plan, folder)
    return judged(stalls)


def live(url: str, plan: TourPlan, folder: Path) -> list[Stall]:
    """Live the day and give back the times that the GUI thread was busy for over 20 ms.

    Raises:
        ChildFailedError: the day did not come to its end.
    """
    application()
    settings = replace(
        WorkstationSettings(), database_url=url, print_folder=str(folder), theme="light"
    )
    problems: list[str] = []
    watchdog = Watchdog(_NOTED_S)
    watchdog.start()
    with quiet_platform():
        begin = partial(_begin, plan, folder, problems)
        run_window(url, settings, config=folder / "config", on_start=begin)
    watchdog.stop()
    if any(problems):
        raise ChildFailedError("; ".join(problems))
    return list(watchdog.stalls)


def _begin(plan: TourPlan, folder: Path, problems: list[str], program: Program) -> None:
    tour = Tour(program, plan, folder)
    tour.camera = _NoCamera(folder)
    driver = TourDriver(tour.steps(), program)
    driver.finished.connect(problems.append)
    driver.finished.connect(program.stop)
    driver.start()


class _NoCamera(Camera):
    """Taking pictures takes longer than anything that a cashier does."""

    def shoot(self, name: str, widget: QWidget | None = None) -> Path:  # noqa: ARG002
        return self._folder / name


def judged(stalls: Sequence[Stall]) -> list[Figure]:
    """The longest stall against the goal, with the places of the longest ones."""
    longest = sorted(stalls, key=lambda stall: stall.seconds, reverse=True)
    most = longest[0].seconds if longest else _NOTED_S
    over = sum(stall.seconds > LIMIT_S for stall in stalls)
    told = "; ".join(f"{stall.seconds * 1000:.0f} ms {_place(stall)}" for stall in longest[:3])
    note = f"{over} over {LIMIT_S * 1000:.0f} ms; {told}"
    return [within("P14", "longest stall of the window", most * 1000, LIMIT_S * 1000, note=note)]


def _place(stall: Stall) -> str:
    """The innermost lines of the program where the GUI thread was."""
    lines: list[Any] = [line.strip() for line in stall.stack.splitlines() if "File" in line]
    ours = [line for line in lines if "posapp" in line and "bench" not in line]
    names = [line.rsplit(" in ", 1)[-1] for line in (ours or lines)]
    return "in " + " > ".join(names[-_FRAMES:]) if names else "somewhere"


if __name__ == "__main__":
    answer(measure)
