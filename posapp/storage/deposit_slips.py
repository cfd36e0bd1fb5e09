"""On which deposit slip tenders are listed (17, P7)."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, select

from posapp.domain.codes import ControlStatus
from posapp.domain.deposit_slips import Slip
from posapp.domain.deposits import DepositId
from posapp.domain.ids import ControlId, TenderId
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.controls import DepositControlRow
from posapp.storage.tables.deposits import DepositTenderRow, TenderDepositRow
from posapp.storage.tables.payment_events import TenderRow

_slip, _deposit = table_of(DepositTenderRow), table_of(TenderDepositRow)
_umbrella, _tender = table_of(DepositControlRow), table_of(TenderRow)
_SLIPS: Final = Prepared(
    select(_slip.c.tender_id, _slip.c.deposit_id, _umbrella.c.status)
    .join(_deposit, _deposit.c.id == _slip.c.deposit_id)
    .join(_umbrella, _umbrella.c.id == _deposit.c.deposit_control_id)
    .where(any_of(_slip.c.tender_id, "ids"))
)


def load_slips(s: Connection, tenders: Sequence[TenderId]) -> Mapping[TenderId, Slip]:
    """The slip of each of some tenders; those on none are left out."""
    return {
        TenderId(row.tender_id): Slip(
            DepositId(row.deposit_id), is_final=row.status is ControlStatus.BALANCED
        )
        for row in _SLIPS.all(s, {"ids": list(tenders)})
    }


def listed_of(s: Connection, control_id: ControlId) -> DepositId | None:
    """A deposit that lists a tender of a drawer; ``None`` where none does."""
    query = (
        select(_slip.c.deposit_id)
        .join(_tender, _tender.c.id == _slip.c.tender_id)
        .where(_tender.c.tender_control_id == control_id)
        .limit(1)
    )
    found = s.execute(query).scalar()
    return None if found is None else DepositId(found)
