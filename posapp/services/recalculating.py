"""The work of *Recalculate Cash Back* (CHG-08..CHG-10, D-20, D-32)."""

from collections.abc import Sequence
from typing import Any

from posapp.domain.cash_back import Handed
from posapp.domain.cash_rounding import Settlement, recalculated, rounding_of
from posapp.domain.codes import ControlStatus, TenderStatus
from posapp.domain.corrections import PayAgain
from posapp.domain.event_views import TenderView
from posapp.domain.ids import ControlId
from posapp.domain.money import ZERO, Money, total
from posapp.domain.tender_controls import check_usable
from posapp.errors import Refused
from posapp.services.event_change import ChangeContext
from posapp.storage import event_changes as store
from posapp.storage.base import Transaction
from posapp.storage.event_writes import Stamp
from posapp.storage.payment_facts import load_home_drawer
from posapp.storage.tender_controls import load_control


def recalculate_cash_back(s: Transaction, context: ChangeContext) -> dict[str, Any]:
    """Create, change or delete the flagged tenders so that the event balances (CHG-08, D-20).

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
    flagged = [tender for tender in valid if tender.flagged]
    found, short = _wanted([one for one in valid if not one.flagged], flagged, context)
    wanted = {False: -found.change, True: found.rounding}
    if not flagged and not any(wanted.values()):
        return {"cash_back": 0}
    drawer = next(iter(change_drawers(s, context)), None)
    if drawer is None:
        raise Refused("C-21", field="tender_control", currency=event.currency)
    control = check_usable(load_control(s, drawer), context.actor.user_id, wanted=drawer)
    for one in flagged:
        store.set_flagged(s, one, wanted.pop(one.rounding))
    stamp = Stamp(context.now, context.actor.user_id)
    for rounding, amount in wanted.items():
        if amount:
            kind = store.Flagged(amount, rounding=rounding)
            store.insert_flagged(s, event, kind, control, setup=setup, stamp=stamp)
    said = {"cash_back": found.change.minor, "missing": short.minor}
    return said | ({"rounding": found.rounding.minor} if found.rounding else {})


def _wanted(
    stated: Sequence[TenderView], flagged: Sequence[TenderView], context: ChangeContext
) -> tuple[Settlement, Money]:
    """What change and rounding should be, and by how much the event stays too small."""
    event, setup = context.event, context.setup
    cash = setup.installation.starting_balance_tender_type
    handed = [
        Handed(setup.tender_types[t.tender_type], t.amount, t.tender_type == cash and not t.rate)
        for t in stated
    ]
    payments = event.totals.payments
    try:
        return recalculated(handed, payments, setup.currencies[event.currency]), ZERO
    except Refused as refused:
        if refused.code != "M-71" or not flagged:
            raise
    short = payments - total(one.amount for one in handed)
    return Settlement(tuple(one.amount for one in handed), ZERO, ZERO), short


def round_again(step: PayAgain, s: Transaction, context: ChangeContext) -> Money:
    """The rounding of payments that are made again of cash that was taken, written where it fits.

    Zero where one payment follows the money, and where the cash lies in no open drawer (D-20).
    """
    event, setup = context.event, context.setup
    cash = setup.installation.starting_balance_tender_type
    valid = [one for one in event.tenders if one.status is TenderStatus.VALID and not one.rounding]
    of_cash = [one for one in valid if one.tender_type == cash and not one.rate]
    drawers = [one.tender_control_id for one in of_cash if one.control_status is ControlStatus.OPEN]
    if step.follows is not None or not drawers or drawers[-1] is None:
        return ZERO
    to_pay = event.totals.payments + total(one.amount for one in step.payments)
    amounts = [(one.amount, one in of_cash) for one in valid]
    rounding = rounding_of(amounts, to_pay, setup.currencies[event.currency])
    control = load_control(s, drawers[-1])
    if not rounding or control is None:
        return ZERO
    stamp, kind = Stamp(context.now, context.actor.user_id), store.Flagged(rounding, rounding=True)
    store.insert_flagged(s, event, kind, control, setup=setup, stamp=stamp)
    return rounding


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
