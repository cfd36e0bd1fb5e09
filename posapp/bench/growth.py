"""Growth: what a million accounts cost beside a thousand; look-ups and pages of lists on the way.

The account page and searches that find one account are measured on both databases in turns, by the
time of the processor. ``python -m posapp.bench.growth '{"accounts": 1000000, "folder": "DIR",
"probes": 200, "postgres": "URL"}'`` looks accounts up on a server too; an empty database is filled.
"""

import gc
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from posapp.bench.child import Options, answer
from posapp.bench.figures import SQLITE, Figure, within
from posapp.bench.growth_payment import payment_growth
from posapp.bench.search import (
    Sample,
    account_page_growth,
    measure_pages,
    measure_search,
    search_growth,
    services_of,
    together,
)
from posapp.bench.search import measure as measure_calls
from posapp.bench.search_data import BigOffice, office_at
from posapp.bench.search_postings import TODAY
from posapp.bench.server import ENGINE
from posapp.storage.db import Database

_FEW: Final = 1_000
_MOST_GROWTH: Final = 1.5
_LOOK_UP_MS: Final = {"sqlite": 5.0, "postgresql": 50.0}
_PAGE_MS: Final = 33.0
_TOTALS_MS: Final = 20.0
_SLOWEST: Final = 0.99


def measure(options: Options) -> Sequence[Figure]:
    """Look-ups, pages, growth: ``accounts``, ``probes``, ``folder``, maybe ``postgres``."""
    folder, accounts, probes = Path(options["folder"]), options["accounts"], options["probes"]
    folder.mkdir(parents=True, exist_ok=True)
    few = min(_FEW, accounts)
    small = office_at(str(folder / f"accounts-{few}.db"), few)
    large = office_at(str(folder / f"accounts-{accounts}.db"), accounts)
    one, two = Database.open(small.url), Database.open(large.url)
    # As the program does once it is loaded.
    gc.collect()
    gc.freeze()
    try:
        found = [looking_up(two, large, accounts, probes)]
        found += [_page(sample, accounts) for sample in measure_pages(two, large, probes)]
        both = (one, small), (two, large)
        found += [
            _grown(*account_page_growth(*both, probes), accounts),
            _grown(*search_growth(*both, probes), accounts),
            _grown(*payment_growth(*both, probes), accounts),
            _totals(two, large, accounts, probes),
        ]
    finally:
        one.dispose()
        two.dispose()
    server = options.get("postgres")
    return found + ([_on_server(server, accounts, probes)] if server else [])


def _on_server(url: str, accounts: int, probes: int) -> Figure:
    office = office_at(url, accounts, postings=False)
    db = Database.open(url)
    try:
        return looking_up(db, office, accounts, probes)
    finally:
        db.dispose()


def looking_up(db: Database, office: BigOffice, accounts: int, probes: int) -> Figure:
    """The slowest look-ups of all kinds of texts, without the painting (P5)."""
    kinds = measure_search(db, office, probes)
    whole = together("all", kinds)
    slowest = max(kinds, key=lambda kind: kind.at(_SLOWEST, processor=True))
    note = (
        f"of the processor {whole.at(_SLOWEST, processor=True):.1f} ms, median"
        f" {whole.at(0.5):.2g} ms; slowest: {slowest.name}"
    )
    what = f"look-up in {db.dialect}, {accounts:,} accounts, p99"
    engine = SQLITE if db.dialect == "sqlite" else ENGINE
    most = _LOOK_UP_MS[db.dialect]
    return within("P5", what, whole.at(_SLOWEST), most, note=note, engine=engine)


def _page(sample: Sample, accounts: int) -> Figure:
    note = f"median {sample.at(0.5):.2g} ms"
    what = f"{sample.name} of {accounts:,}, p99"
    return within("P8", what, sample.at(_SLOWEST), _PAGE_MS, note=note)


def _totals(db: Database, office: BigOffice, payments: int, probes: int) -> Figure:
    """Totals of one day among all payments (P6)."""
    proof = services_of(db).proof
    days = [TODAY - timedelta(days=1 + turn * 5 % 700) for turn in range(probes)]
    sample = measure_calls("day", days, lambda day: len(proof.of_day(day, office.actor)))
    what = f"totals of a day among {payments:,} payments, p99"
    return within(
        "P6", what, sample.at(_SLOWEST), _TOTALS_MS, note=f"median {sample.at(0.5):.2g} ms"
    )


def _grown(small: Sample, large: Sample, accounts: int) -> Figure:
    """The median with many accounts beside that with few."""
    ours, reference = large.at(0.5, processor=True), small.at(0.5, processor=True)
    ratio = ours / reference
    return Figure(
        "growth",
        f"{large.name.partition(',')[0]}, {accounts:,} accounts beside {_FEW:,}",
        ours,
        reference,
        ratio=ratio,
        limit=f"<= {_MOST_GROWTH:g}x",
        met=ratio <= _MOST_GROWTH,
        engine=SQLITE,
        missed_by=None if ratio <= _MOST_GROWTH else ratio / _MOST_GROWTH - 1,
        note="of the processor, the median; the second figure is that of the few",
    )


if __name__ == "__main__":
    answer(measure)
