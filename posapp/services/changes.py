"""What other workstations changed: asked every few seconds, so that screens stay true (4.11)."""

from posapp.domain.rights import Actor, Right
from posapp.domain.topics import Mark, Topic
from posapp.storage.changes import changes_since, newest_mark
from posapp.storage.db import Database


class Changes:
    """Use cases of the change log."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def since(self, mark: Mark | None, actor: Actor) -> tuple[Mark, frozenset[Topic]]:
        """What others changed since a mark, and the next mark.

        Args:
            mark: of the last call; ``None`` begins now.
            actor: who asks; changes of the own workstation are left out, as its window knows them.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            if mark is None:
                return newest_mark(s), frozenset()
            return changes_since(s, mark, but=actor.workstation)
