"""Which cases PostgreSQL runs of a test that has many: the first, where SQL is not the subject.

The cases of a service's test send the same statements with other values, so SQLite runs all of
them and PostgreSQL the first of each test function. Tests of ``tests/storage`` and
``tests/faults``, and those that are marked ``every_case``, are about the database: there each
engine runs all. ``POSAPP_TEST_EVERY_CASE=1`` and ``HYPOTHESIS_PROFILE=long`` run all everywhere.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

MARK: Final = "every_case"
_OF_THE_DATABASE: Final = frozenset({"storage", "faults"})
# The fixtures that are parametrized over engines; commands work in an office of their module.
_ENGINE: Final = ("engine_url", "office")
_TESTS: Final = Path(__file__).resolve().parents[1]


def all_wanted() -> bool:
    """Whether somebody asked for every case on every engine."""
    asked = os.environ.get("POSAPP_TEST_EVERY_CASE", "") not in {"", "0"}
    return asked or os.environ.get("HYPOTHESIS_PROFILE") == "long"


def left_to_sqlite(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Of what is going to run: the cases after the first of a function on PostgreSQL."""
    seen: set[tuple[str, str]] = set()
    left: list[pytest.Item] = []
    for item in items:
        if not _is_case_on_postgres(item):
            continue
        assert isinstance(item, pytest.Function)
        assert item.parent is not None
        test = (item.parent.nodeid, item.originalname)
        if test in seen:
            left.append(item)
        seen.add(test)
    return left


def _is_case_on_postgres(item: pytest.Item) -> bool:
    if item.get_closest_marker(MARK) or _folder(item) in _OF_THE_DATABASE:
        return False
    spec = getattr(item, "callspec", None)
    return spec is not None and any(spec.params.get(name) == "postgres" for name in _ENGINE)


def _folder(item: pytest.Item) -> str:
    """The folder under ``tests`` that a test lies in."""
    within = item.path.is_relative_to(_TESTS)
    return item.path.relative_to(_TESTS).parts[0] if within else ""
