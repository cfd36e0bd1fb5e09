"""The work of *Recalculate Cash Back* (CHG-08..CHG-10, D-32)."""

from typing import Any

from posapp.domain.cash_back import Handed, missing, recalculated
from posapp.domain.codes import TenderStatus
from posapp.domain.ids import ControlId
from posapp.domain.money import ZERO
from posapp.domain.tender_controls import check_usable
from posapp.errors import Refused
from posapp.services.event_change import ChangeContext
from posapp.storage import event_changes as store
from posapp.storage.base import Transaction
from posapp.storage.event_writes import Stamp
from posapp.storage.payment_facts import load_home_drawer
from posapp.storage.tender_controls import load_control


def recalculate_cash_back(s: Transaction, context: ChangeContext) -> dict[str, Any]:
    """Create, change or delete the cash-back tender so that the event balances (CHG-08).

    Where too little was handed over, change that was given is taken away as far as that helps, and
    the event stays unbalanced by the rest: ``missing`` of the answer.

    Raises:
        Refused: ``C-02``, ``C-21``, ``M-05``, ``M-07``, ``M-70``; ``M-71`` when too little was
            handed over and no change was given.
    """
    event, setup = context.event, context.setup
    if not event.may_recalculate:
        raise Refused("M-70", reason="the event is balanced or a payment is frozen or canceled")
    valid = [tender for tender in event.tenders if tender.status is TenderStatus.VALID]
    handed = [Handed(setup.tender_types[t.tender_type], t.amount) for t in valid if not t.flagged]
    flagged = next((tender for tender in valid if tender.cash_back), None)
    short = max(missing(handed, event.totals.payments), ZERO)
    if flagged is not None and short:
        change = ZERO
    else:
        change = recalculated(handed, event.totals.payments, event.currency)
    if flagged is None and not change:
        return {"cash_back": 0}
    drawer = next(iter(change_drawers(s, context)), None)
    if drawer is None:
        raise Refused("C-21", field="tender_control", currency=event.currency)
    control = check_usable(load_control(s, drawer), context.actor.user_id, wanted=drawer)
    if flagged is not None:
        store.set_cash_back(s, flagged, change)
    else:
        stamp = Stamp(context.now, context.actor.user_id)
        store.insert_cash_back(s, event, change, control, setup=setup, stamp=stamp)
    return {"cash_back": change.minor, "missing": short.minor}


def change_drawers(s: Transaction, context: ChangeContext) -> tuple[ControlId, ...]:
    """Where change lies: with the change given, else with the home money, else own (CHG-10)."""
    event = context.event
    home = [
        (not tender.cash_back, tender.tender_control_id)
        for tender in event.tenders
        if tender.status is TenderStatus.VALID and tender.control_currency == event.currency
        if tender.tender_control_id is not None
    ]
    if home:
        return (min(home, key=lambda found: found[0])[1],)
    own = load_home_drawer(s, event.currency, context.actor, context.setup)
    return () if own is None else (own.id,)
