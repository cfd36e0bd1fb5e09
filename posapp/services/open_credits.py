"""The report of open credits by age, on screen and as a file (AC2-6, CK-10)."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from posapp.domain.clock import Clock, business_date
from posapp.domain.open_credits import CreditAges, OpenCredit, ages_of
from posapp.domain.rights import Actor, Right
from posapp.errors import Refused
from posapp.files.credit_file import credit_csv
from posapp.paths import write_whole
from posapp.services.setup import SetUpCache
from posapp.storage.db import Database
from posapp.storage.open_credits import load_open_credits


@dataclass(frozen=True, slots=True)
class CreditReport:
    """Open credits on a business date, the oldest first, and their sums by currency and age."""

    day: date
    credits: tuple[OpenCredit, ...]
    ages: tuple[CreditAges, ...]


class OpenCredits:
    """Use cases of the report."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def report(self, actor: Actor) -> CreditReport:
        """Every credit of which something is left.

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            office = self._setup.current(s).offices[actor.office]

            def day_of(at: datetime) -> date:
                return business_date(at, office.zone, office.day_start)

            today = day_of(self._clock())
            found = load_open_credits(s, today, day_of)
        return CreditReport(today, found, ages_of(found))

    def write(self, report: CreditReport, path: Path) -> None:
        """Write a report as CSV; an older file stays until all is written.

        Raises:
            Refused: ``M-50`` another kind of file.
            OSError: it cannot be written.
        """
        if path.suffix.lower() != ".csv":
            raise Refused("M-50", field="file", value=path.name, reason="does not end in .csv")
        with self._db.read() as s:
            currencies = self._setup.current(s).currencies
        write_whole(path, credit_csv(report.credits, currencies))
