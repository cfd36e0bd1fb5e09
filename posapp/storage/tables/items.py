"""Payable items and their charge lines (IT-1..IT-5)."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from posapp.domain.codes import ChargeKind, ItemState
from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, text_column, width
from posapp.storage.types import BigInt, CodeType, DateType, MoneyType


class PayableItemRow(Base):
    """A thing a person pays for by itself, with an agreement of its own (IT-1).

    ``attributes`` is a JSON object of further facts (violation, time, borough).
    """

    __tablename__ = "payable_item"
    __table_args__ = (
        width("number", 30),
        Index("ix_payable_item_account_id", "account_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    number: Mapped[str] = text_column(unique=True, by_bytes=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), unique=True)
    sa_type: Mapped[str] = mapped_column(ForeignKey("sa_type.code"))
    description: Mapped[str] = text_column()
    issue_date: Mapped[date] = mapped_column(DateType())
    state: Mapped[ItemState] = mapped_column(CodeType(ItemState))
    attributes: Mapped[str] = text_column()
    version: Mapped[int] = mapped_column(BigInt(), default=1)


class ItemLineRow(Base):
    """A charge line of an item; null money means that the source gave none (IT-4)."""

    __tablename__ = "item_line"
    __table_args__ = KEYED

    item_id: Mapped[int] = mapped_column(ForeignKey("payable_item.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInt(), primary_key=True)
    kind: Mapped[ChargeKind] = mapped_column(CodeType(ChargeKind))
    amount: Mapped[Money | None] = mapped_column(MoneyType())
