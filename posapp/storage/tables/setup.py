"""Set-up tables: installation, offices, money, classes, types, sources, periods, rates.

Field widths and meaning: payments 1, controls 1 to 3, D-20, D-29, D-36, D-39.
"""

from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    UniqueConstraint,
)

from posapp.domain.autopay_codes import AutoPayCreation, OverLimit
from posapp.domain.codes import (
    DistributionOrder,
    MatchKind,
    OverpaymentRule,
    SegmentType,
    SourceType,
)
from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, column, text_column, width
from posapp.storage.types import BigInt, CodeType, DateType, Flag, MoneyType

_TAX_CODES = CheckConstraint("(holding_code IS NULL) = (payable_code IS NULL)", name="tax_codes")


class InstallationRow(Base):
    """The one row of settings of the office's program (payments 1.1, controls 1)."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"), STRICT)

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    organisation: ColumnElement[str] = text_column()
    address: ColumnElement[str] = text_column()
    currency: ColumnElement[str] = column(ForeignKey("currency.code"))
    quick_add_tender_type: ColumnElement[str] = column(ForeignKey("tender_type.code"))
    quick_add_limit: ColumnElement[int] = column(BigInt(), default=15)
    starting_balance_tender_type: ColumnElement[str] = column(ForeignKey("tender_type.code"))
    rounding_tender_type: ColumnElement[str] = column(ForeignKey("tender_type.code"))
    cash_only_threshold: ColumnElement[int] = column(BigInt())
    beginning_cash_only_score: ColumnElement[int] = column(BigInt())
    beginning_credit_rating: ColumnElement[int] = column(BigInt())
    credit_rating_threshold: ColumnElement[int] = column(BigInt())
    overpayment_sa_type: ColumnElement[str] = column(ForeignKey("sa_type.code"))
    credit_adjustment_type: ColumnElement[str] = column(ForeignKey("adjustment_type.code"))
    rounding_code: ColumnElement[str] = column(ForeignKey("distribution_code.code"))
    conversion_code: ColumnElement[str] = column(ForeignKey("distribution_code.code"))
    document_numbering: ColumnElement[bool] = column(Flag())
    alternate_currency: ColumnElement[bool] = column(Flag())
    blind_count: ColumnElement[bool] = column(Flag())
    one_open_control_per_source: ColumnElement[bool] = column(Flag())
    idle_lock_minutes: ColumnElement[int] = column(BigInt())
    least_password: ColumnElement[int] = column(BigInt())
    receipt_message: ColumnElement[str] = text_column()
    endorse_message: ColumnElement[str] = text_column()
    receipt_auto_print: ColumnElement[bool] = column(Flag())
    autopay_creation: ColumnElement[AutoPayCreation] = column(
        CodeType(AutoPayCreation), default=AutoPayCreation.ON_EXTRACT_DATE
    )
    cash_only_refuse: ColumnElement[bool] = column(Flag(), default=False)
    cancel_limit: ColumnElement[Money | None] = column(MoneyType())
    demo: ColumnElement[bool] = column(Flag())
    setup_version: ColumnElement[int] = column(BigInt(), default=1)


class CurrencyRow(Base):
    """A currency with its decimals (D-17) and cash rounding step in minor units (D-20)."""

    __tablename__ = "currency"
    __table_args__ = (width("code", 3), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    decimals: ColumnElement[int] = column(BigInt())
    symbol: ColumnElement[str] = text_column()
    cash_rounding: ColumnElement[int] = column(BigInt(), default=0)


class DenominationRow(Base):
    """A note or coin of a currency (CN-02)."""

    __tablename__ = "denomination"
    __table_args__ = KEYED

    currency: ColumnElement[str] = column(ForeignKey("currency.code"), primary_key=True)
    value: ColumnElement[Money] = column(MoneyType(), primary_key=True)
    coin: ColumnElement[bool] = column(Flag(), primary_key=True)


class OfficeRow(Base):
    """An office: issuing center, time zone, start of its business day (D-39, D-18)."""

    __tablename__ = "office"
    __table_args__ = (width("code", 8), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    name: ColumnElement[str] = text_column()
    address: ColumnElement[str] = text_column()
    issuing_center: ColumnElement[str] = text_column()
    zone: ColumnElement[str] = text_column()
    day_start: ColumnElement[int] = column(BigInt(), default=0)
    currency: ColumnElement[str] = column(ForeignKey("currency.code"))
    finance_emails: ColumnElement[str] = text_column()


class WorkstationRow(Base):
    """A counter workstation and its office."""

    __tablename__ = "workstation"
    __table_args__ = (width("code", 20), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    office: ColumnElement[str] = column(ForeignKey("office.code"))


class DivisionRow(Base):
    """A CIS division; its own thresholds win over the installation's (CR-03, CR-04)."""

    __tablename__ = "division"
    __table_args__ = (width("code", 5), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    cash_only_threshold: ColumnElement[int | None] = column(BigInt())
    beginning_cash_only_score: ColumnElement[int | None] = column(BigInt())
    beginning_credit_rating: ColumnElement[int | None] = column(BigInt())
    credit_rating_threshold: ColumnElement[int | None] = column(BigInt())


class CustomerClassRow(Base):
    """A customer class: switches and the algorithms of its spots (payments 1.3)."""

    __tablename__ = "customer_class"
    __table_args__ = (width("code", 8), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    open_item: ColumnElement[bool] = column(Flag())
    non_cis: ColumnElement[bool] = column(Flag())
    match_required: ColumnElement[bool] = column(Flag())
    distribution: ColumnElement[DistributionOrder | None] = column(CodeType(DistributionOrder))
    overpayment: ColumnElement[OverpaymentRule | None] = column(CodeType(OverpaymentRule))
    ask_keep_credit: ColumnElement[bool] = column(Flag(), default=True)
    autopay_over_limit: ColumnElement[OverLimit] = column(
        CodeType(OverLimit), default=OverLimit.REDUCE
    )
    delinquent_after: ColumnElement[int | None] = column(BigInt())


class DistributionCodeRow(Base):
    """A ledger account that GL lines name (GL-1)."""

    __tablename__ = "distribution_code"
    __table_args__ = (width("code", 20), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    account_number: ColumnElement[str] = text_column()
    active: ColumnElement[bool] = column(Flag(), default=True)


class SaTypeRow(Base):
    """A service agreement type (payments 1.4); item kinds are one-time types (IT-1)."""

    __tablename__ = "sa_type"
    __table_args__ = (width("code", 12), _TAX_CODES, KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    segment_type: ColumnElement[SegmentType] = column(CodeType(SegmentType))
    distribution_code: ColumnElement[str] = column(ForeignKey("distribution_code.code"))
    revenue_code: ColumnElement[str] = column(ForeignKey("distribution_code.code"))
    payment_priority: ColumnElement[int] = column(BigInt())
    delinquent_priority: ColumnElement[int | None] = column(BigInt())
    do_not_overpay: ColumnElement[bool] = column(Flag())
    one_time: ColumnElement[bool] = column(Flag())
    billable: ColumnElement[bool] = column(Flag())
    item_kind: ColumnElement[bool] = column(Flag())
    nsf_adjustment_type: ColumnElement[str | None] = column(ForeignKey("adjustment_type.code"))
    holding_code: ColumnElement[str | None] = column(ForeignKey("distribution_code.code"))
    payable_code: ColumnElement[str | None] = column(ForeignKey("distribution_code.code"))


class TenderTypeRow(Base):
    """A tender type (controls 2.1); its own distribution code replaces the bank's (D-29)."""

    __tablename__ = "tender_type"
    __table_args__ = (width("code", 4), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    like_cash: ColumnElement[bool] = column(Flag())
    generate_auto_pay: ColumnElement[bool] = column(Flag())
    external_type: ColumnElement[str] = text_column()
    require_external_source_id: ColumnElement[bool] = column(Flag())
    require_expiration_date: ColumnElement[bool] = column(Flag())
    allow_cash_back: ColumnElement[bool] = column(Flag())
    requires_authorization: ColumnElement[bool] = column(Flag())
    requires_check_number: ColumnElement[bool] = column(Flag())
    physical: ColumnElement[bool] = column(Flag())
    add_credit: ColumnElement[bool] = column(Flag())
    system_only: ColumnElement[bool] = column(Flag())
    active: ColumnElement[bool] = column(Flag())
    distribution_code: ColumnElement[str | None] = column(ForeignKey("distribution_code.code"))


class TenderSourceRow(Base):
    """A tender source: a drawer, lockbox or institution (controls 3.1)."""

    __tablename__ = "tender_source"
    __table_args__ = (
        width("code", 8),
        ForeignKeyConstraint(["bank", "bank_account"], ["bank_account.bank", "bank_account.key"]),
        KEYED,
    )

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    source_type: ColumnElement[SourceType] = column(CodeType(SourceType))
    external_source_id: ColumnElement[str] = text_column()
    default_starting_balance: ColumnElement[Money] = column(MoneyType(), default=Money(0))
    max_amount_balance: ColumnElement[Money | None] = column(MoneyType())
    currency: ColumnElement[str] = column(ForeignKey("currency.code"))
    bank: ColumnElement[str | None] = text_column(optional=True)
    bank_account: ColumnElement[str | None] = text_column(optional=True)
    distribution_code: ColumnElement[str] = column(ForeignKey("distribution_code.code"))
    office: ColumnElement[str] = column(ForeignKey("office.code"))
    active: ColumnElement[bool] = column(Flag(), default=True)


class CancelReasonRow(Base):
    """A payment cancel reason (payments 1.5)."""

    __tablename__ = "cancel_reason"
    __table_args__ = (width("code", 4), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    nsf_charge: ColumnElement[bool] = column(Flag())
    affect_cash_only_by: ColumnElement[int] = column(BigInt())
    affect_credit_rating_by: ColumnElement[int] = column(BigInt())
    months_affecting: ColumnElement[int] = column(BigInt())
    system_default: ColumnElement[str] = text_column()


class MatchTypeRow(Base):
    """A match type; ``kind`` names its override algorithm (payments 1.6, MT-03)."""

    __tablename__ = "match_type"
    __table_args__ = (width("code", 8), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    kind: ColumnElement[MatchKind] = column(CodeType(MatchKind))
    active: ColumnElement[bool] = column(Flag(), default=True)


class DistributionRuleRow(Base):
    """A distribution rule: what a rule value is and how it finds payor and payments (1.7)."""

    __tablename__ = "distribution_rule"
    __table_args__ = (width("code", 12), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    label: ColumnElement[str] = text_column(unique=True)
    value_type: ColumnElement[str] = text_column()
    determine_account: ColumnElement[str] = text_column()
    create_payment: ColumnElement[str] = text_column()
    check_value: ColumnElement[str] = text_column()
    active: ColumnElement[bool] = column(Flag(), default=True)


class AccountingPeriodRow(Base):
    """A month of the books, open or closed (D-36)."""

    __tablename__ = "accounting_period"
    __table_args__ = (UniqueConstraint("start_date"), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    start_date: ColumnElement[date] = column(DateType())
    end_date: ColumnElement[date] = column(DateType())
    open: ColumnElement[bool] = column(Flag())


class ExchangeRateRow(Base):
    """One unit of ``source`` in ``target`` on a day, kept as the exact decimal text (AC-04)."""

    __tablename__ = "exchange_rate"
    __table_args__ = KEYED

    source: ColumnElement[str] = text_column(primary_key=True)
    target: ColumnElement[str] = text_column(primary_key=True)
    day: ColumnElement[date] = column(DateType(), primary_key=True)
    rate: ColumnElement[str] = text_column()
