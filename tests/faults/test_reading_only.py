"""R3, F4, F5: no room, or no leave to write, at each write of a payment taken by the services."""

import os

import pytest

from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.errors import StorageFailure
from posapp.services.bundle import build
from posapp.storage.check import check_database
from posapp.storage.db import Database
from tests.helpers import oracle
from tests.helpers.clock import FixedClock
from tests.helpers.office import DAY, open_office

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits and mounts are POSIX ones")


def payment(account: int) -> AddEvent:
    return AddEvent(
        new_request_id(),
        account,  # type: ignore[arg-type]
        (TenderDraft("CASH", Money(100)),),
        (PaymentDraft(account, Money(100)),),  # type: ignore[arg-type]
    )


def test_f5_a_database_open_for_reading_takes_nothing_and_shows_everything(
    sqlite_url: str,
) -> None:
    db = Database.open(sqlite_url)
    office = open_office(db, FixedClock())
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    event = office.services.payment_events.add(payment(account), office.cashier).value.event_id
    db.dispose()
    reports = Database.open(sqlite_url, read_only=True)
    services = build(reports, FixedClock())
    before = oracle.counts(reports)
    acts = [
        lambda: services.payment_events.add(payment(account), office.cashier),
        lambda: services.in_hand.submit(payment(account), office.cashier),
        lambda: services.event_actions.distribute(event, new_request_id(), office.cashier),
    ]
    for act in acts:
        with pytest.raises(StorageFailure, match="reading only") as caught:
            act()
        assert caught.value.kind == "read_only"
    assert services.payment_events.show(event, office.cashier).receipt_number
    assert oracle.counts(reports) == before
    assert check_database(reports).clean
    reports.dispose()
