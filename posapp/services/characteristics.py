"""Add, change and remove characteristics of events, payments and tenders (payments 2.4)."""

from functools import partial
from typing import Any

from posapp.domain import characteristic_edits as rules
from posapp.domain.characteristic_values import check_type, invalid, plain_value
from posapp.domain.characteristics import (
    Bearer,
    CharacteristicDraft,
    CharacteristicKind,
    CharacteristicType,
)
from posapp.domain.clock import Clock
from posapp.domain.codes import ControlStatus
from posapp.domain.ids import EventId
from posapp.domain.rights import Actor, Right
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.services.event_change import Change, ChangeContext, EventChanger
from posapp.services.setup import SetUpCache
from posapp.storage import characteristics as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.event_changes import control_statuses
from posapp.storage.requests import result_of_request


class Characteristics:
    """Use cases of characteristics; each is a change of the event, with audit and log.

    ``seen`` is the version of the event that the user looked at; where it is given and somebody
    changed the event since, the action is refused with ``M-30`` (PY-6).
    """

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._changer = EventChanger(db, clock, setup)

    def add(
        self,
        event_id: EventId,
        bearer: Bearer,
        draft: CharacteristicDraft,
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Put a characteristic on an event, or on a payment or tender of it.

        Raises:
            Refused: ``M-12``, ``M-38``, ``M-50``, ``M-55``, ``M-57``, ``M-90``, ``M-92``.
        """
        actor.require(Right.ADD_EVENT)
        content = f"{bearer} {draft}"
        change = partial(_add, bearer, draft)
        return self._changer.run(
            "characteristic.add", event_id, request_id, actor, change, content=content, seen=seen
        )

    def change(
        self,
        characteristic_id: int,
        draft: CharacteristicDraft,
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Give a characteristic another type or value.

        Raises:
            Refused: as ``add``.
        """
        actor.require(Right.ADD_EVENT)
        change = partial(_change, characteristic_id, draft)
        return self._run("characteristic.set", characteristic_id, change, request_id, actor,
                         f"{characteristic_id} {draft}", seen)  # fmt: skip

    def delete(
        self, characteristic_id: int, request_id: str, actor: Actor, *, seen: int | None = None
    ) -> Saved[EventId]:
        """Remove a characteristic.

        Raises:
            Refused: ``M-12``, ``M-55``, ``M-92``.
        """
        actor.require(Right.ADD_EVENT)
        change = partial(_delete, characteristic_id)
        return self._run("characteristic.delete", characteristic_id, change, request_id, actor,
                         str(characteristic_id), seen)  # fmt: skip

    def _run(
        self,
        kind: str,
        characteristic_id: int,
        change: Change,
        request_id: str,
        actor: Actor,
        content: str,
        seen: int | None,
    ) -> Saved[EventId]:
        with self._db.read() as s:
            event_id: int | None = store.event_of_characteristic(s, characteristic_id)
            if event_id is None:
                # What this request deleted is gone, and asking again is still the same request.
                event_id = result_of_request(s, request_id, kind)
        if event_id is None:
            raise Refused("M-55", field="characteristic", value=characteristic_id)
        return self._changer.run(
            kind, EventId(event_id), request_id, actor, change, content=content, seen=seen
        )


def _add(
    bearer: Bearer, draft: CharacteristicDraft, s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    _check_bearer(s, bearer, context)
    kind, named = _checked(s, bearer, draft, context)
    rules.check_new(context.event, bearer, CharacteristicDraft(kind.code, named[0]))
    new = store.insert_characteristic(s, context.event.id, bearer, kind, named)
    return {"characteristic": new, "type": kind.code, "value": named[0]}


def _change(
    characteristic_id: int, draft: CharacteristicDraft, s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    old = rules.characteristic_of(context.event, characteristic_id)
    _check_bearer(s, old.bearer, context)
    kind, named = _checked(s, old.bearer, draft, context)
    rules.check_new(
        context.event, old.bearer, CharacteristicDraft(kind.code, named[0]), characteristic_id
    )
    store.update_characteristic(s, characteristic_id, kind, named)
    return {"characteristic": characteristic_id, "type": kind.code, "value": named[0]}


def _delete(characteristic_id: int, s: Transaction, context: ChangeContext) -> dict[str, Any]:
    old = rules.characteristic_of(context.event, characteristic_id)
    _check_bearer(s, old.bearer, context)
    store.delete_characteristic(s, characteristic_id)
    return {"characteristic": old.id, "type": old.characteristic_type, "value": old.value}


def _check_bearer(s: Transaction, bearer: Bearer, context: ChangeContext) -> None:
    drawers = [
        tender.tender_control_id
        for tender in context.event.tenders
        if tender.id == bearer.tender_id and tender.tender_control_id is not None
    ]
    statuses = control_statuses(s, drawers)
    balanced = ControlStatus.BALANCED in statuses.values()
    rules.check_bearer(context.event, bearer, drawer_is_balanced=balanced)


def _checked(
    s: Transaction, bearer: Bearer, draft: CharacteristicDraft, context: ChangeContext
) -> tuple[CharacteristicType, tuple[str, str]]:
    """Type, and value with its meaning; a foreign key must exist (DR-5)."""
    kind = check_type(draft, bearer.entity, context.setup.characteristic_types)
    named = plain_value(draft, kind)
    if kind.kind is not CharacteristicKind.FOREIGN_KEY or kind.foreign_kind is None:
        return kind, named
    found = store.find_named(s, kind.foreign_kind, named[0])
    if found is None:
        raise invalid(kind, named[0])
    return kind, found
