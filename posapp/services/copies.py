"""Copies of the database file: made at each Z report, each night, by hand; told when they fail."""

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from posapp.domain.clock import Clock
from posapp.domain.rights import Actor, Right
from posapp.domain.upkeep import CopyPlan, CopyReason, KeptCopy, NewUpkeep, Upkeep, UpkeepKind
from posapp.errors import PosError, StorageFailure
from posapp.storage import copies as store
from posapp.storage import restore
from posapp.storage.backup import server_way
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.upkeep import insert_upkeep, last_upkeep

_LOG: Final = logging.getLogger(__name__)


class Copies:
    """Use cases of copies; a PostgreSQL server is saved by whoever keeps it (``is_ours``)."""

    def __init__(self, db: Database, clock: Clock, plan: Callable[[], CopyPlan]) -> None:
        """Make it; ``plan`` gives the places as the workstation is set now."""
        self._db = db
        self._clock = clock
        self._plan = plan

    @property
    def is_ours(self) -> bool:
        """Whether the program copies this database by itself: a file."""
        return self._db.path is not None

    def make(self, reason: CopyReason, actor: Actor) -> Upkeep | None:
        """Copy, prove, bring to the second place, remove the oldest; ``None`` for a server.

        Whatever fails is in the result, in the log and on the page of health; it is never
        raised, so that a Z report stands whatever the disk says. No right is asked for: the copy
        goes where whoever sets up the workstation said.
        """
        path = self._db.path
        if path is None:
            return None
        plan, now = self._plan(), self._clock()
        try:
            copy = store.make_copy(self._db, path, plan, reason, now)
        except PosError as failure:
            return self._keep(_failed(failure), actor)
        run = NewUpkeep(UpkeepKind.COPY, good=True, place=str(copy), size=copy.stat().st_size)
        trouble = _finish(path, copy, plan)
        if trouble:
            run = NewUpkeep(
                UpkeepKind.COPY, good=False, says=trouble, place=run.place, size=run.size
            )
        return self._keep(run, actor)

    def list_copies(self, actor: Actor) -> tuple[KeptCopy, ...]:
        """Copies in both places, newest first; none for a server.

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.CHECK_DATABASE)
        return () if self._db.path is None else store.list_copies(self._db.path, self._plan())

    def last(self, actor: Actor, *, good: bool = False) -> Upkeep | None:
        """The newest copy that was tried; with ``good`` the newest that is in every place.

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.CHECK_DATABASE)
        with self._db.read() as s:
            return last_upkeep(s, UpkeepKind.COPY, good=good)

    def prove(self, copy: Path, actor: Actor) -> None:
        """Rehearse to put a copy back: every check of ``db check`` runs on it (F21).

        Raises:
            Refused: ``M-51`` for who is not an administrator.
            StorageFailure: it does not pass, or the database is no file.
        """
        actor.require(Right.RESTORE)
        if self._db.path is None:
            raise StorageFailure("other", self.server_way())
        restore.prove(copy, self._db.path.with_name(f".{copy.name}.proof"), clock=self._clock)

    def last_restored(self, actor: Actor) -> Upkeep | None:
        """When this database was put back from a copy, if ever (T8).

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.CHECK_DATABASE)
        with self._db.read() as s:
            return last_upkeep(s, UpkeepKind.RESTORE)

    def server_way(self) -> str:
        """How a server is saved, as a sentence; empty for a file."""
        return server_way(self._db.url_shown) if self._db.path is None else ""

    def _keep(self, run: NewUpkeep, actor: Actor) -> Upkeep:
        now = self._clock()

        def write(s: Transaction) -> None:
            named = NewUpkeep(
                run.kind,
                run.good,
                run.says,
                run.place,
                run.size,
                user_id=actor.user_id,
                workstation=actor.workstation,
            )
            insert_upkeep(s, named, now)

        if not run.good:
            _LOG.error("copy of the database: %s", run.says)
        # A full disk refuses this row too; the caller is told all the same.
        with suppress(StorageFailure):
            self._db.write(write)
        return Upkeep(
            run.kind,
            now,
            run.good,
            run.says,
            run.place,
            run.size,
            user=actor.name,
            workstation=actor.workstation,
        )


def _failed(failure: PosError) -> NewUpkeep:
    says = failure.detail if isinstance(failure, StorageFailure) else str(failure)
    return NewUpkeep(UpkeepKind.COPY, good=False, says=says)


def _finish(database: Path, copy: Path, plan: CopyPlan) -> str:
    """Rotation and second place; what failed, in words."""
    first, *more = store.places_of(database, plan)
    try:
        store.rotate(database, first, plan.kept)
        for folder in more:
            store.copy_again(copy, folder)
            store.rotate(database, folder, plan.kept)
    except StorageFailure as failure:
        return failure.detail
    except OSError as error:
        return f"Older copies could not be removed: {error}"
    return ""
