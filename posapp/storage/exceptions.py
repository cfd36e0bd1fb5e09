"""Exceptions found by small indexes: events marked unbalanced, payments not frozen (EX-1, EX-2).

Those are gone as soon as they are mended (XC-03). What cannot be seen in an event is a note of its
own: charges that could not be levied, until somebody settles them (NS-04).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    func,
    literal,
    not_,
    select,
    text,
    union_all,
)
from sqlalchemy.sql import ColumnElement, Select

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.exceptions import (
    EventFacts,
    ExceptionCounts,
    ExceptionFilter,
    ExceptionItem,
    ExceptionKind,
)
from posapp.domain.ids import AccountId, EventId, PaymentId, TenderId
from posapp.domain.listing import Page, PageRequest
from posapp.domain.money import total
from posapp.storage.base import table_of
from posapp.storage.handed import handed_over
from posapp.storage.paging import Order, fetch_page
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.adjustments import UNSETTLED, MissingChargeRow
from posapp.storage.tables.payment_events import (
    UNFROZEN,
    PaymentEventRow,
    PaymentRow,
    TenderRow,
)
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.system import UserRow

_event, _payment, _tender = table_of(PaymentEventRow), table_of(PaymentRow), table_of(TenderRow)
_account, _person, _user = table_of(AccountRow), table_of(PersonRow), table_of(UserRow)
_missing, _returned = table_of(MissingChargeRow), _tender.alias("returned")

Filters = Mapping[ExceptionFilter, Any]

# Written out: a planner takes an index of some rows only for the very words that it was made with.
_IS_UNFROZEN: Final = text(f"payment.{UNFROZEN}")
_IS_UNBALANCED: Final = text("payment_event.unbalanced")
_IS_UNSETTLED: Final = text(f"missing_charge.{UNSETTLED}")
_MARK: Final = Prepared(
    text(
        "UPDATE payment_event SET unbalanced = NOT unbalanced WHERE id = :id AND unbalanced <> ("
        "(SELECT coalesce(sum(t.amount), 0) FROM tender t"
        " WHERE t.event_id = :id AND t.status = 'VALID')"
        " <> (SELECT coalesce(sum(p.amount), 0) FROM payment p"
        " WHERE p.event_id = :id AND p.status <> 'CANCELED'))"
    )
)
_EVENTS: Final = Prepared(
    select(
        _event.c.id,
        _event.c.payment_date,
        _event.c.currency,
        _event.c.created_at,
        _user.c.name.label("created_by"),
    )
    .join(_user, _user.c.id == _event.c.created_by)
    .where(any_of(_event.c.id, "events"))
)
_PAYMENTS: Final = Prepared(
    select(
        _payment.c.id,
        _payment.c.event_id,
        _payment.c.account_id,
        _person.c.name.label("account_name"),
        _payment.c.amount,
        _payment.c.status,
        _payment.c.error_text,
    )
    .join(_account, _account.c.id == _payment.c.account_id)
    .join(_person, _person.c.id == _account.c.person_id)
    .where(any_of(_payment.c.event_id, "events"))
)


def mark_balance(s: Connection, event_id: int) -> None:
    """Mark an event as unbalanced, or as balanced again, after its tenders or payments changed."""
    _MARK.run(s, {"id": event_id})


def list_exceptions(
    s: Connection, request: PageRequest, filters: Filters, today: date
) -> Page[ExceptionItem]:
    """Exceptions that pass all filters, newest first.

    Raises:
        Refused: ``M-55`` for a sort order that the list does not offer.
    """
    found = _found(filters, today)
    orders = {
        "": Order((found.c.payment_date, found.c.event_id, found.c.part_id), newest_first=True),
        "payment_date": Order((found.c.payment_date, found.c.event_id, found.c.part_id)),
        "kind": Order((found.c.kind, found.c.event_id, found.c.part_id)),
    }
    rows, following = fetch_page(s, select(found), orders, request)
    return Page(_items(s, rows), following)


def count_exceptions(s: Connection, filters: Filters, today: date) -> ExceptionCounts:
    """How many exceptions of each kind pass the filters (EX-3)."""
    narrowed = frozenset(filters) - {ExceptionFilter.KIND}
    counting = _counting(filters.get(ExceptionFilter.KIND), narrowed)
    given = {one.value: filters[one] for one in narrowed}
    counted = counting.all(s, {"today": today, **given})
    by_kind = {ExceptionKind(row.kind): row.n for row in counted}
    return ExceptionCounts(
        unbalanced=by_kind.get(ExceptionKind.UNBALANCED, 0),
        errors=by_kind.get(ExceptionKind.ERROR, 0),
        unfrozen=by_kind.get(ExceptionKind.UNFROZEN, 0),
        uncharged=by_kind.get(ExceptionKind.UNCHARGED, 0),
    )


@cache
def _counting(kind: ExceptionKind | None, narrowed: frozenset[ExceptionFilter]) -> Prepared:
    """What counts exceptions of a kind, or of all, that pass filters whose values are given."""
    filters: dict[ExceptionFilter, Any] = {one: bindparam(one.value) for one in narrowed}
    found = _found(filters | {ExceptionFilter.KIND: kind}, bindparam("today"))
    return Prepared(select(found.c.kind, func.count().label("n")).group_by(found.c.kind))


def _found(filters: Filters, today: Any) -> Any:
    """Keys of the exceptions: event, payment or tender (0 for the event itself), kind."""
    kind = filters.get(ExceptionFilter.KIND)
    branches = [branch for one, branch in _branches(today).items() if kind is None or one is kind]
    tests = list(_tests(filters))
    return union_all(*(branch.where(*tests) for branch in branches)).subquery("found")


def _branches(today: Any) -> Mapping[ExceptionKind, Select[Any]]:
    event_id = _event.c.id.label("event_id")
    unbalanced = select(
        _event.c.payment_date,
        event_id,
        literal(0, _payment.c.id.type).label("part_id"),
        literal(ExceptionKind.UNBALANCED.value).label("kind"),
    ).where(_IS_UNBALANCED)
    is_error: ColumnElement[bool] = _payment.c.status == PaymentStatus.ERROR
    # An automatic payment is frozen by its job on its day (D-06): until then nothing is wrong.
    waits = and_(_payment.c.status == PaymentStatus.FREEZABLE, _event.c.payment_date > today)

    def unfrozen(kind: ExceptionKind, *tests: ColumnElement[bool]) -> Select[Any]:
        return (
            select(
                _event.c.payment_date,
                event_id,
                _payment.c.id.label("part_id"),
                literal(kind.value).label("kind"),
            )
            .join(_payment, _payment.c.event_id == _event.c.id)
            .where(_IS_UNFROZEN, *tests)
        )

    uncharged = (
        select(
            _event.c.payment_date,
            event_id,
            _missing.c.tender_id.label("part_id"),
            literal(ExceptionKind.UNCHARGED.value).label("kind"),
        )
        .select_from(_missing)
        .join(_returned, _returned.c.id == _missing.c.tender_id)
        .join(_event, _event.c.id == _returned.c.event_id)
        .where(_IS_UNSETTLED)
    )
    return {
        ExceptionKind.UNBALANCED: unbalanced,
        ExceptionKind.ERROR: unfrozen(ExceptionKind.ERROR, is_error),
        ExceptionKind.UNFROZEN: unfrozen(ExceptionKind.UNFROZEN, not_(is_error), not_(waits)),
        ExceptionKind.UNCHARGED: uncharged,
    }


def _tests(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if ExceptionFilter.DATE_FROM in filters:
        yield _event.c.payment_date >= filters[ExceptionFilter.DATE_FROM]
    if ExceptionFilter.DATE_TO in filters:
        yield _event.c.payment_date <= filters[ExceptionFilter.DATE_TO]
    if ExceptionFilter.CONTROL in filters:
        control = filters[ExceptionFilter.CONTROL]
        lies = (_tender.c.event_id == _event.c.id) & (_tender.c.tender_control_id == control)
        yield select(_tender.c.id).where(lies).correlate(_event).exists()


def _items(s: Connection, rows: Sequence[Any]) -> tuple[ExceptionItem, ...]:
    ids = list({row.event_id for row in rows})
    if not ids:
        return ()
    key = {"events": ids}
    events = {row.id: row for row in _EVENTS.all(s, key)}
    payments: dict[int, list[Any]] = defaultdict(list)
    for payment in _PAYMENTS.all(s, key):
        payments[payment.event_id].append(payment)
    tenders = handed_over(s, ids)
    return tuple(
        _item(row, events[row.event_id], payments[row.event_id], tenders[row.event_id])
        for row in rows
    )


def _item(row: Any, event: Any, payments: Sequence[Any], tenders: Sequence[Any]) -> ExceptionItem:
    facts = _facts(payments, tenders)
    own = next((payment for payment in payments if payment.id == row.part_id), None)
    returned = next((tender for tender in tenders if tender.id == row.part_id), None)
    # An event always begins with a tender that somebody handed over.
    payor = returned or next((t for t in tenders if not t.is_flagged), tenders[0])
    amount = facts.difference if returned is None else returned.amount
    return ExceptionItem(
        kind=ExceptionKind(row.kind),
        event_id=EventId(event.id),
        payment_id=None if own is None else PaymentId(own.id),
        payment_date=event.payment_date,
        account_id=AccountId(payor.payor_account_id if own is None else own.account_id),
        account_name=payor.payor_name if own is None else own.account_name,
        currency=event.currency,
        amount=amount if own is None else own.amount,
        status=None if own is None else own.status,
        error_text="" if own is None else own.error_text,
        facts=facts,
        created_at=event.created_at,
        created_by=event.created_by,
        tender_id=None if returned is None else TenderId(returned.id),
    )


def _facts(payments: Sequence[Any], tenders: Sequence[Any]) -> EventFacts:
    statuses = Counter(payment.status for payment in payments)
    canceled = PaymentStatus.CANCELED
    return EventFacts(
        tenders=total(t.amount for t in tenders if t.status is TenderStatus.VALID),
        payments=total(p.amount for p in payments if p.status is not canceled),
        unfrozen=sum(n for status, n in statuses.items() if status.is_unfrozen),
        frozen=statuses[PaymentStatus.FROZEN],
        canceled_payments=statuses[canceled],
        canceled_tenders=sum(t.status is TenderStatus.CANCELED for t in tenders),
    )
