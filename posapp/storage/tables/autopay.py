"""Automatic payments: set-up, mandates, clearing requests, stamps of bills (controls 11)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint

from posapp.domain.autopay_codes import (
    AccountRule,
    DateShift,
    DebitStatus,
    RequestStatus,
    ScheduleKind,
)
from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, column, some_rows, text_column, width
from posapp.storage.types import BigInt, CodeType, DateType, Flag, MoneyType, UtcDateTime

_PENDING = "status = 'PENDING'"
# What lies here is what the vault sealed for the row, never a number that people could read.
_SEALED = "account_sealed LIKE 'g1.%' AND length(account_last4) <= 4"


class WorkCalendarRow(Base):
    """Days of the week on which an institution works (11.1)."""

    __tablename__ = "work_calendar"
    __table_args__ = (width("code", 8), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    monday: ColumnElement[bool] = column(Flag())
    tuesday: ColumnElement[bool] = column(Flag())
    wednesday: ColumnElement[bool] = column(Flag())
    thursday: ColumnElement[bool] = column(Flag())
    friday: ColumnElement[bool] = column(Flag())
    saturday: ColumnElement[bool] = column(Flag())
    sunday: ColumnElement[bool] = column(Flag())


class WorkHolidayRow(Base):
    """A day on which an institution does not work (11.1)."""

    __tablename__ = "work_holiday"
    __table_args__ = KEYED

    calendar: ColumnElement[str] = column(ForeignKey("work_calendar.code"), primary_key=True)
    day: ColumnElement[date] = column(DateType(), primary_key=True)
    description: ColumnElement[str] = text_column()


class AutoPayRouteTypeRow(Base):
    """When and how requests leave (11.1, AP-10); lead and ledger days are working days."""

    __tablename__ = "autopay_route_type"
    __table_args__ = (width("code", 8), width("batch_code", 8), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    tender_source: ColumnElement[str] = column(ForeignKey("tender_source.code"))
    batch_code: ColumnElement[str] = text_column()
    shift: ColumnElement[DateShift] = column(CodeType(DateShift))
    lead_days: ColumnElement[int] = column(BigInt())
    ledger_days: ColumnElement[int] = column(BigInt())


class AutoPaySourceRow(Base):
    """A bank or card company (11.1); ``external_source_id`` is its routing number."""

    __tablename__ = "autopay_source"
    __table_args__ = (width("code", 8), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    source_name: ColumnElement[str] = text_column()
    tender_type: ColumnElement[str] = column(ForeignKey("tender_type.code"))
    prenote_tender_type: ColumnElement[str | None] = column(ForeignKey("tender_type.code"))
    external_source_id: ColumnElement[str] = text_column()
    route_type: ColumnElement[str] = column(ForeignKey("autopay_route_type.code"))
    work_calendar: ColumnElement[str] = column(ForeignKey("work_calendar.code"))
    account_rule: ColumnElement[AccountRule] = column(CodeType(AccountRule))
    active: ColumnElement[bool] = column(Flag(), default=True)


class FieldKeyRow(Base):
    """Name of the key that this database's sealed fields need; the key itself lies elsewhere."""

    __tablename__ = "field_key"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"), STRICT)

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    key_id: ColumnElement[str] = text_column()
    created_at: ColumnElement[datetime] = column(UtcDateTime())


class MandateRow(Base):
    """A customer's permission to debit an account elsewhere (11.1); periods never overlap (AP-01)."""

    __tablename__ = "account_autopay"
    __table_args__ = (
        CheckConstraint(_SEALED, name="account_is_sealed"),
        CheckConstraint("end_date IS NULL OR end_date >= start_date", name="period"),
        CheckConstraint("maximum_withdrawal IS NULL OR maximum_withdrawal > 0", name="maximum"),
        width("entity_name", 64),
        width("comments", 254),
        Index("ix_account_autopay_account_id_start_date", "account_id", "start_date"),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    account_id: ColumnElement[int] = column(ForeignKey("account.id"))
    start_date: ColumnElement[date] = column(DateType())
    end_date: ColumnElement[date | None] = column(DateType())
    source: ColumnElement[str] = column(ForeignKey("autopay_source.code"))
    account_sealed: ColumnElement[str] = text_column()
    account_last4: ColumnElement[str] = text_column()
    expires_on: ColumnElement[date | None] = column(DateType())
    entity_name: ColumnElement[str] = text_column()
    maximum_withdrawal: ColumnElement[Money | None] = column(MoneyType())
    comments: ColumnElement[str] = text_column()
    created_at: ColumnElement[datetime] = column(UtcDateTime())
    created_by: ColumnElement[int] = column(ForeignKey("app_user.id"))
    version: ColumnElement[int] = column(BigInt(), default=1)


class ClearingRequestRow(Base):
    """What will be, or was, sent for one tender (11.3).

    Amount in minor units of the event's currency. A tender has one request at most.
    """

    __tablename__ = "clearing_request"
    __table_args__ = (
        CheckConstraint(_SEALED, name="account_is_sealed"),
        UniqueConstraint("tender_id"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint(
            "(status IN ('EXTRACTED', 'REJECTED')) = (batch_run IS NOT NULL)", name="run_when_sent"
        ),
        width("entity_name", 64),
        some_rows(
            "ix_clearing_request_pending",
            "batch_code",
            "extract_date",
            where=_PENDING,
        ),
        Index("ix_clearing_request_ledger_date", "ledger_date"),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    tender_id: ColumnElement[int] = column(ForeignKey("tender.id"))
    bill_id: ColumnElement[int | None] = column(ForeignKey("bill.id"), index=True)
    mandate_id: ColumnElement[int | None] = column(ForeignKey("account_autopay.id"), index=True)
    source: ColumnElement[str] = column(ForeignKey("autopay_source.code"))
    account_sealed: ColumnElement[str] = text_column()
    account_last4: ColumnElement[str] = text_column()
    expires_on: ColumnElement[date | None] = column(DateType())
    entity_name: ColumnElement[str] = text_column()
    amount: ColumnElement[Money] = column(MoneyType())
    extract_date: ColumnElement[date] = column(DateType())
    ledger_date: ColumnElement[date] = column(DateType())
    batch_code: ColumnElement[str] = text_column()
    batch_run: ColumnElement[int | None] = column(BigInt())
    status: ColumnElement[RequestStatus] = column(CodeType(RequestStatus))
    created_at: ColumnElement[datetime] = column(UtcDateTime())


class BillDebitRow(Base):
    """The stamp of a bill that is paid automatically: amount and dates (AP-03, AP-05)."""

    __tablename__ = "bill_debit"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint(
            "(status = 'CREATED') <= (event_id IS NOT NULL)", name="event_when_created"
        ),
        some_rows(
            "ix_bill_debit_waiting",
            "extract_date",
            where="status = 'WAITING'",
        ),
        STRICT,
    )

    bill_id: ColumnElement[int] = column(
        ForeignKey("bill.id"), primary_key=True, autoincrement=False
    )
    mandate_id: ColumnElement[int] = column(ForeignKey("account_autopay.id"), index=True)
    amount: ColumnElement[Money] = column(MoneyType())
    payment_date: ColumnElement[date] = column(DateType())
    extract_date: ColumnElement[date] = column(DateType())
    ledger_date: ColumnElement[date] = column(DateType())
    status: ColumnElement[DebitStatus] = column(CodeType(DebitStatus))
    event_id: ColumnElement[int | None] = column(ForeignKey("payment_event.id"), index=True)
    attempt: ColumnElement[int] = column(BigInt(), default=1)


class ScheduledPaymentRow(Base):
    """A payment of a budget or pay plan that is debited on its date (AP-06).

    Amount in minor units of the account's currency.
    """

    __tablename__ = "scheduled_payment"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("(status = 'CREATED') = (event_id IS NOT NULL)", name="event_when_created"),
        # One that was stopped leaves its day to another one.
        some_rows(
            "ix_scheduled_payment_day",
            "agreement_id",
            "scheduled_date",
            unique=True,
            where="status <> 'STOPPED'",
        ),
        width("comments", 254),
        some_rows(
            "ix_scheduled_payment_waiting",
            "scheduled_date",
            where="status = 'WAITING'",
        ),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    agreement_id: ColumnElement[int] = column(ForeignKey("agreement.id"))
    kind: ColumnElement[ScheduleKind] = column(CodeType(ScheduleKind))
    scheduled_date: ColumnElement[date] = column(DateType())
    amount: ColumnElement[Money] = column(MoneyType())
    status: ColumnElement[DebitStatus] = column(CodeType(DebitStatus))
    event_id: ColumnElement[int | None] = column(ForeignKey("payment_event.id"), index=True)
    comments: ColumnElement[str] = text_column()
    created_at: ColumnElement[datetime] = column(UtcDateTime())
    created_by: ColumnElement[int] = column(ForeignKey("app_user.id"))
