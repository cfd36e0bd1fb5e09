"""Tries that would find out what a blind count hides: written down, and shown to supervisors (D-16).

A blind cashier who hands over ever other amounts and takes them back learns from the refusals what
lies in the drawer. Nobody is stopped from a wrong amount, so each such try is in the audit of its drawer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from posapp.domain.clock import Clock
from posapp.domain.ids import ControlId
from posapp.domain.rights import Actor
from posapp.domain.turn_in import TurnIn, TurnInContent, TurnInId
from posapp.errors import Refused
from posapp.services.turn_in_work import known
from posapp.storage.audit import append_audit, control_chain
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.locks import lock_counter
from posapp.storage.supervising import TAKEN_BACK, TRIED

_HIDDEN: Final = "C-12H"


@contextmanager
def noting_refusals(
    db: Database,
    clock: Clock,
    actor: Actor,
    content: TurnInContent,
    place: ControlId | TurnInId,
    *,
    is_turn_in: bool = False,
) -> Iterator[None]:
    """Write a refusal down that tells a blind cashier something (``C-12H``), and pass it on.

    Args:
        db: the database.
        clock: what time it is.
        actor: who tried.
        content: what was to be handed over.
        place: the drawer, or a turn-in out of it.
        is_turn_in: whether it is the latter.
    """
    try:
        yield
    except Refused as refused:
        if refused.code == _HIDDEN:
            db.write(lambda s: _note(s, clock, actor, content, _control(s, place, is_turn_in)))
        raise


def note_taken_back(s: Transaction, clock: Clock, actor: Actor, turn_in: TurnIn) -> None:
    """Write down that a blind cashier took money back that was handed over."""
    body = {"tender_type": turn_in.tender_type, "amount": turn_in.amount.minor}
    _append(s, clock, actor, turn_in.tender_control_id, TAKEN_BACK, body)


def _note(
    s: Transaction, clock: Clock, actor: Actor, content: TurnInContent, control_id: ControlId
) -> None:
    lock_counter(s, (control_id,), ())
    body = {"tender_type": content.tender_type, "amount": content.amount.minor}
    _append(s, clock, actor, control_id, TRIED, body)


def _append(
    s: Transaction,
    clock: Clock,
    actor: Actor,
    control_id: ControlId,
    action: str,
    body: dict[str, object],
) -> None:
    append_audit(
        s,
        control_chain(control_id),
        at=clock(),
        user_id=actor.user_id,
        action=action,
        object_id=control_id,
        body=body | {"workstation": actor.workstation},
    )


def _control(s: Transaction, place: ControlId | TurnInId, is_turn_in: bool) -> ControlId:
    return known(s, TurnInId(place)).tender_control_id if is_turn_in else ControlId(place)
