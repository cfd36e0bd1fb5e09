"""Set-up tables: installation, offices, money, classes, types, sources, periods, rates.

Field widths and meaning: payments 1, controls 1 to 3, D-20, D-29, D-36, D-39.
"""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from posapp.domain.codes import (
    DistributionOrder,
    MatchKind,
    OverpaymentRule,
    SegmentType,
    SourceType,
)
from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, text_column, width
from posapp.storage.types import BigInt, CodeType, DateType, Flag, MoneyType


class InstallationRow(Base):
    """The one row of settings of the office's program (payments 1.1, controls 1)."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"), STRICT)

    id: Mapped[int] = mapped_column(BigInt(), primary_key=True, autoincrement=False)
    organisation: Mapped[str] = text_column()
    address: Mapped[str] = text_column()
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    quick_add_tender_type: Mapped[str] = mapped_column(ForeignKey("tender_type.code"))
    starting_balance_tender_type: Mapped[str] = mapped_column(ForeignKey("tender_type.code"))
    rounding_tender_type: Mapped[str] = mapped_column(ForeignKey("tender_type.code"))
    cash_only_threshold: Mapped[int] = mapped_column(BigInt())
    beginning_cash_only_score: Mapped[int] = mapped_column(BigInt())
    beginning_credit_rating: Mapped[int] = mapped_column(BigInt())
    credit_rating_threshold: Mapped[int] = mapped_column(BigInt())
    overpayment_sa_type: Mapped[str] = mapped_column(ForeignKey("sa_type.code"))
    rounding_code: Mapped[str] = mapped_column(ForeignKey("distribution_code.code"))
    conversion_code: Mapped[str] = mapped_column(ForeignKey("distribution_code.code"))
    document_numbering: Mapped[bool] = mapped_column(Flag())
    alternate_currency: Mapped[bool] = mapped_column(Flag())
    blind_count: Mapped[bool] = mapped_column(Flag())
    one_open_control_per_source: Mapped[bool] = mapped_column(Flag())
    idle_lock_minutes: Mapped[int] = mapped_column(BigInt())
    receipt_message: Mapped[str] = text_column()
    endorse_message: Mapped[str] = text_column()
    receipt_auto_print: Mapped[bool] = mapped_column(Flag())
    demo: Mapped[bool] = mapped_column(Flag())
    setup_version: Mapped[int] = mapped_column(BigInt(), default=1)


class CurrencyRow(Base):
    """A currency with its decimals (D-17) and cash rounding step in minor units (D-20)."""

    __tablename__ = "currency"
    __table_args__ = (width("code", 3), KEYED)

    code: Mapped[str] = text_column(primary_key=True)
    decimals: Mapped[int] = mapped_column(BigInt())
    symbol: Mapped[str] = text_column()
    cash_rounding: Mapped[int] = mapped_column(BigInt(), default=0)


class DenominationRow(Base):
    """A note or coin of a currency (CN-02)."""

    __tablename__ = "denomination"
    __table_args__ = KEYED

    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"), primary_key=True)
    value: Mapped[Money] = mapped_column(MoneyType(), primary_key=True)
    coin: Mapped[bool] = mapped_column(Flag(), primary_key=True)


class OfficeRow(Base):
    """An office: issuing center, time zone, start of its business day (D-39, D-18)."""

    __tablename__ = "office"
    __table_args__ = (width("code", 8), KEYED)

    code: Mapped[str] = text_column(primary_key=True)
    name: Mapped[str] = text_column()
    address: Mapped[str] = text_column()
    issuing_center: Mapped[str] = text_column()
    zone: Mapped[str] = text_column()
    day_start: Mapped[int] = mapped_column(BigInt(), default=0)
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))


class WorkstationRow(Base):
    """A counter workstation and its office."""

    __tablename__ = "workstation"
    __table_args__ = (width("code", 20), KEYED)

    code: Mapped[str] = text_column(primary_key=True)
    description: Mapped[str] = text_column()
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))


class DivisionRow(Base):
    """A CIS division; its own thresholds win over the installation's (CR-03, CR-04)."""

    __tablename__ = "division"
    __table_args__ = (width("code", 5), KEYED)

    code: Mapped[str] = text_column(primary_key=True)
    description: Mapped[str] = text_column()
    cash_only_threshold: Mapped[int | None] = mapped_column(BigInt())
    beginning_cash_only_score: Mapped[int | None] = mapped_column(BigInt())
    beginning_credit_rating: Mapped[int | None] = mapped_column(BigInt())
    credit_rating_threshold: Mapped[int | None] = mapped_column(BigInt())


class CustomerClassRow(Base):
    """A customer class: switches and the algorithms of its spots (payments 1.3)."""

    __tablename__ = "customer_class"
    __table_args__ = (width("code", 8), KEYED)

    code: Mapped[str] = text_column(primary_key=True)
    description: Mapped[str] = text_column()
    open_item: Mapped[bool] = mapped_column(Flag())
    non_cis: Mapped[bool] = mapped_column(Flag())
    match_required: Mapped[bool] = mapped_column(Flag())
    distribution: Mapped[DistributionOrder | None] = mapped_column(CodeType(DistributionOrder))
    overpayment: Mapped[OverpaymentRule | None] = mapped_column(CodeType(OverpaymentRule))
    ask_keep_credit: Mapped[bool] = mapped_column(Flag(), default=True)


class DistributionCodeRow(Base):
    """A ledger account that GL lines name (GL-1)."""

    __tablename__ = "distribution_code"
    __table_args__ = (width("code", 20), KEYED)

    code: Mapped[str] = text_column(primary_key=True)
    description: Mapped[str] = text_column()
    account_number: Mapped[str] = text_column()
    active: Mapped[bool] = mapped_column(Flag(), default=True)


class SaTypeRow(Base):
    """A service agreement type (payments 1.4); item kinds are one-time types (IT-1)."""

    __tablename__ = "sa_type"
    __table_args__ = (width("code", 12), KEYED)

    code: Mapped[str] = text_column(primary_key=True)
    description: Mapped[str] = text_column()
    segment_type: Mapped[SegmentType] = mapped_column(CodeType(SegmentType))
    distribution_code: Mapped[str] = mapped_column(ForeignKey("distribution_code.code"))
    revenue_code: Mapped[str] = mapped_column(ForeignKey("distribution_code.code"))
    payment_priority: Mapped[int] = mapped_column(BigInt())
    do_not_overpay: Mapped[bool] = mapped_column(Flag())
    one_time: Mapped[bool] = mapped_column(Flag())
    billable: Mapped[bool] = mapped_column(Flag())
    item_kind: Mapped[bool] = mapped_column(Flag())
    nsf_adjustment_type: Mapped[str | None] = mapped_column(ForeignKey("adjustment_type.code"))


class TenderTypeRow(Base):
    """A tender type (controls 2.1); its own distribution code replaces the bank's (D-29)."""

    __tablename__ = "tender_type"
    __table_args__ = (width("code", 4), KEYED)

    code: Mapped[str] = text_column(primary_key=True)
    description: Mapped[str] = text_column()
    like_cash: Mapped[bool] = mapped_column(Flag())
    generate_auto_pay: Mapped[bool] = mapped_column(Flag())
    external_type: Mapped[str] = text_column()
    require_external_source_id: Mapped[bool] = mapped_column(Flag())
    require_expiration_date: Mapped[bool] = mapped_column(Flag())
    allow_cash_back: Mapped[bool] = mapped_column(Flag())
    requires_authorization: Mapped[bool] = mapped_column(Flag())
    requires_check_number: Mapped[bool] = mapped_column(Flag())
    physical: Mapped[bool] = mapped_column(Flag())
    add_credit: Mapped[bool] = mapped_column(Flag())
    system_only: Mapped[bool] = mapped_column(Flag())
    active: Mapped[bool] = mapped_column(Flag())
    distribution_code: Mapped[str | None] = mapped_column(ForeignKey("distribution_code.code"))


class BankRow(Base):
    """A bank (BK-01)."""

    __tablename__ = "bank"
    __table_args__ = (width("code", 5), KEYED)

    code: Mapped[str] = text_column(primary_key=True)
    description: Mapped[str] = text_column()


class BankAccountRow(Base):
    """An account of ours at a bank with the ledger code for its cash (BK-01, GL-1)."""

    __tablename__ = "bank_account"
    __table_args__ = (width("key", 8), KEYED)

    bank: Mapped[str] = mapped_column(ForeignKey("bank.code"), primary_key=True)
    key: Mapped[str] = text_column(primary_key=True)
    description: Mapped[str] = text_column()
    account_last4: Mapped[str] = text_column()
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    distribution_code: Mapped[str] = mapped_column(ForeignKey("distribution_code.code"))


class TenderSourceRow(Base):
    """A tender source: a drawer, lockbox or institution (controls 3.1)."""

    __tablename__ = "tender_source"
    __table_args__ = (width("code", 8), KEYED)

    code: Mapped[str] = text_column(primary_key=True)
    description: Mapped[str] = text_column()
    source_type: Mapped[SourceType] = mapped_column(CodeType(SourceType))
    external_source_id: Mapped[str] = text_column()
    default_starting_balance: Mapped[Money] = mapped_column(MoneyType(), default=Money(0))
    max_amount_balance: Mapped[Money | None] = mapped_column(MoneyType())
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    bank: Mapped[str | None] = text_column(optional=True)
    bank_account: Mapped[str | None] = text_column(optional=True)
    distribution_code: Mapped[str] = mapped_column(ForeignKey("distribution_code.code"))
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    active: Mapped[bool] = mapped_column(Flag(), default=True)


class CancelReasonRow(Base):
    """A payment cancel reason (payments 1.5)."""

    __tablename__ = "cancel_reason"
    __table_args__ = (width("code", 4), KEYED)

    code: Mapped[str] = text_column(primary_key=True)
    description: Mapped[str] = text_column()
    nsf_charge: Mapped[bool] = mapped_column(Flag())
    affect_cash_only_by: Mapped[int] = mapped_column(BigInt())
    affect_credit_rating_by: Mapped[int] = mapped_column(BigInt())
    months_affecting: Mapped[int] = mapped_column(BigInt())
    system_default: Mapped[str] = text_column()


class MatchTypeRow(Base):
    """A match type; ``kind`` names its override algorithm (payments 1.6, MT-03)."""

    __tablename__ = "match_type"
    __table_args__ = (width("code", 8), KEYED)

    code: Mapped[str] = text_column(primary_key=True)
    description: Mapped[str] = text_column()
    kind: Mapped[MatchKind] = mapped_column(CodeType(MatchKind))
    active: Mapped[bool] = mapped_column(Flag(), default=True)


class DistributionRuleRow(Base):
    """A distribution rule: what a rule value is and how it finds payor and payments (1.7)."""

    __tablename__ = "distribution_rule"
    __table_args__ = (width("code", 12), KEYED)

    code: Mapped[str] = text_column(primary_key=True)
    description: Mapped[str] = text_column()
    label: Mapped[str] = text_column(unique=True)
    value_type: Mapped[str] = text_column()
    determine_account: Mapped[str] = text_column()
    create_payment: Mapped[str] = text_column()
    active: Mapped[bool] = mapped_column(Flag(), default=True)


class AccountingPeriodRow(Base):
    """A month of the books, open or closed (D-36)."""

    __tablename__ = "accounting_period"
    __table_args__ = (UniqueConstraint("start_date"), KEYED)

    code: Mapped[str] = text_column(primary_key=True)
    start_date: Mapped[date] = mapped_column(DateType())
    end_date: Mapped[date] = mapped_column(DateType())
    open: Mapped[bool] = mapped_column(Flag())


class ExchangeRateRow(Base):
    """One unit of ``source`` in ``target`` on a day, kept as the exact decimal text (AC-04)."""

    __tablename__ = "exchange_rate"
    __table_args__ = KEYED

    source: Mapped[str] = text_column(primary_key=True)
    target: Mapped[str] = text_column(primary_key=True)
    day: Mapped[date] = mapped_column(DateType(), primary_key=True)
    rate: Mapped[str] = text_column()
