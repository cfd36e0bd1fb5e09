"""Payment templates, and what a payment credits in place of its agreement type (NC-4, NCI-07)."""

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    UniqueConstraint,
)

from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, column, text_column, width
from posapp.storage.types import BigInt, Flag, MoneyType


class PaymentTemplateRow(Base):
    """A template of payments without customer: where the money is booked."""

    __tablename__ = "payment_template"
    __table_args__ = (width("code", 12), KEYED)

    code: ColumnElement[str] = text_column(primary_key=True)
    description: ColumnElement[str] = text_column()
    account_id: ColumnElement[int] = column(ForeignKey("account.id"))
    agreement_id: ColumnElement[int] = column(ForeignKey("agreement.id"))
    currency: ColumnElement[str] = column(ForeignKey("currency.code"))
    bank: ColumnElement[str | None] = column(ForeignKey("bank.code"))
    active: ColumnElement[bool] = column(Flag(), default=True)


class PaymentTemplateLineRow(Base):
    """A default line: an amount, or a percent of what the amounts leave, as decimal text."""

    __tablename__ = "payment_template_line"
    __table_args__ = (
        CheckConstraint("(amount IS NULL) <> (percent IS NULL)", name="one_measure"),
        KEYED,
    )

    template: ColumnElement[str] = column(ForeignKey("payment_template.code"), primary_key=True)
    seq: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    distribution_code: ColumnElement[str] = column(ForeignKey("distribution_code.code"))
    description: ColumnElement[str] = text_column()
    currency: ColumnElement[str] = column(ForeignKey("currency.code"))
    amount: ColumnElement[Money | None] = column(MoneyType())
    percent: ColumnElement[str | None] = text_column(optional=True)
    overridable: ColumnElement[bool] = column(Flag(), default=True)


class PaymentLineRow(Base):
    """What a payment credits; the lines of a payment sum to it (NC-5)."""

    __tablename__ = "payment_line"
    __table_args__ = (
        width("description", 254),
        CheckConstraint("amount > 0", name="above_zero"),
        UniqueConstraint("payment_id", "seq"),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    payment_id: ColumnElement[int] = column(ForeignKey("payment.id"))
    seq: ColumnElement[int] = column(BigInt())
    distribution_code: ColumnElement[str] = column(ForeignKey("distribution_code.code"))
    amount: ColumnElement[Money] = column(MoneyType())
    description: ColumnElement[str] = text_column()
