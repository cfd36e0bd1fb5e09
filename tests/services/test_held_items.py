"""IT-4, IT-6: what a submitted checkout holds is paid by nothing else, whatever way it comes."""

from collections.abc import Callable
from typing import Any

import pytest

from posapp.domain.codes import DistributeAction, MatchKind, PaymentStatus
from posapp.domain.corrections import CorrectionOrder, Fault
from posapp.domain.ids import AccountId, EventId, new_request_id
from posapp.domain.issuing import ReleaseItem
from posapp.domain.money import Money
from posapp.domain.payment_edits import PaymentChange
from posapp.domain.payment_events import PaymentDraft
from posapp.domain.quick_add import QuickKind
from posapp.domain.transfers import Transfer
from posapp.errors import Refused
from posapp.storage.agreements import load_match
from tests.helpers.checkouts import cancel, issue, person, process, state, submit
from tests.helpers.events import add, balance, is_clean, show
from tests.helpers.office import DAY, Office
from tests.helpers.quick_add import ALL, of_account, rule, take, told

BY_NUMBER: dict[str, Any] = {"match_type": "ITEM-ID", "match_value": "P-1"}
MATCH = ("ITEM-ID", "P-1")


def paying(account: AccountId) -> PaymentDraft:
    return PaymentDraft(account, Money(18000), **BY_NUMBER)


def water(office: Office, account: AccountId) -> None:
    office.agreement(account, "WATER", (DAY, 18000))


def by_add(office: Office, account: AccountId) -> None:
    add(office, account, [("CASH", 18000)], [(account, 18000)], **BY_NUMBER)


def by_another_payment(office: Office, account: AccountId) -> None:
    other = office.account()
    water(office, other)
    event = add(office, other, [("CASH", 18000)], [(other, 18000)], action=DistributeAction.NONE)
    edits = office.services.payment_edits
    edits.add(event.id, paying(account), new_request_id(), office.cashier)


def by_a_new_match(office: Office, account: AccountId) -> None:
    water(office, account)
    none = DistributeAction.NONE
    event = add(office, account, [("CASH", 18000)], [(account, 18000)], action=none)
    (payment,), change = event.payments, PaymentChange(match=MATCH)
    office.services.payment_edits.adjust(payment.id, change, new_request_id(), office.cashier)


def by_a_split(office: Office, account: AccountId) -> None:
    water(office, account)
    none = DistributeAction.NONE
    event = add(office, account, [("CASH", 18000)], [(account, 18000)], action=none)
    with office.db.read() as s:
        agreement = load_match(s, account, MatchKind.ITEM, "P-1").agreement_id
    assert agreement is not None
    lines = [(agreement, None, Money(18000))]
    office.services.payment_edits.split(
        event.payments[0].id, lines, new_request_id(), office.cashier
    )


def elsewhere(office: Office) -> EventId:
    other = office.account()
    water(office, other)
    return add(office, other, [("CASH", 18000)], [(other, 18000)]).id


def by_transfer(office: Office, account: AccountId) -> None:
    event_id = elsewhere(office)
    to = Transfer(account, "WRAC", MATCH)
    office.services.transfers.event(event_id, to, new_request_id(), office.supervisor)


def by_correction(office: Office, account: AccountId) -> None:
    event_id = elsewhere(office)
    order = CorrectionOrder(event_id, Fault.ACCOUNT, account_id=account, match=MATCH)
    office.services.corrections.correct(order, new_request_id(), office.supervisor)


WAYS: dict[str, Callable[[Office, AccountId], None]] = {
    "event add": by_add,
    "payment add": by_another_payment,
    "payment set": by_a_new_match,
    "payment split": by_a_split,
    "transfer": by_transfer,
    "correct": by_correction,
}


def held(office: Office) -> AccountId:
    account = person(office)
    submit(office, account, issue(office, account, "P-1", 18000))
    return account


@pytest.mark.parametrize("way", WAYS)
def test_it4_no_other_payment_pays_an_item_that_a_checkout_holds(
    sqlite_office: Office, way: str
) -> None:
    office = sqlite_office
    account = held(office)
    with pytest.raises(Refused) as refused:
        WAYS[way](office, account)
    assert refused.value.code == "M-321"
    said = refused.value.fields
    (checkout,) = office.services.checkouts.list(office.cashier)
    assert (said["value"], said["checkout"], said["user"]) == ("P-1", checkout.number, "Cashier")
    assert said["time"] == checkout.submitted_at
    assert is_clean(office)
    process(office, checkout.id)
    assert balance(office, account) == (18000 if way in {"payment set", "payment split"} else 0)


def test_it4_a_row_of_quick_add_names_the_checkout(office: Office) -> None:
    account = held(office)
    row = of_account(str(account), "180.00", tender_type="CASH", **BY_NUMBER)
    batch = take(office, QuickKind.ACCOUNTS, [row], confirmed=ALL)
    assert told(batch) == [(1, "invalid", "match_value", "M-321")]


def test_it4_a_row_by_rule_names_the_checkout(sqlite_office: Office) -> None:
    office = sqlite_office
    held(office)
    batch = take(office, QuickKind.RULES, [rule("P-1", "180.00", "ITEM")], confirmed=ALL)
    assert [(one.line, one.code) for one in batch.rows] == [(1, "M-321")]


def test_it4_money_that_names_nothing_passes_a_held_item(office: Office) -> None:
    """What is held is no debt of others: the rest of the account is paid, and the checkout too."""
    account = held(office)
    water(office, account)
    add(office, account, [("CASH", 18000)], [(account, 18000)])
    assert balance(office, account) == 18000
    (checkout,) = office.services.checkouts.list(office.cashier)
    process(office, checkout.id)
    assert balance(office, account) == 0
    assert is_clean(office)


def test_it4_an_earlier_payment_is_not_distributed_to_a_held_item(office: Office) -> None:
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    none = DistributeAction.NONE
    event = add(office, account, [("CASH", 18000)], [(account, 18000)], action=none, **BY_NUMBER)
    checkout = submit(office, account, permit)
    actions = office.services.event_actions
    actions.distribute(event.id, new_request_id(), office.cashier)
    (payment,) = show(office, event.id).payments
    assert (payment.status, payment.error_code) == (PaymentStatus.ERROR, "M-321")
    assert "CO-2026-" in payment.error_text
    cancel(office, checkout)
    actions.distribute(event.id, new_request_id(), office.cashier)
    actions.freeze(event.id, new_request_id(), office.cashier)
    assert state(office, permit) == ("PAID", 0)
    assert is_clean(office)


def test_it6_what_was_in_a_checkout_is_not_taken_back(sqlite_office: Office) -> None:
    """Also after *Cancel and keep*, which leaves no payment of it."""
    office = sqlite_office
    account = person(office)
    permit = issue(office, account, "P-1", 18000)
    cancel(office, submit(office, account, permit))
    assert state(office, permit) == ("PAYABLE", 18000)
    with pytest.raises(Refused, match="M-308"):
        office.services.items.release(
            ReleaseItem(new_request_id(), permit, "Wrong zone"), office.supervisor
        )
