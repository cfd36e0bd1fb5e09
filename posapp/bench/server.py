"""A PostgreSQL server for benchmarks: the one that is named, else one of our own for the time being.

Our own keeps what it is told as a real one does (``fsync`` stays on); it lies in a temporary folder,
speaks through a socket there and is stopped by its process id. Its programs are the system's.
"""

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from posapp.bench.child import ChildFailedError
from posapp.storage import postgres

ENGINE: Final = "PostgreSQL"
_NOBODY: Final = 65_534
_PATIENCE_S: Final = 60
_READY: Final = "database system is ready to accept connections"
_OPTIONS: Final = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "log_min_messages": "warning",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server.

    Attributes:
        base: address of a database in it that is there anyway.
        programs: folder of its programs; ``None`` where they are not on this machine.
    """

    base: str
    programs: Path | None
    _numbers: Iterator[int] = field(default_factory=count)

    def create(self) -> str:
        """Make an empty database and give its address."""
        name = f"posapp_bench_{os.getpid()}_{next(self._numbers)}"
        with self._admin() as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        parts = urlsplit(self.base)
        return urlunsplit((parts.scheme, parts.netloc, f"/{name}", parts.query, ""))

    def drop(self, url: str) -> None:
        """Remove a database that ``create`` made."""
        with self._admin() as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {urlsplit(url).path[1:]} WITH (FORCE)")

    def version(self) -> str:
        """Such as ``15.18``."""
        with self._admin() as admin:
            return str(admin.execute("SHOW server_version").fetchone()[0]).split()[0]

    def _admin(self) -> Any:
        return postgres.driver().connect(self.base, autocommit=True, connect_timeout=5)


@contextmanager
def server_at(url: str) -> Iterator[Server]:
    """The server of an address, whose user may create databases; one of our own without.

    Raises:
        ChildFailedError: there are no programs for one, or it does not start; says why.
    """
    programs = _programs()
    if url:
        yield Server(postgres.plain_url(url), programs)
        return
    if programs is None:
        raise ChildFailedError("no PostgreSQL here: install its server, or give --server URL")
    folder = Path(tempfile.mkdtemp(prefix="posapp-bench-pg-"))
    try:
        with _running(programs, folder) as base:
            yield Server(base, programs)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    known = shutil.which("pgbench")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = [*folders, *([] if known is None else [Path(known).resolve().parent])]
    return next((one for one in found if (one / "initdb").exists()), None)


@contextmanager
def _running(programs: Path, folder: Path) -> Iterator[str]:
    # The server refuses to run as root, so root steps down.
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        os.chown(folder, _NOBODY, _NOBODY)
        who = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}
    data = folder / "data"
    made = subprocess.run(  # noqa: S603 - the system's own programs
        [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
         "--locale=C"],
        capture_output=True, text=True, cwd=folder, check=False, timeout=_PATIENCE_S, **who,
    )  # fmt: skip
    if made.returncode:
        raise ChildFailedError(f"initdb: {made.stderr.strip()[-300:]}")
    options = [part for name, value in _OPTIONS.items() for part in ("-c", f"{name}={value}")]
    process = subprocess.Popen(  # noqa: S603 - the system's own programs
        [programs / "postgres", "-D", data, "-k", folder, *options],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=folder, **who,
    )  # fmt: skip
    try:
        _wait_until_ready(process)
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        process.terminate()
        try:
            process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_until_ready(process: "subprocess.Popen[str]") -> None:
    """Until it says so; what it says later is read too, since a full pipe would stop it."""
    ready = threading.Event()
    said: list[str] = []

    def listen() -> None:
        for line in process.stderr or ():
            said.append(line)
            if _READY in line:
                ready.set()

    threading.Thread(target=listen, daemon=True).start()
    if not ready.wait(_PATIENCE_S):
        raise ChildFailedError(f"PostgreSQL does not start: {''.join(said)[-300:]}")
