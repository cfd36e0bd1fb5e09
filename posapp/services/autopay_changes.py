"""A tender that is debited gets new values: its request follows, before it is sent (AP-07, AP-12)."""

from dataclasses import replace
from typing import Any

from posapp.domain.autopay import RequestTerms, check_unsent, decide_request, limit_concern
from posapp.domain.autopay_requests import AutoPayDraft, ClearingRequest, NewRequest
from posapp.domain.event_views import TenderView
from posapp.domain.ids import AccountId, TenderId
from posapp.domain.mandate import MandateId, in_force
from posapp.domain.tender_edits import TenderChange, tender_of
from posapp.domain.texts import clean_block
from posapp.errors import Concern, NeedsConfirmation, Refused
from posapp.services.autopay_requests import record_request
from posapp.services.event_change import ChangeContext
from posapp.services.sealing import Sealing
from posapp.services.tender_work import adjust_tender
from posapp.storage import clearing_requests as store
from posapp.storage.base import Transaction
from posapp.storage.event_writes import Stamp
from posapp.storage.mandates import load_mandates


def adjust_with_request(
    tender_id: TenderId,
    change: TenderChange,
    confirmed: frozenset[str],
    sealing: Sealing,
    s: Transaction,
    context: ChangeContext,
) -> dict[str, Any]:
    """Give a tender some new values; another payor or block makes another request.

    Raises:
        Refused: as ``adjust_tender``; ``M-88`` a block for what is no automatic payment, ``M-106``
            sent already, ``M-101`` a payor without the mandate that is needed.
        NeedsConfirmation: ``M-109`` another payor (TND-08), ``M-105`` above the maximum (AP-09).
    """
    before = tender_of(context.event, tender_id)
    audited = adjust_tender(tender_id, change, confirmed, s, context)
    old, payor = before.auto_pay, change.payor or before.payor_account_id
    if old is None:
        if change.auto_pay is not None:
            raise Refused("M-88", reason="it is no automatic payment")
        return audited
    if change.auto_pay is None and payor == before.payor_account_id:
        return audited
    check_unsent((old,))
    context = context.again(s)
    tender = tender_of(context.event, tender_id)
    if payor != before.payor_account_id and "M-109" not in confirmed:
        names = {"before": before.payor_name, "after": tender.payor_name}
        raise NeedsConfirmation((Concern("M-109", names),))
    block = AutoPayDraft() if change.auto_pay is None else clean_block(change.auto_pay)
    keeps = payor == before.payor_account_id and block.account is None
    keeps = keeps and block.source in {"", old.source}
    if keeps:
        block = _kept(block, old, sealing, s)
    new = _decided(tender, payor, block, confirmed, s, context)
    new = _carried(new, old, mandate_id=old.mandate_id if keeps else new.mandate_id)
    store.delete_requests(s, (tender.id,))
    record_request(s, tender.id, new, sealing, Stamp(context.now, context.actor.user_id))
    return audited | {
        "auto_pay": {"before": _said(old), "after": _said(store.load_request(s, tender_id))}
    }


def _kept(
    block: AutoPayDraft, old: ClearingRequest, sealing: Sealing, s: Transaction
) -> AutoPayDraft:
    """The block with what is there already."""
    return replace(
        block,
        source=old.source,
        account=sealing.loosen(s, old.account),
        expires_on=block.expires_on or old.expires_on,
        name=block.name or old.entity_name,
    )


def _carried(new: NewRequest, old: ClearingRequest, *, mandate_id: MandateId | None) -> NewRequest:
    """The new request with what only its account decides (AP-10, AP-17).

    It pays the same bill; at the same institution it is sent on the days that were agreed on.
    """
    new = replace(new, bill_id=old.bill_id, mandate_id=mandate_id)
    if new.source != old.source:
        return new
    return replace(
        new,
        extract_date=old.extract_date,
        ledger_date=old.ledger_date,
        batch_code=old.batch_code,
    )


def _decided(
    tender: TenderView,
    payor: AccountId,
    block: AutoPayDraft,
    confirmed: frozenset[str],
    s: Transaction,
    context: ChangeContext,
) -> NewRequest:
    """The request that the block and payor of a tender ask for."""
    event, setup = context.event, context.setup
    mandate = in_force(load_mandates(s, payor), event.payment_date)
    kind = setup.tender_type(tender.tender_type)
    terms = RequestTerms(kind, tender.amount, event.currency, event.payment_date, mandate)
    new = decide_request(block, terms, setup)
    concerns = limit_concern(new, mandate, event.currency)
    if concerns and "M-105" not in confirmed:
        raise NeedsConfirmation(concerns)
    return new


def _said(request: ClearingRequest | None) -> dict[str, Any] | None:
    """What the audit keeps of a request beside its row; the account masked (AP-02)."""
    if request is None:
        return None
    return {
        "source": request.source,
        "account": request.account.last4,
        "expires_on": request.expires_on,
        "entity_name": request.entity_name,
    }
