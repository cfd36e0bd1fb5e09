"""R5, F8: the line to PostgreSQL breaks around COMMIT; nothing is lost, doubled or called failed."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from posapp.errors import StorageFailure
from posapp.storage.db import Database
from tests.endurance.proof import Run, Tally
from tests.helpers.cutter import Cutter
from tests.helpers.day_orders import Ground, prepare
from tests.helpers.day_worker import Answer, Desk, Order, desk

TRIES = 50
CHANCE = 0.1
EVENTS = 2_000
"""Of a long run, the target of F8."""


def run(run: Run, tally: Tally) -> None:
    """Cut one COMMIT in seven, before it arrives or before its answer does."""
    url = run.fresh()
    db = Database.open(url)
    ground = prepare(db, items=run.of(8, 1_200))
    db.dispose()
    cutter = Cutter(_socket(url), chance=CHANCE, seed=run.seed)
    try:
        _work(run, tally, ground, cutter, url)
    finally:
        cutter.stop()


def _work(run: Run, tally: Tally, ground: Ground, cutter: Cutter, url: str) -> None:
    name = urlsplit(url).path
    line = f"postgresql://postgres@127.0.0.1:{cutter.port}{name}?sslmode=disable&gssencmode=disable"
    at = desk(line, ground.tills[0])
    at.db.sleep = lambda _: None
    planner = ground.planner(0, run.seed)
    while cutter.cuts < run.of(12, 500) or len(planner.told.events) < run.of(0, EVENTS):
        order = planner.next()
        answer = _until_known(at, order, tally)
        if "refused" in answer:
            tally.blame(f"{order['do']}: {answer}")
        planner.take_down(order, answer)
    _until_known(at, {"do": "finish"}, tally)
    at.db.dispose()
    tally.count("cuts", cutter.cuts)
    tally.count("acknowledged", planner.told.answers)
    tally.count("events", len(planner.told.events))
    run.prove(url, tally, planner.told)


def _until_known(at: Desk, order: Order, tally: Tally) -> Answer:
    """What a cashier does who is told that the outcome is not known: ask again."""
    for _ in range(TRIES):
        try:
            return at.obey(order)
        except StorageFailure as failure:
            tally.count(f"told {failure.kind}")
            if failure.kind != "unknown_outcome":
                tally.blame(f"{order['do']} called failed: {failure}")
    raise AssertionError(f"never known: {order}")


def _socket(url: str) -> Path:
    folder = parse_qs(urlsplit(url).query)["host"][0]
    return Path(folder) / ".s.PGSQL.5432"
