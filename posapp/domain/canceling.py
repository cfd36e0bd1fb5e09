"""Cancelling a payment, and cancelling a tender with all that follows from it.

A payment is cancelled because the account should not have had the money: the tenders stay (PY-3).
A tender is cancelled because the money is not good: every frozen payment of the event goes with it,
and the payor may be charged and marked (CX-1..CX-10, NS-01..NS-06).

Sources: payments 8 and 16.2, D-10, D-11, D-14, FT-5. Amounts are integer minor units of the event's
currency, for drawers of the control's currency; dates are business dates.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Final

from posapp.domain.codes import AgreementStatus, ControlStatus, PaymentStatus, TenderStatus
from posapp.domain.event_views import EventView, PaymentView, TenderView
from posapp.domain.ids import TenderId
from posapp.domain.ledger import GlLine, Posting, merge, reversal
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import BankAccount, CancelReason, SetUp
from posapp.domain.tender_cancels import (
    CancelFacts,
    CancelTender,
    Charge,
    Demerit,
    Gone,
    KeptChange,
    Movement,
    PayorAgreement,
    PostedSegment,
    Reversal,
    TenderCancel,
)
from posapp.errors import Concern, NeedsConfirmation, Refused

_AT_WORK: Final = frozenset({ControlStatus.OPEN, ControlStatus.BALANCING})


def check_payment_cancel(payment: PaymentView) -> None:
    """Stop the cancellation of a payment that is not Frozen (6).

    Raises:
        Refused: ``M-70``.
    """
    if payment.status is PaymentStatus.CANCELED:
        raise Refused("M-70", reason="the payment is canceled already")
    if payment.status is not PaymentStatus.FROZEN:
        raise Refused("M-70", reason="the payment is not frozen; delete it instead")


def plain_reversals(posted: Sequence[PostedSegment]) -> tuple[Reversal, ...]:
    """Reversals with the same codes and opposite signs (PY-3, FT-5)."""
    return tuple(Reversal(one, reversal(one.posting)) for one in posted)


def decide_cancel_tender(order: CancelTender, facts: CancelFacts, setup: SetUp) -> TenderCancel:
    """Cancel a tender with all its effects.

    Raises:
        Refused: ``M-14``, ``M-15``, ``M-55``, ``M-70``, ``M-86``, ``M-87``.
        NeedsConfirmation: ``C-17`` when several payments fall, ``M-33`` while it is not said
            whether the change came back; confirming that means that it did.
    """
    reason = setup.cancel_reason(order.reason)
    event = facts.event
    tender = _tender(order.tender_id, event)
    change = _linked_change(event)
    bank = _bank(order, event, setup)
    frozen = tuple(p for p in event.payments if p.status is PaymentStatus.FROZEN)
    returned = _confirm(order, event, frozen, change)
    gone, movements = [], []
    for one in (tender, change if returned else None):
        if one is not None:
            counted, movement = _drawer(one, order, facts)
            gone.append(Gone(one, counted))
            movements += [movement] if movement else []
    agreement = _chargeable(facts, setup)
    kept = None
    if change is not None and not returned:
        kept = KeptChange(tender.payor_account_id, agreement or _any(facts), -change.amount)
    charge, warning = _charge(reason, agreement, facts, setup)
    return TenderCancel(
        reason=reason,
        payor=tender.payor_account_id,
        gone=tuple(gone),
        movements=tuple(movements),
        bank_account=bank,
        payments=frozen,
        reversals=_charged(facts, tender, bank, setup),
        kept_change=kept,
        charge=charge,
        demerit=_demerit(reason, facts.today),
        warnings=(*_left(event, tender, change if returned else None, kept), *warning),
    )


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last one of a shorter month (CR-01)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _tender(tender_id: TenderId, event: EventView) -> TenderView:
    tender = next(tender for tender in event.tenders if tender.id == tender_id)
    if tender.status is TenderStatus.CANCELED:
        raise Refused("M-70", reason="the tender is canceled already")
    if tender.flagged:
        raise Refused("M-86")
    if any(payment.status.is_unfrozen for payment in event.payments):
        raise Refused("M-15")
    return tender


def _linked_change(event: EventView) -> TenderView | None:
    valid = (t for t in event.tenders if t.cash_back and t.status is TenderStatus.VALID)
    return next(valid, None)


def _confirm(
    order: CancelTender,
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


def _bank(order: CancelTender, event: EventView, setup: SetUp) -> BankAccount | None:
    """The account that is charged, ``None`` for the original one (CX-1, TND-03)."""
    if not order.bank and not order.bank_account:
        return None
    for account in setup.bank_accounts:
        if order.bank in {"", account.bank} and account.key == order.bank_account:
            if account.currency != event.currency:
                raise Refused("M-65", value=account.currency, currency=event.currency)
            return account
    raise Refused("M-55", field="bank_account", value=f"{order.bank} {order.bank_account}".strip())


def _drawer(
    tender: TenderView, order: CancelTender, facts: CancelFacts
) -> tuple[bool, Movement | None]:
    """Whether the tender's drawer goes on counting it, and what moves through which (D-14)."""
    if order.drawer is None and not tender.cash_back:
        return True, None
    if tender.tender_control_id is None:
        raise Refused("M-87", field="drawer")
    own = facts.controls[tender.tender_control_id]
    drawer = order.drawer or own.id
    if drawer == own.id and own.status in _AT_WORK:
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
    return True, Movement(control.id, tender, tender.control_amount)


def _charged(
    facts: CancelFacts, tender: TenderView, bank: BankAccount | None, setup: SetUp
) -> tuple[Reversal, ...]:
    """Reversals; the cancelled tender's part is charged to the chosen bank account (CX-2).

    The part follows the segments cumulatively, so that the last one closes it to the cent.
    """
    plain = plain_reversals(facts.posted)
    source = setup.tender_sources[tender.tender_source]
    own = setup.tender_types[tender.tender_type].distribution_code or source.distribution_code
    if bank is None or bank.distribution_code == own:
        return plain
    whole = total(t.amount for t in facts.event.tenders if t.status is TenderStatus.VALID).minor
    done, moved, found = 0, 0, []
    for one in plain:
        # Charity segments have no payoff, so the current amount says what was paid.
        done += one.posting.current_amount.minor
        part = (tender.amount.minor * done // whole if whole else 0) - moved
        moved += part
        lines = (
            *one.posting.lines,
            GlLine(own, Money(part)),
            GlLine(bank.distribution_code, Money(-part)),
        )
        posting = Posting(one.posting.current_amount, one.posting.payoff_amount, merge(lines))
        found.append(Reversal(one.original, posting))
    return tuple(found)


def _chargeable(facts: CancelFacts, setup: SetUp) -> PayorAgreement | None:
    """The active agreement of highest payment priority whose type has a charge (CX-7)."""
    found = [
        agreement
        for agreement in facts.payor_agreements
        if agreement.status is AgreementStatus.ACTIVE
        and setup.sa_types[agreement.sa_type].nsf_adjustment_type is not None
    ]
    return min(found, key=lambda a: _rank(a, setup), default=None)


def _rank(agreement: PayorAgreement, setup: SetUp) -> tuple[int, int]:
    return setup.sa_types[agreement.sa_type].payment_priority, agreement.agreement_id


def _any(facts: CancelFacts) -> PayorAgreement | None:
    active = (a for a in facts.payor_agreements if a.status is AgreementStatus.ACTIVE)
    return next(active, None)


def _charge(
    reason: CancelReason, agreement: PayorAgreement | None, facts: CancelFacts, setup: SetUp
) -> tuple[Charge | None, tuple[Concern, ...]]:
    if not reason.nsf_charge or facts.payor_class.non_cis:
        return None, ()
    code = None if agreement is None else setup.sa_types[agreement.sa_type].nsf_adjustment_type
    kind = None if code is None else setup.adjustment_types[code]
    if agreement is None or kind is None or kind.default_amount == ZERO:
        return None, (Concern("M-36", {"reason": "the payor has no agreement for the charge"}),)
    return Charge(agreement, kind, kind.default_amount), ()


def _demerit(reason: CancelReason, today: date) -> Demerit | None:
    if not reason.affect_cash_only_by and not reason.affect_credit_rating_by:
        return None
    months = reason.months_affecting
    return Demerit(
        reason.affect_credit_rating_by,
        reason.affect_cash_only_by,
        months_after(today, months) if months else None,
    )


def _left(
    event: EventView, tender: TenderView, change: TenderView | None, kept: KeptChange | None
) -> tuple[Concern, ...]:
    """What the user is told when other tenders stay valid (CX-4)."""
    gone = {tender.id} | ({change.id} if change else set())
    valid = [t for t in event.tenders if t.status is TenderStatus.VALID and t.id not in gone]
    left = total(t.amount for t in valid) + (kept.amount if kept else ZERO)
    if left == ZERO:
        return ()
    return (Concern("M-32", {"amount": left, "currency": event.currency}),)
