"""Where things lie: shipped resources, the user's folders, and files that are written whole."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from platformdirs import PlatformDirs

import posapp

_DIRS = PlatformDirs("posapp", appauthor=False)

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
