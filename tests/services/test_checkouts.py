"""Worked cases of checkouts: submit, process, cancel, refund (items-and-credits 7)."""

import pytest

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.credit_codes import AdjustmentState, CheckoutState
from posapp.domain.money import Money
from posapp.errors import Refused
from tests.helpers.checkouts import (
    CONFIRMED,
    add_credit,
    clearing,
    count,
    issue,
    left,
    person,
    process,
    refund,
    state,
    submit,
)
from tests.helpers.events import balance, drawer, is_clean, ledger, show
from tests.helpers.office import Office


def test_cases_1_to_4_of_credit_checkout_and_refund(office: Office) -> None:
    """AC2-2, AC2-3, CK-2, CK-3, CK-6, CK-10, IT-4: the worked cases 1 to 4 in a row."""
    services = office.services
    account = person(office)
    permit = issue(office, account, "P-1", 18000)

    credit = add_credit(office, account, permit, 4500)
    debit = services.adjustments.show(credit.linked_id, office.cashier)
    assert (debit.amount, debit.state) == (Money(4500), AdjustmentState.PROCESSED)
    assert (credit.amount, credit.state) == (Money(-4500), AdjustmentState.UNPROCESSED)
    paid = show(office, debit.event_id)
    assert [(t.tender_type, t.amount.minor) for t in paid.tenders] == [("PAYR", 4500)]
    assert [(p.status, p.amount.minor) for p in paid.payments] == [(PaymentStatus.FROZEN, 4500)]
    assert (balance(office, account), state(office, permit)) == (18000, ("PAYABLE", 18000))
    assert (clearing(office), ledger(office, "1040-PAYROLL")) == (4500, 4500)
    assert ledger(office, "1340-AR-ADJUST") == 0
    (foot,) = services.checkouts.page(account, office.cashier).credits
    assert (foot.id, foot.method, foot.left) == (credit.id, "PAYR", Money(4500))

    cash = drawer(office, "CASH")
    checkout_id = submit(office, account, permit, expected=Money(13500))
    checkout = services.checkouts.show(checkout_id, office.cashier)
    event = show(office, checkout.event_id)
    assert (checkout.state, checkout.to_pay) == (CheckoutState.SUBMITTED, Money(13500))
    assert [(p.status, p.amount.minor) for p in event.payments] == [
        (PaymentStatus.FREEZABLE, 13500)
    ]
    assert event.payments[0].match_value == "P-1"
    assert drawer(office, "CASH") - cash == 13500
    assert (state(office, permit)[0], left(office, credit.id)) == ("IN_CHECKOUT", 0)
    assert clearing(office) == 4500
    assert is_clean(office)

    done = process(office, checkout_id)
    assert (done.state, done.processed_by) == (CheckoutState.PROCESSED, "Supervisor")
    assert state(office, permit) == ("PAID", 0)
    assert (balance(office, account), clearing(office)) == (0, 0)
    used = services.adjustments.show(credit.id, office.cashier)
    assert (used.used, used.state) == (Money(4500), AdjustmentState.PROCESSED)
    assert show(office, checkout.event_id).receipt_number is not None
    assert is_clean(office)

    refunded = refund(office, checkout_id)
    assert refunded.state is CheckoutState.REFUNDED
    assert (state(office, permit), left(office, credit.id)) == (("PAYABLE", 18000), 4500)
    assert (drawer(office, "CASH"), clearing(office)) == (cash, 4500)
    event = show(office, checkout.event_id)
    assert {p.status for p in event.payments} == {PaymentStatus.CANCELED}
    assert {t.status for t in event.tenders} == {TenderStatus.CANCELED}
    with pytest.raises(Refused) as refused:
        refund(office, checkout_id)
    assert (refused.value.code, refused.value.fields["user"]) == ("M-337", "Supervisor")
    assert is_clean(office)
    again = submit(office, account, permit)
    assert process(office, again).to_pay == Money(13500)
    assert is_clean(office)


def test_ck7_case_5_credits_that_cover_all_need_no_event(office: Office) -> None:
    account = person(office)
    card = issue(office, account, "A-1", 3000, "ACCESS-CARD")
    credit = add_credit(office, account, card, 4500, confirmed=CONFIRMED | {"M-326"})
    events = count(office, "payment_event")
    checkout_id = submit(office, account, card, method="")
    checkout = office.services.checkouts.show(checkout_id, office.cashier)
    assert (checkout.to_pay, checkout.event_id, checkout.method) == (Money(0), None, None)
    assert (left(office, credit.id), count(office, "payment_event")) == (1500, events)
    process(office, checkout_id)
    assert (state(office, card), clearing(office)) == (("PAID", 0), 1500)
    assert is_clean(office)
    refund(office, checkout_id)
    assert (state(office, card), left(office, credit.id)) == (("PAYABLE", 3000), 4500)
    assert is_clean(office)
