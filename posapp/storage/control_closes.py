"""Z reports: writing one when a drawer is balanced, reading them, noting that it was reopened."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select, update

from posapp.domain.codes import ControlStatus
from posapp.domain.control_life import ControlClose
from posapp.domain.control_lines import ControlLine
from posapp.domain.ids import ControlId, UserId
from posapp.domain.money import ZERO
from posapp.storage.base import record, table_of
from posapp.storage.mentions import Mentions, mention
from posapp.storage.prepared import Prepared, any_of, insert_into
from posapp.storage.tables.closes import CloseLineRow, ControlCloseRow
from posapp.storage.tables.system import UserRow

_close, _line = table_of(ControlCloseRow), table_of(CloseLineRow)
_closer, _opener = table_of(UserRow).alias("closer"), table_of(UserRow).alias("opener")
_of_control = _close.c.tender_control_id == bindparam("control_id")
_COUNT: Final = Prepared(select(func.count()).where(_of_control))
_INSERT: Final = insert_into(ControlCloseRow)
_INSERT_LINE: Final = insert_into(CloseLineRow)
_CLOSES: Final = Prepared(
    select(
        _close,
        _closer.c.name.label("closer_name"),
        func.coalesce(_opener.c.name, "").label("opener_name"),
    )
    .join(_closer, _closer.c.id == _close.c.closed_by)
    .outerjoin(_opener, _opener.c.id == _close.c.reopened_by)
    .where(_of_control)
    .order_by(_close.c.version)
)
_REOPEN: Final = Prepared(
    update(_close)
    .where(_of_control, _close.c.reopened_at.is_(None))
    .values(
        reopened_at=bindparam("at"),
        reopened_by=bindparam("by"),
        reopened_to=bindparam("to"),
        reopen_reason=bindparam("reason"),
    )
)
_LAST: Final = Prepared(
    select(_close).where(_of_control).order_by(_close.c.version.desc()).limit(1)
)
_CLOSED: Final = Prepared(
    select(_close.c.tender_control_id).where(any_of(_close.c.tender_control_id, "controls"))
)
_BY_NUMBER: Final = Prepared(
    select(_close.c.tender_control_id).where(
        _close.c.office == bindparam("office"), _close.c.number == bindparam("number")
    )
)
_BY_ID: Final = Prepared(
    select(_close.c.tender_control_id).where(_close.c.id == bindparam("close_id"))
)


def closed_once(s: Connection, controls: Sequence[ControlId]) -> frozenset[int]:
    """Those of some drawers that have a Z report; data brought from elsewhere may have none."""
    return frozenset(row[0] for row in _CLOSED.all(s, {"controls": controls}))


def next_version(s: Connection, control_id: ControlId) -> int:
    """Version of the control's next Z report: one more than it has (TC-25)."""
    return int(_COUNT.scalar(s, {"control_id": control_id})) + 1


def insert_close(s: Connection, values: dict[str, Any], lines: Sequence[ControlLine]) -> Mentions:
    """Write a Z report with its lines, which are balanced; returns their mentions."""
    row = values | {
        "reopened_at": None,
        "reopened_by": None,
        "reopened_to": None,
        "reopen_reason": "",
    }
    rows = [_values(values["id"], line) for line in lines]
    _INSERT.run(s, row)
    _INSERT_LINE.many(s, rows)
    return {
        "control_close": mention("control_close", [row]),
        "close_line": mention("close_line", rows),
    }


def _values(close_id: int, line: ControlLine) -> dict[str, Any]:
    return {
        "close_id": close_id,
        "tender_type": line.tender_type,
        "tenders": line.count,
        "starting": line.starting,
        "received": line.received,
        "change": line.change,
        "over_under": line.booked,
        "turned_in": line.turned_in,
        "issued": line.issued,
        "refunded": line.refunded,
        "expected": line.expected,
        "ending": ZERO if line.ending is None else line.ending,
    }


def load_closes(s: Connection, control_id: ControlId) -> tuple[ControlClose, ...]:
    """Z reports of a control, the first one first."""
    rows = _CLOSES.all(s, {"control_id": control_id})
    return tuple(
        record(row, ControlClose, closed_by=row.closer_name, reopened_by=row.opener_name)
        for row in rows
    )


def reopen_close(
    s: Connection,
    control_id: ControlId,
    to: ControlStatus,
    reason: str,
    *,
    at: datetime,
    user_id: UserId,
) -> Mentions:
    """Note on the last Z report that its drawer was reopened; nothing for one without any."""
    own = {"control_id": control_id}
    _REOPEN.many(s, [own | {"at": at, "by": user_id, "to": to, "reason": reason}])
    rows = _LAST.all(s, own)
    return {"control_close": mention("control_close", [row._asdict() for row in rows])}


def control_of_z(s: Connection, office: str, number: int) -> ControlId | None:
    """The drawer of an office's Z report by the number on it."""
    found: ControlId | None = _BY_NUMBER.scalar(s, {"office": office, "number": number})
    return found


def control_of_close(s: Connection, close_id: int) -> ControlId | None:
    """The drawer of a Z report."""
    found: ControlId | None = _BY_ID.scalar(s, {"close_id": close_id})
    return found
