"""Who may take an automatic payment back, on both engines (D-44, AP-15)."""

import pytest

from posapp.domain.codes import TenderStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.tender_cancels import CancelEvent
from posapp.errors import Refused
from tests.helpers.autopay import add_bank, add_mandate, debit
from tests.helpers.events import is_clean, show
from tests.helpers.office import DAY, Office


def customer(office: Office) -> AccountId:
    """An account that owes and has a mandate."""
    add_bank(office)
    account = office.account()
    office.agreement(account, "WATER", (DAY, 9000))
    add_mandate(office, account)
    return account


def frozen_debit(office: Office, account: AccountId) -> EventView:
    """A direct debit that the cashier took and froze."""
    event = debit(office, account, 4000)
    office.services.event_actions.freeze(event.id, new_request_id(), office.cashier)
    return show(office, event.id)


def test_d44_a_debit_that_waits_is_canceled_by_who_took_it_on_that_day(office: Office) -> None:
    account, colleague = customer(office), office.colleague()
    event = frozen_debit(office, account)
    order = CancelEvent(event.id, "DATA")
    canceling = office.services.canceling
    with pytest.raises(Refused) as refused:
        canceling.cancel_event(order, new_request_id(), colleague)
    assert refused.value.code == "M-51"
    assert show(office, event.id).tenders[0].status is TenderStatus.VALID
    canceling.cancel_event(order, new_request_id(), office.cashier)
    assert show(office, event.id).tenders[0].status is TenderStatus.CANCELED
    assert is_clean(office)


def test_d44_a_debit_of_another_day_is_canceled_by_a_supervisor(office: Office) -> None:
    event = frozen_debit(office, customer(office))
    office.clock.advance(days=1)
    order = CancelEvent(event.id, "DATA")
    with pytest.raises(Refused) as refused:
        office.services.canceling.cancel_event(order, new_request_id(), office.cashier)
    assert refused.value.code == "M-51"
    office.services.canceling.cancel_event(order, new_request_id(), office.supervisor)
    assert show(office, event.id).tenders[0].status is TenderStatus.CANCELED
