"""Search criteria as SQL (SR-1, SR-2): what a payment, a tender or an event must fulfil."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, column, false, func, select, table
from sqlalchemy.sql import Select

from posapp.domain.browse import OF_PAYMENTS, OF_TENDERS, Criteria, Criterion
from posapp.domain.folding import clean, fold_line
from posapp.storage.base import table_of
from posapp.storage.tables.payment_events import (
    DistributionDetailRow,
    PaymentEventRow,
    PaymentRow,
    TenderRow,
)

EVENT, TENDER, PAYMENT = table_of(PaymentEventRow), table_of(TenderRow), table_of(PaymentRow)
NAMES: Final = table("account_search", column("account_id"), column("name"))
_DETAIL = table_of(DistributionDetailRow)
_LAST: Final = "\U0010ffff"

Condition = ColumnElement[bool]
_Maker = Callable[[Any], Condition]

# Criteria that leave few tenders or payments: these are looked for first.
_TELLING: Final = frozenset(
    {
        Criterion.PAYOR,
        Criterion.PAYOR_NAME,
        Criterion.CHECK_NUMBER,
        Criterion.EXTERNAL_REFERENCE,
        Criterion.CONTROL,
        Criterion.PAYEE,
        Criterion.PAYEE_NAME,
        Criterion.MATCH_VALUE,
    }
)


def name_begins(account_id: Any, name: str) -> Condition:
    """The main customer's name begins so, whatever case and accents (PE-7)."""
    line = fold_line(clean(name))
    begun = select(NAMES.c.account_id).where(NAMES.c.name >= line, NAMES.c.name < line + _LAST)
    found: Condition = account_id.in_(begun)
    return found


def sort_name(account_id: Any) -> ColumnElement[str]:
    """The folded name of an account, so that names sort alike on both engines."""
    name = select(NAMES.c.name).where(NAMES.c.account_id == account_id).scalar_subquery()
    folded: ColumnElement[str] = func.coalesce(name, "")
    return folded


_EVENT_TESTS: Final[Mapping[Criterion, _Maker]] = {
    Criterion.EVENT: lambda v: EVENT.c.id == v,
    Criterion.DOCUMENT: lambda v: EVENT.c.document_number == v,
    Criterion.DATE_FROM: lambda v: EVENT.c.payment_date >= v,
    Criterion.DATE_TO: lambda v: EVENT.c.payment_date <= v,
    Criterion.USER: lambda v: EVENT.c.created_by == v,
}
_PAYMENT_TESTS: Final[Mapping[Criterion, _Maker]] = {
    Criterion.PAYEE: lambda v: PAYMENT.c.account_id == v,
    Criterion.PAYEE_NAME: lambda v: name_begins(PAYMENT.c.account_id, v),
    Criterion.PAYMENT_FROM: lambda v: PAYMENT.c.amount >= v,
    Criterion.PAYMENT_TO: lambda v: PAYMENT.c.amount <= v,
    Criterion.PAYMENT_STATUS: lambda v: PAYMENT.c.status == v,
    Criterion.MATCH_TYPE: lambda v: PAYMENT.c.match_type == v,
    Criterion.MATCH_VALUE: lambda v: PAYMENT.c.match_value == v,
}
_TENDER_TESTS: Final[Mapping[Criterion, _Maker]] = {
    Criterion.PAYOR: lambda v: TENDER.c.payor_account_id == v,
    Criterion.PAYOR_NAME: lambda v: name_begins(TENDER.c.payor_account_id, v),
    Criterion.TENDER_FROM: lambda v: TENDER.c.amount >= v,
    Criterion.TENDER_TO: lambda v: TENDER.c.amount <= v,
    Criterion.TENDER_TYPE: lambda v: TENDER.c.tender_type == v,
    Criterion.TENDER_STATUS: lambda v: TENDER.c.status == v,
    # Said twice, so that the index of those filled in serves.
    Criterion.CHECK_NUMBER: lambda v: (TENDER.c.check_number == v) & (TENDER.c.check_number != ""),
    Criterion.MICR: lambda v: TENDER.c.micr_last4 == v,
    Criterion.EXTERNAL_REFERENCE: lambda v: (
        (TENDER.c.external_reference == v) & (TENDER.c.external_reference != "")
    ),
    Criterion.CONTROL: lambda v: TENDER.c.tender_control_id == v,
}


def on_payments(query: Select[Any], criteria: Criteria) -> Select[Any]:
    """Criteria on a query of payments and their events; of tenders one must fulfil all."""
    own = _tests(criteria, _PAYMENT_TESTS)
    return query.where(*_on_event(criteria), *own, *_with_tender(PAYMENT.c.event_id, criteria))


def on_tenders(query: Select[Any], criteria: Criteria) -> Select[Any]:
    """Criteria on a query of tenders and their events; of payments one must fulfil all."""
    own = _tests(criteria, _TENDER_TESTS)
    return query.where(*_on_event(criteria), *own, *_with_payment(TENDER.c.event_id, criteria))


def on_events(query: Select[Any], criteria: Criteria) -> Select[Any]:
    """Criteria on a query of events: one tender and one payment must fulfil theirs."""
    return query.where(
        *_on_event(criteria),
        *_with_tender(EVENT.c.id, criteria),
        *_with_payment(EVENT.c.id, criteria),
    )


def _tests(criteria: Criteria, makers: Mapping[Criterion, _Maker]) -> Iterator[Condition]:
    return (makers[name](value) for name, value in criteria.items() if name in makers)


def _on_event(criteria: Criteria) -> Iterator[Condition]:
    yield from _tests(criteria, _EVENT_TESTS)
    if Criterion.RULE in criteria or Criterion.RULE_VALUE in criteria:
        query = select(_DETAIL.c.event_id).where(_DETAIL.c.replaced == false())
        if Criterion.RULE in criteria:
            query = query.where(_DETAIL.c.rule == criteria[Criterion.RULE])
        if Criterion.RULE_VALUE in criteria:
            query = query.where(_DETAIL.c.value == criteria[Criterion.RULE_VALUE])
        yield EVENT.c.id.in_(query)


def _with_tender(event_id: Any, criteria: Criteria) -> Iterator[Condition]:
    tests = list(_tests(criteria, _TENDER_TESTS))
    if tests:
        yield _among(event_id, TENDER.c.event_id, tests, telling=_is_telling(criteria, OF_TENDERS))


def _with_payment(event_id: Any, criteria: Criteria) -> Iterator[Condition]:
    tests = list(_tests(criteria, _PAYMENT_TESTS))
    if tests:
        telling = _is_telling(criteria, OF_PAYMENTS)
        yield _among(event_id, PAYMENT.c.event_id, tests, telling=telling)


def _is_telling(criteria: Criteria, of: frozenset[Criterion]) -> bool:
    return bool(_TELLING & of & set(criteria))


def _among(event_id: Any, other: Any, tests: list[Condition], *, telling: bool) -> Condition:
    """The event has a row that fulfils the tests.

    Few such rows are listed first and lead to the events; many are looked up event by event, so
    that a page is full long before all of them were seen.
    """
    if telling:
        listed: Condition = event_id.in_(select(other).where(*tests))
        return listed
    return select(other).where(other == event_id, *tests).correlate_except(other.table).exists()
