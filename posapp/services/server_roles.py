"""The roles of a PostgreSQL server, set up by whoever owns the tables (A.2.9, D.2)."""

from posapp.storage.db import Database
from posapp.storage.grants import COUNTER, READER, Grant, grants
from posapp.storage.roles import Roles, set_roles_up


class ServerRoles:
    """Gives desks and reports what they need of a database, and no more."""

    counter = COUNTER
    """The role of every desk."""
    reader = READER
    """The role of audits and reports."""

    def set_up(self, url: str) -> tuple[Roles, tuple[Grant, ...]]:
        """Make the roles and their privileges; returns them with every table's decision.

        Raises:
            StorageFailure: on SQLite, or as a role that does not own the tables.
        """
        db = Database.open(url)
        try:
            return set_roles_up(db), tuple(sorted(grants().values(), key=lambda one: one.table))
        finally:
            db.dispose()
