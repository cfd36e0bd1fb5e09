"""The proof strip: receipts = drawers + turn-ins = deposits = ledger, per currency and day (D-38).

Each figure comes from rows of its own: receipts from tenders and refund movements; drawers from what
was counted (before that, what should be there) and turn-ins; deposits from slips, settlements and
what is left; the ledger from its lines. Amounts are integer minor units of the strip's currency,
days are business dates.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from posapp.domain.ids import ControlId, DepositControlId, EventId
from posapp.domain.money import ZERO, Money, total


class ProofKind(StrEnum):
    """What a row of a figure is."""

    DRAWER = "DRAWER"
    TURN_IN = "TURN_IN"
    DEPOSIT = "DEPOSIT"
    IN_DRAWER = "IN_DRAWER"
    IN_HAND = "IN_HAND"
    FLOATS = "FLOATS"
    OTHER_DAY = "OTHER_DAY"
    LEDGER = "LEDGER"
    RETURNED = "RETURNED"
    DEBITED = "DEBITED"
    FOREIGN = "FOREIGN"


@dataclass(frozen=True, slots=True)
class ProofPart:
    """A part of a figure: a drawer, turn-in, deposit, deposit control or event, by its id."""

    kind: ProofKind
    id: int
    amount: Money


@dataclass(frozen=True, slots=True)
class ProofFigure:
    """An amount and the rows that make it."""

    amount: Money
    rows: tuple[ProofPart, ...]


@dataclass(frozen=True, slots=True)
class ProofStrip:
    """One currency of a day.

    Attributes:
        receipts: tenders counted in the day's drawers, less refund movements.
        drawers: what lies in them beyond the floats, with turn-ins.
        deposits: deposits, settlements, and what is in hand beyond the floats.
        ledger: debits less credits of the cash accounts on the day.
        returned: items that came back, of this day and earlier ones: no money of the day.
        other_days: what was taken on the day and posted on another, or the other way.
        debited: what the ledger says of automatic payments beside drawer money.
        foreign: what drawers of this currency hold for other currencies, less the other way (D-05).
        missing: receipts less each of the other figures; zero where all is well.
        events: what is missing in the ledger, event by event.
        not_yet: figures of steps that no money of the currency has reached: *deposits* before the
            first deposit or ending balance. They agree with the receipts and prove nothing.
    """

    day: date
    office: str
    currency: str
    receipts: ProofFigure
    drawers: ProofFigure
    deposits: ProofFigure
    ledger: ProofFigure
    returned: ProofFigure
    other_days: ProofFigure
    debited: ProofFigure
    foreign: Money
    missing_in_drawers: Money
    missing_in_deposits: Money
    missing_in_ledger: Money
    events: tuple[ProofPart, ...]
    not_yet: frozenset[str] = frozenset()

    @property
    def is_green(self) -> bool:
        """Whether nothing is missing anywhere."""
        return not (self.missing_in_drawers or self.missing_in_deposits or self.missing_in_ledger)

    @property
    def missing(self) -> Money:
        """The first amount that is missing, in the order of the strip; zero when it is green."""
        found = (self.missing_in_drawers, self.missing_in_deposits, self.missing_in_ledger)
        return next((one for one in found if one), ZERO)


@dataclass(frozen=True, slots=True)
class ProvenDrawer:
    """A tender control.

    Attributes:
        received: its tenders less refund movements.
        held: what was counted in it when it was balanced; before that what should be in it.
        of_day: it belongs to the day; another one only shares a deposit control.
        balanced: it was counted and handed over; before that its money lies in it (TI-15).
    """

    control_id: ControlId
    deposit_id: DepositControlId
    currency: str
    starting: Money
    received: Money
    held: Money
    of_day: bool
    balanced: bool = False


@dataclass(frozen=True, slots=True)
class ProvenTurnIn:
    """A turn-in; ``amount`` < 0 for what the supervisor handed out."""

    id: int
    control_id: ControlId
    deposit_id: DepositControlId
    amount: Money


@dataclass(frozen=True, slots=True)
class ProvenDeposit:
    """A deposit control with its rows (id, amount), and the ending balance once it was typed."""

    deposit_id: DepositControlId
    currency: str
    rows: tuple[tuple[int, Money], ...]
    ending: Money | None


@dataclass(frozen=True, slots=True)
class ProvenEvent:
    """An event of the day: by its tenders, and by the ledger; amounts in its own currency.

    Attributes:
        received_today: its tenders in the day's drawers, less refund movements there.
        posted_today: its lines on cash accounts on the day.
        received: the same over all drawers and days.
        returned: of that, what came back without money going out of a drawer (not-good checks).
        debited: its valid tenders that lie in no drawer.
        posted: its lines on cash accounts on all days.
        home: the day is the one that it was taken on.
    """

    event_id: EventId
    currency: str
    received_today: Money
    posted_today: Money
    received: Money
    returned: Money
    debited: Money
    posted: Money
    home: bool

    @property
    def missing(self) -> Money:
        """What was taken and never posted; < 0 what was posted and never taken."""
        if not self.home:
            return ZERO
        return self.received - self.returned + self.debited - self.posted

    @property
    def explained(self) -> Money:
        """What differs today for a reason that everybody knows."""
        return self.received_today - self.posted_today - self.missing

    @property
    def reason(self) -> ProofKind:
        """The reason."""
        if self.returned:
            return ProofKind.RETURNED
        return ProofKind.DEBITED if self.debited else ProofKind.OTHER_DAY


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """Rows of one office and day."""

    day: date
    office: str
    drawers: tuple[ProvenDrawer, ...]
    turn_ins: tuple[ProvenTurnIn, ...]
    deposits: tuple[ProvenDeposit, ...]
    events: tuple[ProvenEvent, ...]


def prove(facts: ProofFacts) -> tuple[ProofStrip, ...]:
    """The strips of a day, one for each currency that moved (D-38)."""
    codes = {one.currency for one in facts.drawers if one.of_day}
    codes |= {one.currency for one in facts.events}
    return tuple(_strip(facts, code) for code in sorted(codes))


def _strip(facts: ProofFacts, currency: str) -> ProofStrip:
    drawers = [one for one in facts.drawers if one.currency == currency]
    today = [one for one in drawers if one.of_day]
    events = [one for one in facts.events if one.currency == currency]
    receipts = _figure(_row(ProofKind.DRAWER, one.control_id, one.received) for one in today)
    in_drawers = _figure(_in_drawers(today, facts.turn_ins))
    deposits = _figure(_in_deposits(facts, currency, drawers))
    ledger = _figure(_row(ProofKind.LEDGER, one.event_id, one.posted_today) for one in events)
    missing = tuple(
        _row(ProofKind.LEDGER, one.event_id, one.missing) for one in events if one.missing
    )
    return ProofStrip(
        day=facts.day,
        office=facts.office,
        currency=currency,
        receipts=receipts,
        drawers=in_drawers,
        deposits=deposits,
        ledger=ledger,
        returned=_explained(events, ProofKind.RETURNED),
        other_days=_explained(events, ProofKind.OTHER_DAY),
        debited=_explained(events, ProofKind.DEBITED),
        foreign=receipts.amount - total(one.received_today for one in events),
        missing_in_drawers=receipts.amount - in_drawers.amount,
        missing_in_deposits=receipts.amount - deposits.amount,
        missing_in_ledger=total(one.amount for one in missing),
        events=missing,
        not_yet=_not_yet(facts.deposits, currency),
    )


def _not_yet(deposits: Sequence[ProvenDeposit], currency: str) -> frozenset[str]:
    """Figures that no row of their own step stands behind."""
    mine = [one for one in deposits if one.currency == currency]
    reached = any(one.rows or one.ending is not None for one in mine)
    return frozenset() if reached else frozenset({"deposits"})


def _in_drawers(
    drawers: Sequence[ProvenDrawer], turn_ins: Sequence[ProvenTurnIn]
) -> Iterable[ProofPart]:
    ids = {one.control_id for one in drawers}
    for one in drawers:
        yield _row(ProofKind.DRAWER, one.control_id, one.held - one.starting)
    for turn_in in turn_ins:
        if turn_in.control_id in ids:
            yield _row(ProofKind.TURN_IN, turn_in.id, turn_in.amount)


def _in_deposits(
    facts: ProofFacts, currency: str, drawers: Sequence[ProvenDrawer]
) -> Iterable[ProofPart]:
    """Deposits, what is in hand, less floats; drawers of other days are taken out again."""
    for deposit in facts.deposits:
        if deposit.currency != currency:
            continue
        own = [one for one in drawers if one.deposit_id == deposit.deposit_id]
        for row_id, amount in deposit.rows:
            yield _row(ProofKind.DEPOSIT, row_id, amount)
        drawers_of_it = [] if deposit.ending is not None else [x for x in own if not x.balanced]
        for one in drawers_of_it:
            yield _row(ProofKind.IN_DRAWER, one.control_id, one.held)
        left = _in_hand(deposit, own, facts.turn_ins) - total(one.held for one in drawers_of_it)
        yield _row(ProofKind.IN_HAND, deposit.deposit_id, left)
        yield _row(ProofKind.FLOATS, deposit.deposit_id, -total(one.starting for one in own))
        for one in own:
            if not one.of_day:
                yield _row(ProofKind.OTHER_DAY, one.control_id, -one.received)


def _in_hand(
    deposit: ProvenDeposit, drawers: Sequence[ProvenDrawer], turn_ins: Sequence[ProvenTurnIn]
) -> Money:
    """What is left: as typed, else all that lies in drawers and was turned in, less deposits."""
    if deposit.ending is not None:
        return deposit.ending
    handed = total(one.amount for one in turn_ins if one.deposit_id == deposit.deposit_id)
    gone = total(amount for _, amount in deposit.rows)
    return total(one.held for one in drawers) + handed - gone


def _explained(events: Sequence[ProvenEvent], kind: ProofKind) -> ProofFigure:
    return _figure(
        _row(kind, one.event_id, one.explained)
        for one in events
        if one.explained and one.reason is kind
    )


def _row(kind: ProofKind, row_id: int, amount: Money) -> ProofPart:
    return ProofPart(kind, row_id, amount)


def _figure(rows: Iterable[ProofPart]) -> ProofFigure:
    found = tuple(rows)
    return ProofFigure(total(one.amount for one in found), found)
