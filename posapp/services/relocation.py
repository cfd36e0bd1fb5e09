"""An office moves from its file to a server, and the move is noted in the server's audit."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from posapp.domain.clock import Clock, business_date
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.errors import StorageFailure
from posapp.storage import move
from posapp.storage.audit import append_audit, bodies_of, office_chain
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.move import Moved, Told
from posapp.storage.postgres import shown_url
from posapp.storage.setup import load_setup

ACTION: Final = "database.move"


class Relocation:
    """Moves an office by address (D.2, S0 to S1); whoever may read the file may move it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def move(
        self, source: str, target: str, actor: Actor | None = None, told: Told | None = None
    ) -> tuple[Moved, SetUp]:
        """Move an office from a SQLite file to an empty PostgreSQL database, whole or not at all.

        Returns what was compared, and the set-up, whose currencies word the totals. Where the
        office is there already and only the note is missing, it is written, and nothing is
        compared: counters may have been at work since.

        Raises:
            Refused: the actor may not (D-44).
            StorageFailure: as ``storage.move`` says; the file is then as it was. After the move
                the note may fail: the office is on the server then, and a repeat writes the note.
        """
        _require(actor)
        now = self._clock()
        try:
            moved = move.move(source, target, now, told=told)
        except StorageFailure as failure:
            copied = move.rows_of_moved(source, target) if failure.kind == "moved" else None
            if copied is None:
                raise
            moved = Moved(shown_url(target), (), (), 0)
            note = partial(_note, source, moved.address, copied, now, actor)
            written, setup = _on_server(target, note)
            if not written:
                raise
            return moved, setup
        # After the comparison: the server holds one row more than the file from here on.
        try:
            note = partial(_note, source, moved.address, moved.rows, now, actor)
            return moved, _on_server(target, note)[1]
        except StorageFailure as failure:
            raise StorageFailure(
                failure.kind,
                f"The office moved to {moved.address}; only the note in the audit is missing "
                f"({failure.detail.rstrip('.')}). Repeat the command to write it.",
            ) from failure

    def give_up(self, source: str, target: str, actor: Actor | None = None) -> None:
        """Take the mark of a move off that was killed before the server kept anything.

        Raises:
            Refused: the actor may not (D-44).
            StorageFailure: no move is under way, or the server holds something.
        """
        _require(actor)
        move.give_up(source, target)


def _on_server(
    target: str, note: Callable[[Transaction], tuple[bool, SetUp]]
) -> tuple[bool, SetUp]:
    db = Database.open(target)
    try:
        return db.write(note)
    finally:
        db.dispose()


def _note(
    source: str, address: str, copied: int, now: datetime, actor: Actor | None, s: Transaction
) -> tuple[bool, SetUp]:
    """Write the note unless it is there; whether it was missing, and the set-up."""
    setup = load_setup(s)
    # The server was empty before: whatever note says that an office came to it is this move's.
    if any(body["to"] == address for body in bodies_of(s, ACTION)):
        return False, setup
    first = next(iter(setup.offices.values()))
    append_audit(
        s,
        office_chain(first.code, business_date(now, first.zone, first.day_start)),
        at=now,
        user_id=None if actor is None else actor.user_id,
        action=ACTION,
        object_id=None,
        body={"from": source, "to": address, "copied": copied},
    )
    return True, setup


def _require(actor: Actor | None) -> None:
    if actor is not None:
        actor.require(Right.CHECK_DATABASE)
