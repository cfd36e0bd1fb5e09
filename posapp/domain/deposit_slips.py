"""Checks that are listed on a deposit slip: what may still happen to them (17, P7, D-14, D-28).

Each instrument lies on one slip, and a slip lists what really goes to the bank with it. So a check
leaves its slip first, while the deposit control is not balanced; then it may change, move away, or
be handed back. One that the bank sends back stays on its slip: the bank had it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from posapp.domain.deposits import DepositId
from posapp.domain.ids import TenderId, short_id
from posapp.errors import Concern, Refused


@dataclass(frozen=True, slots=True)
class Slip:
    """The deposit that lists a tender; ``is_final`` once its deposit control is balanced."""

    deposit_id: DepositId
    is_final: bool = False


Slips = Mapping[TenderId, Slip]


def check_off_slip(tender: TenderId, slips: Slips, *, handed_back: bool = False) -> None:
    """Stop what would make a slip list another thing than what is in the bag.

    Args:
        tender: what changes, moves to another deposit control, or is deleted or handed back.
        slips: where tenders are listed.
        handed_back: money goes back for it; after the bank had it, it is paid out of a drawer.

    Raises:
        Refused: ``M-283``.
    """
    slip = slips.get(tender)
    if slip is not None and not (slip.is_final and handed_back):
        raise Refused("M-283", tender=short_id(tender), deposit=short_id(slip.deposit_id))


def stays_on_slips(tenders: Iterable[TenderId], slips: Slips) -> tuple[Concern, ...]:
    """What is told of canceled checks that are not handed back and stay on their slips."""
    return tuple(
        Concern("M-284", {"tender": short_id(one), "deposit": short_id(slips[one].deposit_id)})
        for one in tenders
        if one in slips
    )
