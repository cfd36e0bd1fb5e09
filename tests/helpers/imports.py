"""Importing small files in tests: write the file, run the import, look at the rows."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import text

from posapp.domain.ids import new_request_id
from posapp.domain.imports import ImportReport
from posapp.services.importing import Importing
from posapp.storage.check import check_database
from tests.helpers.office import Office

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@dataclass
class Imports:
    """An office with imports and a folder for files."""

    office: Office
    folder: Path

    @property
    def service(self) -> Importing:
        """The imports of the office."""
        return Importing(self.office.db, self.office.clock, self.office.services.setup_cache)

    @property
    def actor(self) -> Any:
        """Who may import (D-44)."""
        return self.office.actors["setup"]

    def file(self, content: str, name: str = "in.csv") -> Path:
        """A file with this content."""
        path = self.folder / name
        path.write_text(content, "utf-8")
        return path

    def run(
        self, kind: str, content: str, profile: str | Path = "", **options: Any
    ) -> ImportReport:
        """Import a text through a profile (the shipped one of the kind's name)."""
        return self.run_file(kind, self.file(content), profile or kind, **options)

    def run_file(self, kind: str, path: Path, profile: str | Path, **options: Any) -> ImportReport:
        """Import a file."""
        options.setdefault("request_id", new_request_id())
        return self.service.run(kind, path, str(profile), self.actor, **options).value

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query, as plain tuples."""
        with self.office.db.read() as s:
            return [tuple(map(_plain, row)) for row in s.execute(text(sql))]

    def one(self, sql: str) -> Any:
        """The one value of a query."""
        ((value,),) = self.rows(sql)
        return value

    def assert_sound(self) -> None:
        """``db check`` finds nothing."""
        assert check_database(self.office.db).findings == ()


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    """Added, changed, unchanged, rejected."""
    return report.added, report.changed, report.unchanged, len(report.rejected)


def _plain(value: Any) -> Any:
    """PostgreSQL gives dates and numerics where SQLite gives texts and integers."""
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if type(value).__name__ == "Decimal" else value
