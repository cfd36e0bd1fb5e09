"""What was handed over in events, in words, for lists."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, case, or_, select

from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.payment_events import TenderRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.setup import TenderTypeRow

_tender, _type = table_of(TenderRow), table_of(TenderTypeRow)
_account, _person = table_of(AccountRow), table_of(PersonRow)

FLAGGED: Final = case((or_(_tender.c.cash_back, _tender.c.rounding), 1), else_=0)
"""SQL: 1 for a tender that the program made (D-01, D-20), else 0."""
_HANDED: Final = Prepared(
    select(
        _tender.c.id,
        _tender.c.event_id,
        _tender.c.payor_account_id,
        _person.c.name.label("payor_name"),
        _type.c.description,
        _tender.c.check_number,
        _tender.c.amount,
        _tender.c.status,
        FLAGGED.label("is_flagged"),
    )
    .join(_account, _account.c.id == _tender.c.payor_account_id)
    .join(_person, _person.c.id == _account.c.person_id)
    .join(_type, _type.c.code == _tender.c.tender_type)
    .where(any_of(_tender.c.event_id, "events"))
    .order_by(_tender.c.id)
)


def handed_over(s: Connection, event_ids: Sequence[int]) -> Mapping[int, Sequence[Any]]:
    """Tenders of events, in the order they were handed over."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in _HANDED.all(s, {"events": event_ids}) if event_ids else ():
        found[row.event_id].append(row)
    return found


def in_words(tenders: Sequence[Any]) -> str:
    """Forms that were handed over: ``Cash``, ``Check 2207``, ``Cash + Check 17``."""
    words = [f"{t.description} {t.check_number}".strip() for t in tenders if not t.is_flagged]
    return " + ".join(dict.fromkeys(words))
