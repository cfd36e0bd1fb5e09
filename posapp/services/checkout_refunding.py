"""The work of refunding a checkout, inside a transaction (CK-6)."""

from posapp.domain.checkout_orders import RefundCheckout
from posapp.domain.checkout_rules import check_refund, check_second
from posapp.domain.checkouts import Checkout
from posapp.domain.credit_codes import CheckoutState, UseState
from posapp.domain.credit_rules import use_posting
from posapp.domain.ids import AgreementId
from posapp.domain.ledger import reversal
from posapp.services.bounces import demand_charges, follow_credit
from posapp.services.checkout_telling import tell_refunded
from posapp.services.checkout_views import event_of
from posapp.services.credit_change import CreditContext
from posapp.services.credit_money import give_back, refund_method
from posapp.services.event_change import EventChanger
from posapp.storage import checkout_items as items_store
from posapp.storage import checkouts as store
from posapp.storage import credits as credit_store
from posapp.storage.base import Transaction
from posapp.storage.mentions import Mentions
from posapp.storage.reversals import open_again


def refund_checkout(
    s: Transaction,
    checkout: Checkout,
    command: RefundCheckout,
    changer: EventChanger,
    context: CreditContext,
) -> Mentions:
    """Refund a processed checkout as a whole: what of it was not taken back before goes back.

    Used credits come back once, money leaves a drawer unless it bounced, items are payable again,
    charges are asked for again.

    Raises:
        Refused: as ``Checkouts.refund``.
    """
    check_refund(checkout, command.comment)
    check_second(checkout, context.actor.user_id, approved=context.approval is not None)
    method = refund_method(event_of(s, checkout, context.setup), command.method, context.setup)
    rows = [_end(s, checkout, command, method, context)]
    lost = {line.seq: line.credit if checkout.gone else line.amount for line in checkout.lines}
    if checkout.event_id is not None:
        give_back(
            s,
            changer,
            checkout.event_id,
            context,
            method=method or "",
            control_id=command.control_id,
        )
    rows.append(_return_credits(s, checkout, context))
    rows.append(demand_charges(s, checkout, lost, context))
    agreements = [line.agreement_id for line in checkout.lines if line.item_id is not None]
    open_again(s, agreements)
    rows.append(tell_refunded(s, checkout, context, command.comment))
    return store.joined(*rows)


def _end(
    s: Transaction,
    checkout: Checkout,
    command: RefundCheckout,
    method: str | None,
    context: CreditContext,
) -> Mentions:
    """The checkout is refunded; only then its event may lose its payments."""
    stamp = context.stamp
    ended = {
        "state": CheckoutState.REFUNDED,
        "ended_at": stamp.at,
        "ended_by": stamp.user_id,
        "end_comment": command.comment,
        "refund_method": method,
        "approved_by": context.approver,
    }
    return store.set_checkout(s, checkout, ended)


def _return_credits(s: Transaction, checkout: Checkout, context: CreditContext) -> Mentions:
    """Used credits wait again, once; of one whose money bounced only what was paid since (AC2-8)."""
    books, rows = context.books(checkout.currency), []
    ids = {view.use.credit_id for view in checkout.uses}
    credits_ = {one.id: one for one in credit_store.load_adjustments(s, ids=ids)}
    lines = {line.seq: line for line in checkout.lines}
    kinds = items_store.load_sa_types(s, [line.agreement_id for line in checkout.lines])
    for view in checkout.uses:
        use = view.use
        rows.append({"credit_use": credit_store.set_use(s, use, UseState.RETURNED)})
        agreement: AgreementId = lines[use.seq or 0].agreement_id
        code = context.setup.sa_types[kinds[agreement]].distribution_code
        clearing = credits_[use.credit_id].clearing_code or ""
        posting = reversal(use_posting(use.amount, clearing, code))
        rows.append(credit_store.post(s, use.id, agreement, posting, books)[1])
    again = [one.id for one in credits_.values() if not one.waits]
    rows.append({"account_adjustment": credit_store.set_processed(s, again, None)})
    rows += [follow_credit(s, one, context) for one in credits_]
    return store.joined(*rows)
