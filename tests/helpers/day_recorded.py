"""A till at work in a process whose writes are recorded; it writes down each acknowledged answer.

``python -m tests.helpers.day_recorded DATABASE SYNCHRONOUS CHECKPOINT``, a till and its planner as JSON on
the input. The file ``acknowledged`` beside the database gets one line per answer, unsynced and in one
write, so that a record of writes shows when each answer was out.
"""

import json
import os
import random
import sys
from collections import deque
from pathlib import Path

from posapp.storage import sqlite
from tests.helpers.day_orders import Planner
from tests.helpers.day_worker import Till, desk


def main() -> None:
    """Work, then end without closing."""
    path, synchronous, checkpoint = sys.argv[1:]
    given = json.load(sys.stdin)
    if synchronous != "FULL":
        sqlite.SETTINGS = (("synchronous", synchronous, 1), ("foreign_keys", "ON", 1))
    till = Till(**given["till"])
    draw = random.Random(given["draw"])
    planner = Planner(till, tuple(given["people"]), deque(given["items"]), draw)
    at = desk(path, till)
    with at.db.engine.connect() as s:
        # The pool keeps this connection, and one at a time is all that is used here.
        driver = s.connection.driver_connection
        assert driver is not None
        driver.execute(f"PRAGMA wal_autocheckpoint={checkpoint}")
    out = os.open(Path(path).parent / "acknowledged", os.O_CREAT | os.O_WRONLY)
    for _ in range(given["orders"]):
        order = planner.next()
        answer = at.obey(order)
        planner.take_down(order, answer)
        os.write(out, json.dumps(answer).encode() + b"\n")
    os._exit(0)


if __name__ == "__main__":
    main()
