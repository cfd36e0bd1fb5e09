"""What must be true after any fault (A.3): each payment once, sums right, nothing left over."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import text

from posapp.storage.check import check_database
from posapp.storage.db import Database

_EVENTS = "SELECT request_id, id FROM payment_event"
_DRAWERS = """SELECT tender_control_id, tender_type, sum(control_amount) FROM tender
    WHERE status = 'VALID' GROUP BY tender_control_id, tender_type"""
_FROZEN = """SELECT account_id, sum(amount) FROM payment WHERE status = 'FROZEN'
    GROUP BY account_id"""
_OWED = """SELECT a.account_id, sum(f.current_amount) FROM financial_transaction f
    JOIN agreement a ON a.id = f.agreement_id GROUP BY a.account_id"""
_UNBALANCED = """SELECT e.id FROM payment_event e
    WHERE (SELECT coalesce(sum(t.amount), 0) FROM tender t
           WHERE t.event_id = e.id AND t.status = 'VALID')
       <> (SELECT coalesce(sum(p.amount), 0) FROM payment p
           WHERE p.event_id = e.id AND p.status <> 'CANCELED')"""
_OVERPAID_ITEMS = """SELECT i.number FROM payable_item i
    JOIN financial_transaction f ON f.agreement_id = i.agreement_id
    GROUP BY i.number, i.state
    HAVING sum(f.current_amount) < 0 OR (sum(f.current_amount) = 0) <> (i.state = 'PAID')"""
_DOCUMENTS = "SELECT document_number FROM payment_event WHERE document_number IS NOT NULL"
_RECEIPTS = """SELECT receipt_control_id, receipt_seq FROM payment_event
    WHERE receipt_seq IS NOT NULL ORDER BY 1, 2"""


def rows(db: Database, sql: str, **values: Any) -> list[tuple[Any, ...]]:
    """Rows of a query in a read transaction."""
    with db.read() as s:
        return [tuple(row) for row in s.execute(text(sql), values)]


def one(db: Database, sql: str, **values: Any) -> Any:
    """The only value of a query."""
    ((value,),) = rows(db, sql, **values)
    return value


def events(db: Database) -> dict[str, int]:
    """Event by request id."""
    return dict(rows(db, _EVENTS))  # type: ignore[arg-type]


def drawers(db: Database) -> dict[tuple[int, str], int]:
    """Cents in each drawer by tender type, change taken off."""
    return {(control, kind): int(cents) for control, kind, cents in rows(db, _DRAWERS)}


def frozen(db: Database) -> dict[int, int]:
    """Cents of frozen payments by account."""
    return {account: int(cents) for account, cents in rows(db, _FROZEN)}


def owed(db: Database) -> dict[int, int]:
    """Balance of each account in cents: charges less frozen payments."""
    return {account: int(cents) for account, cents in rows(db, _OWED)}


def documents(db: Database) -> dict[str, list[int]]:
    """Numbers of each series of documents, in order."""
    found: dict[str, list[int]] = {}
    for (number,) in rows(db, _DOCUMENTS):
        series, _, last = number.rpartition("-")
        found.setdefault(series, []).append(int(last))
    return {series: sorted(numbers) for series, numbers in found.items()}


def receipts(db: Database) -> dict[int, list[int]]:
    """Receipt numbers of each tender control, in order."""
    found: dict[int, list[int]] = {}
    for control, seq in rows(db, _RECEIPTS):
        found.setdefault(control, []).append(seq)
    return found


def counts(db: Database) -> dict[str, int]:
    """Rows of every table that a payment or control touches: to see that nothing was written."""
    tables = (
        "payment_event", "tender", "payment", "pay_segment", "financial_transaction", "gl_line",
        "agreement", "request", "audit", "in_hand", "change_log", "tender_control",
        "deposit_control", "print_log", "app_user", "import_run", "number_sequence",
    )  # fmt: skip
    sql = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in tables)
    return dict(rows(db, sql))  # type: ignore[arg-type]


def gapless(series: Iterable[Sequence[int]]) -> bool:
    """Whether each series runs from 1 without a gap or a double."""
    return all(list(numbers) == list(range(1, len(numbers) + 1)) for numbers in series)


def assert_sound(db: Database, *, balanced: bool = True) -> None:
    """The database's own check, and what it does not look at.

    ``balanced`` also asks that every event has as much money as payments (25.5, 25.7).
    """
    report = check_database(db)
    assert report.findings == ()
    assert gapless(documents(db).values()), documents(db)
    assert gapless(receipts(db).values()), receipts(db)
    assert rows(db, _OVERPAID_ITEMS) == []
    if balanced:
        assert rows(db, _UNBALANCED) == []


def assert_once(db: Database, acknowledged: Sequence[tuple[str, int]]) -> None:
    """Every acknowledged (request id, event id) is there, once, under that id (R1)."""
    stored = events(db)
    twice = [event for event, times in Counter(stored.values()).items() if times > 1]
    assert twice == []
    lost = [request for request, event in acknowledged if stored.get(request) != event]
    assert lost == []
