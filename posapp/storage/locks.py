"""Locks of a counter's work, taken in one order so that no two counters wait for each other (D-25).

Deposit control, tender control, accounts by id, event, number series. SQLite has one writer and
needs none of them.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select

from posapp.domain.ids import AccountId, ControlId, DepositControlId, EventId
from posapp.storage.base import table_of
from posapp.storage.db import lock
from posapp.storage.tables.controls import DepositControlRow, TenderControlRow
from posapp.storage.tables.payment_events import PaymentEventRow
from posapp.storage.tables.people import AccountRow


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
    if controls:
        own = TenderControlRow.id.in_(controls)
        of = s.execute(select(TenderControlRow.deposit_control_id).where(own)).scalars().all()
        _share(s, {*of, *deposits})
        lock(s, table_of(TenderControlRow), controls)
    lock(s, table_of(AccountRow), accounts)
    if event_id is not None:
        lock(s, table_of(PaymentEventRow), [event_id])


def lock_deposit(s: Connection, deposit_id: DepositControlId) -> None:
    """Keep a deposit control as it is while a tender control is put under it (D-25)."""
    if s.dialect.name != "sqlite":
        _share(s, [deposit_id])


def _share(s: Connection, deposits: Collection[int]) -> None:
    # Shared, so that the drawers of one deposit control do not wait for each other.
    wanted = select(DepositControlRow.id).where(DepositControlRow.id.in_(deposits))
    s.execute(wanted.order_by(DepositControlRow.id).with_for_update(read=True)).all()
