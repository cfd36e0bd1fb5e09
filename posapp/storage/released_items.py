"""Items that were given back and owe something again (IT-4)."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Connection, select

from posapp.domain.codes import ItemState
from posapp.domain.ids import AgreementId, ItemId
from posapp.domain.money import ZERO
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow
from posapp.storage.types import total_of

_item, _ft = table_of(PayableItemRow), table_of(FinancialTransactionRow)
_DUE: Any = (
    select(total_of(_ft.c.current_amount))
    .where(_ft.c.agreement_id == _item.c.agreement_id)
    .scalar_subquery()
)
_OWING: Final = Prepared(
    select(_item.c.id).where(
        any_of(_item.c.agreement_id, "agreements"),
        _item.c.state == ItemState.RELEASED,
        _DUE > ZERO,
    )
)


def released_with_due(s: Connection, agreements: Collection[AgreementId]) -> tuple[ItemId, ...]:
    """Released items of agreements on which money is due."""
    if not agreements:
        return ()
    return tuple(ItemId(row.id) for row in _OWING.all(s, {"agreements": list(agreements)}))
