"""A small office for service tests: users, an open drawer, accounts with debts."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from posapp.domain.codes import Role, SourceType
from posapp.domain.ids import ControlId, DepositControlId, new_request_id
from posapp.domain.rights import Actor
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import OpenControl, OpenDepositControl
from posapp.services.bundle import build
from posapp.storage.db import Database, sqlite_path
from posapp.storage.postgres import shown_url
from posapp.storage.users import insert_user
from tests.helpers.clock import NOON, FixedClock
from tests.helpers.databases import COPIES
from tests.helpers.office_books import DAY, Office

__all__ = ["DAY", "Office", "at_work_in", "open_office", "open_template", "opened_template"]


@dataclass(frozen=True)
class AtWork:
    """What was found when an office was opened in a template: its copies start with it."""

    actors: dict[str, Actor]
    deposit: DepositControlId
    control: ControlId
    setup: SetUp

    def office(self, db: Database, clock: FixedClock) -> Office:
        """The office in a copy, as if it had just been opened there."""
        office = Office(db, clock, build(db, clock), dict(self.actors))
        office.deposit, office.control = self.deposit, self.control
        # Opening reads the set-up; it is a frozen record, so copies may share it.
        office.services.setup_cache._setup = self.setup
        return office


_AT_WORK: dict[str, AtWork] = {}
_TEMPLATES: dict[Path, AtWork] = {}


def at_work_in(template: str, copy: str) -> None:
    """Say that a database is a copy of one in which ``open_template`` opened an office."""
    _AT_WORK[_shown(copy)] = _AT_WORK[_shown(template)]


def _shown(url: str) -> str:
    """How an open database calls itself."""
    return url if sqlite_path(url) else shown_url(url)


def open_template(url: str) -> None:
    """Open an office in a database that is copied for tests from now on."""
    db = Database.open(url)
    office = _opened(db, FixedClock())
    _AT_WORK[db.url_shown] = AtWork(
        office.actors, office.deposit, office.control, office.services.setup()
    )
    db.dispose()


def open_office(db: Database, clock: FixedClock) -> Office:
    """Users of every role and an open drawer of the cashier with a float of 150.00.

    In a database that nobody wrote to yet the opened office of its template is copied: opening one
    takes longer than most tests.
    """
    if clock() == NOON:
        kept = _AT_WORK.pop(db.url_shown, None)
        if kept is None and db.path is not None:
            kept = _replaced(db, db.path)
        if kept is not None:
            return kept.office(db, clock)
    return _opened(db, clock)


def _replaced(db: Database, path: Path) -> AtWork | None:
    """Put the opened office in the place of an untouched copy of a template."""
    template = COPIES.get(path)
    if template is None or str(template) in _AT_WORK:
        return None
    # The last connection folds the log into the file; what is left says that somebody else is there.
    db.dispose()
    log = path.with_name(f"{path.name}-wal")
    if log.exists() or path.read_bytes() != template.read_bytes():
        return None
    opened = opened_template(template)
    shutil.copyfile(opened, path)
    return _TEMPLATES[template]


def opened_template(template: Path) -> Path:
    """The SQLite file in which an office was opened, made from the template when first asked for."""
    opened = template.with_name(f"opened-{template.name}")
    if template not in _TEMPLATES:
        shutil.copyfile(template, opened)
        open_template(str(opened))
        _TEMPLATES[template] = _AT_WORK[str(opened)]
    return opened


def _opened(db: Database, clock: FixedClock) -> Office:
    office = Office(db, clock, build(db, clock))
    with db.begin() as s:
        for role in Role:
            user_id = insert_user(
                s,
                login=role.value,
                name=role.value.title(),
                password_hash="",
                office="MAIN",
                roles=[role],
                at=clock(),
            )
            office.actors[role.value] = Actor(
                user_id, role.value, role.value.title(), frozenset({role}), "MAIN", "WS1"
            )
    deposit = OpenDepositControl(new_request_id(), SourceType.CASHIERING, "USD")
    office.deposit = office.services.deposit_controls.open(deposit, office.supervisor).value
    control = OpenControl(new_request_id(), "CASH-A01", None, None)
    office.control = office.services.tender_controls.open(control, office.cashier).value
    return office
