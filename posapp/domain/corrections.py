"""*Correct...*: what went wrong in plain words, and the steps that put it right.

An order says what went wrong; ``domain.correction_rules`` turns it into a ``Correction``: steps of
the actions that exist (edit, delete, cancel, add, transfer), which one transaction carries out.
Source: D-11, D-14, D-28, EX-5, payments 6, 8, 9 and 24. Amounts are integer minor units, of the
tender's own currency where they are a tender's, else of the event's; dates are business dates.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from posapp.domain.codes import ControlStatus, PaymentStatus
from posapp.domain.distribution_rules import DetailDraft
from posapp.domain.event_views import EventView, PaymentView, TenderView
from posapp.domain.ids import AccountId, ControlId, EventId, PaymentId, TenderId
from posapp.domain.money import Money
from posapp.domain.payment_edits import PaymentChange
from posapp.domain.payment_events import PaymentDraft, TenderDraft
from posapp.domain.setup import SetUp
from posapp.domain.tender_cancels import CancelTenders
from posapp.domain.tender_controls import Control
from posapp.domain.tender_edits import TenderChange
from posapp.domain.transfers import Transfer, TransferByRules


class Fault(StrEnum):
    """What went wrong."""

    ACCOUNT = "account"
    AMOUNT = "amount"
    TENDER_TYPE = "tender-type"
    TWICE = "twice"
    RETURNED = "returned"
    DATE = "date"


DEFAULT_REASONS: Mapping[Fault, str] = {
    Fault.ACCOUNT: "WRAC",
    Fault.AMOUNT: "DATA",
    Fault.TENDER_TYPE: "DATA",
    Fault.TWICE: "DUPL",
    Fault.RETURNED: "NSF",
    Fault.DATE: "DATA",
}
"""Cancel reasons as they are shipped (payments 1.5), for an order that names none."""


@dataclass(frozen=True, slots=True)
class CorrectionOrder:
    """What the correction dialog asks.

    Args:
        event_id: the event.
        fault: what went wrong.
        tender_id: the tender that it is about; may be left out where there is one only.
        payment_id: the payment that it is about, or whose amount follows; as ``tender_id``.
        account_id: the right account.
        match: match type and value there; ``None`` keeps what belongs to that account.
        payor_too: whether the payor is wrong as well; ``None`` where payor and payee are one.
        details: the right rules, values and amounts of an event with distribution details.
        amount: what was handed over, in the tender's own currency.
        tender_type: what was handed over.
        check_number: of the right tender; ``None`` keeps it.
        external_reference: of the right tender, the code of its authorization; ``None`` keeps it.
        day: the right payment date.
        reason: cancel reason; that of the fault when empty.
        bank: with ``bank_account``, our account that is charged; the original one when empty.
        bank_account: see above.
        change_returned: whether the change of a returned check came back (D-11).
        drawer: open drawer for money that cannot go back out of its own; own one by default.
        non_cis_name: with ``reference`` and ``comments``, for an account without customer (NC-7).
        reference: see above.
        comments: see above.
        confirmed: codes that the user said yes to.
    """

    event_id: EventId
    fault: Fault
    tender_id: TenderId | None = None
    payment_id: PaymentId | None = None
    account_id: AccountId | None = None
    match: tuple[str, str] | None = None
    payor_too: bool | None = None
    details: tuple[DetailDraft, ...] = ()
    amount: Money | None = None
    tender_type: str = ""
    check_number: str | None = None
    external_reference: str | None = None
    day: date | None = None
    reason: str = ""
    bank: str = ""
    bank_account: str = ""
    change_returned: bool | None = None
    drawer: ControlId | None = None
    non_cis_name: str = ""
    reference: str = ""
    comments: str = ""
    confirmed: frozenset[str] = frozenset()

    @property
    def why(self) -> str:
        """The cancel reason."""
        return self.reason or DEFAULT_REASONS[self.fault]

    def is_bounce(self, setup: SetUp) -> bool:
        """Whether it says that the money was not good."""
        reason = setup.cancel_reasons.get(self.why)
        return self.fault is Fault.RETURNED and reason is not None and reason.bounces


@dataclass(frozen=True, slots=True)
class CorrectionFacts:
    """What stands around an event that is corrected.

    Attributes:
        event: the event.
        controls: tender controls of its tenders, and the drawer that was named.
        deposits: status of their deposit controls.
        usable: by currency the open drawer that the user puts money into (D-02).
        fitting: payments whose match belongs to the account that the order names.
    """

    event: EventView
    controls: Mapping[ControlId, Control]
    deposits: Mapping[int, ControlStatus]
    usable: Mapping[str, Control]
    fitting: frozenset[PaymentId] = frozenset()


@dataclass(frozen=True, slots=True)
class EditPayment:
    """Change an unfrozen payment, and distribute it again if it was distributed (PE-12)."""

    payment_id: PaymentId
    change: PaymentChange
    distribute: bool


@dataclass(frozen=True, slots=True)
class DeletePayments:
    """Delete unfrozen payments, which would stand in the way of a cancellation (D-10)."""

    payment_ids: tuple[PaymentId, ...]


@dataclass(frozen=True, slots=True)
class EditTender:
    """Change a tender that may still change (D-28)."""

    tender_id: TenderId
    change: TenderChange


@dataclass(frozen=True, slots=True)
class SetPayor:
    """Change the payor of tenders while nothing is frozen."""

    old: AccountId
    new: AccountId


@dataclass(frozen=True, slots=True)
class Move:
    """Transfer the event, or ``payment_id`` of it (9)."""

    transfer: Transfer | TransferByRules
    payment_id: PaymentId | None


@dataclass(frozen=True, slots=True)
class Cancel:
    """Cancel tenders with the frozen payments of the event (CX-2).

    ``replaced`` says that another tender takes their place, so the change that was given stays.
    """

    order: CancelTenders
    replaced: bool


@dataclass(frozen=True, slots=True)
class AddTender:
    """Add the tender that was really handed over, into an open drawer, ``instead`` of another."""

    draft: TenderDraft
    payor: AccountId
    control_id: ControlId
    instead: TenderView


@dataclass(frozen=True, slots=True)
class Again:
    """A payment that is made again with an amount; it is frozen when the old one was."""

    payment: PaymentView
    amount: Money

    @property
    def freeze(self) -> bool:
        """Whether the old one was frozen."""
        return self.payment.status is PaymentStatus.FROZEN

    def draft(self, setup: SetUp) -> PaymentDraft:
        """The new payment."""
        return PaymentChange(amount=self.amount).applied(self.payment, setup)


@dataclass(frozen=True, slots=True)
class PayAgain:
    """Make payments again out of the money that is not allocated.

    ``follows`` is the one whose amount gets what is more or less; without it they are made in
    their order as far as the money reaches.
    """

    payments: tuple[Again, ...]
    follows: int | None


@dataclass(frozen=True, slots=True)
class SetDay:
    """Change the payment date while nothing is frozen (PE-3)."""

    day: date


@dataclass(frozen=True, slots=True)
class TakeAgain:
    """Add the event again with another payment date: a posted date never changes (PE-3).

    ``instead`` are the tenders that the new ones, in the same order, take the place of.
    """

    payor: AccountId
    tenders: tuple[TenderDraft, ...]
    payments: tuple[Again, ...]
    day: date
    control_id: ControlId
    instead: tuple[TenderView, ...]


@dataclass(frozen=True, slots=True)
class DeleteEvent:
    """Delete an event that was never frozen, numbered or balanced (PE-13)."""


Step = (
    EditPayment
    | DeletePayments
    | EditTender
    | SetPayor
    | Move
    | Cancel
    | AddTender
    | PayAgain
    | SetDay
    | TakeAgain
    | DeleteEvent
)


@dataclass(frozen=True, slots=True)
class Correction:
    """The decision: steps in their order."""

    fault: Fault
    steps: tuple[Step, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What is done, for the audit: the steps by name."""
        return tuple(type(step).__name__ for step in self.steps)
