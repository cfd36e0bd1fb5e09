"""Unpaid bills on the card of an open-item account, on both engines (OI-3)."""

from datetime import date

from posapp.domain.accounts import UnpaidBill
from posapp.domain.ids import AccountId
from posapp.domain.money import Money
from tests.helpers.bills import bill
from tests.helpers.events import add
from tests.helpers.office import Office

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def unpaid(office: Office, account: AccountId) -> tuple[UnpaidBill, ...]:
    return office.services.accounts.card(account, office.cashier).bills


def test_oi3_bills_that_are_not_matched_whole_are_listed_oldest_first(office: Office) -> None:
    account = office.account(customer_class="OPEN")
    water = office.agreement(account, "WATER")
    later = bill(office, account, "B-11", NOVEMBER, (water, 4500), day=NOVEMBER)
    first = bill(office, account, "B-10", OCTOBER, (water, 3000), day=OCTOBER)
    listed = unpaid(office, account)
    assert [(one.bill_id, one.number, one.due_date) for one in listed] == [
        (first, "B-10", OCTOBER),
        (later, "B-11", NOVEMBER),
    ]
    assert [(one.amount, one.unpaid) for one in listed] == [
        (Money(3000), Money(3000)),
        (Money(4500), Money(4500)),
    ]
    paid = {"match_type": "BILL-ID", "match_value": "B-10"}
    add(office, account, [("CASH", 1000)], [(account, 1000)], **paid)
    assert [one.unpaid for one in unpaid(office, account)] == [Money(2000), Money(4500)]
    add(office, account, [("CASH", 2000)], [(account, 2000)], **paid)
    assert [one.number for one in unpaid(office, account)] == ["B-11"]


def test_an_account_that_ages_its_debt_lists_no_bills(office: Office) -> None:
    account = office.account()
    water = office.agreement(account, "WATER")
    bill(office, account, "B-10", OCTOBER, (water, 3000), day=OCTOBER)
    assert unpaid(office, account) == ()
