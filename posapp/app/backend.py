"""Database and services, opened once in a worker; everything here runs off the GUI thread."""

from importlib import import_module
from pathlib import Path
from typing import Final

from posapp.domain.clock import Clock
from posapp.errors import StorageFailure
from posapp.services.bundle import Services, build
from posapp.storage.db import Database, sqlite_path
from posapp.storage.opening import open_sound
from posapp.ui.sign_in_check import Entered

# Loaded for the one start that needs it, not for every one (P7).
_MIGRATE: Final = "posapp.storage.migrate"


class Backend:
    """Holder of the database; ``copied_to`` is the copy made before an older file was migrated."""

    def __init__(self, url: str, clock: Clock, workstation: str) -> None:
        """Remember what to open.

        Args:
            url: address of the database.
            clock: gives the time.
            workstation: name of this station, for the change log and the audit.
        """
        self._url = url
        self._clock = clock
        self._workstation = workstation
        self._services: Services | None = None
        self.copied_to: Path | None = None

    @property
    def services(self) -> Services:
        """The use cases; opened when they are first asked for."""
        return self.load()

    def load(self) -> Services:
        """Bring an older SQLite file up to date, open the database, build the services.

        Raises:
            StorageFailure: with what to do; calling again tries again.
        """
        if self._services is None:
            self._services = build(self._open(), self._clock)
        return self._services

    def organisation(self) -> str:
        """Whose office this is."""
        return self.load().setup().installation.organisation

    def sign_in(self, login: str, password: str) -> Entered:
        """Check a password and read the set-up.

        Raises:
            Refused: ``M-52``, ``M-53``.
            StorageFailure: the database cannot be opened.
        """
        services = self.load()
        actor = services.users.sign_in(login, password, workstation=self._workstation)
        return Entered(actor, services.setup())

    def close(self) -> None:
        """Close the database; the last connection folds SQLite's log into the file."""
        if self._services is not None:
            self._services.db.dispose()
            self._services = None

    def _open(self) -> Database:
        try:
            return open_sound(self._url)
        except StorageFailure as failure:
            if failure.kind != "older_schema" or sqlite_path(self._url) is None:
                raise
        # A file is migrated by itself, after a copy; a server only by its keeper (A10).
        self.copied_to = import_module(_MIGRATE).upgrade(self._url, clock=self._clock)
        return Database.open(self._url)
