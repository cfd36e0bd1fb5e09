"""R4, F20, F21: copies under load are sound, hold what was acknowledged, and can be put back."""

import sqlite3
import threading
import time
from pathlib import Path

from posapp.errors import StorageFailure
from posapp.storage.backup import backup
from posapp.storage.db import Database
from posapp.storage.restore import prove
from tests.endurance.proof import Run, Tally
from tests.helpers import oracle
from tests.helpers.day_orders import Planner, prepare
from tests.helpers.day_worker import Desk

Z_TOTALS = """SELECT k.number, l.tender_type, l.received, l.ending FROM control_close k
    JOIN close_line l ON l.close_id = k.id ORDER BY 1, 2"""
PATIENCE = 120.0


class Cashier(threading.Thread):
    """Works until told to stop; how long each payment took while a copy was made."""

    def __init__(self, desk: Desk, planner: Planner) -> None:
        super().__init__(daemon=True)
        self.desk = desk
        self.planner = planner
        self.enough = threading.Event()
        self.copying = threading.Event()
        self.answers = 0
        self.waits: list[float] = []
        self.error: BaseException | None = None

    def run(self) -> None:
        """One order after the other."""
        try:
            while not self.enough.is_set():
                order = self.planner.next()
                began = time.perf_counter()
                answer = self.desk.obey(order)
                if order["do"] == "pay" and self.copying.is_set():
                    self.waits.append(time.perf_counter() - began)
                self.planner.take_down(order, answer)
                self.answers += 1
        except BaseException as error:  # noqa: BLE001 - told by the proof
            self.error = error

    def wait_for(self, more: int) -> None:
        """Until so many more orders were answered.

        Raises:
            AssertionError: the cashier stopped, or nothing was answered in two minutes.
        """
        wanted, until = self.answers + more, time.monotonic() + PATIENCE
        while self.answers < wanted:
            assert self.is_alive(), self.error
            assert time.monotonic() < until, "nobody is answered any more"
            time.sleep(0.001)


def run(run: Run, tally: Tally) -> None:
    """Copy in one step while a cashier works; prove each copy and compare its Z totals."""
    url = run.fresh()
    db = Database.open(url)
    ground = prepare(db, items=run.of(5, 200))
    cashier = Cashier(
        Desk(db, ground.office.services, ground.tills[0]), ground.planner(0, run.seed)
    )
    cashier.start()
    made = []
    for number in range(run.of(3, 20)):
        cashier.wait_for(run.of(8, 100))
        known = frozenset(cashier.planner.told.events)
        cashier.copying.set()
        path = backup(db, run.folder / f"copy-{number}.db")
        cashier.copying.clear()
        made.append((known, frozenset(cashier.planner.told.events), path))
    cashier.enough.set()
    cashier.join(PATIENCE)
    if cashier.error:
        tally.blame(f"the cashier stopped: {cashier.error!r}")
    totals = set(oracle.rows(db, Z_TOTALS))
    for known, later, path in made:
        _look(run, tally, path, known & later, totals)
    if cashier.waits:
        tally.count("ms worst payment meanwhile", round(max(cashier.waits) * 1000))
    tally.count("acknowledged", cashier.answers)
    run.prove(url, tally, cashier.planner.told)
    db.dispose()


def _look(
    run: Run, tally: Tally, path: Path, known: frozenset[str], totals: set[tuple[object, ...]]
) -> None:
    """The copy is proved as before it is put back, and holds what was known when it began."""
    try:
        prove(path, run.folder / "scratch.db")
    except StorageFailure as failure:
        tally.blame(f"{path.name}: {failure}")
        return
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        found = {row[0] for row in connection.execute("SELECT request_id FROM payment_event")}
        closed = set(connection.execute(Z_TOTALS))
    finally:
        connection.close()
    tally.count("copies")
    tally.count("lost", len(known - found))
    if known - found:
        tally.blame(f"{path.name} lacks {len(known - found)} that were acknowledged before it")
    if not closed <= totals:
        tally.blame(f"{path.name} has other Z totals")
    tally.count("Z totals compared", len(closed))
