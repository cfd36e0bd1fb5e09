"""The database itself: make one with its first user, upgrade, check, look at, copy, put back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Final

from posapp.domain.clock import Clock, business_date
from posapp.domain.codes import Role
from posapp.domain.rights import Actor, Right
from posapp.domain.sign_in import check_new_user
from posapp.domain.texts import clean_text
from posapp.domain.upkeep import CopyPlan
from posapp.errors import StorageFailure
from posapp.services.password_checks import check_first_password
from posapp.storage import backup as copies
from posapp.storage import info as facts
from posapp.storage import migrate, restore
from posapp.storage.audit import append_audit, office_chain
from posapp.storage.base import Transaction
from posapp.storage.check import CheckReport, check_database
from posapp.storage.db import Database
from posapp.storage.info import DatabaseInfo
from posapp.storage.integrity import Finding
from posapp.storage.seed import seed_standard
from posapp.storage.setup import load_setup
from posapp.storage.users import insert_user
from posapp.vault.passwords import hash_password

ADMIN: Final = frozenset({Role.ADMIN})


@dataclass(frozen=True, slots=True)
class NewOffice:
    """What a new database is made with: the office and its first user.

    ``address`` holds the lines printed below the organisation's name (PR-05), ``currency`` is an ISO
    code, ``zone`` an IANA name.
    """

    login: str
    password: str = field(repr=False)
    name: str = ""
    organisation: str = "Our office"
    address: tuple[str, ...] = ()
    currency: str = "USD"
    zone: str = "America/New_York"


@dataclass(frozen=True, slots=True)
class Upgraded:
    """Outcome of an upgrade: the schema in force and the copy that was made first, if any."""

    schema: str
    copy: Path | None


class Maintenance:
    """Use cases of the database as a whole, by address; it need not be open or even there.

    Whoever may read the file may check it; an actor who is given must have the right (D-44).
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def init(self, url: str, office: NewOffice) -> None:
        """Make a database with the standard set-up and its first user, who is set-up plus users.

        There is no default account: the password comes from whoever makes the database.

        Raises:
            Refused: ``M-50`` name, password or zone, ``M-55`` currency.
            StorageFailure: something is there already; nothing half-made stays behind.
        """
        login = office.login.strip()
        check_new_user(login, ADMIN)
        check_first_password(office.password, login, office.organisation)
        migrate.init(url, partial(self._fill, office, login, hash_password(office.password)))

    def _fill(self, office: NewOffice, login: str, hashed: str, s: Transaction) -> None:
        now = self._clock()
        seed_standard(
            s,
            today=_today(now, office.zone),
            organisation=office.organisation,
            address="\n".join(clean_text(line, "address") for line in office.address),
            currency=office.currency,
            zone=office.zone,
        )
        first = next(iter(load_setup(s).offices.values()))
        user_id = insert_user(
            s,
            login=login,
            name=office.name.strip() or login,
            password_hash=hashed,
            office=first.code,
            roles=ADMIN,
            at=now,
        )
        append_audit(
            s,
            office_chain(first.code, business_date(now, first.zone, first.day_start)),
            at=now,
            user_id=user_id,
            action="database.init",
            object_id=user_id,
            body={"login": login, "organisation": office.organisation, "zone": office.zone},
        )

    def upgrade(self, url: str, plan: CopyPlan | None = None) -> Upgraded:
        """Bring a database to this program's schema; a SQLite file is copied first, as planned.

        Raises:
            StorageFailure: ``missing``, ``newer_schema`` or ``damaged``; nothing was changed.
        """
        copy = migrate.upgrade(url, clock=self._clock, plan=plan)
        return Upgraded(migrate.head(), copy)

    def check(self, url: str, actor: Actor | None = None) -> CheckReport:
        """Prove the invariants over the whole database (R4, R11).

        A file too damaged to be opened is a finding like any other.

        Raises:
            StorageFailure: it is not there, of another schema, or cannot be reached.
        """
        _require(actor)
        try:
            with _reading(url) as db:
                return check_database(db)
        except StorageFailure as failure:
            if failure.kind != "damaged":
                raise
            return CheckReport((Finding("damaged", failure.detail, 1, ""),), 1, 0.0)

    def info(self, url: str, actor: Actor | None = None) -> DatabaseInfo:
        """What a database is: engine, versions, size, counts."""
        _require(actor)
        with _reading(url) as db:
            return facts.info(db)

    def backup(self, url: str, path: Path, actor: Actor | None = None) -> Path:
        """Copy a running SQLite database.

        Raises:
            StorageFailure: something is at ``path``, it cannot be written, or PostgreSQL.
        """
        _require(actor)
        with _reading(url) as db:
            return copies.backup(db, path)

    def restore(self, path: Path, url: str) -> Path | None:
        """Prove a copy and put it in the database's place; returns where the old file lies now.

        Raises:
            StorageFailure: the copy does not pass, or the database is open somewhere.
        """
        return restore.restore(path, url, clock=self._clock)


def _require(actor: Actor | None) -> None:
    if actor is not None:
        actor.require(Right.CHECK_DATABASE)


def _today(now: datetime, zone: str) -> date:
    """Date at the office; a zone that does not exist is refused by the set-up itself."""
    try:
        return business_date(now, zone)
    except (KeyError, OSError, ValueError):
        return now.date()


@contextmanager
def _reading(url: str) -> Iterator[Database]:
    db = Database.open(url, read_only=True)
    try:
        yield db
    finally:
        db.dispose()
