"""F9, R1: the PostgreSQL server dies under load and comes back; each payment is there once."""

import threading
import time
from functools import partial
from itertools import count

from posapp.errors import StorageFailure
from posapp.storage.db import Database
from tests.endurance.proof import Run, Tally
from tests.helpers.crashing_server import CrashingServer
from tests.helpers.crowd import at_once, errors
from tests.helpers.databases import fill
from tests.helpers.day_orders import Planner, Told, prepare
from tests.helpers.day_worker import Desk, desk

CLIENTS = 8
PATIENCE = 120.0


class Load:
    """Clients at work until it is enough; when each answer came."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.enough = threading.Event()
        self.answered: list[float] = []

    def work(self, at: Desk, planner: Planner) -> None:
        """One client: an order that fails is given again until it is known."""
        while not self.enough.is_set():
            order = planner.next()
            until = time.monotonic() + PATIENCE
            answer = None
            while answer is None:
                try:
                    answer = at.obey(order)
                except StorageFailure as failure:
                    self.tally.count(f"told {failure.kind}")
                    if failure.kind not in {"unknown_outcome", "offline"}:
                        self.tally.blame(f"{order['do']}: {failure.kind} {failure}")
                    assert time.monotonic() < until, f"never known: {order}"
            if "refused" in answer:
                self.tally.blame(f"{order['do']}: {answer}")
            self.answered.append(time.monotonic())
            planner.take_down(order, answer)
        at.db.dispose()


def run(run: Run, tally: Tally) -> None:
    """Twelve crashes of a server that syncs, under eight clients; one in the suite, under three."""
    server = CrashingServer()
    try:
        _crash(run, tally, server)
    finally:
        server.stop()


def _crash(run: Run, tally: Tally, server: CrashingServer) -> None:
    url = server.create()
    fill(url)
    db = Database.open(url)
    ground = prepare(db, run.of(3, CLIENTS), items=run.of(4, 200))
    db.dispose()
    load, planners = Load(tally), ground.planners(run.seed)
    works = [
        partial(load.work, desk(url, till), planner)
        for till, planner in zip(ground.tills, planners, strict=True)
    ]
    found: list[object] = []
    crowd = threading.Thread(target=lambda: found.extend(errors(at_once(works, PATIENCE * 10))))
    crowd.start()
    try:
        for number in count():
            if number == run.of(2, 12):
                break
            _wait_for_work(load, run.of(8, 300))
            _one(server, url, number, load, tally)
        _wait_for_work(load, run.of(6, 100))
    finally:
        load.enough.set()
        crowd.join(PATIENCE * 2)
    for error in found:
        tally.blame(repr(error))
    told = Told()
    for planner in planners:
        told.add(planner.told)
    tally.count("acknowledged", told.answers)
    run.prove(url, tally, told)


def _one(server: CrashingServer, url: str, number: int, load: Load, tally: Tally) -> None:
    """One crash; how long until the server was back, and then until somebody was answered."""
    down = time.monotonic()
    if number % 2:
        while not server.kill_backend(url):
            time.sleep(0.001)
        tally.count("backends killed")
    else:
        server.fall()
        server.rise()
        tally.count("immediate stops")
    up = time.monotonic()
    before = len(load.answered)
    _wait_for_work(load, 1)
    _longest(tally, "ms server back at most", up - down)
    _longest(tally, "ms clients back after it at most", load.answered[before] - up)


def _longest(tally: Tally, name: str, seconds: float) -> None:
    tally.figures[name] = max(tally.figures[name], round(seconds * 1000))


def _wait_for_work(load: Load, more: int) -> None:
    wanted, until = len(load.answered) + more, time.monotonic() + PATIENCE
    while len(load.answered) < wanted:
        assert time.monotonic() < until, "nobody is answered any more"
        time.sleep(0.005)
