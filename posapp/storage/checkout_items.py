"""Items as a payments page and a checkout read them, and their state in one (IT-2, IT-4)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, update

from posapp.domain.checkouts import PayableItem
from posapp.domain.codes import ItemState
from posapp.domain.credits import CheckoutId, Holder
from posapp.domain.ids import AccountId, AgreementId, ItemId
from posapp.domain.money import ZERO, Money
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared, any_of, one_of
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.checkouts import CheckoutLockRow, CheckoutRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.system import UserRow
from posapp.storage.types import total_of

_item, _lock = table_of(PayableItemRow), table_of(CheckoutLockRow)
_checkout, _user = table_of(CheckoutRow), table_of(UserRow)
_ft = table_of(FinancialTransactionRow)
_agreement = table_of(AgreementRow)
_account, _person = table_of(AccountRow), table_of(PersonRow)
_DUE: Any = (
    select(total_of(_ft.c.current_amount))
    .where(_ft.c.agreement_id == _item.c.agreement_id)
    .scalar_subquery()
)
_LOAD: Final = (
    select(
        _item,
        _DUE.label("due"),
        _lock.c.checkout_id.label("holding_id"),
        _checkout.c.number.label("checkout"),
        _user.c.name.label("user"),
        _checkout.c.workstation,
        _checkout.c.submitted_at,
    )
    .outerjoin(_lock, _lock.c.item_id == _item.c.id)
    .outerjoin(_checkout, _checkout.c.id == _lock.c.checkout_id)
    .outerjoin(_user, _user.c.id == _checkout.c.submitted_by)
    .where(_item.c.account_id == bindparam("account_id"))
    .order_by(_item.c.issue_date, _item.c.id)
)
_AT_HAND: Final = Prepared(
    _LOAD.where(one_of(_item.c.state, [ItemState.PAYABLE, ItemState.IN_CHECKOUT]))
)
_NAMED: Final = Prepared(_LOAD.where(any_of(_item.c.id, "ids")))
_HOLDING: Final = Prepared(
    select(_lock.c.checkout_id).where(_lock.c.item_id == bindparam("item_id"))
)
_SET: Final = Prepared(
    update(_item)
    .where(any_of(_item.c.id, "ids"))
    .values(state=bindparam("new_state"), version=_item.c.version + 1)
)
_SA_TYPES: Final = Prepared(
    select(_agreement.c.id, _agreement.c.sa_type).where(any_of(_agreement.c.id, "ids"))
)
_BALANCES: Final = Prepared(
    select(_ft.c.agreement_id, total_of(_ft.c.current_amount).label("balance"))
    .where(any_of(_ft.c.agreement_id, "agreements"))
    .group_by(_ft.c.agreement_id)
)
_WHO: Final = Prepared(
    select(
        _person.c.name,
        _person.c.person_type,
        _person.c.employee_number,
        _person.c.email,
        _account.c.currency,
    )
    .join(_account, _account.c.person_id == _person.c.id)
    .where(_account.c.id == bindparam("account_id"))
)


def load_payable_items(
    s: Connection,
    account_id: AccountId,
    setup: SetUp,
    ids: Collection[ItemId] | None = None,
) -> tuple[PayableItem, ...]:
    """Items of an account with what is due of them and who holds them, the oldest first.

    Args:
        s: the transaction.
        account_id: the account.
        setup: for the kinds.
        ids: these only; those that are payable or in checkout by default.
    """
    of_account = {"account_id": account_id}
    if ids is None:
        rows = _AT_HAND.all(s, of_account)
    else:
        rows = _NAMED.all(s, of_account | {"ids": list(ids)})
    return tuple(_payable(row, setup) for row in rows)


def _payable(row: Any, setup: SetUp) -> PayableItem:
    kind = setup.items.kinds.get(row.sa_type)
    holder = None
    if row.holding_id is not None:
        number, at = row.checkout, row.submitted_at
        holder = Holder(CheckoutId(row.holding_id), number, row.user, row.workstation, at)
    return record(
        row,
        PayableItem,
        part_payment=kind is not None and kind.part_payment,
        releasable=kind is not None and kind.releasable,
        holder=holder,
    )


@dataclass(frozen=True, slots=True)
class Payor:
    """Who pays: name, type, employee number and address of the person, currency of the account."""

    name: str
    person_type: str
    employee_number: str
    email: str
    currency: str


def load_payor(s: Connection, account_id: AccountId) -> Payor:
    """The person of an account (AC2-7).

    Raises:
        Refused: ``M-01`` when there is no such account.
    """
    row = _WHO.first(s, {"account_id": account_id})
    if row is None:
        raise Refused("M-01", field="account", value=account_id)
    return record(row, Payor)


def load_holder_of(s: Connection, item_id: ItemId) -> CheckoutId | None:
    """The submitted checkout that holds an item (IT-4)."""
    found = _HOLDING.scalar(s, {"item_id": item_id})
    return None if found is None else CheckoutId(found)


def set_items(s: Connection, ids: Collection[ItemId], state: ItemState) -> None:
    """Set the state of items (IT-4)."""
    if ids:
        _SET.many(s, [{"ids": list(ids), "new_state": state}])


def load_balances(s: Connection, ids: Collection[AgreementId]) -> dict[AgreementId, Money]:
    """What is due on agreements; zero without transactions."""
    found = dict.fromkeys(ids, ZERO)
    for row in _BALANCES.all(s, {"agreements": list(ids)}) if ids else ():
        found[AgreementId(row.agreement_id)] = row.balance
    return found


def load_sa_types(s: Connection, ids: Collection[AgreementId]) -> dict[AgreementId, str]:
    """Types of agreements."""
    return {AgreementId(row.id): row.sa_type for row in _SA_TYPES.all(s, {"ids": list(ids)})}
