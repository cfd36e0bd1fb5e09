"""What other programs changed: asked every few seconds, so that screens stay true (4.11)."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final

from posapp.domain.clock import Clock
from posapp.domain.rights import Actor, Right
from posapp.domain.topics import Mark, Topic
from posapp.errors import StorageFailure
from posapp.storage.changes import changes_since, newest_mark, prune_changes
from posapp.storage.db import Database
from posapp.storage.hearing import Hearing, tell_now

KEPT: Final = timedelta(days=7)


class Changes:
    """Use cases of the change log."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def since(self, mark: Mark | None, actor: Actor) -> tuple[Mark, frozenset[Topic]]:
        """What others changed since a mark, and the next mark.

        Args:
            mark: of the last call; ``None`` begins now, and drops what is too old for anybody.
            actor: who asks; changes of this program at the own workstation are left out, as its window
                knows them.
        """
        actor.require(Right.VIEW)
        if mark is None and not self._db.read_only:
            self._db.write(partial(prune_changes, before=self._clock() - KEPT))
        with self._db.read() as s:
            if mark is None:
                return newest_mark(s), frozenset()
            return changes_since(s, mark, but=actor.workstation)

    def listen(
        self, on_heard: Callable[[], object], on_lost: Callable[[StorageFailure], object]
    ) -> Hearing:
        """Something that hears at once when others change something; it is at rest.

        Args:
            on_heard: called in a thread of its own: now ``since`` has something to say.
            on_lost: called there when the line to the server broke.
        """
        return Hearing(self._db, on_heard, on_lost)

    def tell_now(self) -> None:
        """Tell the others at once, where nothing that listens will do it."""
        tell_now(self._db)
