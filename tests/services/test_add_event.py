"""Adding a payment event through the service, on both engines."""

from dataclasses import replace

from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from tests.helpers.office import DAY, Office
from tests.helpers.rows import put


def test_d01_change_is_a_second_flagged_tender(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("TRAV", Money(10000)),),
        (PaymentDraft(account, Money(2500)),),
    )
    saved = office.services.payment_events.add(command, office.cashier)
    event = office.services.payment_events.show(saved.value.event_id, office.cashier)
    assert [(t.tender_type, t.amount, t.cash_back) for t in event.tenders] == [
        ("TRAV", Money(10000), False),
        ("CASH", Money(-7500), True),
    ]
    assert event.payments[0].status is PaymentStatus.FROZEN
    assert event.totals.amount_tendered == Money(10000)
    assert event.totals.cash_back == Money(7500)
    assert event.totals.is_balanced
    card = office.services.accounts.card(account, office.cashier)
    assert card.current_balance == Money(0)
    again = office.services.payment_events.add(command, office.cashier)
    assert again.replayed
    assert again.value.event_id == saved.value.event_id
    other = replace(command, request_id=new_request_id(), confirmed=frozenset({"M-39", "M-40"}))
    third = office.services.payment_events.add(other, office.cashier)
    assert third.value.event_id != saved.value.event_id
    assert third.value.receipt_number == f"{office.control}-2"


def test_d20_cash_rounding_is_no_money_of_the_drawer_or_its_deposit(office: Office) -> None:
    account = office.account()
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(2502)),),
        (PaymentDraft(account, Money(2502)),),
        action=DistributeAction.NONE,
    )
    event_id = office.services.payment_events.add(command, office.cashier).value.event_id
    with office.db.begin() as s:
        put(
            s,
            "tender",
            event_id=event_id,
            payor_account_id=account,
            tender_type="ROND",
            amount=Money(-2),
            control_amount=Money(-2),
            tender_control_id=office.control,
            status="VALID",
            rounding=True,
            created_by=office.cashier.user_id,
        )
    drawer = office.services.tender_controls.show(office.control, office.supervisor)
    deposit = office.services.deposit_controls.show(office.deposit, office.supervisor)
    assert [line.received for line in drawer.lines] == [Money(2502)]
    assert deposit.total_tenders == Money(2502)
