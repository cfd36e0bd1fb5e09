"""A file system in memory, where a database per test and each of its commits cost nothing.

A commit that reaches the disk takes as long as twenty statements. Whether what was committed is on
the disk after a crash is shown by tests of their own, with files that they keep track of.
"""

import os
import shutil
from pathlib import Path
from typing import Final

ROOM: Final = 2_000_000_000
"""Bytes that must be free."""


def memory_folder() -> Path | None:
    """Where it is; ``None`` where there is none with room enough."""
    place = Path("/dev/shm")
    if place.is_dir() and os.access(place, os.W_OK) and shutil.disk_usage(place).free > ROOM:
        return place
    return None


def put_tests_there() -> None:
    """Let temporary folders of tests be there, if programs may run from it and nobody chose."""
    place = memory_folder()
    if place is not None and not os.statvfs(place).f_flag & os.ST_NOEXEC:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(place))
