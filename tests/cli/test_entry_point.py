"""The program as the shell starts it: exit codes, clean standard output, nothing loaded in vain."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from posapp.cli import demo, main, window
from tests.helpers.command_line import PASSWORD, CommandLine, run

ROOT = Path(__file__).resolve().parents[2]


def posapp(*args: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run ``python -m posapp`` with the user's folders inside ``folder``."""
    homes = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "posapp", *args],
        env={**os.environ, "PYTHONPATH": str(ROOT), **homes, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_payment_by_the_real_program(office: CommandLine, tmp_path: Path) -> None:
    """Its document is the one that commands give in this process, also through an ASCII pipe."""
    payor = office.owing(500, name="李 小龍")
    event = office.done("event", "add", "--payor", payor, "--tender", "CASH:5")
    assert "李 小龍" in json.dumps(event, ensure_ascii=False)
    args = ("event", "show", event["id"], "--db", office.path, "--user", "kim", "--json")
    ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    shown = posapp(*args, folder=tmp_path, POSAPP_PASSWORD=PASSWORD, **ascii_only)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.isascii()
    assert json.loads(shown.stdout) == event
    refused = run(*args, password="wrong password")
    assert (refused.code, refused.stderr) == (1, "")
    assert refused.document["error"]["code"] == "M-52"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folders inside the test's own."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path / "posapp"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems, other folders")
def test_the_default_database_lies_in_the_users_data_folder(home: Path) -> None:
    missing = run("db", "info", "--json")
    assert missing.code == 4
    made = run("db", "init", "--admin", "adm")
    assert made.code == 0, made.stderr
    assert (home / "posapp.db").is_file()
    assert run("db", "info").code == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems, other folders")
def test_the_database_of_the_settings_is_used(home: Path) -> None:
    home.mkdir()
    settings = home / "settings.toml"
    settings.write_text(f'database_url = "{home / "other.db"}"\n', "utf-8")
    outcome = run("db", "info", "--json")
    assert outcome.code == 4
    assert "other.db" in outcome.document["error"]["message"]
    settings.write_text("database_uri = 1\n", "utf-8")
    outcome = run("db", "info", "--json")
    assert (outcome.code, outcome.stdout) == (2, "")
    assert "'database_uri' is unknown" in outcome.stderr


def test_a_closed_pipe_ends_quietly(office: CommandLine, tmp_path: Path) -> None:
    command = f"{sys.executable} -m posapp --help | true"
    shown = subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in shown.stderr


LOADED = """
import sys
from posapp.cli import main, window
sys.argv = ["posapp", "--version"]
try:
    main.run()
except SystemExit as done:
    assert not done.code
slow = {"PySide6", "sqlalchemy", "reportlab", "rich", "openpyxl"} & set(sys.modules)
print(sorted(slow))
"""

# Which nouns are there after each command, in one process; what was loaded before stays.
NOUNS = """
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from posapp.cli import main, nouns
for words in {commands!r}:
    sys.argv = ["posapp", *words]
    said = StringIO()
    try:
        with redirect_stdout(said), redirect_stderr(said):
            main.run()
    except SystemExit:
        pass
    print([noun for noun, name in nouns.MODULES.items() if "posapp.cli." + name in sys.modules])
"""

# Whether Python looks for garbage while a command works, and how much it leaves out.
AT_WORK = """
import gc
import sys
from posapp.cli import main
from posapp.services.maintenance import Maintenance
Maintenance.info = lambda *_given: print(gc.isenabled(), gc.get_freeze_count() > 10_000)
sys.argv = ["posapp", "db", "info", "--db", "office.db"]
try:
    main.run()
except AttributeError:
    pass
"""

# What the window waits for before its sign-in is painted (P7).
TO_THE_WINDOW = """
import sys
from types import SimpleNamespace
from posapp.cli import main
sys.argv = ["posapp"]
main.import_module("posapp.cli.window").import_module = lambda name: SimpleNamespace(
    run_window=lambda *args, **options: 0
)
try:
    main.run()
except SystemExit as done:
    assert not done.code
slow = {"typer", "sqlalchemy", "pydantic", "babel", "json", "argparse", "email"}
print(sorted(slow & set(sys.modules)))
"""


def test_help_loads_neither_qt_nor_the_database(tmp_path: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "-c", LOADED],
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert shown.stdout.splitlines()[-1] == "[]"


def test_a_command_loads_its_own_noun_and_no_other(tmp_path: Path) -> None:
    """Also where a noun is misspelt: the names that are like it are known without their nouns."""
    commands = [("--version",), ("evnt", "show"), ("user", "list"), ("event", "show"), ("verify",)]
    shown = subprocess.run(
        [sys.executable, "-c", NOUNS.format(commands=commands)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    loaded = [ast.literal_eval(line) for line in shown.stdout.splitlines()]
    assert loaded == [[], [], ["user"], ["user", "event"], ["verify", "user", "event"]]


def test_a_long_command_looks_for_garbage_but_not_among_what_is_loaded(tmp_path: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "-c", AT_WORK],
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert shown.stdout.split() == ["True", "True"]


def test_p7_nothing_slow_is_loaded_before_the_sign_in(tmp_path: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "-c", TO_THE_WINDOW],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "HOME": str(tmp_path),
            "QT_QPA_PLATFORM": "offscreen",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert shown.stdout.splitlines()[-1] == "[]"


def test_without_a_screen_the_window_says_so(tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("other systems always have a screen to ask")
    env = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    outcome = posapp(folder=tmp_path, **env)
    assert (outcome.returncode, outcome.stdout) == (4, "")
    assert "no screen" in outcome.stderr


def test_alone_it_opens_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []

    class Window:
        @staticmethod
        def open_window() -> int:
            opened.append("window")
            return 0

    def load(name: str) -> object:
        return Window if name == "posapp.cli.window" else sys.modules[name]

    monkeypatch.setattr(main, "import_module", load)
    monkeypatch.setattr(sys, "argv", ["posapp"])
    with pytest.raises(SystemExit) as ended:
        main.run()
    assert ended.value.code == 0
    assert len(opened) == 1


@pytest.mark.parametrize(
    ("password", "signed_in"), [(PASSWORD, ("kim", PASSWORD)), (None, ("", ""))]
)
def test_options_without_a_command_open_the_window(
    monkeypatch: pytest.MonkeyPatch, password: str | None, signed_in: tuple[str, str]
) -> None:
    opened: list[tuple[str, str, str]] = []

    def run_window(url: str, _settings: object, *, user: str, password: str) -> int:
        opened.append((url, user, password))
        return 7

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(
        window, "import_module", lambda _name: SimpleNamespace(run_window=run_window)
    )
    outcome = run("--db", "office.db", "--user", "kim", password=password)
    assert (outcome.code, outcome.stdout) == (7, "")
    assert opened == [("office.db", *signed_in)]


@pytest.mark.parametrize("asked", ["", "supervisor"])
def test_the_demo_signs_in_who_is_asked_for(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    opened: list[str] = []

    def run_window(_url: str, _settings: object, *, user: str, **_options: object) -> int:
        opened.append(user)
        return 0

    monkeypatch.setattr(demo, "screen_problem", lambda _environment: "")
    monkeypatch.setattr(demo, "_office", lambda _home, _accounts: "office.db")
    monkeypatch.setattr(demo, "_window", lambda: SimpleNamespace(run_window=run_window))
    outcome = run("demo", *(("--user", asked) if asked else ()))
    assert outcome.code == 0, outcome.stderr
    assert opened == [asked or "cashier"]


def test_a_missing_system_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> object:
        if name == window.APP:
            raise ImportError("libEGL.so.1: cannot open shared object file: No such file")
        return sys.modules[name]

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(window, "import_module", fail)
    outcome = run("--db", "office.db")
    assert (outcome.code, outcome.stdout) == (4, "")
    assert "libegl1" in outcome.stderr
