"""Looking for tender controls, and for those left over from an earlier day (5.1, TC-08)."""

from datetime import date
from functools import cache
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from posapp.domain.codes import ControlStatus
from posapp.domain.control_search import MOST, ControlSearch, FoundControl
from posapp.domain.ids import UserId
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import ENTRY_SOURCES, Control
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared, one_of
from posapp.storage.tables.controls import DepositControlRow, TenderControlRow
from posapp.storage.tables.setup import TenderSourceRow
from posapp.storage.tables.system import UserRow
from posapp.storage.tender_controls import CONTROLS

_control, _deposit = table_of(TenderControlRow), table_of(DepositControlRow)
_user, _source = table_of(UserRow).alias("drawer_user"), table_of(TenderSourceRow)
_closer = table_of(UserRow).alias("closer")
_FOUND: Final = (
    select(
        _control,
        _deposit.c.status.label("deposit_status"),
        func.coalesce(_user.c.name, "").label("user_name"),
        func.coalesce(_closer.c.name, "").label("closer_name"),
    )
    .join(_deposit, _deposit.c.id == _control.c.deposit_control_id)
    .outerjoin(_user, _user.c.id == _control.c.user_id)
    .outerjoin(_closer, _closer.c.id == _control.c.balanced_by)
)
_stale = (
    CONTROLS.join(_source, _source.c.code == _control.c.tender_source)
    .where(
        _control.c.status != ControlStatus.BALANCED,
        _control.c.business_date < bindparam("today"),
        _source.c.office == bindparam("office"),
        one_of(_source.c.source_type, ENTRY_SOURCES),
    )
    .order_by(_control.c.id)
)
_STALE: Final = Prepared(_stale)
_STALE_OF_USER: Final = Prepared(_stale.where(_control.c.user_id == bindparam("user_id")))


def search_controls(s: Connection, wanted: ControlSearch, setup: SetUp) -> tuple[FoundControl, ...]:
    """Tender controls that fit everything asked for, the newest first."""
    exact = {
        "id": wanted.control_id,
        "tender_source": wanted.tender_source or None,
        "deposit_control_id": wanted.deposit_control_id,
        "user_id": wanted.user_id,
        "status": wanted.status,
    }
    given = {name: value for name, value in exact.items() if value is not None}
    search = _search(tuple(given), until=wanted.created is not None)
    return tuple(
        record(
            row,
            FoundControl,
            balanced_by=row.closer_name,
            source_type=setup.tender_sources[row.tender_source].source_type,
            office=setup.tender_sources[row.tender_source].office,
        )
        for row in search.all(s, given | {"created": wanted.created})
    )


@cache
def _search(columns: tuple[str, ...], *, until: bool) -> Prepared:
    query = _FOUND.where(*(_control.c[name] == bindparam(name) for name in columns))
    if until:
        query = query.where(_control.c.business_date <= bindparam("created"))
    return Prepared(query.order_by(_control.c.id.desc()).limit(MOST))


def load_stale(
    s: Connection, office: str, today: date, user_id: UserId | None
) -> tuple[Control, ...]:
    """Drawers of an office from before a day that are not balanced; of one user, or of all."""
    stale = _STALE if user_id is None else _STALE_OF_USER
    rows = stale.all(s, {"office": office, "today": today, "user_id": user_id})
    return tuple(record(row, Control) for row in rows)
