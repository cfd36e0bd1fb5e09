"""Deductions leave in one batch each, with count and control total, and are acknowledged (ML-5)."""

import csv
import threading
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.errors import Refused
from posapp.files.payroll_file import COLUMNS
from posapp.services.checkout_mails import queue_refunded
from posapp.storage.db import Database
from tests.helpers.clock import FixedClock
from tests.helpers.events import is_clean
from tests.helpers.mails import facts, process
from tests.helpers.office import Office, open_office


def test_ml5_each_deduction_leaves_once_with_count_and_control_total(office: Office) -> None:
    batches, who = office.services.payroll_batches, office.supervisor
    with pytest.raises(Refused, match="M-370"):
        batches.make(new_request_id(), who)
    for number in (1, 2):
        process(office, checkout_id=number)
        process(office, checkout_id=number)
    process(office, checkout_id=3, day=date(2026, 11, 21))
    process(office, checkout_id=4, deduct=Money(0))
    (seen,) = batches.preview(who, date(2026, 11, 20))
    assert (len(seen.lines), seen.amount) == (2, Money(9000))
    request = new_request_id()
    (made,) = batches.make(request, who, date(2026, 11, 20)).value
    assert (made.batch.number, made.batch.lines, made.batch.amount) == (1, 2, Money(9000))
    assert made.lines == seen.lines
    again = batches.make(request, who, date(2026, 11, 20))
    assert (again.value, again.replayed) == ((made,), True)
    (later,) = batches.make(new_request_id(), who, date(2026, 11, 21)).value
    assert [one.cause for one in later.lines] == ["checkout 3"]
    assert is_clean(office)


def test_ml5_a_refund_takes_its_deduction_back(office: Office) -> None:
    process(office, checkout_id=1)
    told = facts(office, checkout_id=1)
    for _ in range(2):
        office.db.write(lambda s: queue_refunded(s, told))
    (seen,) = office.services.payroll_batches.preview(office.supervisor)
    assert [one.amount for one in seen.lines] == [Money(4500), Money(-4500)]
    assert seen.amount == Money(0)


def test_ml5_a_batch_is_acknowledged_once_and_ages_until_then(office: Office) -> None:
    batches, who = office.services.payroll_batches, office.supervisor
    process(office)
    (made,) = batches.make(new_request_id(), who).value
    assert [one.number for one in batches.batches(who, waiting=True)] == [1]
    assert made.batch.age(date(2026, 11, 30)) == 10
    with pytest.raises(Refused, match="M-50"):
        batches.acknowledge(1, " ", new_request_id(), who)
    with pytest.raises(Refused, match="M-55"):
        batches.acknowledge(2, "Ana", new_request_id(), who)
    with pytest.raises(Refused, match="M-51"):
        batches.acknowledge(1, "Ana", new_request_id(), office.cashier)
    request = new_request_id()
    batches.acknowledge(1, "Ana of payroll", request, who)
    assert batches.acknowledge(1, "Ana of payroll", request, who).replayed
    noted = batches.batch(1, who).batch
    assert (noted.acknowledged_name, noted.acknowledged_by) == ("Ana of payroll", who.name)
    assert noted.acknowledged_at == office.clock()
    with pytest.raises(Refused, match="M-371"):
        batches.acknowledge(1, "Ben", new_request_id(), who)
    assert batches.batches(who, waiting=True) == ()
    assert is_clean(office)


def test_ml5_what_was_handed_over_never_changes(office: Office) -> None:
    process(office)
    office.services.payroll_batches.make(new_request_id(), office.supervisor)
    for statement, says in (
        ("UPDATE payroll_deduction SET amount = 1", "never change"),
        ("DELETE FROM payroll_batch_deduction", "never removed"),
        ("UPDATE payroll_batch SET amount = 1", "acknowledged once"),
        ("DELETE FROM payroll_batch", "never removed"),
    ):
        with pytest.raises(IntegrityError, match=says):
            office.db.write(lambda s, sql=statement: s.execute(text(sql)))


def test_ml5_files_are_safe_and_say_count_and_total(sqlite_office: Office, tmp_path: Path) -> None:
    office = sqlite_office
    process(office, checkout_id=1, name='=HYPERLINK("http://x")', comment="+1")
    office.db.write(lambda s: queue_refunded(s, facts(office, checkout_id=1)))
    batches = office.services.payroll_batches
    made = batches.make(new_request_id(), office.supervisor).value
    table, book = tmp_path / "payroll.csv", tmp_path / "payroll.xlsx"
    for path in (table, book):
        batches.write(made, path)
    with table.open(newline="", encoding="utf-8") as file:
        header, first, second, last = csv.reader(file)
    assert tuple(header) == COLUMNS
    assert (first[5], first[10]) == ('\'=HYPERLINK("http://x")', "'+1")
    assert [row[8] for row in (first, second, last)] == ["45.00", "-45.00", "0.00"]
    assert last[:3] == ["TOTAL", "1", "2"]
    rows = list(load_workbook(book).active.iter_rows(values_only=True))
    assert rows[1][5] == '=HYPERLINK("http://x")'
    assert [Decimal(str(row[8])) for row in rows[1:]] == [45, -45, 0]
    with pytest.raises(Refused, match="M-50"):
        batches.check_file(tmp_path / "payroll.txt")


@pytest.mark.postgres
def test_ml5_two_workstations_make_batches_of_different_deductions(
    postgres_db: Database, clock: FixedClock
) -> None:
    office = open_office(postgres_db, clock)
    for number in range(10):
        process(office, checkout_id=number)
    start = threading.Barrier(2)
    taken: list[list[str]] = []

    def work() -> None:
        start.wait()
        try:
            made = office.services.payroll_batches.make(new_request_id(), office.supervisor).value
        except Refused as refused:
            taken.append([refused.code])
        else:
            taken.append([line.cause for one in made for line in one.lines])

    threads = [threading.Thread(target=work) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(map(len, taken)) == [1, 10]
    assert ["M-370"] in taken
