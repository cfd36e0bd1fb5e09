"""Change log: what other workstations should read again (architecture 4.11).

Each command adds one row; a poller reads the newest ones. On PostgreSQL a lower number may
become visible after a higher one, so a reader keeps the numbers it has seen of a short window.

A row says which program wrote it: two windows on one computer are two programs of one workstation,
and each must hear of the other.
"""

import os
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, select

from posapp.domain.topics import Mark, Topic
from posapp.storage.base import table_of
from posapp.storage.db import CHANGED
from posapp.storage.prepared import insert_into
from posapp.storage.tables.system import ChangeLogRow

_log = table_of(ChangeLogRow)
WINDOW: Final = 200

_APPEND = insert_into(ChangeLogRow, but=("id",))
_NEWER = (
    select(_log.c.id, _log.c.topics, _log.c.workstation)
    .where(_log.c.id > bindparam("after"))
    .order_by(_log.c.id)
)


def append_change(
    s: Connection, *, at: datetime, topics: Iterable[Topic], workstation: str
) -> None:
    """Note what a command changed, in its own transaction; no topics, no row."""
    words = _words(frozenset(topics))
    if words:
        _APPEND.many(s, [{"at": at, "topics": words, "workstation": _program(workstation)}])
        s.__dict__[CHANGED] = True


def _program(workstation: str) -> str:
    """This program at a workstation; a number that was given again is of one that has ended."""
    return f"{workstation} #{os.getpid()}"


@cache
def _words(topics: frozenset[Topic]) -> str:
    return " ".join(sorted(topic.value for topic in topics))


def newest_mark(s: Connection) -> Mark:
    """A mark at the present end, for a reader that has just loaded everything."""
    last = s.execute(select(func.coalesce(func.max(_log.c.id), 0))).scalar_one()
    rows = s.execute(_NEWER, {"after": last - WINDOW})
    return Mark(last, frozenset(row.id for row in rows))


def changes_since(s: Connection, mark: Mark, *, but: str = "") -> tuple[Mark, frozenset[Topic]]:
    """What changed since a mark, and the next mark.

    Args:
        s: a read transaction.
        mark: of the last call, or ``newest_mark``.
        but: workstation at which this program's own changes are left out, because it knows them.
    """
    own = _program(but) if but else ""
    rows = s.execute(_NEWER, {"after": mark.last - WINDOW}).all()
    last = max([mark.last, *(row.id for row in rows)])
    fresh = [row for row in rows if row.id not in mark.seen]
    words = {
        word for row in fresh if not own or row.workstation != own for word in row.topics.split()
    }
    seen = frozenset(row.id for row in rows if row.id > last - WINDOW)
    # A newer program may know more topics than this one.
    return Mark(last, seen), frozenset(Topic(word) for word in words & set(Topic))


def prune_changes(s: Connection, *, before: datetime) -> int:
    """Delete notes older than ``before``; returns how many. Readers never look back that far."""
    return s.execute(delete(_log).where(_log.c.at < before)).rowcount
