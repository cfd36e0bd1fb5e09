"""Exports of the ledger: each transaction leaves once, in a numbered batch that can be repeated."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint

from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, column, text_column
from posapp.storage.types import BigInt, DateType, MoneyType, UtcDateTime


class LedgerBatchRow(Base):
    """One export in one currency up to an accounting date; debits equal credits (GL-1).

    A request makes one batch for each currency.
    """

    __tablename__ = "ledger_batch"
    __table_args__ = (
        UniqueConstraint("request_id", "currency"),
        CheckConstraint("debits = credits", name="balanced"),
        CheckConstraint("lines > 0", name="some"),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    number: ColumnElement[int] = column(BigInt(), unique=True)
    request_id: ColumnElement[str] = text_column()
    currency: ColumnElement[str] = column(ForeignKey("currency.code"))
    until: ColumnElement[date] = column(DateType())
    lines: ColumnElement[int] = column(BigInt())
    debits: ColumnElement[Money] = column(MoneyType())
    credits: ColumnElement[Money] = column(MoneyType())
    created_at: ColumnElement[datetime] = column(UtcDateTime())
    created_by: ColumnElement[int] = column(ForeignKey("app_user.id"))


class LedgerBatchTransactionRow(Base):
    """A financial transaction that left with a batch, once (R1 of the hand-over to finance)."""

    __tablename__ = "ledger_batch_transaction"
    __table_args__ = KEYED

    ft_id: ColumnElement[int] = column(ForeignKey("financial_transaction.id"), primary_key=True)
    batch_id: ColumnElement[int] = column(ForeignKey("ledger_batch.id"), index=True)


class LedgerBatchAccountRow(Base):
    """What a ledger account was called when a batch left, so that the batch says the same again."""

    __tablename__ = "ledger_batch_account"
    __table_args__ = KEYED

    batch_id: ColumnElement[int] = column(ForeignKey("ledger_batch.id"), primary_key=True)
    distribution_code: ColumnElement[str] = column(
        ForeignKey("distribution_code.code"), primary_key=True
    )
    description: ColumnElement[str] = text_column()
