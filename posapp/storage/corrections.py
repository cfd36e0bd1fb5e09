"""What accounts have posted, for the preview of a correction: the event's, and what comes new."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select

from posapp.domain.codes import ControlStatus
from posapp.domain.correction_views import PostedEntry, PostedLine
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, DepositControlId, EventId, PaymentId
from posapp.domain.setup import SetUp
from posapp.storage.agreements import load_match
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.controls import DepositControlRow
from posapp.storage.tables.ledger import FinancialTransactionRow, GlLineRow
from posapp.storage.tables.payment_events import PaymentRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.setup import DistributionCodeRow

_ft, _gl = table_of(FinancialTransactionRow), table_of(GlLineRow)
_agreement, _account = table_of(AgreementRow), table_of(AccountRow)
_person, _code = table_of(PersonRow), table_of(DistributionCodeRow)
_payment, _deposit = table_of(PaymentRow), table_of(DepositControlRow)
_ENTRIES: Any = (
    select(
        _ft.c.id,
        _ft.c.ft_type,
        _agreement.c.account_id,
        _person.c.name.label("account_name"),
        _agreement.c.sa_type,
        _agreement.c.service,
        _ft.c.current_amount,
        _ft.c.accounting_date,
    )
    .join(_agreement, _agreement.c.id == _ft.c.agreement_id)
    .join(_account, _account.c.id == _agreement.c.account_id)
    .join(_person, _person.c.id == _account.c.person_id)
    .order_by(_ft.c.id)
)
_OF_EVENT: Final = Prepared(
    _ENTRIES.join(_payment, _payment.c.id == _ft.c.parent_id).where(
        _payment.c.event_id == bindparam("event_id")
    )
)
_SINCE: Final = Prepared(
    _ENTRIES.where(any_of(_agreement.c.account_id, "accounts"), _ft.c.id > bindparam("last"))
)
_LAST: Final = Prepared(
    select(func.coalesce(func.max(_ft.c.id), 0))
    .join(_agreement, _agreement.c.id == _ft.c.agreement_id)
    .where(any_of(_agreement.c.account_id, "accounts"))
)
_LINES: Final = Prepared(
    select(_gl.c.ft_id, _gl.c.distribution_code.label("code"), _code.c.description, _gl.c.amount)
    .join(_code, _code.c.code == _gl.c.distribution_code)
    .where(any_of(_gl.c.ft_id, "fts"))
    .order_by(_gl.c.ft_id, _gl.c.seq)
)
_DEPOSITS: Final = Prepared(
    select(_deposit.c.id, _deposit.c.status).where(any_of(_deposit.c.id, "deposits"))
)


def load_event_entries(s: Connection, event_id: EventId, setup: SetUp) -> tuple[PostedEntry, ...]:
    """What the payments of an event posted, oldest first."""
    return _with_lines(s, _OF_EVENT.all(s, {"event_id": event_id}), setup)


def last_entry(s: Connection, accounts: Collection[AccountId]) -> int:
    """The newest transaction of accounts; those that come later have higher numbers.

    The accounts are locked, so nobody else posts on them meanwhile.
    """
    found: int = _LAST.scalar(s, {"accounts": list(accounts)})
    return found


def load_entries_since(
    s: Connection, accounts: Collection[AccountId], last: int, setup: SetUp
) -> tuple[PostedEntry, ...]:
    """What was posted on accounts after a transaction, oldest first."""
    rows = _SINCE.all(s, {"accounts": list(accounts), "last": last})
    return _with_lines(s, rows, setup)


def deposit_statuses(
    s: Connection, deposits: Collection[DepositControlId]
) -> Mapping[int, ControlStatus]:
    """Status of deposit controls by id."""
    rows = _DEPOSITS.all(s, {"deposits": list(deposits)}) if deposits else ()
    return {row.id: row.status for row in rows}


def _with_lines(s: Connection, rows: Sequence[Any], setup: SetUp) -> tuple[PostedEntry, ...]:
    lines: dict[int, list[PostedLine]] = defaultdict(list)
    for line in _LINES.all(s, {"fts": [row.id for row in rows]}) if rows else ():
        lines[line.ft_id].append(record(line, PostedLine))
    return tuple(
        PostedEntry(
            row.id,
            row.ft_type,
            AccountId(row.account_id),
            row.account_name,
            row.sa_type,
            f"{setup.sa_types[row.sa_type].description} {row.service}".strip(),
            row.current_amount,
            row.accounting_date,
            tuple(lines[row.id]),
        )
        for row in rows
    )


def load_fitting(
    s: Connection, event: EventView, account_id: AccountId | None, setup: SetUp
) -> frozenset[PaymentId]:
    """Payments of an event whose match names something of an account (M-22)."""
    if account_id is None:
        return frozenset()
    return frozenset(
        one.id
        for one in event.payments
        if (kind := setup.match_types.get(one.match_type or "")) is not None
        if one.match_value and load_match(s, account_id, kind.kind, one.match_value).known
    )
