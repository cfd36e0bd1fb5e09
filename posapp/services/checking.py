"""The check of the open database, for the window: the same proofs as on the command line (R4)."""

from posapp.domain.rights import Actor, Right
from posapp.storage.check import CheckReport, check_database
from posapp.storage.db import Database

__all__ = ["CheckReport", "Checking"]


class Checking:
    """Use case of whoever looks after the database while others work with it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def run(self, actor: Actor) -> CheckReport:
        """Prove the invariants over the whole database; payments go on meanwhile (R4, R11).

        Raises:
            Refused: ``M-51`` without the right.
            StorageFailure: the database cannot be read.
        """
        actor.require(Right.CHECK_DATABASE)
        return check_database(self._db)
