"""Sealing of single fields: account numbers at other institutions (AP-02, R13, reliability B.1).

On its way a number is sealed by AES-SIV, which gives the same text for the same number: so the
fingerprint of a request can be compared without knowing it (D-21). In a row it is sealed by
AES-256-GCM with the row as associated data, so a sealed text moved to another row opens nothing.
"""

import base64
import binascii
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from posapp.vault.field_keys import key_id

_NONCE: Final = 12
_ON_ITS_WAY: Final = "s1"
_AT_REST: Final = "g1"


class SealError(ValueError):
    """A sealed text that this key does not open: another key, another row, or changed by somebody."""


class FieldCipher:
    """Seals and opens account numbers with one key."""

    def __init__(self, key: bytes) -> None:
        """``key`` has 32 bytes; the two ciphers get keys of their own from it."""
        self.key_id = key_id(key)
        self._siv = AESSIV(_derived(key, b"on its way", 64))
        self._gcm = AESGCM(_derived(key, b"at rest", 32))

    def seal(self, number: str) -> str:
        """A number sealed for its way to a row; the same number gives the same text."""
        return self._text(_ON_ITS_WAY, self._siv.encrypt(number.encode("utf-8"), None))

    def bind(self, text: str, place: str, to: str) -> str:
        """The same number sealed for a row.

        Args:
            text: the sealed text.
            place: the row that it lies in; empty while it is on its way.
            to: table and id of the row that it is for.

        Raises:
            SealError: the text cannot be opened.
        """
        nonce = os.urandom(_NONCE)
        clear = self.open(text, place).encode("utf-8")
        return self._text(_AT_REST, nonce + self._gcm.encrypt(nonce, clear, to.encode("ascii")))

    def loosen(self, text: str, place: str) -> str:
        """The number of a row, sealed for its way to another one.

        Raises:
            SealError: the text cannot be opened.
        """
        return self.seal(self.open(text, place))

    def open(self, text: str, place: str = "") -> str:
        """The clear number: for the bank's file and for nothing else.

        Raises:
            SealError: another key, another row, or a changed text.
        """
        form, _, rest = text.partition(".")
        named, _, body = rest.partition(".")
        if named != self.key_id:
            raise SealError("sealed with another key")
        try:
            octets = base64.urlsafe_b64decode(body)
            if form == _AT_REST:
                clear = self._gcm.decrypt(octets[:_NONCE], octets[_NONCE:], place.encode("ascii"))
            else:
                clear = self._siv.decrypt(octets, None)
        except (InvalidTag, binascii.Error, ValueError) as error:
            raise SealError("the sealed text was changed") from error
        return clear.decode("utf-8")

    def _text(self, form: str, octets: bytes) -> str:
        return f"{form}.{self.key_id}.{base64.urlsafe_b64encode(octets).decode('ascii')}"


def key_of(text: str) -> str:
    """Name of the key that a sealed text needs; empty for what is no sealed text."""
    parts = text.split(".")
    return parts[1] if len(parts) == 3 else ""  # noqa: PLR2004 - form, key, body


def _derived(key: bytes, use: bytes, size: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=size, salt=None, info=b"posapp " + use).derive(key)
