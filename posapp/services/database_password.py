"""Gives the storage the password of a server when a connection needs one (T14)."""

from posapp.storage.patience import PASSWORDS
from posapp.vault.database_password import database_password


def use_stored_password() -> None:
    """Let every connection to a server ask the environment and the keyring for its password."""
    PASSWORDS.ask = database_password
