"""Set-up of payable items: kinds, and what violations cost where (IT-1, items-and-credits 8).

Amounts are integer minor units of the installation's currency.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from posapp.domain.codes import ChargeKind
from posapp.domain.money import Money


@dataclass(frozen=True, slots=True)
class ItemKind:
    """A kind of payable items; its code is that of its agreement type (IT-1).

    Attributes:
        code: of the kind and of the agreement type.
        description: what people read.
        charge_kind: kind of the first charge line.
        default_amount: offered when one is issued; ``None``: it is always typed.
        by_violation: the amount offered is that of the violation in its class of places.
        part_payment: whether less than what is due may be paid.
        releasable: whether one that was never submitted can be given back.
        number_prefix: begins the numbers of its series.
        number_digits: how many digits follow at least.
        active: whether new ones are issued by hand.
    """

    code: str
    description: str
    charge_kind: ChargeKind
    default_amount: Money | None
    by_violation: bool
    part_payment: bool
    releasable: bool
    number_prefix: str
    number_digits: int
    active: bool

    def number(self, n: int) -> str:
        """The number of the n-th item of its series."""
        return f"{self.number_prefix}{n:0{self.number_digits}d}"


@dataclass(frozen=True, slots=True)
class ItemSetUp:
    """What items are there and what they cost.

    Attributes:
        kinds: by code.
        violations: description by code, of those that are active.
        locations: description by code of the class of places, of those that are active.
        fines: amount by violation code and class of places.
    """

    kinds: Mapping[str, ItemKind] = field(default_factory=dict)
    violations: Mapping[str, str] = field(default_factory=dict)
    locations: Mapping[str, str] = field(default_factory=dict)
    fines: Mapping[tuple[str, str], Money] = field(default_factory=dict)

    @property
    def issued(self) -> tuple[ItemKind, ...]:
        """Kinds of which new ones may be issued by hand."""
        return tuple(kind for kind in self.kinds.values() if kind.active)

    def offered(self, kind: ItemKind, violation: str = "", location: str = "") -> Money | None:
        """The amount that is offered for a new item; ``None`` when it must be typed."""
        if kind.by_violation:
            return self.fines.get((violation, location), kind.default_amount)
        return kind.default_amount
