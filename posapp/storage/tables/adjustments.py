"""Adjustments: charges and credits that are neither bill nor payment, their types, missing ones."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey

from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, column, some_rows, text_column, width
from posapp.storage.types import BigInt, DateType, MoneyType, UtcDateTime

UNSETTLED = "settled_at IS NULL"
"""SQL: nobody saw to a missing charge yet; an index holds only these."""


class AdjustmentTypeRow(Base):
    """A kind of adjustment: the ledger account against the receivable, the usual amount (16.2)."""

    __tablename__ = "adjustment_type"
    __table_args__ = (width("code", 8), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    distribution_code: ColumnElement[str] = column(ForeignKey("distribution_code.code"))
    default_amount: ColumnElement[Money] = column(MoneyType(), default=Money(0))


class AdjustmentRow(Base):
    """A frozen adjustment; its financial transaction has it as parent (CX-7).

    ``tender_id`` is the cancelled tender that it charges for, ``bill_id`` the bill whose completion
    moved the credit of an overpayment, if it is of that kind (OP-3): then there are two of them,
    which sum to zero.
    """

    __tablename__ = "adjustment"
    __table_args__ = (CheckConstraint("amount <> 0", name="never_zero"), STRICT)

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    adjustment_type: ColumnElement[str] = column(ForeignKey("adjustment_type.code"))
    agreement_id: ColumnElement[int] = column(ForeignKey("agreement.id"), index=True)
    amount: ColumnElement[Money] = column(MoneyType())
    effective_date: ColumnElement[date] = column(DateType())
    tender_id: ColumnElement[int | None] = column(ForeignKey("tender.id"), unique=True)
    bill_id: ColumnElement[int | None] = column(ForeignKey("bill.id"), index=True)
    comment: ColumnElement[str] = text_column()
    created_at: ColumnElement[datetime] = column(UtcDateTime())
    created_by: ColumnElement[int] = column(ForeignKey("app_user.id"))


class MissingChargeRow(Base):
    """A canceled tender whose charge could not be levied: an exception until it is settled (NS-04).

    It is written with the cancellation. A supervisor who asked for the money in another way, or
    waived it, settles it; why stands in the audit.
    """

    __tablename__ = "missing_charge"
    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled"),
        some_rows(
            "ix_missing_charge_open",
            "tender_id",
            where=UNSETTLED,
        ),
        STRICT,
    )

    tender_id: ColumnElement[int] = column(
        ForeignKey("tender.id"), primary_key=True, autoincrement=False
    )
    settled_at: ColumnElement[datetime | None] = column(UtcDateTime())
    settled_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
