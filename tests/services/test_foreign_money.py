"""Tenders in another currency: whose drawer, chain and receipt (D-05, CHG-10, C-20, C-21, D-31)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection, insert, text, update

from posapp.domain.codes import DistributeAction, SourceType
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, ControlId, EventId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import OpenControl, OpenDepositControl
from posapp.errors import Refused
from posapp.storage import payment_facts
from posapp.storage.ahead import ahead_of_locks
from posapp.storage.base import table_of
from posapp.storage.check import check_database
from posapp.storage.tables.payment_events import PaymentRow
from posapp.storage.tables.setup import ExchangeRateRow
from tests.helpers.office import DAY, Office
from tests.helpers.rows import put

EURO = Decimal("1.10")


@pytest.fixture
def euros(office: Office) -> ControlId:
    """Foreign money is taken: a rate, and two euro drawers, the first of them open."""
    with office.db.begin() as s:
        for code in ("EUR-A", "EUR-B"):
            put(s, "tender_source", code=code, source_type="CASHIERING", currency="EUR")
        rate = {"source": "EUR", "target": "USD", "day": DAY, "rate": str(EURO)}
        s.execute(insert(table_of(ExchangeRateRow)), rate)
        s.execute(
            text(
                "UPDATE installation SET setup_version = setup_version + 1, alternate_currency ="
                + (" 1" if office.db.dialect == "sqlite" else " TRUE")
            )
        )
    deposit = OpenDepositControl(new_request_id(), SourceType.CASHIERING, "EUR")
    office.services.deposit_controls.open(deposit, office.supervisor)
    return drawer(office, "EUR-A")


def drawer(office: Office, source: str) -> ControlId:
    command = OpenControl(new_request_id(), source, None, None)
    return office.services.tender_controls.open(command, office.cashier).value


def euro(cents: int) -> TenderDraft:
    return TenderDraft("CASH", Money(cents), currency="EUR")


def command(account: AccountId, cents: int, *tenders: TenderDraft, **changes: Any) -> AddEvent:
    values = {
        "action": DistributeAction.NONE,
        "confirmed": frozenset({"M-39", "M-40", "M-42", "M-69"}),
    }
    return AddEvent(
        new_request_id(), account, tenders, (PaymentDraft(account, Money(cents)),),
        **(values | changes),
    )  # fmt: skip


def add(office: Office, asked: AddEvent) -> EventId:
    return office.services.payment_events.add(asked, office.cashier).value.event_id


def show(office: Office, event_id: EventId) -> EventView:
    return office.services.payment_events.show(event_id, office.cashier)


def owe(office: Office, event_id: EventId, cents: int) -> None:
    """The payment of an event gets another amount."""
    with office.db.begin() as s:
        changed = update(PaymentRow).where(PaymentRow.event_id == event_id)
        s.execute(changed.values(amount=Money(cents)))


def recalculate(office: Office, event_id: EventId, actor: Actor | None = None) -> EventView:
    office.services.event_actions.recalculate_cash_back(
        event_id, new_request_id(), actor or office.cashier
    )
    return show(office, event_id)


def balancing(s: Connection, control: ControlId) -> None:
    s.execute(
        text("UPDATE tender_control SET status = 'BALANCING' WHERE id = :id"), {"id": control}
    )


def test_chg10_change_for_foreign_money_alone_comes_from_the_users_home_drawer(
    office: Office, euros: ControlId
) -> None:
    event_id = add(office, command(office.account(), 5500, euro(5000)))
    owe(office, event_id, 2500)
    given, change = recalculate(office, event_id).tenders
    assert (given.tender_control_id, given.amount) == (euros, Money(5500))
    assert (change.tender_control_id, change.amount) == (office.control, Money(-3000))
    assert (change.control_currency, change.cash_back) == ("USD", True)


def test_c21_without_a_home_drawer_there_is_no_change_for_foreign_money(
    office: Office, euros: ControlId
) -> None:
    event_id = add(office, command(office.account(), 5500, euro(5000)))
    owe(office, event_id, 2500)
    with office.db.begin() as s:
        balancing(s, office.control)
    with pytest.raises(Refused) as caught:
        recalculate(office, event_id)
    assert (caught.value.code, caught.value.fields["currency"]) == ("C-21", "USD")
    assert [t.tender_control_id for t in show(office, event_id).tenders] == [euros]


@pytest.mark.parametrize("given", [5000, 6000], ids=["new change", "other change"])
def test_d32_change_never_touches_a_drawer_that_is_being_balanced(
    office: Office, euros: ControlId, given: int
) -> None:
    asked = command(office.account(), 6500, euro(5000), TenderDraft("CASH", Money(given - 4000)))
    event_id = add(office, asked)
    owe(office, event_id, 2500)
    with office.db.begin() as s:
        balancing(s, office.control)
    before = show(office, event_id).tenders
    assert before[0].tender_control_id == euros
    with pytest.raises(Refused) as caught:
        recalculate(office, event_id)
    assert (caught.value.code, caught.value.fields["value"]) == ("M-05", office.control)
    assert show(office, event_id).tenders == before


def test_d31_receipt_seal_and_chain_are_of_one_drawer(office: Office, euros: ControlId) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 9000))
    freeze = {"action": DistributeAction.FREEZE}
    for asked, own in (
        (command(account, 2500, euro(5000), **freeze), office.control),
        (command(account, 5500, euro(5000), **freeze), euros),
        (command(account, 1000, TenderDraft("CASH", Money(1000)), control_id=euros, **freeze),
         office.control),
    ):  # fmt: skip
        event = show(office, add(office, asked))
        assert event.receipt_number is not None
        assert event.receipt_number.startswith(f"{own}-")
        assert _chain_of(office, event.id) == f"control/{own}"
    assert check_database(office.db).findings == ()


def test_d31_a_payment_frozen_later_gets_the_same_drawers_receipt(
    office: Office, euros: ControlId
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 9000))
    waiting = {"action": DistributeAction.DISTRIBUTE}
    for asked, own in (
        (command(account, 2500, euro(5000), **waiting), office.control),
        (command(account, 5500, euro(5000), **waiting), euros),
    ):
        event_id = add(office, asked)
        office.services.event_actions.freeze(event_id, new_request_id(), office.cashier)
        number = show(office, event_id).receipt_number
        assert number is not None
        assert number.startswith(f"{own}-")
        assert _chain_of(office, event_id, "event.freeze") == f"control/{own}"


def _chain_of(office: Office, event_id: EventId, action: str = "event") -> str:
    query = text("SELECT chain FROM audit WHERE object_id = :id AND action = :action")
    with office.db.read() as s:
        return str(s.execute(query, {"id": event_id, "action": action}).scalar_one())


def test_d02_the_foreign_drawer_used_last_is_offered_again(
    office: Office, euros: ControlId
) -> None:
    newer = drawer(office, "EUR-B")
    account = office.account()
    with office.db.begin() as s:
        balancing(s, newer)
    assert _drawer_of(office, command(account, 1100, euro(1000))) == euros
    with office.db.begin() as s:
        s.execute(text("UPDATE tender_control SET status = 'OPEN'"))
    assert _drawer_of(office, command(account, 2200, euro(2000))) == euros


def _drawer_of(office: Office, asked: AddEvent) -> ControlId | None:
    return show(office, add(office, asked)).tenders[0].tender_control_id


def test_c20_says_the_day_for_which_a_rate_was_wanted(office: Office, euros: ControlId) -> None:
    earlier = date(2026, 11, 3)
    asked = command(office.account(), 5500, euro(5000), payment_date=earlier, control_id=None)
    with office.db.begin() as s:
        s.execute(text(f"UPDATE tender_control SET user_id = {office.supervisor.user_id}"))
    with pytest.raises(Refused) as caught:
        office.services.payment_events.add(asked, office.supervisor)
    assert (caught.value.code, caught.value.fields["date"]) == ("C-20", earlier)
    assert euros


@pytest.mark.parametrize("role", ["foreign", "home"])
def test_d25_another_drawer_that_was_closed_meanwhile_takes_nothing(
    office: Office, euros: ControlId, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if office.db.dialect == "sqlite":
        pytest.skip("one writer: nothing can happen in between")
    gone, asked = (
        (euros, command(office.account(), 5500, euro(5000)))
        if role == "foreign"
        else (office.control, command(office.account(), 2500, euro(5000), control_id=euros))
    )
    locks: Callable[..., None] = ahead_of_locks

    def late(*args: Any, **named: Any) -> None:
        with office.db.begin() as other:
            balancing(other, gone)
        locks(*args, **named)

    monkeypatch.setattr(payment_facts, "ahead_of_locks", late)
    with pytest.raises(Refused) as caught:
        office.services.payment_events.add(asked, office.cashier)
    assert caught.value.code == ("C-21" if role == "foreign" else "M-72")


def test_d02_the_foreign_drawer_that_is_asked_for_takes_the_foreign_money(
    office: Office, euros: ControlId
) -> None:
    drawer(office, "EUR-B")
    asked = command(office.account(), 2500, euro(5000), control_id=euros)
    assert [t.tender_control_id for t in show(office, add(office, asked)).tenders] == [
        euros,
        office.control,
    ]
