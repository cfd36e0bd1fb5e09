"""Records of set-up that widens other set-up: a customer class in one division."""

from dataclasses import dataclass

from posapp.domain.codes import DistributionOrder, OverpaymentRule


@dataclass(frozen=True, slots=True)
class FeatureOptions:
    """How payment events are added (payments 1.1).

    With ``always_enable_distribution_rule`` the ordinary add dialog is the single one of Quick Add.
    """

    always_enable_distribution_rule: bool = False
    default_distribution_rule: str | None = None


@dataclass(frozen=True, slots=True)
class ClassAlgorithm:
    """Algorithms of a customer class in one CIS division (payments 1.3).

    What is ``None`` is as the class says.
    """

    customer_class: str
    division: str
    distribution: DistributionOrder | None
    overpayment: OverpaymentRule | None
