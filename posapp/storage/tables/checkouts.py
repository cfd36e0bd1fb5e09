"""Checkouts: what was submitted, its lines, the locks of what it holds, and parked ones (CK-1..CK-9)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index

from posapp.domain.credit_codes import CheckoutState
from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, column, some_rows, text_column, width
from posapp.storage.types import BigInt, CodeType, Flag, MoneyType, UtcDateTime

WAITING = "state = 'SUBMITTED'"
"""SQL: a checkout waits for *Process manually*; an index holds only these."""
_ONE_OF_TWO = "(item_id IS NULL) <> (adjustment_id IS NULL)"


class CheckoutRow(Base):
    """One run of "pay these items": items and credits, a method, and what became of it (CK-2).

    ``number`` is the confirmation number, ``snapshot`` a JSON object of what was submitted, as it
    can be looked at later. ``event_id`` is the payment event; a credit-only checkout has none
    (CK-7), and of a canceled one it was deleted (CK-5). ``method`` is NULL where nothing was to pay.
    """

    __tablename__ = "checkout"
    __table_args__ = (
        width("number", 30),
        width("comment", 254),
        width("end_comment", 254),
        width("employee_number", 20),
        CheckConstraint("to_pay = lines_total - credits_total", name="adds_up"),
        CheckConstraint("to_pay >= 0 AND credits_total >= 0", name="no_minus"),
        CheckConstraint("(to_pay > 0) = (method IS NOT NULL)", name="some_method"),
        CheckConstraint(
            "state = 'CANCELED' OR (to_pay > 0) = (event_id IS NOT NULL)", name="some_event"
        ),
        CheckConstraint(
            "(state IN ('PROCESSED', 'REFUNDED')) = (processed_at IS NOT NULL)", name="processed"
        ),
        CheckConstraint(
            "(state IN ('CANCELED', 'REFUNDED')) = (ended_at IS NOT NULL)", name="ended"
        ),
        CheckConstraint("approved_by IS NULL OR approved_by <> ended_by", name="two_people"),
        CheckConstraint(
            "process_approved_by IS NULL OR process_approved_by <> processed_by",
            name="two_who_process",
        ),
        Index("ix_checkout_account_id", "account_id"),
        some_rows(
            "ix_checkout_waiting",
            "submitted_at",
            where=WAITING,
        ),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    number: ColumnElement[str] = text_column(unique=True)
    account_id: ColumnElement[int] = column(ForeignKey("account.id"))
    office: ColumnElement[str] = column(ForeignKey("office.code"))
    currency: ColumnElement[str] = column(ForeignKey("currency.code"))
    state: ColumnElement[CheckoutState] = column(CodeType(CheckoutState))
    method: ColumnElement[str | None] = column(ForeignKey("tender_type.code"))
    employee_number: ColumnElement[str] = text_column()
    lines_total: ColumnElement[Money] = column(MoneyType())
    credits_total: ColumnElement[Money] = column(MoneyType())
    to_pay: ColumnElement[Money] = column(MoneyType())
    event_id: ColumnElement[int | None] = column(ForeignKey("payment_event.id"), unique=True)
    comment: ColumnElement[str] = text_column()
    snapshot: ColumnElement[str] = text_column()
    submitted_at: ColumnElement[datetime] = column(UtcDateTime())
    submitted_by: ColumnElement[int] = column(ForeignKey("app_user.id"))
    workstation: ColumnElement[str] = text_column()
    processed_at: ColumnElement[datetime | None] = column(UtcDateTime())
    processed_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    process_approved_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    ended_at: ColumnElement[datetime | None] = column(UtcDateTime())
    ended_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    end_comment: ColumnElement[str] = text_column()
    released: ColumnElement[bool] = column(Flag(), default=False)
    refund_method: ColumnElement[str | None] = column(ForeignKey("tender_type.code"))
    approved_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    version: ColumnElement[int] = column(BigInt(), default=1)


class CheckoutLineRow(Base):
    """An item or a positive adjustment that a checkout pays: by credit, and the rest by money."""

    __tablename__ = "checkout_line"
    __table_args__ = (
        CheckConstraint(_ONE_OF_TWO, name="one_of_two"),
        CheckConstraint("credit >= 0 AND credit <= amount AND amount > 0", name="shares"),
        Index("ix_checkout_line_item_id", "item_id"),
        Index("ix_checkout_line_adjustment_id", "adjustment_id"),
        KEYED,
    )

    checkout_id: ColumnElement[int] = column(ForeignKey("checkout.id"), primary_key=True)
    seq: ColumnElement[int] = column(BigInt(), primary_key=True)
    item_id: ColumnElement[int | None] = column(ForeignKey("payable_item.id"))
    adjustment_id: ColumnElement[int | None] = column(ForeignKey("account_adjustment.id"))
    agreement_id: ColumnElement[int] = column(ForeignKey("agreement.id"))
    amount: ColumnElement[Money] = column(MoneyType())
    credit: ColumnElement[Money] = column(MoneyType())


class CheckoutLockRow(Base):
    """What a submitted checkout holds, and who holds it: one live lock for each thing (IT-4)."""

    __tablename__ = "checkout_lock"
    __table_args__ = (
        CheckConstraint(_ONE_OF_TWO, name="one_of_two"),
        Index("ix_checkout_lock_checkout_id", "checkout_id"),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    item_id: ColumnElement[int | None] = column(ForeignKey("payable_item.id"), unique=True)
    adjustment_id: ColumnElement[int | None] = column(
        ForeignKey("account_adjustment.id"), unique=True
    )
    checkout_id: ColumnElement[int] = column(ForeignKey("checkout.id"))
    user_id: ColumnElement[int] = column(ForeignKey("app_user.id"))
    workstation: ColumnElement[str] = text_column()
    locked_at: ColumnElement[datetime] = column(UtcDateTime())


class ParkedCheckoutRow(Base):
    """What was ticked on a payments page and put aside; it holds nothing and locks nothing.

    ``content`` is a JSON object of the choices.
    """

    __tablename__ = "parked_checkout"
    __table_args__ = (width("comment", 254), STRICT)

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    account_id: ColumnElement[int] = column(ForeignKey("account.id"), index=True)
    office: ColumnElement[str] = column(ForeignKey("office.code"))
    content: ColumnElement[str] = text_column()
    comment: ColumnElement[str] = text_column()
    parked_at: ColumnElement[datetime] = column(UtcDateTime())
    parked_by: ColumnElement[int] = column(ForeignKey("app_user.id"))
    workstation: ColumnElement[str] = text_column()
