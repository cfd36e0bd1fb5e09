"""The look before COMMIT (payments 25.1 to 25.3): one cent off, and nothing is committed."""

import pytest
from sqlalchemy import Connection, text

from posapp.domain.money import Money
from posapp.storage.db import Database
from posapp.storage.guards import InvariantError, verify
from posapp.storage.ids import take_id
from tests.helpers.rows import Office, make_office, paid_event, post, put


def test_a_paid_event_adds_up(db: Database) -> None:
    with db.begin() as s:
        paid = paid_event(s, make_office(s))
        verify(s, event_ids=[paid.event], ft_ids=[paid.ft])
        verify(s)


@pytest.mark.parametrize("amount", [1, -1])
def test_25_3_ledger_lines_one_cent_off(db: Database, amount: int) -> None:
    def work(s: Connection) -> None:
        paid = paid_event(s, make_office(s))
        put(s, "gl_line", ft_id=paid.ft, seq=3, distribution_code="1010-CASH", amount=Money(amount))
        verify(s, ft_ids=[paid.ft])

    with pytest.raises(InvariantError, match="do not sum to zero"):
        db.write(work)
    with db.read() as s:
        assert s.execute(text("SELECT count(*) FROM payment_event")).scalar() == 0


def test_25_3_a_transaction_without_lines(db: Database) -> None:
    with db.begin() as s:
        office = make_office(s)
        values = {"ft_type": "BS", "agreement_id": office.agreement, "parent_id": take_id(s)}
        free = put(s, "financial_transaction", **values)
        verify(s, ft_ids=[free])
        owed = put(s, "financial_transaction", **values, current_amount=Money(1))
        with pytest.raises(InvariantError, match=str(owed)):
            verify(s, ft_ids=[free, owed])


def payment(
    s: Connection, office: Office, status: str, segments: list[int]
) -> tuple[int, list[int]]:
    event = put(s, "payment_event", request_id=f"r{take_id(s)}", created_by=office.user)
    row = put(
        s, "payment", event_id=event, account_id=office.account, amount=Money(100), status=status
    )
    made = []
    for amount in segments:
        other = put(s, "agreement", account_id=office.account, status="ACTIVE")
        made.append(put(s, "pay_segment", payment_id=row, agreement_id=other, amount=Money(amount)))
    return event, [row, *made]


GOOD = [("INCOMPLETE", []), ("INCOMPLETE", [40]), ("ERROR", []), ("FREEZABLE", [60, 40])]
BAD = [
    ("FREEZABLE", []),
    ("FREEZABLE", [99]),
    ("FREEZABLE", [60, 41]),
    ("ERROR", [100]),
    ("FROZEN", [100]),  # no posting
]


@pytest.mark.parametrize(("status", "segments"), GOOD)
def test_25_1_what_a_status_allows(db: Database, status: str, segments: list[int]) -> None:
    with db.begin() as s:
        event, _ = payment(s, make_office(s), status, segments)
        verify(s, event_ids=[event])


@pytest.mark.parametrize(("status", "segments"), BAD)
def test_25_1_what_a_status_does_not_allow(db: Database, status: str, segments: list[int]) -> None:
    with db.begin() as s:
        office = make_office(s)
        good = paid_event(s, office)
        event, rows = payment(s, office, status, segments)
        with pytest.raises(InvariantError, match=str(rows[0])):
            verify(s, event_ids=[good.event, event])


def test_25_2_a_canceled_payment_needs_its_reversal(db: Database) -> None:
    with db.begin() as s:
        office = make_office(s)
        paid = paid_event(s, office)
        s.execute(text("UPDATE payment SET status = 'CANCELED', canceled_at = frozen_at"))
        with pytest.raises(InvariantError, match=str(paid.payment)):
            verify(s, event_ids=[paid.event])
        ft = take_id(s)
        post(s, office, paid.payment, paid.segment, ft, Money(10000), reverses=paid.ft)
        verify(s, event_ids=[paid.event], ft_ids=[paid.ft, ft])
