"""Z reports: what a drawer held by tender type at the moment it was balanced (BL-06, TC-25)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint

from posapp.domain.codes import ControlStatus
from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, column, text_column
from posapp.storage.types import BigInt, CodeType, MoneyType, UtcDateTime


class ControlCloseRow(Base):
    """A drawer was balanced: numbered without gaps by office, ``version`` counts reopenings.

    ``chain_head`` is the hash of the control's last audit link and ``chain_length`` its number, so
    that paper proves the chain (R11). Reopening fills the ``reopened`` columns once; the figures never change.
    """

    __tablename__ = "control_close"
    __table_args__ = (
        UniqueConstraint("tender_control_id", "version"),
        UniqueConstraint("office", "number"),
        CheckConstraint(
            "(reopened_at IS NULL) = (reopened_by IS NULL)"
            " AND (reopened_at IS NULL) = (reopened_to IS NULL)",
            name="reopened_once",
        ),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    tender_control_id: ColumnElement[int] = column(ForeignKey("tender_control.id"))
    office: ColumnElement[str] = column(ForeignKey("office.code"))
    number: ColumnElement[int] = column(BigInt())
    version: ColumnElement[int] = column(BigInt())
    count_id: ColumnElement[int] = column(ForeignKey("control_count.id"))
    closed_at: ColumnElement[datetime] = column(UtcDateTime())
    closed_by: ColumnElement[int] = column(ForeignKey("app_user.id"))
    events: ColumnElement[int] = column(BigInt())
    canceled: ColumnElement[int] = column(BigInt())
    exceptions: ColumnElement[int] = column(BigInt())
    first_receipt: ColumnElement[int | None] = column(BigInt())
    last_receipt: ColumnElement[int | None] = column(BigInt())
    chain_head: ColumnElement[str] = text_column()
    chain_length: ColumnElement[int] = column(BigInt())
    reopened_at: ColumnElement[datetime | None] = column(UtcDateTime())
    reopened_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    reopened_to: ColumnElement[ControlStatus | None] = column(CodeType(ControlStatus))
    reopen_reason: ColumnElement[str] = text_column()


class CloseLineRow(Base):
    """One tender type of a Z report (controls 5.4): expected = starting + received - out + in - refunds.

    ``change`` is the part of ``received`` that went back as change; ``over_under`` the part that
    was booked as a difference (OU-12).
    """

    __tablename__ = "close_line"
    __table_args__ = (
        CheckConstraint("ending = expected", name="balanced"),
        CheckConstraint(
            "expected = starting + received - turned_in + issued - refunded", name="adds_up"
        ),
        KEYED,
    )

    close_id: ColumnElement[int] = column(ForeignKey("control_close.id"), primary_key=True)
    tender_type: ColumnElement[str] = column(ForeignKey("tender_type.code"), primary_key=True)
    tenders: ColumnElement[int] = column(BigInt())
    starting: ColumnElement[Money] = column(MoneyType())
    received: ColumnElement[Money] = column(MoneyType())
    change: ColumnElement[Money] = column(MoneyType())
    over_under: ColumnElement[Money] = column(MoneyType())
    turned_in: ColumnElement[Money] = column(MoneyType())
    issued: ColumnElement[Money] = column(MoneyType())
    refunded: ColumnElement[Money] = column(MoneyType())
    expected: ColumnElement[Money] = column(MoneyType())
    ending: ColumnElement[Money] = column(MoneyType())
