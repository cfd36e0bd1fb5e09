"""The wheel as it would be installed: everything it needs is in it, nothing else is."""

import importlib.util
import json
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path, PurePosixPath

import pytest

from posapp import __version__
from tests.helpers.program import ROOT, Ended, environment

PASSWORD = "correct horse battery"
RESOURCES = "posapp/_resources/"
# Where its resources lie, a new database, and what a check of it says.
IN_ONE = """
import sys
import posapp
from posapp.cli.root import app

print(posapp.resource("style.qss"))
shared = ("--db", sys.argv[1])
app(["db", "init", "--admin", "boss", *shared], prog_name="posapp", standalone_mode=False)
print("checked")
app(["db", "check", "--json", *shared], prog_name="posapp")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed; it comes with the extra 'test'")
    if not (ROOT / "pyproject.toml").is_file():
        pytest.skip("there is no checkout to build from")
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def files_of(folder: str) -> set[str]:
    """Files of a folder of the checkout, without what running the program leaves."""
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in found if "__pycache__" not in path.parts}


def run(unpacked: Path, home: Path, *args: str) -> Ended:
    """Run Python with the unpacked wheel and without the checkout."""
    done = subprocess.run(
        [sys.executable, "-P", *args],
        env=environment(home, PYTHONPATH=str(unpacked), POSAPP_PASSWORD=PASSWORD),
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def test_every_resource_is_in_it_and_no_other(names: set[str]) -> None:
    packed = {name.removeprefix(RESOURCES) for name in names if name.startswith(RESOURCES)}
    assert packed == {name.removeprefix("resources/") for name in files_of("resources")}
    kinds = {PurePosixPath(name).parts[0] for name in packed}
    assert kinds >= {"fonts", "profiles", "seed", "demo", "style.qss", "icons", "help"}


def test_every_module_is_in_it_and_no_test_or_document(names: set[str]) -> None:
    code = {name for name in names if name.startswith("posapp/") and RESOURCES not in name}
    assert code == files_of("posapp")
    (info,) = {name.split("/")[0] for name in names if not name.startswith("posapp/")}
    assert info == f"posapp-{__version__}.dist-info"
    for name in names:
        path = PurePosixPath(name)
        assert not {"tests", "docs", "__pycache__"} & set(path.parts), name
        assert not path.name.startswith(("test_", "conftest")), name
        assert path.suffix != ".md" or name.startswith(f"{RESOURCES}help/"), name


def test_what_it_says_about_itself(wheel: Path, names: set[str]) -> None:
    info = f"posapp-{__version__}.dist-info"
    with zipfile.ZipFile(wheel) as archive:
        about = Parser().parsestr(archive.read(f"{info}/METADATA").decode("utf-8"))
        commands = archive.read(f"{info}/entry_points.txt").decode("utf-8")
    assert (about["Name"], about["Version"]) == ("posapp", __version__)
    assert about["License-Expression"] == "Apache-2.0"
    assert about["Requires-Python"] == ">=3.11"
    assert "posapp = posapp.cli.main:run" in commands.splitlines()
    licences = {name for name in names if name.startswith(f"{info}/licenses/")}
    expected = {"LICENSE", *(n for n in files_of("resources") if "LICENSE" in n)}
    assert licences == {f"{info}/licenses/{name}" for name in expected}


def test_it_runs_from_where_it_was_unpacked(unpacked: Path, tmp_path: Path) -> None:
    said = run(unpacked, tmp_path, "-m", "posapp", "--version")
    assert (said.code, said.out) == (0, f"posapp {__version__}\n"), said


def test_it_makes_and_checks_a_database_with_its_own_set_up(unpacked: Path, tmp_path: Path) -> None:
    """All in one process: each start would compile the package anew where none may be written."""
    path = tmp_path / "town.db"
    said = run(unpacked, tmp_path, "-c", IN_ONE, str(path))
    found, checked = said.out.partition("\n")[0], said.out.partition("\nchecked\n")[2]
    assert found == str(unpacked / "posapp" / "_resources" / "style.qss"), said
    assert Path(found).is_file()
    assert said.code == 0, said
    assert json.loads(checked)["clean"] is True
    assert path.is_file()
