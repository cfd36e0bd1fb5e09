"""Many look-ups of Quick Add at once: one statement for hundreds of rows (P4).

They answer exactly as ``accounts.find_account_ids`` and ``distribution_rules.load_named`` do for one
value.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from posapp.domain.autopay_codes import DebitStatus
from posapp.domain.codes import AgreementStatus, ItemState
from posapp.domain.distribution_rule import ValueType
from posapp.domain.ids import AccountId, parse_id, short_id
from posapp.domain.setup import SetUp
from posapp.storage.accounts import fold_key
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.agreements import AgreementRow, BillRow
from posapp.storage.tables.autopay import BillDebitRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.people import AccountKeyRow, AccountRow

_account, _key = table_of(AccountRow), table_of(AccountKeyRow)
_bill, _item = table_of(BillRow), table_of(PayableItemRow)
_agreement, _debit = table_of(AgreementRow), table_of(BillDebitRow)
_CHUNK: Final = 500
Owners = Mapping[str, tuple[AccountId, ...]]

_OWN: Final = Prepared(select(_account.c.id).where(any_of(_account.c.id, "ids")))
_KEYS: Final = select(_key.c.folded.label("named"), _key.c.account_id).where(
    _key.c.folded.in_(bindparam("names", expanding=True))
)
_ITEMS: Final = select(_item.c.number.label("named"), _item.c.account_id).where(
    _item.c.number.in_(bindparam("names", expanding=True)), _item.c.state != ItemState.RELEASED
)
_BILLS: Final = select(_bill.c.number.label("named"), _bill.c.account_id, _bill.c.id).where(
    _bill.c.number.in_(bindparam("names", expanding=True))
)
_BILL_IDS: Final = Prepared(select(_bill.c.id, _bill.c.account_id).where(any_of(_bill.c.id, "ids")))
_AGREEMENTS: Final = Prepared(
    select(_agreement.c.id, _agreement.c.account_id).where(
        any_of(_agreement.c.id, "ids"), _agreement.c.status != AgreementStatus.CANCELED
    )
)
# A reopened bill is not complete until it is completed again (AP-15).
_LATEST: Final = Prepared(
    select(_bill.c.id, _bill.c.number)
    .where(
        _bill.c.account_id == bindparam("account"),
        ~select(_debit.c.bill_id)
        .where(_debit.c.bill_id == _bill.c.id, _debit.c.status == DebitStatus.REOPENED)
        .exists(),
    )
    .order_by(_bill.c.bill_date.desc(), _bill.c.id.desc())
    .limit(1)
)


def find_accounts(s: Connection, texts: Iterable[str]) -> Owners:
    """Accounts that each text names exactly: our id, else a key, item or bill number."""
    numbers = {text: parse_id(text) for text in texts}
    asked = list({number for number in numbers.values() if number is not None})
    own = {row.id for row in (_OWN.all(s, {"ids": asked}) if asked else ())}
    found: dict[str, set[AccountId]] = {
        text: {AccountId(number)} if number is not None and number in own else set()
        for text, number in numbers.items()
    }
    for statements, name_of in (((_KEYS,), fold_key), ((_ITEMS, _BILLS), str.strip)):
        open_ones = {text: name_of(text) for text, ids in found.items() if not ids}
        named: dict[str, set[AccountId]] = {}
        for statement in statements:
            for row in _in_chunks(s, statement, open_ones.values()):
                named.setdefault(row.named, set()).add(AccountId(row.account_id))
        for text, name in open_ones.items():
            found[text] |= named.get(name, set())
    return {text: tuple(sorted(ids)) for text, ids in found.items()}


def find_owners(
    s: Connection, kind: ValueType, values: Collection[str], setup: SetUp
) -> Mapping[str, AccountId]:
    """Whose the thing is that each rule value names; left out where none or several are (DR-5)."""
    wanted = [value for value in dict.fromkeys(values) if value.strip()]
    return _FINDERS[kind](s, wanted, setup) if wanted else {}


def latest_bill(s: Connection, account_id: AccountId) -> str | None:
    """Number of the newest completed bill of an account (QA-18), ``None`` when it has none."""
    row = _LATEST.first(s, {"account": account_id})
    if row is None:
        return None
    return row.number or short_id(row.id)


def _by_account(s: Connection, values: Sequence[str], _setup: SetUp) -> dict[str, AccountId]:
    found = find_accounts(s, values)
    return {value: ids[0] for value, ids in found.items() if len(ids) == 1}


def _by_bill(s: Connection, values: Sequence[str], _setup: SetUp) -> dict[str, AccountId]:
    named: dict[str, dict[int, AccountId]] = {}
    for row in _in_chunks(s, _BILLS, (value.strip() for value in values)):
        named.setdefault(row.named, {})[row.id] = AccountId(row.account_id)
    ids = {number for value in values if (number := parse_id(value)) is not None}
    own = {
        row.id: AccountId(row.account_id)
        for row in (_BILL_IDS.all(s, {"ids": list(ids)}) if ids else ())
    }
    found: dict[str, AccountId] = {}
    for value in values:
        bills = dict(named.get(value.strip(), {}))
        number = parse_id(value)
        if number is not None and number in own:
            bills[number] = own[number]
        if len(bills) == 1:
            (found[value],) = bills.values()
    return found


def _by_agreement(s: Connection, values: Sequence[str], _setup: SetUp) -> dict[str, AccountId]:
    ids = {value: parse_id(value) or 0 for value in values}
    rows = _AGREEMENTS.all(s, {"ids": list(set(ids.values()))})
    owners = {row.id: AccountId(row.account_id) for row in rows}
    return {value: owners[number] for value, number in ids.items() if number in owners}


def _by_item(s: Connection, values: Sequence[str], _setup: SetUp) -> dict[str, AccountId]:
    rows = _in_chunks(s, _ITEMS, (value.strip() for value in values))
    owners = {row.named: AccountId(row.account_id) for row in rows}
    return {value: owners[value.strip()] for value in values if value.strip() in owners}


def _by_template(_s: Connection, values: Sequence[str], setup: SetUp) -> dict[str, AccountId]:
    templates = ((value, setup.templates.get(value.strip().upper())) for value in values)
    return {value: one.account_id for value, one in templates if one is not None and one.active}


def _by_text(_s: Connection, _values: Sequence[str], _setup: SetUp) -> dict[str, AccountId]:
    return {}


_Finder = Callable[[Connection, Sequence[str], SetUp], dict[str, AccountId]]
_FINDERS: Final[Mapping[ValueType, _Finder]] = {
    ValueType.ACCOUNT: _by_account,
    ValueType.BILL: _by_bill,
    ValueType.AGREEMENT: _by_agreement,
    ValueType.ITEM: _by_item,
    ValueType.TEMPLATE: _by_template,
    ValueType.TEXT: _by_text,
}


def _in_chunks(s: Connection, statement: Any, names: Iterable[str]) -> Iterator[Any]:
    """Rows whose name is one of many, some hundred names at a time."""
    wanted = list(dict.fromkeys(names))
    for at in range(0, len(wanted), _CHUNK):
        yield from s.execute(statement, {"names": wanted[at : at + _CHUNK]})
