"""Transfers of events and payments to another account; both engines."""

import pytest

from posapp.domain.codes import DistributeAction, PaymentStatus, TenderStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.transfers import Transfer
from posapp.errors import Refused
from tests.helpers.events import add, balance, drawer, is_clean, ledger, show
from tests.helpers.office import DAY, Office


def owing(office: Office, cents: int = 5000, **options: str) -> AccountId:
    account = office.account(**options)
    office.agreement(account, "WATER", (DAY, cents))
    return account


def move_event(office: Office, event: EventView, transfer: Transfer) -> EventView:
    office.services.transfers.event(event.id, transfer, new_request_id(), office.supervisor)
    return show(office, event.id)


def move_payment(office: Office, event: EventView, transfer: Transfer) -> EventView:
    payment = event.payments[0]
    office.services.transfers.payment(payment.id, transfer, new_request_id(), office.cashier)
    return show(office, event.id)


def test_tr7_an_event_moves_with_its_payor(office: Office) -> None:
    wrong, right = owing(office), owing(office)
    event = add(office, wrong, [("CASH", 6000)], [(wrong, 5000)])
    after = move_event(office, event, Transfer(right, "WRAC"))
    assert {tender.payor_account_id for tender in after.tenders} == {right}
    assert {tender.status for tender in after.tenders} == {TenderStatus.VALID}
    assert [(p.account_id, p.status) for p in after.payments] == [
        (wrong, PaymentStatus.CANCELED),
        (right, PaymentStatus.FROZEN),
    ]
    assert after.totals.is_balanced
    assert (balance(office, wrong), balance(office, right)) == (5000, 0)
    assert (drawer(office, "CASH"), ledger(office, "1010-CASH")) == (15000 + 5000, 5000)
    assert after.receipt_number == event.receipt_number
    assert is_clean(office)


def test_tr7_a_payment_moves_and_its_tender_stays(office: Office) -> None:
    payor, wrong, right = owing(office), owing(office), owing(office)
    event = add(office, payor, [("CHEC", 5000)], [(wrong, 5000)])
    after = move_payment(office, event, Transfer(right, "WRAC"))
    assert [tender.payor_account_id for tender in after.tenders] == [payor]
    assert (balance(office, wrong), balance(office, right)) == (5000, 0)
    assert is_clean(office)


def test_tr2_freeze_off_leaves_it_freezable(office: Office) -> None:
    wrong, right = owing(office), owing(office)
    event = add(office, wrong, [("CHEC", 5000)], [(wrong, 5000)])
    after = move_payment(office, event, Transfer(right, "WRAC", freeze=False))
    assert after.payments[1].status is PaymentStatus.FREEZABLE
    assert balance(office, right) == 5000


def test_tr8_a_payment_that_cannot_be_distributed_stays_in_error(office: Office) -> None:
    wrong, right = owing(office), owing(office, customer_class="OPEN")
    event = add(office, wrong, [("CHEC", 5000)], [(wrong, 5000)])
    after = move_payment(office, event, Transfer(right, "WRAC"))
    assert [p.status for p in after.payments] == [PaymentStatus.CANCELED, PaymentStatus.ERROR]
    assert after.totals.is_balanced
    assert balance(office, wrong) == 5000
    assert is_clean(office)


def test_tr6_the_same_account_only_with_another_match(office: Office) -> None:
    account = owing(office)
    garbage = office.agreement(account, "GARBAGE", (DAY, 7000))
    event = add(office, account, [("CHEC", 5000)], [(account, 5000)])
    with pytest.raises(Refused) as refused:
        move_payment(office, event, Transfer(account, "WRAC"))
    assert refused.value.code == "M-16"
    after = move_payment(office, event, Transfer(account, "WRAC", ("SA-ID", f"{garbage:010d}")))
    assert [segment.agreement_id for segment in after.payments[1].segments] == [garbage]


@pytest.mark.parametrize("reason", ["", "NONE"])
def test_tr_needs_a_known_reason(office: Office, reason: str) -> None:
    wrong, right = owing(office), owing(office)
    event = add(office, wrong, [("CHEC", 5000)], [(wrong, 5000)])
    with pytest.raises(Refused) as refused:
        move_payment(office, event, Transfer(right, reason))
    assert refused.value.code == ("M-55" if reason else "M-14")
    assert show(office, event.id) == event


def test_9_events_that_do_not_move_as_a_whole(office: Office) -> None:
    first, second, right = owing(office), owing(office), owing(office)
    two_tenders = add(office, first, [("CHEC", 2000), ("MORD", 500)], [(first, 2500)])
    two_payments = add(office, first, [("CHEC", 200)], [(first, 100), (second, 100)])
    other_payee = add(office, first, [("CHEC", 300)], [(second, 300)])
    unfrozen = add(
        office, first, [("CHEC", 400)], [(first, 400)], action=DistributeAction.DISTRIBUTE
    )
    for event in (two_tenders, two_payments, other_payee, unfrozen):
        with pytest.raises(Refused) as refused:
            move_event(office, event, Transfer(right, "WRAC"))
        assert refused.value.code == "M-16"
        assert show(office, event.id).version == event.version


def test_d44_cashiers_move_payments_not_events(office: Office) -> None:
    wrong, right = owing(office), owing(office)
    event = add(office, wrong, [("CHEC", 5000)], [(wrong, 5000)])
    with pytest.raises(Refused) as refused:
        office.services.transfers.event(
            event.id, Transfer(right, "WRAC"), new_request_id(), office.cashier
        )
    assert refused.value.code == "M-51"
