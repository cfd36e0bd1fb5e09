"""Bills that a payment can name, to choose from (OI-1, D-26), on both engines."""

from datetime import date

from posapp.domain.ids import new_request_id
from posapp.domain.match_offers import BillOffer
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from tests.helpers.bills import bill
from tests.helpers.office import Office

OCTOBER, NOVEMBER = date(2026, 10, 10), date(2026, 11, 10)


def test_oi1_unpaid_bills_are_offered_the_newest_first(office: Office) -> None:
    account = office.account(customer_class="OPEN")
    agreement = office.agreement(account, "WATER")
    bill(office, account, "B-10", OCTOBER, (agreement, 3000), day=OCTOBER)
    bill(office, account, "B-11", NOVEMBER, (agreement, 4500), day=NOVEMBER)
    browse, cashier = office.services.browse, office.cashier
    first = (BillOffer("B-11", NOVEMBER, Money(4500)), BillOffer("B-10", OCTOBER, Money(3000)))
    assert browse.unpaid_bills(account, cashier) == first
    for number, cents in (("B-10", 3000), ("B-11", 500)):
        command = AddEvent(
            new_request_id(),
            account,
            (TenderDraft("CASH", Money(cents)),),
            (PaymentDraft(account, Money(cents), "BILL-ID", number),),
        )
        office.services.payment_events.add(command, cashier)
    assert browse.unpaid_bills(account, cashier) == (BillOffer("B-11", NOVEMBER, Money(4000)),)
    assert browse.unpaid_bills(office.account("Quill, Sam"), cashier) == ()
