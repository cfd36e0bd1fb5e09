"""Service agreements, bills and their charge lines."""

from datetime import date

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index

from posapp.domain.codes import AgreementStatus
from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, column, text_column, width
from posapp.storage.types import BigInt, CodeType, DateType, Flag, MoneyType


class AgreementRow(Base):
    """A service agreement: all debt sits on these (0.1)."""

    __tablename__ = "agreement"
    __table_args__ = (Index("ix_agreement_account_id", "account_id"), STRICT)

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    account_id: ColumnElement[int] = column(ForeignKey("account.id"))
    sa_type: ColumnElement[str] = column(ForeignKey("sa_type.code"))
    service: ColumnElement[str] = text_column()
    status: ColumnElement[AgreementStatus] = column(CodeType(AgreementStatus))
    start_date: ColumnElement[date] = column(DateType())
    end_date: ColumnElement[date | None] = column(DateType())


class BillRow(Base):
    """A bill that came from outside; ``import_key`` keeps a second import from adding it again.

    ``tax`` is the part of ``amount`` that is held until it is paid (GL-6).
    """

    __tablename__ = "bill"
    __table_args__ = (
        width("number", 30),
        Index("ix_bill_account_id_bill_date", "account_id", "bill_date"),
        Index("ix_bill_number", "number"),
        CheckConstraint("tax = 0 OR (tax > 0 AND tax <= amount)", name="tax_in_it"),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    account_id: ColumnElement[int] = column(ForeignKey("account.id"))
    number: ColumnElement[str] = text_column(by_bytes=True)
    bill_date: ColumnElement[date] = column(DateType())
    due_date: ColumnElement[date] = column(DateType())
    amount: ColumnElement[Money] = column(MoneyType())
    tax: ColumnElement[Money] = column(MoneyType(), default=Money(0))
    description: ColumnElement[str] = text_column()
    import_key: ColumnElement[str] = text_column(unique=True)


class BillLineRow(Base):
    """A charge line of a bill; ``residue`` marks the difference to the sum of the lines."""

    __tablename__ = "bill_line"
    __table_args__ = KEYED

    bill_id: ColumnElement[int] = column(ForeignKey("bill.id"), primary_key=True)
    seq: ColumnElement[int] = column(BigInt(), primary_key=True)
    agreement_id: ColumnElement[int] = column(ForeignKey("agreement.id"))
    description: ColumnElement[str] = text_column()
    amount: ColumnElement[Money] = column(MoneyType())
    residue: ColumnElement[bool] = column(Flag(), default=False)
