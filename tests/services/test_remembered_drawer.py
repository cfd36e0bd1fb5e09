"""The drawer that was chosen is offered for the rest of the day, on both engines (D-02)."""

from posapp.domain.ids import ControlId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.tender_controls import OpenControl
from tests.helpers.events import show
from tests.helpers.office import DAY, Office


def take(office: Office, control_id: ControlId | None = None) -> ControlId | None:
    """Take money into a drawer, or the one that is offered; says where it lies."""
    account = office.account()
    office.agreement(account, "WATER", (DAY, 500))
    command = AddEvent(
        new_request_id(), account, (TenderDraft("CASH", Money(500)),),
        (PaymentDraft(account, Money(500)),), control_id=control_id,
    )  # fmt: skip
    saved = office.services.payment_events.add(command, office.cashier)
    return show(office, saved.value.event_id).tenders[0].tender_control_id


def offered(office: Office) -> ControlId:
    return office.services.tender_controls.mine(office.cashier)[0].id


def drawer(office: Office, source: str, *, all_users: bool = False) -> ControlId:
    command = OpenControl(new_request_id(), source, None, None, all_users=all_users)
    who = office.supervisor if all_users else office.cashier
    return office.services.tender_controls.open(command, who).value


def test_d02_everybodys_drawer_that_was_chosen_is_remembered_for_the_day(office: Office) -> None:
    shared = drawer(office, "CASH-A02", all_users=True)
    assert take(office) == office.control
    assert take(office, shared) == shared
    assert (take(office), offered(office)) == (shared, shared)
    assert take(office, office.control) == office.control
    assert (take(office), offered(office)) == (office.control, office.control)
    take(office, shared)
    own = drawer(office, "CASH-B01")
    assert (offered(office), take(office)) == (own, own)


def test_d02_the_next_day_begins_with_the_own_drawer_again(sqlite_office: Office) -> None:
    office = sqlite_office
    shared = drawer(office, "CASH-A02", all_users=True)
    take(office, shared)
    office.clock.advance(days=1)
    assert offered(office) == shared
    own = drawer(office, "CASH-B01")
    assert (offered(office), take(office)) == (own, own)
