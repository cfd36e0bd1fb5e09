"""Adjustments outside of items, credits and their uses, and their set-up (AJ-1..AJ-5, AC2-1..AC2-8)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index

from posapp.domain.credit_codes import AdjustmentState, UseState
from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, column, some_rows, text_column, width
from posapp.storage.types import BigInt, CodeType, Flag, MoneyType, UtcDateTime

UNPROCESSED = "state = 'UNPROCESSED'"
"""SQL: an adjustment waits; an index holds only these."""


class RequisitionCodeRow(Base):
    """Why an adjustment was made, and the ledger account of its other side (AJ-1)."""

    __tablename__ = "requisition_code"
    __table_args__ = (width("code", 12), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    distribution_code: ColumnElement[str] = column(ForeignKey("distribution_code.code"))
    manual: ColumnElement[bool] = column(Flag(), default=True)
    active: ColumnElement[bool] = column(Flag(), default=True)


class PaymentMethodRow(Base):
    """What a payment method of checkouts asks and does beside its tender type (AC2-7, CK-4)."""

    __tablename__ = "payment_method"
    __table_args__ = KEYED

    tender_type: ColumnElement[str] = column(ForeignKey("tender_type.code"), primary_key=True)
    payroll: ColumnElement[bool] = column(Flag(), default=False)
    always_successful: ColumnElement[bool] = column(Flag(), default=False)
    for_staff: ColumnElement[bool] = column(Flag(), default=True)
    for_student: ColumnElement[bool] = column(Flag(), default=True)
    for_guest: ColumnElement[bool] = column(Flag(), default=True)
    asks_employee_number: ColumnElement[bool] = column(Flag(), default=False)


class CreditOptionRow(Base):
    """The one row of settings of credits and checkouts (CK-6, CK-10)."""

    __tablename__ = "credit_option"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"), STRICT)

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    adjustment_sa_type: ColumnElement[str] = column(ForeignKey("sa_type.code"))
    open_credit_code: ColumnElement[str] = column(ForeignKey("distribution_code.code"))
    add_credit_code: ColumnElement[str] = column(ForeignKey("requisition_code.code"))
    refund_reason: ColumnElement[str] = column(ForeignKey("cancel_reason.code"))


class AccountAdjustmentRow(Base):
    """A signed amount on an account outside any item: + charges, - gives value back (AJ-1).

    ``agreement_id`` is the adjustment agreement of the account. Of *Add Credit* the credit names
    its debit in ``linked_id``, and the debit the event that paid it; both name the method.
    ``clearing_code`` is the ledger account that a credit waits on. ``reverses_id`` is what a
    reversal takes back, once (AJ-5). ``demands_id`` is what a charge asks for again, because its
    payment is gone. ``checkout_id`` is the processed checkout that it adjusts (CK-6).
    """

    __tablename__ = "account_adjustment"
    __table_args__ = (
        width("comment", 254),
        width("employee_number", 20),
        CheckConstraint("amount <> 0", name="never_zero"),
        CheckConstraint("(amount < 0) = (clearing_code IS NOT NULL)", name="credit_clears"),
        CheckConstraint("demands_id IS NULL OR amount > 0", name="demands"),
        CheckConstraint("(state = 'PROCESSED') = (processed_at IS NOT NULL)", name="processed"),
        CheckConstraint(
            "amount > 0 OR method IS NULL OR COALESCE(linked_id, reverses_id) IS NOT NULL",
            name="paired",
        ),
        some_rows(
            "ix_account_adjustment_unprocessed",
            "account_id",
            "created_at",
            where=UNPROCESSED,
        ),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    account_id: ColumnElement[int] = column(ForeignKey("account.id"), index=True)
    agreement_id: ColumnElement[int] = column(ForeignKey("agreement.id"))
    requisition_code: ColumnElement[str] = column(ForeignKey("requisition_code.code"))
    amount: ColumnElement[Money] = column(MoneyType())
    currency: ColumnElement[str] = column(ForeignKey("currency.code"))
    comment: ColumnElement[str] = text_column()
    item_id: ColumnElement[int | None] = column(ForeignKey("payable_item.id"), index=True)
    checkout_id: ColumnElement[int | None] = column(ForeignKey("checkout.id"), index=True)
    state: ColumnElement[AdjustmentState] = column(CodeType(AdjustmentState))
    clearing_code: ColumnElement[str | None] = column(ForeignKey("distribution_code.code"))
    method: ColumnElement[str | None] = column(ForeignKey("tender_type.code"))
    employee_number: ColumnElement[str] = text_column()
    event_id: ColumnElement[int | None] = column(ForeignKey("payment_event.id"), unique=True)
    linked_id: ColumnElement[int | None] = column(ForeignKey("account_adjustment.id"), unique=True)
    reverses_id: ColumnElement[int | None] = column(
        ForeignKey("account_adjustment.id"), unique=True
    )
    demands_id: ColumnElement[int | None] = column(ForeignKey("account_adjustment.id"), index=True)
    created_at: ColumnElement[datetime] = column(UtcDateTime())
    created_by: ColumnElement[int] = column(ForeignKey("app_user.id"))
    processed_at: ColumnElement[datetime | None] = column(UtcDateTime())
    processed_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    version: ColumnElement[int] = column(BigInt(), default=1)


class CreditUseRow(Base):
    """What a checkout, or an adjustment alone, took of a credit (AJ-2, AJ-3).

    ``checkout_id`` and ``seq`` are the line of the checkout that it pays; both are NULL where the
    credit was processed alone, or taken back by the adjustment ``settled_by`` (AC2-8). Its postings
    have it as parent: one when it is used, an opposite one when it is given back (CK-10).
    """

    __tablename__ = "credit_use"
    __table_args__ = (
        CheckConstraint("amount > 0", name="some"),
        CheckConstraint("(checkout_id IS NULL) = (seq IS NULL)", name="of_line"),
        CheckConstraint("checkout_id IS NOT NULL OR state <> 'RESERVED'", name="reserved_by"),
        Index("ix_credit_use_credit_id", "credit_id"),
        Index("ix_credit_use_checkout_id", "checkout_id"),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    credit_id: ColumnElement[int] = column(ForeignKey("account_adjustment.id"))
    checkout_id: ColumnElement[int | None] = column(ForeignKey("checkout.id"))
    seq: ColumnElement[int | None] = column(BigInt())
    settled_by: ColumnElement[int | None] = column(ForeignKey("account_adjustment.id"), unique=True)
    amount: ColumnElement[Money] = column(MoneyType())
    state: ColumnElement[UseState] = column(CodeType(UseState))
    version: ColumnElement[int] = column(BigInt(), default=1)
