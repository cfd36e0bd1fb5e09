"""Passwords in the system's keyring, where the ``keyring`` package is installed."""

from typing import Any

try:
    import keyring
except ImportError:
    keyring = None

SERVICE = "posapp"


def keep_password(login: str, password: str) -> bool:
    """Store a secret in the keyring; whether there is one that took it."""
    store: Any = keyring
    if store is None:
        return False
    try:
        store.set_password(SERVICE, login, password)
    except store.errors.KeyringError:
        return False
    return True


def stored_password(login: str) -> str | None:
    """The password stored for a user under the service ``posapp``; ``None`` without one."""
    store: Any = keyring
    if store is None:
        return None
    try:
        found: str | None = store.get_password(SERVICE, login)
    except store.errors.KeyringError:
        # No unlocked keyring (a scheduled job, a bare server) is the same as no password there.
        return None
    return found
