"""Booked differences of drawers, and drawers opened without a sale (controls 8, D-37)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index

from posapp.storage.base import KEYED, STRICT, Base, column, text_column, width
from posapp.storage.types import BigInt, Flag, UtcDateTime


class OverUnderReasonRow(Base):
    """Why a drawer was over or under (OU-09)."""

    __tablename__ = "over_under_reason"
    __table_args__ = (width("code", 8), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    active: ColumnElement[bool] = column(Flag(), default=True)


class OverUnderAgreementRow(Base):
    """The company-use agreement that differences in a currency are booked to (OU-01)."""

    __tablename__ = "over_under_agreement"
    __table_args__ = KEYED

    currency: ColumnElement[str] = column(ForeignKey("currency.code"), primary_key=True)
    agreement_id: ColumnElement[int] = column(ForeignKey("agreement.id"), unique=True)


class OverUnderRow(Base):
    """A difference that was booked: its event, reason and who approved it (OU-02..OU-10).

    The amounts by tender type are the event's tenders; ``count_id`` is the count that differed,
    ``cashier_id`` the drawer's user at that time, empty for a drawer for all (OU-10).
    """

    __tablename__ = "over_under"
    __table_args__ = (
        Index("ix_over_under_tender_control_id", "tender_control_id"),
        CheckConstraint("approved_by <> created_by", name="two_people"),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    tender_control_id: ColumnElement[int] = column(ForeignKey("tender_control.id"))
    event_id: ColumnElement[int] = column(ForeignKey("payment_event.id"), unique=True)
    count_id: ColumnElement[int] = column(ForeignKey("control_count.id"), index=True)
    cashier_id: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    reason: ColumnElement[str] = column(ForeignKey("over_under_reason.code"))
    comments: ColumnElement[str] = text_column()
    created_at: ColumnElement[datetime] = column(UtcDateTime())
    created_by: ColumnElement[int] = column(ForeignKey("app_user.id"))
    approved_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))


class DrawerOpeningRow(Base):
    """A drawer was opened without a sale: who, when, why (D-37, pain 15)."""

    __tablename__ = "drawer_opening"
    __table_args__ = (
        width("reason", 200),
        Index("ix_drawer_opening_tender_control_id", "tender_control_id"),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    tender_control_id: ColumnElement[int] = column(ForeignKey("tender_control.id"))
    reason: ColumnElement[str] = text_column()
    opened_at: ColumnElement[datetime] = column(UtcDateTime())
    opened_by: ColumnElement[int] = column(ForeignKey("app_user.id"))
