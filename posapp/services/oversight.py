"""Looking back over others: cancels by cashier, approvals given in one's name (T1, T5).

Nothing here handles money. How far an approver has looked is the approver's own note, with no entry
in the audit: the approvals themselves stand there.
"""

from datetime import date, datetime, timedelta
from typing import Final

from posapp.domain.clock import Clock, begin_of_day, business_date
from posapp.domain.ids import UserId
from posapp.domain.oversight import (
    CancelReport,
    GivenApproval,
    UnseenApprovals,
    cancels_by_cashier,
)
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from posapp.services.setup import SetUpCache
from posapp.storage import oversight as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database

PERIOD_DAYS: Final = 30
"""How far back one looks unless told."""
MOST: Final = 1000


class Oversight:
    """Use cases of whoever answers for others, and of whoever lent the own secret."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def cancels(
        self,
        actor: Actor,
        *,
        first: date | None = None,
        last: date | None = None,
        user_id: UserId | None = None,
    ) -> CancelReport:
        """Canceled tenders of the actor's office by cashier, beside all that each one took (T1).

        Args:
            actor: who asks.
            first: first business date of the payments; 30 days back unless said.
            last: last one; today unless said.
            user_id: of one cashier.

        Raises:
            Refused: ``M-51``; ``M-50`` a period that ends before it begins.
        """
        actor.require(Right.AUDIT_LOG)
        with self._db.read() as s:
            setup = self._setup.current(s)
            begin, end = self._period(first, last, actor, setup)
            taken = store.load_takings(s, actor.office, begin, end)
            found = store.load_canceled(s, actor.office, begin, end, setup)
        canceled = tuple(one for one in found if user_id in {None, one.cashier_id})
        return CancelReport(begin, end, cancels_by_cashier(taken, canceled), canceled)

    def approvals(
        self,
        actor: Actor,
        *,
        first: date | None = None,
        last: date | None = None,
        approver: UserId | None = None,
    ) -> tuple[GivenApproval, ...]:
        """Approvals by approver, the newest first, ``MOST`` at most (T5).

        Who may not read the audit log sees the own ones; who may, those of the own office. Where no
        period is named, own ones that were not looked at yet are among them however old they are:
        the line that tells of them leads here.

        Raises:
            Refused: ``M-51``; ``M-50`` a period that ends before it begins.
        """
        actor.require(Right.VIEW)
        if not actor.may(Right.AUDIT_LOG):
            approver = actor.user_id
        with self._db.read() as s:
            setup = self._setup.current(s)
            begin, end = self._period(first, last, actor, setup)
            found = store.list_approvals(
                s,
                actor.office,
                approver=approver,
                since=_begin(begin, actor, setup),
                until=_begin(end + timedelta(days=1), actor, setup),
                most=MOST,
            )
            if first is None and last is None and approver in {None, actor.user_id}:
                return _newest_first(found, _unseen(s, actor))
            return found

    def unseen(self, actor: Actor) -> UnseenApprovals:
        """Approvals in the actor's own name since the last look.

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            found = _unseen(s, actor)
        return UnseenApprovals(len(found), next(iter(found), None))

    def look(self, shown: int, actor: Actor) -> None:
        """Note that the actor has looked at the own approvals up to this one.

        Args:
            shown: number of the newest that was shown; a later one stays unseen.
            actor: who looked.

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.VIEW)
        self._db.write(lambda s: store.keep_look(s, actor.user_id, shown, self._clock()))

    def _period(
        self, first: date | None, last: date | None, actor: Actor, setup: SetUp
    ) -> tuple[date, date]:
        office = setup.offices[actor.office]
        end = last or business_date(self._clock(), office.zone, office.day_start)
        begin = first or end - timedelta(days=PERIOD_DAYS - 1)
        if end < begin:
            reason = "is before the first day"
            raise Refused("M-50", field="to", value=end.isoformat(), reason=reason)
        return begin, end


def _unseen(s: Transaction, actor: Actor) -> tuple[GivenApproval, ...]:
    after = store.seen_until(s, actor.user_id)
    return store.list_approvals(s, "", approver=actor.user_id, after=after, most=MOST)


def _newest_first(*lists: tuple[GivenApproval, ...]) -> tuple[GivenApproval, ...]:
    """Approvals of several lists, each once."""
    found = {one.id: one for some in lists for one in some}
    return tuple(found[number] for number in sorted(found, reverse=True))[:MOST]


def _begin(day: date, actor: Actor, setup: SetUp) -> datetime:
    office = setup.offices[actor.office]
    return begin_of_day(day, office.zone, office.day_start)
