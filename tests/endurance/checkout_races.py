"""Races of two workstations for credits, items and checkouts, by hand: many rounds, and who won.

``python -m tests.endurance.checkout_races [ROUNDS]`` starts a PostgreSQL of its own, lets two
programs race for each thing, 200 times unless said, and checks the database at the end.
"""

import sys
from collections import Counter

from tests.helpers.checkout_races import RACES, two_stations
from tests.helpers.clock import FixedClock
from tests.helpers.databases import fill
from tests.helpers.events import is_clean
from tests.helpers.postgres_server import PostgresServer

ROUNDS = 200


def main(rounds: int) -> None:
    """Race, and say how often who won."""
    server = PostgresServer()
    try:
        url = server.create()
        fill(url)
        with two_stations(url, FixedClock()) as here:
            for race in RACES:
                won = Counter(race(here) for _ in range(rounds))
                sys.stdout.write(f"{race.__name__}: first {won[0]}, second {won[1]}\n")
            assert is_clean(here.office), "db check finds something"
        sys.stdout.write("The books are right.\n")
    finally:
        server.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
