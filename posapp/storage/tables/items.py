"""Payable items and their charge lines (IT-1..IT-5)."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index

from posapp.domain.codes import ChargeKind, ItemState
from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, column, some_rows, text_column, width
from posapp.storage.types import BigInt, CodeType, DateType, MoneyType, UtcDateTime

LIVE = "state <> 'RELEASED'"
"""SQL: the item was not given back; only then does nobody else have its number (CK-5)."""


class PayableItemRow(Base):
    """A thing a person pays for by itself, with an agreement of its own (IT-1).

    ``attributes`` is a JSON object of further facts (violation, time, borough). One that was issued
    by hand says by whom and when, and of a violation what and where; an imported one does not.
    ``version`` counts the changes of its state.
    """

    __tablename__ = "payable_item"
    __table_args__ = (
        width("number", 30),
        Index("ix_payable_item_account_id", "account_id"),
        Index("ix_payable_item_number", "number"),
        some_rows(
            "uq_payable_item_number",
            "number",
            unique=True,
            where=LIVE,
        ),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    number: ColumnElement[str] = text_column(by_bytes=True)
    account_id: ColumnElement[int] = column(ForeignKey("account.id"))
    agreement_id: ColumnElement[int] = column(ForeignKey("agreement.id"), unique=True)
    sa_type: ColumnElement[str] = column(ForeignKey("sa_type.code"))
    description: ColumnElement[str] = text_column()
    issue_date: ColumnElement[date] = column(DateType())
    state: ColumnElement[ItemState] = column(CodeType(ItemState))
    attributes: ColumnElement[str] = text_column()
    violation_code: ColumnElement[str | None] = column(ForeignKey("violation_code.code"))
    location_class: ColumnElement[str | None] = column(ForeignKey("location_class.code"))
    issued_at: ColumnElement[datetime | None] = column(UtcDateTime())
    issued_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    version: ColumnElement[int] = column(BigInt(), default=1)


class ItemLineRow(Base):
    """A charge line of an item; null money means that the source gave none (IT-4)."""

    __tablename__ = "item_line"
    __table_args__ = KEYED

    item_id: ColumnElement[int] = column(ForeignKey("payable_item.id"), primary_key=True)
    seq: ColumnElement[int] = column(BigInt(), primary_key=True)
    kind: ColumnElement[ChargeKind] = column(CodeType(ChargeKind))
    amount: ColumnElement[Money | None] = column(MoneyType())
