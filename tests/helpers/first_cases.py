"""Which tests of both engines an everyday run leaves to SQLite: those whose SQL others show.

The cases of a service's test send the same statements with other values, so SQLite runs all of
them and PostgreSQL the first of each test function. Of the functions PostgreSQL runs those that
together send every statement and meet every refusal of the database; ``left_to_sqlite.txt`` names
the others, and ``tests.helpers.postgres_share`` wrote it. A test that is not named there runs.

Tests of ``tests/storage`` and ``tests/faults``, and those that are marked ``every_case``, are about
the database: there each engine runs all. Cases that are marked ``own_statements`` are not left out
one by one. What is asked for by name or by ``-k`` runs on both engines, the first case at least.
``POSAPP_TEST_SHARE=rest`` runs what is listed there, and only that: ``.ci/run`` does, so that a
statement that a listed test begins to send is met on PostgreSQL before it lands.
``POSAPP_TEST_EVERY_CASE=1`` and ``HYPOTHESIS_PROFILE=long`` run all everywhere.
"""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import pytest

MARK: Final = "every_case"
OWN: Final = "own_statements"
SHOWN: Final = "shown_on_sqlite"
BUILD: Final = "in_builds"
LIST: Final = Path(__file__).with_name("left_to_sqlite.txt")
SHARE: Final = "POSAPP_TEST_SHARE"
"""Setting of whoever measures: ``all`` leaves out cases only, ``share`` what is listed too.

``rest`` runs nothing but what is listed or marked ``in_builds``: with an everyday run that is
``all``.
"""
_OF_THE_DATABASE: Final = frozenset({"storage", "faults"})
# The fixtures that are parametrized over engines; commands work in an office of their module.
_ENGINE: Final = ("engine_url", "office", "counter")
_TESTS: Final = Path(__file__).resolve().parents[1]


def all_wanted() -> bool:
    """Whether somebody asked for every case on every engine."""
    asked = os.environ.get("POSAPP_TEST_EVERY_CASE", "") not in {"", "0"}
    return asked or os.environ.get("HYPOTHESIS_PROFILE") == "long"


@cache
def listed() -> frozenset[str]:
    """Names of the functions that an everyday run leaves to SQLite."""
    lines = LIST.read_text("utf-8").splitlines() if LIST.exists() else []
    return frozenset(line for line in lines if not line.startswith("#"))


def left_to_sqlite(items: Sequence[pytest.Item], config: pytest.Config) -> list[pytest.Item]:
    """Of what is going to run: what PostgreSQL does not."""
    if os.environ.get(SHARE) == "rest":
        return _all_but_the_rest(items)
    by_name = bool(config.option.keyword) or any("::" in asked for asked in config.args)
    others = listed() if _share_counts(by_name=by_name) else frozenset()
    seen: set[str] = set()
    left: list[pytest.Item] = []
    for item in items:
        if item.get_closest_marker(BUILD) and not by_name:
            left.append(item)
        if always_runs(item):
            continue
        name = name_of(item)
        if name in others or (name in seen and not item.get_closest_marker(OWN)):
            left.append(item)
        seen.add(name)
    return left


def _all_but_the_rest(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """What an everyday run plays, and the cases that no run of ``all`` plays."""
    seen: set[str] = set()
    left: list[pytest.Item] = []
    for item in items:
        if item.get_closest_marker(BUILD):
            continue
        name = "" if always_runs(item) else name_of(item)
        if name not in listed() or (name in seen and not item.get_closest_marker(OWN)):
            left.append(item)
        seen.add(name)
    return left


def _share_counts(*, by_name: bool) -> bool:
    measured = os.environ.get(SHARE, "")
    return measured == "share" or (not measured and not by_name)


def name_of(item: pytest.Item) -> str:
    """The function of a test, with its file: all its cases have one."""
    assert isinstance(item, pytest.Function)
    assert item.parent is not None
    return f"{item.parent.nodeid}::{item.originalname}"


def is_on_postgres(item: pytest.Item) -> bool:
    """Whether a test speaks with a server."""
    return item.get_closest_marker("postgres") is not None or _is_case_on_postgres(item)


def always_runs(item: pytest.Item) -> bool:
    """Whether a test runs wherever it can: on SQLite, or because the database is its subject."""
    if item.get_closest_marker(MARK) or _folder(item) in _OF_THE_DATABASE:
        return True
    return not (_is_case_on_postgres(item) or item.get_closest_marker(SHOWN))


def _is_case_on_postgres(item: pytest.Item) -> bool:
    spec = getattr(item, "callspec", None)
    given = spec.params if spec is not None else {}
    return any(str(given.get(name)).startswith("postgres") for name in _ENGINE)


def _folder(item: pytest.Item) -> str:
    """The folder under ``tests`` that a test lies in."""
    within = item.path.is_relative_to(_TESTS)
    return item.path.relative_to(_TESTS).parts[0] if within else ""
