"""F1: without request ids kills double money (the proof itself is ``tests/endurance/killed.py``)."""

import os

import pytest
from sqlalchemy import text

from posapp.storage.db import Database
from tests.helpers.kill9 import Victim
from tests.helpers.rows import make_office

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork are POSIX")


def test_f1_without_request_ids_the_same_kills_double_money(sqlite_db: Database) -> None:
    """Shows that the harness sees what it looks for (finding 3)."""
    with sqlite_db.begin() as s:
        office = make_office(s)
    numbers = [str(n) for n in (office.user, office.control, office.account, office.agreement)]
    victim = Victim("tests.helpers.workers:payments_without_key", sqlite_db.url_shown, *numbers)
    for number in range(5):
        assert victim.ask(f"request-{number}", point="after commit") is None
        assert victim.ask(f"request-{number}") is not None
    victim.stop()
    with sqlite_db.read() as s:
        assert s.execute(text("SELECT count(*) FROM payment_event")).scalar() == 10
