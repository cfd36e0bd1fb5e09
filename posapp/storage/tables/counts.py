"""Counts of drawers: every attempt with its lines, notes and coins, checks and slips (controls 5.5)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint

from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, column, text_column
from posapp.storage.types import BigInt, Flag, MoneyType, UtcDateTime


class ControlCountRow(Base):
    """One count of a tender control; kept for ever, the last submitted one holds (CN-04, CN-06).

    ``submitted_at`` is empty while the count may still change; a submitted one says in ``differs``
    whether some tender type was off. ``supervised_by`` gave the secret for an attempt too many;
    ``by_supervisor`` says that somebody submitted it who may balance and does not work at the drawer
    (D-16).
    """

    __tablename__ = "control_count"
    __table_args__ = (
        UniqueConstraint("tender_control_id", "attempt"),
        CheckConstraint("(submitted_at IS NULL) = (differs IS NULL)", name="compared_once"),
        CheckConstraint("(submitted_at IS NULL) = (submitted_by IS NULL)", name="submitted_by"),
        CheckConstraint("supervised_by <> counted_by", name="two_people"),
        CheckConstraint("supervised_by <> submitted_by", name="not_alone"),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    tender_control_id: ColumnElement[int] = column(ForeignKey("tender_control.id"))
    attempt: ColumnElement[int] = column(BigInt())
    counted_at: ColumnElement[datetime] = column(UtcDateTime())
    counted_by: ColumnElement[int] = column(ForeignKey("app_user.id"))
    submitted_at: ColumnElement[datetime | None] = column(UtcDateTime())
    submitted_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    differs: ColumnElement[bool | None] = column(Flag())
    supervised_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    by_supervisor: ColumnElement[bool] = column(Flag(), default=False)


class CountLineRow(Base):
    """The ending balance of one tender type, and what was expected when the count was submitted."""

    __tablename__ = "count_line"
    __table_args__ = (CheckConstraint("ending >= 0", name="not_negative"), KEYED)

    count_id: ColumnElement[int] = column(ForeignKey("control_count.id"), primary_key=True)
    tender_type: ColumnElement[str] = column(ForeignKey("tender_type.code"), primary_key=True)
    ending: ColumnElement[Money] = column(MoneyType())
    expected: ColumnElement[Money | None] = column(MoneyType())


class CountDenominationRow(Base):
    """How many of a note or coin a count found (CN-01, CN-02)."""

    __tablename__ = "count_denomination"
    __table_args__ = (CheckConstraint("quantity > 0", name="some"), KEYED)

    count_id: ColumnElement[int] = column(ForeignKey("control_count.id"), primary_key=True)
    value: ColumnElement[Money] = column(MoneyType(), primary_key=True)
    coin: ColumnElement[bool] = column(Flag(), primary_key=True)
    quantity: ColumnElement[int] = column(BigInt())


class CountInstrumentRow(Base):
    """A check or a slip as counted: number, name, amount (CN-02, BL-04)."""

    __tablename__ = "count_instrument"
    __table_args__ = KEYED

    count_id: ColumnElement[int] = column(ForeignKey("control_count.id"), primary_key=True)
    position: ColumnElement[int] = column(BigInt(), primary_key=True)
    tender_type: ColumnElement[str] = column(ForeignKey("tender_type.code"))
    number: ColumnElement[str] = text_column()
    name: ColumnElement[str] = text_column()
    amount: ColumnElement[Money] = column(MoneyType())
