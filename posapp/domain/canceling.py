"""Cancelling a payment, a tender, or every tender of an event, with all that follows from it.

A payment is cancelled because the account should not have had the money: the tenders stay (PY-3).
A tender is cancelled because the money is not good: every frozen payment of the event goes with it,
and the payor may be charged and marked (CX-1..CX-10, NS-01..NS-06).

Sources: payments 8 and 16.2, D-10, D-11, D-14, D-32, FT-5. Amounts are integer minor units of the event's
currency, for drawers of the control's currency; dates are business dates.
"""

from collections.abc import Collection, Sequence
from typing import Final

from posapp.domain.autopay import check_all_frozen
from posapp.domain.cancel_effects import charged_reversals, kept_change, penalties
from posapp.domain.codes import ControlStatus, PaymentStatus, TenderStatus
from posapp.domain.deposit_slips import check_off_slip, stays_on_slips
from posapp.domain.event_views import EventView, PaymentView, TenderView
from posapp.domain.ids import ControlId, TenderId, short_id
from posapp.domain.money import ZERO, total
from posapp.domain.setup import SetUp
from posapp.domain.setup_options import BankAccount
from posapp.domain.tender_cancels import (
    CancelFacts,
    CancelTenders,
    Gone,
    KeptChange,
    Movement,
    TenderCancel,
)
from posapp.errors import Concern, NeedsConfirmation, Refused

_AT_WORK: Final = frozenset({ControlStatus.OPEN, ControlStatus.BALANCING})


def check_payment_cancel(payment: PaymentView) -> None:
    """Stop the cancellation of a payment that is not Frozen (6).

    Change that was kept is the counterpart of a tender that stays; alone it would leave an event
    that nothing can balance (D-11, D-27).

    Raises:
        Refused: ``M-70``; ``M-275`` for change that was not returned.
    """
    if payment.status is PaymentStatus.CANCELED:
        raise Refused("M-70", reason="the payment is canceled already")
    if payment.status is not PaymentStatus.FROZEN:
        raise Refused("M-70", reason="the payment is not frozen; delete it instead")
    if payment.amount < ZERO:
        raise Refused("M-275", account=short_id(payment.account_id))


def decide_cancel_tenders(order: CancelTenders, facts: CancelFacts, setup: SetUp) -> TenderCancel:
    """Cancel tenders of one event with all that follows.

    Raises:
        Refused: ``M-14``, ``M-15``, ``M-15A``, ``M-55``, ``M-70``, ``M-86``, ``M-87``, ``M-136``,
            ``M-283``.
        NeedsConfirmation: ``C-17`` when several payments fall, ``M-33`` while it is not said
            whether the change came back; confirming that means that it did.
    """
    reason = setup.cancel_reason(order.reason, by_program=order.by_program)
    event = facts.event
    if not order.tenders:
        raise Refused("M-70", reason="every tender of the event is canceled already")
    tenders = [_tender(tender_id, event) for tender_id, _ in order.tenders]
    check_all_frozen(event, facts.today, setup)
    change = _linked_change(event)
    bank = _bank(order, event, setup)
    if bank is not None and any(drawer is not None for _, drawer in order.tenders):
        raise Refused("M-136", field="bank_account")
    frozen = tuple(p for p in event.payments if p.status is PaymentStatus.FROZEN)
    returned = change if _confirm(order, event, frozen, change) else None
    leaving = [(one, drawer) for one, (_, drawer) in zip(tenders, order.tenders, strict=True)]
    if returned is not None:
        leaving.append((returned, order.change_drawer))
    gone, movements = [], []
    for one, drawer in leaving:
        if drawer is not None and not order.refund_type:
            # Money in another form is not the check itself: that stays at the bank (CK-6).
            check_off_slip(one.id, facts.slips, handed_back=True)
        counted, movement = _through(one, drawer, facts, order.refund_type)
        gone.append(Gone(one, counted))
        movements += [movement] if movement else []
    # The payments that it made whole all fall, and it lies in no drawer (D-20).
    gone += [Gone(one, counted=True) for one in event.tenders if one.rounding and _is_valid(one)]
    kept = None
    if change is not None and returned is None:
        kept = kept_change(tenders[0], change, facts, setup)
    found, warnings = penalties(reason, tenders, facts, setup)
    return TenderCancel(
        reason=reason,
        gone=tuple(gone),
        movements=tuple(movements),
        bank_account=bank,
        payments=frozen,
        reversals=charged_reversals(facts, tenders, bank),
        kept_change=kept,
        penalties=found,
        warnings=(
            *_left(event, {one.tender.id for one in gone}, kept),
            *warnings,
            *stays_on_slips((one.id for one, drawer in leaving if drawer is None), facts.slips),
        ),
    )


def _tender(tender_id: TenderId, event: EventView) -> TenderView:
    tender = next(tender for tender in event.tenders if tender.id == tender_id)
    if tender.status is TenderStatus.CANCELED:
        raise Refused("M-70", reason="the tender is canceled already")
    if tender.flagged:
        raise Refused("M-86")
    return tender


def _linked_change(event: EventView) -> TenderView | None:
    valid = (t for t in event.tenders if t.cash_back and t.status is TenderStatus.VALID)
    return next(valid, None)


def _is_valid(tender: TenderView) -> bool:
    return tender.status is TenderStatus.VALID


def _confirm(
    order: CancelTenders,
    event: EventView,
    frozen: Sequence[PaymentView],
    change: TenderView | None,
) -> bool:
    """Ask what was not answered; returns whether the change came back (D-11, TND-04)."""
    asked = []
    if len(frozen) > 1 and "C-17" not in order.confirmed:
        asked.append(Concern("C-17", {"n": len(frozen)}))
    returned = order.change_returned
    if change is not None and returned is None:
        returned = "M-33" in order.confirmed
        if not returned:
            asked.append(Concern("M-33", {"change": -change.amount, "currency": event.currency}))
    if asked:
        raise NeedsConfirmation(tuple(asked))
    return bool(returned)


def _bank(order: CancelTenders, event: EventView, setup: SetUp) -> BankAccount | None:
    """The account that is charged, ``None`` for the original one (CX-1, TND-03)."""
    if not order.bank and not order.bank_account:
        return None
    for account in setup.bank_accounts:
        if order.bank in {"", account.bank} and account.key == order.bank_account:
            if account.currency != event.currency:
                raise Refused("M-65", value=account.currency, currency=event.currency)
            return account
    raise Refused("M-55", field="bank_account", value=f"{order.bank} {order.bank_account}".strip())


def _through(
    tender: TenderView, wanted: ControlId | None, facts: CancelFacts, refund_type: str
) -> tuple[bool, Movement | None]:
    """Whether the tender's drawer goes on counting it, and what moves through which (D-14)."""
    if wanted is None and not tender.cash_back:
        return True, None
    if tender.tender_control_id is None:
        raise Refused("M-87", field="drawer")
    own = facts.controls[tender.tender_control_id]
    drawer = wanted or own.id
    if drawer == own.id and tender.auto_pay is not None:
        # It never was in a drawer: what was sent stays in its batch (AP-16).
        return True, None
    if drawer == own.id and own.status in _AT_WORK and not refund_type:
        return False, None
    control = facts.controls.get(drawer)
    if control is None:
        raise Refused("M-55", field="drawer", value=drawer)
    if control.status is not ControlStatus.OPEN:
        raise Refused("M-87", field="drawer", value=drawer)
    if control.currency != tender.control_currency:
        raise Refused(
            "M-72", value=drawer, currency=control.currency, other=tender.control_currency
        )
    return True, Movement(control.id, tender, tender.control_amount, refund_type)


def _left(
    event: EventView, gone: Collection[TenderId], kept: KeptChange | None
) -> tuple[Concern, ...]:
    """What the user is told when other tenders stay valid (CX-4)."""
    valid = [t for t in event.tenders if t.status is TenderStatus.VALID and t.id not in gone]
    left = total(t.amount for t in valid) + (kept.amount if kept else ZERO)
    if left == ZERO:
        return ()
    return (Concern("M-32", {"amount": left, "currency": event.currency}),)
