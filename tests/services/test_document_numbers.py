"""Document numbers, rule by rule (D-04, DN-01..DN-08); on both engines.

Eight writers at once, killed and rolled back: ``tests/faults/test_document_numbers.py``.
"""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.event_views import EventView, info_parts
from posapp.domain.ids import AccountId, long_id, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.tender_controls import OpenControl
from posapp.errors import Refused, StorageFailure
from tests.helpers.events import is_clean, show
from tests.helpers.office import DAY, Office
from tests.helpers.rows import put

WAIT, NONE = DistributeAction.DISTRIBUTE, DistributeAction.NONE


@pytest.fixture
def account(office: Office) -> AccountId:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 900000))
    return account


def pay(office: Office, account: AccountId, **more: Any) -> EventView:
    command = AddEvent(
        new_request_id(), account, (TenderDraft("CASH", Money(1000)),),
        (PaymentDraft(account, Money(1000)),),
        confirmed=frozenset({"M-39", "M-40", "M-42", "M-69"}), **more,
    )  # fmt: skip
    return show(office, office.services.payment_events.add(command, office.cashier).value.event_id)


def switch(office: Office, *, on: bool) -> None:
    """The installation's option, as the set-up changes it."""
    edits = office.services.setup_edits
    setup = office.actors["setup"]
    row = edits.rows("installation", setup).rows[0]
    changed = {**row, "document_numbering": on}
    edits.save("installation", changed, new_request_id(), setup, was=row)


def test_dn01_there_is_a_number_only_while_the_option_is_on(
    office: Office, account: AccountId
) -> None:
    assert pay(office, account).document_number == "2026-MAIN-000001"
    switch(office, on=False)
    assert pay(office, account).document_number is None
    switch(office, on=True)
    assert pay(office, account).document_number == "2026-MAIN-000002"
    assert is_clean(office)


def test_dn02_the_issuing_center_is_that_of_the_office_of_the_tender_source(
    office: Office, account: AccountId
) -> None:
    with office.db.begin() as s:
        put(
            s, "office", code="NORTH", name="North", issuing_center="NORTHSIDE",
            zone="America/New_York", currency="USD",
        )  # fmt: skip
        put(s, "tender_source", code="N-1", source_type="CASHIERING", currency="USD",
            office="NORTH", active=True)  # fmt: skip
        put(s, "deposit_control", owner_id=office.supervisor.user_id, office="NORTH",
            created_by=office.supervisor.user_id, source_type="CASHIERING")  # fmt: skip
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))
    north = office.services.tender_controls.open(
        OpenControl(new_request_id(), "N-1", None, None), office.cashier
    ).value
    assert pay(office, account, control_id=office.control).document_number == "2026-MAIN-000001"
    assert pay(office, account, control_id=north).document_number == "2026-NORTHSIDE-000001"
    assert pay(office, account, control_id=office.control).document_number == "2026-MAIN-000002"


def test_dn03_each_year_of_the_payment_date_has_a_series_of_its_own(
    office: Office, account: AccountId
) -> None:
    def on(day: date) -> str | None:
        event = pay(office, account, action=WAIT)
        office.services.event_actions.set_date(event.id, day, new_request_id(), office.supervisor)
        office.services.event_actions.freeze(event.id, new_request_id(), office.cashier)
        return show(office, event.id).document_number

    edits, setup = office.services.setup_edits, office.actors["setup"]
    period = {"code": "2025-12", "start_date": date(2025, 12, 1), "end_date": date(2025, 12, 31),
              "open": True}  # fmt: skip
    edits.save("accounting_period", period, new_request_id(), setup)
    assert [on(DAY), on(date(2025, 12, 30)), on(DAY), on(date(2025, 12, 31))] == [
        "2026-MAIN-000001", "2025-MAIN-000001", "2026-MAIN-000002", "2025-MAIN-000002",
    ]  # fmt: skip


def test_dn04_a_payment_that_is_refused_takes_no_number(office: Office, account: AccountId) -> None:
    assert pay(office, account).document_number == "2026-MAIN-000001"
    with pytest.raises(Refused):
        pay(office, account, payment_date=date(2031, 1, 1))
    assert pay(office, account).document_number == "2026-MAIN-000002"
    assert is_clean(office)


def test_d04_dn05_the_number_comes_with_the_first_freeze_and_stays(
    office: Office, account: AccountId
) -> None:
    event = pay(office, account, action=NONE)
    assert event.document_number is None
    office.services.event_actions.distribute(event.id, new_request_id(), office.cashier)
    assert show(office, event.id).document_number is None
    office.services.event_actions.freeze(event.id, new_request_id(), office.cashier)
    numbered = show(office, event.id)
    assert numbered.document_number == "2026-MAIN-000001"
    payment = numbered.payments[0].id
    office.services.canceling.cancel_payment(payment, "DATA", new_request_id(), office.supervisor)
    office.services.payment_edits.add(
        event.id, PaymentDraft(account, Money(1000)), new_request_id(), office.supervisor
    )
    office.services.event_actions.distribute(event.id, new_request_id(), office.supervisor)
    office.services.event_actions.freeze(event.id, new_request_id(), office.supervisor)
    again = show(office, event.id)
    assert [p.status for p in again.payments] == [PaymentStatus.CANCELED, PaymentStatus.FROZEN]
    assert again.document_number == "2026-MAIN-000001"
    assert pay(office, account).document_number == "2026-MAIN-000002"


def test_dn06_a_numbered_event_is_canceled_never_deleted_and_keeps_its_number(
    office: Office, account: AccountId
) -> None:
    event = pay(office, account)
    payment = event.payments[0].id
    office.services.canceling.cancel_payment(payment, "DATA", new_request_id(), office.supervisor)
    with pytest.raises(Refused, match="M-11"):
        office.services.event_actions.delete(
            event.id, new_request_id(), office.supervisor, frozenset({"M-41"})
        )
    assert show(office, event.id).document_number == "2026-MAIN-000001"
    for forged in (
        "DELETE FROM payment_event WHERE id = :id",
        "UPDATE payment_event SET document_number = NULL WHERE id = :id",
        "UPDATE payment_event SET document_number = '2026-MAIN-000009' WHERE id = :id",
    ):
        with (
            pytest.raises((DBAPIError, StorageFailure), match="number"),
            office.db.begin() as s,
        ):
            s.execute(text(forged), {"id": event.id})
    assert is_clean(office)


def test_dn07_the_info_line_shows_it(office: Office, account: AccountId) -> None:
    event = pay(office, account, action=WAIT)
    assert info_parts(event) == ("Okafor, Ngozi",)
    office.services.event_actions.freeze(event.id, new_request_id(), office.cashier)
    assert info_parts(show(office, event.id)) == ("Okafor, Ngozi", "2026-MAIN-000001")


@pytest.mark.parametrize("long", [False, True])
def test_dn08_without_the_option_the_receipt_shows_the_events_own_number(
    office: Office, account: AccountId, long: bool
) -> None:
    def paper(event: EventView) -> str:
        pdf = office.services.printing.preview(event.id, office.cashier, long=long)
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)

    numbered = paper(pay(office, account))
    assert "Document Number 2026-MAIN-000001" in numbered
    switch(office, on=False)
    event = pay(office, account)
    plain = paper(event)
    assert "Document Number" not in plain
    assert f"Payment Event {long_id(event.id)}" in plain


def test_d04_a_number_finds_its_event(office: Office, account: AccountId) -> None:
    event = pay(office, account)
    (found,) = office.services.search.events("2026-main-000001", office.cashier)
    assert (found.event_id, found.document_number) == (event.id, "2026-MAIN-000001")


def test_d04_db_check_names_a_series_with_a_gap(office: Office, account: AccountId) -> None:
    pay(office, account)
    with office.db.begin() as s:
        s.execute(text("UPDATE number_sequence SET last = last + 1 WHERE kind = 'PAYMENT'"))
    assert not is_clean(office)
