"""Payroll deductions and the batches that hand them over (ML-5)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint

from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, column, text_column
from posapp.storage.types import BigInt, DateType, MoneyType, UtcDateTime


class PayrollDeductionRow(Base):
    """What payroll deducts for a checkout, or what a refund takes back; once for each ``cause``."""

    __tablename__ = "payroll_deduction"
    __table_args__ = (CheckConstraint("amount <> 0", name="never_zero"), STRICT)

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    cause: ColumnElement[str] = text_column(unique=True)
    confirmation: ColumnElement[str] = text_column()
    account_id: ColumnElement[int] = column(ForeignKey("account.id"), index=True)
    day: ColumnElement[date] = column(DateType(), index=True)
    employee_number: ColumnElement[str] = text_column()
    name: ColumnElement[str] = text_column()
    amount: ColumnElement[Money] = column(MoneyType())
    currency: ColumnElement[str] = column(ForeignKey("currency.code"))
    comment: ColumnElement[str] = text_column()
    created_at: ColumnElement[datetime] = column(UtcDateTime())


class PayrollBatchRow(Base):
    """A hand-over in one currency up to a business date, with count and control total."""

    __tablename__ = "payroll_batch"
    __table_args__ = (
        UniqueConstraint("request_id", "currency"),
        CheckConstraint("lines > 0", name="some"),
        CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name="acknowledged"
        ),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    number: ColumnElement[int] = column(BigInt(), unique=True)
    request_id: ColumnElement[str] = text_column()
    currency: ColumnElement[str] = column(ForeignKey("currency.code"))
    since: ColumnElement[date] = column(DateType())
    until: ColumnElement[date] = column(DateType())
    lines: ColumnElement[int] = column(BigInt())
    amount: ColumnElement[Money] = column(MoneyType())
    created_at: ColumnElement[datetime] = column(UtcDateTime())
    created_by: ColumnElement[int] = column(ForeignKey("app_user.id"))
    acknowledged_at: ColumnElement[datetime | None] = column(UtcDateTime())
    acknowledged_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    acknowledged_name: ColumnElement[str] = text_column()


class PayrollBatchDeductionRow(Base):
    """A deduction that left with a batch, once (ML-5)."""

    __tablename__ = "payroll_batch_deduction"
    __table_args__ = KEYED

    deduction_id: ColumnElement[int] = column(ForeignKey("payroll_deduction.id"), primary_key=True)
    batch_id: ColumnElement[int] = column(ForeignKey("payroll_batch.id"), index=True)
