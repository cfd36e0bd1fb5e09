"""Clearing requests: what will be sent for a tender, and what may still be done about it.

Source: controls 11.2 to 11.4 (AP-07..AP-12, AP-16), TN-6, PE-3, D-06. Amounts are integer minor
units of the event's currency; dates are business dates. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from posapp.domain.autopay_codes import RequestStatus
from posapp.domain.autopay_requests import AutoPayDraft, ClearingRequest, NewRequest
from posapp.domain.autopay_setup import AutoPayDates, AutoPaySource, dates_by_hand
from posapp.domain.codes import TenderStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import BillId
from posapp.domain.mandate import Mandate
from posapp.domain.money import Money
from posapp.domain.resting import all_debited, later_day
from posapp.domain.setup import SetUp, TenderType
from posapp.errors import Concern, NeedsConfirmation, Refused


@dataclass(frozen=True, slots=True)
class RequestTerms:
    """What a request is decided from, beside its block.

    Attributes:
        kind: the tender's type.
        amount: the tender's.
        currency: the event's.
        payment_date: the event's.
        mandate: the payor's mandate in force on that day.
        bill_id: the bill that is paid, if it is one.
        dates: those of a bill; made from the payment date otherwise (AP-10).
    """

    kind: TenderType
    amount: Money
    currency: str
    payment_date: date
    mandate: Mandate | None
    bill_id: BillId | None = None
    dates: AutoPayDates | None = None


def decide_request(draft: AutoPayDraft, terms: RequestTerms, setup: SetUp) -> NewRequest:
    """The request of an auto-pay tender (AP-07).

    Raises:
        Refused: ``M-101`` a required value is missing, ``M-104`` the card expires before the payment
            date, ``M-55`` an unknown source, ``M-62`` a source that does not fit.
    """
    kind, mandate = terms.kind, _fitting(draft, terms, setup)
    code = draft.source or (mandate.source if mandate is not None else "")
    if not code:
        raise Refused("M-101", field="autopay_source", tender_type=kind.description)
    source = setup.autopay.sources.get(code)
    if source is None:
        raise Refused("M-55", field="autopay_source", value=code)
    _check_source(source, terms, setup)
    own = draft.account is not None
    account = draft.account or (mandate.account if mandate is not None else None)
    if account is None:
        raise Refused("M-101", field="external_account", tender_type=kind.description)
    expires_on = draft.expires_on
    name = draft.name
    if mandate is not None and not own:
        expires_on = expires_on or mandate.expires_on
        name = name or mandate.entity_name
    _check_expiry(expires_on, terms)
    route, calendar = setup.autopay.route_of(source), setup.autopay.calendar_of(source)
    dates = terms.dates or dates_by_hand(terms.payment_date, route, calendar)
    return NewRequest(
        source=source.code,
        account=account,
        expires_on=expires_on,
        entity_name=name,
        amount=terms.amount,
        extract_date=dates.extract,
        ledger_date=dates.ledger,
        batch_code=route.batch_code,
        distribution_code=kind.distribution_code
        or setup.tender_sources[route.tender_source].distribution_code,
        mandate_id=None if mandate is None or own else mandate.id,
        bill_id=terms.bill_id,
    )


def _fitting(draft: AutoPayDraft, terms: RequestTerms, setup: SetUp) -> Mandate | None:
    """The mandate in force, if it is for this type of tender and the source that was asked for."""
    mandate = terms.mandate
    if mandate is None or draft.source not in {"", mandate.source}:
        return None
    source = setup.autopay.sources[mandate.source]
    return mandate if source.tender_type == terms.kind.code else None


def _check_source(source: AutoPaySource, terms: RequestTerms, setup: SetUp) -> None:
    route = setup.autopay.route_of(source)
    currency = setup.tender_sources[route.tender_source].currency
    reason = ""
    if not source.active:
        reason = f"auto-pay source {source.code} is not active"
    elif source.tender_type != terms.kind.code:
        reason = f"auto-pay source {source.code} is for another tender type"
    elif terms.kind.require_external_source_id and not source.external_source_id:
        reason = f"auto-pay source {source.code} has no routing number"
    elif currency != terms.currency:
        reason = f"auto-pay source {source.code} is in {currency}"
    if reason:
        raise Refused(
            "M-62", field="autopay_source", tender_type=terms.kind.description, reason=reason
        )


def _check_expiry(expires_on: date | None, terms: RequestTerms) -> None:
    """Required where the type says so, and not past on the payment date (TN-6)."""
    if expires_on is None:
        if terms.kind.require_expiration_date:
            raise Refused("M-101", field="expires_on", tender_type=terms.kind.description)
    elif expires_on < terms.payment_date:
        raise Refused("M-104", field="expires_on", value=expires_on, date=terms.payment_date)


def offered_kinds(setup: SetUp) -> tuple[TenderType, ...]:
    """Types that a person may choose: those of the counter, and debits that an institution takes."""
    debited = {one.tender_type for one in setup.autopay.sources.values() if one.active}
    return tuple(
        kind
        for kind in setup.tender_types.values()
        if kind.offered
        or (
            kind.active and not kind.system_only and kind.generate_auto_pay and kind.code in debited
        )
    )


def limit_concern(
    request: NewRequest | ClearingRequest, mandate: Mandate | None, currency: str
) -> tuple[Concern, ...]:
    """By hand the maximum withdrawal of the mandate is a warning only (AP-09).

    Another account than the mandate's has no maximum.
    """
    if mandate is None or request.mandate_id != mandate.id:
        return ()
    most = mandate.maximum_withdrawal
    if most is None or request.amount <= most:
        return ()
    fields = {"amount": request.amount, "maximum": most, "currency": currency}
    return (Concern("M-105", fields),)


def check_unsent(requests: Iterable[ClearingRequest]) -> None:
    """Stop a change of what the institution has already (AP-11, AP-12).

    Raises:
        Refused: ``M-106``.
    """
    for one in requests:
        if one.status.was_sent:
            raise Refused("M-106", run=one.batch_run, batch=one.batch_code)


def check_no_debit(event: EventView) -> None:
    """Stop a transfer of the event itself: its money is debited from the payor's account (AP-12).

    Raises:
        Refused: ``M-16``.
    """
    for tender in event.tenders:
        request = tender.auto_pay
        if request is not None and tender.status is TenderStatus.VALID:
            raise Refused("M-16", reason=f"{tender.payor_name} pays by automatic payment; "
                          "transfer the payment, or cancel the tender")  # fmt: skip


def pending(requests: Iterable[ClearingRequest]) -> tuple[ClearingRequest, ...]:
    """Those that wait to be sent."""
    return tuple(one for one in requests if one.status is RequestStatus.PENDING)


def is_all_autopay(event: EventView, setup: SetUp) -> bool:
    """Whether all money of an event is debited later, so that its date may lie ahead (D-06)."""
    return all_debited(event.tenders, setup)


def check_in_ledger(event: EventView, today: date, setup: SetUp) -> None:
    """Stop a freeze of an event whose money is debited on a later day (D-06).

    Raises:
        Refused: ``M-111``.
    """
    day = later_day(event.tenders, today, setup)
    if day is not None:
        raise Refused("M-111", date=day)


def check_all_frozen(event: EventView, today: date, setup: SetUp) -> None:
    """Stop a cancellation while payments are unfrozen (CX-3, D-10); a debit may still wait (AP-16).

    Raises:
        Refused: ``M-15``; ``M-15A`` while they cannot be frozen, so that only deleting them helps.
    """
    if not event.unfrozen:
        return
    try:
        check_in_ledger(event, today, setup)
    except Refused as waits:
        raise Refused("M-15A") from waits
    raise Refused("M-15")


def moved_to(
    requests: Iterable[ClearingRequest], day: date, confirmed: frozenset[str], setup: SetUp
) -> tuple[ClearingRequest, ...]:
    """The pending requests of an event with a new payment date, which is their extract date too.

    Raises:
        Refused: ``M-106`` when one was sent already (AP-11); ``M-104`` when a card expires before.
        NeedsConfirmation: ``M-04`` (PE-3).
    """
    found = tuple(requests)
    check_unsent(found)
    waiting = pending(found)
    for one in waiting:
        if one.expires_on is not None and one.expires_on < day:
            raise Refused("M-104", field="expires_on", value=one.expires_on, date=day)
    if waiting and "M-04" not in confirmed:
        raise NeedsConfirmation((Concern("M-04", {"n": len(waiting)}),))
    return tuple(_at(one, day, setup) for one in waiting)


def _at(request: ClearingRequest, day: date, setup: SetUp) -> ClearingRequest:
    source = setup.autopay.sources[request.source]
    route, calendar = setup.autopay.route_of(source), setup.autopay.calendar_of(source)
    dates = dates_by_hand(day, route, calendar)
    return replace(request, extract_date=dates.extract, ledger_date=dates.ledger)
