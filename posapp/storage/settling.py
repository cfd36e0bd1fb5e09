"""What becomes of agreements whose whole due is paid: items and one-time agreements (IT-4, FT-8)."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, bindparam, select, update

from posapp.domain.codes import AgreementStatus, ItemState
from posapp.domain.ids import AgreementId
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.setup import SaTypeRow

_agreement, _item = table_of(AgreementRow), table_of(PayableItemRow)
_PAY_ITEMS = Prepared(
    update(_item)
    .where(any_of(_item.c.agreement_id, "agreements"))
    .values(state=ItemState.PAID, version=_item.c.version + 1)
)
_CLOSE = Prepared(
    update(_agreement)
    .where(
        any_of(_agreement.c.id, "agreements"),
        _agreement.c.sa_type.in_(select(SaTypeRow.code).where(SaTypeRow.one_time)),
    )
    .values(status=AgreementStatus.CLOSED, end_date=bindparam("day"))
)


def settle(s: Connection, agreements: Collection[AgreementId], day: date) -> None:
    """Items whose whole due is frozen are paid (IT-4); one-time agreements close (FT-8)."""
    if agreements:
        _PAY_ITEMS.run(s, {"agreements": list(agreements)})
        _CLOSE.run(s, {"agreements": list(agreements), "day": day})
