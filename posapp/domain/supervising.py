"""What a supervisor watches: drawers, turn-ins that wait, takings, differences (controls 10.2 step 4).

Amounts are integer minor units of the record's currency; dates are business dates, stamps UTC, hours
those of the office's wall clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from posapp.domain.ids import UserId
from posapp.domain.money import ZERO, Money, total
from posapp.domain.over_unders import OverUnderEntry
from posapp.domain.tender_controls import Control, DepositControl
from posapp.domain.turn_in import TurnIn


@dataclass(frozen=True, slots=True)
class WatchedDrawer:
    """A drawer at work.

    Attributes:
        held: like cash in it (TI-10).
        limit: most it should hold, ``None`` for no limit.
        last_activity: when money last went into it, ``None`` before the first payment.
        events: payment events in it.
        waiting: its turn-ins that nobody approved yet.
        exceptions: its events that need attention (XC-02).
        stale: left open since an earlier business date (DAY-04).
        usual_float: starting balance by the set-up.
        tries: turn-ins that were refused to a blind cashier, or taken back by one (D-16).
    """

    control: Control
    source_description: str
    held: Money
    limit: Money | None
    above_limit: bool
    last_activity: datetime | None
    events: int
    waiting: int
    exceptions: int
    stale: bool
    usual_float: Money
    tries: int

    @property
    def float_off(self) -> Money:
        """What its starting balance is above or below the usual one (CN-05)."""
        return self.control.starting_balance - self.usual_float

    @property
    def share(self) -> float | None:
        """Cash against the limit, 1.0 when it is reached; ``None`` without a limit."""
        if self.limit is None or self.limit <= ZERO:
            return None
        return max(0.0, self.held.minor / self.limit.minor)


@dataclass(frozen=True, slots=True)
class TakenTender:
    """A tender that counts, as takings are summed from it."""

    at: datetime
    tender_type: str
    currency: str
    amount: Money


@dataclass(frozen=True, slots=True)
class HourTaking:
    """What was taken in an hour in one tender type, change taken off.

    ``day`` and ``hour`` are those of the office's clock: a business date may begin on the evening
    before, or end in the night after (D-18).
    """

    day: date
    hour: int
    tender_type: str
    currency: str
    amount: Money


@dataclass(frozen=True, slots=True)
class CashierDifference:
    """What drawers of a cashier were over (>= 0) and under (<= 0), booked in a period."""

    cashier: str
    currency: str
    over: Money
    under: Money
    count: int


@dataclass(frozen=True, slots=True)
class DayDifference:
    """What drawers of a cashier were over (>= 0) and under (<= 0) on a business date."""

    day: date
    cashier: str
    currency: str
    over: Money
    under: Money

    @property
    def net(self) -> Money:
        """Both together."""
        return self.over + self.under


@dataclass(frozen=True, slots=True)
class ResponsibleUser:
    """Somebody who may own a deposit control (4.1)."""

    id: UserId
    name: str


@dataclass(frozen=True, slots=True)
class SupervisorView:
    """The supervisor's page of an office."""

    today: date
    deposits: tuple[DepositControl, ...]
    drawers: tuple[WatchedDrawer, ...]
    turn_ins: tuple[TurnIn, ...]
    takings: tuple[HourTaking, ...]
    differences: tuple[CashierDifference, ...]
    by_day: tuple[DayDifference, ...] = ()


def takings_of(tenders: Iterable[TakenTender], zone: str) -> tuple[HourTaking, ...]:
    """Takings by hour of the office's clock, tender type and currency, the earliest first."""
    place = ZoneInfo(zone)
    sums: dict[tuple[date, int, str, str], Money] = {}
    for one in tenders:
        local = one.at.astimezone(place)
        key = local.date(), local.hour, one.tender_type, one.currency
        sums[key] = sums.get(key, ZERO) + one.amount
    return tuple(HourTaking(*key, amount) for key, amount in sorted(sums.items()))


def differences_of(log: Iterable[OverUnderEntry]) -> tuple[CashierDifference, ...]:
    """Over and under by cashier and currency, the largest first (OU-10)."""
    found: dict[tuple[str, str], list[OverUnderEntry]] = {}
    for entry in log:
        found.setdefault((entry.cashier, entry.currency), []).append(entry)
    rows = [
        CashierDifference(
            cashier,
            currency,
            over=Money(sum(max(0, one.amount.minor) for one in entries)),
            under=Money(sum(min(0, one.amount.minor) for one in entries)),
            count=len({one.event_id for one in entries}),
        )
        for (cashier, currency), entries in found.items()
    ]
    return tuple(sorted(rows, key=lambda one: one.under.minor - one.over.minor))


def differences_by_day(log: Iterable[OverUnderEntry]) -> tuple[DayDifference, ...]:
    """Over and under by business date, cashier and currency, the earliest first (OU-10)."""
    found: dict[tuple[date, str, str], list[Money]] = {}
    for one in log:
        key = one.business_date, one.cashier, one.currency
        found.setdefault(key, []).append(one.amount)
    return tuple(
        DayDifference(
            *key,
            over=total(amount for amount in amounts if amount > ZERO),
            under=total(amount for amount in amounts if amount < ZERO),
        )
        for key, amounts in sorted(found.items())
    )
