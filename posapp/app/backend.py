"""Database and services, opened once in a worker; everything here runs off the GUI thread.

To check a password takes users and set-up; the other services are loaded meanwhile (P7).
"""

import time
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from posapp.domain.clock import Clock
from posapp.domain.setup import SetUp
from posapp.domain.upkeep import CopyPlan
from posapp.errors import StorageFailure
from posapp.services.database_password import use_stored_password
from posapp.services.setup import SetUpCache
from posapp.services.users import Users
from posapp.storage.db import Database, sqlite_path
from posapp.storage.opening import open_sound
from posapp.ui.sign_in_check import Entered

if TYPE_CHECKING:
    from posapp.services.bundle import Services

# Loaded for the one start that needs it, not for every one (P7).
_MIGRATE: Final = "posapp.storage.migrate"
_RESTORE: Final = "posapp.storage.restore"
_PATIENCE_S: Final = 5.0
_AGAIN_S: Final = 0.1
_SERVICES: Final = "posapp.services.bundle"


class Backend:
    """Holder of the database; ``copied_to`` is the copy made before an older file was migrated."""

    def __init__(
        self, url: str, clock: Clock, workstation: str, plan: CopyPlan | None = None
    ) -> None:
        """Remember what to open.

        Args:
            url: address of the database.
            clock: gives the time.
            workstation: name of this station, for the change log and the audit.
            plan: where copies of the database go.
        """
        self._url = url
        self._clock = clock
        self._workstation = workstation
        self._plan = plan or CopyPlan()
        self._db: Database | None = None
        self._setup = SetUpCache()
        self._services: Services | None = None
        self.copied_to: Path | None = None

    @property
    def services(self) -> "Services":
        """The use cases; loaded and opened when they are first asked for."""
        if self._services is None:
            made: Services = import_module(_SERVICES).build(self.load(), self._clock, self._setup)
            self._services = made
        return self._services

    def load(self) -> Database:
        """Bring an older SQLite file up to date and open the database.

        Raises:
            StorageFailure: with what to do; calling again tries again.
        """
        if self._db is None:
            self._db = self._open()
        return self._db

    def organisation(self) -> str:
        """Whose office this is."""
        return self._current().installation.organisation

    def sign_in(self, login: str, password: str) -> Entered:
        """Check a password and read the set-up.

        Raises:
            Refused: ``M-52``, ``M-53``.
            StorageFailure: the database cannot be opened.
        """
        users = Users(self.load(), self._clock, self._setup)
        actor = users.sign_in(login, password, workstation=self._workstation)
        return Entered(actor, self._current())

    def close(self) -> None:
        """Close the database; the last connection folds SQLite's log into the file."""
        if self._db is not None:
            self._db.dispose()
            self._db = self._services = None

    def restore(self, copy: Path, by: str) -> Path | None:
        """Close the database and put a proved copy in its place; returns where the old file lies.

        Raises:
            StorageFailure: the copy does not pass, or somebody else has the database open; it is
                as it was.
        """
        put_back = partial(
            import_module(_RESTORE).restore, copy, self._url, clock=self._clock, by=by
        )
        left, self._db, self._services, self._setup = self._db, None, None, SetUpCache()
        until = time.monotonic() + _PATIENCE_S
        while True:
            if left is not None:
                # A page of the session that just ended may still read, and open it again for it.
                left.dispose(patience=_PATIENCE_S)
            try:
                kept: Path | None = put_back()
            except StorageFailure as failure:
                if failure.kind != "locked" or time.monotonic() > until:
                    raise
            else:
                return kept
            time.sleep(_AGAIN_S)

    def _current(self) -> SetUp:
        with self.load().read() as s:
            return self._setup.current(s)

    def _open(self) -> Database:
        use_stored_password()
        try:
            return open_sound(self._url)
        except StorageFailure as failure:
            if failure.kind != "older_schema" or sqlite_path(self._url) is None:
                raise
        # A file is migrated by itself, after a copy; a server only by its keeper (A10).
        self.copied_to = import_module(_MIGRATE).upgrade(
            self._url, clock=self._clock, plan=self._plan
        )
        return Database.open(self._url)
