"""What payments credit in place of their agreement types' accounts: reading and writing (NC-4)."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, select

from posapp.domain.ids import EventId
from posapp.domain.templates import CreditLine
from posapp.storage.base import record, table_of
from posapp.storage.ids import take_ids
from posapp.storage.mentions import mention
from posapp.storage.prepared import Ask, Prepared, any_of, insert_into
from posapp.storage.tables.payment_events import PaymentRow
from posapp.storage.tables.templates import PaymentLineRow

_line, _payment = table_of(PaymentLineRow), table_of(PaymentRow)
_INSERT: Final = insert_into(PaymentLineRow)
_OF_EVENT: Final = Prepared(
    select(_line.c.payment_id, _line.c.distribution_code, _line.c.amount, _line.c.description)
    .join(_payment, _payment.c.id == _line.c.payment_id)
    .where(_payment.c.event_id == bindparam("event_id"))
    .order_by(_line.c.payment_id, _line.c.seq)
)

_DROP: Final = Prepared(delete(_line).where(any_of(_line.c.payment_id, "payments")))


def lines_asked(event_id: EventId) -> Ask:
    """What ``load_lines`` asks."""
    return _OF_EVENT, {"event_id": event_id}


def load_lines(s: Connection, event_id: EventId) -> Mapping[int, tuple[CreditLine, ...]]:
    """The lines of an event's payments, by payment."""
    statement, values = lines_asked(event_id)
    rows = statement.all(s, values)
    return {
        payment_id: tuple(record(row, CreditLine) for row in group)
        for payment_id, group in groupby(rows, key=lambda row: row.payment_id)
    }


def insert_lines(
    s: Connection, lines: Mapping[int, Sequence[CreditLine]]
) -> dict[str, list[dict[str, Any]]]:
    """Write the lines of payments; returns what the audit mentions of them."""
    count = sum(map(len, lines.values()))
    if not count:
        return {}
    ids = iter(take_ids(s, count))
    rows = [
        {
            "id": next(ids),
            "payment_id": payment_id,
            "seq": seq,
            "distribution_code": line.distribution_code,
            "amount": line.amount,
            "description": line.description,
        }
        for payment_id, own in lines.items()
        for seq, line in enumerate(own, 1)
    ]
    _INSERT.many(s, rows)
    return {"payment_line": mention("payment_line", rows)}


def delete_lines(s: Connection, payment_ids: Iterable[int]) -> None:
    """Remove the lines of unfrozen payments."""
    _DROP.many(s, [{"payments": list(payment_ids)}])
