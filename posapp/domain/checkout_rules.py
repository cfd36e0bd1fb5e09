"""Rules of checkouts: what a selection comes to, and what a state forbids (IT-4, CK-1, CK-6, CK-8).

Pure: facts in, decision or refusal out. Amounts are integer minor units of the account's currency.
"""

from collections.abc import Iterable, Sequence

from posapp.domain.checkout_orders import ItemChoice, Selection
from posapp.domain.checkouts import Checkout, CheckoutFacts, CheckoutLine, CheckoutPlan, PayableItem
from posapp.domain.codes import ControlStatus, ItemState
from posapp.domain.credit_codes import CheckoutState
from posapp.domain.credit_rules import allocate, check_amount, check_free
from posapp.domain.credits import Adjustment, AdjustmentId
from posapp.domain.money import ZERO, Money
from posapp.domain.rights import Actor, Right
from posapp.domain.tender_controls import Control
from posapp.errors import Refused


def decide_plan(selection: Selection, facts: CheckoutFacts) -> CheckoutPlan:
    """What a selection comes to: credits oldest first, never below zero (CK-1).

    Raises:
        Refused: ``M-327`` nothing selected, ``M-345`` not of this account, ``M-321``, ``M-322`` held
            by another checkout, ``M-323`` not payable, ``M-324``, ``M-325``, ``M-333``, ``M-334`` the
            amount, ``M-330`` a processed adjustment.
    """
    chosen = {choice.item_id: choice for choice in selection.items}
    lines = [_item_line(choice, facts) for choice in chosen.values()]
    charges = dict.fromkeys(selection.adjustments)
    lines += [_charge_line(adjustment_id, facts) for adjustment_id in charges]
    if not lines:
        raise Refused("M-327", field="items")
    taken = allocate(_credits(selection, facts), [line.amount for line in lines])
    covered: dict[int, Money] = {}
    for part in taken:
        covered[part.seq] = covered.get(part.seq, ZERO) + part.amount
    numbered = tuple(
        CheckoutLine(
            seq,
            line.item_id,
            line.adjustment_id,
            line.agreement_id,
            line.named,
            line.description,
            line.amount,
            covered.get(seq, ZERO),
        )
        for seq, line in enumerate(lines, 1)
    )
    return CheckoutPlan(facts.currency, numbered, taken)


def _item_line(choice: ItemChoice, facts: CheckoutFacts) -> CheckoutLine:
    item = facts.items.get(choice.item_id)
    if item is None or item.account_id != facts.account_id:
        raise Refused("M-345", field="items", value=choice.item_id)
    check_payable(item)
    due = item.due or ZERO
    amount = due if choice.amount is None else choice.amount
    check_part(amount, due, item, facts.currency)
    return CheckoutLine(0, item.id, None, item.agreement_id, item.number, item.description, amount)


def check_payable(item: PayableItem) -> None:
    """Stop the payment of an item that is held, paid, released, written off or without due (IT-4).

    Raises:
        Refused: ``M-321`` names the checkout that holds it, ``M-323`` its state.
    """
    if item.holder is not None:
        raise Refused("M-321", field="items", value=item.number, **item.holder.said)
    if item.state is not ItemState.PAYABLE:
        words = item.state.value.replace("_", " ").lower()
        raise Refused("M-323", field="items", value=item.number, state=words)
    if item.due is None or item.due <= ZERO:
        raise Refused("M-323", field="items", value=item.number, state="without money due")


def check_part(amount: Money, due: Money, item: PayableItem, currency: str) -> None:
    """The amount of an item goes down only where its kind allows a part payment, never up (CK-1).

    Raises:
        Refused: ``M-324`` zero, ``M-325`` below zero, ``M-334`` above what is due, ``M-333`` a part
            of something that is paid as a whole.
    """
    fields = {"field": "items", "value": item.number, "due": due, "currency": currency}
    if amount == ZERO:
        raise Refused("M-324", field="items")
    if amount < ZERO:
        raise Refused("M-325", field="items", amount=amount)
    if amount > due:
        raise Refused("M-334", amount=amount, **fields)
    if amount < due and not item.part_payment:
        raise Refused("M-333", **fields)


def _charge_line(adjustment_id: AdjustmentId, facts: CheckoutFacts) -> CheckoutLine:
    one = facts.adjustments.get(adjustment_id)
    if one is None or one.account_id != facts.account_id or one.is_credit:
        raise Refused("M-345", field="adjustments", value=adjustment_id)
    if not one.waits:
        raise Refused("M-330", field="adjustments", value=adjustment_id)
    check_free(one)
    described = one.comment or one.description
    return CheckoutLine(
        0, None, one.id, one.agreement_id, one.requisition_code, described, one.amount
    )


def _credits(selection: Selection, facts: CheckoutFacts) -> Sequence[Adjustment]:
    """The chosen credits; of those that were named, each must still have something (CK-8)."""
    every = [one for one in facts.adjustments.values() if one.is_credit]
    if selection.credits is None:
        return [one for one in every if one.waits and one.left]
    found = []
    for credit_id in dict.fromkeys(selection.credits):
        one = next((credit for credit in every if credit.id == credit_id), None)
        if one is None or one.account_id != facts.account_id:
            raise Refused("M-345", field="credits", value=credit_id)
        check_left(one)
        found.append(one)
    return found


def check_left(one: Adjustment) -> None:
    """Stop the use of a credit that somebody else took, and name who (CK-8).

    Raises:
        Refused: ``M-322`` held or spent by a checkout, ``M-330`` processed otherwise.
    """
    if one.left and one.waits:
        return
    if one.holder is None:
        raise Refused("M-330", field="credits", value=one.id)
    fields = {"amount": abs(one.amount), "left": one.left, "currency": one.currency}
    raise Refused("M-322", field="credits", value=one.id, **fields, **one.holder.said)


def check_expected(plan: CheckoutPlan, expected: Money | None) -> None:
    """What is submitted is what was confirmed (CK-2).

    Raises:
        Refused: ``M-339`` with both sums.
    """
    if expected is not None and expected != plan.to_pay:
        fields = {"expected": expected, "amount": plan.to_pay, "currency": plan.currency}
        raise Refused("M-339", field="to_pay", **fields)


def amount_tendered(tendered: Money | None, plan: CheckoutPlan) -> Money:
    """What was handed over: what is to pay where nothing was said; zero is said, too (CK-2).

    Raises:
        Refused: ``M-324`` zero, ``M-325`` below zero.
    """
    if tendered is None:
        return plan.to_pay
    check_amount(tendered, "tendered")
    return tendered


def check_state(checkout: Checkout, needed: CheckoutState, action: str) -> None:
    """Stop what a checkout's state forbids, and say who was first (CK-6, CK-9).

    Raises:
        Refused: ``M-336`` processed by somebody, ``M-337`` canceled or refunded by somebody,
            ``M-335`` not processed yet.
    """
    if checkout.state is needed:
        return
    fields = {"field": "checkout", "value": checkout.number, "action": action}
    if checkout.state is CheckoutState.SUBMITTED:
        raise Refused("M-335", state="submitted", **fields)
    if checkout.state is CheckoutState.PROCESSED:
        raise Refused("M-336", user=checkout.processed_by, time=checkout.processed_at, **fields)
    state = checkout.state.value.lower()
    raise Refused("M-337", state=state, user=checkout.ended_by, time=checkout.ended_at, **fields)


def check_cancel(checkout: Checkout, actor: Actor, *, same_day: bool) -> None:
    """Cashiers cancel their own submitted checkout of the same day, supervisors any (CK-5, D-44).

    Raises:
        Refused: as ``check_state``; ``M-51``.
    """
    check_state(checkout, CheckoutState.SUBMITTED, "cancel")
    if checkout.submitted_by_id != actor.user_id or not same_day:
        actor.require(Right.CANCEL_ANY)


def check_drawers_open(checkout: Checkout, drawers: Iterable[Control]) -> None:
    """Money that was counted in a balanced drawer does not vanish from it (CK-5, PE-13).

    Raises:
        Refused: ``M-253`` says the other way.
    """
    for drawer in drawers:
        if drawer.status is ControlStatus.BALANCED:
            said = {"value": checkout.number, "drawer": drawer.tender_source}
            raise Refused("M-253", field="checkout", **said)


def check_refund(checkout: Checkout, comment: str) -> None:
    """A refund is of the whole, of a processed checkout, and says why (CK-6).

    Raises:
        Refused: as ``check_state``; ``M-338`` without comment, ``M-343`` after a part refund.
    """
    check_state(checkout, CheckoutState.PROCESSED, "refund")
    if not comment:
        raise Refused("M-338", field="comment")
    if checkout.given < ZERO:
        fields = {"amount": -checkout.given, "currency": checkout.currency}
        raise Refused("M-343", field="checkout", value=checkout.number, **fields)


def check_second(checkout: Checkout, user_id: int, *, approved: bool) -> None:
    """Who submitted or processed a checkout does not refund it alone (CK-6, D-24).

    Raises:
        Refused: ``M-251``.
    """
    if user_id in {checkout.submitted_by_id, checkout.processed_by_id} and not approved:
        raise Refused("M-251", field="approver", value=checkout.number)


def check_part_refund(checkout: Checkout, amount: Money) -> None:
    """An adjustment of a processed checkout gives back no more than is paid of it (CK-6).

    Raises:
        Refused: as ``check_state``; ``M-344`` above the rest of it.
    """
    check_state(checkout, CheckoutState.PROCESSED, "adjust")
    rest = checkout.lines_total - checkout.gone + checkout.given
    if -amount > max(rest, ZERO):
        fields = {"amount": -amount, "rest": max(rest, ZERO), "currency": checkout.currency}
        raise Refused("M-344", field="amount", value=checkout.number, **fields)
