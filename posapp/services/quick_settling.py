"""Settling a batch of Quick Add: rows that are not taken any more, a tape that was typed wrong.

Both are the owner's or a supervisor's (D-44), are stored and audited, and done once (D-21).
"""

from collections.abc import Collection, Sequence
from typing import Any, Final

from posapp.domain.clock import Clock
from posapp.domain.money import Money
from posapp.domain.quick_add import BatchId, RowResult
from posapp.domain.quick_states import RowAct, may, state_of
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.services.done import Done, record_done
from posapp.services.quick_keeping import (
    TOPICS,
    batch_for,
    release_held,
    require_act,
    require_rights,
)
from posapp.storage import quick_add as store
from posapp.storage.audit import control_chain
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.quick_settling import record_given_up, record_tape
from posapp.storage.requests import find_request

GIVE_UP: Final = "quick-add.give-up"
TAPE: Final = "quick-add.tape"
_REASONED: Final = "M-205"
_PLAIN: Final = "M-206"


class QuickSettling:
    """Use cases that end a batch without money."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def give_up(
        self,
        batch_id: BatchId,
        lines: Collection[int] | None,
        reason: str,
        actor: Actor,
        request_id: str,
    ) -> Saved[BatchId]:
        """Say that rows are not taken any more; those that they held back wait again.

        Args:
            batch_id: the batch.
            lines: its rows; ``None`` for all that are neither in nor given up.
            reason: why, for who looks later; may be empty.
            actor: who decides it.
            request_id: of this decision.

        Raises:
            Refused: ``M-55`` no such batch or row, ``M-143`` a row that is in or was given up,
                ``M-207`` nothing is left, ``M-50``, ``M-58`` for the reason, ``M-54``, ``M-180``.
        """
        require_rights(actor)
        check_request_id(request_id)
        said = clean_text(reason, "reason")

        def work(s: Transaction) -> Saved[BatchId]:
            named = None if lines is None else sorted(lines)
            print_ = fingerprint((batch_id, named, said))
            if find_request(s, request_id, GIVE_UP, print_) is not None:
                return Saved(batch_id, frozenset(), replayed=True)
            batch = batch_for(s, batch_id, actor)
            rows = _to_give_up(s, batch_id, lines)
            fields = {"user": actor.name} | ({"reason": said} if said else {})
            code = _REASONED if said else _PLAIN
            mentions = record_given_up(s, batch_id, rows, code, fields)
            release_held(s, batch_id)
            body = {
                "batch": batch_id,
                "lines": [one.line for one in rows],
                "reason": said,
                "before": [{"line": one.line, "code": one.code} for one in rows if one.code],
                "rows": mentions,
            }
            chain = control_chain(batch.control_id)
            done = Done(request_id, GIVE_UP, print_, batch_id, chain, body, TOPICS)
            record_done(s, done, actor, self._clock())
            return Saved(batch_id, TOPICS)

        return self._db.write(work)

    def correct_tape(
        self,
        batch_id: BatchId,
        tape_count: int | None,
        tape_total: Money | None,
        actor: Actor,
        request_id: str,
    ) -> Saved[BatchId]:
        """Give a batch another tape, while a row of it is open; ``None`` takes a figure away.

        Whether it agrees is asked when the batch is carried out.

        Raises:
            Refused: ``M-55`` no such batch, ``M-208`` every row is settled, ``M-54``, ``M-180``.
        """
        require_rights(actor)
        check_request_id(request_id)

        def work(s: Transaction) -> Saved[BatchId]:
            print_ = fingerprint((batch_id, tape_count, tape_total))
            if find_request(s, request_id, TAPE, print_) is not None:
                return Saved(batch_id, frozenset(), replayed=True)
            batch = batch_for(s, batch_id, actor)
            if all(one.is_settled for one in store.load_lines(s, batch_id)):
                raise Refused("M-208", field="tape_total", batch=batch_id)
            mentions = record_tape(s, batch, tape_count, tape_total)
            before = {"count": batch.tape_count, "total": _minor(batch.tape_total)}
            body: dict[str, Any] = {"batch": batch_id, "before": before, "rows": mentions}
            chain = control_chain(batch.control_id)
            done = Done(request_id, TAPE, print_, batch_id, chain, body, TOPICS)
            record_done(s, done, actor, self._clock())
            return Saved(batch_id, TOPICS)

        return self._db.write(work)


def _to_give_up(
    s: Transaction, batch_id: BatchId, lines: Collection[int] | None
) -> Sequence[RowResult]:
    """The rows, locked: those that were named, or all that may still be given up."""
    if lines is not None:
        found = store.lock_lines(s, batch_id, lines)
        missing = set(lines) - {one.line for one in found}
        if missing:
            raise Refused("M-55", field="line", value=min(missing))
        for one in found:
            require_act(one, RowAct.GIVE_UP)
        if found:
            return found
        raise Refused("M-207", batch=batch_id)
    every = [one.line for one in store.load_lines(s, batch_id) if not one.is_settled]
    now = store.lock_lines(s, batch_id, every) if every else ()
    left = [one for one in now if may(state_of(one.outcome), RowAct.GIVE_UP)]
    if not left:
        raise Refused("M-207", batch=batch_id)
    return left


def _minor(amount: Money | None) -> int | None:
    return None if amount is None else amount.minor
