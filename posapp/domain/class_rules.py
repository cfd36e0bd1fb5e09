"""What a customer class asks of a payment, as its CIS division has it (payments 1.3)."""

from dataclasses import replace

from posapp.domain.setup import CustomerClass, SetUp


def class_rules(setup: SetUp, customer_class: str, division: str) -> CustomerClass:
    """The class with the algorithms of the division, where that has its own."""
    rules = setup.customer_classes[customer_class]
    own = setup.class_algorithms.get((customer_class, division))
    if own is None:
        return rules
    return replace(
        rules,
        distribution=own.distribution or rules.distribution,
        overpayment=own.overpayment or rules.overpayment,
    )
