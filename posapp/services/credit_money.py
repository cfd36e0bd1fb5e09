"""The money of credits and checkouts: drawers, events of theirs, and giving it back (CK-3, D-14)."""

from functools import partial

from posapp.domain.codes import ControlStatus, DistributeAction, MatchKind, TenderStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, AgreementId, ControlId, EventId, short_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddedEvent, AddEvent, PaymentDraft, TenderDraft
from posapp.domain.setup import SetUp
from posapp.domain.tender_cancels import CancelEvent
from posapp.errors import Concern, Refused
from posapp.services.canceling import cancel_tenders, drawers_of
from posapp.services.credit_change import CreditContext
from posapp.services.event_change import EventChanger, EventOrder
from posapp.services.payment_events import PaymentEvents
from posapp.storage.base import Transaction
from posapp.storage.event_views import load_event
from posapp.storage.locks import lock_counter
from posapp.storage.payment_facts import load_home_drawer
from posapp.storage.tender_controls import load_control

KEEP = "M-39"
"""Charges are posted when a checkout is processed, so their payment looks like too much before."""


def match_code(kind: MatchKind, setup: SetUp) -> str:
    """Code of the match type of a kind.

    Raises:
        Refused: ``M-55`` when the set-up has none.
    """
    for found in setup.match_types.values():
        if found.kind is kind and found.active:
            return found.code
    raise Refused("M-55", field="match_type", value=kind.value)


def to_agreement(
    account_id: AccountId, agreement_id: AgreementId, amount: Money, setup: SetUp
) -> PaymentDraft:
    """A payment to one agreement of an account."""
    kind = match_code(MatchKind.AGREEMENT, setup)
    return PaymentDraft(account_id, amount, kind, short_id(agreement_id))


def lock_for_money(
    s: Transaction,
    account_id: AccountId,
    control_id: ControlId | None,
    currency: str,
    context: CreditContext,
) -> tuple[ControlId | None, CreditContext]:
    """Lock the drawer that takes money, then the account (D-25); gives the drawer."""
    if control_id is None:
        drawer = load_home_drawer(s, currency, context.actor, context.setup)
        control_id = None if drawer is None else drawer.id
    lock_counter(s, [] if control_id is None else [control_id], [account_id])
    return control_id, context.locked()


def lock_event(
    s: Transaction,
    event_id: EventId | None,
    account_id: AccountId,
    control_id: ControlId | None,
    context: CreditContext,
) -> CreditContext:
    """Lock the drawers of an event and the one that money may leave, account and event (D-25)."""
    event = None if event_id is None else load_event(s, event_id, context.setup)
    drawers = set() if control_id is None else {control_id}
    if event is not None:
        drawers |= {t.tender_control_id for t in event.tenders if t.tender_control_id is not None}
        home = load_home_drawer(s, event.currency, context.actor, context.setup)
        drawers |= set() if home is None else {home.id}
    lock_counter(s, drawers, [account_id], event_id)
    return context.locked()


def take_money(
    s: Transaction,
    events: PaymentEvents,
    context: CreditContext,
    *,
    payor: AccountId,
    tender: TenderDraft,
    payments: tuple[PaymentDraft, ...],
    action: DistributeAction,
    control_id: ControlId | None,
    confirmed: frozenset[str],
) -> AddedEvent:
    """Add the event of a credit or a checkout in its transaction (AC2-2, CK-3).

    Raises:
        Refused: as ``PaymentEvents.add``; ``M-347`` when a payment could not be distributed.
        NeedsConfirmation: as ``PaymentEvents.add``.
    """
    command = AddEvent(
        context.inner("event"),
        payor,
        (tender,),
        payments,
        action=action,
        control_id=control_id,
        confirmed=confirmed | {KEEP},
    )
    added = events.add_within(command, context.actor, s).value
    if added.failed:
        event = load_event(s, added.event_id, context.setup)
        texts = [] if event is None else [p.error_text for p in event.payments if p.error_code]
        raise Refused("M-347", reason=" ".join(texts).rstrip("."))
    return added


def give_back(
    s: Transaction,
    changer: EventChanger,
    event_id: EventId,
    context: CreditContext,
    *,
    method: str,
    control_id: ControlId | None,
) -> None:
    """Cancel what is valid of an event; its money goes back out of a drawer (CK-6, AC2-8, D-14).

    Args:
        s: the transaction; drawers and account are locked in it.
        changer: of events.
        event_id: the event.
        context: who asks, and the request.
        method: tender type that the money goes back by; as it came when empty.
        control_id: the drawer; the tender's own while it is at work, else the user's, by default.
    """
    event = load_event(s, event_id, context.setup)
    if event is None:
        raise AssertionError("an event of a credit or a processed checkout stays")
    order = _cancel_order(s, event, context, method, control_id)
    if order is None:
        return
    notes: list[Concern] = []
    changer.within(
        s,
        EventOrder("event.cancel", event_id, context.inner("cancel")),
        context.actor,
        partial(cancel_tenders, order, notes),
        drawers_of(order),
    )


def _cancel_order(
    s: Transaction,
    event: EventView,
    context: CreditContext,
    method: str,
    control_id: ControlId | None,
) -> CancelEvent | None:
    """The order, ``None`` when every tender was canceled before."""
    valid = [t for t in event.tenders if t.status is TenderStatus.VALID and not t.flagged]
    if not valid:
        return None
    tender = valid[0]
    wanted = method or tender.tender_type
    drawer = control_id
    if drawer is None and tender.tender_control_id is not None and wanted == tender.tender_type:
        own = load_control(s, tender.tender_control_id)
        at_work = own is not None and own.status is not ControlStatus.BALANCED
        drawer = tender.tender_control_id if at_work else None
    if drawer is None:
        home = load_home_drawer(s, tender.control_currency, context.actor, context.setup)
        drawer = None if home is None else home.id
    if drawer is None:
        raise Refused("M-05N", field="tender_control")
    return CancelEvent(
        event.id,
        context.setup.crediting.options.refund_reason,
        change_returned=True,
        drawers_of=tuple((one.id, drawer) for one in valid),
        change_drawer=drawer,
        confirmed=frozenset({"C-17", "M-33"}),
        refund_type="" if wanted == tender.tender_type else wanted,
    )


def refund_methods(event: EventView, setup: SetUp) -> tuple[str, ...]:
    """Tender types that the money of an event can go back by: its own first (CK-6).

    Only those whose ledger account is the one that took the money, so that drawer and ledger agree.
    """
    valid = [t for t in event.tenders if t.status is TenderStatus.VALID and not t.flagged]
    if not valid:
        return ()
    tender = valid[0]
    house = _house_code(tender.tender_source, setup)
    others = [
        kind.code
        for kind in setup.tender_types.values()
        if kind.offered and kind.code != tender.tender_type
        if (kind.distribution_code or house) == tender.distribution_code
    ]
    return (tender.tender_type, *others)


def refund_method(event: EventView | None, wanted: str, setup: SetUp) -> str | None:
    """How the money of an event goes back: as ``wanted``, else as it came; ``None`` for no money.

    Raises:
        Refused: ``M-346`` for a tender type that drawer or ledger would not agree with (CK-6, AC2-8).
    """
    offered = () if event is None else refund_methods(event, setup)
    if not offered:
        return None
    if wanted in {"", *offered}:
        return wanted or offered[0]
    names = ", ".join(setup.tender_types[code].description for code in offered)
    paid = setup.tender_types[offered[0]].description
    raise Refused("M-346", field="method", value=wanted, paid=paid, methods=names)


def _house_code(source: str, setup: SetUp) -> str:
    found = setup.tender_sources.get(source)
    return "" if found is None else found.distribution_code
