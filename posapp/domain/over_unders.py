"""Booking what a drawer is over or under (controls 8, OU-01..OU-13, D-15, D-27).

One event on a company-use agreement: one tender for each tender type that differs, in that very
type, and one payment of their sum. Amounts are integer minor units of the drawer's currency.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.control_counts import Difference
from posapp.domain.ids import AccountId, AgreementId, ControlId, EventId
from posapp.domain.ledger import CashSplit, pay_segment
from posapp.domain.money import ZERO, Money, total
from posapp.domain.payment_events import AddEvent, NewEvent, NewPayment, NewTender, PaymentDraft
from posapp.domain.setup import SetUp
from posapp.domain.spreading import Share
from posapp.domain.tender_controls import Control
from posapp.errors import Refused


@dataclass(frozen=True, slots=True)
class BookOverUnder:
    """Book the differences of a counted drawer (OU-04, OU-09)."""

    request_id: str
    control_id: ControlId
    reason: str
    comments: str


@dataclass(frozen=True, slots=True)
class CompanyAgreement:
    """What differences of a currency are booked to (OU-01)."""

    account_id: AccountId
    agreement_id: AgreementId
    sa_type: str


@dataclass(frozen=True, slots=True)
class BookedOverUnder:
    """What was booked: the event, its amounts by tender type and their sum, over > 0."""

    event_id: EventId
    control_id: ControlId
    amounts: tuple[tuple[str, Money], ...]
    net: Money


@dataclass(frozen=True, slots=True)
class OverUnderEntry:
    """A line of the log: one tender type of one booking, with the running total of its cashier (OU-10).

    ``cashier`` is the drawer's user when it was booked, empty for a drawer for all. ``running_total`` and
    ``running_count`` sum the bookings of that cashier in that currency within the period asked for.
    """

    event_id: EventId
    control_id: ControlId
    tender_source: str
    business_date: date
    booked_at: datetime
    cashier: str
    tender_type: str
    currency: str
    amount: Money
    reason: str
    comments: str
    booked_by: str
    approved_by: str
    running_total: Money
    running_count: int


@dataclass(frozen=True, slots=True)
class OverUnderTotal:
    """What bookings of a currency come to: over >= 0, under <= 0, and how many they are."""

    currency: str
    over: Money
    under: Money
    count: int

    @property
    def net(self) -> Money:
        """Both together."""
        return self.over + self.under


def totals_of(entries: Iterable[OverUnderEntry]) -> tuple[OverUnderTotal, ...]:
    """Over and under of each currency (OU-10)."""
    found: dict[str, list[OverUnderEntry]] = {}
    for one in entries:
        found.setdefault(one.currency, []).append(one)
    return tuple(
        OverUnderTotal(
            currency,
            over=total(one.amount for one in rows if one.amount > ZERO),
            under=total(one.amount for one in rows if one.amount < ZERO),
            count=len({one.event_id for one in rows}),
        )
        for currency, rows in sorted(found.items())
    )


def check_reason(command: BookOverUnder, setup: SetUp) -> None:
    """Stop a booking without reason code and text (OU-09).

    Raises:
        Refused: ``M-132`` missing, ``M-55`` an unknown or retired code.
    """
    if not command.reason:
        raise Refused("M-132", field="over_under_reason", what="why the drawer is over or under")
    found = setup.over_under_reasons.get(command.reason)
    if found is None or not found.active:
        raise Refused("M-55", field="over_under_reason", value=command.reason)
    if not command.comments:
        raise Refused("M-132", field="comments", what="in a few words what happened")


def weight(off: tuple[Difference, ...], booked: Money = ZERO) -> Money:
    """What is held against the limit: the largest difference of a type, or of all together.

    A surplus of cash does not make up for a missing check (BL-01). ``booked``, what was booked in
    the drawer before whatever its sign, comes on top: the limit is the drawer's, not one booking's.
    """
    amounts = [one.difference for one in off if one.difference is not None]
    return booked + max([abs(amount) for amount in amounts] + [abs(total(amounts))], default=ZERO)


def decide_booking(
    command: BookOverUnder,
    off: tuple[Difference, ...],
    control: Control,
    company: CompanyAgreement,
    setup: SetUp,
) -> tuple[AddEvent, NewEvent]:
    """The event that books the differences (OU-02, OU-03, OU-05, OU-06).

    Over: cash is debited and over/under expense credited; under: the other way round. With a sum of
    zero there is no payment (D-27).
    """
    source = setup.tender_sources[control.tender_source]
    tenders = tuple(
        NewTender(
            tender_type=one.tender_type,
            amount=one.difference,
            control=control,
            control_amount=one.difference,
            rate=None,
            distribution_code=setup.tender_types[one.tender_type].distribution_code
            or source.distribution_code,
            cash_back=False,
            currency=control.currency,
        )
        for one in off
        if one.difference is not None
    )
    net = total(tender.amount for tender in tenders)
    payments = (_payment(command, net, tenders, company, setup),) if net else ()
    order = AddEvent(
        command.request_id,
        company.account_id,
        (),
        tuple(payment.draft for payment in payments),
        action=DistributeAction.FREEZE,
        payment_date=control.business_date,
        control_id=control.id,
    )
    return order, NewEvent(
        payment_date=control.business_date,
        currency=control.currency,
        office=source.office,
        control=control,
        tenders=tenders,
        payments=payments,
        change=ZERO,
        settled=(),
        warnings=(),
        confirmed=(),
    )


def _payment(
    command: BookOverUnder,
    net: Money,
    tenders: tuple[NewTender, ...],
    company: CompanyAgreement,
    setup: SetUp,
) -> NewPayment:
    """Straight to the agreement, without a distribution (D-27), and frozen."""
    nets: dict[str, Money] = {}
    for tender in tenders:
        code = tender.distribution_code
        nets[code] = nets.get(code, ZERO) + tender.amount
    kind = setup.sa_types[company.sa_type]
    cash = CashSplit(nets, {}).take(net)
    posting = pay_segment(net, kind.segment_type, kind.distribution_code, cash)
    draft = PaymentDraft(company.account_id, net, comments=command.comments)
    share = Share(company.agreement_id, net)
    return NewPayment(draft, PaymentStatus.FROZEN, (share,), postings=(posting,))
