"""What looks mistyped in a row of Quick Add though it is allowed (payments 10.2, R13). Pure.

A wedge scanner types an account number into whatever cell is open: *1000000023* is an amount too.
"""

from typing import Final

from posapp.domain.money import ZERO, Money

_LEAST: Final = Money(1_000_000)
_TIMES: Final = 10


def is_far_above(amount: Money, owed: Money) -> bool:
    """Whether an amount is asked about: over ten times what is owed, and a large one by itself.

    Amounts are minor units of one currency; *large* is more than 10 000 units of two decimals.
    """
    return amount > _LEAST and amount.minor > _TIMES * max(owed, ZERO).minor
