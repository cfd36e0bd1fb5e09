"""Workers for the kill harness that drive the real services, as a cashier's program does."""

import json
from typing import Any

from posapp.domain.codes import Role
from posapp.domain.event_drafts import from_text
from posapp.domain.ids import EventId, UserId
from posapp.domain.rights import Actor
from posapp.errors import Refused
from posapp.services.bundle import Services, build
from posapp.storage.db import Database
from tests.helpers.clock import FixedClock
from tests.helpers.kill9 import Bomb, Worker


def counter(bomb: Bomb, url: str, user_id: str) -> Worker:
    """Does one order at a time: ``{"do": ..., "request": ...}``; answers with JSON."""
    db = Database.open(url)
    services = build(db, FixedClock())
    roles = frozenset({Role.CASHIER, Role.SUPERVISOR})
    actor = Actor(UserId(int(user_id)), "cashier", "Cashier", roles, "MAIN", "WS1")
    # What is loaded once is loaded before the first kill, so that points lie inside a payment.
    services.setup()
    bomb.plant(db)

    def work(payload: str) -> str:
        order = json.loads(payload)
        try:
            return json.dumps(obey(services, actor, order))
        except Refused as refused:
            return json.dumps({"refused": refused.code})

    return work


def obey(services: Services, actor: Actor, order: dict[str, Any]) -> dict[str, Any]:
    """Carry one order out."""
    do, request = order["do"], order.get("request", "")
    if do == "pay":
        paid = services.in_hand.submit(from_text(order["draft"]), actor)
        return {"event": paid.value.event_id, "replayed": paid.replayed}
    if do == "finish":
        # What a restarted program offers: the payments that are still in hand (D-21).
        kept = services.in_hand.kept(actor)
        done = [services.in_hand.submit(each.command, actor) for each in kept]
        return {
            "finished": {
                each.command.request_id: saved.value.event_id
                for each, saved in zip(kept, done, strict=True)
            }
        }
    act = getattr(services.event_actions, do)
    more = (frozenset({"M-41"}),) if do == "delete" else ()
    saved = act(EventId(order["event"]), request, actor, *more)
    return {"event": saved.value, "replayed": saved.replayed}
