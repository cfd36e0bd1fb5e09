"""Looking at one payment: agreements, what it posted, and what it can be matched to."""

from datetime import date

import pytest

from posapp.domain.codes import DistributeAction, FtType, MatchKind
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, AgreementId, PaymentId, new_request_id, short_id
from posapp.domain.money import ZERO, Money
from posapp.domain.payment_views import PaymentPageView
from posapp.errors import Refused
from tests.helpers.bills import bill
from tests.helpers.events import add
from tests.helpers.office import DAY, Office

OCTOBER, NOVEMBER = date(2026, 10, 10), date(2026, 11, 10)


def billed(office: Office) -> AccountId:
    """An open-item account with two bills on one agreement."""
    account = office.account(customer_class="OPEN")
    agreement = office.agreement(account, "WATER")
    bill(office, account, "B-11", NOVEMBER, (agreement, 4500), day=NOVEMBER)
    bill(office, account, "B-10", OCTOBER, (agreement, 3000), day=OCTOBER)
    return account


def page(office: Office, event: EventView) -> PaymentPageView:
    return office.services.payments.show(event.payments[0].id, office.cashier)


def test_73_every_agreement_of_the_account_is_listed_with_what_it_gets(office: Office) -> None:
    account = office.account()
    water = office.agreement(account, "WATER", (DAY, 3000))
    sewer = office.agreement(account, "SEWER", (DAY, 1000))
    idle = office.agreement(account, "GARBAGE")
    item = office.item(account, "V-100", 3500)
    office.agreement(office.account(name="Quill, Sam"), "WATER", (DAY, 700))
    event = add(
        office, account, [("CASH", 3000)], [(account, 3000)],
        action=DistributeAction.DISTRIBUTE, match_type="SA-ID", match_value=short_id(water),
    )  # fmt: skip
    lines = {line.agreement_id: line for line in page(office, event).agreements}
    assert list(lines) == sorted([water, sewer, idle, item])
    assert [lines[AgreementId(a)].distributed.minor for a in (water, sewer, idle)] == [3000, 0, 0]
    assert lines[AgreementId(sewer)].current_balance == Money(1000)
    assert lines[AgreementId(sewer)].payoff_balance == Money(1000)
    assert lines[AgreementId(sewer)].most is None
    violation = lines[AgreementId(item)]
    assert (violation.item, violation.most) == ("V-100", Money(3500))
    assert "V-100" in violation.named


def test_py10_a_canceled_agreement_is_not_listed(office: Office) -> None:
    account = office.account()
    water = office.agreement(account, "WATER", (DAY, 3000))
    gone = office.agreement(account, "SEWER")
    with office.db.begin() as s:
        s.exec_driver_sql(f"UPDATE agreement SET status = 'CANCELED' WHERE id = {gone}")
    event = add(office, account, [("CASH", 3000)], [(account, 3000)])
    assert [line.agreement_id for line in page(office, event).agreements] == [water]


def test_163_transactions_of_a_payment_and_of_its_cancellation_with_ledger_lines(
    office: Office,
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 3000))
    office.agreement(account, "SEWER", (DAY, 1000))
    event = add(
        office,
        account,
        [("CASH", 4000)],
        [(account, 4000)],
        action=DistributeAction.DISTRIBUTE,
    )
    assert page(office, event).transactions == ()
    office.services.event_actions.freeze(event.id, new_request_id(), office.cashier)
    posted = page(office, event).transactions
    assert [one.ft_type for one in posted] == [FtType.PAY_SEGMENT] * 2
    assert sorted(one.current_amount.minor for one in posted) == [-3000, -1000]
    assert all(sum(line.amount.minor for line in one.lines) == 0 for one in posted)
    assert all(line.description for one in posted for line in one.lines)
    office.services.canceling.cancel_payment(
        event.payments[0].id, "WRAC", new_request_id(), office.supervisor
    )
    after = page(office, event).transactions
    assert after[:2] == posted
    assert [one.ft_type for one in after[2:]] == [FtType.PAY_CANCEL] * 2
    assert {one.reverses_id for one in after[2:]} == {one.id for one in posted}


def test_a_payment_that_is_not_there_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="M-55"):
        office.services.payments.show(PaymentId(4711), office.cashier)
    with pytest.raises(Refused, match="M-01"):
        office.services.payments.payee(AccountId(4711), office.cashier)


def test_oi1_unpaid_bills_agreements_and_items_are_offered_oldest_first(office: Office) -> None:
    account = billed(office)
    office.item(account, "V-100", 3500)
    payee = office.services.payments.payee(account, office.cashier)
    assert (payee.open_item, payee.non_cis, payee.due) == (True, False, Money(11000))
    (agreement,) = (one for one in payee.choices if one.kind is MatchKind.AGREEMENT)
    assert (agreement.words, agreement.due) == ("Water", Money(7500))
    named = [(one.kind, one.value, one.due.minor) for one in payee.choices]
    assert [one for one in named if one[0] is not MatchKind.AGREEMENT] == [
        (MatchKind.BILL, "B-10", 3000),
        (MatchKind.BILL, "B-11", 4500),
        (MatchKind.ITEM, "V-100", 3500),
    ]


def test_ds10_a_bill_that_is_paid_is_not_offered_any_more(office: Office) -> None:
    account = billed(office)
    add(
        office, account, [("CASH", 3000)], [(account, 3000)],
        match_type="BILL-ID", match_value="B-10",
    )  # fmt: skip
    add(
        office, account, [("CASH", 500)], [(account, 500)],
        match_type="BILL-ID", match_value="B-11",
    )  # fmt: skip
    payee = office.services.payments.payee(account, office.cashier)
    bills = [(one.value, one.due) for one in payee.choices if one.kind is MatchKind.BILL]
    assert bills == [("B-11", Money(4000))]


def test_ds11_a_balance_forward_account_is_offered_no_bills(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 3000))
    office.agreement(account, "SEWER")
    payee = office.services.payments.payee(account, office.cashier)
    assert [(one.kind, one.due) for one in payee.choices] == [(MatchKind.AGREEMENT, Money(3000))]
    empty = office.services.payments.payee(office.account(name="Quill, Sam"), office.cashier)
    assert (empty.choices, empty.due) == ((), ZERO)
