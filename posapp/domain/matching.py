"""Match events of open-item accounts: what a bill's event holds, its state, and reversals.

A match event follows the pay segments of its bill: it holds the bill's debits from the moment that
a payment is distributed to the bill, and each payment's credits once that is frozen. Decided again
after every change, it is right whatever led to the change (add, redistribute, delete, cancel,
transfer). What else was put on it, by hand (OI-7) or by the completion of the bill (OP-3), stays
until it is taken off again or its payment is canceled. A match event without a bill holds nothing
but such transactions, and is decided in the same way.

Sources: payments 15 (OI-2..OI-6, OI-8), MT-08..MT-12, DS-12. Amounts are integer minor units of the
account's currency: debits above zero, credits below.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from posapp.domain.codes import FtType, MatchEventStatus
from posapp.domain.ids import AccountId, AgreementId, BillId, EventId, FtId, MatchEventId
from posapp.domain.money import ZERO, Money
from posapp.errors import Refused


@dataclass(frozen=True, slots=True)
class MatchLine:
    """A financial transaction that is matched."""

    ft_id: FtId
    agreement_id: AgreementId
    amount: Money


@dataclass(frozen=True, slots=True)
class LiveMatch:
    """The Open or Balanced match event of a bill with what is on it."""

    id: MatchEventId
    status: MatchEventStatus
    lines: tuple[MatchLine, ...]


@dataclass(frozen=True, slots=True)
class BillMatch:
    """A bill as matching reads it, or a match event that is about no bill.

    Attributes:
        bill_id: ``None`` for an event without a bill; then there are others only.
        event: its live match event, ``None`` without one.
        debits: the bill's own transactions.
        credits: transactions of frozen payments that are matched to the bill.
        reversals: transactions of canceled payments for the bill, each with its reversal.
        waiting: whether a payment is distributed to the bill and not frozen yet.
        others: what is on its event beside those: matched by hand, or credit that was moved to it.
        note: what is said of a change by hand.
    """

    bill_id: BillId | None
    account_id: AccountId
    event: LiveMatch | None
    debits: tuple[MatchLine, ...]
    credits: tuple[MatchLine, ...]
    reversals: tuple[tuple[MatchLine, MatchLine], ...]
    waiting: bool
    others: tuple[MatchLine, ...] = ()
    note: str = ""

    @property
    def has_credit(self) -> bool:
        """Whether anything pays it, or will once it is frozen (OI-3)."""
        beside = any(line.amount < ZERO for line in self.others)
        return self.waiting or bool(self.credits) or beside


class Fate(StrEnum):
    """What becomes of the match event of a bill."""

    KEEP = "keep"
    CREATE = "create"
    CHANGE = "change"
    CANCEL = "cancel"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Following:
    """The decision for one bill.

    ``add`` and ``remove`` are lines of its event; ``pairs`` are canceled payments with their
    reversals, for a new balanced event (OI-6).
    """

    fate: Fate
    status: MatchEventStatus
    add: tuple[MatchLine, ...] = ()
    remove: tuple[MatchLine, ...] = ()
    pairs: tuple[MatchLine, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchedView:
    """A transaction on a match event, or one that could be, as it is shown.

    ``parent_id`` is the bill, the payment or the adjustment, ``event_id`` the payment event of a
    payment, ``adjustment`` the type of an adjustment. ``bill_id`` and ``bill`` are the bill that it
    charges, or that an adjustment moved credit to. ``by_name``: its payment named the bill.
    """

    ft_id: FtId
    ft_type: FtType
    agreement_id: AgreementId
    sa_type: str
    service: str
    parent_id: int
    event_id: EventId | None
    accounting_date: date
    amount: Money
    bill_id: BillId | None = None
    bill: str = ""
    adjustment: str = ""
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class MatchEventView:
    """A match event with its transactions.

    One without a bill pairs reversals (OI-6), or was made by hand of other transactions (OI-7).
    """

    id: MatchEventId
    account_id: AccountId
    account_name: str
    currency: str
    bill_id: BillId | None
    bill_number: str
    due_date: date | None
    status: MatchEventStatus
    disputed: bool
    created_at: datetime
    lines: tuple[MatchedView, ...]
    note: str = ""
    """What was said last: of a dispute, or of a match by hand."""
    version: int = 1

    @property
    def debits(self) -> Money:
        """Charges and reversed payments on it."""
        return Money(sum(max(line.amount.minor, 0) for line in self.lines))

    @property
    def credits(self) -> Money:
        """Payments and reversed charges on it, as an amount of zero or more."""
        return Money(sum(max(-line.amount.minor, 0) for line in self.lines))

    @property
    def open_amount(self) -> Money:
        """Debits less credits on it: what is unmatched of the bill."""
        return self.debits - self.credits


def state_of(lines: Iterable[MatchLine]) -> MatchEventStatus:
    """Balanced when debits equal credits for each agreement on it, else Open (OI-2, MT-08)."""
    left: dict[AgreementId, int] = {}
    for line in lines:
        left[line.agreement_id] = left.get(line.agreement_id, 0) + line.amount.minor
    even = bool(left) and not any(left.values())
    return MatchEventStatus.BALANCED if even else MatchEventStatus.OPEN


def follow(bill: BillMatch) -> Following:
    """What the bill's match event must become after its payments changed (OI-3, OI-6, MT-12).

    Cancelling the last payment cancels the event; deleting one that was never frozen deletes it.
    While another payment or credit is on it the event stays and is open again.
    """
    event = bill.event
    if not bill.has_credit:
        return _over(bill)
    wanted = (*bill.debits, *bill.credits, *bill.others)
    status = state_of(wanted)
    if event is None:
        return Following(Fate.CREATE, status, wanted)
    held = {line.ft_id for line in event.lines}
    kept = {line.ft_id for line in wanted}
    add = tuple(line for line in wanted if line.ft_id not in held)
    remove = tuple(line for line in event.lines if line.ft_id not in kept)
    changed = bool(add or remove) or status is not event.status
    fate = Fate.CHANGE if changed else Fate.KEEP
    return Following(fate, status, add, remove, _pairs(bill, event))


def check_dispute(status: MatchEventStatus, *, disputed: bool, now: bool) -> None:
    """Only an open match event can be in dispute, and each way only once (OI-7, MT-13).

    Raises:
        Refused: ``M-70``.
    """
    if status is not MatchEventStatus.OPEN:
        raise Refused("M-70", reason=f"the match event is {status.value}, not OPEN")
    if disputed == now:
        reason = "in dispute already" if now else "not in dispute"
        raise Refused("M-70", reason=f"the match event is {reason}")


def _over(bill: BillMatch) -> Following:
    """No payment is left: the event goes, as a canceled one when something was posted on it."""
    event = bill.event
    if event is None:
        return Following(Fate.KEEP, MatchEventStatus.OPEN)
    own = {line.ft_id for line in bill.debits}
    if all(line.ft_id in own for line in event.lines):
        return Following(Fate.DELETE, MatchEventStatus.OPEN, remove=event.lines)
    return Following(Fate.CANCEL, MatchEventStatus.CANCELED, pairs=_pairs(bill, event))


def _pairs(bill: BillMatch, event: LiveMatch) -> tuple[MatchLine, ...]:
    """Canceled credits that were on the event, each followed by its reversal."""
    held = {line.ft_id for line in event.lines}
    return tuple(line for pair in bill.reversals if pair[0].ft_id in held for line in pair)
