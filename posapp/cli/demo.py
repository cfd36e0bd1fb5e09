"""``posapp demo``: the program at work on a filled demo office, with or without a screen."""

import logging
import os
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from posapp import paths
from posapp.cli.call import Call, tell
from posapp.cli.commands import command
from posapp.cli.contract import FAILED
from posapp.cli.older_data import forget
from posapp.cli.plain import Document
from posapp.cli.progress import ProgressLine
from posapp.cli.qt_libraries import import_problem, screen_problem
from posapp.errors import DeviceFailure, StorageFailure
from posapp.log import FILE_NAME

if TYPE_CHECKING:
    from posapp.app.program import Program

DATABASE: Final = "posapp.db"
CONFIG: Final = "config"
DAY: Final = "demo-day"
LOGIN: Final = "cashier"
APP: Final = "posapp.app"
STATION: Final = "Counter 1"


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    command(app, "demo", example="posapp demo --dir demo-office --offscreen pictures")(demo)


def demo(
    call: Call,
    folder: Annotated[
        Path | None, typer.Option("--dir", metavar="DIR", help="Folder of the demo office.")
    ] = None,
    offscreen: Annotated[
        Path | None,
        typer.Option("--offscreen", metavar="OUT", help="Drive a day without a screen into OUT."),
    ] = None,
    accounts: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Customers of an office that is made; 5,000."),
    ] = None,
) -> Document:
    """Open the window on a filled demo office, signed in as a cashier; make the office first.

    Without a screen, or with --offscreen, a whole day is driven through the real window, and its
    pictures (PNG) and papers (PDF) are left in a folder.
    """
    home = (folder or paths.data_dir() / "demo").absolute()
    url = _office(home, accounts)
    out = offscreen
    if out is None and screen_problem(os.environ):
        out = home / DAY
    if out is None:
        return _at_work(call, url, home)
    return _day(call, url, home, out.absolute())


def _office(home: Path, accounts: int | None) -> str:
    """The demo's database, made when it is not there; only a demo is opened as one.

    Args:
        home: the demo's folder.
        accounts: how many customers one that is made gets; as many as usual by default.

    Raises:
        StorageFailure: the folder cannot be written, or holds another database.
    """
    keys = import_module("posapp.vault.field_keys")
    # The demo's account numbers are sealed with a key of its own, in the demo's folder.
    os.environ.setdefault(keys.VARIABLE, str(home / keys.FILE))
    path, is_new = home / DATABASE, False
    if not path.exists():
        try:
            paths.own_folder(home)
        except OSError as error:
            says = f"The folder {home} cannot be made: {error.strerror}."
            raise StorageFailure("read_only", says) from error
        line = ProgressLine("Making the demo office")
        size = {} if accounts is None else {"accounts": accounts}
        import_module("posapp.services.demo_office").make_demo(str(path), progress=line, **size)
        line.end()
        is_new = True
    database = import_module("posapp.storage.db").Database.open(str(path))
    try:
        services = import_module("posapp.services.bundle").build(
            database, import_module("posapp.domain.clock").system_clock
        )
        if not services.setup().installation.demo:
            raise StorageFailure("settings", f"{path} is no demo database; it is left alone.")
        if is_new:
            import_module("posapp.services.demo_autopay").add_debits(services)
            forget(database.url_shown, home / CONFIG)
    finally:
        database.dispose()
    return str(path)


def _at_work(call: Call, url: str, home: Path) -> Document:
    """Open the window, signed in as the cashier or as who was asked for."""
    app = _window()
    settings = replace(
        call.settings,
        database_url=url,
        station_name=call.settings.station_name or STATION,
        print_folder=call.settings.print_folder or str(home / "printed"),
    )
    user = call.given.user or LOGIN
    code = app.run_window(url, settings, user=user, password=_password(), config=home / CONFIG)
    if code:
        raise typer.Exit(code)
    return {"database": url, "folder": str(home)}


def _day(call: Call, url: str, home: Path, out: Path) -> Document:
    """Drive the tour without a screen.

    Raises:
        DeviceFailure: when the tour did not come to its end.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
    out.mkdir(parents=True, exist_ok=True)
    app = _window()
    cast = _cast(url)
    tour = import_module("posapp.ui.tour_day")
    scene = import_module("posapp.ui.tour_scene")
    plan = scene.TourPlan(
        cast.login, _password(), cast.cash_payer, cast.check_payer, cast.open_item
    )
    settings = replace(
        call.settings, database_url=url, station_name=STATION, print_folder=str(out), theme="light"
    )
    problems: list[str] = []
    begin = partial(_begin, tour, plan, out, problems)
    with import_module("posapp.ui.tour_driver").quiet_platform():
        app.run_window(url, settings, config=home / "config-day", on_start=begin)
    if any(problems):
        raise _stopped("; ".join(problem for problem in problems if problem))
    pictures = sorted(str(path) for path in out.glob("*.png"))
    papers = sorted(str(path) for path in out.glob("*.pdf"))
    tell([f"The day's pictures and receipts are in {out}"])
    return {"folder": str(out), "database": url, "pictures": pictures, "papers": papers}


def _stopped(problem: str) -> DeviceFailure:
    """What stopped the day, also in the log, whose file is named: it says what came before."""
    logging.getLogger("posapp.demo").error("the day stopped: %s", problem)
    return DeviceFailure("the demo's day", f"{problem}. The log is {paths.log_dir() / FILE_NAME}")


def _begin(tour: Any, plan: Any, out: Path, problems: list[str], program: "Program") -> None:
    """Start the tour on the running program and close the program at its end."""
    day = tour.DayTour(program, plan, out)
    driver = import_module("posapp.ui.tour_driver").TourDriver(day.steps(), program)
    driver.finished.connect(problems.append)
    driver.finished.connect(program.stop)
    driver.start()


def _cast(url: str) -> Any:
    """Who plays in the day; a deposit control is open for the drawers."""
    database = import_module("posapp.storage.db").Database.open(url)
    try:
        clock = import_module("posapp.domain.clock").system_clock
        services = import_module("posapp.services.bundle").build(database, clock)
        import_module("posapp.services.demo_counters").OtherCounters(services).open_day()
        return import_module("posapp.services.demo_cast").find_cast(database)
    finally:
        database.dispose()


def _password() -> str:
    password: str = import_module("posapp.services.users").DEMO_PASSWORD
    return password


def _window() -> Any:
    """The window's module, or the sentence which system package is missing.

    Raises:
        typer.Exit: Qt cannot start here.
    """
    try:
        return import_module(APP)
    except ImportError as error:
        problem = import_problem(error)
        if not problem:
            raise
        tell([problem])
        raise typer.Exit(FAILED) from error
