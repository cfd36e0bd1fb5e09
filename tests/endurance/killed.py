"""F1, R1: the program is killed at any moment of a mixed day; what was acknowledged is there once."""

import json
import random
from dataclasses import asdict

from posapp.storage.db import Database
from tests.endurance.proof import Run, Tally
from tests.helpers.day_orders import Planner, prepare
from tests.helpers.day_worker import Answer
from tests.helpers.kill9 import POINTS, Victim

STATEMENTS = tuple(f"statement {n}" for n in (8, 20, 30, 45, 60))
LOOK_EACH = 100
EVENTS = 2_000
"""Of a long run, the target of F1."""


def run(run: Run, tally: Tally) -> None:
    """Kill one order in six at named points, one at any moment; ask again until known."""
    url = run.fresh()
    db = Database.open(url)
    kills = run.of(12, 1_000) if run.engine == "sqlite" else run.of(6, 400)
    # A third of the orders is killed; but a new program at a server takes its time to begin.
    lots = 13 if run.is_long and run.engine == "postgres" else 6
    planner = prepare(db, items=run.of(10, 400)).planner(0, run.seed)
    till = json.dumps(asdict(planner.till))
    victim = Victim("tests.helpers.day_victim:counter", url, till, run.fresh())
    draw, points = run.draw(), [*POINTS, *STATEMENTS]
    looked = 0
    while victim.kills < kills or len(planner.told.events) < run.of(0, EVENTS):
        answer = _until_known(victim, planner, draw, points, lots)
        if answer.get("refused"):
            tally.blame(f"refused: {answer}")
        if run.is_long and victim.kills - looked >= LOOK_EACH:
            looked = victim.kills
            run.prove(url, tally, planner.told)
    rest = victim.ask(json.dumps({"do": "finish"}))
    if rest != '{"events": {}}':
        tally.blame(f"left in hand: {rest}")
    victim.stop()
    tally.count("kills", victim.kills)
    tally.count("acknowledged", planner.told.answers)
    tally.count("events", len(planner.told.events))
    run.prove(url, tally, planner.told)
    db.dispose()


def _until_known(
    victim: Victim, planner: Planner, draw: random.Random, left: list[str], lots: int
) -> Answer:
    """Ask until there is an answer; sometimes the next program offers what is in hand first."""
    order, answer = planner.next(), None
    lot = draw.choice((0, 1)) if left else draw.randrange(lots)
    while answer is None:
        point = (left.pop() if left else draw.choice((*POINTS, *STATEMENTS))) if lot == 0 else ""
        after = draw.random() * 0.03 if lot == 1 else None
        answer = victim.ask(json.dumps(order), point=point, after=after)
        lot = draw.randrange(lots)
        if answer is None and order["do"] == "pay" and draw.random() < 0.4:
            offered = victim.ask(json.dumps({"do": "finish"}))
            assert offered is not None
            # At most the one that was in hand.
            assert set(json.loads(offered)["events"]) <= {order["request"]}
    found: Answer = json.loads(answer)
    planner.take_down(order, found)
    return found
