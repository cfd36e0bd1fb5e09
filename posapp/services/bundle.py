"""All services over one database: what the window and the command line are given."""

from dataclasses import dataclass

from posapp.domain.clock import Clock
from posapp.domain.setup import SetUp
from posapp.services.accounts import Accounts
from posapp.services.browse import Browse
from posapp.services.canceling import Canceling
from posapp.services.changes import Changes
from posapp.services.deposit_controls import DepositControls
from posapp.services.desk import DeskWork
from posapp.services.event_actions import EventActions
from posapp.services.importing import Importing
from posapp.services.in_hand import InHand
from posapp.services.payment_edits import PaymentEdits
from posapp.services.payment_events import PaymentEvents
from posapp.services.printing import Printing
from posapp.services.search import Search
from posapp.services.setup import SetUpCache
from posapp.services.tender_controls import TenderControls
from posapp.services.tender_edits import TenderEdits
from posapp.services.transfers import Transfers
from posapp.services.users import Users
from posapp.storage.db import Database


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases, by noun."""

    db: Database
    clock: Clock
    setup_cache: SetUpCache
    accounts: Accounts
    search: Search
    browse: Browse
    payment_events: PaymentEvents
    in_hand: InHand
    printing: Printing
    event_actions: EventActions
    canceling: Canceling
    payment_edits: PaymentEdits
    tender_edits: TenderEdits
    transfers: Transfers
    tender_controls: TenderControls
    deposit_controls: DepositControls
    users: Users
    desk: DeskWork
    changes: Changes
    importing: Importing

    def setup(self) -> SetUp:
        """The set-up in force."""
        with self.db.read() as s:
            return self.setup_cache.current(s)


def build(db: Database, clock: Clock) -> Services:
    """Wire the services over a database."""
    cache = SetUpCache()
    payment_events = PaymentEvents(db, clock, cache)
    return Services(
        db=db,
        clock=clock,
        setup_cache=cache,
        accounts=Accounts(db, clock, cache),
        search=Search(db),
        browse=Browse(db, cache),
        payment_events=payment_events,
        in_hand=InHand(db, clock, payment_events),
        printing=Printing(db, clock, cache),
        event_actions=EventActions(db, clock, cache),
        canceling=Canceling(db, clock, cache),
        payment_edits=PaymentEdits(db, clock, cache),
        tender_edits=TenderEdits(db, clock, cache),
        transfers=Transfers(db, clock, cache),
        tender_controls=TenderControls(db, clock, cache),
        deposit_controls=DepositControls(db, clock, cache),
        users=Users(db, clock, cache),
        desk=DeskWork(db, clock, cache),
        changes=Changes(db),
        importing=Importing(db, clock, cache),
    )
