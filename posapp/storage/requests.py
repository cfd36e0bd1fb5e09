"""Requests that were carried out, and drafts in hand (D-21, A.2.1).

A command looks its request id up first in its own transaction. The key of the table is the
request id, so two tries at the same moment cannot both be recorded; ``Database.write`` runs the
loser again, which then finds the winner's result.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Final

from sqlalchemy import Connection, Executable, bindparam, delete, select

from posapp.domain.drafts import Draft
from posapp.errors import NeedsConfirmation, Refused, StorageFailure
from posapp.late import part
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Ask, Prepared, insert_into
from posapp.storage.tables.system import InHandRow, RequestRow

LOOK_UP_MS: Final = 1_000
"""So long a look-up waits for a transaction that may still record its request."""
_NEVER_KEPT: Final = datetime(2000, 1, 1, tzinfo=UTC)
_request = table_of(RequestRow)
_in_hand = table_of(InHandRow)

_FIND = Prepared(
    select(_request.c.kind, _request.c.fingerprint, _request.c.result_id).where(
        _request.c.id == bindparam("request_id")
    )
)
_RECORD = insert_into(RequestRow)
_STORE = insert_into(InHandRow)
_DROP = Prepared(delete(_in_hand).where(_in_hand.c.request_id == bindparam("request_id")))
_DRAFTS = Prepared(
    select(_in_hand)
    .where(
        _in_hand.c.user_id == bindparam("user_id"),
        _in_hand.c.workstation == bindparam("workstation"),
    )
    .order_by(_in_hand.c.created_at, _in_hand.c.request_id)
)


def request_asked(request_id: str) -> Ask:
    """What ``find_request`` asks."""
    return _FIND, {"request_id": request_id}


def find_request(s: Connection, request_id: str, kind: str, fingerprint: str) -> int | None:
    """Result of a request that was carried out; ``None`` when it was not.

    Args:
        s: the write transaction of the command.
        request_id: made once when the dialog opened, kept through every retry.
        kind: name of the command.
        fingerprint: of its content, confirmations left out.

    Raises:
        Refused: ``M-54`` when the id was used for another command or other content.
    """
    row = _FIND.first(s, {"request_id": request_id})
    if row is None:
        return None
    if (row.kind, row.fingerprint) != (kind, fingerprint):
        raise Refused("M-54", kind=row.kind, field="request_id")
    return int(row.result_id)


@contextmanager
def second_look(s: Connection, request_id: str, kind: str, fingerprint: str) -> Iterator[None]:
    """Look for the request once more when it is refused: its first click may have won.

    Two clicks of one request both find nothing at first; the one that waits for the locks of the
    other then sees what the first has done, and would be refused for it.

    Args:
        s: the write transaction of the command.
        request_id: as in ``find_request``.
        kind: name of the command.
        fingerprint: of its content.

    Raises:
        StorageFailure: ``locked``, which ``Database.write`` retries, when it was carried out
            meanwhile: the next try finds its result. Other refusals go on as they are.
    """
    try:
        yield
    except (Refused, NeedsConfirmation) as refusal:
        if find_request(s, request_id, kind, fingerprint) is None:
            raise
        raise StorageFailure("locked", "The same request was carried out.") from refusal


def result_of_request(s: Connection, request_id: str, kind: str) -> int | None:
    """Result of a request of a kind, whatever its content; ``None`` when there is none."""
    row = _FIND.first(s, {"request_id": request_id})
    return int(row.result_id) if row is not None and row.kind == kind else None


def is_recorded(s: Connection, request_id: str) -> bool:
    """Whether a request was carried out, whatever it was: asked after a lost reply (A.2.6).

    A COMMIT without an answer may still be under way, and then a plain read finds nothing of what
    lands a moment later. So the same request is put in here as well: the key makes that wait for
    the end of the other transaction. On SQLite the only writer is this transaction.

    Args:
        s: a write transaction that is rolled back.
        request_id: of the command.

    Raises:
        StorageFailure: ``locked`` when the other is not at its end within ``LOOK_UP_MS``.
    """
    if s.dialect.name == "sqlite":
        return _FIND.first(s, {"request_id": request_id}) is not None
    s.exec_driver_sql(f"SET LOCAL lock_timeout = {LOOK_UP_MS}")
    rehearsed = {
        "id": request_id,
        "kind": "look-up",
        "fingerprint": "",
        "result_id": 0,
        "created_at": _NEVER_KEPT,
        "user_id": None,
    }
    return s.execute(_rehearsal(), rehearsed).first() is None


@cache
def _rehearsal() -> Executable:
    """Needs the dialect of servers, without which a start on a file does (P7)."""
    insert = part("sqlalchemy.dialects.postgresql").insert
    made: Executable = insert(_request).on_conflict_do_nothing().returning(_request.c.id)
    return made


def record_request(
    s: Connection,
    request_id: str,
    kind: str,
    fingerprint: str,
    result_id: int,
    *,
    at: datetime,
    user_id: int | None,
) -> None:
    """Remember, for ever, what a request did; in the same transaction as its rows."""
    request = {
        "id": request_id,
        "kind": kind,
        "fingerprint": fingerprint,
        "result_id": result_id,
        "created_at": at,
        "user_id": user_id,
    }
    _RECORD.many(s, [request])


def store_draft(s: Connection, draft: Draft) -> None:
    """Keep a draft before its write; a later version of the same draft takes its place."""
    _DROP.run(s, {"request_id": draft.request_id})
    _STORE.run(
        s,
        {
            "request_id": draft.request_id,
            "user_id": draft.user_id,
            "workstation": draft.workstation,
            "kind": draft.kind,
            "draft": draft.draft,
            "created_at": draft.created_at,
        },
    )


def list_drafts(s: Connection, user_id: int, workstation: str) -> tuple[Draft, ...]:
    """Drafts that a user left at a workstation, oldest first: to be offered again."""
    rows = _DRAFTS.all(s, {"user_id": user_id, "workstation": workstation})
    return tuple(record(row, Draft) for row in rows)


def drop_draft(s: Connection, request_id: str) -> None:
    """Forget a draft: it was carried out or thrown away. No draft is no error."""
    _DROP.many(s, [{"request_id": request_id}])
