"""The runs of copies and checks: written once each, read for the pages that show the last."""

from datetime import datetime
from typing import Final

from sqlalchemy import func, insert, select

from posapp.domain.upkeep import NewUpkeep, Upkeep, UpkeepKind
from posapp.storage.base import Transaction, record
from posapp.storage.ids import take_id
from posapp.storage.tables.system import UserRow
from posapp.storage.tables.upkeep import UpkeepRow

_LONGEST: Final = 2000


def insert_upkeep(s: Transaction, run: NewUpkeep, at: datetime) -> None:
    """Write what came of a run at ``at`` (UTC)."""
    s.execute(
        insert(UpkeepRow).values(
            id=take_id(s),
            kind=run.kind,
            at=at,
            good=run.good,
            says=run.says[:_LONGEST],
            place=run.place,
            size=run.size,
            count=run.count,
            user_id=run.user_id,
            workstation=run.workstation,
        )
    )


def last_upkeep(s: Transaction, kind: UpkeepKind, *, good: bool = False) -> Upkeep | None:
    """The newest run of a kind; with ``good`` the newest that went well."""
    query = select(
        UpkeepRow.kind,
        UpkeepRow.at,
        UpkeepRow.good,
        UpkeepRow.says,
        UpkeepRow.place,
        UpkeepRow.size,
        UpkeepRow.count,
        func.coalesce(UserRow.name, "").label("user"),
        UpkeepRow.workstation,
    ).outerjoin(UserRow, UserRow.id == UpkeepRow.user_id)
    query = query.where(UpkeepRow.kind == kind).order_by(UpkeepRow.id.desc()).limit(1)
    row = s.execute(query.where(UpkeepRow.good) if good else query).first()
    return None if row is None else record(row, Upkeep)
