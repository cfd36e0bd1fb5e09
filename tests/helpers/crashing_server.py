"""A PostgreSQL that syncs, dies and comes back: a backend by SIGKILL, or all of it at once (F9)."""

import os
import signal
import subprocess
import threading
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

import psycopg

from tests.helpers.postgres_server import OPTIONS, PostgresServer, _identity, binaries

DURABLE = {"fsync": "on", "full_page_writes": "on"}


class CrashingServer(PostgresServer):
    """A server of our own whose settings are those of production."""

    def __init__(self) -> None:
        super().__init__(**DURABLE)

    @property
    def process(self) -> "subprocess.Popen[str]":
        """The postmaster."""
        assert self._process is not None, "a server that is given cannot be crashed"
        return self._process

    def crash(self) -> None:
        """What ``pg_ctl -m immediate`` does: every process ends without a word, nothing is written."""
        self._admin.close()
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(30)

    def start_again(self) -> None:
        """Start on what is left; returns when the log is replayed and connections are taken."""
        (folder,) = parse_qs(urlsplit(self._base).query)["host"]
        settings = [part for k, v in (OPTIONS | DURABLE).items() for part in ("-c", f"{k}={v}")]
        self._process = subprocess.Popen(
            [str(binaries() / "postgres"), "-D", f"{folder}/data", "-k", folder, *settings],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=folder, **_identity(),
        )  # fmt: skip
        self._wait_until_ready(self._process)
        self._admin = psycopg.connect(self.url("postgres"), autocommit=True)

    def kill_backend(self, url: str) -> bool:
        """SIGKILL one backend of a database; the server ends all the others and starts anew."""
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
