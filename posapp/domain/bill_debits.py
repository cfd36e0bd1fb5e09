"""Bills that are paid automatically: the stamp at completion (AP-03..AP-05, AP-09, AP-15).

Amounts are integer minor units of the account's currency; dates are business dates. Pure.
"""

from dataclasses import dataclass, replace
from datetime import date

from posapp.domain.autopay_codes import DebitStatus, OverLimit
from posapp.domain.autopay_setup import AutoPayDates, dates_of_bill
from posapp.domain.ids import AccountId, BillId, EventId
from posapp.domain.mandate import Mandate, MandateId
from posapp.domain.money import Money
from posapp.domain.setup import SetUp


@dataclass(frozen=True, slots=True)
class CompletedBill:
    """A bill of an account with a mandate in force on its due date (AP-03)."""

    bill_id: BillId
    account_id: AccountId
    due_date: date
    amount: Money
    mandate_id: MandateId
    customer_class: str


@dataclass(frozen=True, slots=True)
class BillDebit:
    """The stamp of a bill: what will be debited when, or what became of it.

    ``attempt`` counts completions, so that a reopened bill's next payment is another request.
    """

    bill_id: BillId
    account_id: AccountId
    number: str
    due_date: date
    mandate_id: MandateId
    amount: Money
    payment_date: date
    extract_date: date
    ledger_date: date
    status: DebitStatus
    event_id: EventId | None
    attempt: int

    @property
    def dates(self) -> AutoPayDates:
        """Its three dates (AP-10)."""
        return AutoPayDates(self.payment_date, self.extract_date, self.ledger_date)

    @property
    def request_id(self) -> str:
        """The request that makes its event: the same one however often the job runs (D-21)."""
        return f"autopay-bill-{self.bill_id}-{self.attempt}"


@dataclass(frozen=True, slots=True)
class PlannedDebit:
    """What the request of a scheduled payment takes from its plan: the dates, and no bill."""

    dates: AutoPayDates
    bill_id: None = None


def stamp_bill(
    bill: CompletedBill, mandate: Mandate, setup: SetUp, earlier: BillDebit | None = None
) -> BillDebit:
    """The stamp of a completed bill (AP-05); the class decides above the maximum (AP-09)."""
    source = setup.autopay.sources[mandate.source]
    route, calendar = setup.autopay.route_of(source), setup.autopay.calendar_of(source)
    dates = dates_of_bill(bill.due_date, route, calendar)
    stamp = BillDebit(
        bill_id=bill.bill_id,
        account_id=bill.account_id,
        number="",
        due_date=bill.due_date,
        mandate_id=mandate.id,
        amount=bill.amount,
        payment_date=dates.payment,
        extract_date=dates.extract,
        ledger_date=dates.ledger,
        status=DebitStatus.WAITING,
        event_id=None,
        attempt=1 if earlier is None else earlier.attempt + 1,
    )
    most = mandate.maximum_withdrawal
    if most is None or bill.amount <= most:
        return stamp
    if setup.customer_classes[bill.customer_class].autopay_over_limit is OverLimit.REDUCE:
        return replace(stamp, amount=most)
    return replace(stamp, status=DebitStatus.OVER_LIMIT)


def is_still_wanted(debit: BillDebit, mandate: Mandate | None) -> bool:
    """Whether the mandate still covers the bill's due date when its payment is made (AP-17)."""
    return mandate is not None and mandate.is_in_force(debit.due_date)
