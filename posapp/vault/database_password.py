"""The password of a database user: from the environment, a file, or the system's keyring.

It is asked for only when the address has none. ``POSAPP_DATABASE_PASSWORD`` holds it,
``POSAPP_DATABASE_PASSWORD_FILE`` names a file of it; else the keyring is asked, under the service
``posapp`` and the entry ``database:USER@PLACE``; what it has not, the driver takes from
``PGPASSWORD`` and ``.pgpass``.
"""

import os
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from posapp.vault.keyring_store import keep_password, stored_password

VARIABLE: Final = "POSAPP_DATABASE_PASSWORD"
FILE_VARIABLE: Final = "POSAPP_DATABASE_PASSWORD_FILE"
_DRIVERS_OWN: Final = ("PGPASSWORD", "PGPASSFILE")


def database_password(url: str) -> str | None:
    """The password of an address; ``None`` when it is the driver's to find one."""
    given = os.environ.get(VARIABLE, "")
    if given:
        return given
    named = os.environ.get(FILE_VARIABLE, "")
    if named:
        return _file(named)
    if any(os.environ.get(name) for name in _DRIVERS_OWN):
        return None
    return _stored(_entry(url))


def keep_database_password(url: str, password: str) -> bool:
    """Put the password into the keyring; whether there is one that took it."""
    _stored.cache_clear()
    return keep_password(_entry(url), password)


def _file(named: str) -> str | None:
    try:
        return Path(named).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        # The server says that a password is missing; the name of the file is the user's to see.
        return None


@cache
def _stored(entry: str) -> str | None:
    """Asked once for each address: connections come and go all day."""
    return stored_password(entry) if entry else None


def _entry(url: str) -> str:
    """Who and where, without secrets and parameters."""
    parts = urlsplit("postgresql://" + url.partition("://")[2])
    user, at, hosts = parts.netloc.rpartition("@")
    name = user.partition(":")[0]
    return f"database:{name}@{hosts}{parts.path}" if at and name and hosts else ""
