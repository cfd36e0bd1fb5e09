"""What follows when the money behind a checkout or an added credit bounced (CK-6, AC2-8, ML-5).

The payments are cancelled like any others, by the one who says so. A processed checkout stands: its
items are payable again, its charges are asked for again, and payroll need not deduct. An added
credit of which nothing is spent is reversed; else the rest of it is withdrawn, and what was spent is
asked for.
"""

from posapp.domain.checkouts import Checkout
from posapp.domain.credit_codes import CheckoutState, UseState
from posapp.domain.credits import Adjustment, AdjustmentId
from posapp.domain.demands import asked_for, below
from posapp.domain.ids import EventId
from posapp.domain.money import ZERO, Money
from posapp.errors import Refused
from posapp.services.adjustment_work import load_adjustment, reverse_pair, settle_credit
from posapp.services.checkout_telling import deducts, tell_taken_back
from posapp.services.credit_change import CreditContext
from posapp.services.demands import demand, withdraw_demand
from posapp.storage import bound_events as bonds
from posapp.storage import checkouts as store
from posapp.storage import credits as credit_store
from posapp.storage.base import Transaction
from posapp.storage.checkouts import joined
from posapp.storage.credit_uses import load_uses_of
from posapp.storage.mentions import Mentions


def follow_bounce(s: Transaction, event_id: EventId, context: CreditContext) -> Mentions:
    """Carry on after the payments of an event were cancelled because its money was not good."""
    checkout_id = store.checkout_of_event(s, event_id)
    checkout = None if checkout_id is None else store.load_checkout(s, checkout_id)
    if checkout is not None:
        return _of_checkout(s, checkout, context)
    credit_id = bonds.credit_of_event(s, event_id)
    if credit_id is None:
        return {}
    one = load_adjustment(s, credit_id)
    if one.reversed_by is not None:
        return {}
    if one.is_untouched:
        return _reverse(s, one, context)
    rows = follow_credit(s, one.id, context)
    return joined(rows, *_tell_payroll(s, one, context))


def _of_checkout(s: Transaction, checkout: Checkout, context: CreditContext) -> Mentions:
    if checkout.state is not CheckoutState.PROCESSED:
        return {}
    told: Mentions = {}
    if checkout.method is not None and deducts(checkout.method, context.setup):
        told = tell_taken_back(s, checkout, context, f"bounce {checkout.id}", checkout.to_pay)
    paid = {line.seq: line.paid for line in checkout.lines}
    return joined(told, demand_charges(s, checkout, paid, context))


def demand_charges(
    s: Transaction, checkout: Checkout, amounts: dict[int, Money], context: CreditContext
) -> Mentions:
    """Ask for charges of a checkout again, by line what they lost of their payment (AJ-2)."""
    rows = []
    for line in checkout.lines:
        amount = amounts[line.seq]
        if line.adjustment_id is None or not amount:
            continue
        charge = load_adjustment(s, line.adjustment_id)
        if charge.reversed_by is None:
            rows.append(demand(s, charge, amount, context))
    return joined(*rows)


def _reverse(s: Transaction, one: Adjustment, context: CreditContext) -> Mentions:
    """The opposite pair: nothing of the credit is spent, and its money is gone (AC2-8)."""
    debit = load_adjustment(s, one.linked_id or AdjustmentId(0))
    return reverse_pair(s, one, debit, one.comment, context)[1]


def follow_credit(s: Transaction, credit_id: AdjustmentId, context: CreditContext) -> Mentions:
    """Withdraw what is free of a credit without money, and ask for what is spent of it (AC2-8).

    Called when its money bounced, and whenever a checkout gives a part of it back after that. A
    credit whose money is there, or was paid since, stays as it is.
    """
    one = load_adjustment(s, credit_id)
    debit = _without_money(s, one)
    if debit is None:
        return {}
    rows = []
    if one.left:
        rows += [withdraw_demand(s, two, context) for two in _waiting(s, debit)]
    missing = _missing(s, one, debit)
    gone = min(one.left, missing)
    if gone:
        rows.append(settle_credit(s, one, context, None, amount=gone)[1])
        if gone == one.left and not one.reserved:
            done = credit_store.set_processed(s, [one.id], context.stamp)
            rows.append({"account_adjustment": done})
    spent = missing - gone - one.reserved
    if spent > ZERO:
        rows.append(demand(s, debit, spent, context))
    return joined(*rows)


def check_money(s: Transaction, one: Adjustment, checkout: Checkout) -> None:
    """Stop the use of a credit whose money bounced since it was reserved (D-25).

    Raises:
        Refused: ``M-341``.
    """
    debit = _without_money(s, one)
    if debit is not None and _missing(s, one, debit):
        reason = "the payment of a credit in it bounced"
        raise Refused("M-341", field="checkout", value=checkout.number, reason=reason)


def _without_money(s: Transaction, one: Adjustment) -> Adjustment | None:
    """The debit of an added credit whose payment was cancelled; ``None`` for every other."""
    if one.linked_id is None or one.reversed_by is not None:
        return None
    debit = load_adjustment(s, one.linked_id)
    gone = debit.event_id is not None and bonds.is_gone(s, debit.event_id)
    return debit if gone else None


def _missing(s: Transaction, one: Adjustment, debit: Adjustment) -> Money:
    """What of the money nobody gave, neither by a demand nor out of the credit itself."""
    asked = asked_for(debit.id, credit_store.load_adjustments(s, account_id=one.account_id))
    return max(debit.amount - one.alone - asked, ZERO)


def _waiting(s: Transaction, debit: Adjustment) -> list[Adjustment]:
    """Demands for the money of a credit that nobody paid and no checkout holds."""
    every = credit_store.load_adjustments(s, account_id=debit.account_id)
    return [one for one in below(debit.id, every) if one.waits and one.holder is None]


def _tell_payroll(s: Transaction, one: Adjustment, context: CreditContext) -> list[Mentions]:
    """Payroll need not deduct what checkouts spent of a credit that it never paid (ML-5)."""
    told: list[Mentions] = []
    if one.method is None or not deducts(one.method, context.setup):
        return told
    for use in load_uses_of(s, one.id):
        checkout = None if use.checkout_id is None else store.load_checkout(s, use.checkout_id)
        if checkout is not None and use.state is UseState.USED:
            told.append(tell_taken_back(s, checkout, context, f"bounce {use.id}", use.amount))
    return told
