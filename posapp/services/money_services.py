"""The services of the drawer day that a start does without: turn-ins, deposits, proof, export (P7)."""

from functools import cached_property
from typing import TYPE_CHECKING

from posapp.domain.paper_style import PaperStyle
from posapp.late import part
from posapp.services.in_hand import InHand
from posapp.services.mail_services import MailServices

if TYPE_CHECKING:
    from posapp.services.adjustments import Adjustments
    from posapp.services.approved_events import ApprovedEvents
    from posapp.services.audit_log import AuditLog
    from posapp.services.bank_deposits import BankDeposits
    from posapp.services.checkout_papers import CheckoutPapers
    from posapp.services.checkouts import Checkouts
    from posapp.services.credits import Credits
    from posapp.services.event_checkouts import EventCheckouts
    from posapp.services.items import Items
    from posapp.services.ledger_export import LedgerExports
    from posapp.services.oversight import Oversight
    from posapp.services.papers import Papers
    from posapp.services.parked_checkouts import ParkedCheckouts
    from posapp.services.persons import Persons
    from posapp.services.proof import Proof
    from posapp.services.supervising import Supervising
    from posapp.services.turn_ins import TurnIns


class MoneyServices(MailServices):
    """Part of ``Services``: where the money is between a payment and the bank."""

    paper_style: PaperStyle
    in_hand: InHand

    @cached_property
    def turn_ins(self) -> "TurnIns":
        """Money between drawers and their supervisor."""
        made: TurnIns = part("posapp.services.turn_ins").TurnIns(
            self.db, self.clock, self.setup_cache, self.users
        )
        return made

    @cached_property
    def bank_deposits(self) -> "BankDeposits":
        """Money that leaves deposit controls."""
        made: BankDeposits = part("posapp.services.bank_deposits").BankDeposits(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def approved_events(self) -> "ApprovedEvents":
        """Payments that a second person lets happen."""
        made: ApprovedEvents = part("posapp.services.approved_events").ApprovedEvents(
            self.db, self.clock, self.payment_events, self.in_hand, self.users
        )
        return made

    @cached_property
    def proof(self) -> "Proof":
        """Receipts, drawers, deposits and ledger of a day, held against each other."""
        made: Proof = part("posapp.services.proof").Proof(self.db, self.setup_cache)
        return made

    @cached_property
    def ledger_exports(self) -> "LedgerExports":
        """The ledger for finance, each transaction once."""
        made: LedgerExports = part("posapp.services.ledger_export").LedgerExports(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def oversight(self) -> "Oversight":
        """Cancels by cashier, approvals by approver."""
        made: Oversight = part("posapp.services.oversight").Oversight(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def audit_log(self) -> "AuditLog":
        """Who did what, when, each value before and after."""
        made: AuditLog = part("posapp.services.audit_log").AuditLog(self.db, self.setup_cache)
        return made

    @cached_property
    def items(self) -> "Items":
        """Payable items."""
        made: Items = part("posapp.services.items").Items(self.db, self.clock, self.setup_cache)
        return made

    @cached_property
    def persons(self) -> "Persons":
        """Persons and plates."""
        made: Persons = part("posapp.services.persons").Persons(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def papers(self) -> "Papers":
        """Papers of the drawer day."""
        sources = part("posapp.services.paper_sources").Sources(
            self.db,
            self.tender_controls,
            self.deposit_controls,
            self.turn_ins,
            self.bank_deposits,
            self.over_unders,
        )
        made: Papers = part("posapp.services.papers").Papers(
            sources, self.clock, self.setup_cache, lambda: self.paper_style
        )
        return made

    @cached_property
    def supervising(self) -> "Supervising":
        """What a supervisor watches."""
        made: Supervising = part("posapp.services.supervising").Supervising(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def adjustments(self) -> "Adjustments":
        """Signed amounts on accounts outside of items."""
        made: Adjustments = part("posapp.services.adjustments").Adjustments(
            self.db, self.clock, self.setup_cache, self.users
        )
        return made

    @cached_property
    def credits(self) -> "Credits":
        """Credits that are paid for now and used later."""
        made: Credits = part("posapp.services.credits").Credits(
            self.db, self.clock, self.setup_cache, self.users, self.payment_events
        )
        return made

    @cached_property
    def checkouts(self) -> "Checkouts":
        """Items and credits, paid together."""
        made: Checkouts = part("posapp.services.checkouts").Checkouts(
            self.db, self.clock, self.setup_cache, self.users, self.payment_events
        )
        return made

    @cached_property
    def event_checkouts(self) -> "EventCheckouts":
        """Which checkout an event pays."""
        made: EventCheckouts = part("posapp.services.event_checkouts").EventCheckouts(self.db)
        return made

    @cached_property
    def checkout_papers(self) -> "CheckoutPapers":
        """Receipts of checkouts that credits paid alone."""
        made: CheckoutPapers = part("posapp.services.checkout_papers").CheckoutPapers(
            self.db, self.clock, self.setup_cache, lambda: self.paper_style
        )
        return made

    @cached_property
    def parked_checkouts(self) -> "ParkedCheckouts":
        """Selections that were put aside."""
        made: ParkedCheckouts = part("posapp.services.parked_checkouts").ParkedCheckouts(
            self.db, self.clock, self.setup_cache, self.users
        )
        return made
