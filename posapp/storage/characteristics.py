"""Characteristics: reading those of an event, writing them, and looking foreign keys up."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, select, update

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
from posapp.storage.prepared import Ask, Prepared, insert_into
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
_of_id = _table.c.id == bindparam("its_id")
_EVENT: Final = Prepared(select(_table.c.event_id).where(_of_id))
_INSERT: Final = insert_into(CharacteristicRow)
_UPDATE: Final = Prepared(
    update(_table)
    .where(_of_id)
    .values(
        characteristic_type=bindparam("kind"),
        value=bindparam("new_value"),
        value_description=bindparam("means"),
    )
)
_DELETE: Final = Prepared(delete(_table).where(_of_id))
_DROP_OF_PAYMENT: Final = Prepared(delete(_table).where(_table.c.payment_id == bindparam("its_id")))
_DROP_OF_TENDER: Final = Prepared(delete(_table).where(_table.c.tender_id == bindparam("its_id")))
_BORNE: Final = Prepared(
    select(_table)
    .where(
        _table.c.event_id == bindparam("event_id"),
        _table.c.payment_id.is_not_distinct_from(bindparam("payment_id")),
        _table.c.tender_id.is_not_distinct_from(bindparam("tender_id")),
    )
    .order_by(_table.c.id)
)
_NAME: Final = Prepared(
    select(PersonRow.name)
    .join(AccountRow, AccountRow.person_id == PersonRow.id)
    .where(AccountRow.id == bindparam("account_id"))
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
    found = _EVENT.scalar(s, {"its_id": characteristic_id})
    return None if found is None else EventId(found)


def insert_characteristic(
    s: Connection, event_id: EventId, bearer: Bearer, kind: CharacteristicType, named: Named
) -> int:
    """Write one; returns its id."""
    new = take_id(s)
    _INSERT.run(
        s,
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
    values = {"kind": kind.code, "new_value": named[0], "means": named[1]}
    _UPDATE.run(s, values | {"its_id": characteristic_id})


def delete_characteristic(s: Connection, characteristic_id: int) -> None:
    """Remove one."""
    _DELETE.run(s, {"its_id": characteristic_id})


def drop_characteristics(
    s: Connection, payment_id: PaymentId | None = None, tender_id: TenderId | None = None
) -> None:
    """Remove those of a payment or a tender that is deleted."""
    if tender_id is None:
        _DROP_OF_PAYMENT.many(s, [{"its_id": payment_id}])
    else:
        _DROP_OF_TENDER.many(s, [{"its_id": tender_id}])


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
    ids = take_ids(s, len(rows))
    copies = zip(ids, rows, strict=True)
    _INSERT.many(s, [row._asdict() | place | {"id": new_id} for new_id, row in copies])


def _borne(s: Connection, borne: Borne) -> Sequence[Any]:
    event_id, bearer = borne
    of_bearer = {"payment_id": bearer.payment_id, "tender_id": bearer.tender_id}
    return _BORNE.all(s, {"event_id": event_id, **of_bearer})


def find_named(s: Connection, kind: ForeignKind, text: str) -> Named | None:
    """What a foreign key points at: its number as we write it, and its name (DR-5)."""
    return _FINDERS[kind](s, text)


def _account(s: Connection, text: str) -> Named | None:
    found = find_account_ids(s, text)
    if len(found) != 1:
        return None
    return short_id(found[0]), _NAME.scalar(s, {"account_id": found[0]})


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
