"""The counter program of a mixed day as a worker of the kill harness."""

import json
from functools import partial

from posapp.storage import postgres, sqlite
from posapp.storage.db import Database
from tests.helpers.day_orders import prepare
from tests.helpers.day_worker import Desk, Till, desk
from tests.helpers.engines import SharedCompiler
from tests.helpers.kill9 import Bomb, Worker

ENOUGH = 42
"""Orders after which every kind of them came at least once; the day is the same each time."""


def warm_up(_url: str, _till: str, scratch: str) -> None:
    """Work at another database first: every child inherits the compiled statements."""
    shared = SharedCompiler()
    for engine in (sqlite, postgres):
        engine.engine_for = shared.sharing(engine.engine_for)
    db = Database.open(scratch)
    ground = prepare(db, items=5)
    planner, at = ground.planner(0, 0), Desk(db, ground.office.services, ground.tills[0])
    for _ in range(ENOUGH):
        order = planner.next()
        planner.take_down(order, at.obey(order))
    at.obey({"do": "finish"})
    db.dispose()


def counter(bomb: Bomb, url: str, till: str, _scratch: str) -> Worker:
    """Answers one order at a time, as JSON."""
    at = desk(url, Till(**json.loads(till)))
    bomb.plant(at.db)
    return partial(_answer, at)


def _answer(at: Desk, payload: str) -> str:
    return json.dumps(at.obey(json.loads(payload)))
