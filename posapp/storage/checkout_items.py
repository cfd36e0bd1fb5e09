"""Items as a payments page and a checkout read them, and their state in one (IT-2, IT-4)."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, update

from posapp.domain.checkouts import PayableItem
from posapp.domain.codes import ItemState
from posapp.domain.ids import AccountId, AgreementId, ItemId
from posapp.domain.money import ZERO, Money
from posapp.storage.base import record, table_of
from posapp.storage.credits import holder_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.checkouts import CheckoutLockRow, CheckoutRow
from posapp.storage.tables.items import ItemLineRow, PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.system import UserRow
from posapp.storage.types import total_of

_item, _line, _lock = (
    table_of(PayableItemRow),
    table_of(ItemLineRow),
    table_of(CheckoutLockRow),
)
_checkout, _user = table_of(CheckoutRow), table_of(UserRow)
_ft = table_of(FinancialTransactionRow)
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
    .order_by(_item.c.issue_date, _item.c.id)
)
_BALANCES: Final = Prepared(
    select(_ft.c.agreement_id, total_of(_ft.c.current_amount).label("balance"))
    .where(any_of(_ft.c.agreement_id, "agreements"))
    .group_by(_ft.c.agreement_id)
)
_WHO: Final = Prepared(
    select(_person.c.person_type, _person.c.employee_number, _account.c.currency)
    .join(_account, _account.c.person_id == _person.c.id)
    .where(_account.c.id == bindparam("account_id"))
)
