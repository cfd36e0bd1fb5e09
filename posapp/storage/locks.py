"""Locks of a counter's work, taken in one order so that no two counters wait for each other (D-25).

Deposit control, tender control, accounts by id, event, number series. SQLite has one writer and
needs none of them.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from sqlalchemy import Connection, or_, select

from posapp.domain.ids import AccountId, ControlId, DepositControlId, EventId
from posapp.storage.base import table_of
from posapp.storage.db import lock
from posapp.storage.prepared import Ask, Prepared, any_of
from posapp.storage.tables.controls import DepositControlRow, TenderControlRow
from posapp.storage.tables.payment_events import PaymentEventRow
from posapp.storage.tables.people import AccountRow

_deposit, _control = table_of(DepositControlRow), table_of(TenderControlRow)
_account = table_of(AccountRow)
# Shared, so that the drawers of one deposit control do not wait for each other.
_DEPOSITS: Final = Prepared(
    select(_deposit.c.id)
    .where(
        or_(
            _deposit.c.id.in_(
                select(_control.c.deposit_control_id).where(any_of(_control.c.id, "controls"))
            ),
            any_of(_deposit.c.id, "deposits"),
        )
    )
    .order_by(_deposit.c.id)
    .with_for_update(read=True)
)
# Sorted first, so two commands that need the same rows take them in the same order.
_CONTROLS: Final = Prepared(
    select(_control.c.id)
    .where(any_of(_control.c.id, "keys"))
    .order_by(_control.c.id)
    .with_for_update()
)
_SHARED: Final = Prepared(
    select(_deposit.c.id)
    .where(any_of(_deposit.c.id, "deposits"))
    .order_by(_deposit.c.id)
    .with_for_update(read=True)
)
_ACCOUNTS: Final = Prepared(
    select(_account.c.id)
    .where(any_of(_account.c.id, "keys"))
    .order_by(_account.c.id)
    .with_for_update()
)


def lock_counter(
    s: Connection,
    controls: Collection[ControlId],
    accounts: Iterable[AccountId],
    event_id: EventId | None = None,
    deposits: Collection[DepositControlId] = (),
) -> None:
    """Lock what money at a counter touches: drawers with their deposit controls, accounts, event.

    Args:
        s: the write transaction.
        controls: tender controls whose tenders are written.
        accounts: payors and payees.
        event_id: the event that is changed; ``None`` for a new one.
        deposits: deposit controls that a drawer moves to.
    """
    if s.dialect.name == "sqlite":
        return
    for statement, values in locks_asked(controls, accounts, deposits):
        statement.all(s, values)
    if event_id is not None:
        lock(s, table_of(PaymentEventRow), [event_id])


def locks_asked(
    controls: Collection[ControlId],
    accounts: Iterable[AccountId],
    deposits: Collection[DepositControlId] = (),
) -> Iterator[Ask]:
    """What ``lock_counter`` asks of a server, in its order; a row stays locked that is given."""
    if controls:
        keys = sorted(set(controls))
        yield _DEPOSITS, {"controls": keys, "deposits": sorted(set(deposits))}
        yield _CONTROLS, {"keys": keys}
    if wanted := sorted(set(accounts)):
        yield _ACCOUNTS, {"keys": wanted}


def lock_deposit(s: Connection, deposit_id: DepositControlId) -> None:
    """Keep a deposit control as it is while a tender control is put under it (D-25)."""
    if s.dialect.name != "sqlite":
        _SHARED.all(s, {"deposits": [deposit_id]})
