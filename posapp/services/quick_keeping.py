"""Keeping batches of Quick Add: written whole before any event, corrected row by row (D-21, D-35)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from posapp.domain.adding import check_source
from posapp.domain.ids import ControlId
from posapp.domain.quick_add import TEXTS, BatchId, QuickHeader, QuickLine, RowResult
from posapp.domain.quick_rows import KeptLine, check_tape
from posapp.domain.quick_states import WHY_NOT, RowAct, may, state_of
from posapp.domain.requests import fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control, check_usable
from posapp.domain.topics import Saved, Topic
from posapp.errors import Refused
from posapp.services.done import Done, record_done
from posapp.storage import quick_add as store
from posapp.storage.audit import control_chain
from posapp.storage.base import Transaction
from posapp.storage.ids import take_id
from posapp.storage.mentions import mention
from posapp.storage.payment_facts import load_home_drawer
from posapp.storage.requests import find_request
from posapp.storage.tender_controls import load_control

KIND: Final = "quick-add"
CORRECT: Final = "quick-add.correct"
TOPICS: Final = frozenset({Topic.EVENTS})
_HELD: Final = "M-146"


def drawer_of(
    s: Transaction, control_id: ControlId | None, actor: Actor, setup: SetUp
) -> Control | None:
    """The drawer that was asked for, else the default one in the office's currency (D-02)."""
    if control_id is not None:
        return load_control(s, control_id)
    return load_home_drawer(s, setup.offices[actor.office].currency, actor, setup)


def batch_of(s: Transaction, batch_id: BatchId) -> store.Batch:
    """A batch without its rows.

    Raises:
        Refused: ``M-55``.
    """
    batch = store.load_batch(s, batch_id)
    if batch is None:
        raise Refused("M-55", field="batch", value=batch_id)
    return batch


def batch_for(s: Transaction, batch_id: BatchId, actor: Actor) -> store.Batch:
    """A batch that the actor may change and carry out: an own one, a supervisor any (D-44).

    Raises:
        Refused: ``M-55``, ``M-180``.
    """
    batch = batch_of(s, batch_id)
    if batch.user_id != actor.user_id and not actor.may(Right.CANCEL_ANY):
        raise Refused("M-180", batch=batch_id, user=batch.user_name)
    return batch


def check_kept_tape(s: Transaction, batch: store.Batch, setup: SetUp) -> None:
    """The tape must agree with what the rows say now, after all corrections.

    Rows that were given up count: the tape was made from the paper, where they are.

    Raises:
        Refused: ``M-140``, ``M-141``.
    """
    if batch.tape_total is not None or batch.tape_count is not None:
        header = QuickHeader(batch.kind, None, None, batch.tape_count, batch.tape_total)
        lines = [KeptLine(one.line, one.row) for one in store.load_lines(s, batch.id)]
        check_tape(header, lines, setup.currencies[batch.currency])


def keep_batch(
    s: Transaction,
    header: QuickHeader,
    lines: Sequence[KeptLine],
    request_id: str,
    actor: Actor,
    setup: SetUp,
    now: datetime,
) -> Saved[BatchId]:
    """Write a batch with its rows, unless its request was carried out before.

    Raises:
        Refused: ``M-54``; the drawer's ``M-05``, ``M-05N``, ``M-55``, ``M-75``, ``C-02``; the
            tape's ``M-140``, ``M-141``.
    """
    print_ = fingerprint((header.kind.value, tuple(lines)))
    known = find_request(s, request_id, KIND, print_)
    if known is not None:
        return Saved(BatchId(known), frozenset(), replayed=True)
    drawer = drawer_of(s, header.control_id, actor, setup)
    control = check_usable(drawer, actor.user_id, wanted=header.control_id or "")
    check_source(control, setup)
    check_tape(header, lines, setup.currencies[control.currency])
    batch_id = BatchId(take_id(s))
    values = {
        "id": batch_id,
        "request_id": request_id,
        "kind": header.kind,
        "tender_control_id": control.id,
        "payment_date": header.payment_date,
        "currency": control.currency,
        "tape_count": header.tape_count,
        "tape_total": header.tape_total,
        "created_at": now,
        "created_by": actor.user_id,
    }
    store.insert_batch(s, values, lines)
    body = {
        "kind": header.kind.value,
        "lines": len(lines),
        "rows": {"quick_batch": mention("quick_batch", [values])},
    }
    done = Done(request_id, KIND, print_, batch_id, control_chain(control.id), body, TOPICS)
    record_done(s, done, actor, now)
    return Saved(batch_id, TOPICS)


def correct_line(
    s: Transaction,
    batch_id: BatchId,
    corrected: KeptLine,
    request_id: str,
    actor: Actor,
    now: datetime,
) -> Saved[BatchId]:
    """Give a row that is not in other texts; it and those that it held back wait again.

    The audit keeps what it said before and says now.

    Raises:
        Refused: ``M-55`` no such row, ``M-143`` it is in or was given up, ``M-54``, ``M-180`` it
            is somebody else's.
    """
    line = corrected.line
    print_ = fingerprint((batch_id, corrected))
    if find_request(s, request_id, CORRECT, print_) is not None:
        return Saved(batch_id, frozenset(), replayed=True)
    batch = batch_for(s, batch_id, actor)
    found = store.lock_lines(s, batch_id, [line])
    if not found:
        raise Refused("M-55", field="line", value=line)
    require_act(found[0], RowAct.CHANGE)
    store.replace_line(s, batch_id, corrected)
    release_held(s, batch_id)
    body = {"batch": batch_id, "line": line, **_changes(found[0].row, corrected.row)}
    chain = control_chain(batch.control_id)
    record_done(s, Done(request_id, CORRECT, print_, batch_id, chain, body, TOPICS), actor, now)
    return Saved(batch_id, TOPICS)


def require_act(row: RowResult, act: RowAct) -> None:
    """A row must be in a state that an act fits.

    Raises:
        Refused: ``M-143``.
    """
    state = state_of(row.outcome)
    if not may(state, act):
        raise Refused("M-143", line=row.line, reason=WHY_NOT[state])


def release_held(s: Transaction, batch_id: BatchId) -> None:
    """Rows that another one held back wait again: the next run decides anew (QA-6)."""
    held = [one.line for one in store.load_lines(s, batch_id) if one.code == _HELD]
    store.record_refusals(s, batch_id, [(one, None) for one in held])


def require_rights(actor: Actor) -> None:
    """Quick Add adds, distributes and freezes in one go (QA-5).

    Raises:
        Refused: ``M-51``.
    """
    for right in (Right.ADD_EVENT, Right.DISTRIBUTE, Right.FREEZE):
        actor.require(right)


def _changes(before: QuickLine, after: QuickLine) -> dict[str, dict[str, str]]:
    """Texts that a correction changed, as they were and as they are."""
    names = [name for name in TEXTS if getattr(before, name) != getattr(after, name)]
    return {
        "before": {name: getattr(before, name) for name in names},
        "after": {name: getattr(after, name) for name in names},
    }
