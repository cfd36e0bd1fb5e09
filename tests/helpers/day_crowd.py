"""Many counter programs at one database at once, each a process with connections of its own.

``main`` is the nursery, a program of its own: it reads the tills from its input, works at a
scratch database once, forks one process per till, lets them begin together and prints what each was
told, one JSON line each.
"""

import json
import os
import random
import sys
import time
from collections import Counter, deque
from dataclasses import asdict, dataclass, field
from typing import Any

from posapp.errors import StorageFailure
from tests.helpers.children import run_on
from tests.helpers.day_orders import Ground, Planner, Told
from tests.helpers.day_victim import warm_up
from tests.helpers.day_worker import Till, desk

SCRIPT = "from tests.helpers.day_crowd import main; main()"
LIMIT = 1_800
PATIENCE = 300.0


@dataclass
class Day:
    """What the tills were told, how long each payment took in ms, and what went wrong."""

    told: Told = field(default_factory=Told)
    waits: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def work(
    ground: Ground, url: str, scratch: str, seed: int, *, orders: int, seconds: float = 0.0
) -> Day:
    """Let every till work: ``orders`` each, or until the time is over.

    Raises:
        AssertionError: a program ended in another way than by its own will.
    """
    given = {
        "url": url, "scratch": scratch, "seed": seed, "orders": orders, "seconds": seconds,
        "tills": [asdict(till) for till in ground.tills], "people": ground.people,
        "items": ground.items,
    }  # fmt: skip
    said_by_all = run_on(json.dumps(given), SCRIPT, timeout=LIMIT)
    day = Day()
    for line in said_by_all.splitlines():
        said = json.loads(line)
        money = Counter({int(account): cents for account, cents in said["money"].items()})
        told = Told(said["events"], money, said["answers"], Counter(said["refused"]))
        day.told.add(told)
        day.waits += said["waits"]
        day.failures += said["failures"]
    return day


def main() -> None:
    """Fork the programs and hand on what they say."""
    given = json.load(sys.stdin)
    warm_up("", "", given["scratch"])
    ends, children = [], []
    go, gate = os.pipe()
    for number in range(len(given["tills"])):
        out, into = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(gate)
            os.write(into, json.dumps(_till(number, given, go)).encode())
            os._exit(0)
        os.close(into)
        ends.append(out)
        children.append(child)
    # All of them wait for the end of this pipe.
    os.close(gate)
    for out in ends:
        with os.fdopen(out, "rb") as file:
            print(file.read().decode(), flush=True)
    assert all(os.waitpid(child, 0)[1] == 0 for child in children)


def _till(number: int, given: dict[str, Any], go: int) -> dict[str, Any]:
    till = Till(**given["tills"][number])
    draw = random.Random(f"{given['seed']} {number}")
    planner = Planner(till, tuple(given["people"]), deque(given["items"][number]), draw)
    at = desk(given["url"], till)
    os.read(go, 1)
    until = time.monotonic() + (given["seconds"] or LIMIT)
    waits, failures = [], []
    for _ in range(given["orders"]):
        order = planner.next()
        began = time.monotonic()
        answer = None
        while answer is None:
            assert time.monotonic() < began + PATIENCE, f"never answered: {order}"
            try:
                answer = at.obey(order)
            except StorageFailure as failure:
                # A user would have seen this, and pressed the key again.
                failures.append(f"{order['do']}: {failure.kind} {failure}")
        if order["do"] == "pay":
            waits.append(round((time.monotonic() - began) * 1000, 2))
        planner.take_down(order, answer)
        if time.monotonic() > until:
            break
    at.db.dispose()
    told = vars(planner.told)
    return told | {"waits": waits, "failures": failures}
