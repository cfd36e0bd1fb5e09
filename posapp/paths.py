"""Where things lie: shipped resources, and the user's config, data and log folders."""

from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("posapp", appauthor=False)
_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Path of a shipped file: inside the installed package, else beside the checkout."""
    installed = _PACKAGE / "_resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)


def config_dir() -> Path:
    """Folder of ``settings.toml``."""
    return Path(_DIRS.user_config_dir)


def data_dir() -> Path:
    """Folder of the default database."""
    return Path(_DIRS.user_data_dir)


def log_dir() -> Path:
    """Folder of the log file."""
    return Path(_DIRS.user_log_dir)
