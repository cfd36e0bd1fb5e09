"""Payment events by the numbers on their papers: event, receipt, document (RC-1, D-31, D-32)."""

import re
from typing import Any, Final

from sqlalchemy import Connection, bindparam, or_, select

from posapp.domain.accounts import EventHit
from posapp.domain.ids import AccountId, EventId, parse_id
from posapp.domain.money import Money, total
from posapp.storage.base import table_of
from posapp.storage.event_views import receipt_number
from posapp.storage.handed import handed_over
from posapp.storage.prepared import Prepared
from posapp.storage.tables.payment_events import PaymentEventRow

_LEAST: Final = 6
_RECEIPT: Final = re.compile(r"([0-9]{4,12})-([0-9]{1,9})", re.ASCII)
_event = table_of(PaymentEventRow)
_FOUND: Final = Prepared(
    select(
        _event.c.id,
        _event.c.payment_date,
        _event.c.currency,
        _event.c.document_number,
        _event.c.receipt_control_id,
        _event.c.receipt_seq,
    )
    .where(
        or_(
            _event.c.id == bindparam("number"),
            _event.c.document_number == bindparam("document"),
            (_event.c.receipt_control_id == bindparam("control"))
            & (_event.c.receipt_seq == bindparam("seq")),
        )
    )
    .order_by(_event.c.id)
)


def find_events(s: Connection, typed: str) -> tuple[EventHit, ...]:
    """Events that a number names exactly, spaces and case do not count; most texts name none."""
    number = "".join(typed.split()).upper()
    if len(number) < _LEAST or not any(char.isdigit() for char in number):
        return ()
    receipt = _RECEIPT.fullmatch(number)
    control, seq = (int(receipt[1]), int(receipt[2])) if receipt else (0, 0)
    key = {"number": parse_id(number) or 0, "document": number, "control": control, "seq": seq}
    rows = _FOUND.all(s, key)
    tenders = handed_over(s, [row.id for row in rows])
    return tuple(_hit(row, tenders[row.id]) for row in rows)


def _hit(row: Any, tenders: Any) -> EventHit:
    # An event always begins with a tender that somebody handed over.
    payor = next((tender for tender in tenders if not tender.is_flagged), tenders[0])
    amounts: list[Money] = [tender.amount for tender in tenders]
    return EventHit(
        event_id=EventId(row.id),
        account_id=AccountId(payor.payor_account_id),
        payor_name=payor.payor_name,
        payment_date=row.payment_date,
        currency=row.currency,
        amount=total(amounts),
        receipt_number=receipt_number(row.receipt_control_id, row.receipt_seq) or "",
        document_number=row.document_number or "",
    )
