"""Fixtures of the services' tests."""

from pathlib import Path

import pytest

from posapp.storage.db import Database
from tests.helpers.clock import FixedClock
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
