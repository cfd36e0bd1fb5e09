"""Set-up tables of options: a class in one division, features, drawers (payments 1, controls 1)."""

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey

from posapp.domain.codes import DistributionOrder, ExceptionGate, OverpaymentRule
from posapp.domain.money import Money
from posapp.storage.base import KEYED, STRICT, Base, column
from posapp.storage.types import BigInt, CodeType, Flag, MoneyType


class ClassAlgorithmRow(Base):
    """Algorithms of a customer class in one CIS division; what is NULL is as the class says."""

    __tablename__ = "class_algorithm"
    __table_args__ = KEYED

    customer_class: ColumnElement[str] = column(ForeignKey("customer_class.code"), primary_key=True)
    division: ColumnElement[str] = column(ForeignKey("division.code"), primary_key=True)
    distribution: ColumnElement[DistributionOrder | None] = column(CodeType(DistributionOrder))
    overpayment: ColumnElement[OverpaymentRule | None] = column(CodeType(OverpaymentRule))


class FeatureOptionRow(Base):
    """The one row of feature options (payments 1.1)."""

    __tablename__ = "feature_option"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"), STRICT)

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    always_enable_distribution_rule: ColumnElement[bool] = column(Flag())
    default_distribution_rule: ColumnElement[str | None] = column(
        ForeignKey("distribution_rule.code")
    )


class DrawerOptionRow(Base):
    """The one row of settings of the drawer day (controls 5, 8, 9; D-15, D-19).

    Differences are booked to an agreement of ``over_under_sa_type`` on a company-use account of
    ``company_class`` and ``company_division`` (OU-01).
    """

    __tablename__ = "drawer_option"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"), STRICT)

    id: ColumnElement[int] = column(BigInt(), primary_key=True, autoincrement=False)
    cashier_may_balance: ColumnElement[bool] = column(Flag())
    count_attempts: ColumnElement[int] = column(BigInt())
    exceptions_gate: ColumnElement[ExceptionGate] = column(CodeType(ExceptionGate))
    second_person_float: ColumnElement[bool] = column(Flag())
    over_under_limit: ColumnElement[Money] = column(MoneyType())
    over_under_sa_type: ColumnElement[str] = column(ForeignKey("sa_type.code"))
    company_class: ColumnElement[str] = column(ForeignKey("customer_class.code"))
    company_division: ColumnElement[str] = column(ForeignKey("division.code"))
    turn_in_hard_limit_percent: ColumnElement[int | None] = column(BigInt())
