"""The runs of copies and checks: written once each, read for the pages that show the last."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, select

from posapp.domain.upkeep import NewUpkeep, Upkeep, UpkeepKind
from posapp.storage.base import Transaction, record
from posapp.storage.ids import take_id
from posapp.storage.prepared import Prepared, insert_into
from posapp.storage.tables.system import UserRow
from posapp.storage.tables.upkeep import UpkeepRow

_LONGEST: Final = 2000
_RUNS: Any = (
    select(
        UpkeepRow.kind,
        UpkeepRow.at,
        UpkeepRow.good,
        UpkeepRow.says,
        UpkeepRow.place,
        UpkeepRow.size,
        UpkeepRow.count,
        func.coalesce(UserRow.name, "").label("user"),
        UpkeepRow.workstation,
    )
    .outerjoin(UserRow, UserRow.id == UpkeepRow.user_id)
    .where(UpkeepRow.kind == bindparam("kind"))
    .order_by(UpkeepRow.id.desc())
    .limit(1)
)
_LAST: Final = Prepared(_RUNS)
_LAST_GOOD: Final = Prepared(_RUNS.where(UpkeepRow.good))
_INSERT: Final = insert_into(UpkeepRow)


def insert_upkeep(s: Transaction, run: NewUpkeep, at: datetime) -> None:
    """Write what came of a run at ``at`` (UTC)."""
    row = {
        "id": take_id(s),
        "kind": run.kind,
        "at": at,
        "good": run.good,
        "says": run.says[:_LONGEST],
        "place": run.place,
        "size": run.size,
        "count": run.count,
        "user_id": run.user_id,
        "workstation": run.workstation,
    }
    _INSERT.many(s, [row])


def last_upkeep(s: Transaction, kind: UpkeepKind, *, good: bool = False) -> Upkeep | None:
    """The newest run of a kind; with ``good`` the newest that went well."""
    row = (_LAST_GOOD if good else _LAST).first(s, {"kind": kind})
    return None if row is None else record(row, Upkeep)
