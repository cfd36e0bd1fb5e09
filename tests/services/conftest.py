"""Fixtures of the services' tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from posapp.storage.db import Database
from tests.helpers.clock import FixedClock
from tests.helpers.events import is_clean
from tests.helpers.imports import Imports
from tests.helpers.office import Office, open_office


@pytest.fixture
def imports(office: Office, tmp_path: Path) -> Imports:
    """An office that imports files, on each engine."""
    return Imports(office, tmp_path)


@pytest.fixture
def sqlite_office(at_work: None, sqlite_db: Database, clock: FixedClock) -> Office:
    """An office at work on SQLite, for what is not about SQL."""
    return open_office(sqlite_db, clock)


@pytest.fixture
def clean_after(office: Office) -> Iterator[None]:
    """``db check`` finds nothing in what all rows of a test left behind.

    On PostgreSQL one check costs more than what most rows do.
    """
    yield
    assert is_clean(office)
