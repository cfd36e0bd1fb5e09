"""An old copy in the place of the database is noticed by what this computer saw (T8).

Whoever puts an old file back, payments and all, leaves chains that are whole. But the computer
remembers the newest row of the audit outside the database, and that one is missing then. Two
people may go on all the same; the audit says who.
"""

from typing import Final

from posapp.domain.approvals import Matter, Secret
from posapp.domain.clock import Clock
from posapp.domain.last_seen import Older, Seen
from posapp.domain.requests import fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.topics import Saved
from posapp.domain.upkeep import UpkeepKind
from posapp.errors import Refused
from posapp.services.approvals import Approvals
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.setup import SetUpCache
from posapp.services.users import Users
from posapp.storage.approvals import record_approval
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.last_seen import holds, newest, newest_until
from posapp.storage.requests import find_request
from posapp.storage.upkeep import last_upkeep

KIND: Final = "database.accept-older"
_NEEDED: Final = frozenset({Right.CHECK_DATABASE})


class OlderData:
    """Use cases of a computer that remembers."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache, users: Users) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._approvals = Approvals(db, clock, users)

    def newest(self, actor: Actor) -> Seen | None:
        """What is to be remembered now."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return newest(s)

    def look(self, seen: Seen, actor: Actor) -> Older | None:
        """Whether the data lack what was seen."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            if holds(s, seen):
                return None
            # What was written since the old copy came back, such as this sign-in, tells nothing.
            last = newest_until(s, seen.at)
            put_back = last_upkeep(s, UpkeepKind.RESTORE)
        return Older(
            seen,
            None if last is None else last.at,
            None if put_back is None else put_back.at,
            "" if put_back is None else put_back.says,
        )

    def accept(
        self, seen: Seen, request_id: str, actor: Actor, secret: Secret | None
    ) -> Saved[None]:
        """Go on with older data, by two people; the audit of the day keeps what is missing.

        Raises:
            Refused: ``M-51`` without a right to look, ``M-382`` without a second person, ``M-135`` with one who may not check
                databases, ``M-52``, ``M-53``, ``M-133``.
        """
        actor.require(Right.VIEW)
        print_ = fingerprint(seen)
        matter = Matter(KIND, request_id)
        if secret is None and not self._approvals.is_done(matter):
            raise Refused("M-382", field="approver")
        approval = self._approvals.once(secret, _NEEDED, actor, matter)

        def work(s: Transaction) -> Saved[None]:
            if find_request(s, request_id, KIND, print_) is not None or approval is None:
                return Saved(None, frozenset(), replayed=True)
            now = self._clock()
            record_approval(s, approval, request_id, KIND, print_, actor.user_id)
            body = {
                "chain": seen.chain,
                "seq": seen.seq,
                "hash": seen.hash,
                "at": seen.at.isoformat(),
                "approved_by": approval.approver.user_id,
            }
            chain = chain_of_office(self._setup.current(s), actor.office, now)
            done = Done(request_id, KIND, print_, actor.user_id, chain, body, frozenset())
            record_done(s, done, actor, now)
            return Saved(None, frozenset())

        return self._db.write(work)
