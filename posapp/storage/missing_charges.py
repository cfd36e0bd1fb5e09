"""Charges for returned tenders that could not be levied, until somebody settles them (NS-04)."""

from typing import Final

from sqlalchemy import Connection, bindparam, select, update

from posapp.domain.ids import EventId, TenderId
from posapp.storage.base import table_of
from posapp.storage.event_writes import Stamp
from posapp.storage.mentions import Mentions
from posapp.storage.prepared import Prepared, insert_into
from posapp.storage.tables.adjustments import MissingChargeRow
from posapp.storage.tables.payment_events import TenderRow

_missing, _tender = table_of(MissingChargeRow), table_of(TenderRow)
_INSERT: Final = insert_into(MissingChargeRow)
_EVENT_OF: Final = Prepared(
    select(_tender.c.event_id)
    .join(_missing, _missing.c.tender_id == _tender.c.id)
    .where(_tender.c.id == bindparam("id"))
)


def record_missing_charge(s: Connection, tender_id: TenderId) -> Mentions:
    """Note that a canceled tender's charge could not be levied; returns what the audit mentions."""
    _INSERT.run(s, {"tender_id": tender_id, "settled_at": None, "settled_by": None})
    return {"missing_charge": [{"tender_id": tender_id, "settled_by": None}]}


def event_of_missing_charge(s: Connection, tender_id: TenderId) -> EventId | None:
    """The event of a tender whose charge could not be levied, ``None`` for any other tender."""
    found = _EVENT_OF.scalar(s, {"id": tender_id})
    return None if found is None else EventId(found)


def settle_missing_charge(s: Connection, tender_id: TenderId, stamp: Stamp) -> Mentions | None:
    """Take it off the exceptions; ``None`` when that was done before."""
    done = s.execute(
        update(_missing)
        .where(_missing.c.tender_id == tender_id, _missing.c.settled_at.is_(None))
        .values(settled_at=stamp.at, settled_by=stamp.user_id)
    )
    if not done.rowcount:
        return None
    return {"missing_charge": [{"tender_id": tender_id, "settled_by": stamp.user_id}]}
