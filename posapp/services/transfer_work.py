"""The work of a transfer: old payments cancelled, new ones written, distributed and frozen (9)."""

from collections.abc import Sequence
from typing import Any

from posapp.domain import transfers as rules
from posapp.domain.autopay import check_no_debit
from posapp.domain.characteristics import Bearer
from posapp.domain.codes import PaymentStatus
from posapp.domain.distribution_rules import Remitter, check_sum
from posapp.domain.ids import AccountId, EventId, PaymentId
from posapp.domain.money import total
from posapp.domain.payment_edits import check_draft
from posapp.domain.setup import SetUp
from posapp.domain.texts import clean_payment
from posapp.domain.transfers import Transfer, TransferByRules
from posapp.errors import Refused
from posapp.services.cancel_work import cancel_payments, require_limit
from posapp.services.distribution_rule_work import (
    accounts_of,
    drafts_of,
    record_details,
    resolve_details,
)
from posapp.services.event_actions import distribute_payments, freeze_payments
from posapp.services.event_change import ChangeContext
from posapp.services.held_items import refuse_held
from posapp.storage.accounts import load_accounts
from posapp.storage.base import Transaction
from posapp.storage.characteristics import copy_characteristics
from posapp.storage.distribution_rules import replace_details
from posapp.storage.event_views import load_event
from posapp.storage.event_writes import Stamp
from posapp.storage.payment_edits import insert_payment
from posapp.storage.tender_edits import set_payor


def transfer_to(
    transfer: Transfer, payment_id: PaymentId | None, s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    """Move the event, or one payment of it, to an account (TR-1, TR-7).

    Raises:
        Refused: ``M-01``, ``M-14``, ``M-16``, ``M-43``, ``M-55``, ``M-65``, ``C-22``.
    """
    event, setup = context.event, context.setup
    rules.check_way(event, by_rules=False)
    reason = setup.cancel_reason(transfer.reason)
    old = (
        rules.payment_of_event(event)
        if payment_id is None
        else rules.payment_to_transfer(event, payment_id)
    )
    require_limit(context, old.amount)
    draft = clean_payment(rules.new_payment(old, transfer))
    found = load_accounts(s, [draft.account_id], context.today, setup)
    if draft.account_id not in found:
        raise Refused("M-01", field="account", value=draft.account_id)
    check_draft(draft, found[draft.account_id], event.currency, setup)
    refuse_held(s, [draft], setup)
    cancel_payments(s, [old], reason, context)
    stamp = Stamp(context.now, context.actor.user_id)
    new = insert_payment(s, event.id, draft, stamp)
    _copy(s, context, old.id, new)
    if payment_id is None:
        check_no_debit(event)
        set_payor(s, event.id, old.account_id, draft.account_id)
    settle_payments(s, [new], context, freeze=transfer.freeze)
    return {
        "from": {"payment": old.id, "account": old.account_id},
        "to": {"payment": new, "account": draft.account_id},
        "amount": old.amount.minor,
        "reason": reason.code,
    }


def transfer_by_rules(
    transfer: TransferByRules, payment_id: PaymentId | None, s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    """Move the event, or one payment of it, to what rule values name (9, TR-4, TR-5).

    Of the event the details with money are replaced; of a payment new ones are added.

    Raises:
        Refused: ``M-02``, ``M-14``, ``M-16``, ``M-17``, ``M-38``, ``M-43``, ``M-50``, ``M-55``,
            ``M-65``.
    """
    event, setup = context.event, context.setup
    rules.check_way(event, by_rules=True)
    reason = setup.cancel_reason(transfer.reason)
    old = (
        rules.payments_of_payor(event)
        if payment_id is None
        else (rules.payment_to_transfer(event, payment_id),)
    )
    require_limit(context, total(payment.amount for payment in old))
    # What is due is read when the old payments are gone: they may have paid just that (DR-3).
    cancel_payments(s, old, reason, context)
    details = resolve_details(s, transfer.details, event.currency, setup)
    check_sum(details, total(payment.amount for payment in old), event.currency)
    remitter = Remitter(transfer.non_cis_name, transfer.reference, transfer.comments)
    drafts = drafts_of(details, remitter, s, context)
    rules.check_moves(old, [draft for _, draft in drafts])
    if payment_id is None:
        replace_details(s, event.id)
        payor = rules.payor_after(event, [draft for _, draft in drafts])
        if payor is not None:
            check_no_debit(event)
            set_payor(s, event.id, old[0].account_id, payor)
    made = record_details(s, details, drafts, context)
    for before in old:
        for after in made:
            _copy(s, context, before.id, after)
    settle_payments(s, made, context, freeze=transfer.freeze)
    return {
        "transferred": [payment.id for payment in old],
        "details": [[one.rule.code, one.named.value, one.amount.minor] for one in details],
        "amount": sum(payment.amount.minor for payment in old),
        "reason": reason.code,
    }


def _copy(s: Transaction, context: ChangeContext, old: PaymentId, new: PaymentId) -> None:
    """What is said of a payment goes with it (TR-3)."""
    event_id = context.event.id
    copy_characteristics(s, (event_id, Bearer(payment_id=old)), (event_id, Bearer(payment_id=new)))


def accounts_named(
    s: Transaction, event_id: EventId, transfer: TransferByRules, setup: SetUp
) -> tuple[AccountId, ...]:
    """Accounts that the details of a transfer name, to be locked (D-25)."""
    event = load_event(s, event_id, setup)
    if event is None:
        return ()
    return accounts_of(resolve_details(s, transfer.details, event.currency, setup))


def settle_payments(
    s: Transaction, made: Sequence[PaymentId], context: ChangeContext, *, freeze: bool
) -> None:
    """Distribute new payments, and freeze them if asked; a failure stays on its payment (TR-8)."""
    for payment_id in made:
        again = context.again(s)
        if again.payment(payment_id).status is PaymentStatus.INCOMPLETE:
            distribute_payments(frozenset(), payment_id, s, again)
        done = context.again(s)
        if freeze and done.payment(payment_id).status is PaymentStatus.FREEZABLE:
            freeze_payments(payment_id, s, done, books=context.today)
