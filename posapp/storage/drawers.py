"""A drawer as it stands: what went through it, and how far its counting has come."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from posapp.domain.control_counts import Counting
from posapp.domain.control_lines import ControlLine, Movements, control_lines
from posapp.domain.money import Money
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control
from posapp.storage.control_counts import load_counting
from posapp.storage.movements import load_movements


@dataclass(frozen=True, slots=True)
class Drawer:
    """Movements and counts of a control."""

    control: Control
    movements: Movements
    counting: Counting

    def lines(
        self, setup: SetUp, *, blind: bool = False, endings: Mapping[str, Money] | None = None
    ) -> tuple[ControlLine, ...]:
        """Its lines; ``endings`` are those of another count than the one that holds."""
        counted = self.counting.endings if endings is None else endings
        start = self.control.starting_balance
        return control_lines(start, self.movements, setup, counted=counted, blind=blind)


def load_drawer(s: Connection, control: Control) -> Drawer:
    """What a control holds by movements, and its counts of the present balancing."""
    return Drawer(control, load_movements(s, control.id), load_counting(s, control))
