"""D-14, D-19, TI-08, pain 5: nothing leaves a drawer that is not in it, on both engines."""

from typing import Any

import pytest

from posapp.domain.codes import DistributeAction, SourceType
from posapp.domain.ids import ControlId, TenderId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.tender_cancels import CancelEvent, CancelTender
from posapp.domain.tender_controls import OpenControl, OpenDepositControl
from posapp.domain.tender_edits import TenderChange
from posapp.errors import NeedsConfirmation, Refused
from tests.helpers.drawer_day import (
    CONFIRMED,
    approve,
    balance_drawer,
    code_of,
    owing,
    take,
    turn_in,
)
from tests.helpers.drawers import set_option
from tests.helpers.events import is_clean
from tests.helpers.office import Office


def refused(act: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value


def drawer(office: Office, kind: str, control: ControlId | None = None) -> int:
    """What a drawer should hold of a type, in cents."""
    wanted, eye = control or office.control, office.actors["auditor"]
    lines = office.services.tender_controls.show(wanted, eye).lines
    found = {one.tender_type: one.expected for one in lines}
    return (found.get(kind) or Money(0)).minor


def cancel(office: Office, tender: TenderId, back: ControlId | None, **more: Any) -> Any:
    order = CancelTender(tender, "DATA", drawer=back)
    actor = more.get("actor", office.supervisor)
    return office.services.canceling.cancel_tender(order, new_request_id(), actor)


def test_d14_money_goes_back_out_of_the_drawer_that_holds_it(office: Office) -> None:
    tender = take(office, owing(office), "CASH", 500_00).tenders[0].id
    approve(office, turn_in(office, "CASH", 600_00))
    found = refused(lambda: cancel(office, tender, office.control))
    assert (found.code, found.fields["amount"]) == ("M-240", Money(50_00))
    assert (found.fields["drawer"], found.fields["asked"]) == ("CASH-A01", Money(500_00))
    order = CancelTender(tender, "DATA", drawer=office.control)
    outlook = office.services.canceling.outlook
    assert code_of(lambda: outlook(order, office.supervisor)) == "M-240"
    second = office.second_drawer()
    assert code_of(lambda: cancel(office, tender, second)) == "M-240"
    take(office, owing(office), "CASH", 350_00, actor=office.supervisor, control=second)
    cancel(office, tender, second)
    assert (drawer(office, "CASH"), drawer(office, "CASH", second)) == (50_00, 0)
    assert is_clean(office)


def test_d14_or_no_money_goes_back_now(office: Office) -> None:
    tender = take(office, owing(office), "CHEC", 500_00, check="9").tenders[0].id
    approve(office, turn_in(office, "CHEC", 500_00))
    found = refused(lambda: cancel(office, tender, office.control))
    assert (found.code, found.fields["amount"]) == ("M-240", Money(0))
    cancel(office, tender, None)
    assert drawer(office, "CHEC") == 0
    assert is_clean(office)


def test_d16_a_blind_cashier_is_not_told_how_much_is_there(sqlite_office: Office) -> None:
    office = sqlite_office
    tender = take(office, owing(office), "CASH", 500_00).tenders[0].id
    turn_in(office, "CASH", 600_00)
    found = refused(lambda: cancel(office, tender, office.control, actor=office.cashier))
    assert found.code == "M-240H"
    assert Money(50_00) not in found.fields.values()


def test_d14_the_next_day_is_no_other_way_round(sqlite_office: Office) -> None:
    office = sqlite_office
    tender = take(office, owing(office), "CASH", 500_00).tenders[0].id
    balance_drawer(office, office.control)
    office.clock.advance(days=1)
    order = OpenDepositControl(new_request_id(), SourceType.CASHIERING, "USD")
    deposit = office.services.deposit_controls.open(order, office.supervisor).value
    opening = OpenControl(new_request_id(), "CASH-A01", deposit, None)
    control = office.services.tender_controls.open(opening, office.cashier).value
    assert refused(lambda: cancel(office, tender, control)).fields["amount"] == Money(150_00)
    take(office, owing(office), "CASH", 400_00, control=control)
    cancel(office, tender, control)
    assert drawer(office, "CASH", control) == 50_00
    assert is_clean(office)


def test_d32_a_whole_event_is_looked_at_as_one(sqlite_office: Office) -> None:
    """What change brings back counts with what goes out, and tenders of a type together."""
    office = sqlite_office
    account = owing(office)
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(300_00)), TenderDraft("CASH", Money(300_00))),
        (PaymentDraft(account, Money(500_00)),),
        confirmed=CONFIRMED,
    )
    event = office.services.payment_events.add(command, office.cashier).value.event_id
    tenders = office.services.payment_events.show(event, office.cashier).tenders
    back = tuple((one.id, office.control) for one in tenders if not one.flagged)
    order = CancelEvent(event, "DATA", drawers_of=back, change_returned=True)
    cancel_event = office.services.canceling.cancel_event
    waits = turn_in(office, "CASH", 151_00)
    found = refused(lambda: cancel_event(order, new_request_id(), office.supervisor))
    assert (found.code, found.fields["asked"]) == ("M-240", Money(500_00))
    office.services.turn_ins.delete(waits, new_request_id(), office.cashier)
    turn_in(office, "CASH", 150_00)
    cancel_event(order, new_request_id(), office.supervisor)
    assert drawer(office, "CASH") == 0


def _unfrozen(office: Office, kind: str = "CASH") -> Any:
    account = owing(office)
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft(kind, Money(500_00)), TenderDraft("CHEC", Money(1_00), "1")),
        (PaymentDraft(account, Money(501_00)),),
        action=DistributeAction.DISTRIBUTE,
        confirmed=CONFIRMED,
    )
    event = office.services.payment_events.add(command, office.cashier).value.event_id
    return office.services.payment_events.show(event, office.cashier)


@pytest.mark.parametrize("way", ["amount", "type", "move", "delete", "event"])
def test_ti08_no_change_takes_more_out_than_is_there(office: Office, way: str) -> None:
    event = _unfrozen(office)
    tender = next(one.id for one in event.tenders if one.tender_type == "CASH")
    turn_in(office, "CASH", 600_00)
    edits, boss = office.services.tender_edits, office.supervisor
    second = office.second_drawer()
    acts: dict[str, Any] = {
        "amount": lambda: edits.adjust(
            tender, TenderChange(amount=Money(400_00)), new_request_id(), boss
        ),
        "type": lambda: edits.adjust(
            tender, TenderChange(tender_type="TRAV"), new_request_id(), boss
        ),
        "move": lambda: edits.move(tender, second, new_request_id(), boss),
        "delete": lambda: edits.delete(tender, new_request_id(), boss),
        "event": lambda: office.services.event_actions.delete(
            event.id, new_request_id(), boss, confirmed=frozenset({"M-41"})
        ),
    }
    found = refused(acts[way])
    assert (found.code, found.fields["amount"]) == ("M-241", Money(50_00))
    assert drawer(office, "CASH") == 50_00
    assert is_clean(office)


def test_d19_the_hard_limit_holds_for_every_way_into_a_drawer(office: Office) -> None:
    set_option(office, turn_in_hard_limit_percent=100)
    limit = office.services.setup().tender_sources["CASH-A01"].max_amount_balance
    assert limit is not None
    edits, account = office.services.tender_edits, owing(office)
    event = take(office, account, "CHEC", limit.minor, check="7")
    check, cash = event.tenders[0].id, TenderDraft("CASH", limit)

    def turned_into_cash(actor: Any, **more: Any) -> Any:
        change = TenderChange(tender_type="CASH")
        return edits.adjust(check, change, new_request_id(), actor, **more)

    def added(actor: Any, **more: Any) -> Any:
        confirmed = more.get("confirmed", frozenset()) | CONFIRMED
        return edits.add(event.id, cash, new_request_id(), actor, confirmed=confirmed,
                         control_id=office.control)  # fmt: skip

    for act in (turned_into_cash, added):
        found = refused(lambda act=act: act(office.cashier))
        assert (found.code, found.fields["limit"]) == ("M-238", limit)
    with pytest.raises(NeedsConfirmation) as asked:
        turned_into_cash(office.supervisor)
    assert [one.code for one in asked.value.concerns] == ["M-239"]
    turned_into_cash(office.supervisor, confirmed=frozenset({"M-239"}))
    assert drawer(office, "CASH") == limit.minor + 150_00
    small = take(office, account, "CHEC", 100, check="8").tenders[0].id
    edits.adjust(small, TenderChange(check_number="9"), new_request_id(), office.cashier)
    assert is_clean(office)


def test_d19_moving_cash_into_a_full_drawer_is_a_supervisors(sqlite_office: Office) -> None:
    office = sqlite_office
    set_option(office, turn_in_hard_limit_percent=100)
    limit = office.services.setup().tender_sources["CASH-A01"].max_amount_balance
    assert limit is not None
    second = office.second_drawer()
    tender = take(office, owing(office), "CASH", 1_00, actor=office.supervisor, control=second)
    take(office, owing(office), "CASH", limit.minor - 150_00)
    move = office.services.tender_edits.move
    move(tender.tenders[0].id, office.control, new_request_id(), office.supervisor)
    assert drawer(office, "CASH") == limit.minor + 1_00
