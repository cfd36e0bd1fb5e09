"""Payments in hand: kept before their write, offered again after a crash (D-21)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from posapp.domain.clock import Clock
from posapp.domain.drafts import Draft
from posapp.domain.event_drafts import from_text, to_text
from posapp.domain.payment_events import KIND, AddedEvent, AddEvent
from posapp.domain.rights import Actor, Right
from posapp.domain.texts import clean_command
from posapp.domain.topics import Saved
from posapp.errors import NeedsConfirmation, Refused
from posapp.storage.accounts import load_names
from posapp.storage.db import Database
from posapp.storage.requests import drop_draft, list_drafts, store_draft

if TYPE_CHECKING:
    from posapp.services.payment_events import PaymentEvents

Adding = Callable[[AddEvent, Actor], Saved[AddedEvent]]


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """A payment that was being written when the program ended; the stamp is UTC."""

    command: AddEvent
    kept_at: datetime
    payor_name: str = ""


class InHand:
    """Use cases of drafts."""

    def __init__(self, db: Database, clock: Clock, events: "Callable[[], PaymentEvents]") -> None:
        """Remember where drafts lie.

        Args:
            db: the database.
            clock: gives the time.
            events: gives what adds events; asked when one is added, for Home only reads (P7).
        """
        self._db = db
        self._clock = clock
        self._events = events

    def submit(
        self, command: AddEvent, actor: Actor, add: Adding | None = None
    ) -> Saved[AddedEvent]:
        """Keep the draft, then add the event; a refused try leaves no draft behind.

        Whatever ends the program in between leaves the draft with its request id, so finishing it
        later does the payment once. ``add`` is another way to add it, such as an approved one.

        Raises:
            Refused: as ``PaymentEvents.add``.
            NeedsConfirmation: as ``PaymentEvents.add``.
        """
        actor.require(Right.ADD_EVENT)
        # Before anything is written: what must not be stored must not lie in a draft either.
        command = clean_command(command)
        draft = self._draft(command, actor)
        self._db.write(lambda s: store_draft(s, draft))
        try:
            saved = (add or self._events().add)(command, actor)
        except (Refused, NeedsConfirmation):
            self.drop(command.request_id)
            raise
        if saved.replayed:
            # The first run dropped its draft with its own rows; this one is ours.
            self.drop(command.request_id)
        return saved

    def keep(self, command: AddEvent, actor: Actor) -> None:
        """Keep a payment that is typed but not sent, because its user leaves (D-21).

        Raises:
            Refused: what must not be stored must not lie in a draft either.
        """
        actor.require(Right.ADD_EVENT)
        draft = self._draft(clean_command(command), actor)
        self._db.write(lambda s: store_draft(s, draft))

    def kept(self, actor: Actor) -> tuple[KeptEvent, ...]:
        """Payments that this user left in hand at this workstation, oldest first."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            drafts = list_drafts(s, actor.user_id, actor.workstation)
            found = [(from_text(one.draft), one.created_at) for one in drafts if one.kind == KIND]
            names = load_names(s, [command.payor for command, _at in found])
        return tuple(KeptEvent(command, at, names.get(command.payor, "")) for command, at in found)

    def drop(self, request_id: str) -> None:
        """Forget a draft: it was refused, or the cashier throws it away."""
        self._db.write(lambda s: drop_draft(s, request_id))

    def _draft(self, command: AddEvent, actor: Actor) -> Draft:
        return Draft(
            request_id=command.request_id,
            user_id=actor.user_id,
            workstation=actor.workstation,
            kind=KIND,
            draft=to_text(command),
            created_at=self._clock(),
        )
