"""A server with a standby that every COMMIT waits for, and what happens when the first one dies (F10).

Both are real servers of the system's PostgreSQL (the binaries of the package for Python have no
``pg_basebackup``); they lie in one temporary folder and speak through sockets there.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.helpers.postgres_server import UNPRIVILEGED, NoServerError, identity

SECONDS = 60
READY = ("ready to accept connections", "ready to accept read-only connections")
PROGRAMS = ("initdb", "postgres", "pg_ctl", "pg_basebackup")
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "wal_level": "replica",
    "max_wal_senders": "4",
    "max_replication_slots": "4",
    "wal_keep_size": "256MB",
    "fsync": "off",
    "autovacuum": "off",
    "wal_init_zero": "off",
    "log_min_messages": "warning",
}


def system_binaries() -> Path:
    """Folder with every program that a pair needs.

    Raises:
        NoServerError: says what to install.
    """
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if all((folder / name).exists() for name in PROGRAMS):
            return folder
    raise NoServerError("no PostgreSQL with pg_basebackup: apt-get install postgresql")


class Node:
    """One server of a pair, or one that was brought back from a copy."""

    def __init__(self, programs: Path, folder: Path, name: str) -> None:
        self.programs = programs
        self.data = folder / f"{name}-data"
        self.socket = folder / name
        self.socket.mkdir()
        own(self.socket)
        self._process: subprocess.Popen[str] | None = None
        self._frozen = False

    def url(self, database: str) -> str:
        """Its own address of a database."""
        return f"postgresql://postgres@/{database}?host={self.socket}"

    def configure(self, **settings: str) -> None:
        """Add settings to its file; the last one counts."""
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        self._process = process = subprocess.Popen(
            [str(self.programs / "postgres"), "-D", str(self.data), "-k", str(self.socket)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.socket,
            **identity(),
        )
        # A server that never gets ready is ended, and its output with it.
        alarm = threading.Timer(SECONDS, process.kill)
        alarm.start()
        said = []
        assert process.stderr is not None
        for line in process.stderr:
            said.append(line)
            if any(words in line for words in READY):
                break
        else:
            alarm.cancel()
            raise NoServerError(f"the server did not start: {''.join(said)[-400:]}")
        alarm.cancel()
        threading.Thread(target=_drain, args=(process.stderr,), daemon=True).start()

    def kill(self) -> None:
        """End every process of it at once, as a power cut would."""
        if self._process is not None and self._process.poll() is None:
            for child in children(self._process.pid):
                _signal(child, signal.SIGKILL)
            self._process.kill()
            self._process.wait(SECONDS)

    def freeze(self) -> None:
        """Let it say nothing more while its sockets stay open, as a host that hangs does."""
        if self._process is not None:
            self._frozen = True
            for process in (self._process.pid, *children(self._process.pid)):
                _signal(process, signal.SIGSTOP)

    def promote(self) -> None:
        """Let a standby take changes from now on."""
        self.run("pg_ctl", "promote", "-w", "-t", str(SECONDS), "-D", str(self.data))

    def stop(self) -> None:
        """End it in good order; one that hangs is killed."""
        if self._frozen:
            self.kill()
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs to its end."""
        done = subprocess.run(
            [str(self.programs / program), *arguments],
            capture_output=True,
            text=True,
            cwd=self.socket,
            timeout=SECONDS,
            check=False,
            **identity(),
        )
        if done.returncode:
            raise NoServerError(f"{program} failed: {done.stderr.strip()[-400:]}")


@contextmanager
def one_server(**settings: str) -> Iterator[Node]:
    """A primary in a temporary folder; ``node.socket.parent`` is a place for more."""
    programs = system_binaries()
    room = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="posapp-ha-", dir=room))
    own(folder)
    node = Node(programs, folder, "first")
    try:
        node.run(
            *("initdb", "-D", str(node.data), "-U", "postgres", "-A", "trust", "-E", "UTF8"),
            *("--locale=C", "--no-sync"),
        )
        node.configure(**SETTINGS, **settings)
        node.start()
        yield node
    finally:
        node.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def pair() -> Iterator[tuple[Node, Node]]:
    """A primary and its standby; every COMMIT waits until the standby has it too."""
    with one_server() as primary:
        standby = copy_of(primary, "second", "-R", "-X", "stream")
        standby.configure(hot_standby="on")
        standby.start()
        try:
            primary.configure(synchronous_standby_names="'ANY 1 (*)'")
            primary.run("pg_ctl", "reload", "-D", str(primary.data))
            yield primary, standby
        finally:
            standby.stop()


def copy_of(node: Node, name: str, *options: str) -> Node:
    """A server made from a base backup of another one; not started."""
    made = Node(node.programs, node.socket.parent, name)
    made.run(
        *("pg_basebackup", "-D", str(made.data), "-h", str(node.socket), "-U", "postgres"),
        *("--checkpoint=fast", "--no-sync", *options),
    )
    return made


def url_of_both(primary: Node, standby: Node, database: str) -> str:
    """The address of the pair, as a counter's settings hold it."""
    return f"postgresql://postgres@/{database}?host={primary.socket},{standby.socket}"


def own(folder: Path) -> None:
    """Give a folder to the user that servers run as."""
    if identity():
        os.chown(folder, UNPRIVILEGED, UNPRIVILEGED)


def children(process: int) -> list[int]:
    """Processes that a server started."""
    found = Path(f"/proc/{process}/task/{process}/children")
    return [int(number) for number in found.read_text().split()] if found.exists() else []


def _signal(process: int, number: signal.Signals) -> None:
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return


def _drain(stream: Any) -> None:
    # A full pipe would stop the server.
    for _line in stream:
        pass
    stream.close()
