"""Watches every UPDATE and DELETE of the program as it is compiled: a desk's role must be let.

On SQLite nobody would notice that a column is changed which ``posapp.storage.grants`` does not
give to counters; at a server the payment would fail. A statement is compiled once in a run, so
watching costs nothing.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from sqlalchemy.sql.compiler import SQLCompiler

from posapp.storage.grants import grants

ROOT: Final = str(Path(__file__).resolve().parents[2])
_OURS: Final = re.compile(rf"{re.escape(ROOT)}/(posapp|tests)/")
# What stands between a statement and whoever wrote it.
_BETWEEN: Final = frozenset({"prepared", "bulk", "base", "db", "granted", "engines"})
# The owner's work: a demo office, measurements, a move, new schemas.
_OWNERS: Final = ("/posapp/storage/demo", "/posapp/bench/", "/posapp/storage/migrat")
_UPDATE: Final = re.compile(
    r"UPDATE (\w+)(?: AS \w+)? SET (.*?)(?: WHERE | FROM | RETURNING |$)", re.DOTALL
)
_DELETE: Final = re.compile(r"DELETE FROM (\w+)")
_COLUMN: Final = re.compile(r'(?:^|, )(?:\w+\.)?"?(\w+)"?=')


def watch(patch: Any) -> None:
    """Refuse, for the rest of the run, what no counter may do; ``patch`` is a MonkeyPatch."""
    for name in ("visit_update", "visit_delete"):
        patch.setattr(SQLCompiler, name, _watched(getattr(SQLCompiler, name)))


def not_granted(statement: str) -> list[str]:
    """What of an UPDATE or DELETE no counter may do, in words."""
    if found := _UPDATE.match(statement):
        grant = grants().get(found[1])
        columns = _COLUMN.findall(found[2])
        return [
            f"UPDATE of {found[1]}.{one}" for one in columns if grant and one not in grant.update
        ]
    found = _DELETE.match(statement)
    grant = grants().get(found[1]) if found else None
    return [f"DELETE from {grant.table}"] if grant and not grant.delete else []


def _watched(visit: Callable[..., str]) -> Callable[..., str]:
    def watched(*given: Any, **named: Any) -> str:
        statement = visit(*given, **named)
        wrong = not_granted(statement)
        if wrong and _is_a_desks():
            said = f"posapp.storage.grants lets no counter do this: {', '.join(wrong)}"
            raise AssertionError(said)
        return statement

    return watched


def _is_a_desks() -> bool:
    """Whether the program wrote the statement, and not a test that tampers, or the owner."""
    frame = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        # A virtual environment may lie within the checkout.
        ours = _OURS.match(file)
        if ours and Path(file).stem not in _BETWEEN:
            return ours[1] == "posapp" and not any(part in file for part in _OWNERS)
        frame = frame.f_back  # type: ignore[assignment]
    return False
