"""D-21: a program killed in the middle of a batch shows which rows are in; finishing doubles none."""

import signal
import subprocess
import sys
from collections import Counter

import pytest
from sqlalchemy import select

from posapp.domain.ids import AccountId, new_request_id, short_id
from posapp.domain.quick_add import Outcome, QuickHeader, QuickKind, QuickLine
from posapp.storage.base import table_of
from posapp.storage.db import Database
from posapp.storage.tables.payment_events import TenderRow
from tests.helpers.children import ROOT
from tests.helpers.clock import FixedClock
from tests.helpers.events import is_clean
from tests.helpers.office import DAY, Office, open_office
from tests.helpers.quick_add import rule

CHILD = """
import os, signal, sys
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
    if done >= int(at):
        bomb.arm(point)
        bomb.reach("between")
    return True

build(db, FixedClock()).quick_add.run(BatchId(int(batch)), actor, progress=progress)
"""
ROWS = 60
POINTS = (("between", 20, 20), ("statement 1", 24, 24), ("statement 20", 28, 28),
          ("before commit", 32, 32), ("after commit", 36, 38))  # fmt: skip
"""Where it dies: point, rows settled when the bomb is armed, rows that are in afterwards."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


def taken(office: Office) -> Counter[int]:
    """How often each account handed money over."""
    with office.db.read() as s:
        return Counter(s.execute(select(table_of(TenderRow).c.payor_account_id)).scalars())


def killed(office: Office, url: str, batch: int, at: int, point: str) -> None:
    user = str(office.cashier.user_id)
    ended = subprocess.run(
        [sys.executable, "-c", CHILD, url, user, str(batch), str(at), point],
        cwd=ROOT, check=False, capture_output=True,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


def test_r1_rows_of_a_killed_batch_are_in_or_waiting_and_are_taken_once(sqlite_url: str) -> None:
    """Each death leaves the next rows to the next program; two rows of one payor stay together."""
    db = Database.open(sqlite_url)
    office = open_office(db, FixedClock())
    payors: list[AccountId] = []
    for _ in range(ROWS // 2):
        payors.append(office.account())
        office.agreement(payors[-1], "WATER", (DAY, 9000))
    rows = [
        QuickLine("", "ACCT", short_id(payor), amount=amount)
        for payor in payors
        for amount in ("4.00", "5.00")
    ]
    quick, request = office.services.quick_add, new_request_id()
    batch = quick.start(QuickHeader(QuickKind.RULES), rows, request, office.cashier).value
    settled = 0
    for point, at, left in POINTS:
        killed(office, sqlite_url, batch, at - settled, point)
        settled = left
        view = quick.show(batch, office.cashier)
        done = [one.line for one in view.rows if one.outcome is Outcome.DONE]
        assert done == list(range(1, settled + 1)), point
        assert view.count(None) == ROWS - settled
        assert taken(office) == Counter(payors[: settled // 2])
        assert is_clean(office)
    again = quick.start(QuickHeader(QuickKind.RULES), rows, request, office.cashier)
    assert (again.value, again.replayed) == (batch, True)
    view = quick.run(batch, office.cashier)
    assert view.count(Outcome.DONE) == ROWS
    assert taken(office) == Counter(payors)
    assert is_clean(office)
    db.dispose()


def test_d25_two_programs_on_one_batch_take_each_row_once(office: Office) -> None:
    """Both read all rows as waiting; whoever comes second to a group finds it in."""
    payors = [office.account() for _ in range(4)]
    for payor in payors:
        office.agreement(payor, "WATER", (DAY, 9000))
    quick = office.services.quick_add
    rows = [rule(short_id(payor), "4.00") for payor in payors]
    batch = quick.start(QuickHeader(QuickKind.RULES), rows, new_request_id(), office.cashier).value

    def other(settled: int, _of: int | None) -> bool:
        if settled == 1:
            quick.run(batch, office.cashier)
        return True

    view = quick.run(batch, office.cashier, progress=other)
    assert view.count(Outcome.DONE) == len(rows)
    assert taken(office) == Counter(payors)
    assert is_clean(office)
