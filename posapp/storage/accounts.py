"""Accounts: facts for decisions, look-ups by our id or a foreign key, the parts of the card."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, bindparam, false, func, or_, select

from posapp.domain.accounts import Account, ItemLine, RecentPayment, Waiting
from posapp.domain.codes import ItemState, PaymentStatus
from posapp.domain.ids import AccountId, parse_id
from posapp.domain.money import ZERO
from posapp.domain.setup import SetUp
from posapp.storage.base import record
from posapp.storage.prepared import Ask, Prepared, any_of
from posapp.storage.tables.agreements import BillRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow
from posapp.storage.tables.payment_events import PaymentEventRow, PaymentRow, TenderRow
from posapp.storage.tables.people import AccountKeyRow, AccountRow, CreditRatingRow, PersonRow
from posapp.storage.tables.setup import CancelReasonRow, TenderTypeRow
from posapp.storage.types import total_of

# Points that are in force on the day (CR-03), computed in the same round trip.
_POINTS = (
    select(func.coalesce(func.sum(CreditRatingRow.cash_only_effect), 0))
    .where(
        CreditRatingRow.account_id == AccountRow.id,
        CreditRatingRow.start_date <= bindparam("today"),
        or_(CreditRatingRow.end_date.is_(None), CreditRatingRow.end_date >= bindparam("today")),
    )
    .scalar_subquery()
)
_ACCOUNTS = Prepared(
    select(
        AccountRow.id,
        PersonRow.name,
        AccountRow.address,
        AccountRow.customer_class,
        AccountRow.division,
        AccountRow.currency,
        _POINTS.label("points"),
    )
    .join(PersonRow, PersonRow.id == AccountRow.person_id)
    .where(any_of(AccountRow.id, "ids"))
)
_NAMES = Prepared(
    select(AccountRow.id, PersonRow.name)
    .join(PersonRow, PersonRow.id == AccountRow.person_id)
    .where(any_of(AccountRow.id, "ids"))
)
_OWN = Prepared(select(AccountRow.id).where(AccountRow.id == bindparam("id")))
_CLASS = Prepared(select(AccountRow.customer_class).where(AccountRow.id == bindparam("account_id")))
_GROUPING = Prepared(
    select(AccountRow.customer_class, AccountRow.division).where(
        AccountRow.id == bindparam("account_id")
    )
)
_OF_KEY = Prepared(
    select(AccountKeyRow.account_id).where(AccountKeyRow.folded == bindparam("folded"))
)
_OF_NUMBER = Prepared(
    select(PayableItemRow.account_id)
    .where(PayableItemRow.number == bindparam("number"), PayableItemRow.state != ItemState.RELEASED)
    .union(
        select(BillRow.account_id).where(BillRow.number == bindparam("number")),
        select(AccountRow.id)
        .join(PersonRow, PersonRow.id == AccountRow.person_id)
        .where(PersonRow.employee_number != "", PersonRow.employee_number == bindparam("number")),
    )
)
_KEYS = Prepared(
    select(AccountKeyRow.kind, AccountKeyRow.value)
    .where(AccountKeyRow.account_id == bindparam("account_id"))
    .order_by(AccountKeyRow.kind, AccountKeyRow.value)
)
_ITEMS = Prepared(
    select(
        PayableItemRow.id,
        PayableItemRow.number,
        PayableItemRow.agreement_id,
        PayableItemRow.sa_type,
        PayableItemRow.description,
        PayableItemRow.issue_date,
        PayableItemRow.state,
        select(func.sum(FinancialTransactionRow.current_amount))
        .where(FinancialTransactionRow.agreement_id == PayableItemRow.agreement_id)
        .scalar_subquery()
        .label("due"),
    )
    .where(PayableItemRow.account_id == bindparam("account_id"))
    .order_by(PayableItemRow.issue_date.desc(), PayableItemRow.id.desc())
    .limit(bindparam("most"))
)
_WAITING = Prepared(
    select(
        PaymentRow.account_id,
        func.count().label("n"),
        total_of(PaymentRow.amount).label("amount"),
    )
    .where(
        any_of(PaymentRow.account_id, "ids"),
        or_(*(PaymentRow.status == status for status in PaymentStatus if status.is_unfrozen)),
    )
    .group_by(PaymentRow.account_id)
)
_LATER = Prepared(
    select(func.count())
    .select_from(PaymentRow)
    .join(PaymentEventRow, PaymentEventRow.id == PaymentRow.event_id)
    .where(
        PaymentRow.account_id == bindparam("account_id"),
        PaymentRow.status == PaymentStatus.FREEZABLE,
        PaymentEventRow.payment_date > bindparam("today"),
    )
)
_RECENT = Prepared(
    select(
        PaymentRow.id,
        PaymentRow.event_id,
        PaymentRow.amount,
        PaymentRow.status,
        CancelReasonRow.description.label("cancel_reason"),
        PaymentEventRow.payment_date,
    )
    .join(PaymentEventRow, PaymentEventRow.id == PaymentRow.event_id)
    .outerjoin(CancelReasonRow, CancelReasonRow.code == PaymentRow.cancel_reason)
    .where(PaymentRow.account_id == bindparam("account_id"))
    .order_by(PaymentRow.id.desc())
    .limit(bindparam("most"))
)
_HANDED = Prepared(
    select(TenderRow.event_id, TenderTypeRow.description, TenderRow.check_number)
    .join(TenderTypeRow, TenderTypeRow.code == TenderRow.tender_type)
    .where(any_of(TenderRow.event_id, "events"), TenderRow.cash_back == false())
    .order_by(TenderRow.id)
)


def accounts_asked(ids: Iterable[AccountId], today: date) -> Ask:
    """What ``load_accounts`` asks."""
    return _ACCOUNTS, {"ids": list(ids), "today": today}


def load_accounts(
    s: Connection, ids: Iterable[AccountId], today: date, setup: SetUp
) -> Mapping[AccountId, Account]:
    """Accounts with their cash-only score on a day, by id; unknown ids are left out."""
    statement, values = accounts_asked(ids, today)
    rows = statement.all(s, values)
    return {
        AccountId(row.id): record(
            row,
            Account,
            cash_only_score=setup.beginning_cash_only_score(row.division) + int(row.points),
        )
        for row in rows
    }


def load_missing_accounts(
    s: Connection,
    ids: Iterable[AccountId],
    today: date,
    setup: SetUp,
    known: Mapping[AccountId, Account],
) -> Mapping[AccountId, Account]:
    """Accounts as ``load_accounts``; only those are read that are not ``known`` yet."""
    wanted = list(ids)
    missing = [one for one in wanted if one not in known]
    found = load_accounts(s, missing, today, setup) if missing else {}
    return {one: known.get(one) or found[one] for one in wanted if one in known or one in found}


def load_names(s: Connection, ids: Iterable[AccountId]) -> Mapping[AccountId, str]:
    """Names of the main customers of accounts; unknown ids are left out."""
    return {AccountId(row.id): row.name for row in _NAMES.all(s, {"ids": list(ids)})}


def load_class(s: Connection, account_id: AccountId) -> str:
    """Customer class of an account that is there."""
    return str(_CLASS.scalar(s, {"account_id": account_id}))


def load_grouping(s: Connection, account_id: AccountId) -> tuple[str, str]:
    """Customer class and CIS division of an account that is there (0.1)."""
    row = _GROUPING.first(s, {"account_id": account_id})
    return str(row.customer_class), str(row.division)


def fold_key(value: str) -> str:
    """A look-up key as it is searched: upper case, without spaces, dashes and dots."""
    return "".join(char for char in value.upper() if char not in " -./\u00a0")


def find_account_ids(s: Connection, text: str) -> tuple[AccountId, ...]:
    """Accounts that a text names exactly: our id, else a key, item, bill or employee number.

    Keys of foreign systems are tried before our own ids only where the text is no id of ours, so
    ``210`` finds a key and ``1000000210`` our account.
    """
    number = parse_id(text)
    if number is not None:
        own = _OWN.scalar(s, {"id": number})
        if own is not None:
            return (AccountId(own),)
    found = _OF_KEY.all(s, {"folded": fold_key(text)})
    if not found:
        found = _OF_NUMBER.all(s, {"number": text.strip()})
    return tuple(sorted({AccountId(row.account_id) for row in found}))


def load_keys(s: Connection, account_id: AccountId) -> tuple[tuple[str, str], ...]:
    """Look-up keys of an account as (kind, value)."""
    return tuple((row.kind, row.value) for row in _KEYS.all(s, {"account_id": account_id}))


def load_items(s: Connection, account_id: AccountId, most: int) -> tuple[ItemLine, ...]:
    """Payable items of an account, newest first, with what is due on each."""
    rows = _ITEMS.all(s, {"account_id": account_id, "most": most})
    return tuple(record(row, ItemLine) for row in rows)


def waiting_asked(ids: Iterable[AccountId]) -> Ask:
    """What ``load_waiting`` asks."""
    return _WAITING, {"ids": list(ids)}


def load_waiting(s: Connection, ids: Iterable[AccountId]) -> Mapping[AccountId, Waiting]:
    """Payments of accounts that are not frozen yet; accounts without any are left out (14.1)."""
    statement, values = waiting_asked(ids)
    rows = statement.all(s, values)
    return {AccountId(row.account_id): Waiting(int(row.n), row.amount) for row in rows}


def load_waiting_of(s: Connection, account_id: AccountId, today: date) -> Waiting:
    """Payments of one account that are not frozen yet, and how many of them lie ahead (D-06)."""
    found = load_waiting(s, [account_id]).get(account_id, Waiting(0, ZERO))
    if not found.count:
        return found
    later = _LATER.scalar(s, {"account_id": account_id, "today": today})
    return replace(found, later=int(later or 0))


def load_recent(s: Connection, account_id: AccountId, most: int) -> tuple[RecentPayment, ...]:
    """The newest payments of an account, with the form of what was handed over."""
    rows = _RECENT.all(s, {"account_id": account_id, "most": most})
    handed = _handed(s, [row.event_id for row in rows])
    return tuple(
        RecentPayment(
            row.id,
            row.event_id,
            row.payment_date,
            handed.get(row.event_id, ""),
            row.amount,
            row.status.value,
            row.cancel_reason or "",
        )
        for row in rows
    )


def _handed(s: Connection, event_ids: list[int]) -> dict[int, str]:
    """Tender types of events in words: ``Cash``, ``Check 2207``, ``Cash + Check 17``."""
    words: dict[int, list[str]] = {}
    for row in _HANDED.all(s, {"events": event_ids}) if event_ids else ():
        text = f"{row.description} {row.check_number}".strip()
        words.setdefault(row.event_id, []).append(text)
    return {event_id: " + ".join(dict.fromkeys(parts)) for event_id, parts in words.items()}
