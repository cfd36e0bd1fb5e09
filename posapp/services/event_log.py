"""The log of an event: every action with user, time, before and after (D-40)."""

from posapp.domain.event_log import LogEntry, told
from posapp.domain.ids import EventId
from posapp.domain.rights import Actor, Right
from posapp.errors import Refused
from posapp.storage.db import Database
from posapp.storage.event_log import load_event_audit


class EventLog:
    """Use cases of somebody who wants to know what happened to an event."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, event_id: EventId, actor: Actor) -> tuple[LogEntry, ...]:
        """The actions on an event, oldest first; also on one that was deleted (PE-13).

        Raises:
            Refused: ``M-55`` when there never was such an event.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            lines = load_event_audit(s, event_id)
        if not lines:
            raise Refused("M-55", field="event", value=event_id)
        return told(lines)
