"""Set-up tables of options: a customer class in one division, feature options (payments 1.1, 1.3)."""

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey

from posapp.domain.codes import DistributionOrder, OverpaymentRule
from posapp.storage.base import KEYED, STRICT, Base, column
from posapp.storage.types import BigInt, CodeType, Flag


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
