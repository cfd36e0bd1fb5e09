"""What pages of tender controls show beside their lines."""

from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select

from posapp.domain.ids import ControlId
from posapp.domain.tender_controls import Standing
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared
from posapp.storage.tables.controls import DepositControlRow, TenderControlRow
from posapp.storage.tables.system import UserRow

_control, _deposit = table_of(TenderControlRow), table_of(DepositControlRow)
_user = table_of(UserRow)
_STANDING: Final = Prepared(
    select(
        _control.c.comments,
        _deposit.c.status.label("deposit_status"),
        _control.c.balanced_at,
        func.coalesce(_user.c.name, "").label("balanced_by"),
    )
    .join(_deposit, _deposit.c.id == _control.c.deposit_control_id)
    .outerjoin(_user, _user.c.id == _control.c.balanced_by)
    .where(_control.c.id == bindparam("id"))
)


def load_standing(s: Connection, control_id: ControlId, **known: Any) -> Standing:
    """How a control stands; ``known`` are the values that were worked out already."""
    return record(_STANDING.first(s, {"id": control_id}), Standing, **known)
