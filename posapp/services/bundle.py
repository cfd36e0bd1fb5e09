"""All services over one database: what the window and the command line are given."""

from functools import cached_property
from typing import TYPE_CHECKING

from posapp.domain.clock import Clock
from posapp.domain.paper_style import PaperStyle
from posapp.domain.setup import SetUp
from posapp.late import part
from posapp.services.changes import Changes
from posapp.services.desk import DeskWork
from posapp.services.in_hand import InHand
from posapp.services.line import Line
from posapp.services.money_services import MoneyServices
from posapp.services.setup import SetUpCache
from posapp.services.tender_controls import TenderControls
from posapp.services.users import Users
from posapp.storage.db import Database

if TYPE_CHECKING:
    from posapp.services.autopay_batches import AutoPayBatches
    from posapp.services.autopay_jobs import AutoPayJobs
    from posapp.services.browse import Browse
    from posapp.services.characteristics import Characteristics
    from posapp.services.corrections import Corrections
    from posapp.services.exceptions import Exceptions
    from posapp.services.history import History
    from posapp.services.importing import Importing
    from posapp.services.inquiry import Inquiry
    from posapp.services.one_lines import OneLines
    from posapp.services.printing import Printing
    from posapp.services.quick_add import QuickAdd
    from posapp.services.quick_drafts import QuickDrafts
    from posapp.services.quick_settling import QuickSettling
    from posapp.services.receipt_jobs import ReceiptJobs
    from posapp.services.scan_lines import ScanLines
    from posapp.services.scheduled_payments import ScheduledPayments
    from posapp.services.setup_edits import SetUpEdits
    from posapp.services.templates import Templates
    from posapp.services.user_edits import UserEdits
    from posapp.services.variance import Variance


class Services(MoneyServices):
    """The use cases, by noun.

    Lists, paper and imports bring large libraries; they are loaded when first asked for (P7).
    """

    def __init__(self, db: Database, clock: Clock, cache: SetUpCache) -> None:
        """Wire the services over a database; ``cache`` holds the set-up in force."""
        self.db = db
        self.clock = clock
        self.setup_cache = cache
        self.paper_style = PaperStyle()
        self.in_hand = InHand(db, clock, lambda: self.payment_events)
        self.users = Users(db, clock, cache)
        self.tender_controls = TenderControls(db, clock, cache, self.users)
        self.desk = DeskWork(db, clock, cache)
        self.changes = Changes(db, clock)
        self.line = Line(db)

    @cached_property
    def autopay_batches(self) -> "AutoPayBatches":
        """Batches of automatic payments, and the jobs that send and balance them."""
        made: AutoPayBatches = part("posapp.services.autopay_batches").AutoPayBatches(
            self.db, self.clock, self.setup_cache, self.autopay_sending
        )
        return made

    @cached_property
    def scheduled_payments(self) -> "ScheduledPayments":
        """Payments of budgets and pay plans on their dates."""
        made: ScheduledPayments = part("posapp.services.scheduled_payments").ScheduledPayments(
            self.db, self.clock, self.setup_cache, self.sealing
        )
        return made

    @cached_property
    def autopay_jobs(self) -> "AutoPayJobs":
        """The jobs of automatic payments, in their order."""
        made: AutoPayJobs = part("posapp.services.autopay_jobs").AutoPayJobs(
            self.bill_debits, self.scheduled_payments, self.autopay_batches
        )
        return made

    @cached_property
    def corrections(self) -> "Corrections":
        """What went wrong, put right."""
        made: Corrections = part("posapp.services.corrections").Corrections(
            self.db, self.clock, self.setup_cache, self.users, self.sealing
        )
        return made

    @cached_property
    def setup_edits(self) -> "SetUpEdits":
        """The set-up tables, for those who may change them."""
        made: SetUpEdits = part("posapp.services.setup_edits").SetUpEdits(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def characteristics(self) -> "Characteristics":
        """Further facts about events, payments and tenders."""
        made: Characteristics = part("posapp.services.characteristics").Characteristics(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def templates(self) -> "Templates":
        """Payments without customer account, by template."""
        made: Templates = part("posapp.services.templates").Templates(
            self.db, self.setup_cache, self.in_hand, self.tender_controls
        )
        return made

    @cached_property
    def one_lines(self) -> "OneLines":
        """Payments said in one line of the search."""
        made: OneLines = part("posapp.services.one_lines").OneLines(
            self.db, self.setup_cache, self.accounts
        )
        return made

    @cached_property
    def scan_lines(self) -> "ScanLines":
        """Scan lines of remittance stubs."""
        made: ScanLines = part("posapp.services.scan_lines").ScanLines(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def browse(self) -> "Browse":
        """Long lists, a page at a time."""
        made: Browse = part("posapp.services.browse").Browse(self.db, self.clock, self.setup_cache)
        return made

    @cached_property
    def exceptions(self) -> "Exceptions":
        """What is not balanced or not frozen."""
        made: Exceptions = part("posapp.services.exceptions").Exceptions(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def user_edits(self) -> "UserEdits":
        """Changes of users."""
        made: UserEdits = part("posapp.services.user_edits").UserEdits(
            self.db, self.clock, self.setup_cache, self.users
        )
        return made

    @cached_property
    def variance(self) -> "Variance":
        """What a drawer may be off by."""
        made: Variance = part("posapp.services.variance").Variance(self.db, self.setup_cache)
        return made

    @cached_property
    def printing(self) -> "Printing":
        """Receipts on paper."""
        made: Printing = part("posapp.services.printing").Printing(
            self.db, self.clock, self.setup_cache, lambda: self.paper_style
        )
        return made

    @cached_property
    def quick_add(self) -> "QuickAdd":
        """Many payments at once, as rows."""
        made: QuickAdd = part("posapp.services.quick_add").QuickAdd(
            self.db, self.clock, self.setup_cache, self.payment_events
        )
        return made

    @cached_property
    def quick_drafts(self) -> "QuickDrafts":
        """Rows in hand."""
        made: QuickDrafts = part("posapp.services.quick_drafts").QuickDrafts(self.db, self.clock)
        return made

    @cached_property
    def quick_settling(self) -> "QuickSettling":
        """What ends a batch of such rows without money."""
        made: QuickSettling = part("posapp.services.quick_settling").QuickSettling(
            self.db, self.clock
        )
        return made

    @cached_property
    def receipt_jobs(self) -> "ReceiptJobs":
        """Receipts of a whole batch."""
        made: ReceiptJobs = part("posapp.services.receipt_jobs").ReceiptJobs(
            self.db, self.clock, self.setup_cache, lambda: self.paper_style
        )
        return made

    @cached_property
    def history(self) -> "History":
        """What happened to accounts, and their credit rating."""
        made: History = part("posapp.services.history").History(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def inquiry(self) -> "Inquiry":
        """Looking at persons, accounts, agreements, bills, financial transactions."""
        made: Inquiry = part("posapp.services.inquiry").Inquiry(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def importing(self) -> "Importing":
        """Files of other systems."""
        made: Importing = part("posapp.services.importing").Importing(
            self.db, self.clock, self.setup_cache
        )
        return made

    def setup(self) -> SetUp:
        """The set-up in force."""
        with self.db.read() as s:
            return self.setup_cache.current(s)


def build(db: Database, clock: Clock, cache: SetUpCache | None = None) -> Services:
    """Wire the services over a database, with the set-up as somebody read it already."""
    return Services(db, clock, cache or SetUpCache())
