"""Money of a corrected event taken again: the right tender, its payments, the whole event.

What the customer was asked when the money was taken is asked again where a value is new (AD-2).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

from posapp.domain import corrections as order_of
from posapp.domain.adding import decide_add, decide_payments, drawer_for
from posapp.domain.characteristics import Bearer
from posapp.domain.codes import ControlStatus, DistributeAction
from posapp.domain.concerns import credit_concerns, tender_concerns
from posapp.domain.correction_steps import allocated, asked_before
from posapp.domain.corrections import Again, CorrectionOrder
from posapp.domain.distribution_rules import Detail, Named
from posapp.domain.event_views import EventView, TenderView
from posapp.domain.ids import ControlId, EventId
from posapp.domain.money import ZERO
from posapp.domain.new_tenders import new_tender
from posapp.domain.payment_events import AddEvent, AddFacts
from posapp.domain.rates import ExchangeRate
from posapp.domain.requests import fingerprint
from posapp.domain.rights import Right
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control
from posapp.domain.tender_edits import check_cash_steps
from posapp.domain.texts import clean_payment, clean_tender
from posapp.errors import Concern, NeedsConfirmation, Refused
from posapp.services.cancel_work import controls_of
from posapp.services.event_change import ChangeContext
from posapp.services.held_items import refuse_held
from posapp.services.payment_edits import split_payment
from posapp.services.payment_events import record_new_event
from posapp.services.recalculating import round_again
from posapp.services.sealing import Sealing
from posapp.services.transfer_work import settle_payments
from posapp.storage.base import Transaction
from posapp.storage.characteristics import copy_characteristics
from posapp.storage.distribution_rules import insert_details
from posapp.storage.event_views import load_event
from posapp.storage.event_writes import Stamp
from posapp.storage.mentions import Mentions
from posapp.storage.payment_edits import insert_payment
from posapp.storage.payment_facts import load_add_facts
from posapp.storage.tender_edits import insert_tender

# The customer stood there and all this was asked when the same money was taken.
_ASKED_BEFORE: Final = frozenset({"M-06W", "M-31", "M-39", "M-40", "M-42", "M-69"})


@dataclass
class Progress:
    """What the steps have done so far, for the audit.

    ``restated`` are drawers and tender types through which another tender took the place of one in
    a closed drawer (D-14).
    """

    order: CorrectionOrder
    request_id: str
    sealing: Sealing
    said: dict[str, Any] = field(default_factory=dict)
    rows: Mentions = field(default_factory=dict)
    deleted: bool = False
    taken_again: EventId | None = None
    restated: set[tuple[ControlId, str]] = field(default_factory=set)

    def tell(self, audited: Mapping[str, Any]) -> None:
        """Keep what a step says of values that no mention of a row holds."""
        self.said.setdefault("told", []).extend(audited["told"])


def request_of_second(request_id: str) -> str:
    """Request id of the event that takes another's place, always the same for one correction."""
    return str(uuid5(NAMESPACE_OID, f"correction {request_id}"))


def add_tender(
    step: order_of.AddTender, done: Progress, s: Transaction, context: ChangeContext
) -> None:
    """Add the tender that was really handed over (TN-5); a foreign one at its old rate (AC-05).

    Raises:
        NeedsConfirmation: ``M-06W``, ``M-31``, ``M-40`` for what is new of it.
    """
    context.actor.require(Right.ADD_EVENT)
    event, draft = context.event, clean_tender(step.draft)
    command = AddEvent(
        event.request_id,
        step.payor,
        (draft,),
        (),
        action=DistributeAction.NONE,
        payment_date=event.payment_date,
        control_id=step.control_id,
    )
    facts = _at_rates(_facts(command, s, context), (step.instead,))
    tender = new_tender(draft, facts, drawer_for(command, facts))
    check_cash_steps(draft, context.setup, tender.control_currency, event.currency)
    concerns = tender_concerns(command, facts, (tender,), ZERO)
    _ask(concerns, done.order.confirmed | asked_before(step))
    stamp = Stamp(context.now, context.actor.user_id)
    tender_id = insert_tender(s, event.id, step.payor, tender, stamp)
    old, new = Bearer(tender_id=step.instead.id), Bearer(tender_id=tender_id)
    copy_characteristics(s, (event.id, old), (event.id, new))
    done.said["tender"] = tender_id


def pay_again(
    step: order_of.PayAgain, done: Progress, s: Transaction, context: ChangeContext
) -> None:
    """Make payments again; a split by hand stays while its amount does (PY-11).

    Raises:
        NeedsConfirmation: ``M-35``, ``M-39`` where a new amount brings them about.
    """
    event, setup = context.event, context.setup
    context.actor.require(Right.DISTRIBUTE)
    stamp = Stamp(context.now, context.actor.user_id)
    money = event.totals.difference + round_again(step, s, context)
    found = allocated(step, money, event.currency)
    lost = [one for one in found if one.payment.manual and one.amount != one.payment.amount]
    _ask((*_by_hand(lost), *_credit(found, s, context)), done.order.confirmed)
    drafts = [clean_payment(one.draft(setup)) for one in found]
    refuse_held(s, drafts, setup)
    for one, draft in zip(found, drafts, strict=True):
        payment_id = insert_payment(s, event.id, draft, stamp)
        old, new = Bearer(payment_id=one.payment.id), Bearer(payment_id=payment_id)
        copy_characteristics(s, (event.id, old), (event.id, new))
        by_hand = one.payment.manual and one not in lost
        if by_hand:
            lines = [
                (part.agreement_id, part.bill_id, part.amount) for part in one.payment.segments
            ]
            split_payment(payment_id, lines, s, context.again(s))
        if one.freeze:
            context.actor.require(Right.FREEZE)
        if one.freeze or not by_hand:
            settle_payments(s, [payment_id], context, freeze=one.freeze)


def take_again(
    step: order_of.TakeAgain, done: Progress, s: Transaction, context: ChangeContext
) -> None:
    """Add the event with its right date; what was said of it comes along (DR-1, 2.4).

    Raises:
        NeedsConfirmation: ``M-35`` where a payment was split by hand: it is distributed anew.
    """
    event, setup = context.event, context.setup
    context.actor.require(Right.ADD_EVENT)
    _ask(_by_hand([one for one in step.payments if one.payment.manual]), done.order.confirmed)
    frozen = all(one.freeze for one in step.payments)
    command = AddEvent(
        request_of_second(done.request_id),
        step.payor,
        tuple(clean_tender(draft) for draft in step.tenders),
        tuple(clean_payment(one.draft(setup)) for one in step.payments),
        action=DistributeAction.FREEZE if frozen else DistributeAction.DISTRIBUTE,
        payment_date=step.day,
        control_id=step.control_id,
        confirmed=_ASKED_BEFORE,
    )
    facts = _at_rates(_facts(command, s, context), step.instead)
    new = decide_add(command, facts)
    print_ = fingerprint(command)
    added = record_new_event(
        s, command, new, context.actor, setup, context.now, print_, done.sealing
    )
    insert_details(s, added.event_id, _details(event, setup))
    _copy_all(step, s, context, added.event_id)
    done.taken_again = added.event_id
    done.said["taken_again"] = added.event_id


def _ask(concerns: Iterable[Concern], confirmed: Collection[str]) -> None:
    open_ones = tuple(concern for concern in concerns if concern.code not in confirmed)
    if open_ones:
        raise NeedsConfirmation(open_ones)


def _by_hand(lost: Sequence[Again]) -> tuple[Concern, ...]:
    """Splits by hand that are thrown away (PY-11)."""
    return (Concern("M-35", {"n": len(lost)}),) if lost else ()


def _credit(found: Sequence[Again], s: Transaction, context: ChangeContext) -> tuple[Concern, ...]:
    """Overpayment by payments that are larger than they were (OP-6, D-08)."""
    raised = [place for place, one in enumerate(found) if one.amount > one.payment.amount]
    if not raised:
        return ()
    event = context.event
    command = AddEvent(
        event.request_id,
        event.tenders[0].payor_account_id,
        (),
        tuple(clean_payment(one.draft(context.setup)) for one in found),
        action=DistributeAction.DISTRIBUTE,
        payment_date=event.payment_date,
    )
    facts = load_add_facts(s, command, context.setup, actor=context.actor, now=context.now)
    made = decide_payments(command, facts)
    return credit_concerns(tuple(made[place] for place in raised), facts)


def _copy_all(
    step: order_of.TakeAgain, s: Transaction, context: ChangeContext, again: EventId
) -> None:
    """What is said of the event, its tenders and payments is said of those in their place (2.4)."""
    new = load_event(s, again, context.setup)
    if new is None:
        raise AssertionError("the event was written in this transaction")
    tenders = (one for one in new.tenders if not one.flagged)
    pairs = [(Bearer(), Bearer())]
    pairs += [
        (Bearer(tender_id=before.id), Bearer(tender_id=after.id))
        for before, after in zip(step.instead, tenders, strict=True)
    ]
    pairs += [
        (Bearer(payment_id=before.payment.id), Bearer(payment_id=after.id))
        for before, after in zip(step.payments, new.payments, strict=True)
        if after.status.is_unfrozen
    ]
    for old, bearer in pairs:
        copy_characteristics(s, (context.event.id, old), (again, bearer))


def _details(event: EventView, setup: SetUp) -> tuple[Detail, ...]:
    return tuple(
        Detail(
            setup.distribution_rules[one.rule],
            Named(one.value, one.value_description),
            one.amount,
        )
        for one in event.details
        if one.amount >= ZERO
    )


def _at_rates(facts: AddFacts, tenders: Iterable[TenderView]) -> AddFacts:
    """Foreign money keeps the rate that it was taken at, whatever rates say now (AC-05, D-28)."""
    known = {
        one.control_currency: ExchangeRate.stored(one.rate)
        for one in tenders
        if one.rate is not None
    }
    return replace(facts, rates={**facts.rates, **known})


def _facts(command: AddEvent, s: Transaction, context: ChangeContext) -> AddFacts:
    """Facts of money that goes into a drawer; who may help others uses theirs (TC-01, D-44)."""
    facts = load_add_facts(s, command, context.setup, actor=context.actor, now=context.now)
    control = facts.control
    if control is None:
        return facts
    own = {one.currency: one for one in _own_drawers(s, context)}
    facts = replace(facts, controls={**facts.controls, **own, control.currency: control})
    if control.user_id is None:
        return facts
    if context.actor.may(Right.OPEN_CONTROL_FOR_OTHERS):
        facts = replace(facts, user_id=control.user_id)
    elif control.user_id != context.actor.user_id:
        raise Refused("C-02", field="drawer", user=control.user_name)
    return facts


def _own_drawers(s: Transaction, context: ChangeContext) -> Iterable[Control]:
    """Open drawers that the event's money of each currency lies in: there it goes again (AC-06).

    They are locked with the event. Who may not help others has only one's own and everybody's.
    """
    helps = context.actor.may(Right.OPEN_CONTROL_FOR_OTHERS)
    for control in controls_of(s, context.event.tenders).values():
        mine = control.user_id in {None, context.actor.user_id}
        if control.status is ControlStatus.OPEN and (helps or mine):
            yield control
