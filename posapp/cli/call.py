"""One run of a command: which database, who asks, and how to answer.

The database libraries load when a command first needs them, so help and the window stay quick.
"""

import gc
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any
from uuid import UUID

import typer

from posapp import paths, settings
from posapp.cli.options import Given
from posapp.cli.plain import Document
from posapp.cli.secrets import password_of
from posapp.cli.text_output import as_json, as_text, printable
from posapp.domain.clock import business_date, system_clock
from posapp.domain.ids import new_request_id
from posapp.domain.money import Currency
from posapp.domain.paper_style import PaperStyle
from posapp.domain.upkeep import CopyPlan, plan_of
from posapp.errors import PosError
from posapp.services.collecting import no_collection

if TYPE_CHECKING:
    from datetime import date

    from posapp.domain.rights import Actor
    from posapp.domain.setup import SetUp
    from posapp.services.bundle import Services
    from posapp.storage.db import Database


@dataclass
class Call:
    """What a command works with; the database is opened and the user signed in when asked for."""

    given: Given
    request_id: str = ""
    confirmed: frozenset[str] = frozenset()
    seen: int | None = None
    """Version of the event that the caller looked at (PY-6)."""
    currency: str = ""
    """Currency of amounts in messages, once a command knows it; else the installation's."""
    writes: bool = False
    """Whether the command changes anything: then it does not go on with older data (T8)."""
    accepts_older: bool = False
    """Whether the command is the one that lets them be gone on with."""
    looked: bool = False
    """Whether the data hold what this computer saw of them."""
    _db: "Database | None" = field(default=None, init=False)
    _services: "Services | None" = field(default=None, init=False)
    _actor: "Actor | None" = field(default=None, init=False)
    _settings: "settings.WorkstationSettings | None" = field(default=None, init=False)

    @property
    def settings(self) -> settings.WorkstationSettings:
        """The workstation's settings."""
        if self._settings is None:
            self._settings = settings.load(paths.config_dir() / "settings.toml")
        return self._settings

    @property
    def url(self) -> str:
        """Address of the database: given, else set, else the file in the user's data folder."""
        url = self.given.db or self.settings.database_url or self.default_url
        if url.startswith("postgres"):
            import_module("posapp.services.database_password").use_stored_password()
        return url

    @property
    def default_url(self) -> str:
        """The file in the user's data folder."""
        return str(paths.data_dir() / "posapp.db")

    @property
    def services(self) -> "Services":
        """The use cases over the database."""
        if self._services is None:
            with self.loading():
                opening = import_module("posapp.storage.opening")
                bundle = import_module("posapp.services.bundle")
            self._db = opening.open_sound(self.url)
            self._services = bundle.build(self._db, system_clock)
            self._services.paper_style = PaperStyle(
                self.settings.paper_number_locale, self.settings.paper_date_style
            )
            self._services.copy_plan = self.copy_plan
        return self._services

    @contextmanager
    def loading(self) -> Iterator[None]:
        """While modules are loaded: nobody looks for garbage among what stays, then or later."""
        with no_collection():
            yield
            if self.given.alone:
                gc.freeze()

    @property
    def copy_plan(self) -> CopyPlan:
        """Where copies of the database go, as this workstation is set."""
        mine = self.settings
        return plan_of(mine.copy_folder, mine.copy_second_folder, mine.copies_kept)

    @property
    def setup(self) -> "SetUp":
        """The set-up in force."""
        return self.services.setup()

    @property
    def today(self) -> "date":
        """The business date of the user's office."""
        office = self.setup.offices[self.actor.office]
        return business_date(self.services.clock(), office.zone, office.day_start)

    @property
    def actor(self) -> "Actor":
        """The user who asks, signed in.

        Raises:
            Refused: ``M-52``, ``M-53``.
            typer.BadParameter: nobody was named.
        """
        if self._actor is None:
            if not self.given.user:
                raise typer.BadParameter("say who asks.", param_hint="'--user'")
            services = self.services
            self._actor = services.users.sign_in(
                self.given.user,
                password_of(self.given.user),
                workstation=self.settings.station_name,
            )
            if not self.accepts_older:
                import_module("posapp.cli.older_data").stop_older(self, self._actor)
        return self._actor

    def known_currencies(self) -> Mapping[str, Currency]:
        """Currencies for messages; none where no database could be read."""
        if self._services is None:
            return {}
        # While an error is told, a second one would only hide it.
        with suppress(PosError):
            setup = self.setup
            self.currency = self.currency or setup.installation.currency
            return setup.currencies
        return {}

    def close(self) -> None:
        """Remember what was seen, and close the database."""
        if self.writes and self._actor is not None and self._services is not None:
            import_module("posapp.cli.older_data").remember(self, self._actor)
        if self._services is not None:
            self._services.changes.tell_now()
        if self._db is not None:
            self._db.dispose()
        self._db = self._services = None


def request_id_of(text: str | None) -> str:
    """The request id as given, else a fresh one (D-21).

    Raises:
        typer.BadParameter: when it is no UUID.
    """
    if text is None:
        return new_request_id()
    try:
        return str(UUID(text))
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a UUID.", param_hint="'--request-id'") from error


def answer(document: Document, *, json: bool) -> None:
    """Write a document to standard output, the only thing that goes there."""
    if json:
        encoding = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "")
        typer.echo(as_json(document, unicode=encoding == "utf8"))
    else:
        typer.echo(as_text(document))


def tell(sentences: Iterable[str]) -> None:
    """Write sentences to standard error."""
    for words in sentences:
        typer.echo(printable(words), err=True)


def replayed(document: dict[str, Any], saved: Any) -> dict[str, Any]:
    """The document, marked when its request had been carried out before (D-21)."""
    return document | {"replayed": True} if saved.replayed else document


def actor_of(call: Call) -> "Actor | None":
    """The user, where one is named: whoever may read the file needs none.

    The sign-in's own database is closed again, or its log would be told as somebody else's.
    """
    if not call.given.user:
        return None
    actor = call.actor
    call.close()
    return actor
