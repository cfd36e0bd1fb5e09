"""The program as a whole: first paint, loading behind it, the database at start, devices, threads."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from posapp import late
from posapp.app import Launcher, run_window
from posapp.app.backend import Backend
from posapp.app.program import Program
from posapp.cli.qt_libraries import import_problem, screen_problem
from posapp.devices.folder import FolderPrinter
from posapp.devices.spooler import SystemPrinter
from posapp.errors import DeviceFailure, StorageFailure
from posapp.settings import WorkstationSettings
from posapp.storage import migrate
from posapp.storage.db import Database
from posapp.ui.crash import CrashDialog
from posapp.ui.pages.home import HomePage
from posapp.ui.tasks import InlineRunner
from posapp.ui.theme import Theme
from tests.helpers.clock import FixedClock
from tests.helpers.databases import crash_copy
from tests.helpers.office import Office, open_office
from tests.helpers.surroundings import settle

PASSWORD = "a long enough secret"
HEAVY = ("sqlalchemy", "alembic", "reportlab", "babel", "pydantic", "posapp.services")
# What only paper, imports, long lists and other engines need.
LATE = (
    "sqlalchemy.dialects.postgresql",
    "openpyxl",
    "pydantic",
    "reportlab",
    "uharfbuzz",
    "PIL",
    "pypdfium2",
    "alembic",
    *late.PARTS,
)


@pytest.fixture
def office(sqlite_db: Database, clock: FixedClock) -> Office:
    office = open_office(sqlite_db, clock)
    services, admin = office.services, office.actors["setup"]
    services.users.add("amara", "Amara Osei", PASSWORD, office.cashier.roles, admin)
    return office


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("posapp.paths.log_dir", lambda: tmp_path / "log")
    return tmp_path / "config"


@pytest.fixture
def program(
    qapp: QApplication, theme: Theme, office: Office, sqlite_url: str, config: Path
) -> Iterator[Program]:
    made = Program(
        qapp, theme, sqlite_url, WorkstationSettings(), clock=office.clock, config=config
    )
    yield made
    made.close()
    settle()


def said_by(code: str) -> str:
    """What some code prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        timeout=300,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return done.stdout.strip()


def loaded_by(*steps: tuple[str, tuple[str, ...]]) -> list[str]:
    """Which of a step's modules are there after its code; one process takes all steps in turn."""
    looks = (
        f"{code}; print([one for one in {names!r} if one in sys.modules])" for code, names in steps
    )
    return said_by("\n".join(("import sys", *looks))).splitlines()


def test_p7_the_program_starts_in_the_style_that_the_theme_dresses() -> None:
    code = (
        "from posapp.ui.theme import CounterApplication, Theme; app = CounterApplication(['x']);"
        "Theme(app, 'light'); print(app.style().name(), app.arguments())"
    )
    assert said_by(code) == "fusion ['x']"


def test_p7_the_painted_sign_in_needs_none_of_the_names_of_qt() -> None:
    """They are a hundred enumerations, made all at once when ``Qt`` is first named: 15 ms."""
    code = """
import PySide6.QtCore
from posapp.app import Launcher
from posapp.settings import WorkstationSettings
from posapp.ui.theme import CounterApplication
app = CounterApplication(["x"])
launcher = Launcher(app, WorkstationSettings())
launcher.window.painted.disconnect()
launcher.window.painted.connect(app.quit)
launcher.start(app.quit)
app.exec()
print("Qt" in vars(PySide6.QtCore), bool(PySide6.QtCore.Qt), "Qt" in vars(PySide6.QtCore))
"""
    assert said_by(code) == "False True True"


def test_p7_the_way_to_the_main_window_loads_nothing_that_can_wait() -> None:
    """The sign-in needs no library of database or paper, the main window none of paper or imports.

    A password is checked before the main window is loaded.
    """
    afterwards = ("posapp.ui.session", "posapp.services.bundle", "posapp.services.payment_events")
    assert (
        loaded_by(
            ("import posapp.app", HEAVY),
            ("import posapp.app.program", (*afterwards, *LATE)),
            ("import posapp.services.bundle; posapp.app.session_module()", LATE),
        )
        == ["[]"] * 3
    )


def test_p7_the_rest_is_loaded_once_the_first_page_can_be_used(
    qtbot: QtBot, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = threading.Event()
    monkeypatch.setattr(late, "load_all", lambda until: told.set())
    program.begin(program.backend.sign_in("amara", PASSWORD))
    assert not told.is_set()
    qtbot.waitUntil(told.is_set)


def test_a_program_that_ends_leaves_no_thread_behind_that_loads_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loading, ends = threading.Event(), threading.Event()
    loaded: list[str] = []

    def load(name: str) -> None:
        loaded.append(name)
        loading.set()
        ends.wait()

    monkeypatch.setattr(late, "import_module", load)
    loader = late.Loader()
    loader.end()
    loader = late.Loader()
    loader.begin()
    loading.wait()
    threading.Timer(0.05, ends.set).start()
    loader.end()
    assert loaded == [late.PARTS[0]]
    assert "posapp-late" not in {thread.name for thread in threading.enumerate()}


def test_p7_a_part_is_late_only_when_the_list_says_so() -> None:
    with pytest.raises(LookupError):
        late.part("posapp.services.desk")
    late.load_all()
    assert set(late.PARTS) <= set(sys.modules)


@pytest.mark.dressed
def test_p7_the_rest_is_loaded_after_the_first_paint(qtbot: QtBot, theme: Theme) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    launcher, order = Launcher(app, WorkstationSettings(theme="light")), []
    qtbot.addWidget(launcher.window)
    launcher.window.painted.connect(lambda: order.append("painted"))
    launcher.start(lambda: order.append("loaded"))
    assert order == []
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["painted", "loaded"]


@pytest.mark.dressed
def test_a_program_that_cannot_be_loaded_says_so_in_the_sign_in(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    monkeypatch.setattr("posapp.app._PROGRAM", "posapp.not_there")
    launcher = Launcher(app, WorkstationSettings(theme="light"))
    qtbot.addWidget(launcher.window)
    launcher.start(lambda: None)
    qtbot.waitUntil(lambda: "not_there" in launcher.window.form.message.text())


def test_the_whole_way_from_the_first_paint_to_the_home_page(
    office: Office, sqlite_url: str, config: Path
) -> None:
    seen: list[object] = []

    def look(program: Program) -> None:
        session = program.session
        page = session.window.page if session is not None else None
        if isinstance(page, HomePage) and page.next.title.text():
            seen.append((session.context.actor.login, page.next.title.text()))  # type: ignore[union-attr]
            session.window.commands.quit()  # type: ignore[union-attr]
        else:
            QTimer.singleShot(20, lambda: look(program))

    code = run_window(
        sqlite_url,
        WorkstationSettings(theme="light"),
        user="amara",
        password=PASSWORD,
        clock=office.clock,
        config=config,
        on_start=look,
    )
    assert code == 0
    assert seen == [("amara", "Open your drawer")]
    assert (config / "windows.ini").exists()


def test_what_was_sent_while_the_program_was_loading_is_answered(
    qtbot: QtBot, program: Program
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    launcher = Launcher(app, WorkstationSettings(theme="light"))
    qtbot.addWidget(launcher.window)
    launcher.window.fill("amara", PASSWORD)
    program.adopt(launcher.window)
    qtbot.waitUntil(lambda: program.session is not None)
    assert program.sign_in is None


def test_the_sign_in_says_whose_office_it_is(
    qtbot: QtBot, program: Program, office: Office
) -> None:
    with office.db.begin() as s:
        s.execute(text("UPDATE installation SET organisation = 'Riverside Utilities'"))
    program.show_sign_in()
    assert program.sign_in is not None
    place = program.sign_in.place
    qtbot.waitUntil(lambda: place.text() == "Riverside Utilities")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("{folder}/none.db", "posapp db init"),
        ("{folder}/text.db", "not a SQLite file"),
        ("mysql://x/y", "no address of a database"),
    ],
)
def test_r4_a_database_that_cannot_be_opened_is_said_in_the_sign_in(
    qtbot: QtBot, theme: Theme, tmp_path: Path, config: Path, url: str, says: str
) -> None:
    (tmp_path / "text.db").write_text("hello " * 200)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    program = Program(
        app, theme, url.format(folder=tmp_path), WorkstationSettings(),
        config=config, runner=InlineRunner,
    )  # fmt: skip
    program.show_sign_in()
    assert program.sign_in is not None
    qtbot.addWidget(program.sign_in)
    assert says in program.sign_in.form.message.text()
    assert program.sign_in.form.submit_button.isEnabled()
    assert not (tmp_path / "none.db").exists()
    program.close()


def test_r4_a_damaged_file_that_was_not_closed_is_said_in_the_sign_in(
    qtbot: QtBot, theme: Theme, tmp_path: Path, config: Path, sqlite_db: Database
) -> None:
    sqlite_db.write(lambda s: s.execute(text("UPDATE installation SET setup_version = 2")))
    copy = crash_copy(sqlite_db, tmp_path, damaged=True)
    before = copy.read_bytes()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    program = Program(
        app, theme, str(copy), WorkstationSettings(), config=config, runner=InlineRunner
    )
    program.show_sign_in()
    assert program.sign_in is not None
    qtbot.addWidget(program.sign_in)
    assert "db check" in program.sign_in.form.message.text()
    program.close()
    assert copy.read_bytes() == before


@pytest.fixture
def an_older_schema(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Opening finds an older schema once; upgrading makes a copy."""
    upgraded: list[str] = []
    really = Database.open

    def open_(url: str, **more: bool) -> Database:
        if not upgraded:
            raise StorageFailure("older_schema", f"{url} has the older schema 0000.")
        return really(url, **more)

    def upgrade(url: str, *, clock: object, plan: object) -> Path:
        assert clock is not plan
        upgraded.append(url)
        return Path("/safe/posapp-copy.db")

    monkeypatch.setattr(Database, "open", open_)
    monkeypatch.setattr(migrate, "upgrade", upgrade)
    return upgraded


def test_a10_an_older_file_is_copied_and_migrated_at_start(
    office: Office, sqlite_url: str, clock: FixedClock, an_older_schema: list[str]
) -> None:
    backend = Backend(sqlite_url, clock, "WS1")
    assert backend.organisation() is not None
    assert an_older_schema == [sqlite_url]
    assert backend.copied_to == Path("/safe/posapp-copy.db")
    backend.close()


def test_a10_the_user_is_told_where_the_copy_lies(
    qtbot: QtBot, theme: Theme, office: Office, sqlite_url: str, config: Path,
    an_older_schema: list[str],
) -> None:  # fmt: skip
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    program = Program(
        app, theme, sqlite_url, WorkstationSettings(), clock=office.clock,
        config=config, runner=InlineRunner,
    )  # fmt: skip
    program.begin(program.backend.sign_in("amara", PASSWORD))
    session = program.session
    assert session is not None
    assert any("/safe/posapp-copy.db" in words for words in session.window.banners.texts())
    program.close()


def test_a10_an_older_schema_on_a_server_is_left_to_its_keeper(
    clock: FixedClock, an_older_schema: list[str]
) -> None:
    backend = Backend("postgresql://desk/posapp", clock, "WS1")
    with pytest.raises(StorageFailure, match="older schema"):
        backend.load()
    assert an_older_schema == []


def test_the_printer_is_the_one_of_the_settings(program: Program, tmp_path: Path) -> None:
    program.settings = WorkstationSettings(print_folder=str(tmp_path / "paper"))
    printer = program.printer()
    assert isinstance(printer, FolderPrinter)
    assert printer.folder == tmp_path / "paper"
    program.settings = replace(program.settings, print_folder="", printer="Window_2")
    printer = program.printer()
    assert isinstance(printer, SystemPrinter)
    assert printer.queue == "Window_2"
    program.settings = replace(program.settings, printer="laser:1")
    with pytest.raises(DeviceFailure):
        program.printer()


def test_a_bug_in_a_slot_ends_in_the_crash_dialog_and_the_window_lives(
    qtbot: QtBot, program: Program
) -> None:
    program.begin(program.backend.sign_in("amara", PASSWORD))
    session = program.session
    assert session is not None
    program.crashes.show_error(ZeroDivisionError("division by zero"))
    (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, CrashDialog)]
    assert "division by zero" in dialog.text()
    dialog.accept()
    assert session.window.isVisible()


def test_a_failed_background_read_is_shown_and_does_not_end_the_program(
    qtbot: QtBot, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.begin(program.backend.sign_in("amara", PASSWORD))
    session = program.session
    assert session is not None

    def broken(*_given: object, **_named: object) -> None:
        raise StorageFailure("offline", "the server cannot be reached")

    monkeypatch.setattr(type(session.context.services.tender_controls), "mine", broken)
    session.context.drawer.refresh()
    told: list[bool] = []
    session.window.line.changed.connect(lambda: told.append(session.window.line.is_away))
    qtbot.waitUntil(lambda: told[:2] == [True, False])
    assert QApplication.activeModalWidget() is None


# Without a desktop


@pytest.mark.parametrize(
    ("error", "package"),
    [
        ("libEGL.so.1: cannot open shared object file: No such file or directory", "libegl1"),
        ("libGL.so.1: cannot open shared object file", "libgl1"),
        ("libxkbcommon.so.0: cannot open shared object file", "libxkbcommon0"),
        ("libglib-2.0.so.0: cannot open shared object file", "libglib2.0-0"),
        ("libdbus-1.so.3: cannot open shared object file", "libdbus-1-3"),
    ],
)
def test_a_missing_system_library_names_its_debian_package(error: str, package: str) -> None:
    says = import_problem(ImportError(error))
    assert says.endswith(f"install {package}")
    assert says.count(". ") == 0


def test_an_unknown_library_is_named_all_the_same() -> None:
    says = import_problem(ImportError("libodd.so.7: cannot open shared object file"))
    assert says.startswith("The system library libodd.so.7 is missing")


def test_other_import_errors_are_bugs() -> None:
    assert import_problem(ImportError("cannot import name 'x'", name="posapp.ui")) == ""
    assert "PySide6" in import_problem(ModuleNotFoundError("no", name="PySide6.QtWidgets"))


def missing(*names: str) -> object:
    def loads(name: str) -> object:
        if name in names:
            raise OSError(name)
        return object()

    return loads


@pytest.mark.parametrize(
    ("environ", "lost", "says"),
    [
        ({}, (), "no screen"),
        ({"DISPLAY": ":0"}, (), ""),
        ({"DISPLAY": ":0"}, ("libxcb-cursor.so.0",), "libxcb-cursor0"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, ("libxcb-cursor.so.0",), ""),
        ({"QT_QPA_PLATFORM": "offscreen"}, ("libxcb-cursor.so.0",), ""),
        ({"QT_QPA_PLATFORM": "xcb"}, (), "no screen"),
    ],
)
def test_a_screen_that_cannot_be_used_is_said_before_qt_ends_the_program(
    environ: dict[str, str], lost: tuple[str, ...], says: str
) -> None:
    found = screen_problem(environ, system="linux", loads=missing(*lost))  # type: ignore[arg-type]
    assert (says in found) if says else not found


def test_other_systems_have_their_screen() -> None:
    assert screen_problem({}, system="win32") == ""
