"""Service agreements, bills and their charge lines."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from posapp.domain.codes import AgreementStatus
from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, text_column, width
from posapp.storage.types import BigInt, CodeType, DateType, Flag, MoneyType


class AgreementRow(Base):
    """A service agreement: all debt sits on these (0.1)."""

    __tablename__ = "agreement"
    __table_args__ = (Index("ix_agreement_account_id", "account_id"), STRICT)

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    sa_type: Mapped[str] = mapped_column(ForeignKey("sa_type.code"))
    service: Mapped[str] = text_column()
    status: Mapped[AgreementStatus] = mapped_column(CodeType(AgreementStatus))
    start_date: Mapped[date] = mapped_column(DateType())
    end_date: Mapped[date | None] = mapped_column(DateType())


class BillRow(Base):
    """A bill that came from outside; ``import_key`` keeps a second import from adding it again."""

    __tablename__ = "bill"
    __table_args__ = (
        width("number", 30),
        Index("ix_bill_account_id_bill_date", "account_id", "bill_date"),
        Index("ix_bill_number", "number"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    number: Mapped[str] = text_column(by_bytes=True)
    bill_date: Mapped[date] = mapped_column(DateType())
    due_date: Mapped[date] = mapped_column(DateType())
    amount: Mapped[Money] = mapped_column(MoneyType())
    description: Mapped[str] = text_column()
    import_key: Mapped[str] = text_column(unique=True)


class BillLineRow(Base):
    """A charge line of a bill; ``residue`` marks the difference to the sum of the lines."""

    __tablename__ = "bill_line"
    __table_args__ = KEYED

    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInt(), primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    description: Mapped[str] = text_column()
    amount: Mapped[Money] = mapped_column(MoneyType())
    residue: Mapped[bool] = mapped_column(Flag(), default=False)
