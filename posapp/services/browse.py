"""Browse: one method per paged list (architecture 4.8, SR-1..SR-4, PE-7)."""

from dataclasses import replace

from posapp.domain.browse import (
    BillItem,
    Criteria,
    EventItem,
    ListTotals,
    PaymentItem,
    TenderHistoryItem,
    TenderItem,
    may_be_drawer,
    read_criteria,
    refuse_empty,
)
from posapp.domain.clock import Clock, business_date
from posapp.domain.ids import AccountId, UserId
from posapp.domain.listing import Page, PageRequest
from posapp.domain.rights import Actor, Right
from posapp.domain.tender_controls import is_offered
from posapp.services.setup import SetUpCache
from posapp.storage import account_listings, listings, tender_controls
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.resting import mark_resting
from posapp.storage.tender_history import list_history
from posapp.storage.users import list_users


class Browse:
    """Long lists, a page at a time; filters are ``Criterion`` names with their values."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def payments(self, request: PageRequest, actor: Actor) -> Page[PaymentItem]:
        """Payments that fulfil all criteria, newest first (SR-2).

        Raises:
            Refused: ``M-70`` without a criterion, ``M-55`` for an unknown sort order, ``M-51``.
        """
        criteria = self._criteria(request, actor)
        with self._db.read() as s:
            return listings.list_payments(s, request, criteria)

    def tenders(self, request: PageRequest, actor: Actor) -> Page[TenderItem]:
        """Tenders that fulfil all criteria, newest first (SR-2).

        Raises:
            Refused: as ``payments``.
        """
        criteria = self._criteria(request, actor)
        with self._db.read() as s:
            return listings.list_tenders(s, request, criteria)

    def tender_history(self, request: PageRequest, actor: Actor) -> Page[TenderHistoryItem]:
        """Tenders of the open controls that the user may use, newest first (TND-10).

        There are no sums: they could be what a drawer must hold (D-16).

        Raises:
            Refused: ``M-55`` for an unknown sort order, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            found = tender_controls.load_open_controls(s, actor.user_id)
            usable = [control.id for control, _ in found if is_offered(control, actor, setup)]
            return list_history(s, usable, request)

    def payment_totals(self, request: PageRequest, actor: Actor) -> ListTotals:
        """Count and sums of the payments that fulfil all criteria (SR-4).

        Sums are withheld from a cashier who counts blind unless the search names an event or an
        account, because they could be what the drawer must hold (D-16).

        Raises:
            Refused: ``M-70`` without a criterion, ``M-51``.
        """
        criteria = self._criteria(request, actor)
        with self._db.read() as s:
            sums = self._may_sum(s, criteria, actor)
            return listings.total_payments(s, criteria, sums=sums)

    def tender_totals(self, request: PageRequest, actor: Actor) -> ListTotals:
        """Count and sums of the tenders that fulfil all criteria (SR-4, D-16).

        Raises:
            Refused: as ``payment_totals``.
        """
        criteria = self._criteria(request, actor)
        with self._db.read() as s:
            sums = self._may_sum(s, criteria, actor)
            return listings.total_tenders(s, criteria, sums=sums)

    def events(self, request: PageRequest, actor: Actor) -> Page[EventItem]:
        """Events that fulfil all criteria, newest first; all of them without any (SR-1).

        Raises:
            Refused: ``M-55`` for an unknown sort order, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            office = setup.offices[actor.office]
            today = business_date(self._clock(), office.zone, office.day_start)
            found = listings.list_events(s, request, read_criteria(request.filters))
            return replace(found, rows=mark_resting(s, found.rows, today, setup))

    def event_totals(self, request: PageRequest, actor: Actor) -> ListTotals:
        """Count of the events that ``events`` lists, and the sum of their live payments (SR-4, D-16).

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.VIEW)
        criteria = read_criteria(request.filters)
        with self._db.read() as s:
            sums = self._may_sum(s, criteria, actor)
            return listings.total_events(s, criteria, sums=sums)

    def takers(self, actor: Actor) -> tuple[tuple[UserId, str], ...]:
        """Everybody who may have taken a payment, by name, to search for theirs (SR-2)."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            users = list_users(s)
        return tuple(sorted(((user.id, user.name) for user in users), key=lambda one: one[1]))

    def account_bills(
        self, account_id: AccountId, request: PageRequest, actor: Actor
    ) -> Page[BillItem]:
        """Bills of an account, newest first; of an open-item account with what is unpaid.

        Raises:
            Refused: ``M-55`` for an unknown sort order, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return account_listings.list_bills(s, account_id, request, self._setup.current(s))

    def _criteria(self, request: PageRequest, actor: Actor) -> Criteria:
        actor.require(Right.VIEW)
        criteria = read_criteria(request.filters)
        refuse_empty(criteria)
        return criteria

    def _may_sum(self, s: Transaction, criteria: Criteria, actor: Actor) -> bool:
        blind = self._setup.current(s).installation.blind_count
        return not blind or actor.may(Right.SEE_EXPECTED) or not may_be_drawer(criteria)
