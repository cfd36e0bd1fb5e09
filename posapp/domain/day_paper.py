"""Which papers of the drawer day there are; what each shows is in ``day_papers``."""

from enum import StrEnum


class DayPaper(StrEnum):
    """A paper of the drawer day, by the name that the command line knows it by."""

    X = "x"
    Z = "z"
    TURN_IN = "turn-in"
    DEPOSIT_SLIP = "deposit-slip"
    DEPOSIT_CONTROL = "deposit-control"
    PAYMENT_BALANCE = "payment-balance"
    OVER_UNDER = "over-under"
