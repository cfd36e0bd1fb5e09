"""Services that look after the database as a whole, loaded when first asked for (P7)."""

from functools import cached_property
from typing import TYPE_CHECKING

from posapp.domain.upkeep import CopyPlan
from posapp.late import part
from posapp.services.counter_services import CounterServices

if TYPE_CHECKING:
    from posapp.services.checking import Checking
    from posapp.services.copies import Copies
    from posapp.services.database_choice import DatabaseChoice
    from posapp.services.health import HealthDesk
    from posapp.services.older_data import OlderData
    from posapp.services.verifying import Verifying


class UpkeepServices(CounterServices):
    """Part of ``Services``: checks, papers proved, copies, health."""

    copy_plan = CopyPlan()
    """Where copies go; as the workstation is set."""

    @cached_property
    def checking(self) -> "Checking":
        """The check of the whole database."""
        made: Checking = part("posapp.services.checking").Checking(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def older_data(self) -> "OlderData":
        """What this computer remembers of the database."""
        made: OlderData = part("posapp.services.older_data").OlderData(
            self.db, self.clock, self.setup_cache, self.users
        )
        return made

    @cached_property
    def database_choice(self) -> "DatabaseChoice":
        """Which database this workstation works with."""
        made: DatabaseChoice = part("posapp.services.database_choice").DatabaseChoice(self.clock)
        return made

    @cached_property
    def verifying(self) -> "Verifying":
        """Papers held against the data."""
        made: Verifying = part("posapp.services.verifying").Verifying(self.db, self.setup_cache)
        return made

    @cached_property
    def copies(self) -> "Copies":
        """Copies of the database file."""
        made: Copies = part("posapp.services.copies").Copies(
            self.db, self.clock, lambda: self.copy_plan
        )
        return made

    @cached_property
    def health(self) -> "HealthDesk":
        """How the installation is, and the bundle for whoever helps."""
        made: HealthDesk = part("posapp.services.health").HealthDesk(
            self.db, self.clock, self.checking, lambda: self.copy_plan
        )
        return made
