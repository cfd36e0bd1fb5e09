"""A PostgreSQL that syncs as in production and whose backends are killed under load (F9)."""

import os
import signal
import threading
from contextlib import suppress

import psycopg

from tests.helpers.postgres_server import PostgresServer


class CrashingServer(PostgresServer):
    """A server of our own; ``fall`` and ``rise`` crash all of it at once."""

    def __init__(self) -> None:
        super().__init__(fsync="on", full_page_writes="on")

    def kill_backend(self, url: str) -> bool:
        """SIGKILL one backend of a database; the server ends all the others and recovers."""
        query = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND state <> 'idle' LIMIT 1"
        found = self._admin.execute(query, [self.name_of(url)]).fetchone()
        if found is None:
            return False
        os.kill(found[0], signal.SIGKILL)
        self._admin.close()
        self._wait_until_back()
        return True

    def _wait_until_back(self) -> None:
        """Until connections are taken again, at most half a minute."""
        wait = threading.Event()
        for _ in range(300):
            with suppress(psycopg.OperationalError):
                self._admin = psycopg.connect(self.url("postgres"), autocommit=True)
                # One that dies in a moment is no sign of life.
                self._admin.execute("SELECT 1")
                return
            self._admin.close()
            wait.wait(0.1)
        raise AssertionError("the server did not come back")
