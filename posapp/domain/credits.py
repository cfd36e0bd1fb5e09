"""Adjustments on an account and credits: what they are, who may be asked, what they post.

An adjustment above zero charges, one below zero is a credit that waits for a checkout (AJ-2). What
is left of a credit is its amount less its uses. Source: items-and-credits 3 and 4, CK-10. Amounts
are integer minor units of the account's currency; stamps are UTC.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from posapp.domain.credit_codes import AdjustmentState, UseState
from posapp.domain.ids import AccountId, AgreementId, ControlId, EventId, ItemId
from posapp.domain.money import ZERO, Money

AdjustmentId = NewType("AdjustmentId", int)
CheckoutId = NewType("CheckoutId", int)
CreditUseId = NewType("CreditUseId", int)


@dataclass(frozen=True, slots=True)
class Holder:
    """The checkout that holds something: its number, who submitted it, where and when (IT-4)."""

    checkout_id: CheckoutId
    number: str
    user: str
    workstation: str
    at: datetime

    @property
    def said(self) -> dict[str, object]:
        """Fields of a sentence that names it."""
        return {"checkout": self.number, "user": self.user, "time": self.at}


@dataclass(frozen=True, slots=True)
class HeldItem:
    """An item that a submitted checkout holds; nothing else pays it meanwhile (IT-4)."""

    number: str
    holder: Holder

    @property
    def stored(self) -> dict[str, object]:
        """Fields of the sentence that is kept on a payment: the stamp as text, in UTC."""
        at = self.holder.at.strftime("%Y-%m-%d %H:%M UTC")
        return {"value": self.number, **self.holder.said, "time": at}


@dataclass(frozen=True, slots=True)
class CreditUse:
    """What was taken of a credit, by which line of which checkout; by none when settled alone."""

    id: CreditUseId
    credit_id: AdjustmentId
    checkout_id: CheckoutId | None
    seq: int | None
    amount: Money
    state: UseState
    version: int


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An adjustment as it is shown (AJ-1).

    Attributes:
        amount: above zero it charges, below zero it is a credit.
        reserved: what submitted checkouts hold of a credit.
        used: what was spent of a credit.
        holder: the checkout that holds it; of a used-up credit the last that took of it.
        linked_id: of the credit of *Add Credit*, its debit.
        reverses_id: what a reversal takes back; ``reversed_by`` is the other way.
        demands_id: what a charge asks for again, because its payment is gone; the debt is there.
        alone: what of ``used`` no checkout took: it was processed alone, or withdrawn.
        method: tender type that *Add Credit* was paid by.
    """

    id: AdjustmentId
    account_id: AccountId
    agreement_id: AgreementId
    requisition_code: str
    description: str
    amount: Money
    currency: str
    comment: str
    item_id: ItemId | None
    item: str
    checkout_id: CheckoutId | None
    checkout: str
    state: AdjustmentState
    clearing_code: str | None
    method: str | None
    employee_number: str
    event_id: EventId | None
    linked_id: AdjustmentId | None
    reverses_id: AdjustmentId | None
    reversed_by: AdjustmentId | None
    demands_id: AdjustmentId | None
    created_at: datetime
    created_by: str
    processed_at: datetime | None
    processed_by: str
    version: int
    reserved: Money = ZERO
    used: Money = ZERO
    alone: Money = ZERO
    holder: Holder | None = None

    @property
    def is_credit(self) -> bool:
        """Whether it gives value back."""
        return self.amount < ZERO

    @property
    def waits(self) -> bool:
        """Whether nobody processed it yet."""
        return self.state is AdjustmentState.UNPROCESSED

    @property
    def left(self) -> Money:
        """What the next checkout may take of a credit; zero for a charge (AJ-2)."""
        return max(-self.amount - self.used - self.reserved, ZERO)

    @property
    def is_untouched(self) -> bool:
        """Whether nothing of a credit is spent or held (AC2-8)."""
        return not self.used and not self.reserved


@dataclass(frozen=True, slots=True)
class AddAdjustment:
    """Write an adjustment by hand.

    Attributes:
        amount: signed, never zero.
        item_id: the item that it speaks of.
        checkout_id: the processed checkout that it adjusts (CK-6).
    """

    request_id: str
    account_id: AccountId
    requisition_code: str
    amount: Money
    comment: str
    item_id: ItemId | None = None
    checkout_id: CheckoutId | None = None


@dataclass(frozen=True, slots=True)
class AddCredit:
    """Add a credit to the payment of some items (AC2-1).

    Attributes:
        items: the ticked items; ``adjustments`` the ticked charges beside them.
        method: tender type that pays the credit now.
        amount: above zero.
        employee_number: whose pay; the person's own when empty.
        control_id: the drawer; the user's own by default (D-02).
        confirmed: codes that the user said yes to.
    """

    request_id: str
    account_id: AccountId
    items: tuple[ItemId, ...]
    method: str
    amount: Money
    comment: str = ""
    adjustments: tuple[AdjustmentId, ...] = ()
    employee_number: str = ""
    check_number: str = ""
    control_id: ControlId | None = None
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReverseCredit:
    """Take an untouched credit back (AC2-8).

    Attributes:
        credit_id: the credit, or its debit.
        comment: why.
        method: tender type that the money goes back by; as it came when empty.
        control_id: the drawer that it leaves; by default the one that it lies in, else the user's.
    """

    request_id: str
    credit_id: AdjustmentId
    comment: str = ""
    method: str = ""
    control_id: ControlId | None = None


@dataclass(frozen=True, slots=True)
class AddedCredit:
    """What *Add Credit* made: both adjustments, the event that paid the debit (AC2-2)."""

    debit_id: AdjustmentId
    credit_id: AdjustmentId
    event_id: EventId


@dataclass(frozen=True, slots=True)
class Taken:
    """A part of a credit that pays a line."""

    credit_id: AdjustmentId
    seq: int
    amount: Money


@dataclass(frozen=True, slots=True)
class CreditOutlook:
    """What *Add Credit* will do, before it is done (AC2-2, AC2-3).

    Attributes:
        debit: charged and paid at once by the method.
        credit: what waits for the next checkout, below zero.
        selected: what is due on the ticked items and charges.
        to_pay: what a checkout of all of it would come to afterwards.
        rest: what of the credit would be left then (AC2-6).
    """

    debit: Money
    credit: Money
    selected: Money
    to_pay: Money
    rest: Money
