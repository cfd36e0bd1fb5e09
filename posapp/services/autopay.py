"""What may be done to an automatic payment before it is sent: another account, another payor."""

from dataclasses import replace
from functools import partial
from typing import Any

from posapp.domain.autopay import RequestTerms, check_unsent, decide_request, limit_concern
from posapp.domain.autopay_requests import AutoPayDraft, ClearingRequest
from posapp.domain.clock import Clock
from posapp.domain.event_views import TenderView
from posapp.domain.ids import AccountId, EventId, TenderId
from posapp.domain.mandate import in_force
from posapp.domain.payor_changes import check_payor
from posapp.domain.rights import Actor, Right
from posapp.domain.tender_edits import tender_of
from posapp.domain.texts import clean_block
from posapp.domain.topics import Saved
from posapp.errors import Concern, NeedsConfirmation, Refused
from posapp.services.autopay_requests import record_request
from posapp.services.event_change import Change, ChangeContext, EventChanger
from posapp.services.sealing import Sealing
from posapp.services.setup import SetUpCache
from posapp.storage import clearing_requests as store
from posapp.storage.accounts import load_accounts
from posapp.storage.base import Transaction
from posapp.storage.canceling import event_of_tender
from posapp.storage.db import Database
from posapp.storage.event_writes import Stamp
from posapp.storage.mandates import load_mandates
from posapp.storage.requests import result_of_request
from posapp.storage.tender_edits import set_tender_payor


class AutoPay:
    """Use cases of automatic payments."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache, sealing: Sealing) -> None:
        self._db = db
        self._sealing = sealing
        self._changer = EventChanger(db, clock, setup)

    def of_event(self, event_id: EventId, actor: Actor) -> tuple[ClearingRequest, ...]:
        """The clearing requests of an event's tenders; accounts masked (AP-02)."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return store.load_requests(s, event_id)

    def change(
        self,
        tender_id: TenderId,
        block: AutoPayDraft,
        request_id: str,
        actor: Actor,
        confirmed: frozenset[str] = frozenset(),
    ) -> Saved[EventId]:
        """Debit another account, or give it another name or expiry, before it is sent (AP-07).

        Raises:
            Refused: ``M-88`` no automatic payment, ``M-106`` sent already, and what a new request
                is refused for.
            NeedsConfirmation: ``M-105`` above the mandate's maximum (AP-09).
        """
        actor.require(Right.ADD_EVENT)
        clean = clean_block(block)
        work = partial(_change, tender_id, clean, confirmed, self._sealing)
        return self._run("autopay.set", tender_id, work, request_id, actor, f"{tender_id} {clean}")

    def set_payor(
        self,
        tender_id: TenderId,
        payor: AccountId,
        request_id: str,
        actor: Actor,
        confirmed: frozenset[str] = frozenset(),
    ) -> Saved[EventId]:
        """Give a tender another payor while nothing of its event is frozen (payments 5).

        Of an automatic payment the request is removed and made anew for the new payor (AP-12,
        TND-08).

        Raises:
            Refused: ``M-01``, ``M-65``, ``M-70``, ``M-88``; ``M-101`` when the new payor has no
                mandate that gives what is needed; ``M-106`` when it was sent already.
            NeedsConfirmation: ``M-109``, ``M-105``.
        """
        actor.require(Right.ADD_EVENT)
        work = partial(_set_payor, tender_id, payor, confirmed, self._sealing)
        content = f"{tender_id} {payor}"
        return self._run("tender.payor", tender_id, work, request_id, actor, content, (payor,))

    def _run(
        self,
        kind: str,
        tender_id: TenderId,
        change: Change,
        request_id: str,
        actor: Actor,
        content: str,
        accounts: tuple[AccountId, ...] = (),
    ) -> Saved[EventId]:
        with self._db.read() as s:
            event_id = event_of_tender(s, tender_id)
            if event_id is None:
                event_id = result_of_request(s, request_id, kind)
        if event_id is None:
            raise Refused("M-55", field="tender", value=tender_id)
        return self._changer.run(
            kind, EventId(event_id), request_id, actor, change, content=content, accounts=accounts
        )


def _change(
    tender_id: TenderId,
    block: AutoPayDraft,
    confirmed: frozenset[str],
    sealing: Sealing,
    s: Transaction,
    context: ChangeContext,
) -> dict[str, Any]:
    tender = tender_of(context.event, tender_id)
    old = store.load_request(s, tender_id)
    if old is None:
        raise Refused("M-88", reason="it is no automatic payment")
    check_unsent((old,))
    if block.account is None and block.source in {"", old.source}:
        kept = sealing.loosen(s, old.account)
        block = replace(
            block,
            source=old.source,
            account=kept,
            expires_on=block.expires_on or old.expires_on,
            name=block.name or old.entity_name,
        )
    _replace_request(tender, tender.payor_account_id, block, confirmed, sealing, s, context)
    new = store.load_request(s, tender_id)
    return {"tender": tender_id, "before": _said(old), "after": _said(new)}


def _set_payor(
    tender_id: TenderId,
    payor: AccountId,
    confirmed: frozenset[str],
    sealing: Sealing,
    s: Transaction,
    context: ChangeContext,
) -> dict[str, Any]:
    event = context.event
    tender = tender_of(event, tender_id)
    found = load_accounts(s, [payor], context.today, context.setup)
    if payor not in found:
        raise Refused("M-01", field="payor", value=payor)
    check_payor(tender, found[payor], event)
    old = store.load_request(s, tender_id)
    if old is not None:
        check_unsent((old,))
        if "M-109" not in confirmed:
            names = {"before": tender.payor_name, "after": found[payor].name}
            raise NeedsConfirmation((Concern("M-109", names),))
        _replace_request(tender, payor, AutoPayDraft(), confirmed, sealing, s, context)
    set_tender_payor(s, tender_id, payor)
    return {"tender": tender_id, "before": tender.payor_account_id, "after": payor}


def _replace_request(
    tender: TenderView,
    payor: AccountId,
    block: AutoPayDraft,
    confirmed: frozenset[str],
    sealing: Sealing,
    s: Transaction,
    context: ChangeContext,
) -> None:
    """Remove the request of a tender and make the one that its block and payor ask for."""
    event, setup = context.event, context.setup
    mandate = in_force(load_mandates(s, payor), event.payment_date)
    terms = RequestTerms(
        setup.tender_type(tender.tender_type),
        tender.amount,
        event.currency,
        event.payment_date,
        mandate,
    )
    new = decide_request(block, terms, setup)
    concerns = limit_concern(new, mandate, event.currency)
    if concerns and "M-105" not in confirmed:
        raise NeedsConfirmation(concerns)
    store.delete_requests(s, (tender.id,))
    record_request(s, tender.id, new, sealing, Stamp(context.now, context.actor.user_id))


def _said(request: ClearingRequest | None) -> dict[str, Any] | None:
    """What the audit keeps of a request beside its row."""
    if request is None:
        return None
    return {
        "source": request.source,
        "account": request.account.masked,
        "expires_on": request.expires_on,
        "entity_name": request.entity_name,
    }
