"""The life of a row of Quick Add as one table: what may be done with it, and where that leads.

Page and services ask the same table, so that nothing is offered that is refused later. *Typed* and
*running* are known on the screen only; the other states are those of the stored outcome (QA-16). A
row that is in or was given up is settled and never changes again (QA-8, QA-15, D-35).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from posapp.domain.quick_add import Outcome


class RowState(StrEnum):
    """Where a row is: typed, kept and waiting, being carried out, refused, in, or given up."""

    TYPED = "typed"
    WAITING = "waiting"
    RUNNING = "running"
    REFUSED = "refused"
    IN = "in"
    GIVEN_UP = "given_up"


class RowAct(StrEnum):
    """What happens to a row: by a person the first five, by a run the others."""

    CHANGE = "change"
    TAKE_OUT = "take_out"
    KEEP = "keep"
    CARRY_OUT = "carry_out"
    GIVE_UP = "give_up"
    TAKE = "take"
    REFUSE = "refuse"
    LEAVE = "leave"


NEXT: Final[Mapping[tuple[RowState, RowAct], RowState | None]] = {
    (RowState.TYPED, RowAct.CHANGE): RowState.TYPED,
    # Nobody has kept it yet, so nothing of it stays.
    (RowState.TYPED, RowAct.TAKE_OUT): None,
    (RowState.TYPED, RowAct.KEEP): RowState.WAITING,
    (RowState.WAITING, RowAct.CHANGE): RowState.WAITING,
    (RowState.WAITING, RowAct.CARRY_OUT): RowState.RUNNING,
    (RowState.WAITING, RowAct.REFUSE): RowState.REFUSED,
    (RowState.WAITING, RowAct.GIVE_UP): RowState.GIVEN_UP,
    (RowState.RUNNING, RowAct.TAKE): RowState.IN,
    (RowState.RUNNING, RowAct.REFUSE): RowState.REFUSED,
    # The run was stopped before it, or somebody must answer first.
    (RowState.RUNNING, RowAct.LEAVE): RowState.WAITING,
    (RowState.REFUSED, RowAct.CHANGE): RowState.WAITING,
    (RowState.REFUSED, RowAct.CARRY_OUT): RowState.RUNNING,
    (RowState.REFUSED, RowAct.GIVE_UP): RowState.GIVEN_UP,
}
"""State after an act; ``None`` when the row is gone. What is not listed cannot be done."""

_OF_OUTCOME: Final[Mapping[Outcome | None, RowState]] = {
    None: RowState.WAITING,
    Outcome.DONE: RowState.IN,
    Outcome.ERROR: RowState.IN,
    Outcome.INVALID: RowState.REFUSED,
    Outcome.NOT_HERE: RowState.REFUSED,
    Outcome.GIVEN_UP: RowState.GIVEN_UP,
}

WHY_NOT: Final[Mapping[RowState, str]] = {
    RowState.TYPED: "it is not kept yet",
    RowState.WAITING: "it waits",
    RowState.RUNNING: "it is being carried out",
    RowState.REFUSED: "it was refused",
    RowState.IN: "it was taken already",
    RowState.GIVEN_UP: "it was given up",
}
"""Why an act is refused, as the reason of a message."""


def state_of(outcome: Outcome | None) -> RowState:
    """The state of a stored row."""
    return _OF_OUTCOME[outcome]


def may(state: RowState, act: RowAct) -> bool:
    """Whether an act is possible in a state."""
    return (state, act) in NEXT
