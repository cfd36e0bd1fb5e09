"""The work on one tender of an event: what is looked at, decided, and written."""

from collections.abc import Mapping
from typing import Any

from posapp.domain import tender_edits as rules
from posapp.domain.adding import drawer_for
from posapp.domain.codes import DistributeAction
from posapp.domain.concerns import (
    autopay_concerns,
    hard_limit_concerns,
    same_check,
    tender_concerns,
)
from posapp.domain.deposit_slips import check_off_slip
from posapp.domain.event_views import TenderView
from posapp.domain.handed_over import check_in_drawer, check_never_listed
from posapp.domain.ids import AccountId, ControlId, TenderId
from posapp.domain.money import ZERO, Money
from posapp.domain.new_tenders import new_tender
from posapp.domain.payment_events import AddEvent, TenderDraft
from posapp.domain.rates import ExchangeRate
from posapp.domain.rights import Actor, Right
from posapp.domain.tender_controls import Control, check_usable
from posapp.domain.tender_edits import TenderChange
from posapp.domain.texts import clean_tender
from posapp.errors import NeedsConfirmation, Refused
from posapp.services.autopay_requests import drop_request, follow_amount, record_requests
from posapp.services.cancel_work import controls_of
from posapp.services.event_change import ChangeContext
from posapp.services.sealing import Sealing
from posapp.services.tender_payors import change_payor
from posapp.storage import tender_edits as store
from posapp.storage.base import Transaction
from posapp.storage.deposit_slips import load_slips
from posapp.storage.event_writes import Stamp
from posapp.storage.handed_over import load_hand_overs
from posapp.storage.look_alikes import find_same_check
from posapp.storage.payment_facts import load_add_facts
from posapp.storage.tender_controls import load_control


def add_tender(
    draft: TenderDraft,
    payor: AccountId | None,
    control_id: ControlId | None,
    confirmed: frozenset[str],
    sealing: Sealing,
    s: Transaction,
    context: ChangeContext,
) -> dict[str, Any]:
    """Add a tender to an event (TN-2, TN-5), money of today to none that lies ahead (D-06)."""
    event, setup = context.event, context.setup
    payor = payor or event.tenders[0].payor_account_id
    command = AddEvent(
        event.request_id,
        payor,
        (draft,),
        (),
        action=DistributeAction.NONE,
        payment_date=event.payment_date,
        control_id=control_id,
    )
    facts = load_add_facts(s, command, setup, actor=context.actor, now=context.now)
    control = drawer_for(command, facts)
    if facts.payor.currency != event.currency:
        raise Refused("M-65", field="payor", value=facts.payor.currency, currency=event.currency)
    tender = new_tender(draft, facts, control)
    own = draft.currency or event.currency
    rules.check_cash_steps(draft, setup, own, event.currency)
    rules.check_other_authorizations(event, setup.tender_types[tender.tender_type], setup)
    opened = context.today if control is None else control.business_date
    if tender.request is None and event.payment_date > max(context.today, opened):
        # Only what is debited later may lie ahead (D-06, PE-3).
        raise Refused("M-59", field="payment_date", value=event.payment_date)
    drawer = tender.control
    if drawer is not None and setup.tender_sources[drawer.tender_source].office != event.office:
        raise Refused("M-73", field="tender_control")
    concerns = (
        *tender_concerns(command, facts, (tender,), ZERO),
        *hard_limit_concerns((tender,), facts, control),
        *autopay_concerns((tender,), facts),
    )
    open_ones = tuple(concern for concern in concerns if concern.code not in confirmed)
    if open_ones:
        raise NeedsConfirmation(open_ones)
    stamp = Stamp(context.now, context.actor.user_id)
    tender_id = store.insert_tender(s, event.id, payor, tender, stamp)
    record_requests(s, (tender,), (tender_id,), sealing, stamp)
    return {
        "tender": tender_id,
        "type": tender.tender_type,
        "amount": tender.amount.minor,
        "confirmed": sorted({concern.code for concern in concerns}),
    }


def change_tender(
    tender_id: TenderId,
    draft: TenderDraft,
    confirmed: frozenset[str],
    s: Transaction,
    context: ChangeContext,
) -> dict[str, Any]:
    """Give a tender new values (D-28).

    Raises:
        Refused: what ``check_change`` refuses; ``C-02``.
        NeedsConfirmation: ``M-31`` for a check that is there already (TN-7), ``M-105`` for a debit
            above its mandate's maximum (AP-09).
    """
    event, setup = context.event, context.setup
    tender = rules.tender_of(event, tender_id)
    controls = controls_of(s, event.tenders)
    _require_own(tender, controls, context.actor)
    rules.check_change(tender, draft, event, controls, setup)
    if (draft.tender_type, draft.amount) != (tender.tender_type, tender.control_amount):
        check_off_slip(tender_id, load_slips(s, [tender_id]))
        check_in_drawer(tender_id, load_hand_overs(s, [tender_id]))
    kind = setup.tender_types[draft.tender_type]
    control = None if tender.tender_control_id is None else controls[tender.tender_control_id]
    code = rules.code_of_type(tender, kind, control, setup)
    amount = draft.amount
    if tender.rate is not None:
        home = setup.currencies[event.currency]
        own = setup.currencies[tender.control_currency]
        amount = home.convert(draft.amount, own, ExchangeRate.stored(tender.rate).exact)
    follow_amount(s, tender, amount, event.currency, confirmed)
    answered = _ask_same_check(tender, draft, confirmed, s, context)
    store.update_tender(s, tender, draft, amount, code)
    return answered | {
        "tender": tender_id,
        "before": _audited(rules.TenderChange().applied(tender), tender.amount),
        "after": _audited(draft, amount),
    }


def _ask_same_check(
    tender: TenderView,
    draft: TenderDraft,
    confirmed: frozenset[str],
    s: Transaction,
    context: ChangeContext,
) -> dict[str, Any]:
    """Ask when a tender becomes a check that is there already (TN-7); gives what the audit keeps."""
    check = draft.check_number.strip(), (draft.micr.strip() or tender.micr_last4)[-4:]
    if check == (tender.check_number, tender.micr_last4):
        return {}
    event_id = find_same_check(s, *check, context.now, tender.id)
    if event_id is None:
        return {}
    if "M-31" not in confirmed:
        raise NeedsConfirmation((same_check(check[0], event_id),))
    return {"confirmed": ["M-31"]}


def _audited(draft: TenderDraft, amount: Money) -> dict[str, Any]:
    """Everything of a tender that a person may change, as the audit keeps it (D-28)."""
    return {
        "type": draft.tender_type,
        "amount": amount.minor,
        "check_number": draft.check_number,
        "micr": draft.micr,
        "customer_id": draft.customer_id,
        "external_reference": draft.external_reference,
        "name": draft.name,
    }


def adjust_tender(
    tender_id: TenderId,
    change: TenderChange,
    confirmed: frozenset[str],
    s: Transaction,
    context: ChangeContext,
) -> dict[str, Any]:
    """Give a tender some new values, its payor among them, and keep the others (D-28)."""
    tender = rules.tender_of(context.event, tender_id)
    draft = clean_tender(change.applied(tender))
    audited = change_tender(tender_id, draft, confirmed, s, context)
    payor = change.payor or tender.payor_account_id
    if (payor, draft.tender_type) == (tender.payor_account_id, tender.tender_type):
        return audited
    kind = context.setup.tender_types[draft.tender_type]
    more = change_payor(s, tender, payor, kind, confirmed, context)
    answered = sorted({*audited.get("confirmed", ()), *more.get("confirmed", ())})
    return audited | more | ({"confirmed": answered} if answered else {})


def move_tender(
    tender_id: TenderId, control_id: ControlId, s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    """Put a tender into another open tender control (TC-04)."""
    event, setup = context.event, context.setup
    tender = rules.tender_of(event, tender_id)
    controls = controls_of(s, event.tenders)
    target = load_control(s, control_id)
    if target is None:
        raise Refused("M-55", field="tender_control", value=control_id)
    _require_own(tender, controls, context.actor)
    if not context.actor.may(Right.OPEN_CONTROL_FOR_OTHERS):
        check_usable(target, context.actor.user_id, wanted=control_id)
    rules.check_move(tender, target, event, controls, setup)
    own = None if tender.tender_control_id is None else controls[tender.tender_control_id]
    if own is not None and own.deposit_control_id != target.deposit_control_id:
        check_off_slip(tender_id, load_slips(s, [tender_id]))
    check_in_drawer(tender_id, load_hand_overs(s, [tender_id]))
    code = rules.cash_code(setup.tender_types[tender.tender_type], target, setup)
    store.move_tender(s, tender_id, target.id, code)
    return {"tender": tender_id, "before": tender.tender_control_id, "after": control_id}


def delete_tender(tender_id: TenderId, s: Transaction, context: ChangeContext) -> dict[str, Any]:
    """Remove a tender (D-12)."""
    event = context.event
    tender = rules.tender_of(event, tender_id)
    controls = controls_of(s, event.tenders)
    _require_own(tender, controls, context.actor)
    rules.check_deletable(tender, event, controls)
    check_off_slip(tender_id, load_slips(s, [tender_id]))
    check_never_listed((tender_id,), load_hand_overs(s, [tender_id]))
    drop_request(s, tender)
    store.delete_tender(s, tender_id)
    return {"tender": tender_id, "type": tender.tender_type, "amount": tender.amount.minor}


def _require_own(tender: TenderView, controls: Mapping[ControlId, Control], actor: Actor) -> None:
    """Money in another user's drawer is that user's; supervisors may help (TC-01, D-44)."""
    if tender.tender_control_id is None or actor.may(Right.OPEN_CONTROL_FOR_OTHERS):
        return
    control = controls[tender.tender_control_id]
    if not control.all_users and control.user_id != actor.user_id:
        raise Refused("C-02", field="tender_control", user=control.user_name)
