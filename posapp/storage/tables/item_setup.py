"""Set-up tables of payable items: kinds, violation codes, locations and what a violation costs there.

Source: items-and-credits 1, 2 and 8 (IT-1).
"""

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey

from posapp.domain.codes import ChargeKind
from posapp.domain.money import Money
from posapp.storage.base import KEYED, Base, column, text_column, width
from posapp.storage.types import BigInt, CodeType, Flag, MoneyType


class ItemKindRow(Base):
    """A kind of payable items: its code is that of the agreement type of its own (IT-1).

    ``default_amount`` is NULL where an amount is always typed; ``charge_kind`` is the kind of the
    first charge line. ``number_prefix`` and ``number_digits`` make the numbers of its series.
    """

    __tablename__ = "item_kind"
    __table_args__ = (
        width("number_prefix", 12),
        CheckConstraint("default_amount >= 0", name="no_minus"),
        KEYED,
    )

    code: ColumnElement[str] = column(ForeignKey("sa_type.code"), primary_key=True)
    description: ColumnElement[str] = text_column()
    charge_kind: ColumnElement[ChargeKind] = column(CodeType(ChargeKind))
    default_amount: ColumnElement[Money | None] = column(MoneyType())
    by_violation: ColumnElement[bool] = column(Flag(), default=False)
    part_payment: ColumnElement[bool] = column(Flag(), default=False)
    releasable: ColumnElement[bool] = column(Flag(), default=False)
    number_prefix: ColumnElement[str] = text_column()
    number_digits: ColumnElement[int] = column(BigInt(), default=6)
    active: ColumnElement[bool] = column(Flag(), default=True)


class LocationClassRow(Base):
    """A class of places, such as downtown: violations cost differently there."""

    __tablename__ = "location_class"
    __table_args__ = (width("code", 8), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    active: ColumnElement[bool] = column(Flag(), default=True)


class ViolationCodeRow(Base):
    """What somebody did who is charged for it."""

    __tablename__ = "violation_code"
    __table_args__ = (width("code", 8), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    active: ColumnElement[bool] = column(Flag(), default=True)


class ViolationFineRow(Base):
    """What a violation costs in a class of places; zero is an amount too."""

    __tablename__ = "violation_fine"
    __table_args__ = (CheckConstraint("amount >= 0", name="no_minus"), KEYED)

    violation_code: ColumnElement[str] = column(ForeignKey("violation_code.code"), primary_key=True)
    location_class: ColumnElement[str] = column(ForeignKey("location_class.code"), primary_key=True)
    amount: ColumnElement[Money] = column(MoneyType())
