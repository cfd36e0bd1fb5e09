"""What one read of a drawer's page brings: the control, its turn-ins, its counts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posapp.domain.control_counts import Count
from posapp.domain.ids import ControlId
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import ControlView
from posapp.domain.turn_in import TurnIn

if TYPE_CHECKING:
    from posapp.services.bundle import Services


@dataclass(frozen=True, slots=True)
class DrawerSeen:
    """A drawer as it was read."""

    view: ControlView
    turn_ins: tuple[TurnIn, ...]
    attempts: tuple[Count, ...]


def look(services: "Services", control: ControlId, actor: Actor) -> DrawerSeen:
    """Read a control, its turn-ins and counts; runs off the GUI thread."""
    return DrawerSeen(
        services.tender_controls.show(control, actor),
        services.turn_ins.of_control(control, actor),
        services.control_counts.attempts(control, actor),
    )
