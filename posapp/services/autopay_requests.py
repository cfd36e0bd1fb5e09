"""Writing clearing requests beside their tenders, with the account number bound to its row."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from posapp.domain.autopay import check_unsent, limit_concern
from posapp.domain.autopay_requests import NewRequest, RequestId
from posapp.domain.event_views import TenderView
from posapp.domain.ids import TenderId
from posapp.domain.money import Money
from posapp.domain.payment_events import NewTender
from posapp.errors import NeedsConfirmation
from posapp.services.sealing import Sealing
from posapp.storage.base import Transaction
from posapp.storage.bill_debits import release_tenders
from posapp.storage.clearing_requests import (
    delete_requests,
    insert_request,
    load_request,
    place_of,
    set_amount,
)
from posapp.storage.event_writes import Stamp
from posapp.storage.ids import take_id
from posapp.storage.mandates import load_mandate
from posapp.storage.mentions import Mentions, mention


def record_request(
    s: Transaction, tender_id: TenderId, new: NewRequest, sealing: Sealing, stamp: Stamp
) -> dict[str, Any]:
    """Write one request; returns its columns.

    Raises:
        Refused: ``M-108``.
    """
    request_id = RequestId(take_id(s))
    account = sealing.bind(s, new.account, place_of(request_id))
    return insert_request(s, request_id, tender_id, new, account, stamp)


def record_requests(
    s: Transaction,
    tenders: Sequence[NewTender],
    ids: Sequence[TenderId],
    sealing: Sealing,
    stamp: Stamp,
) -> Mentions:
    """Write the requests of the auto-pay ones among new tenders (AP-07).

    Raises:
        Refused: ``M-108``.
    """
    rows = [
        record_request(s, tender_id, tender.request, sealing, stamp)
        for tender_id, tender in zip(ids, tenders, strict=True)
        if tender.request is not None
    ]
    return {"clearing_request": mention("clearing_request", rows)} if rows else {}


def follow_amount(
    s: Transaction, tender: TenderView, amount: Money, currency: str, confirmed: frozenset[str]
) -> None:
    """The request of a tender gets its new amount, in the event's currency.

    Raises:
        Refused: ``M-106`` when it was sent already.
        NeedsConfirmation: ``M-105`` when it rises above the maximum of its mandate (AP-09).
    """
    request = load_request(s, tender.id)
    if request is None or request.amount == amount:
        return
    check_unsent((request,))
    if amount > request.amount and request.mandate_id is not None:
        mandate = load_mandate(s, request.mandate_id)
        concerns = limit_concern(replace(request, amount=amount), mandate, currency)
        if concerns and "M-105" not in confirmed:
            raise NeedsConfirmation(concerns)
    set_amount(s, request.id, amount)


def drop_request(s: Transaction, tender: TenderView) -> None:
    """Remove the request of a tender that is deleted.

    Raises:
        Refused: ``M-106`` when it was sent already.
    """
    request = load_request(s, tender.id)
    if request is not None:
        check_unsent((request,))
        release_tenders(s, (tender.id,))
        delete_requests(s, (tender.id,))
