"""What asks for a debt again whose payment is gone: a tree of demands under a charge or a debit (AJ-2).

A demand that was paid, and whose payment is gone as well, is asked for by a demand of its own.
"""

from collections.abc import Iterator, Sequence

from posapp.domain.credits import Adjustment, AdjustmentId
from posapp.domain.money import ZERO, Money, total
from posapp.errors import Refused


def below(key: AdjustmentId, every: Sequence[Adjustment]) -> Iterator[Adjustment]:
    """Demands for an adjustment, and for those, of every adjustment of its account."""
    for one in every:
        if one.demands_id == key:
            yield one
            yield from below(one.id, every)


def asked_for(key: AdjustmentId, every: Sequence[Adjustment]) -> Money:
    """What of an adjustment is asked for again, or was paid since; demands taken back are neither."""
    return total(_stands(one, every) for one in every if one.demands_id == key)


def _stands(one: Adjustment, every: Sequence[Adjustment]) -> Money:
    if one.reversed_by is not None:
        return ZERO
    lost = total(two.amount for two in every if two.demands_id == one.id)
    return one.amount - lost + asked_for(one.id, every)


def check_not_demanded(one: Adjustment, every: Sequence[Adjustment]) -> None:
    """Stop a reversal that would forgive a debt twice (AJ-5).

    Raises:
        Refused: ``M-252`` names the demand that is to be reversed, or was.
    """
    for two in below(one.id, every):
        if two.waits or two.reversed_by is not None:
            raise Refused("M-252", field="adjustment", value=one.id, other=two.id)
    above = one.demands_id
    while above is not None:
        parent = next(two for two in every if two.id == above)
        if parent.reversed_by is not None:
            raise Refused("M-252", field="adjustment", value=one.id, other=parent.id)
        above = parent.demands_id
