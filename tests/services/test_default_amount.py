"""The amount that the add dialog offers for open-item accounts (AD-3), on both engines."""

from datetime import date

import pytest
from sqlalchemy import update

from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.ids import AccountId, long_id, new_request_id, short_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.errors import NeedsConfirmation
from posapp.storage.tables.payment_events import PaymentRow
from tests.helpers.office import DAY, Office
from tests.helpers.rows import put

NOVEMBER = date(2026, 11, 10)


@pytest.fixture
def account(office: Office) -> AccountId:
    """An open-item account that owes a bill of October and one of November."""
    return AccountId(office.account(customer_class="OPEN"))


@pytest.fixture
def bills(office: Office, account: AccountId) -> dict[str, int]:
    agreement = office.agreement(account, "WATER", (date(2026, 10, 10), 3000), (NOVEMBER, 4500))
    made = {}
    with office.db.begin() as s:
        for number, day, cents in (("B-10", date(2026, 10, 10), 3000), ("B-11", NOVEMBER, 4500)):
            amount = Money(cents)
            bill = put(
                s, "bill", account_id=account, number=number, bill_date=day, amount=amount,
                import_key=number,
            )  # fmt: skip
            put(s, "bill_line", bill_id=bill, seq=1, agreement_id=agreement, amount=amount)
            made[number] = bill
    return made


def offered(office: Office, account: AccountId) -> Money:
    return office.services.accounts.card(account, office.cashier).default_amount


def pay(office: Office, account: AccountId, cents: int, value: str = "", **more: object) -> None:
    values = {"confirmed": frozenset({"M-39", "M-40", "M-42", "M-69"})} | more
    office.services.payment_events.add(
        AddEvent(
            new_request_id(),
            account,
            (TenderDraft("CASH", Money(cents)),),
            (PaymentDraft(account, Money(cents), "BILL-ID" if value else "", value),),
            **values,  # type: ignore[arg-type]
        ),
        office.cashier,
    )


def test_ad3_the_latest_bill_less_the_payments_that_name_it(
    office: Office, account: AccountId, bills: dict[str, int]
) -> None:
    assert offered(office, account) == Money(4500)
    pay(office, account, 1000, "B-10")
    assert offered(office, account) == Money(4500), "another bill was named"
    pay(office, account, 1000, "B-11")
    assert offered(office, account) == Money(3500)
    for value in (short_id(bills["B-11"]), long_id(bills["B-11"])):
        pay(office, account, 500, value)
    assert offered(office, account) == Money(2500), "a bill is named by our number too"
    pay(office, account, 400, "B-11", action=DistributeAction.NONE)
    assert offered(office, account) == Money(2100), "the money is here, frozen or not"
    with office.db.begin() as s:
        s.execute(
            update(PaymentRow)
            .where(PaymentRow.status == PaymentStatus.INCOMPLETE)
            .values(status=PaymentStatus.ERROR, error_code="M-22")
        )
    assert offered(office, account) == Money(2100)
    pay(office, account, 3000, "B-11")
    assert offered(office, account) == Money(0), "never less than nothing"


def test_ad3_a_cancelled_payment_has_matched_nothing(
    office: Office, account: AccountId, bills: dict[str, int]
) -> None:
    assert bills
    pay(office, account, 4500, "B-11")
    assert offered(office, account) == Money(0)
    with office.db.begin() as s:
        s.execute(
            update(PaymentRow)
            .where(PaymentRow.account_id == account)
            .values(status=PaymentStatus.CANCELED, canceled_at=office.clock())
        )
    assert offered(office, account) == Money(4500)


def test_ad3_without_a_bill_and_without_open_items_the_balance_is_offered(
    office: Office, account: AccountId
) -> None:
    office.agreement(account, "WATER", (DAY, 1250))
    assert offered(office, account) == Money(1250)


def test_14_1_money_that_waits_is_not_offered_again_and_more_of_it_asks(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 1250))
    pay(office, account, 1000, action=DistributeAction.NONE)
    assert offered(office, account) == Money(250)
    with pytest.raises(NeedsConfirmation) as asked:
        pay(office, account, 250, confirmed=frozenset())
    (concern,) = asked.value.concerns
    assert (concern.code, concern.fields["amount"]) == ("M-69", Money(1000))
