"""Services of accounts, payments and drawers, loaded when first asked for (P7)."""

from functools import cached_property
from typing import TYPE_CHECKING

from posapp.domain.clock import Clock
from posapp.late import part
from posapp.paths import config_dir
from posapp.services.setup import SetUpCache
from posapp.storage.db import Database

if TYPE_CHECKING:
    from posapp.services.accounts import Accounts
    from posapp.services.autopay_sending import AutoPaySending
    from posapp.services.bill_debits import BillDebits
    from posapp.services.canceling import Canceling
    from posapp.services.control_counts import ControlCounts
    from posapp.services.control_life import ControlLife
    from posapp.services.converter import Converter
    from posapp.services.deposit_controls import DepositControls
    from posapp.services.distribution_rules import DistributionRules
    from posapp.services.drawer_openings import DrawerOpenings
    from posapp.services.event_actions import EventActions
    from posapp.services.event_desk import EventDesks
    from posapp.services.event_log import EventLog
    from posapp.services.hand_matching import HandMatching
    from posapp.services.mandates import Mandates
    from posapp.services.match_events import MatchEvents
    from posapp.services.over_unders import OverUnders
    from posapp.services.payment_edits import PaymentEdits
    from posapp.services.payment_events import PaymentEvents
    from posapp.services.payments import Payments
    from posapp.services.sealing import Sealing
    from posapp.services.search import Search
    from posapp.services.tender_controls import TenderControls
    from posapp.services.tender_edits import TenderEdits
    from posapp.services.transfers import Transfers
    from posapp.services.users import Users


class CounterServices:
    """Part of ``Services``: what a cashier does; the first page needs none of it."""

    db: Database
    clock: Clock
    setup_cache: SetUpCache
    users: "Users"
    tender_controls: "TenderControls"

    @cached_property
    def sealing(self) -> "Sealing":
        """Account numbers at other institutions, sealed."""
        keys = part("posapp.vault.field_keys").FieldKeys(config_dir())
        made: Sealing = part("posapp.services.sealing").Sealing(
            self.db, self.clock, self.setup_cache, keys
        )
        return made

    @cached_property
    def accounts(self) -> "Accounts":
        """Accounts, and what they owe."""
        made: Accounts = part("posapp.services.accounts").Accounts(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def search(self) -> "Search":
        """Looking for accounts, events and papers."""
        made: Search = part("posapp.services.search").Search(self.db)
        return made

    @cached_property
    def mandates(self) -> "Mandates":
        """Customers' permissions to debit accounts elsewhere."""
        made: Mandates = part("posapp.services.mandates").Mandates(
            self.db, self.clock, self.setup_cache, self.sealing
        )
        return made

    @cached_property
    def payment_events(self) -> "PaymentEvents":
        """Payment events: payments and what they were paid with."""
        made: PaymentEvents = part("posapp.services.payment_events").PaymentEvents(
            self.db, self.clock, self.setup_cache, self.sealing
        )
        return made

    @cached_property
    def event_actions(self) -> "EventActions":
        """What is done with a whole event: distribute, freeze, balance."""
        made: EventActions = part("posapp.services.event_actions").EventActions(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def canceling(self) -> "Canceling":
        """Canceling payments and tenders."""
        made: Canceling = part("posapp.services.canceling").Canceling(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def payments(self) -> "Payments":
        """Payments one by one."""
        made: Payments = part("posapp.services.payments").Payments(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def payment_edits(self) -> "PaymentEdits":
        """Changes of payments that are not frozen."""
        made: PaymentEdits = part("posapp.services.payment_edits").PaymentEdits(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def autopay_sending(self) -> "AutoPaySending":
        """What is due for automatic payment, as batches."""
        made: AutoPaySending = part("posapp.services.autopay_sending").AutoPaySending(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def bill_debits(self) -> "BillDebits":
        """Bills that are paid by mandate."""
        made: BillDebits = part("posapp.services.bill_debits").BillDebits(
            self.db, self.clock, self.setup_cache, self.sealing
        )
        return made

    @cached_property
    def tender_edits(self) -> "TenderEdits":
        """Changes of tenders."""
        made: TenderEdits = part("posapp.services.tender_edits").TenderEdits(
            self.db, self.clock, self.setup_cache, self.sealing
        )
        return made

    @cached_property
    def transfers(self) -> "Transfers":
        """Payments that move to another account."""
        made: Transfers = part("posapp.services.transfers").Transfers(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def distribution_rules(self) -> "DistributionRules":
        """Distribution rules at work."""
        made: DistributionRules = part("posapp.services.distribution_rules").DistributionRules(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def match_events(self) -> "MatchEvents":
        """Events that are matched with what they pay."""
        made: MatchEvents = part("posapp.services.match_events").MatchEvents(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def hand_matching(self) -> "HandMatching":
        """Matching by hand."""
        made: HandMatching = part("posapp.services.hand_matching").HandMatching(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def event_desk(self) -> "EventDesks":
        """What stands around the tenders of an event."""
        made: EventDesks = part("posapp.services.event_desk").EventDesks(
            self.db, self.clock, self.setup_cache, self.tender_controls
        )
        return made

    @cached_property
    def event_log(self) -> "EventLog":
        """What happened to events."""
        made: EventLog = part("posapp.services.event_log").EventLog(self.db)
        return made

    @cached_property
    def deposit_controls(self) -> "DepositControls":
        """Where drawers turn their money in."""
        made: DepositControls = part("posapp.services.deposit_controls").DepositControls(
            self.db, self.clock, self.setup_cache
        )
        return made

    @cached_property
    def control_life(self) -> "ControlLife":
        """Opening, closing and balancing of drawers."""
        made: ControlLife = part("posapp.services.control_life").ControlLife(
            self.db, self.clock, self.setup_cache, self.users
        )
        return made

    @cached_property
    def control_counts(self) -> "ControlCounts":
        """Counts of drawers."""
        made: ControlCounts = part("posapp.services.control_counts").ControlCounts(
            self.db, self.clock, self.setup_cache, self.users
        )
        return made

    @cached_property
    def over_unders(self) -> "OverUnders":
        """Differences that were booked."""
        made: OverUnders = part("posapp.services.over_unders").OverUnders(
            self.db, self.clock, self.setup_cache, self.users
        )
        return made

    @cached_property
    def drawer_openings(self) -> "DrawerOpenings":
        """Openings of the cash drawer without a payment."""
        made: DrawerOpenings = part("posapp.services.drawer_openings").DrawerOpenings(
            self.db, self.clock, self.setup_cache, self.users
        )
        return made

    @cached_property
    def converter(self) -> "Converter":
        """Amounts of one currency in another."""
        made: Converter = part("posapp.services.converter").Converter(
            self.db, self.clock, self.setup_cache
        )
        return made
