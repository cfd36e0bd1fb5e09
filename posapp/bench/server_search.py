"""P5 on a server: looking accounts up, without the painting."""

import gc
from collections.abc import Sequence

from posapp.bench.child import Options, answer
from posapp.bench.figures import Figure
from posapp.bench.growth import looking_up
from posapp.bench.search_data import office_at
from posapp.bench.server import server_at
from posapp.storage.db import Database


def measure(options: Options) -> Sequence[Figure]:
    """The slowest look-ups: ``accounts``, ``probes``, ``server``."""
    accounts, probes = int(options["accounts"]), int(options["probes"])
    with server_at(options.get("server", "")) as server:
        url = server.create()
        try:
            office = office_at(url, accounts, postings=False)
            db = Database.open(url)
            gc.collect()
            gc.freeze()
            try:
                return [looking_up(db, office, accounts, probes)]
            finally:
                db.dispose()
        finally:
            server.drop(url)


if __name__ == "__main__":
    answer(measure)
