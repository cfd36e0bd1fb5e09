"""A print system of the test's own: a private ``cupsd`` whose printer is a file.

Own configuration, spool and socket in a temporary folder; it runs without privileges, so the
computer's own queues are neither seen nor touched.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

QUEUE = "Receipts_2"
PATIENCE = 30.0
_POLL = 0.05
# Debian keeps cupsd and lpadmin where only root looks.
_PLACES = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
_SERVER = """
Listen {folder}/sock
LogLevel debug
Browsing Off
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
_FILES = """
ServerRoot {folder}/etc
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/spool/tmp
AccessLog {folder}/access.log
ErrorLog {folder}/error.log
PageLog {folder}/page.log
ServerBin {folder}/bin
"""
# What stands for a printer: CUPS gives a backend the job on standard input or as a sixth argument.
_BACKEND = """#!/bin/sh
[ $# -eq 0 ] && exit 0
cat -- "${{6:--}}" > {folder}/paper
"""
# The print system's own programs, beside our backend.
_PARTS = Path("/usr/lib/cups")


class NoPrintSystemError(Exception):
    """This computer cannot run a print system; the text says why."""


@dataclass(frozen=True)
class PrintServer:
    """A running print system with one queue."""

    folder: Path

    @property
    def address(self) -> str:
        """What ``CUPS_SERVER`` must be."""
        return str(self.folder / "sock")

    @property
    def output(self) -> Path:
        """What came out of the queue, one print over the other."""
        return self.folder / "paper"

    def run(self, *command: str) -> None:
        """Run a command of the print system, such as ``cupsreject``."""
        program = _found(command[0])
        done = subprocess.run(
            [program, *command[1:]],
            env={**os.environ, "CUPS_SERVER": self.address, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr + self.log()

    def wait_for_paper(self, expected: bytes) -> None:
        """Wait until exactly this came out last; what was sent before may still be on its way."""
        end = time.monotonic() + PATIENCE
        while not self.output.exists() or self.output.read_bytes() != expected:
            assert time.monotonic() < end, self.log()
            time.sleep(_POLL)

    def log(self) -> str:
        """The print system's own words."""
        path = self.folder / "error.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""


@contextmanager
def open_print_server() -> Iterator[PrintServer]:
    """A print system with the queue ``Receipts_2``.

    Raises:
        NoPrintSystemError: it is not installed, or does not start here.
    """
    program = _found("cupsd")
    # A short path, because a socket's name has at most 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="cups-"))
    server = PrintServer(folder)
    try:
        process = _start(program, server)
        try:
            _wait(process, server)
            server.run("lpadmin", "-p", QUEUE, "-E", "-v", "paper:/", "-m", "raw")
            yield server
        finally:
            process.terminate()
            process.wait(PATIENCE)
    finally:
        shutil.rmtree(folder)


def _found(name: str) -> str:
    path = shutil.which(name, path=_PLACES)
    if path is None:
        raise NoPrintSystemError(f"not installed: {name}")
    return path


def _start(program: str, server: PrintServer) -> subprocess.Popen[bytes]:
    """Write the configuration and start the server, as ``nobody`` where tests run as root."""
    folder = server.folder
    for name in ("etc", "spool", "spool/tmp", "cache", "state", "bin", "bin/backend"):
        (folder / name).mkdir()
    (folder / "cupsd.conf").write_text(_SERVER.format(folder=folder))
    (folder / "files.conf").write_text(_FILES.format(folder=folder))
    for part in ("cgi-bin", "daemon", "driver", "filter", "monitor", "notifier"):
        (folder / "bin" / part).symlink_to(_PARTS / part)
    backend = folder / "bin" / "backend" / "paper"
    backend.write_text(_BACKEND.format(folder=folder))
    backend.chmod(0o755)
    who: dict[str, int] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        who = {"user": nobody.pw_uid, "group": nobody.pw_gid}
        for path in (folder, *folder.rglob("*")):
            os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    return subprocess.Popen(
        [program, "-f", "-c", str(folder / "cupsd.conf"), "-s", str(folder / "files.conf")],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        extra_groups=[] if who else None,
        **who,
    )


def _wait(process: subprocess.Popen[bytes], server: PrintServer) -> None:
    end = time.monotonic() + PATIENCE
    while not Path(server.address).exists():
        if process.poll() is not None or time.monotonic() > end:
            raise NoPrintSystemError(f"cupsd does not start here: {server.log()[-500:]}")
        time.sleep(_POLL)
