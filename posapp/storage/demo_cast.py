"""Who can play a part in the demo's day: customers who owe, cashiers without a drawer."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

from posapp.domain.codes import ControlStatus, PaymentStatus, Role
from posapp.domain.ids import AccountId, BillId
from posapp.domain.money import Money
from posapp.storage.tables.agreements import AgreementRow, BillRow
from posapp.storage.tables.controls import TenderControlRow
from posapp.storage.tables.ledger import FinancialTransactionRow
from posapp.storage.tables.payment_events import PaymentRow
from posapp.storage.tables.people import AccountRow, CreditRatingRow
from posapp.storage.tables.system import UserRoleRow, UserRow
from posapp.storage.types import total_of


def who_owes(
    s: Connection, customer_class: str, between: tuple[Money, Money], most: int
) -> Sequence[AccountId]:
    """Accounts of a class whose balance lies between two amounts.

    Nobody cash-only is among them, and nobody whose money waits for its freeze: it is not offered
    again, so nothing would be left to pay.
    """
    owed = total_of(FinancialTransactionRow.current_amount)
    rated = select(CreditRatingRow.account_id)
    settled = (PaymentStatus.FROZEN, PaymentStatus.CANCELED)
    waiting = select(PaymentRow.account_id).where(PaymentRow.status.not_in(settled))
    rows = s.execute(
        select(AccountRow.id)
        .join(AgreementRow, AgreementRow.account_id == AccountRow.id)
        .join(FinancialTransactionRow, FinancialTransactionRow.agreement_id == AgreementRow.id)
        .where(
            AccountRow.customer_class == customer_class,
            AccountRow.id.not_in(rated),
            AccountRow.id.not_in(waiting),
        )
        .group_by(AccountRow.id)
        .having(owed.between(*between))
        .order_by(AccountRow.id)
        .limit(most)
    )
    return [AccountId(account_id) for account_id in rows.scalars()]


def cashiers_without_drawer(s: Connection) -> Sequence[str]:
    """Login names of cashiers who have no open tender control."""
    busy = select(TenderControlRow.user_id).where(
        TenderControlRow.status == ControlStatus.OPEN, TenderControlRow.user_id.is_not(None)
    )
    rows = s.execute(
        select(UserRow.login)
        .join(UserRoleRow, UserRoleRow.user_id == UserRow.id)
        .where(UserRoleRow.role == Role.CASHIER, UserRow.id.not_in(busy))
        .order_by(UserRow.login)
    )
    return list(rows.scalars())


def due_bills(s: Connection, accounts: Sequence[AccountId], day: date) -> Sequence[BillId]:
    """Bills of some accounts that are due on a day or after it."""
    rows = s.execute(
        select(BillRow.id)
        .where(BillRow.account_id.in_(accounts), BillRow.due_date >= day)
        .order_by(BillRow.id)
    )
    return [BillId(bill_id) for bill_id in rows.scalars()]
