"""R3, F4, F5: a database that may only be read, and a disk that is all but full."""

import os
import shutil
import tempfile

import pytest

from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.tender_controls import OpenControl
from posapp.errors import Refused, StorageFailure
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


def test_f4_no_drawer_is_opened_where_the_disk_is_all_but_full(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = Database.open(sqlite_url)
    office = open_office(db, FixedClock())
    command = OpenControl(new_request_id(), "CASH-A02", None, None)
    usage = shutil.disk_usage(tempfile.gettempdir())
    with monkeypatch.context() as small:
        small.setattr(shutil, "disk_usage", lambda _: usage._replace(free=99_999_999))
        before = oracle.counts(db)
        with pytest.raises(Refused, match="M-287"):
            office.services.tender_controls.open(command, office.supervisor)
        assert oracle.counts(db) == before
        # What was opened before goes on.
        account = office.account()
        office.agreement(account, "WATER", (DAY, 5000))
        office.services.payment_events.add(payment(account), office.cashier)
    opened = office.services.tender_controls.open(command, office.supervisor)
    with monkeypatch.context() as small:
        small.setattr(shutil, "disk_usage", lambda _: usage._replace(free=0))
        again = office.services.tender_controls.open(command, office.supervisor)
    assert (again.value, again.replayed) == (opened.value, True)
    db.dispose()
