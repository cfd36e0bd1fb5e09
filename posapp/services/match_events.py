"""Match events: show one, list those of an account, put one in dispute.

They are made and changed by what happens to payments (OI-3, OI-6), or by hand in
``hand_matching``; disputes are set here (OI-7, MT-13).
"""

from dataclasses import dataclass
from functools import partial

from posapp.domain.clock import Clock
from posapp.domain.ids import AccountId, MatchEventId
from posapp.domain.listing import Page, PageRequest
from posapp.domain.matching import MatchEventView, check_dispute
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved, Topic
from posapp.errors import Refused
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.setup import SetUpCache
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.locks import lock_counter
from posapp.storage.match_views import list_of_account, load_match_event
from posapp.storage.matching import load_match_mentions, set_disputed
from posapp.storage.requests import find_request

KIND = "match.dispute"
TOPICS = frozenset({Topic.ACCOUNTS, Topic.LEDGER})


@dataclass(frozen=True, slots=True)
class Dispute:
    """What is asked for: in dispute or out of it, and why."""

    match_event_id: MatchEventId
    disputed: bool
    comment: str


class MatchEvents:
    """Use cases of match events."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def show(self, match_event_id: MatchEventId, actor: Actor) -> MatchEventView:
        """A match event with its transactions.

        Raises:
            Refused: ``M-55`` when there is none.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return _found(s, match_event_id)

    def of_account(
        self, account_id: AccountId, request: PageRequest, actor: Actor
    ) -> Page[MatchEventView]:
        """Match events of an account: open ones first, then balanced, then canceled ones.

        Raises:
            Refused: ``M-55`` for an unknown sort order, ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return list_of_account(s, account_id, request)

    def set_disputed(
        self,
        match_event_id: MatchEventId,
        request_id: str,
        actor: Actor,
        *,
        disputed: bool,
        comment: str = "",
    ) -> Saved[MatchEventId]:
        """Leave what is open on a match event out of aged debt, or take it in again (MT-13).

        ``comment`` says why; it stands on the match event until the next one, and in the audit for
        ever (OI-7).

        Raises:
            Refused: ``M-50`` a comment that is too long, ``M-51`` right, ``M-55`` when there is
                none, ``M-58`` a card number, ``M-70`` when it is not open or so already.
        """
        actor.require(Right.DISTRIBUTE)
        check_request_id(request_id)
        dispute = Dispute(match_event_id, disputed, clean_text(comment, "comment"))
        return self._db.write(partial(self._dispute, dispute, request_id, actor))

    def _dispute(
        self,
        dispute: Dispute,
        request_id: str,
        actor: Actor,
        s: Transaction,
    ) -> Saved[MatchEventId]:
        match_event_id, print_ = dispute.match_event_id, fingerprint(dispute)
        if find_request(s, request_id, KIND, print_) is not None:
            return Saved(match_event_id, frozenset(), replayed=True)
        lock_counter(s, (), [_found(s, match_event_id).account_id])
        if find_request(s, request_id, KIND, print_) is not None:
            return Saved(match_event_id, frozenset(), replayed=True)
        found = _found(s, match_event_id)
        check_dispute(found.status, disputed=found.disputed, now=dispute.disputed)
        set_disputed(s, match_event_id, dispute.comment, disputed=dispute.disputed)
        now = self._clock()
        body = {
            "match_event": match_event_id,
            "account": found.account_id,
            "disputed": dispute.disputed,
            "comment": dispute.comment,
            "rows": load_match_mentions(s, match_event_id),
        }
        chain = chain_of_office(self._setup.current(s), actor.office, now)
        done = Done(request_id, KIND, print_, match_event_id, chain, body, TOPICS)
        record_done(s, done, actor, now)
        return Saved(match_event_id, TOPICS)


def _found(s: Transaction, match_event_id: MatchEventId) -> MatchEventView:
    found = load_match_event(s, match_event_id)
    if found is None:
        raise Refused("M-55", field="match_event", value=match_event_id)
    return found
