"""Approvals by a second person (D-24)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey

from posapp.storage.base import STRICT, Base, column, text_column, width
from posapp.storage.types import BigInt, UtcDateTime


class ApprovalRow(Base):
    """One transaction that somebody else let happen: another user, once, for this request only.

    ``fingerprint`` is that of the transaction as the approver saw it; ``rights`` are those that
    were lent for it, parted by commas.
    """

    __tablename__ = "approval"
    __table_args__ = (
        width("request_id", 64),
        CheckConstraint("requested_by <> approved_by", name="two_people"),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    request_id: ColumnElement[str] = text_column(unique=True)
    action: ColumnElement[str] = text_column()
    fingerprint: ColumnElement[str] = text_column()
    rights: ColumnElement[str] = text_column()
    requested_by: ColumnElement[int] = column(ForeignKey("app_user.id"))
    approved_by: ColumnElement[int] = column(ForeignKey("app_user.id"))
    approved_at: ColumnElement[datetime] = column(UtcDateTime())


class ApprovalLookRow(Base):
    """How far an approver has looked at the approvals given in the own name (T5)."""

    __tablename__ = "approval_look"
    __table_args__ = STRICT

    user_id: ColumnElement[int] = column(
        ForeignKey("app_user.id"), primary_key=True, autoincrement=False
    )
    approval_id: ColumnElement[int] = column(BigInt())
    looked_at: ColumnElement[datetime] = column(UtcDateTime())
