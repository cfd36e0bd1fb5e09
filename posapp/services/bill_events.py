"""The payment event of a bill's automatic payment: settled by the job, taken back on reopening.

Sources: AP-15, D-06, D-44, PE-13, PY-11, payments 1.5.
"""

from dataclasses import replace
from typing import Any

from posapp.domain import canceling as rules
from posapp.domain.autopay import check_in_ledger, is_all_autopay
from posapp.domain.autopay_codes import DebitStatus
from posapp.domain.bill_debits import BillDebit
from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.event_views import EventView
from posapp.domain.rights import Right
from posapp.domain.setup import SetUp
from posapp.domain.tender_cancels import CancelEvent
from posapp.errors import Conflict, Refused
from posapp.services.cancel_work import load_facts, record_cancel
from posapp.services.event_actions import delete_event, distribute_payments, freeze_payments
from posapp.services.event_change import ChangeContext
from posapp.storage import bill_debits as store
from posapp.storage.base import Transaction

_UNSETTLED = frozenset({PaymentStatus.INCOMPLETE, PaymentStatus.ERROR})


def settle(s: Transaction, context: ChangeContext) -> dict[str, Any]:
    """Distribute what is not and freeze what is debited by today, asked again under the lock (D-06).

    What a person split by hand is theirs to finish (PY-11).

    Raises:
        Refused: ``M-70`` an event that is unbalanced or holds other money, ``M-111`` not yet in the
            ledger.
        NeedsConfirmation: ``M-35`` a split by hand that was left unfinished.
    """
    event = context.event
    if not event.totals.is_balanced:
        raise Refused("M-70", reason="the payment event is unbalanced")
    if not is_all_autopay(event, context.setup):
        raise Refused("M-70", reason="the payment event holds other money; freeze it by hand")
    check_in_ledger(event, context.today, context.setup)
    audit: dict[str, Any] = {}
    for payment in event.payments:
        if payment.status in _UNSETTLED:
            audit |= distribute_payments(frozenset(), payment.id, s, context)["payments"]
    if audit:
        context = context.again(s)
    return {"payments": audit | freeze_payments(None, s, context)["payments"]}


def take_back(debit: BillDebit, s: Transaction, context: ChangeContext) -> dict[str, Any]:
    """Take the event of a bill's payment back, and mark the bill as reopened (AP-15).

    What was never frozen is deleted, what was frozen is canceled with the reason of reopened bills.

    Raises:
        Refused: ``M-51``, ``M-70``.
        Conflict: ``M-30`` somebody changed what is known of the bill.
    """
    if store.load_debit(s, debit.bill_id) != debit:
        raise Conflict(event=context.event.id)
    event = context.event
    _check_own(event, debit)
    if event.unfrozen == len(event.payments):
        context.actor.require(Right.DELETE_EVENT)
        audit = delete_event(frozenset({"M-41"}), s, context)
    elif event.unfrozen:
        raise Refused("M-70", reason="some payments of its event are not frozen; settle them first")
    else:
        context.actor.require(Right.CANCEL_ANY)
        audit = _cancel(s, context)
    store.record_debit(s, replace(debit, status=DebitStatus.REOPENED, event_id=None))
    return audit | {"bill": debit.bill_id, "status": DebitStatus.REOPENED.value}


def _check_own(event: EventView, debit: BillDebit) -> None:
    """Only what the mandate pays goes behind the scenes: other money and sent one does not."""
    for tender in event.tenders:
        if tender.status is not TenderStatus.VALID:
            continue
        request = tender.auto_pay
        if request is None or request.bill_id != debit.bill_id:
            raise Refused("M-70", reason="its payment event holds other money; cancel it there")
        if request.status.was_sent:
            raise Refused("M-70", reason="its automatic payment was sent; cancel the tender")


def _cancel(s: Transaction, context: ChangeContext) -> dict[str, Any]:
    event, setup = context.event, context.setup
    order = CancelEvent(event.id, _reason(setup), confirmed=frozenset({"C-17", "M-33"}))
    facts = load_facts(s, context, order.drawers)
    decision = rules.decide_cancel_tenders(replace(order.of(event), by_program=True), facts, setup)
    rows = record_cancel(s, decision, context)
    tenders = [one.tender.id for one in decision.gone]
    return {"tenders": tenders, "reason": decision.reason.code, "rows": rows}


def _reason(setup: SetUp) -> str:
    """The cancel reason of reopened bills; none is refused as a missing reason (1.5, M-14)."""
    found = (one for one in setup.cancel_reasons.values() if one.system_default == "REOPENED_BILL")
    reason = next(found, None)
    return "" if reason is None else reason.code
