"""Where things lie: shipped resources, the user's folders, and files that are written whole."""

import os
import stat
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from platformdirs import PlatformDirs

import posapp

_DIRS = PlatformDirs("posapp", appauthor=False)

OWNER_FILE: Final = stat.S_IRUSR | stat.S_IWUSR
OWNER_FOLDER: Final = stat.S_IRWXU
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH

resource = posapp.resource


def config_dir() -> Path:
    """Folder of ``settings.toml``."""
    return Path(_DIRS.user_config_dir)


def data_dir() -> Path:
    """Folder of the default database."""
    return Path(_DIRS.user_data_dir)


def log_dir() -> Path:
    """Folder of the log file."""
    return Path(_DIRS.user_log_dir)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; an earlier one is replaced in one step.

    Only its owner may read it: papers name people and what they owe.

    Raises:
        OSError: when the folder is not there or cannot be written; an earlier file stays.
    """
    with NamedTemporaryFile(dir=path.parent, prefix=".posapp-", delete=False) as new:
        fresh = Path(new.name)
        try:
            new.write(content)
            new.close()
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


def own_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter; one that is there stays as it is (T10).

    Raises:
        OSError: it cannot be made.
    """
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=OWNER_FOLDER, exist_ok=True)


def own_file(path: str, flags: int) -> int:
    """An ``opener`` whose new files only their owner may read (T10)."""
    return os.open(path, flags, OWNER_FILE)


def loose(*places: Path) -> tuple[str, ...]:
    """Which of these files and folders others than their owner may read or change (T10).

    A folder may be looked into, but nobody else may put another file in a file's place there.
    Nothing is said of what is not there, or where modes mean nothing.
    """
    if os.name != "posix":
        return ()
    return tuple(str(one) for one in places if _is_loose(one))


def _is_loose(place: Path) -> bool:
    try:
        mode = place.stat().st_mode
    except OSError:
        return False
    if stat.S_ISDIR(mode):
        return bool(mode & _OTHERS_WRITE) and not mode & stat.S_ISVTX
    return bool(mode & _OTHERS)
