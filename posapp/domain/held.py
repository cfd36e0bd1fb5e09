"""What a drawer holds: nothing comes out of it that is not in it, nothing piles up above its limit.

Source: D-14, D-19, TI-08, pain 5 (withdrawals larger than the drawer). Change is the exception: it
is only warned of (CHG-11). Cards and other types that are no objects lie in no drawer, so their sum
may be less than nothing: that of a terminal is, too (BL-04). Amounts are integer minor units of the drawer's currency. Pure.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from posapp.domain.control_lines import NOTHING, Movements, is_above_limit, like_cash, limit_above
from posapp.domain.ids import ControlId
from posapp.domain.money import ZERO, Money
from posapp.domain.setup import SetUp
from posapp.domain.tender_cancels import TenderCancel
from posapp.domain.tender_controls import Control
from posapp.errors import Concern, Refused


@dataclass(frozen=True, slots=True)
class Held:
    """A drawer and what went through it.

    ``blind`` says that who asks may not see what it should hold (D-16).
    """

    control: Control
    movements: Movements
    blind: bool

    def amount(self, tender_type: str, setup: SetUp) -> Money:
        """What it should hold of a tender type (D-37)."""
        first = setup.installation.starting_balance_tender_type
        start = self.control.starting_balance if tender_type == first else ZERO
        return start + self.movements.get(tender_type, NOTHING).net

    def like_cash(self, setup: SetUp) -> Money:
        """What it should hold of cash and what is as good (TI-10)."""
        return like_cash(self.movements, self.control.starting_balance, setup)


def taken_out(decision: TenderCancel) -> Mapping[ControlId, Mapping[str, Money]]:
    """What a cancellation takes out of drawers by type, less what it brings in (D-14).

    A tender that its drawer counts no more leaves that drawer, a movement goes through another.
    """
    found: dict[ControlId, dict[str, Money]] = {}

    def take(control_id: ControlId | None, tender_type: str, amount: Money) -> None:
        if control_id is not None:
            of_drawer = found.setdefault(control_id, {})
            of_drawer[tender_type] = of_drawer.get(tender_type, ZERO) + amount

    for one in decision.gone:
        # Cash rounding lies in no drawer line (D-20).
        if not one.counted and not one.tender.rounding:
            tender = one.tender
            take(tender.tender_control_id, tender.tender_type, tender.control_amount)
    for moved in decision.movements:
        take(moved.control_id, moved.goes_by, moved.amount)
    return found


def check_money_back(held: Held, out: Mapping[str, Money], setup: SetUp) -> None:
    """Stop money that goes back out of a drawer that does not hold it (D-14, pain 5).

    Raises:
        Refused: ``M-240``, blind ``M-240H``: another open drawer has to pay, or none does.
    """
    for code, amount in sorted(out.items()):
        had = held.amount(code, setup)
        if amount > ZERO and had < amount and setup.tender_types[code].physical:
            raise _lacking("M-240", held, code, amount, setup)


def check_not_below(
    before: Held,
    after: Held,
    setup: SetUp,
    *,
    code: str = "M-241",
    restated: Collection[tuple[ControlId, str]] = (),
) -> None:
    """Stop a change that takes more of a type out of a drawer than is in it (pain 5, TI-08).

    Args:
        before: the drawer without the change.
        after: the drawer with it.
        setup: the set-up.
        code: of the sentence that says what to do instead.
        restated: drawers and types that take over what a closed drawer said wrongly (D-14): no
            money moved there, and the difference shows where it can still be counted.

    Raises:
        Refused: ``code``, with an H where the asker is blind.
    """
    for kind in sorted({*before.movements, *after.movements, _first(setup)}):
        had, left = before.amount(kind, setup), after.amount(kind, setup)
        fell = left < ZERO and left < had and setup.tender_types[kind].physical
        if fell and (before.control.id, kind) not in restated:
            raise _lacking(code, before, kind, had - left, setup)


def check_hard_limit(before: Held, after: Held, setup: SetUp, *, may: bool) -> tuple[Concern, ...]:
    """Ask for a supervisor when a change brings a drawer's cash above the hard limit (D-19).

    Raises:
        Refused: ``M-238`` for whoever may not go above it.
    """
    source = setup.tender_sources[after.control.tender_source]
    limit = limit_above(source.max_amount_balance, setup.drawers.turn_in_hard_limit_percent)
    now = after.like_cash(setup)
    if now <= before.like_cash(setup) or not is_above_limit(now, limit):
        return ()
    fields = {"limit": limit, "currency": after.control.currency}
    if not may:
        raise Refused("M-238", field="tenders", **fields)
    return (Concern("M-239", fields),)


def _first(setup: SetUp) -> str:
    return setup.installation.starting_balance_tender_type


def _lacking(code: str, held: Held, tender_type: str, asked: Money, setup: SetUp) -> Refused:
    control = held.control
    says = {
        "field": "drawer",
        "value": control.id,
        "drawer": control.tender_source,
        "tender_type": setup.tender_types[tender_type].description,
        "asked": asked,
        "currency": control.currency,
    }
    if held.blind:
        return Refused(f"{code}H", **says)
    return Refused(code, amount=max(held.amount(tender_type, setup), ZERO), **says)
