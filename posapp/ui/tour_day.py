"""A whole day of the demo office: a cashier's counter, the drawers' end, the supervisor's deposit.

The colleagues at the other counters work through the services in the same database.
"""

from posapp.services.demo_counters import SUPERVISOR, OfficeDay, OtherCounters
from posapp.ui.tour import Tour
from posapp.ui.tour_deposit import DepositScene
from posapp.ui.tour_drawers import DrawerScene
from posapp.ui.tour_driver import Steps


class DayTour(Tour):
    """From the first sign-in to the green proof."""

    def steps(self) -> Steps:
        """The whole day."""
        yield from super().steps()
        self._stage.theme.choose("light", 100)
        counters = OtherCounters(self._session.context.services)
        found: list[OfficeDay] = []
        login = self._plan.login
        yield from self._do("the other counters", lambda: counters.work(login), found)
        yield "its figures", self._is_quiet
        parts = (self._stage, self._plan, self._out, self.camera, found[0])
        yield from DrawerScene(*parts).steps()
        yield from self._change_user(SUPERVISOR)
        yield from DepositScene(*parts).steps()
