"""Booked differences: the company-use agreement, the rows, the log (controls 8)."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select

from posapp.domain.ids import AccountId, AgreementId, ControlId, EventId, UserId
from posapp.domain.money import ZERO, Money
from posapp.domain.over_unders import CompanyAgreement, OverUnderEntry
from posapp.domain.setup import SetUp
from posapp.storage.base import record, table_of
from posapp.storage.db import lock
from posapp.storage.ids import take_ids
from posapp.storage.mentions import Mentions, mention
from posapp.storage.new_agreements import INSERT_AGREEMENT, agreement_values
from posapp.storage.prepared import Prepared, any_of, insert_into
from posapp.storage.search_index import index_accounts
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.controls import TenderControlRow
from posapp.storage.tables.over_unders import OverUnderAgreementRow, OverUnderRow
from posapp.storage.tables.payment_events import TenderRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.setup import CurrencyRow
from posapp.storage.tables.system import UserRow
from posapp.storage.types import total_of

_named, _agreement = table_of(OverUnderAgreementRow), table_of(AgreementRow)
_over_under, _control = table_of(OverUnderRow), table_of(TenderControlRow)
_tender = table_of(TenderRow)
_cashier, _booker = table_of(UserRow).alias("cashier"), table_of(UserRow).alias("booker")
_approver = table_of(UserRow).alias("approver")
_BOOKING: Final = Prepared(
    select(_over_under.c.id).where(_over_under.c.event_id == bindparam("event_id"))
)
_COMPANY: Final = Prepared(
    select(_agreement.c.account_id, _agreement.c.id.label("agreement_id"), _agreement.c.sa_type)
    .join(_named, _named.c.agreement_id == _agreement.c.id)
    .where(_named.c.currency == bindparam("currency"))
)
_INSERT: Final = insert_into(OverUnderRow)
_INSERT_PERSON, _INSERT_ACCOUNT = insert_into(PersonRow), insert_into(AccountRow)
_INSERT_NAMED: Final = insert_into(OverUnderAgreementRow)
_SUM: Final = Prepared(
    select(total_of(func.abs(_tender.c.amount)).label("booked"))
    .join(_over_under, _over_under.c.event_id == _tender.c.event_id)
    .where(_over_under.c.tender_control_id == bindparam("control_id"))
)
_LOG: Final = (
    select(
        _over_under.c.event_id,
        _over_under.c.tender_control_id.label("control_id"),
        _control.c.tender_source,
        _control.c.business_date,
        _over_under.c.created_at.label("booked_at"),
        func.coalesce(_cashier.c.name, "").label("cashier"),
        _over_under.c.cashier_id,
        _tender.c.tender_type,
        _control.c.currency,
        _tender.c.amount,
        _over_under.c.reason,
        _over_under.c.comments,
        _booker.c.name.label("booked_by"),
        func.coalesce(_approver.c.name, "").label("approved_by"),
    )
    .join(_control, _control.c.id == _over_under.c.tender_control_id)
    .join(_tender, _tender.c.event_id == _over_under.c.event_id)
    .join(_booker, _booker.c.id == _over_under.c.created_by)
    .outerjoin(_cashier, _cashier.c.id == _over_under.c.cashier_id)
    .outerjoin(_approver, _approver.c.id == _over_under.c.approved_by)
    .where(any_of(_control.c.tender_source, "sources"))
    .order_by(_over_under.c.id, _tender.c.id)
)
_TESTS: Final = {
    "first": _control.c.business_date >= bindparam("first"),
    "last": _control.c.business_date <= bindparam("last"),
    "user_id": _over_under.c.cashier_id == bindparam("user_id"),
    "of_control": _control.c.id == bindparam("of_control"),
    "of_reason": _over_under.c.reason == bindparam("of_reason"),
}


def is_booking(s: Connection, event_id: EventId) -> bool:
    """Whether an event books the difference of a drawer."""
    return _BOOKING.first(s, {"event_id": event_id}) is not None


def company_agreement(s: Connection, currency: str, day: date, setup: SetUp) -> CompanyAgreement:
    """What differences of a currency are booked to, made when first asked for (OU-01).

    Locks its account for the rest of the transaction (D-25).
    """
    found = _find(s, currency)
    if found is None:
        # Two first bookings wait for each other here; the second one finds what the first made.
        lock(s, table_of(CurrencyRow), [currency])
        found = _find(s, currency) or _make(s, currency, day, setup)
    lock(s, table_of(AccountRow), [found.account_id])
    return found


def _find(s: Connection, currency: str) -> CompanyAgreement | None:
    row = _COMPANY.first(s, {"currency": currency})
    return None if row is None else record(row, CompanyAgreement)


def _make(s: Connection, currency: str, day: date, setup: SetUp) -> CompanyAgreement:
    options = setup.drawers
    kind = setup.sa_types[options.over_under_sa_type]
    person, account, agreement = take_ids(s, 3)
    _INSERT_PERSON.run(s, {"id": person, "name": f"{kind.description} {currency}"})
    _INSERT_ACCOUNT.run(
        s,
        {
            "id": account,
            "person_id": person,
            "customer_class": options.company_class,
            "division": options.company_division,
            "currency": currency,
            "setup_date": day,
        },
    )
    INSERT_AGREEMENT.run(
        s, agreement_values(AgreementId(agreement), AccountId(account), kind.code, day)
    )
    _INSERT_NAMED.run(s, {"currency": currency, "agreement_id": agreement})
    index_accounts(s, [account])
    return CompanyAgreement(AccountId(account), AgreementId(agreement), kind.code)


def insert_over_under(s: Connection, values: Mapping[str, Any]) -> Mentions:
    """Write what was booked, why and by whom; returns its mention."""
    _INSERT.run(s, values)
    return {"over_under": mention("over_under", [values])}


def sum_booked(s: Connection, control_id: ControlId) -> Money:
    """All that was booked in a drawer so far, each amount without its sign (OU-09)."""
    booked: Money = _SUM.scalar(s, {"control_id": control_id})
    return booked


def load_log(
    s: Connection,
    office: str,
    setup: SetUp,
    *,
    first: date | None = None,
    last: date | None = None,
    user_id: UserId | None = None,
    control_id: int | None = None,
    reason: str = "",
) -> tuple[OverUnderEntry, ...]:
    """Bookings of an office, the oldest first, with running totals by cashier and currency (OU-10).

    Args:
        s: the transaction.
        office: whose drawers.
        setup: knows which sources are the office's.
        first: earliest business date; ``None``: since ever.
        last: latest business date; ``None``: until now.
        user_id: of one cashier only.
        control_id: of one drawer only.
        reason: booked for this reason only.
    """
    sources = [one.code for one in setup.tender_sources.values() if one.office == office]
    asked = {
        "first": first,
        "last": last,
        "user_id": user_id,
        "of_control": control_id,
        "of_reason": reason or None,
    }
    given = {name: value for name, value in asked.items() if value is not None}
    return tuple(_with_running(_log(tuple(given)).all(s, {"sources": sources, **given})))


@cache
def _log(tests: tuple[str, ...]) -> Prepared:
    return Prepared(_LOG.where(*(_TESTS[name] for name in tests)))


def _with_running(rows: Any) -> list[OverUnderEntry]:
    sums: dict[tuple[Any, str], tuple[Money, frozenset[int]]] = {}
    found = []
    for row in rows:
        key = (row.cashier_id, row.currency)
        so_far, events = sums.get(key, (ZERO, frozenset()))
        sums[key] = so_far + row.amount, events | {row.event_id}
        running, counted = sums[key]
        found.append(record(row, OverUnderEntry, running_total=running, running_count=len(counted)))
    return found
