"""What the audit mentions of an event's rows, so that ``db check`` can compare it (D-40, A.6).

A mention holds the columns that a forger would change; the last mention of a row holds its
present values, ``deleted`` says that it is gone.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from posapp.domain.money import Money
from posapp.storage.base import table_of
from posapp.storage.mentioned_columns import COLUMNS
from posapp.storage.prepared import Prepared
from posapp.storage.tables.autopay import ClearingRequestRow
from posapp.storage.tables.characteristics import CharacteristicRow
from posapp.storage.tables.ledger import FinancialTransactionRow, GlLineRow
from posapp.storage.tables.payment_events import (
    DistributionDetailRow,
    PaymentEventRow,
    PaymentRow,
    PaySegmentRow,
    TenderRow,
)
from posapp.storage.tables.templates import PaymentLineRow

Mentions = dict[str, list[dict[str, Any]]]

# In the order in which the audit writes them, so that little is left to sort.
_WRITTEN: Final = {table: tuple(sorted(columns)) for table, columns in COLUMNS.items()}
_event, _tender, _payment = table_of(PaymentEventRow), table_of(TenderRow), table_of(PaymentRow)
_ft, _gl = table_of(FinancialTransactionRow), table_of(GlLineRow)
_segment, _detail = table_of(PaySegmentRow), table_of(DistributionDetailRow)
_line, _characteristic = table_of(PaymentLineRow), table_of(CharacteristicRow)
_request = table_of(ClearingRequestRow)
_KEY: Any = bindparam("event_id")
_LOAD: Final[Mapping[str, Prepared]] = {
    "payment_event": Prepared(
        select(*(_event.c[name] for name in COLUMNS["payment_event"])).where(_event.c.id == _KEY)
    ),
    "tender": Prepared(
        select(*(_tender.c[name] for name in COLUMNS["tender"]))
        .where(_tender.c.event_id == _KEY)
        .order_by(_tender.c.id)
    ),
    "distribution_detail": Prepared(
        select(*(_detail.c[name] for name in COLUMNS["distribution_detail"]))
        .where(_detail.c.event_id == _KEY)
        .order_by(_detail.c.id)
    ),
    "payment": Prepared(
        select(*(_payment.c[name] for name in COLUMNS["payment"]))
        .where(_payment.c.event_id == _KEY)
        .order_by(_payment.c.id)
    ),
    "pay_segment": Prepared(
        select(*(_segment.c[name] for name in COLUMNS["pay_segment"]))
        .join(_payment, _payment.c.id == _segment.c.payment_id)
        .where(_payment.c.event_id == _KEY)
        .order_by(_segment.c.id)
    ),
    "payment_line": Prepared(
        select(*(_line.c[name] for name in COLUMNS["payment_line"]))
        .join(_payment, _payment.c.id == _line.c.payment_id)
        .where(_payment.c.event_id == _KEY)
        .order_by(_line.c.id)
    ),
    "characteristic": Prepared(
        select(*(_characteristic.c[name] for name in COLUMNS["characteristic"]))
        .where(_characteristic.c.event_id == _KEY)
        .order_by(_characteristic.c.id)
    ),
    "clearing_request": Prepared(
        select(*(_request.c[name] for name in COLUMNS["clearing_request"]))
        .join(_tender, _tender.c.id == _request.c.tender_id)
        .where(_tender.c.event_id == _KEY)
        .order_by(_request.c.id)
    ),
    "financial_transaction": Prepared(
        select(*(_ft.c[name] for name in COLUMNS["financial_transaction"]))
        .join(_payment, _payment.c.id == _ft.c.parent_id)
        .where(_payment.c.event_id == _KEY)
        .order_by(_ft.c.id)
    ),
    "gl_line": Prepared(
        select(*(_gl.c[name] for name in COLUMNS["gl_line"]))
        .join(_ft, _ft.c.id == _gl.c.ft_id)
        .join(_payment, _payment.c.id == _ft.c.parent_id)
        .where(_payment.c.event_id == _KEY)
        .order_by(_gl.c.ft_id, _gl.c.seq)
    ),
}

EVENT_TABLES: Final = frozenset(_LOAD)
"""Tables of the rows that belong to an event."""

# Rows that a change may take away; postings and their lines stay for ever.
_KNOWN: Final[Mapping[str, Prepared]] = {
    "tender": Prepared(select(_tender.c.id).where(_tender.c.event_id == _KEY)),
    "clearing_request": Prepared(
        select(_request.c.id)
        .join(_tender, _tender.c.id == _request.c.tender_id)
        .where(_tender.c.event_id == _KEY)
    ),
    "distribution_detail": Prepared(select(_detail.c.id).where(_detail.c.event_id == _KEY)),
    "payment": Prepared(select(_payment.c.id).where(_payment.c.event_id == _KEY)),
    "pay_segment": Prepared(
        select(_segment.c.id)
        .join(_payment, _payment.c.id == _segment.c.payment_id)
        .where(_payment.c.event_id == _KEY)
    ),
    "payment_line": Prepared(
        select(_line.c.id)
        .join(_payment, _payment.c.id == _line.c.payment_id)
        .where(_payment.c.event_id == _KEY)
    ),
    "characteristic": Prepared(
        select(_characteristic.c.id).where(_characteristic.c.event_id == _KEY)
    ),
}


def mention(table: str, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The mentioned columns of rows that were just written."""
    columns = _WRITTEN[table]
    # Amounts as the audit writes them: made here, the encoder need not ask for each.
    return [
        {name: value.minor if type(value := row[name]) is Money else value for name in columns}
        for row in rows
    ]


def load_known(s: Connection, event_id: int) -> Mapping[str, Sequence[int]]:
    """Ids of an event's rows by table, before a change (see ``load_mentions``)."""
    found = {
        table: [int(row.id) for row in statement.all(s, {"event_id": event_id})]
        for table, statement in _KNOWN.items()
    }
    return {"payment_event": [event_id], **found}


def load_mentions(s: Connection, event_id: int, known: Mapping[str, Sequence[int]]) -> Mentions:
    """An event's rows as they are now; ``known`` ids that are gone are mentioned as deleted.

    Args:
        s: the write transaction, after the change.
        event_id: the event.
        known: ids by table before the change.
    """
    found: Mentions = {
        table: [dict(row._asdict()) for row in statement.all(s, {"event_id": event_id})]
        for table, statement in _LOAD.items()
    }
    for table, ids in known.items():
        here = {row["id"] for row in found[table]}
        found[table] += [{"id": gone, "deleted": True} for gone in ids if gone not in here]
    return {table: rows for table, rows in found.items() if rows}
