"""Whether the database answers, and what became of a request whose answer was lost (A.2.6, R5)."""

from posapp.domain.rights import Actor, Right
from posapp.errors import StorageFailure
from posapp.storage.db import Database
from posapp.storage.requests import is_recorded


class Line:
    """Use cases of a line that may break."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @property
    def is_file(self) -> bool:
        """Whether the database is a file of this computer."""
        return self._db.path is not None

    def prove(self) -> None:
        """Ask the database for something that it must be whole for; nothing is written.

        A file is asked for its lock too, as that is what others may keep.

        Raises:
            StorageFailure: it is still away.
        """
        if self.is_file and not self._db.read_only:
            with self._db.begin(keep=False):
                return
        with self._db.read() as s:
            s.exec_driver_sql("SELECT 1")

    def is_recorded(self, request_id: str, actor: Actor) -> bool | None:
        """Whether a request was carried out; ``None`` while that is not known yet.

        It is not known while the transaction that may record it has not ended: its COMMIT waits
        for a standby, or the server still works on what a broken line had brought.

        Raises:
            StorageFailure: it is away again.
        """
        actor.require(Right.VIEW)
        try:
            with self._db.begin(keep=False) as s:
                return is_recorded(s, request_id)
        except StorageFailure as failure:
            if failure.kind != "locked":
                raise
            return None
