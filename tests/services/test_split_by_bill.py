"""Payments of open-item accounts spread by hand over bills, on both engines (PY-12, OI-5, MT)."""

from datetime import date

import pytest

from posapp.domain.codes import DistributeAction, MatchEventStatus, PaymentStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, AgreementId, BillId, new_request_id
from posapp.domain.listing import PageRequest
from posapp.domain.money import ZERO, Money
from posapp.domain.payment_views import SplitLine
from posapp.errors import Refused
from tests.helpers.bills import bill
from tests.helpers.events import add, balance, is_clean, show
from tests.helpers.office import DAY, Office

OCTOBER, NOVEMBER = date(2026, 10, 28), date(2026, 11, 28)
NONE = DistributeAction.NONE
Line = tuple[int, int | None, int]


@pytest.fixture
def account(office: Office) -> AccountId:
    return office.account(customer_class="OPEN")


@pytest.fixture
def water(office: Office, account: AccountId) -> int:
    return office.agreement(account, "WATER")


@pytest.fixture
def sewer(office: Office, account: AccountId) -> int:
    """Ten dollars of it are on no bill."""
    return office.agreement(account, "SEWER", (DAY, 1000))


@pytest.fixture
def old(office: Office, account: AccountId, water: int, sewer: int) -> BillId:
    return bill(office, account, "B-10", OCTOBER, (water, 4000), (sewer, 2000))


@pytest.fixture
def new(office: Office, account: AccountId, water: int, old: int) -> BillId:
    return bill(office, account, "B-11", NOVEMBER, (water, 3000))


def taken(office: Office, account: AccountId, cents: int) -> EventView:
    return add(office, account, [("CASH", cents)], [(account, cents)], action=NONE)


def split(office: Office, event: EventView, *lines: Line) -> None:
    asked = [
        (AgreementId(one), None if named is None else BillId(named), Money(cents))
        for one, named, cents in lines
    ]
    payment = show(office, event.id).payments[0]
    edits = office.services.payment_edits
    edits.split(payment.id, asked, new_request_id(), office.cashier)


def refused(office: Office, event: EventView, *lines: Line) -> Refused:
    with pytest.raises(Refused) as caught:
        split(office, event, *lines)
    return caught.value


def grid(office: Office, event: EventView) -> tuple[SplitLine, ...]:
    return office.services.payments.show(event.payments[0].id, office.cashier).agreements


def rows(office: Office, event: EventView) -> list[tuple[str, int, int, int]]:
    """Bill, agreement, unpaid and distributed cents of each line."""
    return [
        (one.bill, one.agreement_id, (one.unpaid or ZERO).minor, one.distributed.minor)
        for one in grid(office, event)
    ]


def matches(office: Office, account: AccountId) -> dict[str, MatchEventStatus]:
    found = office.services.match_events.of_account(account, PageRequest(), office.cashier).rows
    assert len(found) == len({one.bill_number for one in found})
    return {one.bill_number: one.status for one in found}


def freeze(office: Office, event: EventView) -> None:
    office.services.event_actions.freeze(event.id, new_request_id(), office.cashier)


def test_py12_a_line_for_each_unpaid_bill_and_agreement_and_for_new_charges(
    office: Office, account: AccountId, water: int, sewer: int, old: BillId, new: BillId
) -> None:
    add(
        office, account, [("CHEC", 2500)], [(account, 2500)],
        match_type="BILL-ID", match_value="B-10",
    )  # fmt: skip
    event = taken(office, account, 5000)
    assert rows(office, event) == [
        ("B-10", water, 1500, 0),
        ("B-10", sewer, 2000, 0),
        ("B-11", water, 3000, 0),
        ("", water, 0, 0),
        ("", sewer, 1000, 0),
    ]
    days = [one.due_date for one in grid(office, event)]
    assert days == [OCTOBER, OCTOBER, NOVEMBER, None, None]


def test_py12_oi5_each_bill_gets_a_match_event_of_its_own(
    office: Office, account: AccountId, water: int, sewer: int, old: BillId, new: BillId
) -> None:
    event = taken(office, account, 9000)
    split(office, event, (water, old, 4000), (sewer, old, 2000), (water, new, 2000))
    assert show(office, event.id).payments[0].status is PaymentStatus.INCOMPLETE
    split(
        office, event,
        (water, old, 4000), (sewer, old, 2000), (water, new, 2000), (sewer, None, 1000),
    )  # fmt: skip
    assert show(office, event.id).payments[0].status is PaymentStatus.FREEZABLE
    assert rows(office, event) == [
        ("B-10", water, 4000, 4000),
        ("B-10", sewer, 2000, 2000),
        ("B-11", water, 3000, 2000),
        ("", water, 0, 0),
        ("", sewer, 1000, 1000),
    ]
    waiting = {"B-10": MatchEventStatus.OPEN, "B-11": MatchEventStatus.OPEN}
    assert matches(office, account) == waiting
    freeze(office, event)
    # Both debts of the first bill are paid, the second one in part (OI-2, MT-15).
    assert matches(office, account) == waiting | {"B-10": MatchEventStatus.BALANCED}
    assert balance(office, account) == 1000
    assert is_clean(office)
    again = taken(office, account, 1000)
    assert rows(office, again) == [
        ("B-11", water, 1000, 0),
        ("", water, 0, 0),
        ("", sewer, 0, 0),
    ]


def test_oi6_mt12_canceled_all_bills_are_unpaid_again(
    office: Office, account: AccountId, water: int, sewer: int, old: BillId, new: BillId
) -> None:
    event = taken(office, account, 7000)
    before = rows(office, event)
    split(office, event, (water, old, 4000), (water, new, 3000))
    freeze(office, event)
    assert is_clean(office)
    office.services.canceling.cancel_payment(
        event.payments[0].id, "DATA", new_request_id(), office.supervisor
    )
    found = office.services.match_events.of_account(account, PageRequest(), office.cashier).rows
    states = sorted((one.bill_number, one.status) for one in found)
    gone, even = MatchEventStatus.CANCELED, MatchEventStatus.BALANCED
    # One pair of segment and reversal for each bill.
    assert states == [("", even), ("", even), ("B-10", gone), ("B-11", gone)]
    assert rows(office, taken(office, account, 7000)) == before
    assert is_clean(office)


def test_py12_what_a_bill_does_not_take(
    office: Office, account: AccountId, water: int, sewer: int, old: BillId, new: BillId
) -> None:
    stranger = office.account("Novak, Jana", customer_class="OPEN")
    foreign = bill(office, stranger, "B-10", OCTOBER, (office.agreement(stranger, "WATER"), 9000))
    event = taken(office, account, 5000)
    assert refused(office, event, (water, old, 4001)).code == "M-120"
    assert refused(office, event, (sewer, new, 1)).code == "M-120"
    assert refused(office, event, (water, old, 1), (water, old, 1)).code == "M-57"
    elsewhere = refused(office, event, (water, foreign, 1))
    assert (elsewhere.code, elsewhere.fields["field"]) == ("M-55", "bill")
    forward = office.account("Quill, Sam")
    gas = office.agreement(forward, "GAS", (DAY, 500))
    assert refused(office, taken(office, forward, 500), (gas, old, 500)).code == "M-23"
    # Other money that was taken for the bill counts, frozen or not; one's own does not.
    split(office, event, (water, old, 4000), (sewer, old, 1000))
    split(office, event, (water, old, 4000), (sewer, old, 999))
    other = taken(office, account, 2000)
    unpaid = refused(office, other, (sewer, old, 1002)).fields["unpaid"]
    assert unpaid == Money(1001)
    split(office, other, (sewer, old, 1001))
    assert is_clean(office)


def test_py12_a_bill_that_is_matched_whole_says_that_nothing_is_unpaid(
    office: Office, account: AccountId, water: int, new: BillId
) -> None:
    add(
        office, account, [("CHEC", 3000)], [(account, 3000)],
        match_type="BILL-ID", match_value="B-11",
    )  # fmt: skip
    event = taken(office, account, 100)
    error = refused(office, event, (water, new, 100))
    assert (error.code, error.fields["unpaid"]) == ("M-120", ZERO)
    assert "B-11" not in {one.bill for one in grid(office, event)}


def test_mt13_a_bill_in_dispute_is_shown_as_such_and_paid_by_naming_it(
    office: Office, account: AccountId, water: int, old: BillId, new: BillId
) -> None:
    add(
        office, account, [("CHEC", 100)], [(account, 100)],
        match_type="BILL-ID", match_value="B-11",
    )  # fmt: skip
    events = office.services.match_events
    (match,) = events.of_account(account, PageRequest(), office.cashier).rows
    events.set_disputed(match.id, new_request_id(), office.cashier, disputed=True)
    event = taken(office, account, 2900)
    disputed = {one.bill: one.disputed for one in grid(office, event)}
    assert disputed == {"B-10": False, "B-11": True, "": False}
    split(office, event, (water, new, 2900))
    freeze(office, event)
    # Paid in full it is not in dispute any more.
    (match,) = events.of_account(account, PageRequest(), office.cashier).rows
    assert (match.status, match.disputed) == (MatchEventStatus.BALANCED, False)
    assert is_clean(office)


def test_oi8_a_balance_forward_account_has_one_line_for_each_agreement(office: Office) -> None:
    account = office.account()
    water = office.agreement(account, "WATER", (DAY, 3000))
    bill(office, account, "B-1", OCTOBER, (water, 500))
    (line,) = grid(office, taken(office, account, 1000))
    assert (line.agreement_id, line.bill_id, line.unpaid) == (water, None, None)


def test_d21_the_same_request_with_another_bill_is_another_one(
    office: Office, account: AccountId, water: int, old: BillId, new: BillId
) -> None:
    payment = taken(office, account, 1000).payments[0]
    edits, request = office.services.payment_edits, new_request_id()

    def ask(named: BillId | None) -> bool:
        lines = [(AgreementId(water), named, Money(1000))]
        return edits.split(payment.id, lines, request, office.cashier).replayed

    assert [ask(old), ask(old)] == [False, True]
    for other in (new, None):
        with pytest.raises(Refused) as caught:
            ask(other)
        assert caught.value.code == "M-54"
