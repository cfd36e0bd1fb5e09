"""Services of mails, payroll and open credits, loaded when first asked for (P7)."""

from functools import cached_property
from typing import TYPE_CHECKING

from posapp.late import part
from posapp.services.upkeep_services import UpkeepServices

if TYPE_CHECKING:
    from posapp.services.mail_sending import MailSending
    from posapp.services.mails import Mails
    from posapp.services.open_credits import OpenCredits
    from posapp.services.payroll_batches import PayrollBatches


class MailServices(UpkeepServices):
    """The outbox, and what empties it."""

    @cached_property
    def mails(self) -> "Mails":
        """What is queued, sent, failed and why."""
        made: Mails = part("posapp.services.mails").Mails(self.db, self.clock, self.setup_cache)
        return made

    @cached_property
    def mail_sending(self) -> "MailSending":
        """The mail server."""
        made: MailSending = part("posapp.services.mail_sending").MailSending(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def payroll_batches(self) -> "PayrollBatches":
        """Deductions for payroll, each handed over once."""
        made: PayrollBatches = part("posapp.services.payroll_batches").PayrollBatches(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def open_credits(self) -> "OpenCredits":
        """Open credits by age."""
        made: OpenCredits = part("posapp.services.open_credits").OpenCredits(
            self.db, self.clock, self.setup_cache
        )
        return made
