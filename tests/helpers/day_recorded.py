"""Tills at work in processes whose writes are recorded; each writes down every acknowledged answer.

``python -m tests.helpers.day_recorded CHECKPOINT``, the days as JSON on the input: the database, how it
syncs, where its writes are recorded, a till and its planner. All is loaded once; each day is worked by
a process forked for it. The file ``acknowledged`` beside the database gets one line per answer, unsynced and in one
write, so that a record of writes shows when each answer was out.
"""

import json
import os
import random
import sys
from collections import deque
from pathlib import Path
from typing import Any, NoReturn

from posapp.storage import sqlite
from tests.helpers.day_orders import Planner
from tests.helpers.day_worker import Till, desk


def main() -> None:
    """Work one day after the other; ends as the first that failed."""
    checkpoint = int(sys.argv[1])
    for given in json.load(sys.stdin):
        child = os.fork()
        if child == 0:
            # The library that records looks here at its first write.
            os.environ["RECORD_FILE"] = given["record"]
            os.environ["RECORD_FOLDER"] = str(Path(given["path"]).parent)
            _work(given, checkpoint)
        _, status = os.waitpid(child, 0)
        if status:
            sys.exit(1)


def _work(given: dict[str, Any], checkpoint: int) -> NoReturn:
    """Work, then end without closing."""
    if given["synchronous"] != "FULL":
        sqlite.SETTINGS = (("synchronous", given["synchronous"], 1), ("foreign_keys", "ON", 1))
    till = Till(**given["till"])
    draw = random.Random(given["draw"])
    planner = Planner(till, tuple(given["people"]), deque(given["items"]), draw)
    at = desk(given["path"], till)
    with at.db.engine.connect() as s:
        # The pool keeps this connection, and one at a time is all that is used here.
        driver = s.connection.driver_connection
        assert driver is not None
        driver.execute(f"PRAGMA wal_autocheckpoint={checkpoint}")
    out = os.open(Path(given["path"]).parent / "acknowledged", os.O_CREAT | os.O_WRONLY)
    for _ in range(given["orders"]):
        order = planner.next()
        answer = at.obey(order)
        planner.take_down(order, answer)
        os.write(out, json.dumps(answer).encode() + b"\n")
    os._exit(0)


if __name__ == "__main__":
    main()
