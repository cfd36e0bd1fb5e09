"""Change the tenders of an event: add, change, move to another drawer, delete."""

from functools import partial

from posapp.domain.clock import Clock
from posapp.domain.ids import AccountId, ControlId, EventId, TenderId
from posapp.domain.payment_events import TenderDraft
from posapp.domain.rights import Actor, Right
from posapp.domain.tender_edits import TenderChange
from posapp.domain.texts import clean_tender
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.services.autopay_changes import adjust_with_request
from posapp.services.event_change import Change, EventChanger
from posapp.services.held import holding
from posapp.services.sealing import Sealing
from posapp.services.setup import SetUpCache
from posapp.services.tender_work import (
    add_tender,
    change_tender,
    delete_tender,
    move_tender,
)
from posapp.storage.canceling import event_of_tender
from posapp.storage.db import Database
from posapp.storage.requests import result_of_request


class TenderEdits:
    """Use cases on one tender of an event.

    ``seen`` is the version of the event that the user looked at; where it is given and somebody
    changed the event since, the action is refused with ``M-30`` (PY-6).
    """

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache, sealing: Sealing) -> None:
        self._db = db
        self._sealing = sealing
        self._changer = EventChanger(db, clock, setup)

    def add(
        self,
        event_id: EventId,
        draft: TenderDraft,
        request_id: str,
        actor: Actor,
        *,
        payor: AccountId | None = None,
        control_id: ControlId | None = None,
        confirmed: frozenset[str] = frozenset(),
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Add a tender to an event; until payments are added too it is unbalanced (TN-2, TN-5).

        Args:
            event_id: the event.
            draft: the tender, its amount in its own currency.
            request_id: of this request (D-21).
            actor: who asks.
            payor: who hands it over; default: the payor of the first tender.
            control_id: its tender control; the one that is offered by default (D-02).
            confirmed: codes the user said yes to.
            seen: version of the event that the user looked at.

        Raises:
            Refused: as adding an event refuses a tender, ``M-238`` above the hard limit (D-19).
            NeedsConfirmation: ``M-06W``, ``M-31``, ``M-40``, ``M-239``.
        """
        actor.require(Right.ADD_EVENT)
        clean = clean_tender(draft)
        change = partial(add_tender, clean, payor, control_id, confirmed, self._sealing)
        content = f"{clean} {payor} {control_id}"
        return self._changer.run(
            "tender.add", event_id, request_id, actor, change, content=content, seen=seen
        )

    def change(
        self,
        tender_id: TenderId,
        draft: TenderDraft,
        request_id: str,
        actor: Actor,
        *,
        confirmed: frozenset[str] = frozenset(),
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Give a tender new values: form, amount, check number, references (D-28).

        Raises:
            Refused: ``M-02``, ``M-55``, ``M-62``, ``M-63``, ``M-76``, ``M-88``,
                ``M-193``, ``M-238`` (D-19), ``M-241`` money that is not in its drawer.
            NeedsConfirmation: ``M-31`` for a check that is there already (TN-7), ``M-105`` for an automatic payment (AP-09).
        """
        actor.require(Right.ADD_EVENT)
        clean = clean_tender(draft)
        change = holding(partial(change_tender, tender_id, clean, confirmed), (), confirmed)
        content = f"{tender_id} {clean}"
        return self._run("tender.set", tender_id, change, request_id, actor, content, seen)

    def adjust(
        self,
        tender_id: TenderId,
        change: TenderChange,
        request_id: str,
        actor: Actor,
        *,
        confirmed: frozenset[str] = frozenset(),
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Change some values of a tender and keep the others, which are read under the lock (D-21).

        Raises:
            Refused: as ``change``; ``M-01``, ``M-65`` for another payor.
            NeedsConfirmation: ``M-06W`` for a cash-only payor; ``M-31``; ``M-105``, ``M-109`` for an
                automatic payment (AP-09, AP-12).
        """
        actor.require(Right.ADD_EVENT)
        adjust = partial(adjust_with_request, tender_id, change, confirmed, self._sealing)
        work = holding(adjust, (), confirmed)
        content = f"{tender_id} {change}"
        return self._run("tender.set", tender_id, work, request_id, actor, content, seen)

    def move(
        self,
        tender_id: TenderId,
        control_id: ControlId,
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Put a tender into another open tender control (TC-04).

        Raises:
            Refused: ``C-02``, ``M-05``, ``M-55``, ``M-70``, ``M-72``, ``M-73``, ``M-88``,
                ``M-238``, ``M-241``.
        """
        actor.require(Right.ADD_EVENT)
        change = holding(partial(move_tender, tender_id, control_id), (control_id,))
        content = f"{tender_id} {control_id}"
        return self._run(
            "tender.move", tender_id, change, request_id, actor, content, seen, (control_id,)
        )

    def delete(
        self, tender_id: TenderId, request_id: str, actor: Actor, *, seen: int | None = None
    ) -> Saved[EventId]:
        """Remove a tender while its drawer is open and nothing is frozen (D-12).

        Raises:
            Refused: ``M-29``, ``M-88``, ``M-241``.
        """
        actor.require(Right.ADD_EVENT)
        change = holding(partial(delete_tender, tender_id))
        content = str(tender_id)
        return self._run("tender.delete", tender_id, change, request_id, actor, content, seen)

    def _run(
        self,
        kind: str,
        tender_id: TenderId,
        change: Change,
        request_id: str,
        actor: Actor,
        content: str,
        seen: int | None,
        controls: tuple[ControlId, ...] = (),
    ) -> Saved[EventId]:
        with self._db.read() as s:
            event_id = event_of_tender(s, tender_id)
            if event_id is None:
                # What this request deleted is gone, and asking again is still the same request.
                event_id = result_of_request(s, request_id, kind)
        if event_id is None:
            raise Refused("M-55", field="tender", value=tender_id)
        return self._changer.run(
            kind,
            EventId(event_id),
            request_id,
            actor,
            change,
            content=content,
            more=lambda _s, _context: controls,
            seen=seen,
        )
