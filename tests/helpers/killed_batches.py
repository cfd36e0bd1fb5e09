"""A program that runs a batch of Quick Add and dies in the middle of it (R1, D-21).

The batch is kept already; a child process carries it out and kills itself once so many rows are
settled, at a named point of what comes next (the points are those of ``tests.helpers.kill9``).
"""

import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from posapp.domain.ids import AccountId, new_request_id, short_id
from posapp.domain.quick_add import BatchId, QuickHeader, QuickKind, QuickLine
from posapp.storage.base import table_of
from posapp.storage.tables.payment_events import TenderRow
from tests.helpers.children import ROOT
from tests.helpers.office import DAY, Office

CHILD = """
import sys
from posapp.domain.codes import Role
from posapp.domain.quick_add import BatchId
from posapp.domain.rights import Actor
from posapp.services.bundle import build
from posapp.storage.db import Database
from tests.helpers.clock import FixedClock
from tests.helpers.kill9 import Bomb

url, user, batch, at, point = sys.argv[1:]
db, bomb = Database.open(url), Bomb()
bomb.plant(db)
actor = Actor(int(user), "cashier", "Cashier", frozenset({Role.CASHIER}), "MAIN", "WS1")

def progress(done, of):
    if done >= int(at) and not bomb.point:
        bomb.arm(point)
        bomb.reach("between")
    return True

build(db, FixedClock()).quick_add.run(BatchId(int(batch)), actor, progress=progress)
"""


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

    def killed(self, at: int, point: str) -> None:
        """Run it in a child that must die: ``at`` rows further, at ``point`` of the next ones."""
        user = str(self.office.cashier.user_id)
        ended = subprocess.run(
            [sys.executable, "-c", CHILD, self.url, user, str(self.id), str(at), point],
            cwd=ROOT, timeout=300, check=False, capture_output=True,
        )  # fmt: skip
        assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


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
