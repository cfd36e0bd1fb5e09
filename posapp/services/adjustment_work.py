"""The work of adjustments inside a transaction: look one up, post it, write its opposite (AJ-2..AJ-5)."""

from posapp.domain.credit_codes import UseState
from posapp.domain.credit_rules import (
    even_posting,
    use_posting,
)
from posapp.domain.credits import Adjustment, AdjustmentId
from posapp.domain.ledger import Posting, charge
from posapp.domain.money import ZERO, Money
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from posapp.services.credit_change import CreditContext
from posapp.storage import credits as store
from posapp.storage.base import Transaction
from posapp.storage.checkouts import joined
from posapp.storage.locks import lock_counter
from posapp.storage.mentions import Mentions


def load_adjustment(s: Transaction, adjustment_id: AdjustmentId) -> Adjustment:
    """An adjustment.

    Raises:
        Refused: ``M-55`` when there is none.
    """
    found = store.load_adjustments(s, ids=[adjustment_id])
    if not found:
        raise Refused("M-55", field="adjustment", value=adjustment_id)
    return found[0]


def locked_adjustment(
    s: Transaction, adjustment_id: AdjustmentId, context: CreditContext
) -> tuple[Adjustment, CreditContext]:
    """An adjustment as it is once its account is locked (D-25)."""
    lock_counter(s, (), [load_adjustment(s, adjustment_id).account_id])
    return load_adjustment(s, adjustment_id), context.locked()


def receivable(setup: SetUp) -> str:
    """Ledger account of the agreements that adjustments lie on (CK-10)."""
    return setup.sa_types[setup.crediting.options.adjustment_sa_type].distribution_code


def post_charge(s: Transaction, one: Adjustment, context: CreditContext) -> Mentions:
    """Post a charge: Dr the adjustment agreement's receivable, Cr the account of its code (AJ-3).

    What a demand asks for is posted already.
    """
    if one.demands_id is None:
        posting = charge_posting_of(one, context.setup)
    else:
        posting = even_posting(one.amount, receivable(context.setup))
    return store.post(s, one.id, one.agreement_id, posting, context.books(one.currency))[1]


def charge_posting_of(one: Adjustment, setup: SetUp) -> Posting:
    """Posting of a charge: Dr the adjustment agreement's receivable, Cr the account of its code."""
    code = setup.crediting.requisition_codes[one.requisition_code]
    return charge(one.amount, receivable(setup), code.distribution_code)


def settle_credit(
    s: Transaction,
    one: Adjustment,
    context: CreditContext,
    by: AdjustmentId | None,
    posting: Posting | None = None,
    amount: Money | None = None,
) -> tuple[int, Mentions]:
    """Use what is left of a credit without a checkout: alone, or ``by`` a reversal (AJ-3).

    By default it is all of it, and posted as any use: Dr open credits, Cr the adjustment agreement's
    receivable.
    """
    amount = one.left if amount is None else amount
    clearing = one.clearing_code or context.setup.crediting.options.open_credit_code
    use, said = store.insert_use(
        s,
        {"credit_id": one.id, "settled_by": by, "amount": amount, "state": UseState.USED},
    )
    posting = posting or use_posting(amount, clearing, receivable(context.setup))
    _ft, posted = store.post(s, use.id, one.agreement_id, posting, context.books(one.currency))
    return use.id, joined({"credit_use": said}, posted)


def reverse_pair(
    s: Transaction, one: Adjustment, debit: Adjustment, comment: str, context: CreditContext
) -> tuple[AdjustmentId, Mentions]:
    """Write the opposite pair of an added credit; what is left of it is used by that (AC2-8).

    What was processed alone is on the account, where the money that goes back takes it up.
    """
    taken, first = insert_opposite(s, debit, comment, context)
    made, rows = insert_opposite(s, one, comment, context, taken)
    rows = joined(first, rows)
    if one.left:
        rows = joined(rows, settle_credit(s, one, context, made)[1])
    if one.waits:
        rows = joined(rows, {"account_adjustment": store.set_processed(s, [one.id], context.stamp)})
    return made, rows


def insert_opposite(
    s: Transaction,
    one: Adjustment,
    comment: str,
    context: CreditContext,
    linked: AdjustmentId | None = None,
) -> tuple[AdjustmentId, Mentions]:
    """Write the opposite of an adjustment, processed, that points to it (AJ-5)."""
    clearing = context.setup.crediting.options.open_credit_code
    values = {
        "account_id": one.account_id,
        "agreement_id": one.agreement_id,
        "requisition_code": one.requisition_code,
        "amount": -one.amount,
        "currency": one.currency,
        "comment": comment,
        "item_id": one.item_id,
        "checkout_id": one.checkout_id,
        "clearing_code": clearing if one.amount > ZERO else None,
        "method": one.method,
        "employee_number": one.employee_number,
        "linked_id": linked,
        "reverses_id": one.id,
    }
    return store.insert_adjustment(s, values, context.stamp, processed=True)
