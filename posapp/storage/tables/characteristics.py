"""Characteristics of events, payments and tenders, with their types (payments 2.4)."""

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey

from posapp.domain.characteristics import AdHocFormat, CharacteristicKind, ForeignKind
from posapp.storage.base import KEYED, STRICT, Base, column, text_column, width
from posapp.storage.types import BigInt, CodeType, Flag


class CharacteristicTypeRow(Base):
    """What a value of the type is, and what it may stand on (2.4, DR-5)."""

    __tablename__ = "characteristic_type"
    __table_args__ = (width("code", 8), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    kind: ColumnElement[CharacteristicKind] = column(CodeType(CharacteristicKind))
    ad_hoc_format: ColumnElement[AdHocFormat | None] = column(CodeType(AdHocFormat))
    foreign_kind: ColumnElement[ForeignKind | None] = column(CodeType(ForeignKind))
    on_event: ColumnElement[bool] = column(Flag(), default=True)
    on_payment: ColumnElement[bool] = column(Flag(), default=False)
    on_tender: ColumnElement[bool] = column(Flag(), default=False)
    active: ColumnElement[bool] = column(Flag(), default=True)


class CharacteristicValueRow(Base):
    """A value that a predefined type offers."""

    __tablename__ = "characteristic_value"
    __table_args__ = (width("value", 16), KEYED)

    characteristic_type: ColumnElement[str] = column(
        ForeignKey("characteristic_type.code"), primary_key=True
    )
    value: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()


class CharacteristicRow(Base):
    """A characteristic of an event, or of one of its payments or tenders.

    ``value_description`` is what the value meant when it was given, so the log reads the same
    for ever.
    """

    __tablename__ = "characteristic"
    __table_args__ = (
        width("value", 254),
        CheckConstraint("payment_id IS NULL OR tender_id IS NULL", name="one_bearer"),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    event_id: ColumnElement[int] = column(ForeignKey("payment_event.id"), index=True)
    payment_id: ColumnElement[int | None] = column(ForeignKey("payment.id"), index=True)
    tender_id: ColumnElement[int | None] = column(ForeignKey("tender.id"), index=True)
    characteristic_type: ColumnElement[str] = column(ForeignKey("characteristic_type.code"))
    value: ColumnElement[str] = text_column()
    value_description: ColumnElement[str] = text_column()
