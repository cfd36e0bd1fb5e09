"""Deposit controls: which action their status allows, and the gate to Balanced.

Source: controls 4 (DC-03..DC-16), 4.3. Amounts are integer minor
units of the deposit control's currency; stamps are UTC.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from posapp.domain.codes import ControlStatus, SourceType
from posapp.domain.deposit_figures import DepositFigures, DepositLine, DrawerMoney
from posapp.domain.deposits import DepositView
from posapp.domain.ids import UserId, short_id
from posapp.domain.money import Money
from posapp.domain.tender_controls import Control, DepositControl
from posapp.domain.turn_in import TurnIn
from posapp.errors import Concern, Refused

OPEN, BALANCING, BALANCED = ControlStatus.OPEN, ControlStatus.BALANCING, ControlStatus.BALANCED


class DepositAction(StrEnum):
    """What is done to a deposit control, as the table of 4.3 has it."""

    ADD_DEPOSIT = "add_deposit"
    SET_DEPOSIT = "set_deposit"
    DELETE_DEPOSIT = "delete_deposit"
    SET_ENDING = "set_ending"
    EDIT = "set"
    START_BALANCING = "start_balancing"
    BALANCE = "balance"
    REOPEN = "reopen"
    DELETE = "delete"


ALLOWED: Final[Mapping[DepositAction, frozenset[ControlStatus]]] = {
    DepositAction.ADD_DEPOSIT: frozenset({OPEN}),
    DepositAction.SET_DEPOSIT: frozenset({OPEN, BALANCING}),
    DepositAction.DELETE_DEPOSIT: frozenset({OPEN}),
    DepositAction.SET_ENDING: frozenset({OPEN, BALANCING}),
    DepositAction.EDIT: frozenset({OPEN, BALANCING}),
    DepositAction.START_BALANCING: frozenset({OPEN}),
    # Open as well: one click that starts balancing and balances (DC-14).
    DepositAction.BALANCE: frozenset({OPEN, BALANCING}),
    DepositAction.REOPEN: frozenset({BALANCING, BALANCED}),
    DepositAction.DELETE: frozenset({OPEN}),
}
"""Statuses in which an action is allowed (4.3, DC-06, DC-10..DC-14)."""

BY_PROGRAM: Final = frozenset({SourceType.AUTOPAY, SourceType.LOCKBOX})


@dataclass(frozen=True, slots=True)
class DepositControlView:
    """A deposit control with everything its page shows.

    ``figures``, ``lines`` and ``money``, the drawers' own, are ``None`` for whoever may not see what drawers hold (D-16); then
    deposits are left out as well. ``by_program``: nobody changes it by hand (DC-16).
    """

    control: DepositControl
    created_by: str
    balanced_at: datetime | None
    balanced_by: str
    controls: tuple[Control, ...]
    turn_ins: tuple[TurnIn, ...]
    deposits: tuple[DepositView, ...]
    figures: DepositFigures | None
    lines: tuple[DepositLine, ...] | None
    exceptions: int
    by_program: bool
    money: tuple[DrawerMoney, ...] | None = None

    @property
    def header(self) -> tuple[date, SourceType, ControlStatus]:
        """Creation date, source type, status: what its title is made of (4.1)."""
        one = self.control
        return one.business_date, one.source_type, one.status


@dataclass(frozen=True, slots=True)
class DepositDay:
    """The deposit controls of an office and day in one currency, rolled up to one (DC-04).

    ``by_program`` is what of the tenders automatic payments are: they lie in no drawer, so that the
    proof of the day leaves them out (DC-16, D-38).
    """

    day: date
    office: str
    currency: str
    controls: tuple[DepositControl, ...]
    drawers: tuple[Control, ...]
    figures: DepositFigures
    lines: tuple[DepositLine, ...]
    by_program: Money


@dataclass(frozen=True, slots=True)
class DepositChange:
    """New values of a deposit control; what is ``None`` stays (4.1)."""

    comments: str | None = None
    owner_id: UserId | None = None
    source_type: SourceType | None = None
    currency: str | None = None


def check_action(deposit: DepositControl, action: DepositAction) -> None:
    """Stop an action that the status does not allow (4.3, DC-15).

    Raises:
        Refused: ``C-08`` when it is balanced, ``M-05D`` when it is being balanced or open.
    """
    if deposit.status in ALLOWED[action]:
        return
    if deposit.status is BALANCED:
        raise Refused("C-08", field="deposit_control", value=deposit.id)
    status = deposit.status.value
    raise Refused("M-05D", field="deposit_control", value=deposit.id, status=status)


def check_by_hand(deposit: DepositControl, *, in_error: bool) -> None:
    """Those of auto pay and uploads are the program's, until an error needs a human (DC-16).

    Raises:
        Refused: ``M-233``.
    """
    if deposit.source_type in BY_PROGRAM and not in_error:
        raise Refused(
            "M-233",
            field="deposit_control",
            value=deposit.id,
            source_type=deposit.source_type.value,
        )


def still_open(controls: Sequence[Control]) -> tuple[Concern, ...]:
    """Drawers that are still open when balancing starts (DC-10): a warning."""
    n = sum(control.status is OPEN for control in controls)
    return (Concern("M-232", {"n": n}),) if n else ()


def check_balance(
    deposit: DepositControl, figures: DepositFigures, controls: Sequence[Control], waiting: int
) -> None:
    """The gate to Balanced (DC-11, DC-12).

    Raises:
        Refused: ``M-231`` without a tender control, ``C-10`` one is not balanced, ``C-06`` turn-ins
            wait, ``M-50`` without an ending balance, ``C-09`` it differs.
    """
    if not controls:
        raise Refused("M-231", field="deposit_control", value=deposit.id)
    for control in controls:
        if control.status is not BALANCED:
            raise Refused("C-10", field="tender_control", value=control.id, status=control.status)
    if waiting:
        raise Refused("C-06", field="turn_ins", n=waiting)
    if figures.ending is None:
        raise Refused("M-50", field="ending_balance", value="", reason="is missing")
    if figures.over_under:
        raise Refused(
            "C-09",
            field="ending_balance",
            ending=figures.ending,
            expected=figures.expected,
            difference=figures.over_under,
            currency=deposit.currency,
        )


def check_empty(deposit: DepositControl, linked: Mapping[str, int]) -> None:
    """Only an empty one is deleted, or gets another source type or currency (DC-06, 4.1).

    Args:
        deposit: the deposit control.
        linked: number of rows that hang on it, by table.

    Raises:
        Refused: ``M-234`` naming the first that is there.
    """
    for table, n in linked.items():
        if n:
            raise Refused(
                "M-234", field="deposit_control", value=short_id(deposit.id), table=table, n=n
            )


def check_reopen(deposit: DepositControl, to: ControlStatus, reason: str) -> None:
    """Back to Open or Balancing; out of Balanced only with a reason (DC-13).

    Raises:
        Refused: ``M-50`` for another status, or without a reason.
    """
    back = {BALANCING: {OPEN}, BALANCED: {OPEN, BALANCING}}.get(deposit.status, set())
    if to not in back:
        raise Refused("M-50", field="status", value=to.value, reason="does not follow")
    if deposit.status is BALANCED and not reason:
        raise Refused("M-50", field="reason", value="", reason="is missing")
