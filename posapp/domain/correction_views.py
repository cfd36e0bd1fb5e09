"""What a correction will do, before and after: postings, drawers, papers, and who must approve.

It comes from the correction itself, done in full and rolled back, so it cannot say anything else
than what will happen. Amounts are integer minor units, of a drawer's own currency for drawers,
else of the event's; dates are business dates.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from posapp.domain.codes import FtType, PaymentStatus
from posapp.domain.corrections import Correction
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, ControlId, EventId, FtId
from posapp.domain.money import ZERO, Money
from posapp.domain.rights import Right


@dataclass(frozen=True, slots=True)
class PostedLine:
    """A ledger line: debit +, credit - (GL-2)."""

    code: str
    description: str
    amount: Money


@dataclass(frozen=True, slots=True)
class PostedEntry:
    """A financial transaction with its ledger lines (16.1)."""

    id: FtId
    ft_type: FtType
    account_id: AccountId
    account_name: str
    sa_type: str
    description: str
    current_amount: Money
    accounting_date: date
    lines: tuple[PostedLine, ...]


@dataclass(frozen=True, slots=True)
class DrawerChange:
    """What a drawer counts more or less of a tender type (D-14); never what it holds (D-16)."""

    control_id: ControlId
    tender_source: str
    tender_type: str
    description: str
    currency: str
    amount: Money


class PaperState(StrEnum):
    """What a receipt is worth."""

    NONE = "none"
    GOOD = "good"
    CHANGED = "changed"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Paper:
    """A receipt before and after; ``printed`` says how often it is in somebody's hands."""

    event_id: EventId
    number: str
    printed: int
    before: PaperState
    after: PaperState


@dataclass(frozen=True, slots=True)
class Outlook:
    """A correction, and all that it does.

    Attributes:
        correction: the steps.
        before: the event as it is; its version says which state was looked at.
        after: the event as it will be, ``None`` when it is deleted.
        taken_again: the event that takes its place, with another date.
        posted: what the event has posted so far.
        new: what the correction posts: reversals, new payments, charges.
        drawers: what drawers count more or less.
        papers: its receipts, and the new event's.
        needs: rights that the one who asks lacks: somebody else must approve (D-24).
        credits: whose money it is and what of it becomes a credit, because less is owed (D-08).
    """

    correction: Correction
    before: EventView
    after: EventView | None
    taken_again: EventView | None
    posted: tuple[PostedEntry, ...]
    new: tuple[PostedEntry, ...]
    drawers: tuple[DrawerChange, ...]
    papers: tuple[Paper, ...]
    needs: frozenset[Right] = frozenset()
    credits: tuple[tuple[str, Money], ...] = ()


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction left: the event, and the one that took its place, if one did."""

    event_id: EventId
    deleted: bool = False
    taken_again: EventId | None = None


def ledger_sums(entries: tuple[PostedEntry, ...]) -> Mapping[str, tuple[str, Money]]:
    """Description and sum by ledger account, accounts without a change left out."""
    sums: dict[str, tuple[str, Money]] = {}
    for entry in entries:
        for line in entry.lines:
            old = sums.get(line.code, (line.description, ZERO))
            sums[line.code] = (line.description, old[1] + line.amount)
    return {code: found for code, found in sorted(sums.items()) if found[1] != ZERO}


def credits_of(
    new: tuple[PostedEntry, ...], balances: Mapping[AccountId, Money]
) -> tuple[tuple[str, Money], ...]:
    """By how much the credit of accounts grows: name and amount (D-08).

    Args:
        new: what is posted.
        balances: the current balances after it.
    """
    moved: dict[AccountId, tuple[str, Money]] = {}
    for entry in new:
        name, sum_ = moved.get(entry.account_id, (entry.account_name, ZERO))
        moved[entry.account_id] = (name, sum_ + entry.current_amount)
    found: list[tuple[str, Money]] = []
    for account_id, (name, change) in moved.items():
        after = balances.get(account_id, ZERO)
        grown = max(ZERO, -after) - max(ZERO, change - after)
        if grown > ZERO:
            found.append((name, grown))
    return tuple(found)


def papers_of(
    before: EventView, after: EventView | None, again: EventView | None, printed: int
) -> tuple[Paper, ...]:
    """Receipts: the event's own, and that of the event that takes its place (RC-7)."""
    found: list[Paper] = []
    was, will = _state(before), PaperState.NONE if after is None else _state(after)
    if was is PaperState.GOOD and will is PaperState.GOOD and after is not None:
        same = _shown(before) == _shown(after)
        will = PaperState.GOOD if same else PaperState.CHANGED
    number = before.receipt_number or (after.receipt_number if after is not None else None)
    if number:
        found.append(Paper(before.id, number, printed, was, will))
    if again is not None and again.receipt_number:
        found.append(Paper(again.id, again.receipt_number, 0, PaperState.NONE, _state(again)))
    return tuple(found)


def _state(event: EventView) -> PaperState:
    statuses = {payment.status for payment in event.payments}
    if not event.receipt_number or not statuses:
        return PaperState.NONE
    return PaperState.VOID if statuses == {PaymentStatus.CANCELED} else PaperState.GOOD


def _shown(event: EventView) -> object:
    """What a receipt says of an event."""
    tenders = [(t.tender_type, t.amount, t.check_number, t.status, t.payor_name)
               for t in event.tenders]  # fmt: skip
    payments = [(p.account_id, p.amount, p.status, p.match_value) for p in event.payments]
    return event.payment_date, tenders, payments
