"""Parked selections of payments pages: rows, so that another workstation finds them."""

import json
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, delete, select

from posapp.domain.ids import AccountId
from posapp.domain.payments_page import ParkedCheckout, ParkedId, from_document
from posapp.storage.base import record, table_of
from posapp.storage.prepared import insert_into
from posapp.storage.tables.checkouts import ParkedCheckoutRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.system import UserRow

_parked, _account = table_of(ParkedCheckoutRow), table_of(AccountRow)
_person, _user = table_of(PersonRow), table_of(UserRow)
_INSERT: Final = insert_into(ParkedCheckoutRow)
_LOAD: Final = (
    select(_parked, _person.c.name.label("account_name"), _user.c.name.label("user_name"))
    .join(_account, _account.c.id == _parked.c.account_id)
    .join(_person, _person.c.id == _account.c.person_id)
    .join(_user, _user.c.id == _parked.c.parked_by)
    .order_by(_parked.c.id)
)


def load_parked(
    s: Connection,
    *,
    account_id: AccountId | None = None,
    office: str | None = None,
    parked_id: ParkedId | None = None,
) -> tuple[ParkedCheckout, ...]:
    """Parked selections, the oldest first: of an account, of an office, or one."""
    query = _LOAD
    for column, value in (
        (_parked.c.account_id, account_id),
        (_parked.c.office, office),
        (_parked.c.id, parked_id),
    ):
        query = query if value is None else query.where(column == value)
    return tuple(_record(row) for row in s.execute(query))


def _record(row: Any) -> ParkedCheckout:
    selection, method = from_document(json.loads(row.content))
    return record(row, ParkedCheckout, selection=selection, method=method, parked_by=row.user_name)


def insert_parked(s: Connection, values: Mapping[str, Any]) -> None:
    """Write a parked selection."""
    _INSERT.run(s, values)


def delete_parked(s: Connection, parked_id: ParkedId) -> None:
    """Take a parked selection away; it never was money."""
    s.execute(delete(_parked).where(_parked.c.id == parked_id))
