"""Persons, accounts, their look-up keys, and credit rating history."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from posapp.storage.base import KEYED, STRICT, Base, text_column, width
from posapp.storage.types import BigInt, DateType, UtcDateTime


class PersonRow(Base):
    """A human or a firm."""

    __tablename__ = "person"
    __table_args__ = (width("name", 254), STRICT)

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    name: Mapped[str] = text_column()
    person_type: Mapped[str] = text_column()
    email: Mapped[str] = text_column()
    phone: Mapped[str] = text_column()
    employee_number: Mapped[str] = text_column()


class AccountRow(Base):
    """What is billed and what pays; one main customer, one class, one division (0.1).

    On ``review_date`` somebody looks at its debt (CX-9).
    """

    __tablename__ = "account"
    __table_args__ = (width("address", 500), width("comments", 254), STRICT)

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    customer_class: Mapped[str] = mapped_column(ForeignKey("customer_class.code"))
    division: Mapped[str] = mapped_column(ForeignKey("division.code"))
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    address: Mapped[str] = text_column()
    comments: Mapped[str] = text_column()
    setup_date: Mapped[date] = mapped_column(DateType())
    review_date: Mapped[date | None] = mapped_column(DateType())
    version: Mapped[int] = mapped_column(BigInt(), default=1)


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

    folded: Mapped[str] = text_column(primary_key=True, by_bytes=True)
    kind: Mapped[str] = text_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    value: Mapped[str] = text_column()


class CreditRatingRow(Base):
    """One effect on credit rating and cash-only score, in force from start to end (CR-01)."""

    __tablename__ = "credit_rating"
    __table_args__ = STRICT

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    start_date: Mapped[date] = mapped_column(DateType())
    end_date: Mapped[date | None] = mapped_column(DateType())
    rating_effect: Mapped[int] = mapped_column(BigInt())
    cash_only_effect: Mapped[int] = mapped_column(BigInt())
    comment: Mapped[str] = text_column()
    tender_id: Mapped[int | None] = mapped_column(BigInt())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    created_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
