"""P7: each instrument on one slip, and a slip lists what goes to the bank with it (17, D-14, D-28)."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from posapp.domain.codes import DistributeAction, SourceType
from posapp.domain.control_life import ChangeControl
from posapp.domain.event_views import EventView
from posapp.domain.ids import ControlId, DepositControlId, new_request_id
from posapp.domain.money import Money
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.tender_controls import OpenControl, OpenDepositControl
from posapp.domain.tender_edits import TenderChange
from posapp.errors import Refused
from tests.helpers.drawer_day import bank, owing
from tests.helpers.events import add, is_clean
from tests.helpers.office import Office


def listed(office: Office, action: DistributeAction = DistributeAction.FREEZE) -> EventView:
    """A payment of one check that lies on a deposit slip."""
    account = owing(office)
    event = add(office, account, [("CHEC", 60_00)], [(account, 60_00)], action=action)
    bank(office, 60_00, tenders=(event.tenders[0].id,))
    return event


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        action()
    return refused.value.code


def other_deposit(office: Office) -> DepositControlId:
    command = OpenDepositControl(new_request_id(), SourceType.CASHIERING, "USD")
    return office.services.deposit_controls.open(command, office.supervisor).value


def cancel(office: Office, event: EventView, **order: Any) -> Any:
    command = CancelTender(event.tenders[0].id, "NSF", **order)
    return office.services.canceling.cancel_tender(
        command, new_request_id(), office.supervisor
    ).value


def test_p7_d14_a_check_on_a_slip_is_not_handed_back(office: Office) -> None:
    event = listed(office)
    assert code_of(lambda: cancel(office, event, drawer=office.control)) == "M-283"
    assert office.services.payment_events.show(event.id, office.cashier) == event
    rows = office.services.bank_deposits
    (view,) = office.services.deposit_controls.show(office.deposit, office.supervisor).deposits
    rows.delete(view.deposit.id, new_request_id(), office.supervisor)
    assert cancel(office, event, drawer=office.control).notes == ()
    assert is_clean(office)


def test_p7_ns01_a_check_that_the_bank_sent_back_stays_on_its_slip(office: Office) -> None:
    event = listed(office)
    (note,) = cancel(office, event).notes
    assert note.code == "M-284"
    (view,) = office.services.deposit_controls.show(office.deposit, office.supervisor).deposits
    shown = office.services.bank_deposits.show(view.deposit.id, office.supervisor)
    assert [one.tender_id for one in shown.instruments] == [event.tenders[0].id]
    assert is_clean(office)


def test_p7_d28_a_check_on_a_slip_does_not_change_or_go(office: Office) -> None:
    event = listed(office, DistributeAction.NONE)
    (tender,) = event.tenders
    edits, who = office.services.tender_edits, office.supervisor

    def change(**values: Any) -> Callable[[], object]:
        return lambda: edits.adjust(tender.id, TenderChange(**values), new_request_id(), who)

    assert code_of(change(amount=Money(50_00))) == "M-283"
    assert code_of(change(tender_type="MORD")) == "M-283"
    delete, yes = office.services.event_actions.delete, frozenset({"M-41"})
    assert code_of(lambda: delete(event.id, new_request_id(), who, yes)) == "M-283"
    change(name="Okafor")()
    assert is_clean(office)


def test_p7_tc04_a_check_on_a_slip_stays_under_its_deposit_control(office: Office) -> None:
    event = listed(office)
    near = office.second_drawer()
    order = OpenControl(new_request_id(), "CASH-B01", other_deposit(office), None, all_users=True)
    far = office.services.tender_controls.open(order, office.supervisor).value

    def move(to: ControlId) -> object:
        tender = event.tenders[0].id
        return office.services.tender_edits.move(tender, to, new_request_id(), office.supervisor)

    assert code_of(lambda: move(far)) == "M-283"
    move(near)
    assert is_clean(office)


def test_p7_m228_a_drawer_with_checks_on_a_slip_is_not_moved(office: Office) -> None:
    listed(office)
    order = ChangeControl(
        new_request_id(), office.control, deposit_control_id=other_deposit(office)
    )
    with pytest.raises(Refused) as refused:
        office.services.control_life.change(order, office.supervisor)
    assert refused.value.code == "M-228"
    assert "take them off that slip first" in refused.value.fields["reason"]


@pytest.mark.parametrize(
    "change",
    ["control_amount = 5000, amount = 5000", "tender_type = 'MORD'", "tender_control_id = :far"],
)
def test_p7_the_database_itself_keeps_a_check_on_a_slip(office: Office, change: str) -> None:
    event = listed(office, DistributeAction.NONE)
    order = OpenControl(new_request_id(), "CASH-B01", other_deposit(office), None, all_users=True)
    far = office.services.tender_controls.open(order, office.supervisor).value
    given = {"id": event.tenders[0].id} | ({"far": far} if ":far" in change else {})
    with pytest.raises(DBAPIError, match="deposit slip"), office.db.begin() as s:
        s.execute(text(f"UPDATE tender SET {change} WHERE id = :id"), given)
