"""A program that runs a batch of Quick Add and dies in the middle of it (R1, D-21).

The batch is kept already; a child process carries it out and kills itself once so many rows are
settled, at a named point of what comes next (the points are those of ``tests.helpers.kill9``).
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select

from posapp.domain.codes import Role
from posapp.domain.ids import AccountId, new_request_id, short_id
from posapp.domain.quick_add import BatchId, QuickHeader, QuickKind, QuickLine
from posapp.domain.rights import Actor
from posapp.services.bundle import build
from posapp.storage.base import table_of
from posapp.storage.db import Database
from posapp.storage.tables.payment_events import TenderRow
from tests.helpers.clock import FixedClock
from tests.helpers.kill9 import Bomb, Victim, Worker
from tests.helpers.office import DAY, Office


def runner(bomb: Bomb, url: str, user: str) -> Worker:
    """Runs a batch; its bomb is armed once so many rows are settled."""
    db = Database.open(url)
    bomb.plant(db)
    quick = build(db, FixedClock()).quick_add
    actor = Actor(int(user), "cashier", "Cashier", frozenset({Role.CASHIER}), "MAIN", "WS1")

    def run(payload: str) -> str:
        batch, at, point = json.loads(payload)

        def progress(done: int, _of: int | None) -> bool:
            if done >= at and not bomb.point:
                bomb.arm(point)
                bomb.reach("between")
            return True

        quick.run(BatchId(batch), actor, progress=progress)
        return "it was not killed"

    return run


@dataclass(frozen=True)
class KeptBatch:
    """A batch before its first row is taken.

    Args:
        office: whose database it is in.
        url: of that database, for the children.
        rows: two of each payor, one behind the other.
        payors: who hands over, in the order of the rows.
        request_id: of the batch.
        id: of the batch.
    """

    office: Office
    url: str
    rows: tuple[QuickLine, ...]
    payors: tuple[AccountId, ...]
    request_id: str
    id: BatchId

    @contextmanager
    def program(self) -> Iterator[Victim]:
        """A program that runs batches, and is there again after each death."""
        victim = Victim(
            "tests.helpers.killed_batches:runner", self.url, str(self.office.cashier.user_id)
        )
        try:
            yield victim
        finally:
            victim.stop()

    def killed(self, program: Victim, at: int, point: str) -> None:
        """Run it in a program that must die: ``at`` rows further, at ``point`` of the next ones."""
        assert program.ask(json.dumps([int(self.id), at, point])) is None, point


def keep_batch(office: Office, url: str, rows: int) -> KeptBatch:
    """Keep a batch by rules with two rows of each payor: 4.00 and 5.00 of 90.00 that is owed."""
    payors: list[AccountId] = []
    for _ in range(rows // 2):
        payors.append(office.account())
        office.agreement(payors[-1], "WATER", (DAY, 9000))
    lines = tuple(
        QuickLine("", "ACCT", short_id(payor), amount=amount)
        for payor in payors
        for amount in ("4.00", "5.00")
    )
    request = new_request_id()
    header = QuickHeader(QuickKind.RULES)
    batch = office.services.quick_add.start(header, lines, request, office.cashier).value
    return KeptBatch(office, url, lines, tuple(payors), request, batch)


def taken(office: Office) -> Counter[int]:
    """How often each account handed money over."""
    with office.db.read() as s:
        return Counter(s.execute(select(table_of(TenderRow).c.payor_account_id)).scalars())
