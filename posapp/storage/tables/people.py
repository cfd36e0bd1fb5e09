"""Persons, accounts, their look-up keys, and credit rating history."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index

from posapp.storage.base import KEYED, STRICT, Base, column, some_rows, text_column, width
from posapp.storage.types import BigInt, DateType, UtcDateTime

EMPLOYED = "employee_number <> ''"
"""SQL: the person has an employee number; an index holds only these."""


class PersonRow(Base):
    """A human or a firm; ``person_type`` is empty where nobody said what it is."""

    __tablename__ = "person"
    __table_args__ = (
        width("name", 254),
        width("email", 254),
        width("employee_number", 20),
        CheckConstraint("person_type IN ('', 'STAFF', 'STUDENT', 'GUEST')", name="known_type"),
        some_rows(
            "ix_person_employee_number",
            "employee_number",
            where=EMPLOYED,
        ),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    name: ColumnElement[str] = text_column()
    person_type: ColumnElement[str] = text_column()
    email: ColumnElement[str] = text_column()
    phone: ColumnElement[str] = text_column()
    employee_number: ColumnElement[str] = text_column(by_bytes=True)


class AccountRow(Base):
    """What is billed and what pays; one main customer, one class, one division (0.1).

    On ``review_date`` somebody looks at its debt (CX-9).
    """

    __tablename__ = "account"
    __table_args__ = (width("address", 500), width("comments", 254), STRICT)

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    person_id: ColumnElement[int] = column(ForeignKey("person.id"), index=True)
    customer_class: ColumnElement[str] = column(ForeignKey("customer_class.code"))
    division: ColumnElement[str] = column(ForeignKey("division.code"))
    currency: ColumnElement[str] = column(ForeignKey("currency.code"))
    address: ColumnElement[str] = text_column()
    comments: ColumnElement[str] = text_column()
    setup_date: ColumnElement[date] = column(DateType())
    review_date: ColumnElement[date | None] = column(DateType())
    version: ColumnElement[int] = column(BigInt(), default=1)


class AccountKeyRow(Base):
    """A look-up key of an account: the number of a former system, a plate, a meter.

    ``folded`` is the value in upper case without spaces and dashes; it is what is searched.
    """

    __tablename__ = "account_key"
    __table_args__ = (
        width("kind", 12),
        width("folded", 36),
        Index("ix_account_key_account_id", "account_id"),
        KEYED,
    )

    folded: ColumnElement[str] = text_column(primary_key=True, by_bytes=True)
    kind: ColumnElement[str] = text_column(primary_key=True)
    account_id: ColumnElement[int] = column(ForeignKey("account.id"), primary_key=True)
    value: ColumnElement[str] = text_column()


class CreditRatingRow(Base):
    """One effect on credit rating and cash-only score, in force from start to end (CR-01)."""

    __tablename__ = "credit_rating"
    __table_args__ = STRICT

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    account_id: ColumnElement[int] = column(ForeignKey("account.id"), index=True)
    start_date: ColumnElement[date] = column(DateType())
    end_date: ColumnElement[date | None] = column(DateType())
    rating_effect: ColumnElement[int] = column(BigInt())
    cash_only_effect: ColumnElement[int] = column(BigInt())
    comment: ColumnElement[str] = text_column()
    tender_id: ColumnElement[int | None] = column(BigInt())
    created_at: ColumnElement[datetime] = column(UtcDateTime())
    created_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
