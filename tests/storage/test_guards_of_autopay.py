"""Guards of requests, mandates, stamps and details, on both engines (AP-11, AP-13, AP-15, DR-1, 25.4)."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from posapp.domain.money import Money
from posapp.storage.db import Database
from tests.helpers.rows import charge, make_office, paid_event, put

SEALED = {"source": "FNB", "account_sealed": "g1.k.x", "account_last4": "1"}


@pytest.fixture
def ground(db: Database) -> Database:
    """A sent request, a mandate, the stamp of a bill whose payment was made, a replaced detail."""
    with db.begin() as s:
        office = make_office(s)
        charge(s, office, Money(5000))
        paid = paid_event(s, office)
        put(
            s,
            "autopay_source",
            code="FNB",
            tender_type="DDCH",
            route_type="DEBIT",
            work_calendar="FED",
        )
        mandate = put(
            s, "account_autopay", account_id=office.account, created_by=office.user, **SEALED
        )
        put(
            s,
            "clearing_request",
            tender_id=paid.tender,
            mandate_id=mandate,
            amount=Money(100),
            status="EXTRACTED",
            batch_run=1,
            **SEALED,
        )
        bill = s.execute(text("SELECT min(id) FROM bill")).scalar_one()
        stamp = {"bill_id": bill, "mandate_id": mandate, "event_id": paid.event, "attempt": 2}
        put(s, "bill_debit", status="CREATED", **stamp)
    return db


def run(statement: str) -> Callable[[Connection], Any]:
    return lambda s: s.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE clearing_request SET amount = amount + 1", "sent to rejected"),
        ("UPDATE clearing_request SET batch_run = 2", "sent to rejected"),
        ("UPDATE clearing_request SET status = 'PENDING', batch_run = NULL", "sent to rejected"),
        ("DELETE FROM clearing_request", "only a pending request"),
        ("UPDATE account_autopay SET created_by = created_by + 1", "stays with its account"),
        ("DELETE FROM account_autopay", "never removed|FOREIGN"),
        ("UPDATE bill_debit SET amount = amount + 1", "the stamp of a bill"),
        ("UPDATE bill_debit SET attempt = 1", "the stamp of a bill"),
        ("DELETE FROM bill_debit", "never removed"),
    ],
)
def test_25_4_what_was_sent_or_made_stays(ground: Database, statement: str, says: str) -> None:
    with pytest.raises(IntegrityError, match=says):
        ground.write(run(statement))


def test_ap15_ap16_what_may_happen_to_them_may(ground: Database) -> None:
    ground.write(run("UPDATE clearing_request SET status = 'REJECTED'"))
    ground.write(run("UPDATE bill_debit SET status = 'STOPPED', event_id = NULL"))
    ground.write(run("UPDATE bill_debit SET status = 'WAITING', attempt = 3, amount = 7"))
    ground.write(run("UPDATE account_autopay SET comments = 'x', version = 2"))


def test_dr1_a_detail_that_a_transfer_replaced_is_never_removed(ground: Database) -> None:
    with ground.begin() as s:
        event = s.execute(text("SELECT min(id) FROM payment_event")).scalar_one()
        rule = s.execute(text("SELECT min(code) FROM distribution_rule")).scalar_one()
        put(s, "distribution_detail", event_id=event, rule=rule, replaced=True)
    with pytest.raises(IntegrityError, match="never removed"):
        ground.write(run("DELETE FROM distribution_detail"))
