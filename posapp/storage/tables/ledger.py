"""Financial transactions, their GL lines, and match events: append-only but for match states."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index

from posapp.domain.codes import FtType, MatchEventStatus
from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, column, text_column
from posapp.storage.types import BigInt, CodeType, DateType, Flag, MoneyType, UtcDateTime


class FinancialTransactionRow(Base):
    """What changes an agreement's balance (16.1). Rows are frozen from the start.

    ``parent_id`` is the payment, bill or item; ``sibling_id`` the pay segment or bill line; one
    transaction is reversed at most once.
    """

    __tablename__ = "financial_transaction"
    __table_args__ = (
        Index(
            "ix_financial_transaction_agreement_id_arrears",
            "agreement_id",
            "ft_type",
            "arrears_date",
            "current_amount",
            "payoff_amount",
        ),
        Index("ix_financial_transaction_parent_id", "parent_id"),
        CheckConstraint("(ft_type = 'PX') = (reverses_id IS NOT NULL)", name="reversal"),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    ft_type: ColumnElement[FtType] = column(CodeType(FtType))
    agreement_id: ColumnElement[int] = column(ForeignKey("agreement.id"))
    parent_id: ColumnElement[int] = column(BigInt())
    sibling_id: ColumnElement[int | None] = column(BigInt())
    current_amount: ColumnElement[Money] = column(MoneyType())
    payoff_amount: ColumnElement[Money] = column(MoneyType())
    currency: ColumnElement[str] = column(ForeignKey("currency.code"))
    accounting_date: ColumnElement[date] = column(DateType())
    arrears_date: ColumnElement[date | None] = column(DateType())
    frozen_at: ColumnElement[datetime] = column(UtcDateTime())
    frozen_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    show_on_bill: ColumnElement[bool] = column(Flag(), default=True)
    reverses_id: ColumnElement[int | None] = column(
        ForeignKey("financial_transaction.id"), unique=True
    )


class GlLineRow(Base):
    """A line of the general ledger: debit +, credit -; snapshot of the code (GL-1, GL-2)."""

    __tablename__ = "gl_line"
    __table_args__ = (CheckConstraint("amount <> 0", name="never_zero"), KEYED)

    ft_id: ColumnElement[int] = column(ForeignKey("financial_transaction.id"), primary_key=True)
    seq: ColumnElement[int] = column(BigInt(), primary_key=True)
    distribution_code: ColumnElement[str] = column(ForeignKey("distribution_code.code"))
    amount: ColumnElement[Money] = column(MoneyType())


class MatchEventRow(Base):
    """A match event of an open-item account (OI-2); one without a bill pairs reversals (OI-6).

    ``disputed`` ones are left out of aged debt while they are open (MT-13). Several drawers write
    to one event; ``version`` gives their changes an order that does not hang on clocks.
    """

    __tablename__ = "match_event"
    __table_args__ = (
        CheckConstraint("NOT disputed OR status = 'OPEN'", name="disputed_open"),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    account_id: ColumnElement[int] = column(ForeignKey("account.id"), index=True)
    bill_id: ColumnElement[int | None] = column(ForeignKey("bill.id"), index=True)
    status: ColumnElement[MatchEventStatus] = column(CodeType(MatchEventStatus))
    disputed: ColumnElement[bool] = column(Flag(), default=False)
    created_at: ColumnElement[datetime] = column(UtcDateTime())
    note: ColumnElement[str] = text_column()
    version: ColumnElement[int] = column(BigInt(), default=1)


class MatchEventFtRow(Base):
    """A financial transaction on a match event (MT-11)."""

    __tablename__ = "match_event_ft"
    __table_args__ = (Index("ix_match_event_ft_ft_id", "ft_id"), KEYED)

    match_event_id: ColumnElement[int] = column(ForeignKey("match_event.id"), primary_key=True)
    ft_id: ColumnElement[int] = column(ForeignKey("financial_transaction.id"), primary_key=True)
