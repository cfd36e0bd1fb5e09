"""Deposit controls, tender controls, the counts of their floats and their refund movements."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from posapp.domain.codes import ControlStatus, SourceType
from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, text_column
from posapp.storage.types import BigInt, CodeType, DateType, Flag, MoneyType, UtcDateTime


class DepositControlRow(Base):
    """The supervisor's umbrella over tender controls (controls 4.1)."""

    __tablename__ = "deposit_control"
    __table_args__ = STRICT

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    source_type: Mapped[SourceType] = mapped_column(CodeType(SourceType))
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    status: Mapped[ControlStatus] = mapped_column(CodeType(ControlStatus))
    business_date: Mapped[date] = mapped_column(DateType())
    owner_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    created_by: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    ending_balance: Mapped[Money | None] = mapped_column(MoneyType())
    balanced_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    balanced_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    comments: Mapped[str] = text_column()
    version: Mapped[int] = mapped_column(BigInt(), default=1)


class TenderControlRow(Base):
    """One session of a tender source (controls 5.1).

    ``last_receipt`` counts the receipts given, without gaps (D-31).
    """

    __tablename__ = "tender_control"
    __table_args__ = (
        CheckConstraint(
            "(all_users AND user_id IS NULL) OR (NOT all_users AND user_id IS NOT NULL)",
            name="one_or_all_users",
        ),
        Index("ix_tender_control_status_user_id", "status", "user_id"),
        Index("ix_tender_control_tender_source", "tender_source"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    tender_source: Mapped[str] = mapped_column(ForeignKey("tender_source.code"))
    deposit_control_id: Mapped[int] = mapped_column(ForeignKey("deposit_control.id"), index=True)
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    business_date: Mapped[date] = mapped_column(DateType())
    all_users: Mapped[bool] = mapped_column(Flag())
    user_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    status: Mapped[ControlStatus] = mapped_column(CodeType(ControlStatus))
    starting_balance: Mapped[Money] = mapped_column(MoneyType())
    last_receipt: Mapped[int] = mapped_column(BigInt(), default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    created_by: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    balanced_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    balanced_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    comments: Mapped[str] = text_column()
    version: Mapped[int] = mapped_column(BigInt(), default=1)


class FloatCountRow(Base):
    """The float as counted by denomination when a control opened (CN-05)."""

    __tablename__ = "float_count"
    __table_args__ = (CheckConstraint("quantity > 0", name="some"), KEYED)

    tender_control_id: Mapped[int] = mapped_column(
        ForeignKey("tender_control.id"), primary_key=True
    )
    value: Mapped[Money] = mapped_column(MoneyType(), primary_key=True)
    coin: Mapped[bool] = mapped_column(Flag(), primary_key=True)
    quantity: Mapped[int] = mapped_column(BigInt())


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

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    tender_control_id: Mapped[int] = mapped_column(ForeignKey("tender_control.id"))
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), unique=True)
    tender_type: Mapped[str] = mapped_column(ForeignKey("tender_type.code"))
    amount: Mapped[Money] = mapped_column(MoneyType())
    reason: Mapped[str] = mapped_column(ForeignKey("cancel_reason.code"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    created_by: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
