"""What is asked of checkouts, and what a submission answers (CK-1, CK-2, CK-5, CK-6).

Amounts are integer minor units of the account's currency.
"""

from dataclasses import dataclass

from posapp.domain.credit_codes import CheckoutState
from posapp.domain.credits import AdjustmentId, CheckoutId
from posapp.domain.ids import AccountId, ControlId, EventId, ItemId
from posapp.domain.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class ItemChoice:
    """A ticked item; ``amount`` is a part of what is due, ``None`` for all of it (CK-1)."""

    item_id: ItemId
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """What is ticked on a payments page (CK-1).

    Attributes:
        items: the ticked items.
        adjustments: the ticked charges.
        credits: the ticked credits; ``None`` for every open one (AC2-5).
    """

    items: tuple[ItemChoice, ...] = ()
    adjustments: tuple[AdjustmentId, ...] = ()
    credits: tuple[AdjustmentId, ...] | None = None


@dataclass(frozen=True, slots=True)
class SubmitCheckout:
    """The second *Submit payment information* (CK-2).

    Attributes:
        selection: what is paid.
        method: tender type; empty where credits cover all (CK-7).
        tendered: what was handed over; what is to pay by default. Above it change is given.
        employee_number: whose pay; the person's own when empty.
        control_id: the drawer; the user's own by default (D-02).
        expected: what the confirmation page said is to pay; another sum is refused.
        confirmed: codes that the user said yes to.
    """

    request_id: str
    account_id: AccountId
    selection: Selection
    method: str = ""
    tendered: Money | None = None
    check_number: str = ""
    employee_number: str = ""
    comment: str = ""
    control_id: ControlId | None = None
    expected: Money | None = None
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EndCheckout:
    """Cancel a submitted checkout (CK-5), or break the lock of one (IT-4).

    Attributes:
        release: give items back that their kind allows, instead of keeping them payable.
    """

    request_id: str
    checkout_id: CheckoutId
    release: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True)
class RefundCheckout:
    """Refund a processed checkout as a whole (CK-6).

    Attributes:
        comment: why; required.
        method: tender type that the money goes back by; the one that it came by when empty.
        control_id: the drawer that it leaves; the user's own by default.
    """

    request_id: str
    checkout_id: CheckoutId
    comment: str
    method: str = ""
    control_id: ControlId | None = None


@dataclass(frozen=True, slots=True)
class SubmittedCheckout:
    """What a submission answered: its confirmation number, event and state."""

    checkout_id: CheckoutId
    number: str
    event_id: EventId | None
    state: CheckoutState
    to_pay: Money
    change: Money = ZERO
