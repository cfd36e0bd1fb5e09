"""Changing what is known of persons, and the plates of accounts; the search learns it (IT-5)."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from posapp.domain.ids import AccountId, PersonId
from posapp.domain.persons import EditPerson
from posapp.domain.plates import NUMBER, WITH_STATE, Plate
from posapp.storage.accounts import fold_key
from posapp.storage.base import table_of
from posapp.storage.db import lock
from posapp.storage.search_index import index_accounts
from posapp.storage.tables.people import AccountKeyRow, AccountRow, PersonRow

_person, _account, _key = table_of(PersonRow), table_of(AccountRow), table_of(AccountKeyRow)
_KINDS: Final = (NUMBER, WITH_STATE)


def lock_person(s: Connection, person_id: PersonId) -> None:
    """Keep a person as it is while it is changed; SQLite has one writer and needs no lock."""
    if s.dialect.name != "sqlite":
        lock(s, _person, [person_id])


def is_employee_of_another(s: Connection, number: str, person_id: PersonId) -> bool:
    """Whether another person has an employee number."""
    query = select(_person.c.id).where(
        _person.c.employee_number != "",
        _person.c.employee_number == number,
        _person.c.id != person_id,
    )
    return s.execute(query.limit(1)).first() is not None


def update_person(s: Connection, command: EditPerson) -> None:
    """Write new values, and make the words of the person's accounts again."""
    names = ("person_type", "email", "phone", "employee_number")
    values = {name: getattr(command, name) for name in names}
    s.execute(update(_person).where(_person.c.id == command.person_id).values(values))
    of = select(_account.c.id).where(_account.c.person_id == command.person_id)
    index_accounts(s, s.execute(of).scalars().all())


def replace_plates(s: Connection, account_id: AccountId, plates: Sequence[Plate]) -> None:
    """Write all plates of an account, and make its words again."""
    s.execute(delete(_key).where(_key.c.account_id == account_id, _key.c.kind.in_(_KINDS)))
    pairs = dict.fromkeys(pair for plate in plates for pair in plate.keys)
    rows = [
        {"folded": fold_key(value), "kind": kind, "account_id": account_id, "value": value}
        for kind, value in pairs
    ]
    if rows:
        s.execute(insert(_key), rows)
    index_accounts(s, [account_id])


def add_plate(s: Connection, account_id: AccountId, plate: Plate) -> None:
    """Write one more plate of an account, unless it has it, and make its words again (IT-5)."""
    own = select(_key.c.kind, _key.c.folded).where(_key.c.account_id == account_id)
    known = {(row.kind, row.folded) for row in s.execute(own)}
    rows = [
        {"folded": fold_key(value), "kind": kind, "account_id": account_id, "value": value}
        for kind, value in plate.keys
        if (kind, fold_key(value)) not in known
    ]
    if rows:
        s.execute(insert(_key), rows)
        index_accounts(s, [account_id])
