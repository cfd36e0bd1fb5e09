"""Fixtures of the services' tests."""

from pathlib import Path

import pytest

from tests.helpers.imports import Imports
from tests.helpers.office import Office


@pytest.fixture
def imports(office: Office, tmp_path: Path) -> Imports:
    """An office that imports files, on each engine."""
    return Imports(office, tmp_path)
