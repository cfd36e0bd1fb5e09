"""F23: an upgrade is killed at any of its steps; there is never half a schema.

The migration rebuilds two tables that others point to and drops and makes every guard. After each
kill the old program must open an old schema and refuse a new one; the new program finishes the work.
"""

from posapp.errors import StorageFailure
from posapp.storage import migrate
from posapp.storage.db import Database
from tests.endurance.proof import Run, Tally
from tests.helpers.day_orders import Told, prepare
from tests.helpers.day_worker import Desk
from tests.helpers.kill9 import Victim
from tests.helpers.next_revision import write_next

STATEMENTS = 1_200
NAMED = ("before commit", "after commit")


def run(run: Run, tally: Tally) -> None:
    """Kill, look with the old program, finish with the new one."""
    folder = write_next(run.folder / "revisions")
    draw = run.draw()
    for number in range(run.of(1, 20)):
        url = run.fresh()
        told = _day(url, run.of(6, 40), number)
        victim = Victim("tests.helpers.next_revision:upgrader", str(folder))
        point = f"statement {draw.randint(1, STATEMENTS)}"
        point = NAMED[number % 4 // 2] if number % 2 == 0 else point
        answer = victim.ask(url, point=point)
        if answer is None:
            tally.count("kills")
            _as_old_program(run, url, told, tally)
        if victim.ask(url) != "0002":
            tally.blame(f"not finished after {point}")
        victim.stop()
        tally.count("upgrades finished")
        _refuses(url, tally)


def _day(url: str, orders: int, seed: int) -> Told:
    db = Database.open(url)
    ground = prepare(db, items=3)
    planner, at = ground.planner(0, seed), Desk(db, ground.office.services, ground.tills[0])
    for _ in range(orders):
        order = planner.next()
        planner.take_down(order, at.obey(order))
    db.dispose()
    return planner.told


def _as_old_program(run: Run, url: str, told: Told, tally: Tally) -> None:
    db = Database.open(url, check_schema=False)
    found = migrate.current(db)
    db.dispose()
    if found == "0001":
        tally.count("rolled back whole")
        run.prove(url, tally, told)
    elif found == "0002":
        tally.count("done whole")
        _refuses(url, tally)
    else:
        tally.blame(f"revision {found}")


def _refuses(url: str, tally: Tally) -> None:
    try:
        Database.open(url).dispose()
    except StorageFailure as failure:
        if failure.kind != "newer_schema":
            tally.blame(f"the old program says {failure.kind}: {failure}")
    else:
        tally.blame("the old program opens a newer schema")
