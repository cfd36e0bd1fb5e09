"""Account numbers at other institutions: sealed where they come in, bound to their rows (AP-02, R13).

The database says which key its numbers need, never the key. A workstation without that key can
look at everything and take everything but automatic payments.
"""

from typing import Any

from posapp.domain.account_numbers import clean_account_number
from posapp.domain.clock import Clock
from posapp.domain.rights import Actor, Right
from posapp.domain.sealed import SHOWN, SealedAccount
from posapp.errors import Refused
from posapp.late import part
from posapp.services.setup import SetUpCache
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.field_keys import load_key_id, record_key_id
from posapp.vault.field_keys import FieldKeyError, FieldKeys, key_id


class Sealing:
    """Seals account numbers with the key of this workstation."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache, keys: FieldKeys) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._keys = keys
        self._cipher: Any = None

    def seal(self, number: str, source: str, actor: Actor) -> SealedAccount:
        """A number as somebody typed it, sealed for its way to a row.

        Args:
            number: in clear; spaces, points and dashes do not count.
            source: auto-pay source, whose rule the number must fit; empty where it is not known.
            actor: who asks.

        Raises:
            Refused: ``M-58`` a card number, ``M-103`` a number that does not fit, ``M-108`` no key,
                ``M-55`` an unknown source.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            sources = self._setup.current(s).autopay.sources
            if source and source not in sources:
                raise Refused("M-55", field="autopay_source", value=source)
            known = load_key_id(s)
        rules = [sources[source].account_rule] if source else []
        clean = clean_account_number(number, *rules)
        return SealedAccount(self._ready(known).seal(clean), clean[-SHOWN:])

    def bind(self, s: Transaction, sealed: SealedAccount, place: str) -> SealedAccount:
        """The number sealed for a row, in the transaction that writes it.

        Raises:
            Refused: ``M-108`` when this workstation cannot open it.
        """
        known = load_key_id(s)
        cipher = self._ready(known)
        if known is None:
            record_key_id(s, cipher.key_id, self._clock())
        try:
            text = cipher.bind(sealed.text, sealed.place, place)
        except ValueError as error:
            raise Refused("M-108", reason=str(error)) from error
        return SealedAccount(text, sealed.last4, place)

    def loosen(self, s: Transaction, sealed: SealedAccount) -> SealedAccount:
        """The number of a row, sealed for its way to another one.

        Raises:
            Refused: ``M-108``.
        """
        try:
            text = self._ready(load_key_id(s)).loosen(sealed.text, sealed.place)
        except ValueError as error:
            raise Refused("M-108", reason=str(error)) from error
        return SealedAccount(text, sealed.last4)

    def _ready(self, known: str | None) -> Any:
        """The cipher of the key that the database needs; the first use makes the key."""
        if self._cipher is None or known not in {None, self._cipher.key_id}:
            self._cipher = part("posapp.vault.field_cipher").FieldCipher(self._key(known))
        return self._cipher

    def _key(self, known: str | None) -> bytes:
        try:
            key = self._keys.find()
            if key is None and known is None:
                key = self._keys.make()
        except FieldKeyError as error:
            raise Refused("M-108", reason=str(error)) from error
        if key is None:
            raise Refused("M-108", reason=f"key {known} is not on this workstation")
        if known not in {None, key_id(key)}:
            raise Refused("M-108", reason=f"this workstation has another key than {known}")
        return key
