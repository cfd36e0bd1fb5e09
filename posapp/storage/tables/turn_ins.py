"""Turn-ins: money between a drawer and the supervisor, both ways (controls 9, D-37)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint

from posapp.domain.codes import TurnInDirection, TurnInStatus
from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, column, text_column, width
from posapp.storage.types import BigInt, CodeType, Flag, MoneyType, UtcDateTime


class TurnInRow(Base):
    """One hand-over; *out* of the drawer or *in* to it, approved by the other side (D-37).

    ``receipt_number`` is unique in its deposit control (TI-14). ``version`` counts the corrections
    made while it waited; the slip is printed anew for each (TI-12). ``changed_by`` made the last one,
    and does not approve it either.
    """

    __tablename__ = "turn_in"
    __table_args__ = (
        width("receipt_number", 20),
        UniqueConstraint("deposit_control_id", "receipt_number"),
        CheckConstraint("amount > 0", name="positive"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("approved_by <> created_by", name="two_people"),
        CheckConstraint("approved_by <> changed_by", name="approved_as_seen"),
        CheckConstraint(
            "(status = 'APPROVED') = (approved_by IS NOT NULL)"
            " AND (approved_by IS NULL) = (approved_at IS NULL)",
            name="approved",
        ),
        # Holds all that the reminder reads with each payment (TI-10).
        Index(
            "ix_turn_in_tender_control_id",
            "tender_control_id",
            "tender_type",
            "direction",
            "amount",
        ),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    tender_control_id: ColumnElement[int] = column(ForeignKey("tender_control.id"))
    deposit_control_id: ColumnElement[int] = column(ForeignKey("deposit_control.id"))
    direction: ColumnElement[TurnInDirection] = column(CodeType(TurnInDirection))
    status: ColumnElement[TurnInStatus] = column(CodeType(TurnInStatus))
    tender_type: ColumnElement[str] = column(ForeignKey("tender_type.code"))
    amount: ColumnElement[Money] = column(MoneyType())
    receipt_number: ColumnElement[str] = text_column()
    created_at: ColumnElement[datetime] = column(UtcDateTime())
    created_by: ColumnElement[int] = column(ForeignKey("app_user.id"))
    changed_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    approved_at: ColumnElement[datetime | None] = column(UtcDateTime())
    approved_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    comments: ColumnElement[str] = text_column()
    version: ColumnElement[int] = column(BigInt(), default=1)


class TurnInDenominationRow(Base):
    """How many of a note or coin a turn-in holds (9.1)."""

    __tablename__ = "turn_in_denomination"
    __table_args__ = (CheckConstraint("quantity > 0", name="some"), KEYED)

    turn_in_id: ColumnElement[int] = column(ForeignKey("turn_in.id"), primary_key=True)
    value: ColumnElement[Money] = column(MoneyType(), primary_key=True)
    coin: ColumnElement[bool] = column(Flag(), primary_key=True)
    quantity: ColumnElement[int] = column(BigInt())


class TurnInTenderRow(Base):
    """A check or slip that left with a turn-in (9.1, the check list)."""

    __tablename__ = "turn_in_tender"
    __table_args__ = KEYED

    turn_in_id: ColumnElement[int] = column(ForeignKey("turn_in.id"), primary_key=True)
    tender_id: ColumnElement[int] = column(ForeignKey("tender.id"), primary_key=True)
