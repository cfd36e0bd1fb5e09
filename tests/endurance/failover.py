"""The server dies under eight counters, again and again, by hand (R6, F10).

``python -m tests.endurance.failover [ROUNDS] [BEFORE]`` makes a server and a standby for each of 5
rounds, kills the server once 1,000 payments are taken, promotes the standby, and says what became
of every payment that a cashier was told is taken.
"""

import sys
import time

import psycopg

from posapp.storage.db import Database
from tests.helpers import oracle
from tests.helpers.databases import fill
from tests.helpers.failover import Counters
from tests.helpers.standby import Node, pair, url_of_both

ROUNDS = 5
BEFORE = 1000
AFTER = 25


def one_round(number: int, before: int) -> int:
    """Kill once, and say what came of it; returns how many payments were acknowledged."""
    with pair() as (primary, standby):
        with psycopg.connect(primary.url("postgres"), autocommit=True) as line:
            line.execute("CREATE DATABASE town")
        fill(primary.url("town"))
        counters = Counters(url_of_both(primary, standby, "town"), before=before, after=AFTER)
        promoted: list[float] = []

        def fail_over() -> None:
            promoted.append(kill_and_promote(primary, standby))

        shift = counters.work(fail_over)
        db = Database.open(standby.url("town"))
        stored = oracle.events(db)
        lost = [request for request, event in shift.acknowledged if stored.get(request) != event]
        doubled = len(stored) - len(shift.acknowledged)
        oracle.assert_sound(db)
        assert sum(oracle.drawers(db).values()) == shift.cents, "the drawers are wrong"
        db.dispose()
        sys.stdout.write(
            f"round {number}: {len(shift.acknowledged)} acknowledged, {len(lost)} lost, "
            f"{doubled} doubled; cashiers asked again {len(shift.doubts)} times; "
            f"promoted in {promoted[0]:.1f} s, the last counter back "
            f"{max(shift.back.values()):.1f} s after it\n"
        )
        assert not lost
        assert not doubled
        return len(shift.acknowledged)


def kill_and_promote(primary: Node, standby: Node) -> float:
    """Seconds from the kill to the end of the promotion."""
    started = time.monotonic()
    primary.kill()
    standby.promote()
    return time.monotonic() - started


def main(rounds: int, before: int) -> None:
    """Every round, and the sum."""
    total = sum(one_round(number, before) for number in range(1, rounds + 1))
    sys.stdout.write(f"{rounds} failovers, {total} payments acknowledged: 0 lost, 0 doubled.\n")


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    main(*(given + [ROUNDS, BEFORE][len(given) :]))
