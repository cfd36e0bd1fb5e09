"""What may be done to an existing event: distribute, freeze, change its date, delete it.

Source: payments 6 (PY-1..PY-6), PE-3, PE-8, PE-13, PE-14, D-12, D-23, D-32.
"""

from datetime import date

from posapp.domain.codes import ControlStatus, PaymentStatus, TenderStatus
from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.ids import PaymentId, long_id
from posapp.domain.money import total
from posapp.domain.setup import SetUp
from posapp.errors import Concern, NeedsConfirmation, Refused

_SETTLED = frozenset({PaymentStatus.FROZEN, PaymentStatus.CANCELED})


def to_distribute(event: EventView, only: PaymentId | None = None) -> tuple[PaymentView, ...]:
    """Payments that *Distribute* works on: Incomplete, Error and Freezable ones.

    Args:
        event: the event.
        only: the one payment that was asked for; all of the event by default.

    Raises:
        Refused: ``M-12`` when the one is frozen or canceled, ``M-70`` when there is none.
    """
    asked = _asked(event, only)
    found = tuple(payment for payment in asked if payment.status.is_unfrozen)
    if not found:
        if only is not None:
            raise Refused("M-12", status=asked[0].status)
        raise Refused("M-70", reason="no payment is Incomplete, in Error or Freezable")
    return found


def to_freeze(event: EventView, only: PaymentId | None = None) -> tuple[PaymentView, ...]:
    """Payments that *Freeze* works on: the Freezable ones, or ``only`` one of them.

    Raises:
        Refused: ``M-12`` when the payments are frozen already, ``M-70`` when none is Freezable,
            ``M-13`` when the one was split by hand and something is left over (PY-2, PY-9),
            ``M-179`` when every tender was cancelled: nothing is there that pays (25.8).
    """
    asked = _asked(event, only)
    found = tuple(p for p in asked if p.status is PaymentStatus.FREEZABLE)
    if not found:
        if asked and all(payment.status in _SETTLED for payment in asked):
            raise Refused("M-12", status=asked[0].status)
        if only is not None and asked[0].manual:
            # A split by hand that was left unfinished (PY-9).
            split = total(segment.amount for segment in asked[0].segments)
            fields = {"segments": split, "amount": asked[0].amount, "currency": event.currency}
            raise Refused("M-13", **fields)
        raise Refused("M-70", reason="no payment is Freezable; distribute first")
    if not any(one.status is TenderStatus.VALID and not one.flagged for one in event.tenders):
        raise Refused("M-179")
    return found


def ask_before_freezing(event: EventView, confirmed: frozenset[str]) -> None:
    """Freezing makes an unbalanced event final, so the user is asked once (PE-14).

    Raises:
        NeedsConfirmation: ``M-89`` with the amount that is not accounted for.
    """
    totals = event.totals
    if totals.is_balanced or "M-89" in confirmed:
        return
    raise NeedsConfirmation(
        (
            Concern(
                "M-89",
                {
                    "difference": abs(totals.difference),
                    "tenders": totals.tenders,
                    "payments": totals.payments,
                    "currency": event.currency,
                },
            ),
        )
    )


def _asked(event: EventView, only: PaymentId | None) -> tuple[PaymentView, ...]:
    return tuple(payment for payment in event.payments if only in {None, payment.id})


def check_deletable(
    event: EventView, statuses: dict[int, ControlStatus], confirmed: frozenset[str]
) -> None:
    """Stop a delete that PE-13 forbids, then ask once.

    Args:
        event: the event.
        statuses: status of each tender control by id.
        confirmed: codes the user said yes to.

    Raises:
        Refused: ``M-11`` with the reason.
        NeedsConfirmation: ``M-41``.
    """
    reason = why_not_deletable(event, statuses)
    if reason:
        raise Refused("M-11", reason=reason)
    if "M-41" not in confirmed:
        raise NeedsConfirmation((Concern("M-41", {"event": long_id(event.id)}),))


def why_not_deletable(event: EventView, statuses: dict[int, ControlStatus]) -> str:
    """What forbids to delete an event (PE-13), empty when nothing does."""
    if event.document_number or event.receipt_number:
        return f"it has number {event.document_number or event.receipt_number}"
    for payment in event.payments:
        if payment.status in _SETTLED:
            return f"a payment is {payment.status.value}"
    for tender in event.tenders:
        if tender.status is TenderStatus.CANCELED:
            return "a tender is canceled"
        control = tender.tender_control_id
        if control is not None and statuses[control] is ControlStatus.BALANCED:
            return f"tender control {control} is balanced"
    return ""


def check_new_date(
    event: EventView,
    day: date,
    *,
    today: date,
    opened: date,
    may_back_date: bool,
    setup: SetUp,
    may_lie_ahead: bool = False,
) -> None:
    """Stop a payment date that PE-3 forbids; one in the future needs all to be auto pay (D-06).

    Raises:
        Refused: ``M-68`` when a payment is frozen or cancelled, ``M-59`` future, ``M-03`` closed
            period, ``M-60`` before the drawer was opened.
    """
    for payment in event.payments:
        if payment.status in _SETTLED:
            raise Refused("M-68", status=payment.status)
    if day > max(today, opened) and not may_lie_ahead:
        raise Refused("M-59", field="payment_date", value=day)
    # Before the right: nobody is asked to approve what a closed period forbids to all.
    if not setup.is_open_period(day):
        raise Refused("M-03", field="payment_date", value=day)
    if day < opened and not may_back_date:
        raise Refused("M-60", field="payment_date", value=day, opened=opened)
