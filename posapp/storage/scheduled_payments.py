"""Scheduled automatic payments of budgets and pay plans (AP-06)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, update

from posapp.domain.autopay_codes import DebitStatus
from posapp.domain.codes import AgreementStatus
from posapp.domain.ids import AccountId, EventId
from posapp.domain.scheduled_payments import ScheduledPayment, ScheduleDraft, ScheduleId
from posapp.storage.base import record, table_of
from posapp.storage.event_writes import Stamp
from posapp.storage.prepared import Prepared, insert_into
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.autopay import ScheduledPaymentRow
from posapp.storage.tables.people import AccountRow, PersonRow

_scheduled, _agreement = table_of(ScheduledPaymentRow), table_of(AgreementRow)
_account, _person = table_of(AccountRow), table_of(PersonRow)
_INSERT = insert_into(ScheduledPaymentRow)
_select = (
    select(
        _scheduled,
        _agreement.c.account_id,
        _account.c.currency,
        _person.c.name.label("account_name"),
    )
    .join(_agreement, _agreement.c.id == _scheduled.c.agreement_id)
    .join(_account, _account.c.id == _agreement.c.account_id)
    .join(_person, _person.c.id == _account.c.person_id)
)
_ID: Final[Any] = bindparam("its_id")
_ONE: Final = Prepared(_select.where(_scheduled.c.id == _ID))
_next = _select.order_by(_scheduled.c.scheduled_date, _scheduled.c.id)
_LIST: Final = Prepared(_next.limit(bindparam("most")))
_OF_ACCOUNT: Final = Prepared(
    _next.where(_agreement.c.account_id == bindparam("account")).limit(bindparam("most"))
)
_WAITING: Final = Prepared(
    _next.where(
        _scheduled.c.status == DebitStatus.WAITING, _scheduled.c.scheduled_date <= bindparam("by")
    )
)
_ACCOUNT_OF: Final = Prepared(
    select(_account.c.id, _account.c.currency, _agreement.c.status)
    .join(_agreement, _agreement.c.account_id == _account.c.id)
    .where(_agreement.c.id == _ID)
)
_SAY: Final = Prepared(
    update(_scheduled)
    .where(_scheduled.c.id == _ID)
    .values(status=bindparam("now"), event_id=bindparam("by_event"))
)


def load_scheduled(s: Connection, schedule_id: ScheduleId) -> ScheduledPayment | None:
    """One scheduled payment; ``None`` when there is none."""
    row = _ONE.first(s, {"its_id": schedule_id})
    return None if row is None else record(row, ScheduledPayment)


def list_scheduled(
    s: Connection, account_id: AccountId | None, most: int
) -> tuple[ScheduledPayment, ...]:
    """Scheduled payments, the next ones first; of one account or of all."""
    listed = _LIST if account_id is None else _OF_ACCOUNT
    rows = listed.all(s, {"account": account_id, "most": most})
    return tuple(record(row, ScheduledPayment) for row in rows)


def waiting_scheduled(s: Connection, by: date) -> tuple[ScheduledPayment, ...]:
    """Scheduled payments that were not made yet, up to a date."""
    return tuple(record(row, ScheduledPayment) for row in _WAITING.all(s, {"by": by}))


def taken_days(s: Connection, draft: ScheduleDraft, days: Sequence[date]) -> tuple[date, ...]:
    """Those of the days on which the agreement has a scheduled payment that was not stopped."""
    query = select(_scheduled.c.scheduled_date).where(
        _scheduled.c.agreement_id == draft.agreement_id,
        _scheduled.c.scheduled_date.in_(days),
        _scheduled.c.status != DebitStatus.STOPPED,
    )
    return tuple(s.execute(query.order_by(_scheduled.c.scheduled_date)).scalars())


def account_of_agreement(
    s: Connection, agreement_id: int
) -> tuple[AccountId, str, AgreementStatus] | None:
    """Account of an agreement, its currency, and the agreement's status; ``None`` without one."""
    row = _ACCOUNT_OF.first(s, {"its_id": agreement_id})
    return None if row is None else (AccountId(row.id), row.currency, row.status)


def insert_scheduled(
    s: Connection, draft: ScheduleDraft, rows: Sequence[tuple[ScheduleId, date]], stamp: Stamp
) -> None:
    """Write the payments of a draft, each with its id and date."""
    _INSERT.many(
        s,
        [
            {
                "id": schedule_id,
                "agreement_id": draft.agreement_id,
                "kind": draft.kind,
                "scheduled_date": day,
                "amount": draft.amount,
                "status": DebitStatus.WAITING,
                "event_id": None,
                "comments": draft.comments,
                "created_at": stamp.at,
                "created_by": stamp.user_id,
            }
            for schedule_id, day in rows
        ],
    )


def record_made(
    s: Connection, schedule_id: ScheduleId, status: DebitStatus, event_id: EventId | None = None
) -> None:
    """Say what became of a scheduled payment."""
    _SAY.many(s, [{"its_id": schedule_id, "now": status, "by_event": event_id}])
