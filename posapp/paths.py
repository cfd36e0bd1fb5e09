"""Where things lie: shipped resources, and the user's config, data and log folders."""

from pathlib import Path

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
