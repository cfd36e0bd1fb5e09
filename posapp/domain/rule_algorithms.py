"""What third parties may add to distribution rules: value checks, payors, payments (DR-2..DR-5).

This module is the whole interface. An algorithm is a pure function that a record here names; it is
given facts and returns a decision, never a connection, a file or the clock. Amounts are integer
minor units of the event's currency. ``docs/extending.md`` holds a complete example.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, TypeVar

from posapp.domain.money import ZERO, Money
from posapp.errors import Refused

GROUP: Final = "posapp.distribution_rules"
"""Entry point group; the name of the entry point is the algorithm's name, in small letters."""


class AlgorithmFault(Exception):  # noqa: N818 - named for what it says
    """An algorithm of a third party raised, or gave something else than it must."""


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What an algorithm may know of a distribution detail (DR-1).

    Attributes:
        rule: code of the distribution rule.
        value: the rule value as it is stored.
        description: what the value names, in words.
        amount: of the detail.
        left: what the payments made before this algorithm leave of the amount.
        due: what is owed on the thing that the value names, never below zero.
        currency: code of the event's currency.
        account: number of the account that the value names; empty for a text.
        match: match type and value that restrict a payment to the thing; both empty for none.
    """

    rule: str
    value: str
    description: str
    amount: Money
    left: Money
    due: Money = ZERO
    currency: str = ""
    account: str = ""
    match: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Share:
    """A payment that *Create Payment* makes.

    ``account`` is a number as people write it; empty is the account that the value names. Match
    type and value go together or are both empty.
    """

    amount: Money
    account: str = ""
    match_type: str = ""
    match_value: str = ""


@dataclass(frozen=True, slots=True)
class CheckValue:
    """A check of the rule value (DR-5).

    ``check`` is given what was entered and returns the number to look up; it raises ``ValueError``
    with a reason that follows the value in a sentence, such as ``"has a wrong check digit"``.
    """

    label: str
    check: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class DetermineAccount:
    """*Determine Tender Account* (DR-2): returns the payor's account number, empty for nobody."""

    label: str
    determine: Callable[[RuleFacts], str]


@dataclass(frozen=True, slots=True)
class CreatePayment:
    """*Create Payment* (DR-3): returns payments of ``facts.left`` or of a part of it (DR-4)."""

    label: str
    create: Callable[[RuleFacts], Sequence[Share]]


Algorithm = CheckValue | DetermineAccount | CreatePayment
A = TypeVar("A", bound=CheckValue | DetermineAccount | CreatePayment)


@dataclass(frozen=True, slots=True)
class RuleAlgorithms:
    """The algorithms that third parties installed; ``failed`` says why others could not be had."""

    found: Mapping[str, Algorithm] = field(default_factory=lambda: MappingProxyType({}))
    failed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, kind: type[A]) -> tuple[tuple[str, str], ...]:
        """Names and labels of a kind, to choose from."""
        return tuple((name, one.label) for name, one in self.found.items() if isinstance(one, kind))

    def get(self, name: str, kind: type[A], rule: str) -> A:
        """The algorithm of a name, for a rule at work.

        Raises:
            Refused: ``M-150`` when it is not installed, failed to load or is of another kind.
        """
        one = self.found.get(name)
        reason = self.fault(name, kind)
        if not isinstance(one, kind):
            raise Refused("M-150", rule=rule, algorithm=name, reason=reason)
        return one

    def fault(self, name: str, kind: type[A]) -> str:
        """Why a name cannot be used as an algorithm of a kind; empty when it can."""
        if name in self.failed:
            return f"could not be loaded ({self.failed[name]})"
        if name not in self.found:
            return "is not installed"
        return "" if isinstance(self.found[name], kind) else f"is no {kind.__name__}"


NO_ALGORITHMS: Final = RuleAlgorithms()


def is_name(word: str) -> bool:
    """Whether a word can name an algorithm of a third party: ours are in capitals, theirs never."""
    return word.isascii() and word[:1].islower() and word == word.lower() and len(word) <= _LONGEST


_LONGEST: Final = 30
