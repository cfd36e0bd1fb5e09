"""The server dies under eight counters, again and again, by hand (R6, F10).

``python -m tests.endurance.failover [ROUNDS] [BEFORE]`` makes a server and a standby for each of 6
rounds, kills the server once 1,000 payments are taken, promotes the standby, and says what became
of every payment that a cashier was told is taken. In every second round the server hangs instead:
its sockets stay open and it says nothing more.
"""

import sys
import time

import psycopg

from posapp.storage.db import Database
from tests.helpers import oracle
from tests.helpers.databases import fill
from tests.helpers.failover import Counters
from tests.helpers.standby import pair, url_of_both

ROUNDS = 6
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
        end, how = (primary.freeze, "hung") if number % 2 == 0 else (primary.kill, "killed")

        def fail_over() -> None:
            started = time.monotonic()
            end()
            standby.promote()
            promoted.append(time.monotonic() - started)

        shift = counters.work(fail_over)
        db = Database.open(standby.url("town"))
        stored = oracle.events(db)
        lost = [request for request, event in shift.acknowledged if stored.get(request) != event]
        doubled = len(stored) - len(shift.acknowledged)
        oracle.assert_sound(db)
        assert sum(oracle.drawers(db).values()) == shift.cents, "the drawers are wrong"
        db.dispose()
        sys.stdout.write(
            f"round {number}, {how}: {len(shift.acknowledged)} acknowledged, {len(lost)} lost, "
            f"{doubled} doubled; cashiers asked again {len(shift.doubts)} times; "
            f"promoted in {promoted[0]:.1f} s, the last counter back "
            f"{max(shift.back.values()):.1f} s after it\n"
        )
        assert not lost
        assert not doubled
        return len(shift.acknowledged)


def main(rounds: int, before: int) -> None:
    """Every round, and the sum."""
    total = sum(one_round(number, before) for number in range(1, rounds + 1))
    sys.stdout.write(f"{rounds} failovers, {total} payments acknowledged: 0 lost, 0 doubled.\n")


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    main(*(given + [ROUNDS, BEFORE][len(given) :]))
