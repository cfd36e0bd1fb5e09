"""DN-04: document numbers have no gap under eight writers that commit, roll back and are killed."""

import json
import os
import signal

import pytest
from sqlalchemy import text

from posapp.domain.ids import ControlId, new_request_id
from posapp.domain.tender_controls import OpenControl
from posapp.storage.check import check_database
from tests.helpers import document_writers
from tests.helpers.children import start
from tests.helpers.office import DAY, Office
from tests.helpers.rows import put

WRITERS = 8
TIMES = 4
HOW = ("commits", "rolls back", "dies", "commits", "rolls back", "dies", "commits", "commits")


def drawers(office: Office) -> list[ControlId]:
    """A drawer of its own for each writer, so that only the number keeps them apart."""
    with office.db.begin() as s:
        for number in range(WRITERS):
            put(
                s, "tender_source", code=f"DOC-{number}", source_type="CASHIERING",
                currency="USD", active=True,
            )  # fmt: skip
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))
    opened = []
    for number in range(WRITERS):
        command = OpenControl(new_request_id(), f"DOC-{number}", None, None)
        opened.append(office.services.tender_controls.open(command, office.cashier).value)
    return opened


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_dn04_eight_writers_leave_no_gap_whatever_becomes_of_them(
    office: Office, engine_url: str
) -> None:
    accounts = [office.account(f"Payor {number}") for number in range(WRITERS)]
    for account in accounts:
        office.agreement(account, "WATER", (DAY, 90000))
    orders = json.dumps([*zip(accounts, drawers(office), HOW, strict=True)])
    cashier = str(office.cashier.user_id)
    crew = start(document_writers.SCRIPT, engine_url, cashier, str(TIMES), orders)
    try:
        out, err = crew.communicate(timeout=document_writers.LONGEST_S + 40)
    finally:
        crew.kill()
    assert crew.returncode == 0, err
    words = [line.split() for line in out.splitlines()]
    ended = {int(rest[0]): int(rest[1]) for kind, *rest in words if kind == "ended"}
    assert [ended[place] for place in range(WRITERS)] == [
        signal.SIGKILL if how == "dies" else 0 for how in HOW
    ], err
    told = [number for kind, number, *_ in words if kind == "told"]
    committed = {"commits": TIMES, "rolls back": TIMES // 2, "dies": TIMES - 1}
    wanted = sum(committed[how] for how in HOW)
    numbers = [f"2026-MAIN-{number:06d}" for number in range(1, wanted + 1)]
    assert sorted(told) == numbers
    with office.db.read() as s:
        found = s.execute(
            text(
                "SELECT document_number FROM payment_event WHERE document_number IS NOT NULL"
                " ORDER BY document_number"
            )
        ).scalars()
        assert list(found) == numbers
        last = s.execute(text("SELECT last FROM number_sequence WHERE kind = 'PAYMENT'"))
        assert last.scalar_one() == wanted
    assert check_database(office.db).findings == ()
