"""An office moves from its file to a server, and the move is noted in the server's audit."""

from datetime import datetime
from functools import partial

from posapp.domain.clock import Clock, business_date
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.storage import move
from posapp.storage.audit import append_audit, office_chain
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.move import Moved, Told
from posapp.storage.setup import load_setup


class Relocation:
    """Moves an office by address (D.2, S0 to S1); whoever may read the file may move it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def move(
        self, source: str, target: str, actor: Actor | None = None, told: Told | None = None
    ) -> tuple[Moved, SetUp]:
        """Move an office from a SQLite file to an empty PostgreSQL database, whole or not at all.

        Returns what was compared, and the set-up, whose currencies word the totals.

        Raises:
            Refused: the actor may not (D-44).
            StorageFailure: as ``storage.move`` says; the file is then as it was.
        """
        _require(actor)
        now = self._clock()
        moved = move.move(source, target, now, told=told)
        db = Database.open(target)
        try:
            # After the comparison: the server holds one row more than the file from here on.
            return moved, db.write(partial(_note, source, moved, now, actor))
        finally:
            db.dispose()

    def give_up(self, source: str, target: str, actor: Actor | None = None) -> None:
        """Take the mark of a move off that was killed before the server kept anything.

        Raises:
            Refused: the actor may not (D-44).
            StorageFailure: no move is under way, or the server holds something.
        """
        _require(actor)
        move.give_up(source, target)


def _note(source: str, moved: Moved, now: datetime, actor: Actor | None, s: Transaction) -> SetUp:
    setup = load_setup(s)
    first = next(iter(setup.offices.values()))
    append_audit(
        s,
        office_chain(first.code, business_date(now, first.zone, first.day_start)),
        at=now,
        user_id=None if actor is None else actor.user_id,
        action="database.move",
        object_id=None,
        body={"from": source, "to": moved.address, "copied": moved.rows},
    )
    return setup


def _require(actor: Actor | None) -> None:
    if actor is not None:
        actor.require(Right.CHECK_DATABASE)
