"""The end of every write: request, audit row and change log, in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from posapp.domain.clock import business_date
from posapp.domain.ids import ControlId
from posapp.domain.rights import Actor
from posapp.domain.setup import SetUp
from posapp.domain.topics import Topic
from posapp.errors import Refused
from posapp.storage.audit import append_audit, control_chain, office_chain
from posapp.storage.base import Transaction
from posapp.storage.changes import append_change
from posapp.storage.late_numbers import LateNumber, append_with_number
from posapp.storage.requests import drop_draft, record_request
from posapp.storage.users import is_active


@dataclass(frozen=True, slots=True)
class Done:
    """A command that was carried out: what, by whom, when, with which result (D-21, D-40).

    ``late`` is a number that ``result_id`` gets with COMMIT, and that the body says already.
    """

    request_id: str
    kind: str
    fingerprint: str
    result_id: int
    chain: str
    body: Mapping[str, Any]
    topics: frozenset[Topic]
    late: LateNumber | None = None


def record_done(s: Transaction, done: Done, actor: Actor, now: datetime) -> None:
    """Write request, audit and change log of a command; its draft is no longer in hand.

    One with a number to come is not audited here, but by ``record_late``.

    Raises:
        Refused: ``M-153`` when the user was deactivated since the sign-in.
    """
    if not is_active(s, actor.user_id):
        raise Refused("M-153", name=actor.name)
    record_request(
        s,
        done.request_id,
        done.kind,
        done.fingerprint,
        done.result_id,
        at=now,
        user_id=actor.user_id,
    )
    if done.late is None:
        append_audit(s, done.chain, **_entry(done, actor, now))
    drop_draft(s, done.request_id)
    append_change(s, at=now, topics=done.topics, workstation=actor.workstation)


def record_late(s: Transaction, done: Done, actor: Actor, now: datetime) -> None:
    """Audit a command whose number is drawn with COMMIT: the last that is asked of a transaction."""
    if done.late is not None:
        append_with_number(s, done.chain, done.late, **_entry(done, actor, now))


def _entry(done: Done, actor: Actor, now: datetime) -> dict[str, Any]:
    return {
        "at": now,
        "user_id": actor.user_id,
        "action": done.kind,
        "object_id": done.result_id,
        "body": done.body,
    }


def chain_of(control_id: ControlId | None, office: str, setup: SetUp, made: datetime) -> str:
    """Audit chain of an event: of its drawer, else of its office on the day it was made (D-40).

    An event without a drawer is all auto pay; whenever it changes, its day stays the same.
    """
    if control_id is not None:
        return control_chain(control_id)
    return chain_of_office(setup, office, made)


def chain_of_office(setup: SetUp, office_code: str, now: datetime) -> str:
    """Audit chain of an office on its business date (D-40)."""
    office = setup.offices[office_code]
    return office_chain(office.code, business_date(now, office.zone, office.day_start))
