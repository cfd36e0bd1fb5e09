"""What nobody cancels or transfers by hand: kept change (D-11, D-27), reasons of the program (1.5)."""

from collections.abc import Callable
from typing import Any

import pytest

from posapp.domain.event_views import EventView
from posapp.domain.ids import new_request_id
from posapp.domain.messages import sentence
from posapp.domain.tender_cancels import CancelEvent, CancelTender
from posapp.domain.transfers import Transfer
from posapp.errors import Refused
from tests.helpers.autopay import add_bank, add_mandate, debit
from tests.helpers.events import add, is_clean, show
from tests.helpers.office import DAY, Office


def kept(office: Office) -> EventView:
    """A check that bounced with its change gone."""
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    event = add(office, account, [("TRAV", 10000)], [(account, 2500)])
    order = CancelTender(event.tenders[0].id, "NSF", change_returned=False)
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)
    return show(office, event.id)


def refusal(act: Callable[..., Any], *given: Any, by: Any) -> Refused:
    with pytest.raises(Refused) as refused:
        act(*given, new_request_id(), by)
    return refused.value


def test_d11_d27_kept_change_is_not_canceled_and_says_what_to_do_instead(
    sqlite_office: Office,
) -> None:
    office, event = sqlite_office, kept(sqlite_office)
    change = event.payments[-1]
    assert change.amount.minor == -7500
    cancel = office.services.canceling.cancel_payment
    refused = refusal(cancel, change.id, "DATA", by=office.supervisor)
    assert refused.code == "M-275"
    words = sentence(refused.code, refused.fields)
    assert "take it as a new payment of account" in words
    assert show(office, event.id) == event
    assert event.totals.is_balanced


def test_d11_m16_kept_change_moves_to_nobody_else(sqlite_office: Office) -> None:
    office, event = sqlite_office, kept(sqlite_office)
    other = office.account()
    order, services = Transfer(other, "WRAC"), office.services.transfers
    refused = refusal(services.payment, event.payments[-1].id, order, by=office.supervisor)
    assert refused.code == "M-16"
    assert "change that was not returned" in refused.fields["reason"]
    assert refusal(services.event, event.id, order, by=office.supervisor).code == "M-16"
    assert is_clean(office)


def test_1_5_m276_a_reason_of_the_program_is_nobody_elses(sqlite_office: Office) -> None:
    office = sqlite_office
    account = office.account()
    office.agreement(account, "WATER", (DAY, 9000))
    event = add(office, account, [("CASH", 2500)], [(account, 2500)])
    payment, tender = event.payments[0].id, event.tenders[0].id
    canceling, transfers, who = (
        office.services.canceling,
        office.services.transfers,
        office.supervisor,
    )
    order = Transfer(office.account(), "REOB")
    assert {
        refusal(canceling.cancel_payment, payment, "REOB", by=who).code,
        refusal(canceling.cancel_tender, CancelTender(tender, "REOB"), by=who).code,
        refusal(canceling.cancel_event, CancelEvent(event.id, "REOB"), by=who).code,
        refusal(transfers.payment, payment, order, by=who).code,
        refusal(transfers.event, event.id, order, by=who).code,
    } == {"M-276"}
    add_bank(office)
    add_mandate(office, account)
    waiting = debit(office, account, 700).tenders[0].id
    waits = office.services.autopay_batches.waiting
    assert refusal(waits.cancel, waiting, "REOB", by=who).code == "M-276"
    assert show(office, event.id) == event
