"""R14, T16: ``requirements.lock`` holds every dependency with hashes, within its range, from nowhere.

Whether the lock can be installed is seen by ``pip install --require-hashes`` (CONTRIBUTING.md); here
is what needs no network.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT: Final = Path(__file__).resolve().parent.parent
PIN: Final = re.compile(
    r"^([a-z0-9-]+)==(\S+)([^\\]*)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", re.MULTILINE
)
"""A pinned package, its version, its condition, and its hashes."""
FOREIGN: Final = re.compile(r"://|file:|^-|\s@\s|/\w+/", re.MULTILINE)
"""What would name where a package comes from: an address, a folder, an option of the index."""


@pytest.fixture(scope="module")
def lock() -> str:
    return (ROOT / "requirements.lock").read_text("utf-8")


@pytest.fixture(scope="module")
def pins(lock: str) -> dict[str, Version]:
    return {name: Version(version) for name, version, _when, _hashes in PIN.findall(lock)}


def wanted() -> Iterator[Requirement]:
    """What the program, its server and its tests need, without the program itself."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    for line in (*project["dependencies"], *extras["postgres"], *extras["test"]):
        need = Requirement(line)
        if need.name != project["name"]:
            yield need


def faults(pins: Mapping[str, Version], needs: list[Requirement]) -> list[str]:
    """Each dependency that is missing or outside its range."""
    told = []
    for need in needs:
        pinned = pins.get(canonicalize_name(need.name))
        if pinned is None:
            told.append(f"{need.name} is missing")
        elif pinned not in need.specifier:
            told.append(f"{need.name} {pinned} is not {need.specifier}")
    return told


def test_r14_every_dependency_stands_in_the_lock_within_its_range(
    pins: Mapping[str, Version],
) -> None:
    needs = list(wanted())
    assert len(needs) > 20
    assert faults(pins, needs) == []


def test_r14_a_missing_or_outdated_pin_is_told() -> None:
    needs = [Requirement("Babel>=2.16,<3"), Requirement("typer>=0.15,<1")]
    assert faults({"typer": Version("1.0")}, needs) == [
        "Babel is missing",
        "typer 1.0 is not <1,>=0.15",
    ]


def test_r14_every_line_of_the_lock_is_a_pin_with_hashes_and_names_no_place(lock: str) -> None:
    bare = "".join(line for line in lock.splitlines(keepends=True) if "#" not in line)
    assert PIN.sub("", bare).strip() == ""
    assert FOREIGN.findall(bare) == []
    # Its notes are made by a machine too, and say by which command, not from where.
    assert re.findall(r"://|file:|index-url[ =]\S*/|find-links[ =]\S*/", lock) == []
