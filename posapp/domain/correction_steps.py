"""The parts that corrections are put together from, and how money is allocated again."""

from collections.abc import Sequence
from dataclasses import replace

from posapp.domain.codes import AgreementStatus, ControlStatus, PaymentStatus, TenderStatus
from posapp.domain.corrections import (
    AddTender,
    Again,
    Cancel,
    CorrectionFacts,
    CorrectionOrder,
    DeletePayments,
    PayAgain,
    Step,
)
from posapp.domain.event_views import EventView, PaymentView, TenderView
from posapp.domain.ids import ControlId, TenderId, long_id
from posapp.domain.money import ZERO, Money, total
from posapp.domain.tender_cancels import CancelTenders, KeptChange, PayorAgreement
from posapp.domain.tender_edits import TenderChange
from posapp.errors import Refused

_AT_WORK = frozenset({ControlStatus.OPEN, ControlStatus.BALANCING})
_MOST_NAMED = 6


def stated(event: EventView) -> tuple[TenderView, ...]:
    """Valid tenders that a person stated."""
    valid = TenderStatus.VALID
    return tuple(one for one in event.tenders if one.status is valid and not one.flagged)


def live_payments(event: EventView) -> tuple[PaymentView, ...]:
    """Payments that count and that a person stated: none below zero (D-27)."""
    canceled = PaymentStatus.CANCELED
    return tuple(p for p in event.payments if p.status is not canceled and p.amount > ZERO)


def one_tender(event: EventView, order: CorrectionOrder) -> TenderView:
    """The tender that an order is about.

    Raises:
        Refused: ``M-132`` when it does not say which, ``M-55``, ``M-131`` for none that can be.
    """
    if order.tender_id is None:
        found = stated(event)
        if not found:
            raise Refused("M-131", field="tender", reason="no tender of the event is left")
        if len(found) > 1:
            named = [
                _named(one.id, f"{one.description} {one.check_number}".strip()) for one in found
            ]
            raise Refused("M-132", field="tender", what=_which("tenders", named))
        return found[0]
    tender = next((one for one in event.tenders if one.id == order.tender_id), None)
    if tender is None:
        raise Refused("M-55", field="tender", value=order.tender_id)
    if tender.status is TenderStatus.CANCELED:
        raise Refused("M-131", field="tender", reason="the tender is canceled already")
    if tender.flagged:
        raise Refused("M-131", field="tender", reason="the program made this tender itself")
    return tender


def one_payment(event: EventView, order: CorrectionOrder) -> PaymentView:
    """The payment that an order is about.

    Raises:
        Refused: ``M-132`` when it does not say which, ``M-55`` for one of another event, ``M-131``
            when none is left.
    """
    if order.payment_id is not None:
        found = [one for one in event.payments if one.id == order.payment_id]
        if not found:
            raise Refused("M-55", field="payment", value=order.payment_id)
        return found[0]
    live = live_payments(event)
    if not live:
        raise Refused("M-131", field="payment", reason="no payment of the event is left")
    if len(live) > 1:
        named = [_named(one.id, one.account_name) for one in live]
        raise Refused("M-132", field="payment", what=_which("payments", named))
    return live[0]


def _which(kind: str, named: Sequence[str]) -> str:
    """The question which one is meant, with the names of the first ones."""
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    return f"which of {len(named)} {kind} it is: {', '.join(named[:_MOST_NAMED])}{more}"


def _named(number: int, words: str) -> str:
    return f"{long_id(number)} ({words})"


def control_for(order: CorrectionOrder, facts: CorrectionFacts, tender: TenderView) -> ControlId:
    """Where the right tender goes: its own drawer while that is Open, else another open one (TN-2).

    Raises:
        Refused: ``M-05N`` without one; ``M-131`` for money that is debited later (D-06).
    """
    own = _own(facts, tender)
    if own is None:
        raise Refused("M-131", field="tender", reason="it is an automatic payment; cancel it")
    if facts.controls[own].status is ControlStatus.OPEN:
        return own
    return _other(order, facts, tender, "M-05N")


def cancel_step(
    order: CorrectionOrder,
    facts: CorrectionFacts,
    tenders: Sequence[TenderView],
    *,
    money_back: bool,
    replaced: bool,
) -> Cancel:
    """Cancel tenders; their money goes back out of their drawers, else out of an open one (D-14).

    Raises:
        Refused: ``M-87`` when money must go through an open drawer and there is none.
    """
    ways: list[tuple[TenderId, ControlId | None]] = [
        (one.id, _way_back(order, facts, one) if money_back else None) for one in tenders
    ]
    change = next((t for t in facts.event.tenders if t.cash_back and _is_valid(t)), None)
    returned = order.change_returned
    if money_back:
        # What is undone or replaced brings its change back, or leaves it where it is.
        returned = change is not None and not replaced
    drawer = None
    if change is not None and returned:
        drawer = _way_back(order, facts, change)
    # Where the money goes back all of it is meant to fall, or is paid again at once (D-32).
    confirmed = order.confirmed | {"C-17"} if money_back else order.confirmed
    wanted = CancelTenders(
        tuple(ways), order.why, order.bank, order.bank_account, returned, drawer, confirmed
    )
    return Cancel(wanted, replaced)


def cancel_and_add(
    order: CorrectionOrder,
    facts: CorrectionFacts,
    tender: TenderView,
    change: TenderChange,
    follows: int | None,
) -> list[Step]:
    """Another tender takes the place of one that may not change any more; payments are made again.

    Raises:
        Refused: ``M-05N``, ``M-87`` without an open drawer; ``M-131`` when nothing is paid by it.
    """
    event = facts.event
    if not live_payments(event):
        raise Refused("M-131", reason="no payment of the event is left; cancel the tender")
    draft = change.applied(tender)
    if tender.control_currency != event.currency:
        draft = replace(draft, currency=tender.control_currency)
    return [
        *delete_unfrozen(event),
        cancel_step(order, facts, (tender,), money_back=True, replaced=True),
        AddTender(draft, tender.payor_account_id, control_for(order, facts, tender), tender),
        PayAgain(again(event), follows),
    ]


def asked_before(step: AddTender) -> frozenset[str]:
    """Concerns that were answered when the money was taken, and that no new value raises again."""
    old, new = step.instead, step.draft
    if new.tender_type != old.tender_type:
        return frozenset()
    same_check = new.check_number.strip() == old.check_number
    return frozenset({"M-06W", "M-31"} if same_check else {"M-06W"})


def match_there(
    order: CorrectionOrder, facts: CorrectionFacts, payment: PaymentView
) -> tuple[str, str] | None:
    """The match of a payment on its right account; ``None`` keeps what it says.

    What it said of the wrong account names nothing of the right one (M-22).
    """
    stays = order.account_id == payment.account_id or payment.id in facts.fitting
    if order.match is not None or stays or not payment.match_type:
        return order.match
    return "", ""


def check_in_hand(tenders: Sequence[TenderView]) -> None:
    """Only money that was handed over can be taken another way; a debit is canceled (AP-16, D-06).

    Raises:
        Refused: ``M-131``.
    """
    if any(one.auto_pay is not None for one in tenders):
        raise Refused("M-131", field="tender", reason="it is an automatic payment; cancel it")


def kept_before(event: EventView) -> KeptChange | None:
    """Change that was not returned and that a payor owes: the payment below zero (D-11)."""
    frozen = PaymentStatus.FROZEN
    for payment in event.payments:
        if payment.status is frozen and payment.amount < ZERO:
            (part,) = payment.segments
            agreement = PayorAgreement(part.agreement_id, part.sa_type, AgreementStatus.ACTIVE)
            return KeptChange(payment.account_id, agreement, -payment.amount)
    return None


def delete_unfrozen(event: EventView) -> list[Step]:
    """Unfrozen payments stand in the way of a cancellation (D-10)."""
    unfrozen = tuple(p.id for p in event.payments if p.status.is_unfrozen)
    return [DeletePayments(unfrozen)] if unfrozen else []


def again(event: EventView) -> tuple[Again, ...]:
    """The payments that count, to be made again as far as they were."""
    return tuple(Again(one, one.amount) for one in live_payments(event))


def allocated(step: PayAgain, money: Money, currency: str) -> tuple[Again, ...]:
    """The payments with their amounts, so that they make up the money there is.

    Raises:
        Refused: ``M-131`` when the one that follows would not be above zero.
    """
    if step.follows is None:
        return _as_far_as(step.payments, money)
    more = money - total(one.amount for one in step.payments)
    found = list(step.payments)
    amount = found[step.follows].amount + more
    if amount <= ZERO:
        raise Refused("M-02", field="amount", value=amount, currency=currency)
    found[step.follows] = replace(found[step.follows], amount=amount)
    return tuple(found)


def _as_far_as(payments: Sequence[Again], money: Money) -> tuple[Again, ...]:
    left, found = money, list[Again]()
    for one in payments:
        amount = min(left, one.amount)
        if amount > ZERO:
            found.append(replace(one, amount=amount))
            left -= amount
    return tuple(found)


def _way_back(
    order: CorrectionOrder, facts: CorrectionFacts, tender: TenderView
) -> ControlId | None:
    """Out of its own drawer while that is at work, else out of an open one (D-14).

    What was debited was never in a drawer: only the books are reversed (AP-16).
    """
    own = _own(facts, tender)
    if own is None or tender.auto_pay is not None:
        return None
    if facts.controls[own].status in _AT_WORK:
        return own
    return _other(order, facts, tender, "M-87")


def _other(
    order: CorrectionOrder, facts: CorrectionFacts, tender: TenderView, code: str
) -> ControlId:
    if order.drawer is not None:
        return order.drawer
    usable = facts.usable.get(tender.control_currency)
    if usable is None:
        raise Refused(code, field="drawer")
    return usable.id


def _own(facts: CorrectionFacts, tender: TenderView) -> ControlId | None:
    number = tender.tender_control_id
    return None if number is None else facts.controls[number].id


def _is_valid(tender: TenderView) -> bool:
    return tender.status is TenderStatus.VALID
