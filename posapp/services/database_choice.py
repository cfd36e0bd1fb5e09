"""Which database a workstation works with: proved before it is set (S1, T14, D-44)."""

from typing import Final

from posapp.domain.clock import Clock
from posapp.domain.database_found import Found
from posapp.domain.rights import Actor, Right
from posapp.errors import Refused, StorageFailure
from posapp.paths import data_dir
from posapp.storage.patience import PASSWORDS
from posapp.storage.probe import probe
from posapp.vault.database_password import keep_database_password

# What libpq and servers say, and the field that is wrong; servers may speak another language,
# then the sentence stands alone.
_FIELDS: Final = (
    ("password authentication failed", "password"),
    ("no password supplied", "password"),
    ("no pg_hba.conf entry", "user"),
    ('role "', "user"),
    ("does not exist", "name"),
    ("no database of this name", "name"),
    ("certificate", "tls"),
    ("ssl", "tls"),
    ("resolve", "hosts"),
    ("could not translate host name", "hosts"),
    ("name or service not known", "hosts"),
    ("connection refused", "port"),
    ("no such file", "hosts"),
    ("timeout", "hosts"),
)


class DatabaseChoice:
    """Use cases of whoever sets a workstation up."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    @property
    def default_file(self) -> str:
        """The file that a workstation without an address works with."""
        return str(data_dir() / "posapp.db")

    def test(self, url: str, password: str, actor: Actor) -> Found:
        """Look what is at an address, with a password that is typed or that is kept.

        Raises:
            Refused: ``M-51``; ``M-380``, at the field that is wrong where one is to blame.
        """
        actor.require(Right.SETUP)
        ask = PASSWORDS.ask
        if password:
            PASSWORDS.ask = lambda address: password if _same(address, url) else ask_of(address)

        def ask_of(address: str) -> str | None:
            return ask(address) if ask is not None else None

        try:
            return probe(url, self._clock)
        except StorageFailure as failure:
            # It says nothing about the database that the program works with now.
            field = {"field": blamed(failure.detail)}
            raise Refused(
                "M-380", reason=failure.detail.rstrip("."), **(field if field["field"] else {})
            ) from failure
        finally:
            PASSWORDS.ask = ask

    def keep_password(self, url: str, password: str, actor: Actor) -> None:
        """Put a password into this computer's keyring.

        Raises:
            Refused: ``M-51``; ``M-381`` there is no keyring.
        """
        actor.require(Right.SETUP)
        if not keep_database_password(url, password):
            raise Refused("M-381", field="password")


def blamed(says: str) -> str:
    """The field that a refusal of a connection is about; empty when it is about none."""
    # The address stands before the bracket, and has words of its own.
    words = says.partition("(")[2].casefold() or says.casefold()
    return next((field for sign, field in _FIELDS if sign in words), "")


def _same(address: str, url: str) -> bool:
    return (
        address.partition("://")[2].partition("?")[0] == url.partition("://")[2].partition("?")[0]
    )
