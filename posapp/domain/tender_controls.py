"""Tender controls: who may use one, which one is offered, what its drawer holds.

Source: controls 5 (TC-01..TC-07), D-01, D-02, D-05, D-19, D-37, CN-05, TI-10. Amounts are integer
minor units of the control's currency; business dates are the office's (D-18).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from posapp.domain.codes import ControlStatus, SourceType
from posapp.domain.control_lines import ControlLine
from posapp.domain.ids import ControlId, DepositControlId, UserId
from posapp.domain.money import ZERO, Money
from posapp.domain.rights import Actor
from posapp.domain.setup import SetUp, TenderSource
from posapp.domain.setup_options import Denomination
from posapp.errors import Refused

ENTRY_SOURCES = frozenset({SourceType.CASHIERING, SourceType.ADHOC})


@dataclass(frozen=True, slots=True)
class Control:
    """A tender control as decisions read it.

    ``counted_before`` is the last count submitted before its present balancing began (D-16).
    """

    id: ControlId
    tender_source: str
    deposit_control_id: DepositControlId
    currency: str
    business_date: date
    all_users: bool
    user_id: UserId | None
    user_name: str
    status: ControlStatus
    starting_balance: Money
    last_receipt: int
    created_at: datetime
    version: int
    counted_before: int = 0


@dataclass(frozen=True, slots=True)
class ControlView:
    """A tender control with its lines, for screens, command line and papers.

    ``home_values`` says what the tenders of a drawer of another currency are worth in those of
    their events, at the rates that they were taken at (D-05); ``None`` where the blind count hides
    it, empty for a drawer of the office's currency.
    """

    control: Control
    source_description: str
    office: str
    lines: tuple[ControlLine, ...]
    events: int
    canceled: int
    float_count: tuple[tuple[Denomination, int], ...]
    limit: Money | None
    above_limit: bool
    blind: bool
    home_values: tuple[tuple[str, Money], ...] | None = ()
    standing: "Standing | None" = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What else a page of a tender control shows.

    Attributes:
        comments: remarks.
        deposit_status: of its deposit control, which may freeze it (DC-15).
        balanced_at: when it was balanced, UTC; ``None`` while it is not.
        balanced_by: who confirmed that.
        awaiting: turn-ins that nobody approved yet (TC-23).
        attention: payments and events that need attention (TC-24).
        submits: counts submitted since its balancing began.
        pending: attempt number of a count that is not submitted yet.
        needs_supervisor: the next submit needs a supervisor's secret (CN-04).
        at_drawer: who looks works at it, and so does not confirm it (D-15).
    """

    comments: str
    deposit_status: ControlStatus
    balanced_at: datetime | None
    balanced_by: str
    awaiting: int
    attention: int
    submits: int
    pending: int | None
    needs_supervisor: bool
    at_drawer: bool


@dataclass(frozen=True, slots=True)
class OpenControl:
    """Open a drawer: count and accept the float (CN-05), for one user or for all."""

    request_id: str
    tender_source: str
    deposit_control_id: DepositControlId | None
    starting_balance: Money | None
    counted: tuple[tuple[Denomination, int], ...] = ()
    user_id: UserId | None = None
    all_users: bool = False
    comments: str = ""


@dataclass(frozen=True, slots=True)
class OpenDepositControl:
    """Open a deposit control for a source type and currency (controls 4)."""

    request_id: str
    source_type: SourceType
    currency: str
    comments: str = ""


@dataclass(frozen=True, slots=True)
class DepositControl:
    """A deposit control (controls 4.1)."""

    id: DepositControlId
    office: str
    source_type: SourceType
    currency: str
    status: ControlStatus
    business_date: date
    owner_id: UserId
    owner_name: str
    created_at: datetime
    ending_balance: Money | None
    comments: str
    version: int


def check_usable(control: Control | None, user_id: UserId, *, wanted: object = "") -> Control:
    """The control, if this user may add a tender to it now (TN-2, TC-01, TC-02).

    Raises:
        Refused: ``M-05N`` without a control, ``M-05`` when it is not Open, ``C-02`` when it is
            another user's.
    """
    if control is None:
        if wanted:
            raise Refused("M-55", field="tender_control", value=wanted)
        raise Refused("M-05N", field="tender_control")
    if control.status is not ControlStatus.OPEN:
        raise Refused("M-05", field="tender_control", value=control.id, status=control.status)
    if not control.all_users and control.user_id != user_id:
        raise Refused("C-02", field="tender_control", user=control.user_name)
    return control


def check_holds(
    deposit: DepositControl, source: TenderSource, *, field: str = "deposit_control"
) -> None:
    """Stop a source whose drawers cannot lie under a deposit control (DC-03, DC-05, D-39).

    ``field`` is where it is said: of the two, what was chosen.

    Raises:
        Refused: ``M-05D`` when it is not Open, ``C-04`` when it is of another source type,
            currency or office.
    """
    if deposit.status is not ControlStatus.OPEN:
        status = deposit.status
        raise Refused("M-05D", field=field, value=deposit.id, status=status)
    held = (deposit.source_type, deposit.currency, deposit.office)
    if held != (source.source_type, source.currency, source.office):
        raise Refused("C-04", field=field)


def is_one_box(source: TenderSource, setup: SetUp) -> bool:
    """Whether a source has at most one open control: a drawer is one physical box (TC-07)."""
    return (
        setup.installation.one_open_control_per_source
        and source.source_type is SourceType.CASHIERING
    )


def is_offered(control: Control, actor: Actor, setup: SetUp) -> bool:
    """Whether a control is among those to choose from: the user's, or shared in their office.

    A drawer for all users stands in one office (D-39); whoever works elsewhere must name it.
    """
    source = setup.tender_sources[control.tender_source]
    return control.user_id == actor.user_id or source.office == actor.office


def choose_default(
    controls: Iterable[tuple[Control, SourceType]], user_id: UserId, last_used: ControlId | None
) -> Control | None:
    """The control an entry dialog offers (D-02).

    Own open ones first, then open all-users ones, of type online cashiering or ad hoc; among
    several the one this user used last, else the newest. Everybody's that was chosen beside an own
    one is remembered for the day: until the user opens another one (the service forgets it then)
    or an own one of a later day is there.
    """
    fit = [
        control
        for control, source_type in controls
        if control.status is ControlStatus.OPEN and source_type in ENTRY_SOURCES
    ]
    own = [control for control in fit if control.user_id == user_id]
    shared = [control for control in fit if control.all_users]
    choice = own or shared
    day = max((control.business_date for control in own), default=None)
    for control in (*own, *shared):
        if control.id != last_used:
            continue
        if control in choice or (day is not None and control.business_date >= day):
            return control
    return max(choice, key=lambda control: control.id, default=None)


def check_counted(command: OpenControl, source: TenderSource, setup: SetUp) -> None:
    """Stop a float that was counted in what the drawer's currency does not have (CN-02).

    Raises:
        Refused: ``M-50``.
    """
    check_pieces(command.counted, source.currency, setup)


def check_pieces(counted: Iterable[tuple[Denomination, int]], currency: str, setup: SetUp) -> None:
    """Stop notes and coins that a currency does not have (CN-02).

    Raises:
        Refused: ``M-50``.
    """
    for item, quantity in counted:
        if quantity and (item.currency != currency or item not in setup.denominations):
            raise Refused(
                "M-50",
                field="float_count",
                value=item.value,
                currency=item.currency,
                reason=f"is no {'coin' if item.coin else 'note'} of {currency}",
            )


def starting_balance(command: OpenControl, source: TenderSource) -> Money:
    """Float a control opens with: as counted, else as given, else the source's (CN-05).

    Raises:
        Refused: ``M-50`` when it is negative or the count differs from the given amount.
    """
    counted = Money(sum(item.value.minor * quantity for item, quantity in command.counted))
    if command.counted and command.starting_balance not in {None, counted}:
        raise Refused(
            "M-50",
            field="starting_balance",
            value=command.starting_balance,
            reason="differs from the counted notes and coins",
        )
    given = counted if command.counted else command.starting_balance
    amount = source.default_starting_balance if given is None else given
    if amount < ZERO:
        raise Refused("M-50", field="starting_balance", value=amount, reason="is negative")
    if any(quantity < 0 for _, quantity in command.counted):
        raise Refused("M-50", field="float_count", value="", reason="has a negative quantity")
    return amount
