"""Many rows at once: whole statements of them, what is left over, and rows that do not fit."""

import pytest
from sqlalchemy import func, select

from posapp.domain.codes import AgreementStatus
from posapp.storage.base import Transaction
from posapp.storage.bulk import BulkInsert, plain_date
from posapp.storage.db import Database
from posapp.storage.ids import take_ids
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.people import PersonRow
from tests.helpers.rows import TODAY, make_office

SAID = 'O\'Neil "and" ?, :one %s'


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 250])
def test_every_row_is_written_once_in_its_place(db: Database, count: int) -> None:
    with db.begin() as s:
        ids = take_ids(s, count) if count else []
        before = s.execute(select(func.count()).select_from(PersonRow)).scalar_one()
        BulkInsert(s, PersonRow, "id name phone", email=SAID)(
            [(one, f"Name {one}", f"{one}") for one in ids]
        )
    with db.read() as s:
        found = s.execute(
            select(PersonRow.id, PersonRow.name, PersonRow.email, PersonRow.phone)
            .where(PersonRow.email == SAID)
            .order_by(PersonRow.id)
        ).all()
        now = s.execute(select(func.count()).select_from(PersonRow)).scalar_one()
    assert now == before + count
    assert [tuple(row) for row in found] == [(one, f"Name {one}", SAID, f"{one}") for one in ids]


def test_values_of_all_rows_may_be_missing(db: Database) -> None:
    with db.begin() as s:
        office = make_office(s)
        ids = take_ids(s, 130)
        columns = "id account_id start_date"
        same = {"sa_type": "WATER", "status": AgreementStatus.ACTIVE, "end_date": None}
        rows = [(one, office.account, plain_date(s)(TODAY)) for one in ids]
        BulkInsert(s, AgreementRow, columns, **same)(rows)
    with db.read() as s:
        found = s.execute(
            select(AgreementRow.start_date, AgreementRow.end_date, AgreementRow.status)
            .where(AgreementRow.id >= ids[0])
            .distinct()
        ).all()
    assert [tuple(row) for row in found] == [(TODAY, None, AgreementStatus.ACTIVE)]


def test_rows_of_different_widths_are_refused_before_anything_is_written(db: Database) -> None:
    def work(s: Transaction) -> None:
        ids = take_ids(s, 200)
        rows = [(one, f"Name {one}", "5550100") for one in ids]
        # Together they have as many values as they should.
        rows[10:12] = [(ids[10], "Ten"), (ids[11], "Eleven", "5550100", "more")]
        BulkInsert(s, PersonRow, "id name phone", email=SAID)(rows)

    with pytest.raises(ValueError, match=r"row|shorter|longer"):
        db.write(work)
    with db.read() as s:
        assert s.execute(select(PersonRow.id).where(PersonRow.email == SAID)).first() is None
