"""Starts what mends a likely cause of a drawer's difference (OU-07)."""

from PySide6.QtCore import QObject

from posapp.domain.corrections import Fault
from posapp.domain.variance import Clue, Explanation, Mend
from posapp.ui.context import UiContext
from posapp.ui.control_acts import DrawerActs
from posapp.ui.control_steps import Step
from posapp.ui.correct_subject import Suspected
from posapp.ui.corrections import Correcting
from posapp.ui.pages.base import Page
from posapp.ui.turn_in_acts import TurnInActs


class Mending(QObject):
    """Leads from a cause to the place where it is mended."""

    def __init__(
        self, context: UiContext, page: Page, acts: DrawerActs, turn_ins: TurnInActs
    ) -> None:
        """Make it for a page."""
        super().__init__(page)
        self._context, self._acts, self._turn_ins = context, acts, turn_ins
        self._correcting = Correcting(context, page, acts.acting)

    def mend(self, cause: Explanation, clue: Clue | None) -> None:
        """Open the place where it is mended; the row marked says of what."""
        if clue is None:
            return
        open_page = self._context.open_page
        if cause.mend is Mend.TURN_IN:
            self._acts.do(Step.TURN_IN)
        elif cause.mend is Mend.COUNT_AGAIN:
            self._acts.cell_wanted.emit(cause.tender_type, clue.denomination)
        elif cause.mend is Mend.ADD_PAYMENT:
            self._acts.do(Step.BACK)
            self._context.to_search()
        elif clue.turn_in_id is not None:
            self._turn_ins.open_marked(clue.turn_in_id)
        elif clue.control_id is not None:
            open_page("control", int(clue.control_id))
        elif clue.event_id is not None and self._corrects(cause):
            suspected = _suspected(cause, clue)
            self._correcting.start(clue.event_id, tender_id=clue.tender_id, suspected=suspected)
        elif clue.event_id is not None:
            open_page("event", int(clue.event_id))

    def _corrects(self, cause: Explanation) -> bool:
        wanted = cause.mend in {Mend.CORRECT_AMOUNT, Mend.CORRECT_TYPE}
        return wanted and self._correcting.is_allowed


def _suspected(cause: Explanation, clue: Clue) -> Suspected:
    """What went wrong and what was right, as far as the cause says."""
    if cause.mend is Mend.CORRECT_TYPE:
        return Suspected(Fault.TENDER_TYPE, tender_type=clue.tender_type)
    return Suspected(Fault.AMOUNT, amount=clue.should_be)
