"""Passwords in the system's keyring; loaded when first asked for, as most days ask for none (P7)."""

from typing import Any, Final

from posapp.late import part

SERVICE: Final = "posapp"


def keep_password(login: str, password: str) -> bool:
    """Store a secret in the keyring; whether there is one that took it."""
    store: Any = part("keyring")
    try:
        store.set_password(SERVICE, login, password)
    except store.errors.KeyringError:
        return False
    return True


def stored_password(login: str) -> str | None:
    """The password stored for a user under the service ``posapp``; ``None`` without one."""
    store: Any = part("keyring")
    try:
        found: str | None = store.get_password(SERVICE, login)
    except store.errors.KeyringError:
        # No unlocked keyring (a scheduled job, a bare server) is the same as no password there.
        return None
    return found
