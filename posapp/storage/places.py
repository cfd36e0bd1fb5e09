"""Where a SQLite file may lie, and whether what lies there looks like a database of ours.

Everything here runs before the engine touches the file, so that a refusal leaves no half-made
file behind. Sources: reliability finding 5 (never on a share), R4 (a damaged header is noticed
and never written to), F5 (read-only file or folder).
"""

import os
import re
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from posapp.errors import StorageFailure
from posapp.paths import own_file
from posapp.storage.wal import wal_fault

# "posa" in ASCII; written when a file is created, checked whenever one is opened.
APPLICATION_ID: Final = 0x706F7361
MOUNTS: Final = Path("/proc/mounts")
NETWORK_SYSTEMS: Final = frozenset(
    [
        "9p",
        "acfs",
        "afpfs",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fuse.ceph",
        "fuse.davfs",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.smbnetfs",
        "fuse.sshfs",
        "gfs2",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "orangefs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "virtiofs",
        "vboxsf",
    ]
)
FOREIGN: Final = "not a database of this program"
_HEADER: Final = struct.Struct(">16sH6B12I20s2I")
# Spaces and the like in a mount point are written as three octal digits.
_ESCAPED: Final = re.compile(r"\\([0-7]{3})")
_MAGIC: Final = b"SQLite format 3\x00"


def refuse_network_share(path: Path, mounts: str | None = None) -> None:
    """Refuse a file on a network file system: its locks are not reliable and data gets lost.

    Args:
        path: the database file, existing or not.
        mounts: text in the form of ``/proc/mounts``; read from the system when not given.

    Raises:
        StorageFailure: ``network_share``, with the way out.
    """
    if mounts is None:
        mounts = MOUNTS.read_text("utf-8", "replace") if MOUNTS.exists() else ""
    real = path.resolve()
    shared = str(real).startswith("\\\\") or _system_of(real, mounts) in NETWORK_SYSTEMS
    if shared:
        raise StorageFailure(
            "network_share",
            f"{path} lies on a network share. A database file on a share gets damaged. "
            "Put it on a disk of this computer; for several workstations use a PostgreSQL "
            "server and give its address (postgresql://user@server/database).",
        )


def _system_of(path: Path, mounts: str) -> str:
    """File system type of the deepest mount point above ``path``, empty when unknown."""
    best, kind = "", ""
    for line in mounts.splitlines():
        parts = line.split()
        if len(parts) < 3:  # noqa: PLR2004 - device, mount point, type
            continue
        point = parts[1]
        if "\\" in point:
            point = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), point)
        inside = point == "/" or str(path) == point or str(path).startswith(f"{point}/")
        # The last line wins among equals: a later mount covers an earlier one.
        if inside and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind


def check_file(path: Path, *, read_only: bool = False) -> None:
    """Refuse what is missing, not writable, or not a sound database file of ours.

    Raises:
        StorageFailure: ``missing``, ``read_only`` or ``damaged``, naming the path.
    """
    if not path.exists():
        raise StorageFailure(
            "missing",
            f"There is no database at {path}. Check the address, or create one with "
            "'posapp db init --admin NAME'.",
        )
    if not path.is_file():
        raise StorageFailure("missing", f"{path} is not a file.")
    if not os.access(path, os.R_OK):
        raise StorageFailure("read_only", f"{path} may not be read by this user.")
    if not read_only:
        _check_writable(path)
    with path.open("rb") as file:
        head = file.read(_HEADER.size)
    fault = header_fault(head, path.stat().st_size, has_wal=left_unclean(path))
    fault = fault or wal_fault(_wal(path))
    if fault == FOREIGN:
        raise StorageFailure("missing", f"{path} is not a posapp database; it was not touched.")
    if fault:
        raise StorageFailure(
            "damaged",
            f"{path} is damaged ({fault}) and was not touched. Keep it, and put the last good "
            "backup in its place with 'posapp db restore'.",
        )


def _check_writable(path: Path) -> None:
    # The folder too: the write-ahead log lies beside the file.
    for place in (path, path.parent):
        if not os.access(place, os.W_OK):
            what = "file" if place == path else "folder"
            raise StorageFailure(
                "read_only",
                f"The {what} {place} may not be written by this user. Give the right to write "
                "it, or choose another place for the database.",
            )


def check_new(path: Path) -> None:
    """Refuse to create a database over something, or in a folder that cannot take it.

    Raises:
        StorageFailure: ``other`` when something is there, ``missing`` or ``read_only``.
    """
    if path.exists():
        raise StorageFailure("other", f"{path} already exists; nothing was changed.")
    if not path.parent.is_dir():
        raise StorageFailure("missing", f"The folder {path.parent} does not exist.")
    if not os.access(path.parent, os.W_OK):
        raise StorageFailure("read_only", f"The folder {path.parent} may not be written.")


def begin(path: Path) -> None:
    """Make an empty file that only its owner may read; its log and index get the same mode (T10).

    Raises:
        StorageFailure: ``other`` when the system refuses it.
    """
    try:
        os.close(own_file(str(path), os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except OSError as error:
        raise StorageFailure("other", f"{path} could not be made: {error.strerror}.") from error


def free(path: Path) -> Path:
    """The path itself, or the first one like it that nobody has: two may be made in one second."""
    found, number = path, 1
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found


def _wal(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def left_unclean(path: Path) -> bool:
    """Whether a write-ahead log is there: somebody has the file open, or ended without closing."""
    wal = _wal(path)
    return wal.exists() and wal.stat().st_size > 0


class SameFile:
    """Knows whether a path still names the file that was opened there.

    A file that was put aside or whose disk went goes on taking rows through its open handle, and
    nobody ever finds them again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._name = str(path)
        self._seen: tuple[int, int] | None = None

    def check(self) -> None:
        """Prove it, in a few microseconds; the first call remembers the file.

        Raises:
            StorageFailure: ``missing``: another file, or none, is there now.
        """
        try:
            found = os.stat(self._name)  # noqa: PTH116 - each transaction asks
        except OSError:
            if self._seen is None:
                return
            raise StorageFailure(
                "missing", f"{self._path} is not there any more. Bring its disk back."
            ) from None
        here = found.st_dev, found.st_ino
        if self._seen is None:
            self._seen = here
        elif here != self._seen:
            raise StorageFailure(
                "missing",
                f"{self._path} is not the file any more that was opened. Put that one back, or "
                "start the program again to work with this one.",
            )


def header_fault(head: bytes, size: int, *, has_wal: bool = False) -> str:
    """What is wrong with the first 100 bytes of a database file; empty when nothing is.

    Args:
        head: the first 100 bytes.
        size: size of the whole file in bytes.
        has_wal: a log beside the file may hold a newer first page, so sizes may differ.
    """
    if len(head) < _HEADER.size:
        return "shorter than its header"
    field = _HEADER.unpack(head)
    page = 65536 if field[1] == 1 else field[1]
    checks: Iterable[tuple[bool, str]] = (
        (field[0] == _MAGIC, "not a SQLite file"),
        (page >= 512 and page & (page - 1) == 0, "wrong page size"),  # noqa: PLR2004
        (field[2:4] == (2, 2), "wrong file format version"),
        (field[4:8] in {(0, 64, 32, 32), (12, 64, 32, 32)}, "wrong page layout"),
        (field[14] == 0, "unknown features"),
        (field[13] == 4, "wrong schema format"),  # noqa: PLR2004 - the only one written today
        (field[15] == 0 and field[17:19] == (0, 0), "unknown features"),
        (field[16] == 1, "wrong text encoding"),
        (field[19] == APPLICATION_ID, FOREIGN),
        (not field[20].strip(b"\x00"), "reserved bytes in use"),
        (has_wal or size == page * field[9], "wrong length"),
        (has_wal or field[10] <= field[9], "wrong free list"),
        (has_wal or field[8] == field[21], "wrong change counter"),
    )
    return next((words for fine, words in checks if not fine), "")


def remove_file(path: Path) -> None:
    """Remove a SQLite file with every log and journal of it, if they are there.

    A journal that a failed copy left behind would be taken for one of the next file of that name.
    """
    for end in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
