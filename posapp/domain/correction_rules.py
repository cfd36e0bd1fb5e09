"""Which legal action puts an event right, by the state of payments, drawers and deposits.

What is not posted is edited. What is posted stays, and is cancelled and made again: in its own
drawer while that is at work; once it is balanced the money goes through an open drawer, because
counted and deposited money never changes (D-14, D-23, D-28). Source: as ``domain.corrections``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from posapp.domain import lifecycle
from posapp.domain.codes import ControlStatus, PaymentStatus, TenderStatus
from posapp.domain.correction_steps import (
    again,
    cancel_and_add,
    cancel_step,
    check_in_hand,
    control_for,
    delete_unfrozen,
    kept_before,
    live_payments,
    match_there,
    one_payment,
    one_tender,
    stated,
)
from posapp.domain.corrections import (
    Correction,
    CorrectionFacts,
    CorrectionOrder,
    DeleteEvent,
    EditPayment,
    EditTender,
    Fault,
    Move,
    PayAgain,
    SetDay,
    SetPayor,
    Step,
    TakeAgain,
)
from posapp.domain.event_views import EventView, PaymentView, TenderView
from posapp.domain.money import ZERO, Money
from posapp.domain.payment_edits import PaymentChange
from posapp.domain.payment_events import TenderDraft
from posapp.domain.rates import ExchangeRate
from posapp.domain.setup import SetUp
from posapp.domain.tender_edits import TenderChange, check_change, has_frozen
from posapp.domain.transfers import (
    Transfer,
    TransferByRules,
    payment_of_event,
    payments_of_payor,
)
from posapp.errors import Refused

_SETTLED: Final = frozenset({PaymentStatus.FROZEN, PaymentStatus.CANCELED})


def decide_correction(order: CorrectionOrder, facts: CorrectionFacts, setup: SetUp) -> Correction:
    """The steps that put right what an order says (D-28, EX-5).

    Raises:
        Refused: ``M-131`` when nothing can be done here and why, ``M-132`` when the order leaves
            something open, and what the actions themselves refuse.
    """
    if (order.bank or order.bank_account) and order.fault is not Fault.RETURNED:
        reason = "a bank account is charged only for what the bank sent back"
        raise Refused("M-131", field="bank_account", reason=reason)
    steps = _DECIDED[order.fault](order, facts, setup)
    return Correction(order.fault, tuple(steps))


def is_settled(event: EventView) -> bool:
    """Whether a payment of the event was posted at any time."""
    return any(payment.status in _SETTLED for payment in event.payments)


def _account(order: CorrectionOrder, facts: CorrectionFacts, _setup: SetUp) -> list[Step]:
    event = facts.event
    payment = one_payment(event, order)
    if payment.status is PaymentStatus.CANCELED:
        raise Refused("M-131", reason="the payment is canceled; add the right one")
    whole = _goes_whole(order, event, payment)
    if payment.status is PaymentStatus.FROZEN:
        return [Move(_transfer(order, facts, payment), None if whole else payment.id)]
    if order.account_id is None:
        raise Refused("M-132", field="account", what="the right account")
    change = PaymentChange(
        account_id=order.account_id,
        match=match_there(order, facts, payment),
        non_cis_name=order.non_cis_name,
        reference=order.reference,
        comments=order.comments,
    )
    distributed = payment.status is not PaymentStatus.INCOMPLETE
    steps: list[Step] = [EditPayment(payment.id, change, distributed)]
    if whole and order.account_id != payment.account_id:
        steps.append(SetPayor(payment.account_id, order.account_id))
    return steps


def _goes_whole(order: CorrectionOrder, event: EventView, payment: PaymentView) -> bool:
    """Whether the payor moves too: as said, else where payor and payee are one (TR-7)."""
    if order.payor_too is not None:
        return order.payor_too
    if payment.status.is_unfrozen:
        payors = {tender.payor_account_id for tender in stated(event)}
        return payors == {payment.account_id} and len(live_payments(event)) == 1
    try:
        if event.details:
            return len(payments_of_payor(event)) == 1
        payment_of_event(event)
    except Refused:
        return False
    return True


def _transfer(
    order: CorrectionOrder, facts: CorrectionFacts, payment: PaymentView
) -> Transfer | TransferByRules:
    event = facts.event
    remitter = (order.non_cis_name, order.reference, order.comments)
    if event.details:
        if not order.details:
            raise Refused("M-132", field="details", what="the right rule, value and amount")
        return TransferByRules(order.details, order.why, True, *remitter)
    if order.account_id is None:
        raise Refused("M-132", field="account", what="the right account")
    match = match_there(order, facts, payment)
    return Transfer(order.account_id, order.why, match, True, *remitter)


def _amount(order: CorrectionOrder, facts: CorrectionFacts, setup: SetUp) -> list[Step]:
    event, tender = facts.event, one_tender(facts.event, order)
    if order.amount is None:
        raise Refused("M-132", field="amount_tendered", what="what was handed over")
    if order.amount <= ZERO:
        currency = tender.control_currency
        raise Refused("M-02", field="amount_tendered", value=order.amount, currency=currency)
    if order.amount == tender.control_amount:
        raise Refused("M-131", field="amount_tendered", reason="that is its amount already")
    change = TenderChange(amount=order.amount)
    payment = one_payment(event, order) if live_payments(event) else None
    if not has_frozen(event) and _may_edit(tender, change, facts, setup):
        steps: list[Step] = [EditTender(tender.id, change)]
        if payment is not None:
            more = _in_currency_of(event, tender, order.amount, setup) - tender.amount
            edit = PaymentChange(amount=payment.amount + more)
            distributed = payment.status is not PaymentStatus.INCOMPLETE
            steps.append(EditPayment(payment.id, edit, distributed))
        return steps
    check_in_hand((tender,))
    follows = None if payment is None else live_payments(event).index(payment)
    return cancel_and_add(order, facts, tender, change, follows)


def _in_currency_of(event: EventView, tender: TenderView, amount: Money, setup: SetUp) -> Money:
    """An amount of a tender in the event's currency, at the rate it was taken at (AC-05)."""
    if tender.rate is None:
        return amount
    home, own = setup.currencies[event.currency], setup.currencies[tender.control_currency]
    return home.convert(amount, own, ExchangeRate.stored(tender.rate).exact)


def _tender_type(order: CorrectionOrder, facts: CorrectionFacts, setup: SetUp) -> list[Step]:
    event, tender = facts.event, one_tender(facts.event, order)
    if not order.tender_type:
        raise Refused("M-132", field="tender_type", what="what was handed over")
    kind = setup.tender_type(order.tender_type)
    if kind.code == tender.tender_type:
        raise Refused("M-131", field="tender_type", reason="that is its type already")
    check_in_hand((tender,))
    if kind.generate_auto_pay:
        reason = f"{kind.description} is debited later; cancel the tender and add that one"
        raise Refused("M-131", field="tender_type", reason=reason)
    given = event.totals.cash_back
    if given and not kind.allow_cash_back:
        reason = f"{kind.description} gives no change, and change was given"
        raise Refused("M-131", field="tender_type", reason=reason)
    change = TenderChange(
        tender_type=kind.code,
        check_number=order.check_number,
        external_reference=order.external_reference,
    )
    if _may_edit(tender, change, facts, setup):
        return [EditTender(tender.id, change)]
    return cancel_and_add(order, facts, tender, change, None)


def _may_edit(
    tender: TenderView, change: TenderChange, facts: CorrectionFacts, setup: SetUp
) -> bool:
    """Whether the tender itself may still change (D-28); wrong values are refused at once."""
    try:
        check_change(tender, change.applied(tender), facts.event, facts.controls, setup)
    except Refused as refused:
        if refused.code == "M-88":
            return False
        raise
    return True


def _twice(order: CorrectionOrder, facts: CorrectionFacts, _setup: SetUp) -> list[Step]:
    event = facts.event
    statuses: dict[int, ControlStatus] = {
        control_id: control.status for control_id, control in facts.controls.items()
    }
    sent = any(one.auto_pay is not None and one.auto_pay.status.was_sent for one in event.tenders)
    if not sent and not lifecycle.why_not_deletable(event, statuses):
        return [DeleteEvent()]
    return _take_all_back(order, facts)


def _take_all_back(order: CorrectionOrder, facts: CorrectionFacts) -> list[Step]:
    event = facts.event
    tenders = stated(event)
    if not tenders:
        raise Refused("M-131", reason="every tender of the event is canceled already")
    return [
        *delete_unfrozen(event),
        cancel_step(order, facts, tenders, money_back=True, replaced=False),
    ]


def _returned(order: CorrectionOrder, facts: CorrectionFacts, setup: SetUp) -> list[Step]:
    event, tender = facts.event, one_tender(facts.event, order)
    kind = setup.tender_types[tender.tender_type]
    if kind.code == setup.installation.starting_balance_tender_type:
        raise Refused("M-131", field="tender", reason=f"{kind.description} does not come back")
    if event.totals.cash_back and order.change_returned is None:
        raise Refused("M-132", field="change_returned", what="whether the change came back")
    steps: list[Step] = [*delete_unfrozen(event)]
    steps.append(cancel_step(order, facts, (tender,), money_back=False, replaced=False))
    left = [one for one in stated(event) if one.id != tender.id]
    if left and live_payments(event):
        steps.append(PayAgain(again(event), None))
    return steps


def _date(order: CorrectionOrder, facts: CorrectionFacts, _setup: SetUp) -> list[Step]:
    event, day = facts.event, order.day
    if day is None:
        raise Refused("M-132", field="payment_date", what="the right date")
    if day == event.payment_date:
        raise Refused("M-131", field="payment_date", reason="that is its date already")
    if not is_settled(event):
        return [SetDay(day)]
    tenders, payments = stated(event), live_payments(event)
    payors = {tender.payor_account_id for tender in tenders}
    if len(payors) != 1 or not payments:
        reason = f"the event has {len(payors)} payors and {len(payments)} payments"
        raise Refused("M-131", reason=reason)
    if not event.totals.is_balanced:
        raise Refused("M-131", reason="the event is unbalanced; mend that first")
    check_in_hand(tenders)
    if kept_before(event) is not None:
        reason = "the payor owes change that was not returned; cancel the event instead"
        raise Refused("M-131", reason=reason)
    if any(one.bearer.payment_id in {p.id for p in payments} for one in event.characteristics):
        # A frozen payment takes no characteristics, and none may get lost (2.4).
        raise Refused("M-131", reason="a payment has characteristics; transfer or cancel it")
    return [
        *_take_all_back(order, facts),
        TakeAgain(
            next(iter(payors)),
            tuple(_handed(tender, event) for tender in tenders),
            again(event),
            day,
            control_for(order, facts, _at_home(event, tenders)),
            tenders,
        ),
    ]


def _at_home(event: EventView, tenders: Sequence[TenderView]) -> TenderView:
    """A tender in the event's currency, change included: its drawer gives change (CHG-10)."""
    change = [one for one in event.tenders if one.cash_back and one.status is TenderStatus.VALID]
    own = (one for one in (*tenders, *change) if one.control_currency == event.currency)
    return next(own, tenders[0])


def _handed(tender: TenderView, event: EventView) -> TenderDraft:
    foreign = tender.control_currency != event.currency
    currency = tender.control_currency if foreign else ""
    return replace(TenderChange().applied(tender), currency=currency)


_Decide = Callable[[CorrectionOrder, CorrectionFacts, SetUp], Sequence[Step]]
_DECIDED: Final[Mapping[Fault, _Decide]] = {
    Fault.ACCOUNT: _account,
    Fault.AMOUNT: _amount,
    Fault.TENDER_TYPE: _tender_type,
    Fault.TWICE: _twice,
    Fault.RETURNED: _returned,
    Fault.DATE: _date,
}
