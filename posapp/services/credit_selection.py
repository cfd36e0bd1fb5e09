"""What is ticked beside an added credit, and the pair that it makes (AC2-1, AC2-2)."""

from posapp.domain.checkout_rules import check_payable
from posapp.domain.credit_rules import (
    check_free,
)
from posapp.domain.credits import AddCredit, Adjustment, AdjustmentId
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from posapp.services.adjustment_work import load_adjustment
from posapp.storage import credits as store
from posapp.storage.base import Transaction
from posapp.storage.checkout_items import load_payable_items


def credit_pair(s: Transaction, adjustment_id: AdjustmentId) -> tuple[Adjustment, Adjustment]:
    """The credit and the debit of *Add Credit*, by either of them."""
    one = load_adjustment(s, adjustment_id)
    if one.linked_id is not None and one.reverses_id is None:
        return one, load_adjustment(s, one.linked_id)
    mates = [
        other
        for other in store.load_adjustments(s, account_id=one.account_id)
        if other.linked_id == one.id and other.reverses_id is None
    ]
    if not mates:
        if one.reverses_id is not None:
            raise Refused("M-331", field="adjustment", value=one.id, other=one.reverses_id)
        raise Refused("M-349", field="adjustment", value=one.id)
    return mates[0], one


def selected_sum(s: Transaction, command: AddCredit, setup: SetUp) -> Money:
    """What is due on the ticked items and charges, which can all be paid (AC2-1)."""
    if not command.items and not command.adjustments:
        raise Refused("M-327", field="items")
    wanted = list(dict.fromkeys(command.items))
    items = load_payable_items(s, command.account_id, setup, wanted)
    charges = [
        one
        for one in store.load_adjustments(
            s, account_id=command.account_id, ids=command.adjustments, waiting=True
        )
        if not one.is_credit
    ]
    known = {item.id for item in items}
    for item_id in wanted:
        if item_id not in known:
            raise Refused("M-345", field="items", value=item_id)
    for adjustment_id in command.adjustments:
        if adjustment_id not in {one.id for one in charges}:
            raise Refused("M-345", field="adjustments", value=adjustment_id)
    for item in items:
        check_payable(item)
    for one in charges:
        check_free(one)
    return total((*(item.due or ZERO for item in items), *(one.amount for one in charges)))
