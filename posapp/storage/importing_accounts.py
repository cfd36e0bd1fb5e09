"""Accounts of imported files: what is known by foreign key, new ones, changes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from sqlalchemy import Connection, bindparam, select, update

from posapp.domain.ids import AccountId
from posapp.domain.import_accounts import (
    KEY_KIND,
    AccountChange,
    AccountPlan,
    KnownAccount,
    LookUp,
    NewAccount,
)
from posapp.storage.accounts import fold_key
from posapp.storage.base import record, table_of
from posapp.storage.bulk import BulkInsert, Step, among, batches, key_set
from posapp.storage.ids import take_ids
from posapp.storage.search_index import index_accounts
from posapp.storage.tables.people import AccountKeyRow, AccountRow, PersonRow

_PERSON_FIELDS: Final = ("name", "email", "phone", "person_type", "employee_number")
_ACCOUNT_FIELDS: Final = ("address", "customer_class", "division")
_person, _account = table_of(PersonRow), table_of(AccountRow)

_RENAME = (
    update(_person)
    .where(_person.c.id == bindparam("person"))
    .values({name: bindparam(name) for name in _PERSON_FIELDS})
)
_MOVE = (
    update(_account)
    .where(_account.c.id == bindparam("account"))
    .values(
        {name: bindparam(name) for name in _ACCOUNT_FIELDS} | {"version": _account.c.version + 1}
    )
)


def load_known(s: Connection, keys: Collection[str]) -> Mapping[str, tuple[KnownAccount, ...]]:
    """Accounts by their foreign key, exactly as given; several when a key is not unique."""
    wanted = set(keys)
    query = select(AccountKeyRow.value, AccountKeyRow.account_id).where(
        AccountKeyRow.kind == KEY_KIND, among(s, AccountKeyRow.folded)
    )
    found = [
        (row.value, row.account_id)
        for row in s.execute(query, {"keys": key_set(s, {fold_key(key) for key in wanted})})
        if row.value in wanted
    ]
    accounts = _load_accounts(s, {account_id for _, account_id in found})
    known: dict[str, tuple[KnownAccount, ...]] = {}
    for value, account_id in sorted(found):
        known[value] = (*known.get(value, ()), accounts[account_id])
    return known


def _load_accounts(s: Connection, ids: Collection[int]) -> Mapping[int, KnownAccount]:
    if not ids:
        return {}
    given = {"keys": key_set(s, ids)}
    look_ups: dict[int, set[tuple[str, str]]] = {}
    keys = select(AccountKeyRow.account_id, AccountKeyRow.kind, AccountKeyRow.folded)
    for row in s.execute(keys.where(among(s, AccountKeyRow.account_id)), given):
        look_ups.setdefault(row.account_id, set()).add((row.kind, row.folded))
    facts = select(
        *(_account.c[name] for name in ("id", "person_id", *_ACCOUNT_FIELDS, "currency")),
        *(_person.c[name] for name in _PERSON_FIELDS),
    ).join(_person, _person.c.id == _account.c.person_id)
    return {
        row.id: record(row, KnownAccount, look_ups=frozenset(look_ups.get(row.id, ())))
        for row in s.execute(facts.where(among(s, _account.c.id)), given)
    }


def record_accounts(s: Connection, plan: AccountPlan, *, today: date, step: Step) -> None:
    """Write a plan of accounts: new ones and changes."""
    done = 0
    for added in batches(plan.added):
        insert_accounts(s, added, today)
        done += len(added)
        step(done)
    for changed in batches(plan.changed):
        update_accounts(s, changed)
        done += len(changed)
        step(done)


def insert_accounts(
    s: Connection, accounts: Sequence[NewAccount], today: date
) -> Mapping[str, AccountId]:
    """Make persons, accounts, look-ups and search words; returns the ids by foreign key."""
    ids = take_ids(s, 2 * len(accounts))
    persons, own = ids[: len(accounts)], ids[len(accounts) :]
    people = zip(persons, accounts, strict=True)
    BulkInsert(s, PersonRow, "id name email phone person_type employee_number")(
        [
            (person, a.name, a.email, a.phone, a.person_type, a.employee_number)
            for person, a in people
        ]
    )
    columns = "id person_id customer_class division currency address"
    BulkInsert(s, AccountRow, columns, setup_date=today)(
        [
            (account_id, person, a.customer_class, a.division, a.currency, a.address)
            for account_id, person, a in zip(own, persons, accounts, strict=True)
        ]
    )
    _insert_look_ups(s, zip(own, (a.look_ups for a in accounts), strict=True))
    index_accounts(s, own)
    return {a.key: AccountId(i) for a, i in zip(accounts, own, strict=True)}


def update_accounts(s: Connection, changes: Sequence[AccountChange]) -> None:
    """Write new values of known accounts and their persons, add look-ups, index them again."""
    renamed = [c for c in changes if any(name in c.values for name in _PERSON_FIELDS)]
    moved = [c for c in changes if any(name in c.values for name in _ACCOUNT_FIELDS)]
    if renamed:
        s.execute(
            _RENAME,
            [{"person": c.account.person_id} | _now(c, _PERSON_FIELDS) for c in renamed],
        )
    if moved:
        s.execute(_MOVE, [{"account": c.account.id} | _now(c, _ACCOUNT_FIELDS) for c in moved])
    _insert_look_ups(s, ((c.account.id, c.look_ups) for c in changes))
    index_accounts(s, _touched(s, changes))


def _touched(s: Connection, changes: Sequence[AccountChange]) -> Sequence[int]:
    """Accounts whose words may have changed: all those of the persons concerned."""
    query = select(_account.c.id).where(among(s, _account.c.person_id))
    persons = {change.account.person_id for change in changes}
    return s.execute(query, {"keys": key_set(s, persons)}).scalars().all() if persons else ()


def _now(change: AccountChange, names: Sequence[str]) -> dict[str, str]:
    return {name: change.values.get(name, getattr(change.account, name)) for name in names}


def _insert_look_ups(s: Connection, look_ups: Iterable[tuple[int, Sequence[LookUp]]]) -> None:
    BulkInsert(s, AccountKeyRow, "folded kind account_id value")(
        [(one.folded, one.kind, owner, one.value) for owner, many in look_ups for one in many]
    )
