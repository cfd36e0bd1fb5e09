"""Automatic payments for service tests: an institution, mandates, events, what is stored."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from posapp.domain.autopay_requests import AutoPayDraft, ClearingRequest
from posapp.domain.codes import DistributeAction
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, EventId, new_request_id
from posapp.domain.mandate import MandateDraft, MandateId
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.storage.clearing_requests import load_requests
from posapp.storage.tables.schema import METADATA
from tests.helpers.events import show
from tests.helpers.office import Office

NUMBER: Final = "9876543210"
OTHER: Final = "1122334455"
ROUTING: Final = "021000021"
BANK: Final = {
    "code": "FNB",
    "description": "First National",
    "source_name": "First National Bank",
    "tender_type": "DDCH",
    "prenote_tender_type": None,
    "external_source_id": ROUTING,
    "route_type": "DEBIT",
    "work_calendar": "FED",
    "account_rule": "DIGITS",
    "active": True,
}


def add_bank(office: Office, **changes: Any) -> str:
    """A bank at which checking accounts are debited; returns its code."""
    values = BANK | changes
    office.services.setup_edits.save(
        "autopay_source", values, new_request_id(), office.actors["setup"]
    )
    return str(values["code"])


def mandate_draft(office: Office, account: AccountId, **changes: Any) -> MandateDraft:
    """An unlimited mandate at the bank from the first of the year."""
    number = changes.pop("number", NUMBER)
    source = changes.get("source", "FNB")
    sealed = (
        None if number is None else office.services.sealing.seal(number, source, office.cashier)
    )
    values: dict[str, Any] = {
        "start_date": date(2026, 1, 1),
        "end_date": None,
        "source": source,
        "account": sealed,
        "entity_name": "N. Okafor",
    } | changes
    return MandateDraft(account, **values)


def add_mandate(office: Office, account: AccountId, **changes: Any) -> MandateId:
    """Record a mandate."""
    draft = mandate_draft(office, account, **changes)
    return office.services.mandates.add(draft, new_request_id(), office.actors["setup"]).value


def debit(
    office: Office,
    account: AccountId,
    cents: int,
    block: AutoPayDraft | None = None,
    *,
    kind: str = "DDCH",
    more: Sequence[TenderDraft] = (),
    **changes: Any,
) -> EventView:
    """Add an event of the cashier that is paid by direct debit."""
    command = AddEvent(
        **{
            "request_id": new_request_id(),
            "payor": account,
            "tenders": (TenderDraft(kind, Money(cents), auto_pay=block), *more),
            "payments": (
                PaymentDraft(account, Money(cents + sum(one.amount.minor for one in more))),
            ),
            "action": DistributeAction.FREEZE,
            "confirmed": frozenset({"M-39", "M-40", "M-69"}),
        }
        | changes
    )
    saved = office.services.payment_events.add(command, office.cashier)
    return show(office, saved.value.event_id)


def requests(office: Office, event_id: EventId) -> tuple[ClearingRequest, ...]:
    """The clearing requests of an event."""
    with office.db.read() as s:
        return load_requests(s, event_id)


def send(office: Office, event_id: EventId) -> None:
    """Send what is due on the bank's route, the requests of this event among it."""
    day = requests(office, event_id)[0].extract_date
    office.services.autopay_sending.send("DEBIT", day, new_request_id(), office.supervisor)
    assert all(one.status.was_sent for one in requests(office, event_id))


def rows_of(office: Office, table: str) -> list[Any]:
    """Every row of a table."""
    with office.db.read() as s:
        return list(s.execute(select(METADATA.tables[table])))


def everything_stored(office: Office) -> str:
    """Every text of every row of the database, to look for what must not be there."""
    found: list[str] = []
    with office.db.read() as s:
        for table in METADATA.sorted_tables:
            found += [repr(tuple(row)) for row in s.execute(select(table))]
    return "\n".join(found)
