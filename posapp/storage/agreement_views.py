"""Reading one service agreement for its page."""

from datetime import date
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from posapp.domain.ids import AgreementId
from posapp.domain.inquiry import AgreementCard
from posapp.domain.money import ZERO
from posapp.domain.setup import SetUp
from posapp.storage.agreements import load_debts
from posapp.storage.base import record, table_of
from posapp.storage.inquiry import load_balances
from posapp.storage.prepared import Prepared
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.people import AccountRow, PersonRow

_agreement, _item = table_of(AgreementRow), table_of(PayableItemRow)
_account, _person = table_of(AccountRow), table_of(PersonRow)

_AGREEMENT: Final = Prepared(
    select(
        _agreement.c.id,
        _agreement.c.account_id,
        _person.c.name.label("account_name"),
        _account.c.currency,
        _agreement.c.sa_type,
        _agreement.c.service,
        func.coalesce(_item.c.number, "").label("item"),
        _agreement.c.status,
        _agreement.c.start_date,
        _agreement.c.end_date,
    )
    .join(_account, _account.c.id == _agreement.c.account_id)
    .join(_person, _person.c.id == _account.c.person_id)
    .outerjoin(_item, _item.c.agreement_id == _agreement.c.id)
    .where(_agreement.c.id == bindparam("agreement"))
)


def load_agreement(
    s: Connection, agreement_id: AgreementId, today: date, setup: SetUp
) -> AgreementCard | None:
    """An agreement with balances and aged debt, ``None`` if there is none.

    A cancelled one has no debt (14.1), only what its transactions come to.
    """
    row = _AGREEMENT.first(s, {"agreement": agreement_id})
    if row is None:
        return None
    debts = load_debts(s, [row.account_id], setup)[row.account_id]
    debt = next((one for one in debts if one.agreement_id == agreement_id), None)
    current, payoff = load_balances(s, [agreement_id]).get(agreement_id, (ZERO, ZERO))
    return record(
        row,
        AgreementCard,
        current_balance=current,
        payoff_balance=payoff,
        past_due=ZERO if debt is None else debt.past_due(today),
        disputed=ZERO if debt is None else debt.disputed,
        age=None if debt is None else debt.age(today),
        cells=() if debt is None else debt.cells,
    )
