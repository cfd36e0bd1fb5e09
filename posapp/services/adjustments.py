"""Adjustments of accounts by hand: write one, process it alone, take one back (AJ-1..AJ-5, CK-6)."""

from dataclasses import replace
from functools import partial
from typing import Final

from posapp.domain.approvals import Secret
from posapp.domain.checkouts import check_part_refund
from posapp.domain.clock import Clock
from posapp.domain.credit_codes import UseState
from posapp.domain.credits import (
    AddAdjustment,
    Adjustment,
    AdjustmentId,
    check_new_adjustment,
    check_processable,
    check_reversible,
    credit_posting,
    use_posting,
)
from posapp.domain.ids import AccountId
from posapp.domain.ledger import Posting, charge, reversal
from posapp.domain.money import ZERO
from posapp.domain.requests import fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved
from posapp.errors import Refused
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


def _add(command: AddAdjustment, s: Transaction, context: CreditContext) -> Changed:
    if command.amount < ZERO:
        context.actor.require(Right.REFUND)
    setup = context.setup
    code = check_new_adjustment(command, setup)
    _type, _number, currency = load_payor(s, command.account_id)
    lock_counter(s, (), [command.account_id])
    context = context.locked()
    _check_targets(s, command, setup)
    agreement = store.adjustment_agreement(s, command.account_id, context.today, setup)
    clearing = setup.crediting.options.open_credit_code
    values = {
        "account_id": command.account_id,
        "agreement_id": agreement,
        "requisition_code": code.code,
        "amount": command.amount,
        "currency": currency,
        "comment": command.comment,
        "item_id": command.item_id,
        "checkout_id": command.checkout_id,
        "clearing_code": clearing if command.amount < ZERO else None,
    }
    made, rows = store.insert_adjustment(s, values, context.stamp, processed=False)
    if command.amount < ZERO:
        posting = credit_posting(-command.amount, code.distribution_code, clearing)
        rows = joined(rows, store.post(s, made, agreement, posting, context.books(currency))[1])
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


def post_charge(s: Transaction, one: Adjustment, context: CreditContext) -> Mentions:
    """Post a charge: Dr the adjustment agreement's receivable, Cr the account of its code (AJ-3)."""
    posting = _charge(one, context.setup)
    return store.post(s, one.id, one.agreement_id, posting, context.books(one.currency))[1]


def _charge(one: Adjustment, setup: SetUp) -> Posting:
    code = setup.crediting.requisition_codes[one.requisition_code]
    return charge(one.amount, receivable(setup), code.distribution_code)


def settle_credit(
    s: Transaction,
    one: Adjustment,
    context: CreditContext,
    by: AdjustmentId | None,
    posting: Posting | None = None,
) -> tuple[int, Mentions]:
    """Use all that is left of a credit without a checkout: alone, or ``by`` a reversal (AJ-3).

    By default it is posted as any use: Dr open credits, Cr the adjustment agreement's receivable.
    """
    clearing = one.clearing_code or context.setup.crediting.options.open_credit_code
    use, said = store.insert_use(
        s,
        {"credit_id": one.id, "settled_by": by, "amount": one.left, "state": UseState.USED},
    )
    posting = posting or use_posting(one.left, clearing, receivable(context.setup))
    _ft, posted = store.post(s, use.id, one.agreement_id, posting, context.books(one.currency))
    return use.id, joined({"credit_use": said}, posted)


def _reverse(
    adjustment_id: AdjustmentId, comment: str, s: Transaction, context: CreditContext
) -> Changed:
    context.actor.require(Right.REFUND)
    if not comment:
        raise Refused("M-338", field="comment")
    one, context = locked_adjustment(s, adjustment_id, context)
    if one.method is not None:
        # Its pair and its money go back together (AC2-8).
        raise Refused("M-348", field="adjustment", value=one.id)
    check_reversible(one)
    made, rows = insert_opposite(s, one, comment, context)
    if one.is_credit:
        code = context.setup.crediting.requisition_codes[one.requisition_code].distribution_code
        clearing = one.clearing_code or ""
        posting = reversal(credit_posting(one.left, code, clearing))
        rows = joined(rows, settle_credit(s, one, context, made, posting)[1])
    else:
        first = post_charge(s, one, context) if one.waits else {}
        posting = reversal(_charge(one, context.setup))
        books = context.books(one.currency)
        rows = joined(rows, first, store.post(s, made, one.agreement_id, posting, books)[1])
    if one.waits:
        rows = joined(rows, {"account_adjustment": store.set_processed(s, [one.id], context.stamp)})
    return Changed(made, {"account": one.account_id, "reverses": one.id}, rows)


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
