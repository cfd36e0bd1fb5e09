"""Deposit controls, tender controls, the counts of their floats and their refund movements."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index

from posapp.domain.codes import ControlStatus, SourceType
from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, column, text_column
from posapp.storage.types import BigInt, CodeType, DateType, Flag, MoneyType, UtcDateTime


class DepositControlRow(Base):
    """The supervisor's umbrella over tender controls (controls 4.1)."""

    __tablename__ = "deposit_control"
    __table_args__ = STRICT

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    office: ColumnElement[str] = column(ForeignKey("office.code"))
    source_type: ColumnElement[SourceType] = column(CodeType(SourceType))
    currency: ColumnElement[str] = column(ForeignKey("currency.code"))
    status: ColumnElement[ControlStatus] = column(CodeType(ControlStatus))
    business_date: ColumnElement[date] = column(DateType())
    owner_id: ColumnElement[int] = column(ForeignKey("app_user.id"))
    created_at: ColumnElement[datetime] = column(UtcDateTime())
    created_by: ColumnElement[int] = column(ForeignKey("app_user.id"))
    ending_balance: ColumnElement[Money | None] = column(MoneyType())
    balanced_at: ColumnElement[datetime | None] = column(UtcDateTime())
    balanced_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    comments: ColumnElement[str] = text_column()
    version: ColumnElement[int] = column(BigInt(), default=1)


class TenderControlRow(Base):
    """One session of a tender source (controls 5.1).

    ``last_receipt`` counts the receipts given, without gaps (D-31); ``float_confirmed_by`` saw the
    float counted (CN-05); ``counted_before`` is the last count submitted before the present
    balancing began: earlier ones hold no more (D-16, CN-04).
    """

    __tablename__ = "tender_control"
    __table_args__ = (
        CheckConstraint(
            "(all_users AND user_id IS NULL) OR (NOT all_users AND user_id IS NOT NULL)",
            name="one_or_all_users",
        ),
        CheckConstraint("float_confirmed_by <> created_by", name="two_people"),
        Index("ix_tender_control_status_user_id", "status", "user_id"),
        Index("ix_tender_control_tender_source", "tender_source"),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    tender_source: ColumnElement[str] = column(ForeignKey("tender_source.code"))
    deposit_control_id: ColumnElement[int] = column(ForeignKey("deposit_control.id"), index=True)
    currency: ColumnElement[str] = column(ForeignKey("currency.code"))
    business_date: ColumnElement[date] = column(DateType())
    all_users: ColumnElement[bool] = column(Flag())
    user_id: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    status: ColumnElement[ControlStatus] = column(CodeType(ControlStatus))
    starting_balance: ColumnElement[Money] = column(MoneyType())
    last_receipt: ColumnElement[int] = column(BigInt(), default=0)
    created_at: ColumnElement[datetime] = column(UtcDateTime())
    created_by: ColumnElement[int] = column(ForeignKey("app_user.id"))
    balanced_at: ColumnElement[datetime | None] = column(UtcDateTime())
    balanced_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    float_confirmed_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    counted_before: ColumnElement[int] = column(BigInt(), default=0)
    comments: ColumnElement[str] = text_column()
    version: ColumnElement[int] = column(BigInt(), default=1)


class FloatCountRow(Base):
    """The float as counted by denomination when a control opened (CN-05)."""

    __tablename__ = "float_count"
    __table_args__ = (CheckConstraint("quantity > 0", name="some"), KEYED)

    tender_control_id: ColumnElement[int] = column(
        ForeignKey("tender_control.id"), primary_key=True
    )
    value: ColumnElement[Money] = column(MoneyType(), primary_key=True)
    coin: ColumnElement[bool] = column(Flag(), primary_key=True)
    quantity: ColumnElement[int] = column(BigInt())


class RefundMovementRow(Base):
    """Money of a cancelled tender through a drawer (D-14, D-37).

    Amounts > 0 went back out of the drawer; change that was brought back came in, < 0 (D-11).
    """

    __tablename__ = "refund_movement"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="never_zero"),
        Index("ix_refund_movement_tender_control_id", "tender_control_id"),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    tender_control_id: ColumnElement[int] = column(ForeignKey("tender_control.id"))
    tender_id: ColumnElement[int] = column(ForeignKey("tender.id"), unique=True)
    tender_type: ColumnElement[str] = column(ForeignKey("tender_type.code"))
    amount: ColumnElement[Money] = column(MoneyType())
    reason: ColumnElement[str] = column(ForeignKey("cancel_reason.code"))
    created_at: ColumnElement[datetime] = column(UtcDateTime())
    created_by: ColumnElement[int] = column(ForeignKey("app_user.id"))
