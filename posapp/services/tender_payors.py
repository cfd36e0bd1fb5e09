"""Who hands a tender over: another payor for a tender that stands already (payments 5)."""

from typing import Any

from posapp.domain.accounts import account_is_cash_only
from posapp.domain.codes import PaymentStatus
from posapp.domain.concerns import check_override
from posapp.domain.event_views import EventView, TenderView
from posapp.domain.ids import AccountId
from posapp.domain.rights import Right
from posapp.domain.setup import TenderType
from posapp.errors import Concern, NeedsConfirmation, Refused
from posapp.services.event_change import ChangeContext
from posapp.storage import tender_edits as store
from posapp.storage.accounts import load_accounts
from posapp.storage.base import Transaction


def change_payor(
    s: Transaction,
    tender: TenderView,
    payor: AccountId,
    kind: TenderType,
    confirmed: frozenset[str],
    context: ChangeContext,
) -> dict[str, Any]:
    """Give a tender another payor; the change that answers it goes along (CB-5).

    Args:
        s: the transaction.
        tender: the tender as it was.
        payor: the account that handed it over; the same one when only the type changed.
        kind: the type that the tender has now.
        confirmed: codes that the user said yes to.
        context: the change it is part of.

    Returns:
        What the audit keeps.

    Raises:
        Refused: ``M-01`` for an unknown account, ``M-65`` for one of another currency, ``M-88``
            while a payment is frozen: then the transfer of the event does it (TR-7); ``M-152`` where
            only a supervisor may accept other than cash (CR-09).
        NeedsConfirmation: ``M-06W`` when the account is cash-only and the type is not cash (D-03).
    """
    event, setup = context.event, context.setup
    account = load_accounts(s, [payor], context.today, setup).get(payor)
    frozen = any(payment.status is PaymentStatus.FROZEN for payment in event.payments)
    if frozen and payor != tender.payor_account_id:
        raise Refused("M-88", field="payor", reason="a payment is frozen; transfer the event")
    if account is None:
        raise Refused("M-01", field="payor", value=payor)
    if account.currency != event.currency:
        raise Refused("M-65", field="payor", value=account.currency, currency=event.currency)
    strict = not kind.like_cash and account_is_cash_only(account, setup)
    if strict:
        may = context.actor.may(Right.OVERRIDE_CASH_ONLY)
        check_override(setup, account.name, kind.description, may=may)
    if strict and "M-06W" not in confirmed:
        fields = {"account": account.name, "tender_type": kind.description, "field": "payor"}
        raise NeedsConfirmation((Concern("M-06W", fields),))
    audited: dict[str, Any] = {"confirmed": ["M-06W"]} if strict else {}
    if payor == tender.payor_account_id:
        return audited
    store.set_payors(s, [tender.id, *_answering(tender, event)], payor)
    return audited | {"payor_before": tender.payor_account_id, "payor_after": payor}


def _answering(tender: TenderView, event: EventView) -> list[Any]:
    """System-made tenders that answer this one: the payor handed over nothing else (CB-5)."""
    own = [t for t in event.tenders if t.payor_account_id == tender.payor_account_id]
    if any(not other.flagged and other.id != tender.id for other in own):
        return []
    return [other.id for other in own if other.flagged]
