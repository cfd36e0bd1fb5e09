"""Looking for tender controls, and for those left over from an earlier day (5.1, TC-08)."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, func, select

from posapp.domain.codes import ControlStatus
from posapp.domain.control_search import MOST, ControlSearch, FoundControl
from posapp.domain.ids import UserId
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import ENTRY_SOURCES, Control
from posapp.storage.base import record, table_of
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


def search_controls(s: Connection, wanted: ControlSearch, setup: SetUp) -> tuple[FoundControl, ...]:
    """Tender controls that fit everything asked for, the newest first."""
    query = _FOUND.where(*_tests(wanted)).order_by(_control.c.id.desc()).limit(MOST)
    return tuple(
        record(
            row,
            FoundControl,
            balanced_by=row.closer_name,
            source_type=setup.tender_sources[row.tender_source].source_type,
            office=setup.tender_sources[row.tender_source].office,
        )
        for row in s.execute(query)
    )


def _tests(wanted: ControlSearch) -> Iterator[Any]:
    exact = {
        _control.c.id: wanted.control_id,
        _control.c.tender_source: wanted.tender_source or None,
        _control.c.deposit_control_id: wanted.deposit_control_id,
        _control.c.user_id: wanted.user_id,
        _control.c.status: wanted.status,
    }
    for column, value in exact.items():
        if value is not None:
            yield column == value
    if wanted.created is not None:
        yield _control.c.business_date <= wanted.created


def load_stale(
    s: Connection, office: str, today: date, user_id: UserId | None
) -> tuple[Control, ...]:
    """Drawers of an office from before a day that are not balanced; of one user, or of all."""
    query = (
        CONTROLS.join(_source, _source.c.code == _control.c.tender_source)
        .where(
            _control.c.status != ControlStatus.BALANCED,
            _control.c.business_date < today,
            _source.c.office == office,
            _source.c.source_type.in_(ENTRY_SOURCES),
        )
        .order_by(_control.c.id)
    )
    if user_id is not None:
        query = query.where(_control.c.user_id == user_id)
    return tuple(record(row, Control) for row in s.execute(query))
