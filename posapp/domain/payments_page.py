"""What the payments page of an account shows, and choices that were parked (CK-1, AC2-5)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NewType

from posapp.domain.checkout_orders import ItemChoice, Selection
from posapp.domain.checkouts import Checkout, PayableItem
from posapp.domain.credits import Adjustment, AdjustmentId
from posapp.domain.ids import AccountId, ItemId
from posapp.domain.money import Money
from posapp.domain.setup import TenderType
from posapp.errors import Refused

ParkedId = NewType("ParkedId", int)


@dataclass(frozen=True, slots=True)
class ParkCheckout:
    """Put what is ticked aside; a parked selection holds nothing.

    Attributes:
        method: tender type that was chosen, empty when none was.
        comment: what people read in the list.
    """

    request_id: str
    account_id: AccountId
    selection: Selection
    method: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ParkedCheckout:
    """A parked selection: whose, what, by whom, where and when."""

    id: ParkedId
    account_id: AccountId
    account_name: str
    selection: Selection
    method: str
    comment: str
    parked_at: datetime
    parked_by: str
    workstation: str


@dataclass(frozen=True, slots=True)
class PaymentsPage:
    """Items, charges and open credits of an account with what may be done (CK-1).

    Attributes:
        person_type: of the account's person, empty when nobody said.
        employee_number: of the person, asked for by some methods.
        items: payable ones and those in checkout, the oldest first.
        charges: unprocessed adjustments above zero.
        credits: unprocessed credits; what a waiting checkout holds shows as reserved (AC2-5).
        methods: payment methods that are offered to the person (AC2-7).
        waiting: submitted checkouts of the account.
        parked: parked selections of the account.
        payroll_told: whether payroll is told of what it deducts by e-mail (ML-2).
    """

    account_id: AccountId
    account_name: str
    currency: str
    person_type: str
    employee_number: str
    items: tuple[PayableItem, ...]
    charges: tuple[Adjustment, ...]
    credits: tuple[Adjustment, ...]
    methods: tuple[TenderType, ...]
    waiting: tuple[Checkout, ...]
    parked: tuple[ParkedCheckout, ...]
    payroll_told: bool = False


def to_document(selection: Selection, method: str) -> dict[str, object]:
    """A selection as it is stored: ids and minor units."""
    return {
        "items": [[one.item_id, _minor(one.amount)] for one in selection.items],
        "adjustments": list(selection.adjustments),
        "credits": None if selection.credits is None else list(selection.credits),
        "method": method,
    }


def _minor(amount: Money | None) -> int | None:
    return None if amount is None else amount.minor


def from_document(document: dict[str, Any]) -> tuple[Selection, str]:
    """A selection as it was stored, with its method.

    Raises:
        Refused: ``M-50`` when it is none.
    """
    try:
        items = tuple(
            ItemChoice(ItemId(_whole(found)), None if part is None else Money(part))
            for found, part in document["items"]
        )
        charges = tuple(AdjustmentId(_whole(one)) for one in document["adjustments"])
        named = document["credits"]
        credits_ = None if named is None else tuple(AdjustmentId(_whole(one)) for one in named)
        return Selection(items, charges, credits_), str(document["method"])
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("M-50", field="content", value="", reason="is no selection") from error


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value
