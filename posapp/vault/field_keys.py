"""The key of sealed fields: in the system's keyring, else in a file of its owner beside the settings.

It never lies in the database (R13). Where it comes from: the file that ``POSAPP_FIELD_KEY_FILE``
names, the keyring, else ``field.key`` beside the
settings. Several workstations of one database share one key: the file is carried to each.
"""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Final

from posapp.paths import write_whole
from posapp.vault.keyring_store import keep_password, stored_password

SIZE: Final = 32
FILE: Final = "field.key"
VARIABLE: Final = "POSAPP_FIELD_KEY_FILE"
_ENTRY: Final = "field-key"


class FieldKeyError(ValueError):
    """The key cannot be read or kept; the text is a sentence for the user."""


def key_id(key: bytes) -> str:
    """Name of a key, which tells nothing of it: 16 hexadecimal digits."""
    return hmac.new(key, b"posapp field key", hashlib.sha256).hexdigest()[:16]


class FieldKeys:
    """Finds the key of this workstation, or makes it once."""

    def __init__(self, folder: Path) -> None:
        """``folder`` holds the key file; it is not the database's."""
        self._folder = folder

    @property
    def path(self) -> Path:
        """Where the key file is, or would be."""
        named = os.environ.get(VARIABLE)
        return Path(named) if named else self._folder / FILE

    @property
    def _fixed(self) -> bool:
        """Whether the environment names the file, so that the keyring is not asked."""
        return bool(os.environ.get(VARIABLE))

    def find(self) -> bytes | None:
        """The key, ``None`` when there is none yet.

        Raises:
            FieldKeyError: the file is there and holds no key, or may not be read.
        """
        kept = None if self._fixed else stored_password(_ENTRY)
        if kept is not None:
            return _decoded(kept, "the keyring")
        try:
            text = self.path.read_text("ascii")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise FieldKeyError(f"the key file {self.path} cannot be read") from error
        return _decoded(text, str(self.path))

    def make(self) -> bytes:
        """A new key, kept in the keyring or in the file.

        Raises:
            FieldKeyError: neither can be written.
        """
        key = secrets.token_bytes(SIZE)
        text = base64.b64encode(key).decode("ascii")
        if not self._fixed and keep_password(_ENTRY, text):
            return key
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.path, f"{text}\n".encode("ascii"))
        except OSError as error:
            raise FieldKeyError(f"the key file {self.path} cannot be written") from error
        return key


def _decoded(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != SIZE:
        raise FieldKeyError(f"{where} holds no key")
    return key
