"""What a support bundle is told by the workstation: versions, and which texts must not be in it."""

import os
import platform
from typing import Final

import posapp

_SECRET_WORDS: Final = ("PASSWORD", "SECRET", "TOKEN", "PASSPHRASE")


def versions() -> dict[str, str]:
    """Versions of the program, of Python and of the system."""
    return {
        "posapp": posapp.__version__,
        "python": platform.python_version(),
        "system": platform.platform(),
    }


def environment_secrets() -> tuple[str, ...]:
    """Values of variables that hold a password or the like; never the names of files."""
    return tuple(
        value
        for name, value in os.environ.items()
        if any(word in name.upper() for word in _SECRET_WORDS) and not name.endswith("_FILE")
    )
