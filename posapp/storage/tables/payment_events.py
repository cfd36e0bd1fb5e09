"""Payment events: distribution details, tenders, payments, pay segments."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.money import Money
from posapp.storage.base import STRICT, Base, column, some_rows, text_column, width
from posapp.storage.types import BigInt, CodeType, DateType, Flag, MoneyType, UtcDateTime

UNFROZEN = "status IN ('INCOMPLETE', 'ERROR', 'FREEZABLE')"
"""SQL: a payment waits for something (PE-2); an index holds only these."""


def _filled(name: str, column: str) -> Index:
    """An index of the rows in which a text is not empty."""
    return some_rows(name, column, where=f"{column} <> ''")


class PaymentEventRow(Base):
    """One visit to the counter. The request id is unique in the schema (D-21).

    ``unbalanced`` says that valid tenders and payments differ (PE-5): it is what the list of
    exceptions finds events by (EX-1), and ``db check`` proves it.
    """

    __tablename__ = "payment_event"
    __table_args__ = (
        UniqueConstraint("receipt_control_id", "receipt_seq"),
        Index("ix_payment_event_payment_date_id", "payment_date", "id"),
        some_rows(
            "ix_payment_event_unbalanced",
            "payment_date",
            "id",
            where="unbalanced",
        ),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    request_id: ColumnElement[str] = text_column(unique=True)
    payment_date: ColumnElement[date] = column(DateType())
    currency: ColumnElement[str] = column(ForeignKey("currency.code"))
    office: ColumnElement[str] = column(ForeignKey("office.code"))
    document_number: ColumnElement[str | None] = text_column(optional=True, unique=True)
    receipt_control_id: ColumnElement[int | None] = column(ForeignKey("tender_control.id"))
    receipt_seq: ColumnElement[int | None] = column(BigInt())
    created_at: ColumnElement[datetime] = column(UtcDateTime())
    created_by: ColumnElement[int] = column(ForeignKey("app_user.id"))
    version: ColumnElement[int] = column(BigInt(), default=1)
    unbalanced: ColumnElement[bool] = column(Flag(), default=False)


class DistributionDetailRow(Base):
    """Rule, value, amount: another way to say who is paid (DR-1).

    ``replaced`` ones were taken away by a transfer of their event (payments 9); they stay for the
    canceled payments that they made.
    """

    __tablename__ = "distribution_detail"
    __table_args__ = (width("value", 254), STRICT)

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    event_id: ColumnElement[int] = column(ForeignKey("payment_event.id"), index=True)
    rule: ColumnElement[str] = column(ForeignKey("distribution_rule.code"))
    value: ColumnElement[str] = text_column()
    value_description: ColumnElement[str] = text_column()
    amount: ColumnElement[Money] = column(MoneyType())
    replaced: ColumnElement[bool] = column(Flag(), default=False)


class TenderRow(Base):
    """One form of remittance; ``control_amount`` is in its control's currency (D-05).

    ``counted`` says whether its drawer's lines hold it: a cancelled tender whose money went back
    out of its own open drawer does not count, any other does (D-14). ``charged_bank`` and
    ``charged_account`` are the bank account that the cancellation was charged to (CX-1, NS-06);
    ``demerit_due`` says that its reason brought the payor a rating at that time (CX-8).
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
            "cash_back",
            "control_amount",
        ),
        Index("ix_tender_payor_account_id_created_at", "payor_account_id", "created_at"),
        # Only what was filled in: cash needs no entry (SR-2).
        _filled("ix_tender_check_number", "check_number"),
        _filled("ix_tender_external_reference", "external_reference"),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    event_id: ColumnElement[int] = column(ForeignKey("payment_event.id"))
    payor_account_id: ColumnElement[int] = column(ForeignKey("account.id"))
    tender_type: ColumnElement[str] = column(ForeignKey("tender_type.code"))
    amount: ColumnElement[Money] = column(MoneyType())
    control_amount: ColumnElement[Money] = column(MoneyType())
    control_currency: ColumnElement[str] = column(ForeignKey("currency.code"))
    rate: ColumnElement[str | None] = text_column(optional=True)
    tender_control_id: ColumnElement[int | None] = column(ForeignKey("tender_control.id"))
    distribution_code: ColumnElement[str] = column(ForeignKey("distribution_code.code"))
    status: ColumnElement[TenderStatus] = column(CodeType(TenderStatus))
    cash_back: ColumnElement[bool] = column(Flag())
    rounding: ColumnElement[bool] = column(Flag())
    check_number: ColumnElement[str] = text_column()
    micr_last4: ColumnElement[str] = text_column()
    customer_id: ColumnElement[str] = text_column()
    external_reference: ColumnElement[str] = text_column()
    name: ColumnElement[str] = text_column()
    counted: ColumnElement[bool] = column(Flag(), default=True)
    cancel_reason: ColumnElement[str | None] = column(ForeignKey("cancel_reason.code"))
    canceled_at: ColumnElement[datetime | None] = column(UtcDateTime())
    canceled_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    charged_bank: ColumnElement[str | None] = text_column(optional=True)
    charged_account: ColumnElement[str | None] = text_column(optional=True)
    demerit_due: ColumnElement[bool] = column(Flag(), default=False)
    created_at: ColumnElement[datetime] = column(UtcDateTime())
    created_by: ColumnElement[int] = column(ForeignKey("app_user.id"))


class PaymentRow(Base):
    """Allocation of event money to one payee account (payments 6).

    ``manual`` says that its segments were set by hand (PY-8, PY-11). ``template`` is what a non-CIS
    payment was made from (NC-4), ``long_comment`` the wider comment of NCI-05.
    """

    __tablename__ = "payment"
    __table_args__ = (
        width("match_value", 30),
        width("non_cis_name", 254),
        width("reference", 254),
        width("comments", 254),
        width("long_comment", 4000),
        CheckConstraint("(match_type IS NULL) = (match_value IS NULL)", name="match_pair"),
        Index("ix_payment_event_id", "event_id"),
        Index("ix_payment_account_id_id", "account_id", "id"),
        some_rows(
            "ix_payment_unfrozen",
            "status",
            "event_id",
            where=UNFROZEN,
        ),
        some_rows(
            "ix_payment_match_value",
            "match_value",
            where="match_value IS NOT NULL",
        ),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    event_id: ColumnElement[int] = column(ForeignKey("payment_event.id"))
    account_id: ColumnElement[int] = column(ForeignKey("account.id"))
    detail_id: ColumnElement[int | None] = column(ForeignKey("distribution_detail.id"))
    amount: ColumnElement[Money] = column(MoneyType())
    status: ColumnElement[PaymentStatus] = column(CodeType(PaymentStatus))
    error_code: ColumnElement[str | None] = text_column(optional=True)
    error_text: ColumnElement[str] = text_column()
    manual: ColumnElement[bool] = column(Flag(), default=False)
    match_type: ColumnElement[str | None] = column(ForeignKey("match_type.code"))
    match_value: ColumnElement[str | None] = text_column(optional=True)
    non_cis_name: ColumnElement[str] = text_column()
    reference: ColumnElement[str] = text_column()
    comments: ColumnElement[str] = text_column()
    template: ColumnElement[str | None] = column(ForeignKey("payment_template.code"))
    long_comment: ColumnElement[str] = text_column()
    cancel_reason: ColumnElement[str | None] = column(ForeignKey("cancel_reason.code"))
    frozen_at: ColumnElement[datetime | None] = column(UtcDateTime())
    frozen_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    canceled_at: ColumnElement[datetime | None] = column(UtcDateTime())
    canceled_by: ColumnElement[int | None] = column(ForeignKey("app_user.id"))
    created_at: ColumnElement[datetime] = column(UtcDateTime())


class PaySegmentRow(Base):
    """The part of a payment that goes to one agreement; ``bill_id`` when matched to a bill.

    One payment may pay several bills of one agreement (PY-12, OI-5).
    """

    __tablename__ = "pay_segment"
    __table_args__ = (
        UniqueConstraint("payment_id", "agreement_id", "bill_id"),
        # Empty values are all different to a constraint, so these rows have an index of their own.
        some_rows(
            "uq_pay_segment_without_bill",
            "payment_id",
            "agreement_id",
            unique=True,
            where="bill_id IS NULL",
        ),
        CheckConstraint("amount <> 0", name="never_zero"),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    payment_id: ColumnElement[int] = column(ForeignKey("payment.id"))
    agreement_id: ColumnElement[int] = column(ForeignKey("agreement.id"))
    amount: ColumnElement[Money] = column(MoneyType())
    bill_id: ColumnElement[int | None] = column(ForeignKey("bill.id"), index=True)
