"""Payment events: distribution details, tenders, payments, pay segments."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.money import Money
from posapp.storage.base import STRICT, Base, text_column, width
from posapp.storage.types import BigInt, CodeType, DateType, Flag, MoneyType, UtcDateTime


def _filled(name: str, column: str) -> Index:
    """An index of the rows in which a text is not empty."""
    some = text(f"{column} <> ''")
    return Index(name, column, sqlite_where=some, postgresql_where=some)


class PaymentEventRow(Base):
    """One visit to the counter. The request id is unique in the schema (D-21)."""

    __tablename__ = "payment_event"
    __table_args__ = (
        UniqueConstraint("receipt_control_id", "receipt_seq"),
        Index("ix_payment_event_payment_date_id", "payment_date", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    request_id: Mapped[str] = text_column(unique=True)
    payment_date: Mapped[date] = mapped_column(DateType())
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    document_number: Mapped[str | None] = text_column(optional=True, unique=True)
    receipt_control_id: Mapped[int | None] = mapped_column(ForeignKey("tender_control.id"))
    receipt_seq: Mapped[int | None] = mapped_column(BigInt())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    created_by: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    version: Mapped[int] = mapped_column(BigInt(), default=1)


class DistributionDetailRow(Base):
    """Rule, value, amount: another way to say who is paid (DR-1)."""

    __tablename__ = "distribution_detail"
    __table_args__ = (width("value", 254), STRICT)

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(ForeignKey("payment_event.id"), index=True)
    rule: Mapped[str] = mapped_column(ForeignKey("distribution_rule.code"))
    value: Mapped[str] = text_column()
    value_description: Mapped[str] = text_column()
    amount: Mapped[Money] = mapped_column(MoneyType())


class TenderRow(Base):
    """One form of remittance; ``control_amount`` is in its control's currency (D-05).

    ``counted`` says whether its drawer's lines hold it: a cancelled tender whose money went back
    out of its own open drawer does not count, any other does (D-14). ``charged_bank`` and
    ``charged_account`` are the bank account that the cancellation was charged to (CX-1, NS-06).
    """

    __tablename__ = "tender"
    __table_args__ = (
        width("check_number", 10),
        width("customer_id", 36),
        width("external_reference", 36),
        width("name", 254),
        CheckConstraint("NOT (cash_back AND rounding)", name="one_flag"),
        Index("ix_tender_event_id", "event_id"),
        # Holds all that a drawer's lines read, so a payment late in the day costs no more.
        Index(
            "ix_tender_tender_control_id",
            "tender_control_id",
            "counted",
            "rounding",
            "tender_type",
            "control_amount",
        ),
        Index("ix_tender_payor_account_id_created_at", "payor_account_id", "created_at"),
        # Only what was filled in: cash needs no entry (SR-2).
        _filled("ix_tender_check_number", "check_number"),
        _filled("ix_tender_external_reference", "external_reference"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(ForeignKey("payment_event.id"))
    payor_account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    tender_type: Mapped[str] = mapped_column(ForeignKey("tender_type.code"))
    amount: Mapped[Money] = mapped_column(MoneyType())
    control_amount: Mapped[Money] = mapped_column(MoneyType())
    control_currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    rate: Mapped[str | None] = text_column(optional=True)
    tender_control_id: Mapped[int | None] = mapped_column(ForeignKey("tender_control.id"))
    distribution_code: Mapped[str] = mapped_column(ForeignKey("distribution_code.code"))
    status: Mapped[TenderStatus] = mapped_column(CodeType(TenderStatus))
    cash_back: Mapped[bool] = mapped_column(Flag())
    rounding: Mapped[bool] = mapped_column(Flag())
    check_number: Mapped[str] = text_column()
    micr_last4: Mapped[str] = text_column()
    customer_id: Mapped[str] = text_column()
    external_reference: Mapped[str] = text_column()
    name: Mapped[str] = text_column()
    counted: Mapped[bool] = mapped_column(Flag(), default=True)
    cancel_reason: Mapped[str | None] = mapped_column(ForeignKey("cancel_reason.code"))
    canceled_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    canceled_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    charged_bank: Mapped[str | None] = text_column(optional=True)
    charged_account: Mapped[str | None] = text_column(optional=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    created_by: Mapped[int] = mapped_column(ForeignKey("app_user.id"))


class PaymentRow(Base):
    """Allocation of event money to one payee account (payments 6).

    ``manual`` says that its segments were set by hand (PY-8, PY-11).
    """

    __tablename__ = "payment"
    __table_args__ = (
        width("match_value", 30),
        width("non_cis_name", 254),
        width("reference", 254),
        width("comments", 254),
        CheckConstraint("(match_type IS NULL) = (match_value IS NULL)", name="match_pair"),
        Index("ix_payment_event_id", "event_id"),
        Index("ix_payment_account_id_id", "account_id", "id"),
        Index(
            "ix_payment_match_value",
            "match_value",
            sqlite_where=text("match_value IS NOT NULL"),
            postgresql_where=text("match_value IS NOT NULL"),
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(ForeignKey("payment_event.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    detail_id: Mapped[int | None] = mapped_column(ForeignKey("distribution_detail.id"))
    amount: Mapped[Money] = mapped_column(MoneyType())
    status: Mapped[PaymentStatus] = mapped_column(CodeType(PaymentStatus))
    error_code: Mapped[str | None] = text_column(optional=True)
    error_text: Mapped[str] = text_column()
    manual: Mapped[bool] = mapped_column(Flag(), default=False)
    match_type: Mapped[str | None] = mapped_column(ForeignKey("match_type.code"))
    match_value: Mapped[str | None] = text_column(optional=True)
    non_cis_name: Mapped[str] = text_column()
    reference: Mapped[str] = text_column()
    comments: Mapped[str] = text_column()
    cancel_reason: Mapped[str | None] = mapped_column(ForeignKey("cancel_reason.code"))
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    frozen_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    canceled_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    canceled_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())


class PaySegmentRow(Base):
    """The part of a payment that goes to one agreement; ``bill_id`` when matched to a bill."""

    __tablename__ = "pay_segment"
    __table_args__ = (
        UniqueConstraint("payment_id", "agreement_id"),
        CheckConstraint("amount <> 0", name="never_zero"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    amount: Mapped[Money] = mapped_column(MoneyType())
    bill_id: Mapped[int | None] = mapped_column(ForeignKey("bill.id"), index=True)
