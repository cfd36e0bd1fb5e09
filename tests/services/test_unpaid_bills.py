"""Bills that a payment can name, to choose from (OI-1, D-26), on both engines."""

from datetime import date

from posapp.domain.codes import MatchKind
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from tests.helpers.bills import bill
from tests.helpers.office import Office

OCTOBER, NOVEMBER = date(2026, 10, 10), date(2026, 11, 10)


def offered(office: Office, account: AccountId) -> list[tuple[str, Money]]:
    payee = office.services.payments.payee(account, office.cashier)
    return [(one.value, one.due) for one in payee.choices if one.kind is MatchKind.BILL]


def test_oi1_unpaid_bills_are_offered_the_one_due_longest_first(office: Office) -> None:
    account = office.account(customer_class="OPEN")
    agreement = office.agreement(account, "WATER")
    bill(office, account, "B-10", OCTOBER, (agreement, 3000), day=OCTOBER)
    bill(office, account, "B-11", NOVEMBER, (agreement, 4500), day=NOVEMBER)
    assert offered(office, account) == [("B-10", Money(3000)), ("B-11", Money(4500))]
    for number, cents in (("B-10", 3000), ("B-11", 500)):
        command = AddEvent(
            new_request_id(),
            account,
            (TenderDraft("CASH", Money(cents)),),
            (PaymentDraft(account, Money(cents), "BILL-ID", number),),
        )
        office.services.payment_events.add(command, office.cashier)
    assert offered(office, account) == [("B-11", Money(4000))]
    assert offered(office, office.account("Quill, Sam")) == []
