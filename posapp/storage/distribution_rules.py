"""What rule values name, and the distribution details of an event (DR-1..DR-8)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, update

from posapp.domain.codes import AgreementStatus, ItemState, MatchKind
from posapp.domain.distribution_rule import ValueType
from posapp.domain.distribution_rules import Detail, Named
from posapp.domain.ids import AccountId, EventId, parse_id, short_id
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import SetUp
from posapp.storage.accounts import find_account_ids, load_names
from posapp.storage.agreements import load_debts
from posapp.storage.base import table_of
from posapp.storage.ids import take_ids
from posapp.storage.open_bills import match_bill
from posapp.storage.prepared import Prepared, insert_into
from posapp.storage.tables.agreements import AgreementRow, BillRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow
from posapp.storage.tables.payment_events import DistributionDetailRow
from posapp.storage.tables.people import AccountRow
from posapp.storage.types import total_of

_detail, _bill = table_of(DistributionDetailRow), table_of(BillRow)
_agreement, _item = table_of(AgreementRow), table_of(PayableItemRow)
_ft, _account = table_of(FinancialTransactionRow), table_of(AccountRow)
NO_NAMES: Final[Mapping[AccountId, str]] = {}
_INSERT: Final = insert_into(DistributionDetailRow)
_BILL: Final = Prepared(
    select(_bill.c.id, _bill.c.number, _bill.c.account_id, _account.c.customer_class)
    .join(_account, _account.c.id == _bill.c.account_id)
    .where((_bill.c.number == bindparam("number")) | (_bill.c.id == bindparam("id")))
    .order_by(_bill.c.id)
    .limit(2)
)
_AGREEMENT: Final = Prepared(
    select(_agreement.c.account_id, _agreement.c.sa_type, _agreement.c.service, _agreement.c.status)
    .where(_agreement.c.id == bindparam("id"))
)  # fmt: skip
_ITEM: Final = Prepared(
    select(_item.c.account_id, _item.c.agreement_id, _item.c.number, _item.c.description).where(
        _item.c.number == bindparam("number"), _item.c.state != ItemState.RELEASED
    )
)
_OWED: Final = Prepared(
    select(total_of(_ft.c.current_amount)).where(_ft.c.agreement_id == bindparam("id"))
)


def load_named(
    s: Connection,
    kind: ValueType,
    value: str,
    setup: SetUp,
    *,
    owed: bool = True,
    names: Mapping[AccountId, str] = NO_NAMES,
) -> Named | None:
    """What a rule value names, ``None`` when there is no such thing or more than one (DR-5).

    ``owed`` says whether somebody asks what is due on it; a whole account's debts cost some reads.
    ``names`` are those of accounts that were read in this transaction already.
    """
    read = _READERS[kind]
    found = read(s, value.strip(), setup, owed=owed, names=names) if value.strip() else None
    if found is None or found.account_id is None:
        return found
    name = names.get(found.account_id)
    if name is None:
        name = load_names(s, [found.account_id])[found.account_id]
    return _with_name(found, name)


def insert_details(s: Connection, event_id: EventId, details: Sequence[Detail]) -> Sequence[int]:
    """Write the details of an event in their order (DR-1); returns their ids."""
    ids = take_ids(s, len(details))
    return [row["id"] for row in insert_detail_rows(s, event_id, details, ids)]


def insert_detail_rows(
    s: Connection, event_id: EventId, details: Sequence[Detail], ids: Iterable[int]
) -> Sequence[Mapping[str, Any]]:
    """Write the details of an event in their order (DR-1); returns every column of them.

    ``ids`` holds at least as many identities.
    """
    rows = [
        {
            "id": detail_id,
            "event_id": event_id,
            "rule": detail.rule.code,
            "value": detail.named.value,
            "value_description": detail.named.description,
            "amount": detail.amount,
            "replaced": False,
        }
        for detail, detail_id in zip(details, ids, strict=False)
    ]
    _INSERT.many(s, rows)
    return rows


def replace_details(s: Connection, event_id: EventId) -> None:
    """Take away an event's details with money; those without stay (payments 9, DR-6)."""
    s.execute(
        update(_detail)
        .where(
            _detail.c.event_id == event_id,
            _detail.c.amount != ZERO,
            _detail.c.replaced == bindparam("no"),
        )
        .values(replaced=True),
        {"no": False},
    )


def _account_named(
    s: Connection, value: str, setup: SetUp, *, owed: bool, names: Mapping[AccountId, str]
) -> Named | None:
    own = AccountId(parse_id(value) or 0)
    # Our own id goes before every other number, and an account that was read is there.
    found = (own,) if own in names else find_account_ids(s, value)
    if len(found) != 1:
        return None
    (account_id,) = found
    due = _owed_by(s, account_id, setup) if owed else ZERO
    return Named(short_id(account_id), "", account_id, due=due)


def _bill_named(
    s: Connection, value: str, setup: SetUp, *, owed: bool, **_more: object
) -> Named | None:
    rows = _BILL.all(s, {"number": value, "id": parse_id(value) or 0})
    if len(rows) != 1:
        return None
    bill, account_id = rows[0], AccountId(rows[0].account_id)
    if not setup.customer_classes[bill.customer_class].open_item:
        due = _owed_by(s, account_id, setup) if owed else ZERO
        return Named(bill.number, "", account_id, due=due)
    open_parts = match_bill(s, account_id, bill.number).open_on_bill
    due = total(amount for _, amount in open_parts)
    match = (_match_type(MatchKind.BILL, setup), bill.number)
    return Named(bill.number, "", account_id, "", match, max(due, ZERO))


def _agreement_named(
    s: Connection, value: str, setup: SetUp, *, owed: bool, **_more: object
) -> Named | None:
    number = parse_id(value) or 0
    row = _AGREEMENT.first(s, {"id": number})
    if row is None or row.status == AgreementStatus.CANCELED:
        return None
    words = f"{setup.sa_types[row.sa_type].description} {row.service}".strip()
    match = (_match_type(MatchKind.AGREEMENT, setup), short_id(number))
    account_id = AccountId(row.account_id)
    return Named(short_id(number), words, account_id, "", match, _owed_on(s, number, owed=owed))


def _item_named(
    s: Connection, value: str, setup: SetUp, *, owed: bool, **_more: object
) -> Named | None:
    row = _ITEM.first(s, {"number": value})
    if row is None:
        return None
    match = (_match_type(MatchKind.ITEM, setup), row.number)
    due = _owed_on(s, row.agreement_id, owed=owed)
    return Named(row.number, row.description, AccountId(row.account_id), "", match, due)


def _text_named(_s: Connection, value: str, _setup: SetUp, **_more: object) -> Named | None:
    return Named(value, value)


def _template_named(_s: Connection, value: str, setup: SetUp, **_more: object) -> Named | None:
    """The account without customer that a template books for (NC-4)."""
    template = setup.templates.get(value.upper())
    if template is None or not template.active:
        return None
    return Named(template.code, template.description, template.account_id)


def _with_name(named: Named, name: str) -> Named:
    return Named(
        named.value,
        named.description or name,
        named.account_id,
        name,
        named.match,
        named.due,
    )


def _owed_by(s: Connection, account_id: AccountId, setup: SetUp) -> Money:
    debts = load_debts(s, [account_id], setup)[account_id]
    return max(total(debt.current_balance for debt in debts), ZERO)


def _owed_on(s: Connection, agreement_id: int, *, owed: bool) -> Money:
    found: Money = _OWED.scalar(s, {"id": agreement_id}) if owed else ZERO
    return max(found, ZERO)


def _match_type(kind: MatchKind, setup: SetUp) -> str:
    """The code of a match type of a kind; its own name where the set-up has none."""
    codes = (code for code, match in setup.match_types.items() if match.kind is kind)
    return next(codes, kind.value)


_READERS: Final[Mapping[ValueType, Callable[..., Named | None]]] = {
    ValueType.ACCOUNT: _account_named,
    ValueType.BILL: _bill_named,
    ValueType.AGREEMENT: _agreement_named,
    ValueType.ITEM: _item_named,
    ValueType.TEMPLATE: _template_named,
    ValueType.TEXT: _text_named,
}
