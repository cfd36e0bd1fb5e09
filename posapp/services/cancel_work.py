"""The work of cancelling: who may, what is looked at, and every row that is written."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from posapp.domain.cancel_effects import plain_reversals
from posapp.domain.clock import business_date
from posapp.domain.codes import ControlStatus, PaymentStatus, TenderStatus
from posapp.domain.event_views import EventView, PaymentView, TenderView
from posapp.domain.freezing import nets_of, post
from posapp.domain.ids import ControlId, TenderId
from posapp.domain.ledger import CashSplit, accounting_date
from posapp.domain.money import ZERO, Money, total
from posapp.domain.rights import Right
from posapp.domain.setup import CancelReason
from posapp.domain.tender_cancels import (
    CancelFacts,
    KeptChange,
    Payor,
    Penalty,
    Reversal,
    TenderCancel,
)
from posapp.domain.tender_controls import Control
from posapp.errors import Refused
from posapp.services.bounces import follow_bounce
from posapp.services.credit_change import CreditContext
from posapp.services.event_change import ChangeContext
from posapp.services.numbering import number_event
from posapp.storage import canceling as store
from posapp.storage import freezing as freezes
from posapp.storage.accounts import load_accounts
from posapp.storage.adjustments import record_charge
from posapp.storage.base import Transaction
from posapp.storage.credit_ratings import record_demerit, set_review_date
from posapp.storage.deposit_slips import load_slips
from posapp.storage.event_writes import Stamp
from posapp.storage.mentions import Mentions
from posapp.storage.missing_charges import record_missing_charge
from posapp.storage.new_agreements import agreement_of_type
from posapp.storage.reversals import (
    load_posted_segments,
    record_payments_canceled,
    record_reversals,
)
from posapp.storage.tender_controls import load_control


def cancel_payments(
    s: Transaction, payments: Sequence[PaymentView], reason: CancelReason, context: ChangeContext
) -> None:
    """Cancel frozen payments and reverse what they posted (PY-3)."""
    ids = [payment.id for payment in payments]
    posted = load_posted_segments(s, ids)
    record_payments_canceled(s, ids, reason, _stamp(context))
    _record_reversals(s, plain_reversals(posted), context)


def load_facts(s: Transaction, context: ChangeContext, drawers: Iterable[ControlId]) -> CancelFacts:
    """What a cancellation of tenders looks at; ``drawers`` beside those of the event's tenders."""
    event, setup = context.event, context.setup
    frozen = [p.id for p in event.payments if p.status is PaymentStatus.FROZEN]
    people = sorted({tender.payor_account_id for tender in event.tenders})
    accounts = load_accounts(s, people, context.today, setup)
    return CancelFacts(
        event=event,
        posted=load_posted_segments(s, frozen),
        controls=controls_of(s, event.tenders, drawers),
        payors={
            account.id: Payor(
                setup.customer_classes[account.customer_class],
                store.load_payor_agreements(s, account.id),
            )
            for account in accounts.values()
        },
        today=context.today,
        slips=load_slips(s, [tender.id for tender in event.tenders]),
    )


def at_stake(event: EventView, chosen: Collection[TenderId]) -> Money:
    """What cancelling tenders takes back, in the event's currency: theirs, or more that falls.

    Every frozen payment of the event goes with one tender (CX-2), so that a small tender beside a
    large one takes more back than itself; a limit is held against the larger sum (PY-5).
    """
    valid = TenderStatus.VALID
    tenders = total(
        t.amount for t in event.tenders if t.id in chosen and t.status is valid and not t.flagged
    )
    frozen = (p.amount for p in event.payments if p.status is PaymentStatus.FROZEN)
    return max(tenders, total(amount for amount in frozen if amount > ZERO))


def controls_of(
    s: Transaction, tenders: Iterable[TenderView], others: Iterable[ControlId] = ()
) -> Mapping[ControlId, Control]:
    """Tender controls of tenders, and others."""
    ids = {t.tender_control_id for t in tenders if t.tender_control_id is not None}
    found = (load_control(s, control_id) for control_id in sorted(ids.union(others)))
    return {control.id: control for control in found if control is not None}


def require_cancel(
    context: ChangeContext, controls: Mapping[ControlId, Control], amount: Money
) -> None:
    """Cashiers cancel on the same day in their own open drawer, supervisors anything (D-44).

    What lies in no drawer, a direct debit that waits, is the cashier's who took it on the same day.

    Args:
        context: the event and who asks.
        controls: the drawers that the event's money lies in or moves through.
        amount: what is cancelled, in the event's currency; a cashier's limit holds for it (PY-5).

    Raises:
        Refused: ``M-43``, ``M-51``.
    """
    if context.actor.may(Right.CANCEL_ANY):
        return
    context.actor.require(Right.CANCEL_OWN)
    for control in controls.values():
        own = control.user_id == context.actor.user_id
        same_day = control.business_date == context.today
        if not own or not same_day or control.status is not ControlStatus.OPEN:
            raise Refused("M-51", right=Right.CANCEL_ANY.value)
    if not all(_is_own(tender, context) for tender in context.event.tenders):
        raise Refused("M-51", right=Right.CANCEL_ANY.value)
    require_limit(context, amount)


def _is_own(tender: TenderView, context: ChangeContext) -> bool:
    """Whether no drawer says whose a tender is, or the user took it on this business date."""
    if tender.tender_control_id is not None or tender.status is not TenderStatus.VALID:
        return True
    at, office = tender.created_at, context.setup.offices[context.event.office]
    if at is None or tender.created_by != context.actor.user_id:
        return False
    return business_date(at, office.zone, office.day_start) == context.today


def require_limit(context: ChangeContext, amount: Money) -> None:
    """Stop a cashier above the limit (PY-5); a transfer cancels what it moves, so it counts too.

    The limit says nothing about another currency, so that is above.

    Raises:
        Refused: ``M-43``.
    """
    if context.actor.may(Right.CANCEL_ANY):
        return
    installation, currency = context.setup.installation, context.event.currency
    limit = installation.cancel_limit
    if limit is None or (currency == installation.currency and abs(amount) <= limit):
        return
    shown = {"amount": amount, "currency": currency}
    home = context.setup.currencies[installation.currency]
    raise Refused("M-43", limit=f"{home.code} {home.text(limit)}", **shown)


def record_cancel(s: Transaction, decision: TenderCancel, context: ChangeContext) -> Mentions:
    """Write the decision; returns what the audit mentions of rows outside of the event."""
    stamp = _stamp(context)
    ids = [payment.id for payment in decision.payments]
    record_payments_canceled(s, ids, decision.reason, stamp)
    rows: Mentions = {}
    _mention(rows, store.record_tenders_canceled(s, decision, stamp))
    _record_reversals(s, decision.reversals, context)
    if decision.kept_change is not None:
        _record_kept_change(s, decision.kept_change, context)
    if decision.reason.bounces:
        _mention(rows, follow_bounce(s, context.event.id, _credits(context)))
    for penalty in decision.penalties:
        _mention(rows, _record_penalty(s, penalty, decision.reason, context))
    return rows


def _credits(context: ChangeContext) -> CreditContext:
    now = context.now
    return CreditContext(context.actor, context.setup, now, "", lambda: now)


def _record_penalty(
    s: Transaction, penalty: Penalty, reason: CancelReason, context: ChangeContext
) -> Mentions:
    stamp, setup = _stamp(context), context.setup
    rows: Mentions = {}
    if penalty.charge is not None:
        rows |= record_charge(
            s,
            penalty.charge,
            penalty.tender_id,
            setup=setup,
            currency=context.event.currency,
            today=context.today,
            day=accounting_date(context.today, setup.periods),
            stamp=stamp,
        )
    if penalty.uncharged:
        rows |= record_missing_charge(s, penalty.tender_id)
    if penalty.demerit is not None:
        rows |= record_demerit(
            s,
            penalty.demerit,
            penalty.payor,
            penalty.tender_id,
            reason=reason,
            today=context.today,
            stamp=stamp,
        )
    if reason.nsf_charge:
        set_review_date(s, penalty.payor, context.today)
    return rows


def _mention(rows: Mentions, more: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Add mentions to those there are, table by table."""
    for table, added in more.items():
        rows.setdefault(table, []).extend(dict(one) for one in added)


def _record_reversals(
    s: Transaction, reversals: Sequence[Reversal], context: ChangeContext
) -> None:
    day = accounting_date(context.today, context.setup.periods)
    record_reversals(s, reversals, currency=context.event.currency, day=day, stamp=_stamp(context))


def _record_kept_change(s: Transaction, kept: KeptChange, context: ChangeContext) -> None:
    """The payor owes the change that was not returned: a payment below zero (D-11, D-27)."""
    event, setup = context.event, context.setup
    if kept.agreement is None:
        sa_type = setup.installation.overpayment_sa_type
        agreement_id = agreement_of_type(s, kept.account_id, sa_type, event.payment_date)
    else:
        sa_type, agreement_id = kept.agreement.sa_type, kept.agreement.agreement_id
    nets = nets_of(freezes.load_cash_codes(s, event.id), "")
    cash = CashSplit(nets, freezes.load_posted(s, event.id))
    (posting,) = post([(sa_type, -kept.amount)], cash, setup)
    store.record_kept_change(
        s,
        event.id,
        kept,
        agreement_id,
        posting,
        currency=event.currency,
        day=accounting_date(context.today, setup.periods),
        stamp=_stamp(context),
    )
    # It may be the first that is ever frozen of its event.
    number_event(s, event, setup)


def _stamp(context: ChangeContext) -> Stamp:
    return Stamp(context.now, context.actor.user_id)
