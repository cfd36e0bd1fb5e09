"""The work of checkouts: submit, process, cancel and refund one, inside a transaction (CK-2..CK-10)."""

from functools import partial
from typing import Any, Final

from posapp.domain.checkout_rules import check_drawers_open
from posapp.domain.checkouts import Checkout, items_of
from posapp.domain.codes import ItemState
from posapp.domain.credit_codes import CheckoutState, UseState
from posapp.domain.credit_rules import use_posting
from posapp.domain.credits import Adjustment, AdjustmentId
from posapp.domain.ids import AgreementId, ItemId, UserId
from posapp.domain.issuing import given_back
from posapp.domain.money import ZERO, Money
from posapp.errors import Refused
from posapp.services.adjustment_work import post_charge
from posapp.services.bounces import check_money, follow_credit
from posapp.services.cancel_work import at_stake, controls_of, require_cancel
from posapp.services.checkout_telling import tell_processed
from posapp.services.credit_change import CreditContext
from posapp.services.event_actions import delete_event, freeze_payments
from posapp.services.event_change import ChangeContext, EventChanger, EventOrder
from posapp.services.held import holding
from posapp.storage import checkout_items as items_store
from posapp.storage import checkouts as store
from posapp.storage import credits as credit_store
from posapp.storage.base import Transaction
from posapp.storage.issuing import record_release
from posapp.storage.items import load_item
from posapp.storage.mentions import Mentions
from posapp.storage.settling import settle

_DELETES: Final = frozenset({"M-41"})
_FROZEN: Final = "FROZEN"


def record_processed(
    s: Transaction,
    checkout: Checkout,
    changer: EventChanger,
    context: CreditContext,
    *,
    approved_by: UserId | None = None,
) -> Mentions:
    """Process a checkout: credits are used, payments freeze, items are paid (CK-3, CK-10).

    ``approved_by`` let it be done by somebody without the right (D-24).

    Raises:
        Refused: ``M-341`` when something was paid otherwise meanwhile (D-25).
    """
    stamp = context.stamp
    processed = {
        "state": CheckoutState.PROCESSED,
        "processed_at": stamp.at,
        "processed_by": stamp.user_id,
        "process_approved_by": approved_by,
    }
    rows = [store.set_checkout(s, checkout, processed), store.drop_locks(s, checkout.id)]
    items_store.set_items(s, items_of(checkout.lines), ItemState.PAYABLE)
    rows.append(_charges(s, checkout, context))
    rows.append(_use_credits(s, checkout, context))
    if checkout.event_id is not None:
        order = EventOrder("event.freeze", checkout.event_id, context.inner("freeze"))
        changer.within(s, order, context.actor, partial(_freeze, checkout))
    _settle(s, checkout, context)
    rows.append(tell_processed(s, checkout, context))
    return store.joined(*rows)


def _charges(s: Transaction, checkout: Checkout, context: CreditContext) -> Mentions:
    """Charges of a checkout are posted, and processed, with it (AJ-2)."""
    ids = [line.adjustment_id for line in checkout.lines if line.adjustment_id is not None]
    if not ids:
        return {}
    posted = [post_charge(s, one, context) for one in credit_store.load_adjustments(s, ids=ids)]
    done = credit_store.set_processed(s, ids, context.stamp)
    return store.joined(*posted, {"account_adjustment": done})


def _use_credits(s: Transaction, checkout: Checkout, context: CreditContext) -> Mentions:
    """Reserved credits are used: Dr open credits, Cr what their line owes (CK-10)."""
    books, rows = context.books(checkout.currency), []
    credits_ = _credits_of(s, checkout)
    lines = {line.seq: line for line in checkout.lines}
    kinds = items_store.load_sa_types(s, [line.agreement_id for line in checkout.lines])
    for one in credits_.values():
        check_money(s, one, checkout)
    for view in checkout.uses:
        use = view.use
        rows.append({"credit_use": credit_store.set_use(s, use, UseState.USED)})
        agreement = lines[use.seq or 0].agreement_id
        code = context.setup.sa_types[kinds[agreement]].distribution_code
        posting = use_posting(use.amount, credits_[use.credit_id].clearing_code or "", code)
        rows.append(credit_store.post(s, use.id, agreement, posting, books)[1])
    spent = [
        one.id for one in _credits_of(s, checkout).values() if one.waits and one.used == -one.amount
    ]
    done = credit_store.set_processed(s, spent, context.stamp)
    return store.joined(*rows, {"account_adjustment": done})


def _credits_of(s: Transaction, checkout: Checkout) -> dict[AdjustmentId, Adjustment]:
    ids = {view.use.credit_id for view in checkout.uses}
    return {one.id: one for one in credit_store.load_adjustments(s, ids=ids)}


def _freeze(checkout: Checkout, s: Transaction, event: ChangeContext) -> dict[str, Any]:
    """Freeze every payment, or none: what a debt does not take any more stops all of it."""
    done = freeze_payments(None, s, event)
    if set(done["payments"].values()) != {_FROZEN}:
        texts = [p.error_text for p in event.again(s).event.payments if p.error_code]
        reason = " ".join(texts).rstrip(".")
        raise Refused("M-341", field="checkout", value=checkout.number, reason=reason)
    return done


def _settle(s: Transaction, checkout: Checkout, context: CreditContext) -> None:
    """Items on which nothing is due any more are paid, also those that credits alone paid (IT-4).

    Raises:
        Refused: ``M-341`` when credits would pay more than is due.
    """
    balances = _item_balances(s, checkout)
    over = [balance for balance in balances.values() if balance < ZERO]
    if over:
        reason = "less is due now than was submitted"
        raise Refused("M-341", field="checkout", value=checkout.number, reason=reason)
    settle(s, [one for one, balance in balances.items() if not balance], context.today)


def _item_balances(s: Transaction, checkout: Checkout) -> dict[AgreementId, Money]:
    return items_store.load_balances(
        s, [line.agreement_id for line in checkout.lines if line.item_id is not None]
    )


def record_canceled(
    s: Transaction,
    checkout: Checkout,
    changer: EventChanger,
    context: CreditContext,
    *,
    release: bool,
    comment: str,
) -> Mentions:
    """Cancel a submitted checkout: its event goes, items and credits are free again (CK-5).

    Raises:
        Refused: ``M-253`` its drawer is balanced; ``M-241``, ``M-246`` its money is not in the drawer any more (D-14); ``M-43``,
            ``M-51`` for a cashier above the limit, or of another drawer or day (D-44, PY-5).
    """
    stamp = context.stamp
    ended = {
        "state": CheckoutState.CANCELED,
        "event_id": None,
        "ended_at": stamp.at,
        "ended_by": stamp.user_id,
        "end_comment": comment,
        "released": release,
        "approved_by": context.approver,
    }
    rows = [store.set_checkout(s, checkout, ended), store.drop_locks(s, checkout.id)]
    rows += [
        {"credit_use": credit_store.set_use(s, view.use, UseState.RETURNED)}
        for view in checkout.uses
    ]
    _make_payable(s, checkout)
    if checkout.event_id is not None:
        order = EventOrder("event.delete", checkout.event_id, context.inner("delete"))
        changer.within(s, order, context.actor, holding(partial(_take_out, checkout)))
    if release:
        rows.append(_release(s, checkout, context))
    # Credits whose money bounced meanwhile do not wait again.
    rows += [follow_credit(s, one, context) for one in _credits_of(s, checkout)]
    return store.joined(*rows)


def _take_out(checkout: Checkout, s: Transaction, event: ChangeContext) -> dict[str, Any]:
    """Delete the event of a checkout: what it took goes back to the customer (CK-5, D-44, PY-5)."""
    tenders = event.event.tenders
    drawers = controls_of(s, tenders)
    check_drawers_open(checkout, drawers.values())
    amount = at_stake(event.event, [tender.id for tender in tenders])
    require_cancel(event, drawers, amount)
    return delete_event(_DELETES, s, event)


def _make_payable(s: Transaction, checkout: Checkout) -> None:
    """Items are payable again; one that was paid otherwise meanwhile is paid (IT-4)."""
    balances = _item_balances(s, checkout)
    due: list[ItemId] = []
    paid: list[ItemId] = []
    for line in checkout.lines:
        if line.item_id is not None:
            (due if balances[line.agreement_id] > ZERO else paid).append(line.item_id)
    items_store.set_items(s, due, ItemState.PAYABLE)
    items_store.set_items(s, paid, ItemState.PAID)


def _release(s: Transaction, checkout: Checkout, context: CreditContext) -> Mentions:
    """Give items back that their kind allows and nobody paid of; their numbers are free (CK-5)."""
    rows = []
    for item_id in items_of(checkout.lines):
        item = load_item(s, item_id, context.setup)
        given = None if item is None else given_back(item, context.setup)
        if item is not None and given is not None:
            done = record_release(
                s, item, given, setup=context.setup, today=context.today, stamp=context.stamp
            )
            rows.append(done)
    return store.joined(*rows)
