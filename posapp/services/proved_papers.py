"""What the data knows of a paper: receipt, Z report, deposit slip, checkout (R11).

Each finder gives the record that a number names, the chains that told of it, how often it was
printed, and what was done about it, to be held against the paper.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from posapp.domain.credit_codes import CheckoutState
from posapp.domain.credits import CheckoutId
from posapp.domain.deposits import DepositId
from posapp.domain.event_views import EventView
from posapp.domain.ids import ControlId, EventId, long_id, short_id
from posapp.domain.money import total
from posapp.domain.paper_proofs import PaperKind, PaperSays
from posapp.domain.receipts import cancel_reason
from posapp.domain.setup import SetUp
from posapp.services.event_chain import chain_of_event
from posapp.storage import paper_proofs as store
from posapp.storage import print_log
from posapp.storage.audit import control_chain
from posapp.storage.base import Transaction
from posapp.storage.checkouts import load_checkout
from posapp.storage.control_closes import load_closes
from posapp.storage.deposits import load_deposit
from posapp.storage.event_views import load_event
from posapp.storage.tender_controls import load_control
from posapp.storage.transferred import load_transferred

_CANCELS: Final = frozenset({"payment.cancel", "tender.cancel", "event.cancel"})
_ENDS: Final = frozenset({"checkout.cancel", "checkout.break_lock", "checkout.refund"})
_REOPEN: Final = "control.reopen"
_DEPOSIT: Final = "tender_deposit"
_CLOSE: Final = "control_close"


@dataclass(frozen=True, slots=True)
class ProvedPaper:
    """A paper's subject as the data knows it.

    Attributes:
        says: what to hold against the paper.
        chains: audit chains that told of it.
        told: what was done about it, oldest first; ``ends`` are the actions that cancel it.
        prints: every print of it.
        differs: its rows are not as the audit last said.
    """

    says: PaperSays
    chains: tuple[str, ...]
    told: tuple[store.Told, ...] = ()
    ends: frozenset[str] = frozenset()
    prints: tuple[print_log.Print, ...] = ()
    differs: bool = False


def receipt(s: Transaction, event_id: EventId, setup: SetUp) -> ProvedPaper | None:
    """The receipt of an event; ``None`` for an event that is not there."""
    event = load_event(s, event_id, setup)
    if event is None:
        return None
    told = tuple(one for one in store.told_of(s, event_id) if "rows" in one.body)
    chains = dict.fromkeys((*store.chains_about(s, event_id), chain_of_event(event, setup)))
    return ProvedPaper(
        _receipt_says(s, event),
        tuple(chains),
        tuple(replace(one, body=_worded(one.body, setup)) for one in told),
        _CANCELS,
        store.prints_of(s, print_log.RECEIPT, event_id),
        store.event_rows_differ(s, event_id),
    )


def _receipt_says(s: Transaction, event: EventView) -> PaperSays:
    """What the receipt says: live payments, or what a canceled event was over (RC-7)."""
    gone = load_transferred(s, event.id)
    kept = [payment for payment in event.payments if payment.id not in gone]
    shown = [payment for payment in kept if not payment.cancel_reason] or kept
    return PaperSays(
        PaperKind.RECEIPT,
        event.receipt_number or long_id(event.id),
        event.id,
        event.payment_date,
        ", ".join(dict.fromkeys(one.payor_name for one in event.tenders if not one.flagged)),
        total(payment.amount for payment in shown),
        event.currency,
        is_canceled=bool(cancel_reason(event, gone)),
    )


def _worded(body: Mapping[str, Any], setup: SetUp) -> Mapping[str, Any]:
    """The body with its cancel reason in words."""
    known = setup.cancel_reasons.get(str(body.get("reason", "")))
    return body if known is None else {**body, "reason": known.description}


def z_report(s: Transaction, control_id: ControlId, rows: int) -> ProvedPaper | None:
    """A Z report of a drawer: the one whose chain had so many rows, else the last one."""
    control, closes = load_control(s, control_id), load_closes(s, control_id)
    if control is None or not closes:
        return None
    close = next((one for one in closes if one.chain_length == rows), closes[-1])
    told = store.told_of(s, control_id)
    reopened = tuple(
        replace(one, body={**one.body, "rows": {}})
        for one in told
        if one.action == _REOPEN and one.at == close.reopened_at
    )
    says = PaperSays(
        PaperKind.Z_REPORT,
        f"Z-{close.number}",
        control_id,
        control.business_date,
        control.user_name,
    )
    return ProvedPaper(
        says,
        (control_chain(control_id),),
        reopened,
        prints=store.prints_of(s, "z", close.id),
        differs=store.row_differs(s, _CLOSE, close.id, told),
    )


def deposit_slip(s: Transaction, deposit_id: DepositId) -> ProvedPaper | None:
    """The slip of a bank deposit or settlement, also of one that was deleted."""
    view = load_deposit(s, deposit_id)
    above = () if view is None else (view.deposit.deposit_control_id,)
    told = tuple(
        one
        for one in store.told_of(s, deposit_id, above)
        if store.mentions(one, _DEPOSIT, deposit_id)
    )
    if not told:
        return None
    gone = {"id": deposit_id, "deleted": True} in told[-1].body["rows"][_DEPOSIT]
    says = PaperSays(PaperKind.DEPOSIT_SLIP, short_id(deposit_id), deposit_id, is_canceled=gone)
    if view is not None:
        one = view.deposit
        says = replace(
            says,
            object_id=one.deposit_control_id,
            day=one.deposit_date,
            named=one.reference_id,
            amount=one.amount,
            currency=one.currency,
        )
    return ProvedPaper(
        says,
        tuple(dict.fromkeys((*store.chains_about(s, deposit_id), *(one.chain for one in told)))),
        told,
        frozenset({told[-1].action}) if gone else frozenset(),
        store.prints_of(s, "deposit-slip", deposit_id),
        differs=store.row_differs(s, _DEPOSIT, deposit_id, told),
    )


def checkout(s: Transaction, checkout_id: CheckoutId) -> ProvedPaper | None:
    """A checkout by its confirmation number, which mails and receipts name."""
    found = load_checkout(s, checkout_id)
    if found is None:
        return None
    says = PaperSays(
        PaperKind.CHECKOUT,
        found.number,
        checkout_id,
        named=found.account_name,
        amount=found.lines_total,
        currency=found.currency,
        is_canceled=found.state in {CheckoutState.CANCELED, CheckoutState.REFUNDED},
    )
    return ProvedPaper(
        says,
        store.chains_about(s, checkout_id),
        tuple(one for one in store.told_of(s, checkout_id) if one.action in _ENDS),
        _ENDS,
        store.prints_of(s, print_log.OF_CHECKOUT, checkout_id),
    )
