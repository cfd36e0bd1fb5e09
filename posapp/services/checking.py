"""The check of the open database: by hand, and once a night; what came of it is kept (R4, F21)."""

from datetime import datetime
from typing import Final

from posapp.domain.clock import Clock, business_date
from posapp.domain.rights import Actor, Right
from posapp.domain.upkeep import NewUpkeep, Upkeep, UpkeepKind
from posapp.services.setup import SetUpCache
from posapp.storage.check import CheckReport, check_database
from posapp.storage.db import Database
from posapp.storage.upkeep import insert_upkeep, last_upkeep

__all__ = ["CheckReport", "Checking"]

_NAMED: Final = 5
"""Findings that are kept in words."""


class Checking:
    """Use cases of whoever looks after the database while others work with it."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def run(self, actor: Actor) -> CheckReport:
        """Prove the invariants over the whole database; payments go on meanwhile (R4, R11).

        What came of it is kept for the supervisor's page.

        Raises:
            Refused: ``M-51`` without the right.
            StorageFailure: the database cannot be read.
        """
        actor.require(Right.CHECK_DATABASE)
        report = check_database(self._db)
        run = NewUpkeep(
            UpkeepKind.CHECK,
            good=report.clean,
            says=_in_words(report),
            count=report.checks,
            user_id=actor.user_id,
            workstation=actor.workstation,
        )
        now = self._clock()
        self._db.write(lambda s: insert_upkeep(s, run, now))
        return report

    def last(self, actor: Actor) -> Upkeep | None:
        """What the newest check came to; ``None`` when there was none.

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.CHECK_DATABASE)
        with self._db.read() as s:
            return last_upkeep(s, UpkeepKind.CHECK)

    def is_due(self, actor: Actor) -> bool:
        """Whether nobody checked since the business day of the actor's office began.

        Raises:
            Refused: ``M-51``.
        """
        last = self.last(actor)
        if last is None:
            return True
        with self._db.read() as s:
            office = self._setup.current(s).offices[actor.office]

        def day_of(at: datetime) -> object:
            return business_date(at, office.zone, office.day_start)

        return day_of(last.at) != day_of(self._clock())


def _in_words(report: CheckReport) -> str:
    named = [f"{one.name}: {one.says} ({one.count})" for one in report.findings[:_NAMED]]
    rest = len(report.findings) - len(named)
    return "; ".join([*named, f"{rest} more"] if rest else named)
