"""Which actions on an event are legal, written down a second time from the tables of payments 5 to 9.

It reads what a user sees of an event and knows none of the program's own rules: each function gives
the code that the action must be refused with, or ``None`` when it must be done. What a refusal must
leave alone, and what a drawer must hold afterwards, stands here too.
"""

from typing import Final

from posapp.domain.codes import ControlStatus, PaymentStatus, TenderStatus
from posapp.domain.event_views import EventView, PaymentView, TenderView
from posapp.storage.check import broken as findings
from posapp.storage.db import Database
from posapp.storage.invariants import INVARIANTS
from posapp.storage.live_rows import spoken_of
from tests.helpers import oracle

OPEN: Final = {PaymentStatus.INCOMPLETE, PaymentStatus.ERROR, PaymentStatus.FREEZABLE}
STORED: Final = {"M-20", "M-21", "M-22", "M-23", "M-24", "M-26", "M-27", "K-01"}
GIVES_CHANGE: Final = {"CASH", "TRAV"}

_LEDGER = """SELECT f.id, f.agreement_id, f.current_amount, f.payoff_amount, f.accounting_date,
    f.ft_type, g.seq, g.distribution_code, g.amount
    FROM financial_transaction f LEFT JOIN gl_line g ON g.ft_id = f.id"""
_SETTLED = """SELECT p.id, p.event_id, p.account_id, p.amount, p.match_type, p.match_value,
    g.agreement_id, g.amount FROM payment p LEFT JOIN pay_segment g ON g.payment_id = p.id
    WHERE p.status IN ('FROZEN', 'CANCELED')"""
_CHARGED = """SELECT a.account_id, sum(j.amount) FROM adjustment j
    JOIN agreement a ON a.id = j.agreement_id GROUP BY a.account_id"""


def broken(db: Database) -> list[object]:
    """Every invariant of section 25 and every audit row that does not hold now."""
    with db.read() as s:
        return [*findings(s, (*INVARIANTS, *spoken_of(s)))]


def posted(db: Database) -> frozenset[tuple[object, ...]]:
    """All that was ever posted: it may only grow (25.4, 25.10)."""
    return frozenset(oracle.rows(db, _LEDGER))


def settled(db: Database) -> frozenset[tuple[object, ...]]:
    """Frozen and canceled payments with their segments: they may only grow (25.4)."""
    return frozenset(oracle.rows(db, _SETTLED))


def charged(db: Database) -> dict[int, int]:
    """Cents charged by adjustments to each account, for bounced tenders."""
    return {account: int(cents) for account, cents in oracle.rows(db, _CHARGED)}


# --- payments (payments 6) -------------------------------------------------------------------------


def open_payments(event: EventView) -> list[PaymentView]:
    """Payments that may still change."""
    return [payment for payment in event.payments if payment.status in OPEN]


def live_payments(event: EventView) -> list[PaymentView]:
    """Payments that count (PE-4)."""
    return [payment for payment in event.payments if payment.status is not PaymentStatus.CANCELED]


def is_settled(event: EventView) -> bool:
    """Whether anything was ever frozen."""
    return len(open_payments(event)) < len(event.payments)


def has_frozen(event: EventView) -> bool:
    """Whether anything is posted now."""
    return any(payment.status is PaymentStatus.FROZEN for payment in event.payments)


def why_not_edit(payment: PaymentView) -> str | None:
    """Change, distribute, split or delete one payment."""
    return None if payment.status in OPEN else "M-12"


def why_not_freeze(event: EventView, only: PaymentView | None = None) -> str | None:
    """Freeze one payment, or all of an event; one that was split in part says so (PY-9)."""
    found = event.payments if only is None else (only,)
    statuses = {payment.status for payment in found}
    if PaymentStatus.FREEZABLE in statuses:
        return None if handed_over(event) else "M-179"
    if only is not None and only.status in OPEN and only.manual:
        return "M-13"
    return "M-12" if statuses and not statuses & OPEN else "M-70"


def why_not_cancel_payment(payment: PaymentView, *, may: bool) -> str | None:
    """Cancel one payment."""
    if not may:
        return "M-51"
    return None if payment.status is PaymentStatus.FROZEN else "M-70"


def why_not_transfer(payment: PaymentView, *, same: bool) -> str | None:
    """Transfer one payment to the same account or another."""
    if payment.status is not PaymentStatus.FROZEN or same:
        return "M-16"
    # What the program made itself has no account that should have had it instead (D-27).
    return "M-02" if payment.amount.minor < 0 else None


# --- tenders (payments 5, 8) -----------------------------------------------------------------------


def valid_tenders(event: EventView) -> list[TenderView]:
    """Tenders that count."""
    return [tender for tender in event.tenders if tender.status is TenderStatus.VALID]


def handed_over(event: EventView) -> list[TenderView]:
    """Valid tenders that a person stated."""
    return [tender for tender in valid_tenders(event) if not tender.flagged]


def why_not_touch(tender: TenderView) -> str | None:
    """Change, move or delete a tender at all."""
    return "M-88" if tender.flagged or tender.status is TenderStatus.CANCELED else None


def why_not_delete_tender(tender: TenderView, event: EventView) -> str | None:
    """Delete a tender whose drawer is open (D-12)."""
    if why_not_touch(tender):
        return "M-88"
    last = sum(not one.flagged for one in event.tenders) == 1
    return "M-29" if is_settled(event) or last else None


def why_not_cancel_tender(tender: TenderView, event: EventView, *, may: bool) -> str | None:
    """Cancel a tender (CX-1, CX-3)."""
    if not may:
        return "M-51"
    if tender.status is TenderStatus.CANCELED:
        return "M-70"
    if tender.flagged:
        return "M-86"
    return "M-15" if open_payments(event) else None


# --- the event (payments 2, 4, 9) ------------------------------------------------------------------


def why_not_transfer_event(event: EventView) -> str | None:
    """Transfer an event as a whole (the table of payments 9)."""
    handed, live = handed_over(event), live_payments(event)
    fits = (
        len(handed) == 1
        and len(live) == 1
        and live[0].status is PaymentStatus.FROZEN
        and handed[0].payor_account_id == live[0].account_id
    )
    return None if fits else "M-16"


def why_not_recalculate(event: EventView) -> str | None:
    """Recalculate Cash Back (CHG-08, CHG-09, D-32)."""
    tendered = sum(tender.amount.minor for tender in handed_over(event))
    to_pay = sum(payment.amount.minor for payment in live_payments(event))
    given = -sum(tender.amount.minor for tender in valid_tenders(event) if tender.cash_back)
    if tendered - given == to_pay or is_settled(event):
        return "M-70"
    if tendered < to_pay:
        # Change that was given is taken away: it helps, whatever is missing then (CHG-08).
        return None if given else "M-71"
    giving = sum(t.amount.minor for t in handed_over(event) if t.tender_type in GIVES_CHANGE)
    return "M-07" if tendered - to_pay > giving else None


def why_not_delete_event(event: EventView, *, may: bool) -> str | None:
    """Delete an event whose drawers are open (PE-13)."""
    if not may:
        return "M-51"
    gone = len(valid_tenders(event)) < len(event.tenders)
    return "M-11" if is_settled(event) or gone else None


def may_cancel(event: EventView, controls: dict[int, tuple[int, object, ControlStatus]],
               user_id: int, today: object) -> bool:  # fmt: skip
    """Whether a cashier may cancel: all tenders in own open drawers of the same day (D-44)."""
    drawers = [controls[t.tender_control_id] for t in event.tenders if t.tender_control_id]
    return all(
        (owner, day, status) == (user_id, today, ControlStatus.OPEN)
        for owner, day, status in drawers
    )
