"""Tenders that look like one that is being stated: possible duplicates (D-22, TN-7)."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, select

from posapp.domain.codes import TenderStatus
from posapp.domain.ids import EventId, TenderId
from posapp.domain.payment_events import AddEvent, EarlierTender
from posapp.storage.prepared import Ask, Prepared
from posapp.storage.tables.controls import TenderControlRow
from posapp.storage.tables.payment_events import TenderRow
from posapp.storage.tables.system import UserRow

DUPLICATE_WINDOW: Final = timedelta(minutes=10)
CHECK_WINDOW: Final = timedelta(days=180)

_EARLIER = Prepared(
    select(
        TenderRow.event_id,
        TenderRow.tender_type,
        TenderRow.control_amount,
        TenderRow.control_currency,
        TenderRow.check_number,
        TenderRow.created_at,
        UserRow.name.label("user_name"),
        TenderControlRow.tender_source,
    )
    .join(UserRow, UserRow.id == TenderRow.created_by)
    .outerjoin(TenderControlRow, TenderControlRow.id == TenderRow.tender_control_id)
    .where(
        TenderRow.payor_account_id == bindparam("payor"),
        TenderRow.created_at >= bindparam("since"),
        TenderRow.status == TenderStatus.VALID,
        TenderRow.cash_back == bindparam("no"),
    )
    .order_by(TenderRow.id.desc())
)
_SAME_CHECK = Prepared(
    select(TenderRow.event_id)
    .where(
        TenderRow.check_number == bindparam("number"),
        # Said again, so that the index of what was filled in is used.
        TenderRow.check_number != "",
        TenderRow.micr_last4 == bindparam("micr"),
        TenderRow.created_at >= bindparam("since"),
        TenderRow.status == TenderStatus.VALID,
        TenderRow.id != bindparam("own"),
    )
    .order_by(TenderRow.id.desc())
    .limit(1)
)


def earlier_asked(command: AddEvent, now: datetime) -> list[Ask]:
    """What ``load_earlier`` asks, once for each payor."""
    since = now - DUPLICATE_WINDOW
    payors = dict.fromkeys(draft.payor or command.payor for draft in command.tenders)
    return [(_EARLIER, {"payor": payor, "since": since, "no": False}) for payor in payors]


def load_earlier(
    s: Connection, command: AddEvent, home: str, now: datetime
) -> dict[int, EarlierTender]:
    """Tenders of the last minutes that look like the ones stated (D-22)."""
    asked = earlier_asked(command, now)
    by_payor = {values["payor"]: statement.all(s, values) for statement, values in asked}
    found: dict[int, EarlierTender] = {}
    for index, draft in enumerate(command.tenders):
        stated = (
            draft.tender_type,
            draft.amount,
            draft.currency or home,
            draft.check_number.strip(),
        )
        for row in by_payor[draft.payor or command.payor]:
            if stated == (
                row.tender_type,
                row.control_amount,
                row.control_currency,
                row.check_number,
            ):
                found[index] = EarlierTender(
                    row.event_id, row.user_name, row.tender_source or "", row.created_at
                )
                break
    return found


def load_same_checks(s: Connection, command: AddEvent, now: datetime) -> dict[int, EventId]:
    """Valid tenders with the same check number and end of the MICR line, by anybody (TN-7)."""
    found: dict[int, EventId] = {}
    for index, draft in enumerate(command.tenders):
        event_id = find_same_check(s, draft.check_number.strip(), draft.micr[-4:], now)
        if event_id is not None:
            found[index] = event_id
    return found


def find_same_check(
    s: Connection, number: str, micr: str, now: datetime, own: TenderId | None = None
) -> EventId | None:
    """Event of the newest valid tender with a check number and end of a MICR line (TN-7).

    Args:
        s: the transaction.
        number: check number; without one there is nothing to compare.
        micr: last signs of the MICR line; likewise.
        now: the window ends here (UTC).
        own: the tender that changes, which is not meant.
    """
    if not (number and micr):
        return None
    key = {"number": number, "micr": micr, "since": now - CHECK_WINDOW, "own": own or 0}
    event_id = _SAME_CHECK.scalar(s, key)
    return None if event_id is None else EventId(event_id)
