"""Checkouts: which items, charges and credits, what is left to pay, and what may be done later.

Source: items-and-credits 2 and 5 (IT-3, IT-4, CK-1..CK-9). Pure: facts in, decision out. Amounts are
integer minor units of the account's currency; stamps are UTC.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from posapp.domain.codes import ItemState
from posapp.domain.credit_codes import CheckoutState
from posapp.domain.credits import Adjustment, AdjustmentId, CheckoutId, CreditUse, Holder, Taken
from posapp.domain.ids import AccountId, AgreementId, EventId, ItemId
from posapp.domain.money import ZERO, Money, total


@dataclass(frozen=True, slots=True)
class PayableItem:
    """An item as a payments page and a checkout read it (IT-2, IT-4).

    Attributes:
        due: ``None`` where the source gave no money.
        part_payment: less than the whole may be paid.
        releasable: it may be given back.
        holder: the submitted checkout that holds it.
    """

    id: ItemId
    number: str
    sa_type: str
    description: str
    agreement_id: AgreementId
    account_id: AccountId
    state: ItemState
    due: Money | None
    part_payment: bool = False
    releasable: bool = False
    holder: Holder | None = None


@dataclass(frozen=True, slots=True)
class CheckoutFacts:
    """What submitting reads under its locks: chosen items and charges, open credits, by id."""

    account_id: AccountId
    currency: str
    items: Mapping[ItemId, PayableItem]
    adjustments: Mapping[AdjustmentId, Adjustment]


@dataclass(frozen=True, slots=True)
class CheckoutLine:
    """What a checkout pays: an item or a charge.

    Attributes:
        seq: its number in the checkout, from 1.
        named: number of the item, or code of the charge.
        amount: what is paid of it, ``credit`` of that by credits.
    """

    seq: int
    item_id: ItemId | None
    adjustment_id: AdjustmentId | None
    agreement_id: AgreementId
    named: str
    description: str
    amount: Money
    credit: Money = ZERO

    @property
    def paid(self) -> Money:
        """What is paid by money."""
        return self.amount - self.credit


@dataclass(frozen=True, slots=True)
class CheckoutPlan:
    """What a checkout comes to (CK-1): lines, what they take of credits, what is to pay."""

    currency: str
    lines: tuple[CheckoutLine, ...]
    taken: tuple[Taken, ...]

    @property
    def lines_total(self) -> Money:
        """Items and positive adjustments."""
        return total(line.amount for line in self.lines)

    @property
    def credits_total(self) -> Money:
        """Credits that are used."""
        return total(line.credit for line in self.lines)

    @property
    def to_pay(self) -> Money:
        """What is paid by money."""
        return self.lines_total - self.credits_total


@dataclass(frozen=True, slots=True)
class UseView:
    """A credit that a checkout took of, as it is shown (AC2-5)."""

    use: CreditUse
    method: str | None
    comment: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Checkout:
    """A checkout as it is shown; ``snapshot`` is what was submitted, as JSON (CK-2)."""

    id: CheckoutId
    number: str
    account_id: AccountId
    account_name: str
    office: str
    currency: str
    state: CheckoutState
    method: str | None
    employee_number: str
    lines_total: Money
    credits_total: Money
    to_pay: Money
    event_id: EventId | None
    comment: str
    snapshot: str
    submitted_at: datetime
    submitted_by: str
    submitted_by_id: int
    workstation: str
    processed_at: datetime | None
    processed_by: str
    ended_at: datetime | None
    ended_by: str
    end_comment: str
    released: bool
    refund_method: str | None
    approved_by: str
    """Who let it be refunded or canceled by somebody without the right (D-24)."""
    version: int
    lines: tuple[CheckoutLine, ...] = ()
    uses: tuple[UseView, ...] = ()
    processed_by_id: int | None = None
    process_approved_by: str = ""
    """Who let it be processed by somebody without the right (CK-3, D-24)."""
    charged: Money = ZERO
    """Charges that were written for it after processing and stand (CK-6)."""
    given: Money = ZERO
    """Part refunds that stand, below zero (CK-6)."""
    gone: Money = ZERO
    """What of its money was taken back: it bounced, or was refunded."""

    @property
    def adjusted(self) -> Money:
        """Sum of the adjustments that were written for it after processing and stand."""
        return self.charged + self.given

    @property
    def holder(self) -> Holder:
        """Who holds what it holds."""
        return Holder(self.id, self.number, self.submitted_by, self.workstation, self.submitted_at)


def items_of(lines: Iterable[CheckoutLine]) -> list[ItemId]:
    """The items among some lines."""
    return [line.item_id for line in lines if line.item_id is not None]
