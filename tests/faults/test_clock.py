"""R8, F12, F13: clocks that go back, daylight saving, midnight and year end at work.

A payment's business date comes from its drawer, never from "now"; order comes from sequences.
"""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import text

from posapp.domain.clock import business_date
from posapp.domain.codes import DistributeAction
from posapp.domain.ids import AccountId, ControlId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddedEvent, AddEvent, PaymentDraft, TenderDraft
from posapp.domain.tender_controls import OpenControl
from posapp.errors import Refused
from posapp.storage.check import check_database
from posapp.storage.db import Database
from tests.helpers import oracle
from tests.helpers.clock import FixedClock
from tests.helpers.office import DAY, Office, open_office

CONFIRMED = frozenset({"M-31", "M-39", "M-40", "M-42", "M-69"})


def pay(
    office: Office, account: AccountId, *, control: ControlId | None = None, day: date | None = None,
    actor: str = "cashier",
) -> AddedEvent:  # fmt: skip
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(100)),),
        (PaymentDraft(account, Money(100)),),
        payment_date=day,
        control_id=control,
        confirmed=CONFIRMED,
    )
    return office.services.payment_events.add(command, office.actors[actor]).value


def open_drawer(office: Office, source: str) -> ControlId:
    command = OpenControl(new_request_id(), source, None, None)
    return office.services.tender_controls.open(command, office.cashier).value


def set_zone(office: Office, zone: str, day_start: int = 0) -> None:
    with office.db.begin() as s:
        s.execute(text("UPDATE office SET zone = :z, day_start = :d"), {"z": zone, "d": day_start})
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))


@pytest.fixture
def account(office: Office) -> AccountId:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 1_000_000))
    return account


def days_of(office: Office) -> list[tuple[str, str]]:
    """Payment date and accounting date of every event, in order of their numbers."""
    found = oracle.rows(
        office.db,
        "SELECT e.payment_date, f.accounting_date FROM payment_event e"
        " JOIN payment p ON p.event_id = e.id JOIN financial_transaction f ON f.parent_id = p.id"
        " ORDER BY e.receipt_control_id, e.receipt_seq",
    )
    return [(str(paid), str(booked)) for paid, booked in found]


def test_f12_a_clock_that_goes_back_changes_no_date_and_no_order(
    office: Office, account: AccountId
) -> None:
    steps = [
        timedelta(0), timedelta(hours=-3), timedelta(days=-400), timedelta(days=12_000),
        timedelta(seconds=1),
    ]  # fmt: skip
    begun = office.clock.at
    receipts = []
    for step in steps:
        office.clock.at = begun + step
        receipts.append(pay(office, account).receipt_number)
    for at in (datetime(1970, 1, 1, tzinfo=UTC), datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC)):
        office.clock.at = at
        receipts.append(pay(office, account).receipt_number)
    assert receipts == [f"{office.control}-{n}" for n in range(1, len(receipts) + 1)]
    assert days_of(office) == [(DAY.isoformat(), DAY.isoformat())] * len(receipts)
    ids = oracle.rows(office.db, "SELECT id FROM payment_event ORDER BY receipt_seq")
    assert ids == sorted(ids)
    oracle.assert_sound(office.db)


def test_f12_t18_a_clock_that_goes_back_is_an_entry_of_its_own_once(
    office: Office, account: AccountId
) -> None:
    """Two minutes are tolerated; each jump is told once, and the page of health says how many."""
    begun = office.clock.at
    for minutes in (0, -1, -90, -89, 30, -200):
        office.clock.at = begun + timedelta(minutes=minutes)
        pay(office, account)
    told = oracle.rows(
        office.db,
        "SELECT seq, object_id, body FROM audit WHERE action = 'database.clock-back'"
        f" AND chain = 'control/{office.control}' ORDER BY seq",
    )
    assert [(seq, json.loads(body)["seconds_back"]) for seq, _, body in told] == [
        (4, 89 * 60),
        (8, 230 * 60),
    ]
    oracle.assert_sound(office.db)
    jumps = office.services.health.look(office.actors["supervisor"]).clock
    # The newest by its own stamp, which is all that there is to tell by.
    assert (jumps.count, jumps.seconds, jumps.at) == (2, 89 * 60, begun - timedelta(minutes=90))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


# Zone, UTC instants one minute before and after the clocks change, and the local date there.
CHANGES = [
    ("America/New_York", utc(2026, 3, 8, 6, 59), utc(2026, 3, 8, 7, 1), date(2026, 3, 8)),
    ("America/New_York", utc(2026, 11, 1, 5, 59), utc(2026, 11, 1, 6, 1), date(2026, 11, 1)),
    ("Europe/Berlin", utc(2026, 3, 29, 0, 59), utc(2026, 3, 29, 1, 1), date(2026, 3, 29)),
    ("Europe/Berlin", utc(2026, 10, 25, 0, 59), utc(2026, 10, 25, 1, 1), date(2026, 10, 25)),
    ("Australia/Lord_Howe", utc(2026, 4, 4, 14, 59), utc(2026, 4, 4, 15, 1), date(2026, 4, 5)),
    ("Australia/Lord_Howe", utc(2026, 10, 3, 15, 29), utc(2026, 10, 3, 15, 31), date(2026, 10, 4)),
    # Santiago's clocks change at midnight: the hour from 00:00 is missing, or comes twice.
    ("America/Santiago", utc(2026, 9, 6, 3, 59), utc(2026, 9, 6, 4, 1), date(2026, 9, 6)),
    ("America/Santiago", utc(2026, 4, 5, 3, 59), utc(2026, 4, 5, 4, 1), date(2026, 4, 5)),
    ("Africa/Casablanca", utc(2026, 2, 15, 1, 59), utc(2026, 2, 15, 2, 1), date(2026, 2, 15)),
    ("Africa/Casablanca", utc(2026, 3, 22, 1, 59), utc(2026, 3, 22, 2, 1), date(2026, 3, 22)),
]  # fmt: skip


def test_f13_drawers_opened_around_a_clock_change_lie_on_one_day(
    office: Office, account: AccountId
) -> None:
    """And a payment taken an hour, or a day, later is on the day of its drawer."""
    with office.db.begin() as s:
        s.execute(text("UPDATE installation SET one_open_control_per_source = :no"), {"no": False})
    for zone, before, after, day in CHANGES:
        set_zone(office, zone)
        local = [business_date(at, zone) for at in (before, after)]
        for at, expected in zip((before, after), local, strict=True):
            office.clock.at = at
            assert expected in {day, day - timedelta(days=1)}
            control = open_drawer(office, "CASH-A02")
            found = office.services.tender_controls.show(control, office.cashier).control
            assert found.business_date == expected
            for later in (0, 1, 20):
                office.clock.at = at + timedelta(hours=later)
                event = pay(office, account, control=control).event_id
                shown = office.services.payment_events.show(event, office.cashier)
                assert shown.payment_date == expected
        assert local[1] == day
    oracle.assert_sound(office.db)


def test_f13_each_instant_lies_on_exactly_one_business_day() -> None:
    """23 and 25 hour days leave no gap and no overlap.

    Unless the office's day starts inside the hour that comes twice, which no office does.
    """
    for zone, before, _, _ in CHANGES:
        for start in (0, 240, 300):
            at = before - timedelta(days=2)
            days = [
                business_date(at + timedelta(minutes=30 * n), zone, start) for n in range(4 * 48)
            ]
            steps = {b - a for a, b in pairwise(days)}
            assert steps <= {timedelta(0), timedelta(days=1)}, (zone, start)


@pytest.mark.parametrize(("start", "day"), [(0, date(2026, 11, 21)), (240, date(2026, 11, 20))])
def test_d18_midnight_in_the_middle_of_a_days_work(
    office: Office, account: AccountId, start: int, day: date
) -> None:
    set_zone(office, "America/New_York", start)
    office.clock.at = datetime(2026, 11, 21, 4, 59, tzinfo=UTC)  # 23:59
    evening = open_drawer(office, "CASH-A02")
    pay(office, account, control=evening)
    office.clock.advance(minutes=2)  # 00:01
    event = pay(office, account, control=evening).event_id
    shown = office.services.payment_events.show(event, office.cashier)
    assert shown.payment_date == date(2026, 11, 20)
    night = open_drawer(office, "CASH-B01")
    found = office.services.tender_controls.show(night, office.cashier).control
    assert found.business_date == day
    # From midnight on the new day may be named as well; a day that has not begun may not.
    named = pay(office, account, control=evening, day=day).event_id
    assert office.services.payment_events.show(named, office.cashier).payment_date == day
    with pytest.raises(Refused, match="M-59"):
        pay(office, account, control=evening, day=day + timedelta(days=1))
    oracle.assert_sound(office.db)


def test_d04_documents_are_numbered_by_the_year_of_the_payment_date(
    office: Office, account: AccountId
) -> None:
    office.clock.at = datetime(2027, 1, 1, 4, 58, tzinfo=UTC)  # 31 December, 23:58
    control = open_drawer(office, "CASH-A02")
    numbers = []
    for _ in range(3):
        event = pay(office, account, control=control).event_id
        numbers.append(office.services.payment_events.show(event, office.cashier).document_number)
        office.clock.advance(minutes=2)
    new_year = open_drawer(office, "CASH-B01")
    event = pay(office, account, control=new_year).event_id
    numbers.append(office.services.payment_events.show(event, office.cashier).document_number)
    back = pay(
        office, account, control=drawer_of_supervisor(office), day=date(2026, 12, 31),
        actor="supervisor",
    ).event_id  # fmt: skip
    numbers.append(office.services.payment_events.show(back, office.cashier).document_number)
    assert numbers == [
        "2026-MAIN-000001",
        "2026-MAIN-000002",
        "2026-MAIN-000003",
        "2027-MAIN-000001",
        "2026-MAIN-000004",
    ]
    oracle.assert_sound(office.db)


def drawer_of_supervisor(office: Office) -> ControlId:
    command = OpenControl(new_request_id(), "CASH-B02", None, None)
    return office.services.tender_controls.open(command, office.supervisor).value


def test_a_leap_day_is_a_day_of_business(sqlite_db: Database) -> None:
    office = open_office(sqlite_db, FixedClock(datetime(2028, 2, 29, 15, 0, tzinfo=UTC)))
    found = office.services.tender_controls.show(office.control, office.cashier).control
    assert found.business_date == date(2028, 2, 29)
    account = office.account()
    # No accounting period of 2028 is open yet (D-36).
    with pytest.raises(Refused, match="M-03"):
        pay(office, account)


def test_r8_the_check_follows_a_drawers_chain_by_number_not_by_clock(
    office: Office, account: AccountId
) -> None:
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(100)),),
        (PaymentDraft(account, Money(100)),),
        action=DistributeAction.DISTRIBUTE,
    )
    event_id = office.services.payment_events.add(command, office.cashier).value.event_id
    office.clock.advance(hours=-2)
    office.services.event_actions.freeze(event_id, new_request_id(), office.cashier)
    assert check_database(office.db).findings == ()
