"""Fixtures of the fault tests; ``POSAPP_FAULT_TIMES`` makes every run that many times longer."""

import os

import pytest


@pytest.fixture(scope="session")
def times() -> int:
    """1 in the suite; 20 and more for a night."""
    return int(os.environ.get("POSAPP_FAULT_TIMES", "1"))
