"""R1, R3, F25: a fault at each call of the database, before, after or in place of it, in each order.

The fault is thrown once; the order is given again with its request id until it is done. A user of the
program sees a sentence, a crash dialog or nothing; the money is there once.
"""

from collections import Counter

from posapp.errors import StorageFailure
from posapp.storage.db import Database
from tests.endurance.proof import Run, Tally
from tests.helpers.day_orders import Planner, prepare
from tests.helpers.day_worker import Answer, Desk, Order
from tests.helpers.thrown import MODES, Thrower

TRIES = 20


class Sweep:
    """Which call of which kind of order gets which fault next."""

    def __init__(self) -> None:
        self._next: Counter[tuple[str, int]] = Counter()
        self._mode: Counter[str] = Counter()

    def take(self, do: str, stride: int) -> tuple[int, int]:
        """The call and the mode; the modes come in turns."""
        mode = self._mode[do] % len(MODES)
        self._mode[do] += 1
        key = (do, mode)
        self._next[key] += stride if self._next[key] else 1 + mode % stride
        return self._next[key], mode

    def over(self, do: str, mode: int) -> None:
        """The order had fewer calls: begin anew."""
        self._next[do, mode] = 0

    def deepest(self) -> int:
        """The highest call that is due."""
        return max(self._next.values(), default=0)


def run(run: Run, tally: Tally) -> None:
    """Throw at the first call of an order, at the second of the next of its kind, and so on."""
    url = run.fresh()
    db = Database.open(url)
    db.sleep = lambda _: None
    ground = prepare(db, items=run.of(8, 400))
    planner = ground.planner(0, run.seed)
    desk = Desk(db, ground.office.services, ground.tills[0])
    with Thrower(db) as thrower:
        _sweep(run, tally, desk, planner, thrower)
    rest = desk.obey({"do": "finish"})
    if not set(rest["events"].items()) <= set(planner.told.events.items()):
        tally.blame(f"left in hand: {rest}")
    tally.count("drafts offered again", len(rest["events"]))
    tally.count("acknowledged", planner.told.answers)
    run.prove(url, tally, planner.told)
    db.dispose()


def _sweep(run: Run, tally: Tally, desk: Desk, planner: Planner, thrower: Thrower) -> None:
    sweep, stride = Sweep(), run.of(9, 1)
    for _ in range(run.of(50, 3_000)):
        order = planner.next()
        call, mode = sweep.take(order["do"], stride)
        thrower.arm(call, MODES[mode])
        answer = _until_done(desk, order, tally)
        if thrower.is_armed:
            sweep.over(order["do"], mode)
            thrower.arm(0, MODES[mode])
        if "refused" in answer:
            tally.blame(f"{order['do']} at call {call} {MODES[mode]}: {answer}")
        planner.take_down(order, answer)
    tally.count("faults", thrower.thrown)


def _until_done(desk: Desk, order: Order, tally: Tally) -> Answer:
    """Give the order again until it is done; what was thrown may come out, nothing else may."""
    for _ in range(TRIES):
        try:
            return desk.obey(order)
        except (StorageFailure, MemoryError, KeyboardInterrupt) as fault:
            said = fault.kind if isinstance(fault, StorageFailure) else type(fault).__name__
            tally.count(f"told {said}")
    raise AssertionError(f"never done: {order}")
