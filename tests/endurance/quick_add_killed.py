"""A program that is killed again and again in the middle of a large batch of Quick Add (R1, D-21).

Run ``python -m tests.endurance.quick_add_killed [ROWS] [KILLS] [ENGINE ...]``; 1,000 rows, 25 kills
and both engines (``sqlite``, ``postgres``) unless said. Each kill is a SIGKILL at a random place:
between two groups, at a statement of a transaction, just before or just after its commit. After each
one it is counted which rows are in, which wait, and whether any was lost or doubled; what is left is
finished in the end, and the books are proved. The seed is printed, so that a run can be repeated.
"""

import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from posapp.domain.quick_add import Outcome
from posapp.storage.check import check_database
from posapp.storage.db import Database
from tests.helpers.clock import FixedClock
from tests.helpers.databases import fill
from tests.helpers.killed_batches import KeptBatch, keep_batch, taken
from tests.helpers.office import open_office
from tests.helpers.postgres_server import PostgresServer

ENGINES = ("sqlite", "postgres")
# A group of two rows makes some forty statements; later ones lie in the group behind it.
STATEMENTS = 60


@contextmanager
def database(engine: str) -> Iterator[str]:
    """Address of a fresh database."""
    if engine == "postgres":
        server = PostgresServer()
        url = server.create()
        fill(url)
        yield url
        server.stop()
        return
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "killed.db")
        fill(path)
        yield path


class Tally:
    """What was seen after each kill, and in the end."""

    def __init__(self, batch: KeptBatch) -> None:
        self.batch = batch
        self.kills = self.lost = self.doubled = self.settled = 0

    def look(self) -> None:
        """Count the rows that are in and compare them with the money that was taken."""
        office = self.batch.office
        view = office.services.quick_add.show(self.batch.id, office.cashier)
        lines = [one.line for one in view.rows if one.outcome is Outcome.DONE]
        done = [self.batch.payors[(line - 1) // 2] for line in lines]
        money = taken(office)
        # Rows that are shown as taken, or were before, and whose money is not there.
        self.lost += max(0, self.settled - len(done))
        self.lost += sum(1 for account in done if account not in money)
        # Money of a payor more than once, or of rows that are shown as waiting.
        self.doubled += sum(times - 1 for times in money.values())
        self.doubled += len(set(money) - set(done))
        self.settled = len(done)


def killed_until_done(engine: str, rows: int, kills: int, seed: int) -> bool:
    """Kill, look, finish, prove; prints one line and says whether all is right."""
    # The places are no secret; they must only differ.
    chance = random.Random(seed)
    began = time.monotonic()
    with database(engine) as url:
        db = Database.open(url)
        tally = Tally(keep_batch(open_office(db, FixedClock()), url, rows))
        office, batch = tally.batch.office, tally.batch.id
        stride = 2 * rows // (kills + 1)
        with tally.batch.program() as program:
            while tally.kills < kills:
                statement = f"statement {chance.randint(1, STATEMENTS)}"
                point = chance.choice(
                    [statement, statement, "between", "before commit", "after commit"]
                )
                room = rows - tally.settled - (kills - tally.kills) * 4
                tally.batch.killed(program, chance.randint(1, max(1, min(stride, room))), point)
                tally.kills += 1
                tally.look()
        in_before = tally.settled
        view = office.services.quick_add.run(batch, office.cashier)
        tally.look()
        report = check_database(db)
        db.dispose()
    right = view.count(Outcome.DONE) == rows and not tally.lost + tally.doubled and report.clean
    print(
        f"{engine}: {rows:,} rows, {tally.kills} kills, {in_before:,} rows in after the last kill, "
        f"{view.count(Outcome.DONE):,} in the end, {tally.lost} lost, {tally.doubled} doubled, "
        f"db check {'clean' if report.clean else report.findings}, "
        f"{time.monotonic() - began:.0f} s, seed {seed}",
        flush=True,
    )
    return right


def main(rows: int, kills: int, engines: list[str]) -> int:
    seed = random.SystemRandom().randrange(1_000_000)
    right = [killed_until_done(engine, rows, kills, seed) for engine in engines or ENGINES]
    return 0 if all(right) else 1


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:] if one.isdecimal()]
    named = [one for one in sys.argv[1:] if not one.isdecimal()]
    sys.exit(main(*(numbers + [1_000, 25][len(numbers) :]), named))
