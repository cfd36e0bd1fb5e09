"""Records of set-up that widens other set-up: a customer class in one division."""

from dataclasses import dataclass

from posapp.domain.codes import DistributionOrder, OverpaymentRule


@dataclass(frozen=True, slots=True)
class ClassAlgorithm:
    """Algorithms of a customer class in one CIS division (payments 1.3).

    What is ``None`` is as the class says.
    """

    customer_class: str
    division: str
    distribution: DistributionOrder | None
    overpayment: OverpaymentRule | None
