"""Characteristics: reading those of an event, writing them, and looking foreign keys up."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from posapp.domain.characteristics import (
    Bearer,
    CharacteristicType,
    CharacteristicView,
    ForeignKind,
)
from posapp.domain.codes import ItemState
from posapp.domain.ids import EventId, PaymentId, TenderId, parse_id, short_id
from posapp.storage.accounts import find_account_ids
from posapp.storage.base import record, table_of
from posapp.storage.ids import take_id, take_ids
from posapp.storage.prepared import Ask, Prepared
from posapp.storage.tables.agreements import AgreementRow, BillRow
from posapp.storage.tables.characteristics import CharacteristicRow, CharacteristicTypeRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.setup import SaTypeRow
from posapp.storage.tables.templates import PaymentTemplateRow

_table, _type = table_of(CharacteristicRow), table_of(CharacteristicTypeRow)
_OF_EVENT: Final = Prepared(
    select(
        _table.c.id,
        _table.c.payment_id,
        _table.c.tender_id,
        _table.c.characteristic_type,
        _type.c.description,
        _table.c.value,
        _table.c.value_description,
    )
    .join(_type, _type.c.code == _table.c.characteristic_type)
    .where(_table.c.event_id == bindparam("event_id"))
    .order_by(_table.c.id)
)
Named = tuple[str, str]
"""A value as it is stored, and what it means."""
Borne = tuple[EventId, Bearer]
"""What characteristics are of: an event itself, or one of its payments or tenders."""


def characteristics_asked(event_id: EventId) -> Ask:
    """What ``load_characteristics`` asks."""
    return _OF_EVENT, {"event_id": event_id}


def load_characteristics(s: Connection, event_id: EventId) -> tuple[CharacteristicView, ...]:
    """The characteristics of an event with those of its payments and tenders, oldest first."""
    statement, values = characteristics_asked(event_id)
    rows = statement.all(s, values)
    return tuple(record(row, CharacteristicView) for row in rows)


def event_of_characteristic(s: Connection, characteristic_id: int) -> EventId | None:
    """The event that a characteristic is of."""
    query = select(_table.c.event_id).where(_table.c.id == characteristic_id)
    found = s.execute(query).scalar()
    return None if found is None else EventId(found)


def insert_characteristic(
    s: Connection, event_id: EventId, bearer: Bearer, kind: CharacteristicType, named: Named
) -> int:
    """Write one; returns its id."""
    new = take_id(s)
    s.execute(
        insert(_table),
        {
            "id": new,
            "event_id": event_id,
            "payment_id": bearer.payment_id,
            "tender_id": bearer.tender_id,
            "characteristic_type": kind.code,
            "value": named[0],
            "value_description": named[1],
        },
    )
    return new


def update_characteristic(
    s: Connection, characteristic_id: int, kind: CharacteristicType, named: Named
) -> None:
    """Give one another type and value."""
    values = {
        "characteristic_type": kind.code,
        "value": named[0],
        "value_description": named[1],
    }
    s.execute(update(_table).where(_table.c.id == characteristic_id).values(values))


def delete_characteristic(s: Connection, characteristic_id: int) -> None:
    """Remove one."""
    s.execute(delete(_table).where(_table.c.id == characteristic_id))


def drop_characteristics(
    s: Connection, payment_id: PaymentId | None = None, tender_id: TenderId | None = None
) -> None:
    """Remove those of a payment or a tender that is deleted."""
    of_bearer = (
        _table.c.payment_id == payment_id if tender_id is None else _table.c.tender_id == tender_id
    )
    s.execute(delete(_table).where(of_bearer))


def copy_characteristics(s: Connection, old: Borne, new: Borne) -> None:
    """Give what is said of a payment, tender or event to what takes its place (2.4, TR-3).

    Of several payments that become one, what they all say stands once.
    """
    event_id, bearer = new
    there = {(row.characteristic_type, row.value) for row in _borne(s, new)}
    rows = [row for row in _borne(s, old) if (row.characteristic_type, row.value) not in there]
    place = {
        "event_id": event_id,
        "payment_id": bearer.payment_id,
        "tender_id": bearer.tender_id,
    }
    for new_id, row in zip(take_ids(s, len(rows)), rows, strict=True):
        s.execute(insert(_table), dict(row._asdict()) | place | {"id": new_id})


def _borne(s: Connection, borne: Borne) -> Sequence[Row[Any]]:
    event_id, bearer = borne
    query = select(_table).where(
        _table.c.event_id == event_id,
        _table.c.payment_id == bearer.payment_id,
        _table.c.tender_id == bearer.tender_id,
    )
    return s.execute(query.order_by(_table.c.id)).all()


def find_named(s: Connection, kind: ForeignKind, text: str) -> Named | None:
    """What a foreign key points at: its number as we write it, and its name (DR-5)."""
    return _FINDERS[kind](s, text)


def _account(s: Connection, text: str) -> Named | None:
    found = find_account_ids(s, text)
    if len(found) != 1:
        return None
    name = s.execute(
        select(PersonRow.name)
        .join(AccountRow, AccountRow.person_id == PersonRow.id)
        .where(AccountRow.id == found[0])
    ).scalar_one()
    return short_id(found[0]), name


def _agreement(s: Connection, text: str) -> Named | None:
    row = s.execute(
        select(AgreementRow.id, SaTypeRow.description)
        .join(SaTypeRow, SaTypeRow.code == AgreementRow.sa_type)
        .where(AgreementRow.id == (parse_id(text) or 0))
    ).first()
    return None if row is None else (short_id(row.id), row.description)


def _bill(s: Connection, text: str) -> Named | None:
    row = s.execute(
        select(BillRow.number, BillRow.description).where(BillRow.number == text).limit(1)
    ).first()
    return None if row is None else (row.number, row.description)


def _item(s: Connection, text: str) -> Named | None:
    row = s.execute(
        select(PayableItemRow.number, PayableItemRow.description).where(
            PayableItemRow.number == text, PayableItemRow.state != ItemState.RELEASED
        )
    ).first()
    return None if row is None else (row.number, row.description)


def _template(s: Connection, text: str) -> Named | None:
    row = s.execute(
        select(PaymentTemplateRow.code, PaymentTemplateRow.description).where(
            PaymentTemplateRow.code == text.upper()
        )
    ).first()
    return None if row is None else (row.code, row.description)


_FINDERS: Final[Mapping[ForeignKind, Callable[[Connection, str], Named | None]]] = {
    ForeignKind.ACCOUNT: _account,
    ForeignKind.AGREEMENT: _agreement,
    ForeignKind.BILL: _bill,
    ForeignKind.ITEM: _item,
    ForeignKind.TEMPLATE: _template,
}
