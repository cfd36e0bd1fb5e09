"""What came of each copy and check of the database (R4)."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index

from posapp.domain.upkeep import UpkeepKind
from posapp.storage.base import STRICT, Base, column, text_column
from posapp.storage.types import BigInt, CodeType, Flag, UtcDateTime


class UpkeepRow(Base):
    """One run; rows stay as they are. ``place`` and ``size`` are a copy's, ``count`` a check's."""

    __tablename__ = "upkeep"
    __table_args__ = (Index("ix_upkeep_kind", "kind", "id"), STRICT)

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    kind: ColumnElement[UpkeepKind] = column(CodeType(UpkeepKind))
    at: ColumnElement[datetime] = column(UtcDateTime())
    good: ColumnElement[bool] = column(Flag())
    says: ColumnElement[str] = text_column()
    place: ColumnElement[str] = text_column()
    size: ColumnElement[int] = column(BigInt(), default=0)
    count: ColumnElement[int] = column(BigInt(), default=0)
    user_id: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    workstation: ColumnElement[str] = text_column()
