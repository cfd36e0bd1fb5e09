"""Search: accounts by anything that was typed or scanned."""

from posapp.domain.accounts import AccountHit, EventHit
from posapp.domain.record_hits import RecordHit
from posapp.domain.rights import Actor, Right
from posapp.domain.searching import MOST_HITS
from posapp.storage.db import Database
from posapp.storage.event_numbers import find_events
from posapp.storage.record_numbers import find_records
from posapp.storage.search import search_accounts


class Search:
    """The search line (ui.md 3)."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, text: str, actor: Actor, limit: int = MOST_HITS) -> tuple[AccountHit, ...]:
        """Accounts that fit a text, the best first; never more than ``MOST_HITS``.

        Takes account number, name, address, bill or item number, plate, meter, phone, mail
        address, or what a scanner read from a stub; any text is fine, an empty one finds nothing.

        Raises:
            Refused: ``M-51`` without the right to look.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return search_accounts(s, text, limit)

    def events(self, text: str, actor: Actor) -> tuple[EventHit, ...]:
        """Events whose number, receipt or document number this is; mostly none.

        Raises:
            Refused: ``M-51`` without the right to look.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return find_events(s, text)

    def records(self, text: str, actor: Actor) -> tuple[RecordHit, ...]:
        """What else a number of ours names: agreement, bill, payment, drawer; mostly nothing.

        Raises:
            Refused: ``M-51`` without the right to look.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return find_records(s, text)
