"""A payment event as it is shown: totals, info line, warnings, and its rows.

Source: PE-1..PE-7, D-01, D-04, D-31, D-33. Amounts are integer minor units of the event's
currency; dates are business dates, stamps UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from posapp.domain.autopay_requests import ClearingRequest
from posapp.domain.bound_events import Bond
from posapp.domain.characteristics import CharacteristicView
from posapp.domain.codes import ControlStatus, PaymentStatus, TenderStatus
from posapp.domain.distribution_rule import ValueType
from posapp.domain.ids import (
    AccountId,
    AgreementId,
    BillId,
    ControlId,
    EventId,
    PaymentId,
    TenderId,
)
from posapp.domain.money import ZERO, Money, total
from posapp.domain.templates import CreditLine


@dataclass(frozen=True, slots=True)
class TenderView:
    """A tender of an event; ``distribution_code`` is the ledger account it was stored with (D-29).

    ``control_status`` is its drawer's, ``taken_by`` the name of the user ``created_by``.
    """

    id: TenderId
    payor_account_id: AccountId
    payor_name: str
    tender_type: str
    description: str
    amount: Money
    control_amount: Money
    control_currency: str
    rate: str | None
    tender_control_id: ControlId | None
    tender_source: str
    status: TenderStatus
    cash_back: bool
    rounding: bool
    check_number: str
    micr_last4: str
    name: str
    cancel_reason: str | None
    customer_id: str = ""
    external_reference: str = ""
    distribution_code: str = ""
    auto_pay: ClearingRequest | None = None
    created_by: int | None = None
    created_at: datetime | None = None
    control_status: ControlStatus | None = None
    taken_by: str = ""
    charged_bank: str | None = None
    charged_account: str | None = None

    @property
    def charged(self) -> str:
        """The bank account that its cancellation was charged to; empty for its own (CX-1, NS-06)."""
        return " ".join(part for part in (self.charged_bank, self.charged_account) if part)

    @property
    def flagged(self) -> bool:
        """Made by the program: change or cash rounding (D-01, D-20)."""
        return self.cash_back or self.rounding


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A pay segment with its agreement and that agreement's balance now.

    ``item`` is the number of the payable item whose agreement it is (IT-1), ``bill`` that of the
    bill that it is matched to (PY-12); empty for others.
    """

    agreement_id: AgreementId
    sa_type: str
    description: str
    service: str
    amount: Money
    current_balance: Money
    item: str = ""
    bill_id: BillId | None = None
    bill: str = ""

    @property
    def named(self) -> str:
        """What was paid: kind of agreement, service point, item or bill number, if there are."""
        parts = (self.description, self.service, self.item, self.bill)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment of an event; ``error_text`` stands beside the status (6)."""

    id: PaymentId
    account_id: AccountId
    account_name: str
    non_cis: bool
    amount: Money
    status: PaymentStatus
    error_code: str | None
    error_text: str
    match_type: str | None
    match_value: str | None
    non_cis_name: str
    reference: str
    comments: str
    cancel_reason: str | None
    frozen_at: datetime | None
    manual: bool = False
    template: str | None = None
    long_comment: str = ""
    segments: tuple[SegmentView, ...] = ()
    lines: tuple[CreditLine, ...] = ()


@dataclass(frozen=True, slots=True)
class DetailView:
    """A distribution detail: rule with its name and short label, value in words, amount.

    ``value_type`` is what the value is; ``bill_id`` the bill that it names, ``item_agreement_id``
    the agreement of the item, ``None`` for others and where several have the number.
    """

    rule: str
    name: str
    label: str
    value: str
    value_description: str
    amount: Money
    value_type: ValueType = ValueType.TEXT
    bill_id: BillId | None = None
    item_agreement_id: AgreementId | None = None


@dataclass(frozen=True, slots=True)
class EventTotals:
    """Counts and sums of an event (PE-4, D-01, D-20); cancelled ones apart."""

    payment_count: int
    payments: Money
    tender_count: int
    tenders: Money
    canceled_tenders: int
    amount_tendered: Money
    cash_back: Money
    rounding: Money = ZERO

    @property
    def is_balanced(self) -> bool:
        """Valid tenders equal valid payments (PE-5, D-20)."""
        return self.tenders == self.payments

    @property
    def difference(self) -> Money:
        """Tenders less payments: what is not accounted for."""
        return self.tenders - self.payments


@dataclass(frozen=True, slots=True)
class EventView:
    """A payment event with everything its page shows."""

    id: EventId
    request_id: str
    payment_date: date
    currency: str
    office: str
    document_number: str | None
    receipt_number: str | None
    created_at: datetime
    created_by: str
    version: int
    tenders: tuple[TenderView, ...]
    payments: tuple[PaymentView, ...]
    details: tuple[DetailView, ...]
    above_limit: Money | None
    """The drawer's limit when its like-cash money exceeds it (TI-10), else ``None``."""
    characteristics: tuple[CharacteristicView, ...] = ()
    bond: Bond | None = None
    """What it pays, where it changes only with that (CK-3, CK-6, AC2-8); pages alone read it."""

    @property
    def totals(self) -> EventTotals:
        """Totals over tenders and payments."""
        return totals_of(self.tenders, self.payments)

    @property
    def unfrozen(self) -> int:
        """Payments that are Incomplete, Error or Freezable (PE-2)."""
        return sum(payment.status.is_unfrozen for payment in self.payments)

    @property
    def may_recalculate(self) -> bool:
        """Whether *Recalculate Cash Back* shows: unbalanced, nothing Frozen or Canceled (D-32)."""
        settled = {PaymentStatus.FROZEN, PaymentStatus.CANCELED}
        return not self.totals.is_balanced and not any(
            payment.status in settled for payment in self.payments
        )


def totals_of(tenders: Sequence[TenderView], payments: Sequence[PaymentView]) -> EventTotals:
    """Totals of an event: cancelled tenders and payments do not count (PE-4, D-01)."""
    valid = [tender for tender in tenders if tender.status is TenderStatus.VALID]
    handed = [tender for tender in valid if not tender.flagged]
    live = [payment for payment in payments if payment.status is not PaymentStatus.CANCELED]
    return EventTotals(
        payment_count=len(live),
        payments=total(payment.amount for payment in live),
        tender_count=len(handed),
        tenders=total(tender.amount for tender in valid),
        canceled_tenders=len(tenders) - len(valid),
        amount_tendered=total(tender.amount for tender in handed),
        cash_back=-total(tender.amount for tender in valid if tender.cash_back),
        rounding=total(tender.amount for tender in valid if tender.rounding),
    )


def info_parts(event: EventView) -> tuple[str, ...]:
    """Parts of the info line besides date and amount (PE-1, D-33).

    The payor's name only with a single tender (the flagged one not counted); rule name and value
    description for a single detail with money; then document number and alternate currency.
    """
    named = _handed(event)
    parts: list[str] = []
    if len(named) == 1:
        parts.append(named[0].payor_name)
    paying = [detail for detail in event.details if detail.amount != ZERO]
    if len(paying) == 1:
        described = paying[0].value_description or paying[0].value
        parts.extend((paying[0].name, described))
    elif paying:
        parts.append("Multiple Distribution Details Exist")
    if event.document_number:
        parts.append(event.document_number)
    if any(tender.control_currency != event.currency for tender in event.tenders):
        parts.append("Alternate Currency Used")
    return tuple(parts)


def only_payor(event: EventView) -> str:
    """Who handed over all that is valid, else all that was handed over; empty where several did."""
    payors = {tender.payor_account_id: tender.payor_name for tender in _handed(event)}
    return next(iter(payors.values())) if len(payors) == 1 else ""


def _handed(event: EventView) -> list[TenderView]:
    """The tenders that name an event: valid ones that are not flagged, else those canceled."""
    handed = [tender for tender in event.tenders if not tender.flagged]
    return [t for t in handed if t.status is TenderStatus.VALID] or handed


def parties_of(event: EventView) -> tuple[AccountId, ...]:
    """The accounts of an event, each once: payors of its tenders first, then who is paid for."""
    payors = (tender.payor_account_id for tender in event.tenders if not tender.flagged)
    payees = (payment.account_id for payment in event.payments)
    return tuple(dict.fromkeys((*payors, *payees)))


def home_control(event: EventView) -> ControlId | None:
    """The drawer whose audit chain and receipt numbers an event uses (D-31, D-40).

    That of its first tender in the event's currency, change included; its first tender's when all
    are foreign; ``None`` while all are auto pay (D-06): the control of a batch is no drawer.
    """
    drawers = [
        (tender.tender_control_id, tender.control_currency == event.currency)
        for tender in event.tenders
        if tender.auto_pay is None
    ]
    home = (control for control, own in drawers if own and control is not None)
    other = (control for control, _ in drawers if control is not None)
    return next(home, None) or next(other, None)


def warning_codes(event: EventView, *, waits: bool = False) -> tuple[str, ...]:
    """Warnings under the info line (PE-2): all that hold, in a fixed order.

    An event that ``waits`` for the day of its debits has nothing that should be frozen (D-06).
    """
    found: list[str] = []
    if event.unfrozen and not waits:
        found.append("UNFROZEN")
    if not event.totals.is_balanced:
        found.append("UNBALANCED")
    if event.above_limit is not None:
        found.append("TURN_IN")
    return tuple(found)
