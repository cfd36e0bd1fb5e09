"""On which turn-ins tenders are listed (TI-01, P13)."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, select

from posapp.domain.codes import TurnInDirection
from posapp.domain.handed_over import HandOver
from posapp.domain.ids import TenderId
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.turn_ins import TurnInRow, TurnInTenderRow

_turn_in, _parts = table_of(TurnInRow), table_of(TurnInTenderRow)
_LISTED: Final = Prepared(
    select(_parts.c.tender_id, _turn_in.c.receipt_number, _turn_in.c.direction)
    .join(_turn_in, _turn_in.c.id == _parts.c.turn_in_id)
    .where(any_of(_parts.c.tender_id, "ids"))
    .order_by(_turn_in.c.id)
)


def load_hand_overs(s: Connection, tenders: Sequence[TenderId]) -> Mapping[TenderId, HandOver]:
    """The last turn-in of each of some tenders, waiting or approved; those on none are left out."""
    found: dict[TenderId, HandOver] = {}
    out: dict[TenderId, int] = {}
    for row in _LISTED.all(s, {"ids": list(tenders)}):
        tender = TenderId(row.tender_id)
        way = 1 if row.direction is TurnInDirection.OUT else -1
        out[tender] = out.get(tender, 0) + way
        found[tender] = HandOver(row.receipt_number, is_out=out[tender] > 0)
    return found
