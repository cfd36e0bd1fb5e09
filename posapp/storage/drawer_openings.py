"""Rows of drawers that were opened without a sale (D-37)."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from posapp.domain.drawer_openings import DrawerOpening
from posapp.domain.ids import ControlId, UserId
from posapp.storage.base import record, table_of
from posapp.storage.ids import take_id
from posapp.storage.mentions import Mentions, mention
from posapp.storage.tables.over_unders import DrawerOpeningRow
from posapp.storage.tables.system import UserRow

_opening, _user = table_of(DrawerOpeningRow), table_of(UserRow)


def insert_opening(
    s: Connection, control_id: ControlId, reason: str, *, at: datetime, user_id: UserId
) -> tuple[int, Mentions]:
    """Write an opening; returns its id and mention."""
    opening_id = take_id(s)
    row = {
        "id": opening_id,
        "tender_control_id": control_id,
        "reason": reason,
        "opened_at": at,
        "opened_by": user_id,
    }
    s.execute(insert(_opening).values(**row))
    return opening_id, {"drawer_opening": mention("drawer_opening", [row])}


def load_openings(s: Connection, control_id: ControlId) -> tuple[DrawerOpening, ...]:
    """Openings of a control without a sale, the newest first."""
    rows = s.execute(
        select(_opening.c.id, _opening.c.reason, _opening.c.opened_at, _user.c.name)
        .join(_user, _user.c.id == _opening.c.opened_by)
        .where(_opening.c.tender_control_id == control_id)
        .order_by(_opening.c.id.desc())
    )
    return tuple(record(row, DrawerOpening, opened_by=row.name) for row in rows)
