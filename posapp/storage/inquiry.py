"""Reading persons and accounts for their pages: who it is, and the lists that hang on them."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select

from posapp.domain.ids import AccountId, PersonId
from posapp.domain.inquiry import AgreementItem, Person, PersonAccount
from posapp.domain.listing import Page, PageRequest
from posapp.domain.money import ZERO, Money
from posapp.storage.base import record, table_of
from posapp.storage.paging import Order, Orders, Paged
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.types import total_of

_account, _person = table_of(AccountRow), table_of(PersonRow)
_agreement, _item = table_of(AgreementRow), table_of(PayableItemRow)
_ft = table_of(FinancialTransactionRow)

_PERSON: Final = Prepared(select(_person).where(_person.c.id == bindparam("person")))
_STANDING: Final = Prepared(
    select(
        _account.c.person_id,
        _account.c.comments,
        _account.c.setup_date,
        _account.c.review_date,
    ).where(_account.c.id == bindparam("account"))
)
_ACCOUNTS: Final = select(
    _account.c.id.label("account_id"),
    _account.c.address,
    _account.c.customer_class,
    _account.c.division,
    _account.c.currency,
    _account.c.setup_date,
)
_ACCOUNT_ORDERS: Final[Orders] = {
    "": Order((_account.c.id,)),
    "address": Order((_account.c.address, _account.c.id)),
    "customer_class": Order((_account.c.customer_class, _account.c.id)),
    "setup_date": Order((_account.c.setup_date, _account.c.id)),
}
_ACCOUNT_BALANCES: Final = Prepared(
    select(
        _agreement.c.account_id.label("id"),
        total_of(_ft.c.current_amount).label("current_balance"),
    )
    .join(_ft, _ft.c.agreement_id == _agreement.c.id)
    .where(any_of(_agreement.c.account_id, "ids"))
    .group_by(_agreement.c.account_id)
)
_AGREEMENTS: Final = select(
    _agreement.c.id.label("agreement_id"),
    _agreement.c.sa_type,
    _agreement.c.service,
    func.coalesce(_item.c.number, "").label("item"),
    _agreement.c.status,
    _agreement.c.start_date,
    _agreement.c.end_date,
).outerjoin(_item, _item.c.agreement_id == _agreement.c.id)
_AGREEMENT_ORDERS: Final[Orders] = {
    "": Order((_agreement.c.id,)),
    "sa_type": Order((_agreement.c.sa_type, _agreement.c.id)),
    "status": Order((_agreement.c.status, _agreement.c.id)),
    "start_date": Order((_agreement.c.start_date, _agreement.c.id)),
}
_BALANCES: Final = Prepared(
    select(
        _ft.c.agreement_id.label("id"),
        total_of(_ft.c.current_amount).label("current_balance"),
        total_of(_ft.c.payoff_amount).label("payoff_balance"),
    )
    .where(any_of(_ft.c.agreement_id, "ids"))
    .group_by(_ft.c.agreement_id)
)
_OF_PERSON: Final = Paged(
    _ACCOUNTS.where(_account.c.person_id == bindparam("person_id")), _ACCOUNT_ORDERS
)
_OF_ACCOUNT: Final = Paged(
    _AGREEMENTS.where(_agreement.c.account_id == bindparam("account_id")), _AGREEMENT_ORDERS
)


def load_person(s: Connection, person_id: PersonId) -> Person | None:
    """A person, ``None`` if there is none."""
    row = _PERSON.first(s, {"person": person_id})
    return None if row is None else record(row, Person)


def load_standing(s: Connection, account_id: AccountId) -> Any:
    """What stands on an account beside what decisions read: person, comments, dates."""
    return _STANDING.first(s, {"account": account_id})


def list_accounts(s: Connection, person_id: PersonId, request: PageRequest) -> Page[PersonAccount]:
    """Accounts of a person with their balances.

    Raises:
        Refused: ``M-55`` for an unknown sort order.
    """
    rows, following = _OF_PERSON.fetch(s, request, {"person_id": person_id})
    ids = [row.account_id for row in rows]
    owed = {row.id: row.current_balance for row in _ACCOUNT_BALANCES.all(s, {"ids": ids})}
    found = (
        record(row, PersonAccount, current_balance=owed.get(row.account_id, ZERO)) for row in rows
    )
    return Page(tuple(found), following)


def list_agreements(
    s: Connection, account_id: AccountId, request: PageRequest
) -> Page[AgreementItem]:
    """Agreements of an account with their balances, cancelled ones too.

    Raises:
        Refused: ``M-55`` for an unknown sort order.
    """
    rows, following = _OF_ACCOUNT.fetch(s, request, {"account_id": account_id})
    owed = load_balances(s, [row.agreement_id for row in rows])
    found = []
    for row in rows:
        current, payoff = owed.get(row.agreement_id, (ZERO, ZERO))
        found.append(record(row, AgreementItem, current_balance=current, payoff_balance=payoff))
    return Page(tuple(found), following)


def load_account_balances(s: Connection, accounts: Collection[AccountId]) -> dict[AccountId, Money]:
    """Current balance of accounts; those without a transaction are left out."""
    rows = _ACCOUNT_BALANCES.all(s, {"ids": list(accounts)}) if accounts else ()
    return {AccountId(row.id): row.current_balance for row in rows}


def load_balances(s: Connection, ids: list[int]) -> dict[int, tuple[Money, Money]]:
    """Current and payoff balance of agreements; those without a transaction are left out."""
    rows = _BALANCES.all(s, {"ids": ids}) if ids else ()
    return {row.id: (row.current_balance, row.payoff_balance) for row in rows}
