"""Adding and looking at events in service tests."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from posapp.domain.codes import DistributeAction
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, EventId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.storage.base import table_of
from posapp.storage.check import check_database
from posapp.storage.tables.ledger import GlLineRow
from tests.helpers.office import Office

_gl = table_of(GlLineRow)


def add(
    office: Office,
    payor: AccountId,
    tenders: Sequence[tuple[str, int]],
    payments: Sequence[tuple[AccountId, int]],
    *,
    action: DistributeAction = DistributeAction.FREEZE,
    **changes: Any,
) -> EventView:
    """Add an event of the cashier; concerns are confirmed."""
    command = AddEvent(
        new_request_id(),
        payor,
        tuple(
            TenderDraft(kind, Money(cents), "17" if kind == "CHEC" else "")
            for kind, cents in tenders
        ),
        tuple(PaymentDraft(payee, Money(cents), **changes) for payee, cents in payments),
        action=action,
        confirmed=frozenset({"M-39", "M-40", "M-42", "M-06W", "M-69"}),
    )
    return show(office, office.services.payment_events.add(command, office.cashier).value.event_id)


def show(office: Office, event_id: EventId) -> EventView:
    """The event as it is now."""
    return office.services.payment_events.show(event_id, office.cashier)


def balance(office: Office, account: AccountId) -> int:
    """Current balance of an account in cents."""
    return office.services.accounts.card(account, office.cashier).current_balance.minor


def drawer(office: Office, code: str) -> int:
    """What the cashier's drawer should hold of a tender type, in cents."""
    view = office.services.tender_controls.show(office.control, office.supervisor)
    found = {line.tender_type: line.expected for line in view.lines}
    amount = found.get(code)
    return amount.minor if amount else 0


def ledger(office: Office, code: str) -> int:
    """Balance of a ledger account in cents: debit +, credit -."""
    with office.db.read() as s:
        rows = s.execute(select(_gl.c.amount).where(_gl.c.distribution_code == code)).scalars()
        return sum(row.minor for row in rows)


def is_clean(office: Office) -> bool:
    """Whether ``db check`` finds nothing."""
    return check_database(office.db).clean
