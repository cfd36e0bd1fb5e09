"""Changes of events that leave drawers with what they can hold (D-14, D-19, pain 5)."""

from collections.abc import Collection, Iterable
from typing import Any

from posapp.domain.control_counts import is_blind
from posapp.domain.event_views import EventView
from posapp.domain.handed_over import check_in_drawer
from posapp.domain.held import (
    Held,
    check_hard_limit,
    check_money_back,
    check_not_below,
    taken_out,
)
from posapp.domain.ids import ControlId
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.tender_cancels import TenderCancel
from posapp.errors import Concern, NeedsConfirmation
from posapp.services.event_change import Change, ChangeContext
from posapp.storage.base import Transaction
from posapp.storage.drawers import load_drawer
from posapp.storage.handed_over import load_hand_overs
from posapp.storage.tender_controls import load_control


def load_held(
    s: Transaction, control_ids: Iterable[ControlId], actor: Actor, setup: SetUp
) -> tuple[Held, ...]:
    """What drawers hold now, as this actor may be told; unknown ones are left out."""
    found = []
    for control_id in sorted(set(control_ids)):
        control = load_control(s, control_id)
        if control is not None:
            drawer = load_drawer(s, control)
            blind = is_blind(control, actor, setup, drawer.counting)
            found.append(Held(control, drawer.movements, blind))
    return tuple(found)


def check_cancel(decision: TenderCancel, s: Transaction, context: ChangeContext) -> None:
    """Stop a cancellation whose money is not in the drawers that it goes back out of (D-14).

    Raises:
        Refused: ``M-240``, ``M-240H``; ``M-246`` for a check that was turned in.
    """
    check_listed(decision, s)
    out = taken_out(decision)
    for held in load_held(s, out, context.actor, context.setup):
        check_money_back(held, out[held.control.id], context.setup)


def check_listed(decision: TenderCancel, s: Transaction) -> None:
    """Stop handing a check back out of its drawer after it was turned in (TI-04).

    Raises:
        Refused: ``M-246``.
    """
    back = [one.tender.id for one in decision.gone if not one.counted]
    listed = load_hand_overs(s, back)
    for tender in back:
        check_in_drawer(tender, listed)


def holding(
    change: Change,
    others: Collection[ControlId] = (),
    confirmed: Collection[str] | None = None,
) -> Change:
    """A change of tenders after which every drawer can still hold what it should.

    Args:
        change: the change.
        others: drawers it may touch beside those of the event's tenders.
        confirmed: codes the user said yes to; ``None`` where a supervisor's change is a yes.

    Raises:
        Refused: ``M-241``, ``M-241H`` more came out than was in; ``M-238`` above the hard limit.
        NeedsConfirmation: ``M-239`` above the hard limit.
    """

    def work(s: Transaction, context: ChangeContext) -> dict[str, Any]:
        wanted = {*drawers_of_tenders(context.event), *others}
        before = load_held(s, wanted, context.actor, context.setup)
        audited = change(s, context)
        check_drawers(before, s, context, confirmed)
        return audited

    return work


def drawers_of_tenders(event: EventView) -> frozenset[ControlId]:
    """Drawers that an event's money lies in."""
    ids = (tender.tender_control_id for tender in event.tenders)
    return frozenset(one for one in ids if one is not None)


def check_drawers(
    before: Collection[Held],
    s: Transaction,
    context: ChangeContext,
    confirmed: Collection[str] | None,
    *,
    code: str = "M-241",
    restated: Collection[tuple[ControlId, str]] = (),
) -> None:
    """Look at drawers after a change that is not committed yet; see ``holding``.

    ``code`` and ``restated`` are those of ``check_not_below``.
    """
    actor, setup = context.actor, context.setup
    after = {
        held.control.id: held
        for held in load_held(s, [one.control.id for one in before], actor, setup)
    }
    asked: list[Concern] = []
    for held in before:
        now = after[held.control.id]
        check_not_below(held, now, setup, code=code, restated=restated)
        asked += check_hard_limit(held, now, setup, may=actor.may(Right.OVERRIDE_LIMIT))
    open_ones = tuple(c for c in asked if confirmed is not None and c.code not in confirmed)
    if open_ones:
        raise NeedsConfirmation(open_ones)
