"""Small records of the set-up: divisions, classes by division, bank accounts, periods, denominations."""

from dataclasses import dataclass
from datetime import date

from posapp.domain.codes import DistributionOrder, OverpaymentRule
from posapp.domain.money import Money


@dataclass(frozen=True, slots=True)
class FeatureOptions:
    """How payment events are added (payments 1.1).

    With ``always_enable_distribution_rule`` the ordinary add dialog is the single one of Quick Add.
    """

    always_enable_distribution_rule: bool = False
    default_distribution_rule: str | None = None


@dataclass(frozen=True, slots=True)
class Division:
    """A CIS division; a value that is not ``None`` wins over the installation's (CR-04)."""

    code: str
    description: str
    cash_only_threshold: int | None
    beginning_cash_only_score: int | None
    beginning_credit_rating: int | None
    credit_rating_threshold: int | None


@dataclass(frozen=True, slots=True)
class ClassAlgorithm:
    """Algorithms of a customer class in one CIS division (payments 1.3).

    What is ``None`` is as the class says.
    """

    customer_class: str
    division: str
    distribution: DistributionOrder | None
    overpayment: OverpaymentRule | None


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account of ours at a bank (BK-01, GL-1)."""

    bank: str
    key: str
    description: str
    account_last4: str
    currency: str
    distribution_code: str


@dataclass(frozen=True, slots=True)
class AccountingPeriod:
    """A month of the books (D-36)."""

    code: str
    start_date: date
    end_date: date
    open: bool


@dataclass(frozen=True, slots=True)
class Denomination:
    """A note or coin of a currency, value in minor units (CN-02)."""

    currency: str
    value: Money
    coin: bool


@dataclass(frozen=True, slots=True)
class AdjustmentType:
    """A kind of adjustment: its ledger account and usual amount (16.2)."""

    code: str
    description: str
    distribution_code: str
    default_amount: Money
