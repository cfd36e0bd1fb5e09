"""Quick Add: batches and their rows, as typed, with what came of each (payments 10, 11; D-35)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index

from posapp.domain.money import Money
from posapp.domain.quick_add import Outcome, QuickKind
from posapp.storage.base import KEYED, STRICT, Base, column, some_rows, text_column, width
from posapp.storage.types import BigInt, CodeType, DateType, Flag, MoneyType, UtcDateTime

IS_IN = "outcome IN ('done', 'error')"
"""SQL: the money of a row was taken."""
IS_SETTLED = "outcome IN ('done', 'error', 'given_up')"
"""SQL: the row is in or was given up, so it never changes again."""
_OWN = f"{IS_IN} AND NOT replayed"


class QuickBatchRow(Base):
    """A batch: what holds for all its rows, kept before any of them is carried out (D-21).

    ``payment_date`` is NULL when each event gets its drawer's day.
    """

    __tablename__ = "quick_batch"
    __table_args__ = (
        width("request_id", 64),
        Index("ix_quick_batch_created_at_id", "created_at", "id"),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    request_id: ColumnElement[str] = text_column(unique=True)
    kind: ColumnElement[QuickKind] = column(CodeType(QuickKind))
    tender_control_id: ColumnElement[int] = column(ForeignKey("tender_control.id"))
    payment_date: ColumnElement[date | None] = column(DateType())
    currency: ColumnElement[str] = column(ForeignKey("currency.code"))
    tape_count: ColumnElement[int | None] = column(BigInt())
    tape_total: ColumnElement[Money | None] = column(MoneyType())
    created_at: ColumnElement[datetime] = column(UtcDateTime())
    created_by: ColumnElement[int] = column(ForeignKey("app_user.id"))


class QuickLineRow(Base):
    """A row of a batch: its texts, and what came of it (QA-16).

    ``event_id`` names the event that has it, also after that was deleted. ``taken`` is the amount.
    ``replayed`` rows name an event that an earlier row with the same request id made (D-21).
    ``said`` holds the values of the message ``code`` as JSON.
    """

    __tablename__ = "quick_row"
    __table_args__ = (
        width("request_id", 64),
        CheckConstraint(
            f"(outcome IS NOT NULL AND {IS_IN}) = (event_id IS NOT NULL)", name="event"
        ),
        CheckConstraint("(event_id IS NULL) = (taken IS NULL)", name="taken"),
        # What was taken once is never taken again, whatever batch it comes with.
        some_rows(
            "ix_quick_row_in",
            "request_id",
            unique=True,
            where=_OWN,
        ),
        KEYED,
    )

    batch_id: ColumnElement[int] = column(ForeignKey("quick_batch.id"), primary_key=True)
    line: ColumnElement[int] = column(BigInt(), primary_key=True)
    request_id: ColumnElement[str] = text_column()
    rule: ColumnElement[str] = text_column()
    value: ColumnElement[str] = text_column()
    account: ColumnElement[str] = text_column()
    amount: ColumnElement[str] = text_column()
    tender_type: ColumnElement[str] = text_column()
    check_number: ColumnElement[str] = text_column()
    micr: ColumnElement[str] = text_column()
    customer_id: ColumnElement[str] = text_column()
    external_reference: ColumnElement[str] = text_column()
    name: ColumnElement[str] = text_column()
    match_type: ColumnElement[str] = text_column()
    match_value: ColumnElement[str] = text_column()
    non_cis_name: ColumnElement[str] = text_column()
    reference: ColumnElement[str] = text_column()
    comments: ColumnElement[str] = text_column()
    outcome: ColumnElement[Outcome | None] = column(CodeType(Outcome))
    field: ColumnElement[str] = text_column()
    code: ColumnElement[str] = text_column()
    said: ColumnElement[str] = text_column()
    payor_account_id: ColumnElement[int | None] = column(ForeignKey("account.id"))
    event_id: ColumnElement[int | None] = column(BigInt(), index=True)
    taken: ColumnElement[Money | None] = column(MoneyType())
    replayed: ColumnElement[bool] = column(Flag(), default=False)
