"""R3, R7, F7, F17: many counter programs at one database, mixed actions, nobody turned away."""

from posapp.storage.db import Database
from tests.endurance.proof import Run, Tally
from tests.helpers.day_crowd import Day, work
from tests.helpers.day_orders import prepare

MINUTE = 60.0


def run(run: Run, tally: Tally) -> None:
    """Three programs in the suite; 1, 4, 8, 16 on SQLite by hand, 16 for minutes on PostgreSQL.

    ``--programs 4`` plays the long day of four again and no other.
    """
    if not run.is_long:
        _day(run, tally, 3, orders=12)
    elif run.engine == "sqlite":
        for programs in (run.programs,) if run.programs else (1, 4, 8, 16):
            _day(run, tally, programs, orders=60, named=f" ({programs})")
    else:
        _day(run, tally, run.programs or 16, orders=1_000_000, seconds=10 * MINUTE)


def _day(
    run: Run, tally: Tally, programs: int, *, orders: int, seconds: float = 0.0, named: str = ""
) -> None:
    url = run.fresh()
    db = Database.open(url)
    ground = prepare(db, programs, items=run.of(4, 60))
    db.dispose()
    day = work(ground, url, run.fresh(), run.seed, orders=orders, seconds=seconds)
    tally.count(f"programs{named}", programs)
    tally.count("acknowledged", day.told.answers)
    tally.count(f"failures shown{named}", len(day.failures))
    for failure in day.failures:
        tally.blame(f"shown to a cashier: {failure}")
    for refusal, times in day.told.refused.items():
        tally.blame(f"refused {times} times: {refusal}")
    _waits(tally, day, named)
    run.prove(url, tally, day.told)


def _waits(tally: Tally, day: Day, named: str) -> None:
    """How long a payment took, in ms; figures only."""
    waits = sorted(day.waits)
    tally.count(f"ms median payment{named}", round(waits[len(waits) // 2]))
    tally.count(f"ms p99{named}", round(waits[len(waits) * 99 // 100]))
    tally.count(f"ms worst{named}", round(waits[-1]))
