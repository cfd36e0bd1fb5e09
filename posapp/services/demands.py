"""Debt that is asked for again: a charge, or the debit of a credit, whose payment is gone (AJ-2, AC2-8).

A demand is a charge that waits and names in ``demands_id`` what it asks for. The debt is on the
account already, so that processing a demand posts nothing of its own: its payment clears the debt.
"""

from posapp.domain.credit_rules import even_posting
from posapp.domain.credits import Adjustment
from posapp.domain.money import Money
from posapp.services.adjustment_work import insert_opposite, post_charge, receivable
from posapp.services.credit_change import CreditContext
from posapp.storage import credits as store
from posapp.storage.base import Transaction
from posapp.storage.checkouts import joined
from posapp.storage.mentions import Mentions


def demand(s: Transaction, one: Adjustment, amount: Money, context: CreditContext) -> Mentions:
    """Ask for a part of an adjustment again; the payments page lists it like any charge."""
    values = {
        "account_id": one.account_id,
        "agreement_id": one.agreement_id,
        "requisition_code": one.requisition_code,
        "amount": amount,
        "currency": one.currency,
        "comment": one.comment,
        "item_id": one.item_id,
        "demands_id": one.id,
    }
    return store.insert_adjustment(s, values, context.stamp, processed=False)[1]


def withdraw_demand(s: Transaction, one: Adjustment, context: CreditContext) -> Mentions:
    """Take a demand back that nobody paid: what it asked for is settled otherwise (AJ-5)."""
    posted = post_charge(s, one, context)
    made, rows = insert_opposite(s, one, one.comment, context)
    books = context.books(one.currency)
    posting = even_posting(one.amount, receivable(context.setup))
    _ft, back = store.post(s, made, one.agreement_id, posting, books)
    done = {"account_adjustment": store.set_processed(s, [one.id], context.stamp)}
    return joined(posted, rows, back, done)
