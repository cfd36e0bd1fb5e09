"""Adjustments: charges and credits that are neither bill nor payment, and their types."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, text_column, width
from posapp.storage.types import BigInt, DateType, MoneyType, UtcDateTime


class AdjustmentTypeRow(Base):
    """A kind of adjustment: the ledger account against the receivable, the usual amount (16.2)."""

    __tablename__ = "adjustment_type"
    __table_args__ = (width("code", 8), KEYED)

    code: Mapped[str] = text_column(primary_key=True)
    description: Mapped[str] = text_column()
    distribution_code: Mapped[str] = mapped_column(ForeignKey("distribution_code.code"))
    default_amount: Mapped[Money] = mapped_column(MoneyType(), default=Money(0))


class AdjustmentRow(Base):
    """A frozen adjustment; its financial transaction has it as parent (CX-7).

    ``tender_id`` is the cancelled tender that it charges for, if it does.
    """

    __tablename__ = "adjustment"
    __table_args__ = (CheckConstraint("amount <> 0", name="never_zero"), STRICT)

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    adjustment_type: Mapped[str] = mapped_column(ForeignKey("adjustment_type.code"))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    amount: Mapped[Money] = mapped_column(MoneyType())
    effective_date: Mapped[date] = mapped_column(DateType())
    tender_id: Mapped[int | None] = mapped_column(ForeignKey("tender.id"), unique=True)
    comment: Mapped[str] = text_column()
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    created_by: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
