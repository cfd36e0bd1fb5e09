"""Payments of an event while they are not frozen: add, change, split, delete; both engines."""

from dataclasses import replace

import pytest

from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.ids import AccountId, AgreementId, EventId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import PaymentDraft
from posapp.errors import NeedsConfirmation, Refused
from tests.helpers.events import add, balance, is_clean, show
from tests.helpers.office import DAY, Office

NONE = DistributeAction.NONE


def owing(office: Office, *debits: tuple[str, int]) -> AccountId:
    account = office.account()
    for sa_type, cents in debits:
        office.agreement(account, sa_type, (DAY, cents))
    return account


def incomplete(office: Office, account: AccountId, cents: int) -> EventView:
    return add(office, account, [("CASH", cents)], [(account, cents)], action=NONE)


def change(office: Office, payment: PaymentView, draft: PaymentDraft) -> None:
    edits = office.services.payment_edits
    edits.change(payment.id, draft, new_request_id(), office.cashier)


def split(office: Office, payment: PaymentView, *lines: tuple[int, int]) -> None:
    office.services.payment_edits.split(
        payment.id,
        [(AgreementId(agreement), None, Money(cents)) for agreement, cents in lines],
        new_request_id(),
        office.cashier,
    )


def segments(event: EventView) -> list[tuple[int, int]]:
    return [(s.agreement_id, s.amount.minor) for s in event.payments[0].segments]


def test_pe8_a_payment_is_added_and_the_event_is_balanced_again(office: Office) -> None:
    first, second = owing(office, ("WATER", 3000)), owing(office, ("WATER", 2000))
    event = add(office, first, [("CASH", 5000)], [(first, 3000)], action=NONE)
    event = show(office, event.id)
    assert event.totals.cash_back == Money(2000)
    other = add(office, first, [("CHEC", 5000)], [(first, 5000)], action=NONE)
    change(office, other.payments[0], PaymentDraft(first, Money(3000)))
    assert not show(office, other.id).totals.is_balanced
    draft = PaymentDraft(second, Money(2000))
    office.services.payment_edits.add(other.id, draft, new_request_id(), office.cashier)
    after = show(office, other.id)
    assert after.totals.is_balanced
    assert [p.status for p in after.payments] == [PaymentStatus.INCOMPLETE] * 2
    assert is_clean(office)


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (PaymentDraft(AccountId(4711), Money(100)), "M-01"),
        (PaymentDraft(AccountId(0), Money(0)), "M-02"),
        (PaymentDraft(AccountId(0), Money(-1)), "M-02"),
        (PaymentDraft(AccountId(0), Money(100), "SA-ID"), "M-10"),
        (PaymentDraft(AccountId(0), Money(100), "", "7"), "M-10"),
        (PaymentDraft(AccountId(0), Money(100), "NONE", "7"), "M-55"),
    ],
)
def test_pe9_pe10_bad_payments_are_refused_and_nothing_changes(
    office: Office, draft: PaymentDraft, code: str
) -> None:
    account = owing(office, ("WATER", 3000))
    event = incomplete(office, account, 3000)
    if draft.account_id == 0:
        draft = PaymentDraft(account, draft.amount, draft.match_type, draft.match_value)
    with pytest.raises(Refused) as refused:
        office.services.payment_edits.add(event.id, draft, new_request_id(), office.cashier)
    assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        change(office, event.payments[0], draft)
    assert refused.value.code == code
    assert show(office, event.id) == event


def test_pe12_amount_account_and_match_drop_the_segments_remarks_do_not(office: Office) -> None:
    account = office.account(customer_class="NONCIS")
    office.agreement(account, "MISC")
    named = PaymentDraft(account, Money(3000), non_cis_name="Jana Novak", reference="DOG-17")
    event = add(
        office,
        account,
        [("CASH", 3000)],
        [(account, 3000)],
        action=DistributeAction.DISTRIBUTE,
        non_cis_name="J. Novak",
        reference="DOG-17",
    )
    payment = event.payments[0]
    change(office, payment, named)
    after = show(office, event.id).payments[0]
    assert (after.status, after.non_cis_name) == (PaymentStatus.FREEZABLE, "Jana Novak")
    change(office, payment, replace(named, amount=Money(2999)))
    after = show(office, event.id).payments[0]
    assert (after.status, after.segments, after.amount) == (
        PaymentStatus.INCOMPLETE,
        (),
        Money(2999),
    )
    assert is_clean(office)


def test_py4_a_frozen_payment_takes_no_change(office: Office) -> None:
    account = owing(office, ("WATER", 3000))
    event = add(office, account, [("CASH", 3000)], [(account, 3000)])
    payment = event.payments[0]
    agreement = payment.segments[0].agreement_id
    edits = office.services.payment_edits
    for act in (
        lambda: change(office, payment, PaymentDraft(account, Money(1))),
        lambda: split(office, payment, (agreement, 3000)),
        lambda: edits.delete(payment.id, new_request_id(), office.cashier),
        lambda: edits.distribute(payment.id, new_request_id(), office.cashier),
        lambda: edits.freeze(payment.id, new_request_id(), office.cashier),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "M-12"
    assert show(office, event.id) == event


def test_pe8_an_unfrozen_payment_is_deleted_once(office: Office) -> None:
    account = owing(office, ("WATER", 3000))
    event = add(
        office, account, [("CASH", 5000)], [(account, 5000)], action=DistributeAction.DISTRIBUTE
    )
    assert [segment.sa_type for segment in event.payments[0].segments] == ["WATER", "OVERPAY"]
    edits, request = office.services.payment_edits, new_request_id()
    edits.delete(event.payments[0].id, request, office.cashier)
    again = edits.delete(event.payments[0].id, request, office.cashier)
    assert again.replayed
    after = show(office, event.id)
    assert (after.payments, after.totals.is_balanced) == ((), False)
    # The overpayment agreement was made for this payment only (OP-2).
    card = office.services.accounts.card(account, office.cashier)
    assert [a.sa_type for a in card.debts] == ["WATER"]
    with pytest.raises(Refused) as refused:
        edits.delete(event.payments[0].id, new_request_id(), office.cashier)
    assert refused.value.code == "M-55"
    assert is_clean(office)


def test_py8_py9_a_split_by_hand_is_freezable_when_it_is_whole(office: Office) -> None:
    account = office.account()
    water = office.agreement(account, "WATER", (DAY, 3000))
    garbage = office.agreement(account, "GARBAGE", (DAY, 2000))
    event = incomplete(office, account, 3000)
    payment = event.payments[0]
    split(office, payment, (water, 1000), (garbage, 500))
    after = show(office, event.id)
    assert after.payments[0].status is PaymentStatus.INCOMPLETE
    assert segments(after) == [(water, 1000), (garbage, 500)]
    actions = office.services.event_actions
    with pytest.raises(Refused) as refused:
        actions.freeze(event.id, new_request_id(), office.cashier)
    assert refused.value.code == "M-70"
    split(office, payment, (water, 500), (garbage, 2500))
    assert show(office, event.id).payments[0].status is PaymentStatus.FREEZABLE
    split(office, payment, (water, 0), (garbage, 3000))
    assert segments(show(office, event.id)) == [(garbage, 3000)]
    actions.freeze(event.id, new_request_id(), office.cashier)
    assert balance(office, account) == 2000
    assert is_clean(office)


def test_py10_refusals_of_a_split(office: Office) -> None:
    account, stranger = office.account(), office.account("Novak, Jana")
    water = office.agreement(account, "WATER", (DAY, 3000))
    summons = office.item(account, "4711", 1000)
    foreign = office.agreement(stranger, "WATER", (DAY, 3000))
    event = incomplete(office, account, 3000)
    for lines, code in (
        (((water, -1),), "M-02"),
        (((foreign, 100),), "M-55"),
        (((water, 100), (water, 200)), "M-57"),
        (((summons, 1001),), "M-27"),
    ):
        with pytest.raises(Refused) as refused:
            split(office, event.payments[0], *lines)
        assert refused.value.code == code
    split(office, event.payments[0], (summons, 1000), (water, 2000))
    assert show(office, event.id).payments[0].status is PaymentStatus.FREEZABLE


def test_py11_distributing_asks_before_it_throws_a_split_away(office: Office) -> None:
    account = office.account()
    water = office.agreement(account, "WATER", (DAY, 3000))
    garbage = office.agreement(account, "GARBAGE", (DAY, 2000))
    event = incomplete(office, account, 2000)
    split(office, event.payments[0], (garbage, 2000))
    actions = office.services.event_actions
    with pytest.raises(NeedsConfirmation) as asked:
        actions.distribute(event.id, new_request_id(), office.cashier)
    assert [concern.code for concern in asked.value.concerns] == ["M-35"]
    assert segments(show(office, event.id)) == [(garbage, 2000)]
    actions.distribute(event.id, new_request_id(), office.cashier, frozenset({"M-35"}))
    assert segments(show(office, event.id)) == [(water, 2000)]
    actions.distribute(event.id, new_request_id(), office.cashier)


def test_py1_one_payment_of_many_is_distributed_and_frozen(office: Office) -> None:
    first, second = owing(office, ("WATER", 3000)), owing(office, ("WATER", 2000))
    event = add(office, first, [("CASH", 5000)], [(first, 3000), (second, 2000)], action=NONE)
    edits = office.services.payment_edits
    edits.distribute(event.payments[1].id, new_request_id(), office.cashier)
    edits.freeze(event.payments[1].id, new_request_id(), office.cashier)
    after = show(office, EventId(event.id))
    assert [p.status for p in after.payments] == [PaymentStatus.INCOMPLETE, PaymentStatus.FROZEN]
    assert (balance(office, first), balance(office, second)) == (3000, 0)
    assert is_clean(office)


def test_py2_m13_an_unfinished_split_is_not_frozen_and_says_what_is_left(office: Office) -> None:
    account = owing(office, ("WATER", 3000))
    event = incomplete(office, account, 3000)
    (debt,) = office.services.accounts.card(account, office.cashier).debts
    split(office, event.payments[0], (debt.agreement_id, 2999))
    edits = office.services.payment_edits
    with pytest.raises(Refused) as refused:
        edits.freeze(event.payments[0].id, new_request_id(), office.cashier)
    assert refused.value.code == "M-13"
    fields = refused.value.fields
    assert (fields["segments"], fields["amount"]) == (Money(2999), Money(3000))
    # All of the event: nothing is ready.
    with pytest.raises(Refused) as refused:
        office.services.event_actions.freeze(event.id, new_request_id(), office.cashier)
    assert refused.value.code == "M-70"
