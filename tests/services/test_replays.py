"""D-21: the same request twice gives what the first one answered, whatever happened since."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddedEvent, AddEvent, PaymentDraft, TenderDraft
from posapp.errors import Refused
from tests.helpers.office import DAY, Office


def command(office: Office, cents: int = 2500, **changes: Any) -> AddEvent:
    account = office.account(customer_class="OPEN")
    office.agreement(account, "WATER", (DAY, 9000))
    values: dict[str, Any] = {"confirmed": frozenset({"M-39", "M-40"})}
    return AddEvent(
        new_request_id(), account, (TenderDraft("CASH", Money(10000)),),
        (PaymentDraft(account, Money(cents)),), **(values | changes),
    )  # fmt: skip


def limit(office: Office, cents: int) -> None:
    with office.db.begin() as s:
        s.execute(text(f"UPDATE tender_source SET max_amount_balance = {cents}"))
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))


def add(office: Office, asked: AddEvent) -> AddedEvent:
    return office.services.payment_events.add(asked, office.cashier).value


def test_d21_a_replay_repeats_failures_change_and_reminders(office: Office) -> None:
    limit(office, 5000)
    asked = command(office)
    first = add(office, asked)
    assert (first.failed, first.change, first.warnings) == (("M-21",), Money(7500), ("M-34",))
    assert add(office, asked) == replace(first, opens_drawer=False)


def test_d21_a_replay_says_what_was_true_then(office: Office) -> None:
    asked = command(office, action=DistributeAction.NONE)
    first = add(office, asked)
    assert (first.receipt_number, first.change) == (None, Money(7500))
    with office.db.begin() as s:
        match = "match_type = 'PAY PLAN', match_value = 'PP-1'"
        s.execute(text(f"UPDATE payment SET amount = 9000, {match}"))
    for action in ("recalculate_cash_back", "distribute", "freeze"):
        act = getattr(office.services.event_actions, action)
        act(first.event_id, new_request_id(), office.cashier)
    event = office.services.payment_events.show(first.event_id, office.cashier)
    assert (event.receipt_number, event.totals.cash_back) == (f"{office.control}-1", Money(1000))
    assert add(office, asked) == replace(first, opens_drawer=False)


def test_d21_a_replay_of_an_event_that_was_deleted_says_so(office: Office) -> None:
    asked = command(office, action=DistributeAction.NONE)
    first = add(office, asked)
    office.services.event_actions.delete(
        first.event_id, new_request_id(), office.supervisor, frozenset({"M-41"})
    )
    with pytest.raises(Refused, match="M-70"):
        add(office, asked)


def test_ti10_a_limit_of_nothing_is_passed_by_any_cash(office: Office) -> None:
    limit(office, 0)
    added = add(office, command(office))
    assert added.warnings == ("M-34",)
    event = office.services.payment_events.show(added.event_id, office.cashier)
    assert event.above_limit == Money(0)
