"""TI-01, TI-04, 17, D-23, D-28: a check on a turn-in stays what the slip says, on both engines."""

from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from posapp.domain.codes import DistributeAction, TenderStatus, TurnInDirection
from posapp.domain.ids import TenderId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.tender_edits import TenderChange
from posapp.errors import Refused
from posapp.storage.base import table_of
from posapp.storage.check import check_database
from posapp.storage.tables.payment_events import TenderRow
from tests.helpers.drawer_day import CONFIRMED, approve, code_of, owing, turn_in
from tests.helpers.events import is_clean, show
from tests.helpers.office import Office

NUMBER = "000001"


def checks(office: Office) -> tuple[Any, list[TenderId]]:
    """An unfrozen event with two checks of 250.00 and some cash."""
    account = owing(office)
    drafts = (
        TenderDraft("CHEC", Money(250_00), "5"),
        TenderDraft("CHEC", Money(250_00), "6"),
        TenderDraft("CASH", Money(1_00)),
    )
    command = AddEvent(
        new_request_id(),
        account,
        drafts,
        (PaymentDraft(account, Money(501_00)),),
        action=DistributeAction.DISTRIBUTE,
        confirmed=CONFIRMED,
    )
    event = office.services.payment_events.add(command, office.cashier).value.event_id
    found = show(office, event).tenders
    return event, [one.id for one in found if one.tender_type == "CHEC"]


def ways(office: Office, event: Any, tender: TenderId) -> dict[str, Any]:
    """What would make the slip say another thing."""
    edits, boss = office.services.tender_edits, office.supervisor
    second = office.second_drawer()

    def change(**values: Any) -> Any:
        return edits.adjust(tender, TenderChange(**values), new_request_id(), boss)

    return {
        "amount": lambda: change(amount=Money(150_00)),
        "type": lambda: change(tender_type="CASH"),
        "move": lambda: edits.move(tender, second, new_request_id(), boss),
        "delete": lambda: edits.delete(tender, new_request_id(), boss),
        "event": lambda: office.services.event_actions.delete(
            event, new_request_id(), boss, confirmed=frozenset({"M-41"})
        ),
    }


def cancel_with_money(office: Office, tender: TenderId) -> Any:
    order = CancelTender(tender, "DATA", drawer=office.control)
    cancel = office.services.canceling.cancel_tender
    return cancel(order, new_request_id(), office.supervisor)


@pytest.mark.parametrize("approved", [False, True])
def test_ti04_a_check_that_was_turned_in_stays_what_it_is(office: Office, approved: bool) -> None:
    """The other check makes the drawer's sum large enough; this one is not there all the same."""
    event, (first, second) = checks(office)
    made = turn_in(office, "CHEC", 250_00, tenders=(first,))
    if approved:
        approve(office, made)
    for name, act in ways(office, event, first).items():
        with pytest.raises(Refused) as refused:
            act()
        said = (refused.value.code, refused.value.fields["receipt"])
        assert said == ("M-246", NUMBER), name
    note = TenderChange(check_number="17")
    edits = office.services.tender_edits
    edits.adjust(first, note, new_request_id(), office.cashier)
    edits.adjust(second, TenderChange(tender_type="CASH"), new_request_id(), office.cashier)
    assert is_clean(office)


def test_ti04_a_frozen_one_is_not_handed_back_out_of_the_drawer(sqlite_office: Office) -> None:
    office = sqlite_office
    event, (first, _second) = checks(office)
    office.services.event_actions.freeze(event, new_request_id(), office.cashier)
    made = turn_in(office, "CHEC", 250_00, tenders=(first,))
    assert code_of(lambda: cancel_with_money(office, first)) == "M-246"
    office.services.turn_ins.delete(made, new_request_id(), office.cashier)
    cancel_with_money(office, first)
    assert is_clean(office)


def test_ti04_what_came_back_may_change_but_its_turn_ins_stay(office: Office) -> None:
    event, (first, _second) = checks(office)
    approve(office, turn_in(office, "CHEC", 250_00, tenders=(first,)))
    back = turn_in(
        office, "CHEC", 250_00, actor=office.supervisor, direction=TurnInDirection.IN,
        tenders=(first,),
    )  # fmt: skip
    approve(office, back, office.cashier)
    acts = ways(office, event, first)
    for name in ("delete", "event"):
        with pytest.raises(Refused) as refused:
            acts[name]()
        assert refused.value.code == "M-247", name
    acts["amount"]()
    assert is_clean(office)


@pytest.mark.parametrize(
    "value",
    [
        {"tender_type": "MORD"},
        {"control_amount": Money(1)},
        {"counted": False, "status": TenderStatus.CANCELED},
    ],
)
def test_ti04_the_database_holds_it_too(office: Office, value: dict[str, Any]) -> None:
    _event, (first, _second) = checks(office)
    turn_in(office, "CHEC", 250_00, tenders=(first,))
    if "counted" in value:
        who, at = office.supervisor.user_id, office.clock()
        value = value | {"cancel_reason": "DATA", "canceled_at": at, "canceled_by": who}
    tender = table_of(TenderRow)
    told = pytest.raises(DBAPIError, match="was turned in stays what it is")
    with told, office.db.begin() as s:
        s.execute(update(tender).where(tender.c.id == first).values(**value))
    assert check_database(office.db).findings == ()
