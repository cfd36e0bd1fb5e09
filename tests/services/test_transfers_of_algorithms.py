"""Transfers of payments that a third party's algorithm made, and to rules that use one (9, DR-3, M-18)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from posapp.domain.codes import PaymentStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.money import ZERO, Money
from posapp.domain.rule_algorithms import CreatePayment, RuleFacts, Share
from posapp.domain.transfers import TransferByRules
from posapp.errors import Refused
from posapp.services.bundle import build
from posapp.services.rule_algorithms import load_algorithms
from posapp.services.setup import SetUpCache
from tests.helpers.events import balance, is_clean, show
from tests.helpers.office import DAY, Office
from tests.helpers.rules import add_by_rules, draft

FUND = "F-1"
ITEM = "4646117890"


@dataclass(frozen=True)
class Plugin:
    """Stands for an entry point."""

    name: str
    made: Any

    def load(self) -> Any:
        return self.made


def with_rule(office: Office, create: Callable[[RuleFacts], list[Share]], makers: str) -> None:
    """A rule STUB of items whose payments an algorithm named ``extra`` makes, or helps to make."""
    plugin = Plugin("extra", CreatePayment("Extra", create))
    office.services = build(office.db, office.clock, SetUpCache(lambda: load_algorithms([plugin])))
    values = {
        "code": "STUB", "description": "Stub", "label": "Stub", "value_type": "ITEM",
        "determine_account": "ITEM", "create_payment": makers, "check_value": "", "active": True,
    }  # fmt: skip
    office.services.setup_edits.save(
        "distribution_rule", values, new_request_id(), office.actors["setup"]
    )


def rest_to_fund(facts: RuleFacts) -> list[Share]:
    return [Share(facts.left, account=FUND)] if facts.left > ZERO else []


def paid(event: EventView) -> list[tuple[AccountId, int, str, str]]:
    """Account, amount, match value and status of each payment."""
    return [
        (one.account_id, one.amount.minor, one.match_value or "", one.status.value)
        for one in event.payments
    ]


def moved(
    office: Office, event: EventView, *details: Any, payment: int | None = None, **more: Any
) -> EventView:
    order = TransferByRules(tuple(details), "WRAC", **more)
    transfers, request = office.services.transfers, new_request_id()
    if payment is None:
        transfers.event_by_rules(event.id, order, request, office.supervisor)
    else:
        transfers.payment_by_rules(event.payments[payment].id, order, request, office.cashier)
    return show(office, event.id)


def test_9_a_payment_that_an_algorithm_made_moves_by_rules(office: Office) -> None:
    """The fund's share alone goes to another account; what the item got stays."""
    account, fund, right = (
        office.account(),
        office.account(keys=(("fund", FUND),)),
        office.account(),
    )
    office.item(account, ITEM, 2500)
    office.agreement(right, "WATER", (DAY, 1500))
    with_rule(office, rest_to_fund, "DUE extra")
    event = add_by_rules(office, account, [draft("STUB", ITEM, 4000)])
    with pytest.raises(Refused) as caught:
        moved(office, event, draft("STUB", ITEM, 4000))
    assert caught.value.code == "M-16", "payor and payees are several accounts"
    after = moved(office, event, draft("ACCT", right, 1500), payment=1)
    assert paid(after) == [
        (account, 2500, ITEM, "FROZEN"), (fund, 1500, "", "CANCELED"), (right, 1500, "", "FROZEN"),
    ]  # fmt: skip
    assert after.totals.is_balanced
    assert (balance(office, account), balance(office, fund), balance(office, right)) == (0, 0, 0)
    assert is_clean(office)


def test_9_an_event_moves_to_a_rule_whose_algorithm_makes_several_payments(office: Office) -> None:
    """DR-3: the algorithm sees what is due once the old payments are gone; DR-4: all of it is used."""
    wrong, account, fund = (
        office.account(),
        office.account(),
        office.account(keys=(("fund", FUND),)),
    )
    office.agreement(wrong, "WATER", (DAY, 4000))
    office.item(account, ITEM, 2500)
    with_rule(office, rest_to_fund, "DUE extra")
    event = add_by_rules(office, wrong, [draft("ACCT", wrong, 4000)])
    after = moved(office, event, draft("STUB", ITEM, 4000))
    assert paid(after) == [
        (wrong, 4000, "", "CANCELED"), (account, 2500, ITEM, "FROZEN"), (fund, 1500, "", "FROZEN"),
    ]  # fmt: skip
    assert {one.payor_account_id for one in after.tenders} == {wrong}, "two payees: the payor stays"
    assert (balance(office, wrong), balance(office, account)) == (4000, 0)
    # The item's own payment made by the rule may go back to where it came from.
    back = moved(office, after, draft("ACCT", wrong, 2500), payment=1)
    assert (balance(office, wrong), balance(office, account)) == (1500, 2500)
    assert back.totals.is_balanced
    assert is_clean(office)


@pytest.mark.parametrize(
    ("create", "code"),
    [
        (lambda facts: [Share(facts.left - Money(1))], "M-18"),
        (lambda facts: [Share(facts.left, account="nobody")], "M-151"),
        (lambda facts: [Share(facts.left / 0)], "M-151"),
    ],
    ids=["too little", "nobody", "fails"],
)
def test_m18_money_that_is_moved_is_kept_whatever_an_algorithm_does(
    office: Office, create: Any, code: str
) -> None:
    """TR-8: the old payment is canceled, the new one waits in Error with all of the money."""
    wrong, account = office.account(), office.account()
    office.agreement(wrong, "WATER", (DAY, 2500))
    office.item(account, ITEM, 2500)
    with_rule(office, create, "extra")
    event = add_by_rules(office, wrong, [draft("ACCT", wrong, 2500)])
    after = moved(office, event, draft("STUB", ITEM, 2500))
    assert paid(after) == [(wrong, 2500, "", "CANCELED"), (account, 2500, "", "ERROR")]
    assert after.payments[1].error_code == code
    assert after.payments[1].status is PaymentStatus.ERROR
    assert after.totals.is_balanced
    assert (balance(office, wrong), balance(office, account)) == (2500, 2500)
    assert is_clean(office)
