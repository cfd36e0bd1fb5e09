"""R11, F22: whoever owns the file changes, removes or adds a row, guards out of the way; it is found.

Every column that the audit mentions is changed in a row of its table, every row-keeping table loses a
row, and audit chains lose their ends. What only a head on paper shows is in
``tests/storage/test_audit.py``.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from posapp.errors import StorageFailure
from posapp.storage.check import check_database
from posapp.storage.db import Database
from posapp.storage.mentioned_columns import COLUMNS
from posapp.storage.sqlite import driver
from posapp.storage.triggers import drop_statements, statements
from tests.endurance.proof import Run, Tally
from tests.helpers.day_orders import prepare
from tests.helpers.day_worker import Desk

KEYS = frozenset({"id", "version"})
_ANY = "(chain, seq) = (SELECT chain, seq FROM audit ORDER BY random() LIMIT 1)"
CHAINS = (
    f"DELETE FROM audit WHERE {_ANY}",
    "DELETE FROM audit WHERE (chain, seq) = (SELECT chain, length FROM audit_head LIMIT 1)",
    f"UPDATE audit SET body = '{{}}' WHERE {_ANY}",
    f"UPDATE audit SET at = '2026-01-01' WHERE {_ANY}",
    "DELETE FROM audit_head",
)


def run(run: Run, tally: Tally) -> None:
    """Tamper with a day's file, one thing at a time."""
    path = Path(run.fresh())
    tables = _day(path, run.of(40, 400))
    sound = path.read_bytes()
    draw = run.draw()
    attacks = [(f"{table}.{column}", _change(table, column)) for table, column in _columns(tables)]
    attacks += [(f"{table} row", _remove(table)) for table in tables]
    attacks += [(f"chain {number}", sql) for number, sql in enumerate(CHAINS)]
    for name, sql in draw.sample(attacks, min(len(attacks), run.of(8, len(attacks)))):
        path.write_bytes(sound)
        if not _attack(path, sql):
            tally.count("that changed nothing")
            continue
        tally.count("attacks")
        if _is_found(path):
            tally.count("found")
        else:
            tally.blame(f"not found: {name}")


def _day(path: Path, orders: int) -> Sequence[str]:
    """A day in a closed file; gives the tables with rows that the audit mentions."""
    db = Database.open(str(path))
    ground = prepare(db, items=10)
    planner, at = ground.planner(0, 2), Desk(db, ground.office.services, ground.tills[0])
    for _ in range(orders):
        order = planner.next()
        planner.take_down(order, at.obey(order))
    with db.read() as s:
        count = "SELECT count(*) FROM {}"
        found = [t for t in COLUMNS if s.exec_driver_sql(count.format(t)).scalar_one()]
    db.dispose()
    return found


def _columns(tables: Sequence[str]) -> list[tuple[str, str]]:
    return [(table, one) for table in tables for one in COLUMNS[table] if one not in KEYS]


def _one(table: str) -> str:
    """A row by its key; tables without a row number have keys of several columns."""
    keys = ", ".join(COLUMNS[table][:2] if COLUMNS[table][0] != "id" else ("id",))
    return f"({keys}) = (SELECT {keys} FROM {table} ORDER BY random() LIMIT 1)"


def _change(table: str, column: str) -> str:
    changed = (
        f"CASE typeof({column}) WHEN 'integer' THEN {column} + 1 WHEN 'null' THEN 1"
        f" ELSE {column} || 'x' END"
    )
    return f"UPDATE {table} SET {column} = {changed} WHERE {_one(table)}"


def _remove(table: str) -> str:
    return f"DELETE FROM {table} WHERE {_one(table)}"


def _attack(path: Path, sql: str) -> int:
    """As the owner of the file would: no guards, no references, then all in place again."""
    connection: Any = driver().connect(str(path), isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA ignore_check_constraints=ON")
        for statement in drop_statements("sqlite"):
            connection.execute(statement)
        try:
            changed = int(connection.execute(sql).rowcount)
        except driver().IntegrityError:
            # STRICT tables and keys refuse some values even to their owner.
            changed = 0
        for statement in statements("sqlite"):
            connection.execute(statement)
        return changed
    finally:
        connection.close()


def _is_found(path: Path) -> bool:
    try:
        db = Database.open(str(path))
    except StorageFailure:
        return True
    try:
        return not check_database(db).clean
    except (StorageFailure, ValueError, LookupError):
        # A code that the program does not know cannot be read at all.
        return True
    finally:
        db.dispose()
