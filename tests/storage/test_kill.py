"""R1, F1: the program is killed at any moment; what was acknowledged is there, once."""

import os
import random

import pytest
from sqlalchemy import text

from posapp.storage.check import check_database
from posapp.storage.db import Database
from tests.helpers.kill9 import POINTS, Victim
from tests.helpers.rows import make_office

KILLS = {"sqlite": 50, "postgresql": 25}
pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork are POSIX")


def test_f1_killed_at_any_moment_nothing_is_lost_or_doubled(engine_url: str) -> None:
    db = Database.open(engine_url)
    with db.begin() as s:
        office = make_office(s)
    numbers = [str(n) for n in (office.user, office.control, office.account, office.agreement)]
    draw = random.Random(20261120)
    victim = Victim("tests.helpers.workers:payments", engine_url, *numbers)
    acknowledged: dict[str, str] = {}
    points = list(POINTS)
    while victim.kills < KILLS[db.dialect]:
        request = f"request-{len(acknowledged)}"
        answer = None
        while answer is None:
            # Half at named points, each at least once; half at any moment of a payment.
            if points or draw.random() < 0.5:
                answer = victim.ask(request, point=points.pop() if points else draw.choice(POINTS))
            else:
                answer = victim.ask(request, after=draw.random() * 0.02)
        acknowledged[request] = answer
    victim.stop()
    with db.read() as s:
        rows = s.execute(text("SELECT request_id, id FROM payment_event")).all()
        payments = s.execute(text("SELECT count(*) FROM payment")).scalar_one()
    assert {row.request_id: str(row.id) for row in rows} == acknowledged
    assert len(rows) == payments == len(acknowledged)
    assert check_database(db).findings == ()
    db.dispose()


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
