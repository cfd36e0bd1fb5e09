"""What a correction is about: the event, what stands around its tenders (D-14), what is suspected."""

from dataclasses import dataclass
from typing import Final

from posapp.domain.codes import ControlStatus
from posapp.domain.correction_steps import stated
from posapp.domain.corrections import Fault
from posapp.domain.event_views import EventView, TenderView
from posapp.domain.money import Money
from posapp.domain.tender_actions import EventDesk

_AT_WORK: Final = frozenset({ControlStatus.OPEN, ControlStatus.BALANCING})


@dataclass(frozen=True, slots=True)
class Suspected:
    """What is thought to be wrong where the user comes from, and what would be right."""

    fault: Fault
    amount: Money | None = None
    tender_type: str = ""


@dataclass(frozen=True, slots=True)
class CorrectSubject:
    """The event that is corrected, and what stands around its tenders."""

    event: EventView
    desk: EventDesk

    @property
    def closed(self) -> tuple[TenderView, ...]:
        """Tenders whose money cannot go back out of the drawer that it lies in."""
        return tuple(one for one in stated(self.event) if not self._is_at_work(one))

    def _is_at_work(self, tender: TenderView) -> bool:
        number = tender.tender_control_id
        control = None if number is None else self.desk.controls.get(number)
        return control is None or control.status in _AT_WORK
