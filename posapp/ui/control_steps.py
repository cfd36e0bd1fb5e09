"""Which steps of a drawer's life are offered to whom: the table of controls 5.3 with D-15, D-44.

The service decides; this keeps buttons away that could only be refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from posapp.domain.codes import ControlStatus
from posapp.domain.control_counts import Count
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import ENTRY_SOURCES, ControlView

OPEN, BALANCING, BALANCED = ControlStatus


class Step(StrEnum):
    """One thing that is done to a drawer."""

    START = "start_balancing"
    BACK = "back_to_open"
    SUBMIT = "submit_count"
    BALANCE = "balance"
    BOOK = "book_over_under"
    REOPEN = "reopen"
    TURN_IN = "turn_in"
    NO_SALE = "no_sale"
    CHANGE = "change_drawer"
    DELETE = "delete_drawer"


@dataclass(frozen=True, slots=True)
class CountState:
    """How far the counting has come, as the page knows it.

    Attributes:
        typed: something is typed that is not recorded yet.
        agrees: the last submitted count agrees with what is expected; ``None`` without one.
        pending: a count is recorded and not submitted.
    """

    typed: bool = False
    agrees: bool | None = None
    pending: bool = False


def count_state(view: ControlView, attempts: Sequence[Count], *, typed: bool) -> CountState:
    """How the counting stands; who may see the lines sees what a correction did to them since."""
    standing = view.standing
    submitted = [one for one in attempts if one.submitted_at is not None]
    begun = standing is not None and standing.submits > 0
    pending = standing is not None and standing.pending is not None
    if not (begun and submitted):
        return CountState(typed, None, pending)
    if view.blind:
        return CountState(typed, not submitted[-1].differs, pending)
    agrees = not any(line.over_under for line in view.lines)
    return CountState(typed, agrees, pending)


def may_work(view: ControlView, actor: Actor, setup: SetUp) -> bool:
    """Whether the user works at this drawer or watches over it, and it is one of people."""
    control, standing = view.control, view.standing
    if setup.tender_sources[control.tender_source].source_type not in ENTRY_SOURCES:
        return False
    if standing is not None and standing.deposit_status is BALANCED:
        return False
    own = control.all_users or control.user_id == actor.user_id
    return actor.may(Right.BALANCE_CONTROL) or (own and actor.may(Right.OPEN_CONTROL))


def steps_of(
    view: ControlView, actor: Actor, setup: SetUp, counted: CountState, *, turned_in: bool
) -> frozenset[Step]:
    """The steps that are offered now."""
    if not may_work(view, actor, setup):
        return frozenset()
    status = view.control.status
    found: set[Step] = set()
    if status is OPEN:
        found |= {Step.START, Step.CHANGE}
        if not (view.events or turned_in or counted.pending or counted.typed):
            found.add(Step.DELETE)
    if status is BALANCING:
        found |= {Step.BACK, Step.CHANGE, Step.SUBMIT, Step.BALANCE}
        # Blind, nobody would see what is booked and approved (D-16, D-24).
        differs = counted.agrees is False and not view.blind
        if differs and actor.may(Right.BOOK_OVER_UNDER):
            found.add(Step.BOOK)
    if status is BALANCED:
        found.add(Step.REOPEN)
    if status is not BALANCED:
        found |= {Step.TURN_IN} if actor.may(Right.TURN_IN) else set()
        found |= {Step.NO_SALE} if actor.may(Right.NO_SALE) else set()
    return frozenset(found)


def main_step(steps: frozenset[Step], counted: CountState) -> Step | None:
    """The one thing to do next."""
    if Step.START in steps:
        return Step.START
    if Step.SUBMIT in steps:
        done = counted.agrees is True and not (counted.typed or counted.pending)
        return Step.BALANCE if done else Step.SUBMIT
    return None
