"""Adjustments of accounts by hand: write one, process it alone, take one back (AJ-1..AJ-5, CK-6)."""

from dataclasses import replace
from functools import partial
from typing import Final

from posapp.domain.approvals import Secret
from posapp.domain.checkout_rules import check_part_refund
from posapp.domain.clock import Clock
from posapp.domain.credit_rules import (
    check_new_adjustment,
    check_processable,
    check_reversible,
    credit_posting,
)
from posapp.domain.credits import AddAdjustment, Adjustment, AdjustmentId
from posapp.domain.demands import check_not_demanded
from posapp.domain.ids import AccountId
from posapp.domain.ledger import charge, reversal
from posapp.domain.money import ZERO
from posapp.domain.requests import fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.services.adjustment_work import (
    charge_posting_of,
    insert_opposite,
    load_adjustment,
    locked_adjustment,
    post_charge,
    receivable,
    settle_credit,
)
from posapp.services.credit_change import Changed, CreditChanger, CreditContext, Order
from posapp.services.setup import SetUpCache
from posapp.services.users import Users
from posapp.storage import credits as store
from posapp.storage.base import Transaction
from posapp.storage.checkout_items import load_payable_items, load_payor
from posapp.storage.checkouts import joined, load_checkout
from posapp.storage.db import Database
from posapp.storage.locks import lock_counter
from posapp.storage.mentions import Mentions
from posapp.storage.new_agreements import agreement_of_type

_GIVES: Final = frozenset({Right.REFUND})
_CODE: Final = 12


class Adjustments:
    """Use cases of adjustments. Charges and value given back are seen by whoever may look."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache, users: Users) -> None:
        self._db = db
        self._changer = CreditChanger(db, clock, setup, users)

    def show(self, adjustment_id: AdjustmentId, actor: Actor) -> Adjustment:
        """An adjustment with what is left of it and who holds it.

        Raises:
            Refused: ``M-55`` when there is none, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return load_adjustment(s, adjustment_id)

    def of_account(
        self, account_id: AccountId, actor: Actor, *, waiting: bool = False
    ) -> tuple[Adjustment, ...]:
        """Adjustments of an account, the oldest first; ``waiting``: unprocessed ones only."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return store.load_adjustments(s, account_id=account_id, waiting=waiting)

    def add(
        self, command: AddAdjustment, actor: Actor, *, secret: Secret | None = None
    ) -> Saved[AdjustmentId]:
        """Write an adjustment; it waits to be processed or, as a credit, to be used (AJ-1, AJ-2).

        A credit is posted at once: Dr the account of its code, Cr open credits (AJ-2b). A charge is
        posted when it is processed. One for a processed checkout is its part refund (CK-6).

        Args:
            command: the adjustment.
            actor: who writes it; one that gives value back needs ``refund``.
            secret: of somebody who approves what the actor may not (D-24).

        Raises:
            Refused: ``M-324``, ``M-338``, ``M-342``, ``M-344``, ``M-345``, ``M-55``, ``M-51``.
        """
        command = replace(
            command,
            comment=clean_text(command.comment, "comment"),
            requisition_code=clean_text(
                command.requisition_code, "requisition_code", _CODE
            ).upper(),
        )
        order = Order("adjustment.add", command.request_id, fingerprint(command))
        actor.require(Right.ADD_CREDIT)
        approval = self._changer.approval(order, secret, _GIVES, actor)
        saved = self._changer.run(order, actor, partial(_add, command), approval)
        return Saved(AdjustmentId(saved.value), saved.topics, saved.replayed)

    def process(
        self, adjustment_id: AdjustmentId, request_id: str, actor: Actor
    ) -> Saved[AdjustmentId]:
        """Settle an adjustment alone, without a payment (AJ-3).

        Its transaction is written: the account's balance moves by what was left of it.

        Raises:
            Refused: ``M-330`` processed already, ``M-322`` a checkout holds it, ``M-55``, ``M-51``.
        """
        actor.require(Right.PROCESS_CHECKOUT)
        order = Order("adjustment.process", request_id, str(adjustment_id))
        saved = self._changer.run(order, actor, partial(_process, adjustment_id))
        return Saved(AdjustmentId(saved.value), saved.topics, saved.replayed)

    def reverse(
        self,
        adjustment_id: AdjustmentId,
        comment: str,
        request_id: str,
        actor: Actor,
        *,
        secret: Secret | None = None,
    ) -> Saved[AdjustmentId]:
        """Answer a mistake by the opposite adjustment, which points to the first, once (AJ-5).

        Both are processed then, and their postings are opposite. Credits of *Add Credit* are
        reversed by ``Credits.reverse``.

        Raises:
            Refused: ``M-331`` reversed before, or of *Add Credit*; ``M-332`` something of the credit
                is spent, ``M-322`` a checkout holds it, ``M-338`` no comment, ``M-55``, ``M-51``.
        """
        comment = clean_text(comment, "comment")
        order = Order("adjustment.reverse", request_id, f"{adjustment_id} {comment}")
        actor.require(Right.ADD_CREDIT)
        approval = self._changer.approval(order, secret, _GIVES, actor)
        change = partial(_reverse, adjustment_id, comment)
        saved = self._changer.run(order, actor, change, approval)
        return Saved(AdjustmentId(saved.value), saved.topics, saved.replayed)


def _add(command: AddAdjustment, s: Transaction, context: CreditContext) -> Changed:
    if command.amount < ZERO:
        context.actor.require(Right.REFUND)
    setup = context.setup
    code = check_new_adjustment(command, setup)
    payor = load_payor(s, command.account_id)
    lock_counter(s, (), [command.account_id])
    context = context.locked()
    _check_targets(s, command, setup)
    agreement = agreement_of_type(
        s, command.account_id, setup.crediting.options.adjustment_sa_type, context.today
    )
    clearing = setup.crediting.options.open_credit_code
    values = {
        "account_id": command.account_id,
        "agreement_id": agreement,
        "requisition_code": code.code,
        "amount": command.amount,
        "currency": payor.currency,
        "comment": command.comment,
        "item_id": command.item_id,
        "checkout_id": command.checkout_id,
        "clearing_code": clearing if command.amount < ZERO else None,
    }
    made, rows = store.insert_adjustment(s, values, context.stamp, processed=False)
    if command.amount < ZERO:
        posting = credit_posting(-command.amount, code.distribution_code, clearing)
        rows = joined(
            rows, store.post(s, made, agreement, posting, context.books(payor.currency))[1]
        )
    return Changed(made, {"account": command.account_id, "code": code.code}, rows)


def _check_targets(s: Transaction, command: AddAdjustment, setup: SetUp) -> None:
    """The item and the checkout that it speaks of are the account's."""
    if command.item_id is not None:
        found = load_payable_items(s, command.account_id, setup, [command.item_id])
        if not found:
            raise Refused("M-345", field="item", value=command.item_id)
    if command.checkout_id is None:
        return
    checkout = load_checkout(s, command.checkout_id)
    if checkout is None or checkout.account_id != command.account_id:
        raise Refused("M-345", field="checkout", value=command.checkout_id)
    check_part_refund(checkout, command.amount)


def _process(adjustment_id: AdjustmentId, s: Transaction, context: CreditContext) -> Changed:
    one, context = locked_adjustment(s, adjustment_id, context)
    check_processable(one)
    if one.is_credit:
        _made, rows = settle_credit(s, one, context, None)
    else:
        rows = post_charge(s, one, context)
    done = {"account_adjustment": store.set_processed(s, [one.id], context.stamp)}
    return Changed(one.id, {"account": one.account_id}, joined(rows, done))


def _reverse(
    adjustment_id: AdjustmentId, comment: str, s: Transaction, context: CreditContext
) -> Changed:
    context.actor.require(Right.REFUND)
    if not comment:
        raise Refused("M-338", field="comment")
    one, context = locked_adjustment(s, adjustment_id, context)
    if one.method is not None or _is_of_credit(s, one):
        # Its pair and its money go back together (AC2-8).
        raise Refused("M-348", field="adjustment", value=one.id)
    check_reversible(one)
    check_not_demanded(one, store.load_adjustments(s, account_id=one.account_id))
    made, rows = insert_opposite(s, one, comment, context)
    if one.is_credit:
        rows = joined(rows, _take_back(s, one, made, context))
    else:
        first = post_charge(s, one, context) if one.waits else {}
        posting = reversal(charge_posting_of(one, context.setup))
        books = context.books(one.currency)
        rows = joined(rows, first, store.post(s, made, one.agreement_id, posting, books)[1])
    if one.waits:
        rows = joined(rows, {"account_adjustment": store.set_processed(s, [one.id], context.stamp)})
    return Changed(made, {"account": one.account_id, "reverses": one.id}, rows)


def _is_of_credit(s: Transaction, one: Adjustment) -> bool:
    """Whether it asks for the money of an added credit."""
    while one.demands_id is not None:
        one = load_adjustment(s, one.demands_id)
    return one.method is not None


def _take_back(
    s: Transaction, one: Adjustment, made: AdjustmentId, context: CreditContext
) -> Mentions:
    """Post the opposite of a credit by hand: of what waits, and of what was processed alone."""
    code = context.setup.crediting.requisition_codes[one.requisition_code].distribution_code
    rows: Mentions = {}
    if one.left:
        posting = reversal(credit_posting(one.left, code, one.clearing_code or ""))
        rows = settle_credit(s, one, context, made, posting)[1]
    if one.alone:
        posting = charge(one.alone, receivable(context.setup), code)
        books = context.books(one.currency)
        rows = joined(rows, store.post(s, made, one.agreement_id, posting, books)[1])
    return rows
