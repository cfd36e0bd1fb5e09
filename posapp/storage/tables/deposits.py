"""Bank deposits and settlements of a deposit control (controls 4.4, D-29)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, ForeignKeyConstraint

from posapp.domain.codes import DepositKind
from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, column, text_column, width
from posapp.storage.types import BigInt, CodeType, DateType, Flag, MoneyType, UtcDateTime


class TenderDepositRow(Base):
    """Money that leaves a deposit control: to a bank, or by settlement of types without paper.

    A bank deposit names a bank account and its slip or bag number; a settlement the tender type
    that the processor, the payroll or another office pays (D-29).
    """

    __tablename__ = "tender_deposit"
    __table_args__ = (
        width("reference_id", 30),
        width("bag_number", 30),
        ForeignKeyConstraint(["bank", "bank_account"], ["bank_account.bank", "bank_account.key"]),
        CheckConstraint("amount > 0", name="positive"),
        CheckConstraint(
            "(kind = 'BANK') = (bank IS NOT NULL) AND (bank IS NULL) = (bank_account IS NULL)"
            " AND (kind = 'SETTLEMENT') = (tender_type IS NOT NULL)",
            name="kind_fits",
        ),
        STRICT,
    )

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    deposit_control_id: ColumnElement[int] = column(ForeignKey("deposit_control.id"), index=True)
    kind: ColumnElement[DepositKind] = column(CodeType(DepositKind))
    tender_type: ColumnElement[str | None] = column(ForeignKey("tender_type.code"))
    amount: ColumnElement[Money] = column(MoneyType())
    currency: ColumnElement[str] = column(ForeignKey("currency.code"))
    reference_id: ColumnElement[str] = text_column()
    bank: ColumnElement[str | None] = text_column(optional=True)
    bank_account: ColumnElement[str | None] = text_column(optional=True)
    deposit_date: ColumnElement[date] = column(DateType())
    prepared_by: ColumnElement[str] = text_column()
    carried_by: ColumnElement[str] = text_column()
    bag_number: ColumnElement[str] = text_column()
    created_at: ColumnElement[datetime] = column(UtcDateTime())
    created_by: ColumnElement[int] = column(ForeignKey("app_user.id"))
    version: ColumnElement[int] = column(BigInt(), default=1)


class DepositDenominationRow(Base):
    """How many of a note or coin go to the bank with a deposit (17, deposit slip)."""

    __tablename__ = "deposit_denomination"
    __table_args__ = (CheckConstraint("quantity > 0", name="some"), KEYED)

    deposit_id: ColumnElement[int] = column(ForeignKey("tender_deposit.id"), primary_key=True)
    value: ColumnElement[Money] = column(MoneyType(), primary_key=True)
    coin: ColumnElement[bool] = column(Flag(), primary_key=True)
    quantity: ColumnElement[int] = column(BigInt())


class DepositTenderRow(Base):
    """A check on a deposit slip; each instrument lies on one slip only (17, P7)."""

    __tablename__ = "deposit_tender"
    __table_args__ = KEYED

    tender_id: ColumnElement[int] = column(ForeignKey("tender.id"), primary_key=True)
    deposit_id: ColumnElement[int] = column(ForeignKey("tender_deposit.id"), index=True)
