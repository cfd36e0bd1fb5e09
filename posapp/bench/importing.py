"""P4: importing bills from a file, with all checks, beside ``executemany`` of the same rows.

The file is invented, of the shape of a city's water bills: many bills for each of a few dozen
developments. The reference knows the rows
beforehand: it reads no file, checks nothing and writes what our import wrote.
"""

import csv
import shutil
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

from posapp.bench.child import Options, answer
from posapp.bench.figures import Figure, compared, in_turns
from posapp.bench.office import NOW, SmallOffice, open_office
from posapp.domain.ids import new_request_id
from posapp.services.bundle import build
from posapp.services.importing import Importing
from posapp.storage import sqlite
from posapp.storage.db import Database
from posapp.storage.tables.schema import METADATA

_PROFILE: Final = "water-bills"
_ACCOUNTS: Final = 37
_HEAD: Final = (
    "TDS #",
    "EDP",
    "# days",
    "Current Charges",
    "Consumption",
    "Water&Sewer Charges",
    "Other Charges",
)
Rows = dict[str, tuple[str, list[tuple[Any, ...]]]]


def measure(options: Options) -> Sequence[Figure]:
    """The import beside its reference: ``bills``, ``rounds``."""
    bills: int = options["bills"]
    rounds: int = options["rounds"] + 1
    with TemporaryDirectory() as name:
        folder = Path(name)
        file = water_file(folder / "bills.csv", bills)
        office = open_office(folder / "empty.db")
        office.db.dispose()
        rows = rows_written(office, file, folder / "written.db")
        ours = [Import(office, file, folder / f"ours{turn}.db") for turn in range(rounds)]
        reference = [ByHand(office, rows, folder / f"hand{turn}.db") for turn in range(rounds)]
        turns = in_turns(ours, reference, warm=1)
    count = sum(len(found) for _, found in rows.values())
    note = f"{count:,} rows in one transaction; the reference reads no file and checks nothing"
    found = [compared("P4", f"import of {bills:,} bills", turns, 2.5, note=note)]
    if turns.busy:
        found.append(compared("", "the same by the processor's time", turns.busy, None))
    return found


def water_file(path: Path, bills: int) -> Path:
    """An invented file of water bills, the same for the same length."""
    random = Random(bills)  # noqa: S311 - invented bills, not secrets
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEAD)
        for number in range(bills):
            cents = random.randrange(5_000, 2_000_000)
            charge = f"{cents // 100}.{cents % 100:02d}"
            account = number % _ACCOUNTS + 1
            used = random.randrange(1, 9_000)
            writer.writerow([account, 300 + account, 31, charge, used, charge, 0])
    return path


class Import:
    """Our import into a fresh copy of the office; making and opening the copy is not timed."""

    def __init__(self, office: SmallOffice, file: Path, path: Path) -> None:
        shutil.copy(office.path, path)
        self._file = file
        self._actor = office.actor
        self._db = Database.open(str(path))
        services = build(self._db, lambda: NOW)
        # As in a program in which somebody has signed in.
        services.setup()
        self._importing = Importing(self._db, services.clock, services.setup_cache)

    def __call__(self) -> None:
        """Import the file."""
        self._importing.run("bills", self._file, _PROFILE, self._actor, request_id=new_request_id())

    def close(self) -> None:
        """Close the copy."""
        self._db.dispose()


class ByHand:
    """The reference: the rows known beforehand into a fresh copy, one statement for each table."""

    def __init__(self, office: SmallOffice, rows: Rows, path: Path) -> None:
        shutil.copy(office.path, path)
        self._rows = rows
        self._connection: Any = sqlite.driver().connect(str(path), isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL").fetchall()
        for name, value, _ in sqlite.settings():
            self._connection.execute(f"PRAGMA {name}={value}").fetchall()

    def __call__(self) -> None:
        """Write all rows in one transaction."""
        self._connection.execute("BEGIN IMMEDIATE")
        for statement, rows in self._rows.values():
            self._connection.executemany(statement, rows)
        self._connection.execute("COMMIT")


def rows_written(office: SmallOffice, file: Path, path: Path) -> Rows:
    """What our import writes: by table in the order of their references, as INSERT and rows."""
    work = Import(office, file, path)
    before = _everything(path)
    work()
    work.close()
    after = _everything(path)
    rows: Rows = {}
    for table, found in after.items():
        known = set(before[table])
        new = [row for row in found if row not in known]
        # A changed row, such as a counter's, is no new one.
        if new and len(found) > len(known):
            marks = ", ".join("?" * len(new[0]))
            rows[table] = (f"INSERT INTO {table} VALUES ({marks})", new)  # noqa: S608
    return rows


def _everything(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    connection: Any = sqlite.driver().connect(str(path))
    try:
        tables = [*(table.name for table in METADATA.sorted_tables), "account_search"]
        return {
            table: connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
            for table in tables
        }
    finally:
        connection.close()


if __name__ == "__main__":
    answer(measure)
