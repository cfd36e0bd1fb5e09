"""What a person finds at the desk before a customer is there: drawers at work, recent events.

Source: controls 10.1, 10.2 step 4, TC-08, D-16, PE-2. Amounts are integer minor units of the
record's currency; dates are business dates, stamps UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from posapp.domain.codes import PaymentStatus
from posapp.domain.ids import AccountId, EventId, UserId
from posapp.domain.money import Money
from posapp.domain.setup import TenderSource
from posapp.domain.tender_controls import Control, DepositControl


class EventState(StrEnum):
    """An event in one word: the worst that is true of it (PE-2).

    One that is waiting rests until the day of its debits: nobody should freeze it (D-06).
    """

    CANCELED = "CANCELED"
    ERROR = "ERROR"
    UNFROZEN = "UNFROZEN"
    WAITING = "WAITING"
    UNBALANCED = "UNBALANCED"
    FROZEN = "FROZEN"


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event in a list.

    ``tender`` names the forms that were handed over and ``tendered`` sums those that are valid,
    before change; ``amount`` sums the payments that count.
    """

    event_id: EventId
    account_id: AccountId
    payor_name: str
    payment_date: date
    created_at: datetime
    currency: str
    tender: str
    tendered: Money
    amount: Money
    state: EventState


@dataclass(frozen=True, slots=True)
class DrawerLine:
    """A tender control at work, as a supervisor watches it (controls 10.2 step 4)."""

    control: Control
    source_description: str
    events: int
    limit: Money | None
    above_limit: bool


@dataclass(frozen=True, slots=True)
class MissingPaper:
    """A payment that stands without its receipt; ``begun``: paper may have come out all the same."""

    line: EventLine
    begun: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """What the home page shows.

    ``drawers`` is empty for those who do not watch others' drawers; ``missing`` are receipts that
    the end of an earlier program kept from being printed, the newest first.
    """

    today: date
    recent: tuple[EventLine, ...]
    deposits: tuple[DepositControl, ...]
    drawers: tuple[DrawerLine, ...]
    missing: tuple[MissingPaper, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceOffer:
    """A tender source that a drawer can be opened on now.

    Attributes:
        source: the source with its default float and limit.
        taken_by: whose open tender control stands in the way (TC-07), empty when it is free.
        deposit: the deposit control the drawer would lie under; ``None`` when a supervisor must
            open one first (controls 10.1 step 2).
    """

    source: TenderSource
    taken_by: str
    deposit: DepositControl | None

    @property
    def is_free(self) -> bool:
        """Whether a drawer can be opened here now."""
        return not self.taken_by and self.deposit is not None


@dataclass(frozen=True, slots=True)
class DrawerUser:
    """Somebody a drawer may be opened for; ``source`` is where they work (TS-06), may be empty."""

    id: UserId
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What the dialog for opening a drawer starts from.

    Attributes:
        offers: the sources of the office.
        default: the source of TS-06.
        users: others a drawer may be opened for; empty for those who open only their own.
    """

    offers: tuple[SourceOffer, ...]
    default: str
    users: tuple[DrawerUser, ...] = ()


def event_state(
    statuses: Sequence[PaymentStatus], payments: Money, tenders: Money, *, valid_tenders: bool
) -> EventState:
    """The worst that is true of an event.

    Args:
        statuses: status of each payment.
        payments: sum of the payments that are not cancelled.
        tenders: sum of the valid tenders, change included.
        valid_tenders: whether any tender is valid.
    """
    if PaymentStatus.ERROR in statuses:
        return EventState.ERROR
    if payments != tenders:
        return EventState.UNBALANCED
    if any(status.is_unfrozen for status in statuses):
        return EventState.UNFROZEN
    if PaymentStatus.FROZEN not in statuses and not valid_tenders:
        return EventState.CANCELED
    return EventState.FROZEN


def default_source(
    offers: Sequence[SourceOffer], own: str | None, further: Sequence[str] = ()
) -> str:
    """The source that the dialog offers: the user's own (TS-06), else the first free one.

    Where it is open already, the own one of another currency (``further``) that is closed.

    Where none is free, one that only waits for a deposit control comes before a taken one.
    """
    codes = [offer.source.code for offer in offers]
    closed = {offer.source.code for offer in offers if not offer.taken_by}
    for code in further if own not in closed else ():
        if code in closed:
            return code
    if own in codes:
        return str(own)
    free = [offer.source.code for offer in offers if offer.is_free]
    waiting = [offer.source.code for offer in offers if not offer.taken_by]
    return next(iter([*free, *waiting, *codes]), "")
