"""D-21: a program killed in the middle of a batch shows which rows are in; finishing doubles none."""

import sys
from collections import Counter

import pytest

from posapp.domain.ids import new_request_id, short_id
from posapp.domain.quick_add import Outcome, QuickHeader, QuickKind
from tests.helpers import first_cases
from tests.helpers.events import is_clean
from tests.helpers.killed_batches import keep_batch, taken
from tests.helpers.office import DAY, Office
from tests.helpers.quick_add import rule

ROWS = 30
POINTS = (("between", 4, 4), ("statement 1", 8, 8), ("statement 20", 12, 12),
          ("before commit", 16, 16), ("after commit", 20, 22))  # fmt: skip
"""Where it dies: point, rows settled when the bomb is armed, rows that are in afterwards."""
SEEN_BY_A_SERVER = POINTS[-2:]
"""What a server can tell apart: before COMMIT it only sees a line that is gone."""

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL"),
    pytest.mark.every_case,
]


def test_r1_rows_of_a_killed_batch_are_in_or_waiting_and_are_taken_once(
    office: Office, engine_url: str
) -> None:
    """Each death leaves the next rows to the next program; two rows of one payor stay together."""
    batch = keep_batch(office, engine_url, ROWS)
    quick = office.services.quick_add
    at_a_server = office.db.path is None and not first_cases.all_wanted()
    settled = 0
    with batch.program() as program:
        for point, at, left in SEEN_BY_A_SERVER if at_a_server else POINTS:
            batch.killed(program, at - settled, point)
            settled = left
            view = quick.show(batch.id, office.cashier)
            done = [one.line for one in view.rows if one.outcome is Outcome.DONE]
            assert done == list(range(1, settled + 1)), point
            assert view.count(None) == ROWS - settled
            assert taken(office) == Counter(batch.payors[: settled // 2])
            assert is_clean(office)
    header = QuickHeader(QuickKind.RULES)
    again = quick.start(header, batch.rows, batch.request_id, office.cashier)
    assert (again.value, again.replayed) == (batch.id, True)
    view = quick.run(batch.id, office.cashier)
    assert view.count(Outcome.DONE) == ROWS
    assert taken(office) == Counter(batch.payors)
    assert is_clean(office)


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
