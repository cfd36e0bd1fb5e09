"""What becomes of the exchange rates in an imported file: the last word for a day counts (AC-04)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from posapp.domain.imports import ImportRate

RateKey = tuple[str, str, date]
"""Source, target, day."""


@dataclass(frozen=True, slots=True)
class RatePlan:
    """What an import of rates will write."""

    added: tuple[ImportRate, ...]
    changed: tuple[ImportRate, ...]
    unchanged: int


def plan_rates(records: Sequence[ImportRate], known: Mapping[RateKey, Decimal]) -> RatePlan:
    """Decide every rate of a file; a known day with another rate gets the file's."""
    added: list[ImportRate] = []
    changed: list[ImportRate] = []
    for record in records:
        before = known.get((record.source, record.target, record.day))
        if before is None:
            added.append(record)
        elif before != record.rate:
            changed.append(record)
    return RatePlan(tuple(added), tuple(changed), len(records) - len(added) - len(changed))
