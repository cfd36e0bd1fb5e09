"""A distribution rule as it is set up: what its value is, and what it makes of it (1.7, DR-8)."""

from dataclasses import dataclass
from enum import StrEnum

from posapp.domain.rule_algorithms import is_name


class ValueType(StrEnum):
    """What the value of a rule is (1.7)."""

    ACCOUNT = "ACCOUNT"
    BILL = "BILL"
    AGREEMENT = "AGREEMENT"
    ITEM = "ITEM"
    TEMPLATE = "TEMPLATE"
    TEXT = "TEXT"


class Maker(StrEnum):
    """What a rule's *Create Payment* does, one after the other (DR-3, DR-4).

    ``DUE`` pays what is owed on the thing that the value names, at most; ``ACCOUNT`` and
    ``TEMPLATE`` pay the rest to its account, the others to the thing itself by a match.
    """

    ACCOUNT = "ACCOUNT"
    BILL = "BILL"
    AGREEMENT = "AGREEMENT"
    ITEM = "ITEM"
    TEMPLATE = "TEMPLATE"
    DUE = "DUE"


@dataclass(frozen=True, slots=True)
class DistributionRule:
    """A rule of the set-up (1.7).

    ``determine_account`` is empty where the rule finds no payor; ``create_payment`` holds makers
    in their order, parted by spaces or commas, and is empty where the rule takes no money (DR-6).
    ``check_value``, and words in small letters elsewhere, name algorithms of third parties.
    """

    code: str
    description: str
    label: str
    value_type: ValueType
    determine_account: str
    create_payment: str
    active: bool
    check_value: str = ""

    @property
    def makers(self) -> tuple[Maker | str, ...]:
        """What makes its payments, in order: our own makers and names of others' algorithms."""
        return makers_of(self.create_payment)

    @property
    def asks_due(self) -> bool:
        """Whether what it makes hangs on what is owed on the thing that its value names."""
        return bool(self.algorithms) or Maker.DUE in self.makers

    @property
    def algorithms(self) -> tuple[str, ...]:
        """Names of the third parties' algorithms that it needs."""
        words = (self.check_value, self.determine_account, *self.makers)
        return tuple(str(word) for word in words if is_name(word))


def makers_of(text: str) -> tuple[Maker | str, ...]:
    """The makers that a set-up text names.

    Raises:
        ValueError: one of them is none.
    """
    words = text.replace(",", " ").split()
    return tuple(word if is_name(word) else Maker(word) for word in words)
