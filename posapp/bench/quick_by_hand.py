"""The rows of a batch of Quick Add as one would write them by hand: the reference of P4.

They are read from a database in which our batch was carried out. The reference looks each request
up, writes the rows, links the audit chain and commits, event by event; it decides nothing.
"""

import hashlib
import json
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from posapp.bench.office import NOW
from posapp.storage import sqlite

# A table, and how its rows are found from their event.
_OF_EVENT: Final = (
    ("payment_event", "t.id"),
    ("tender", "t.event_id"),
    ("distribution_detail", "t.event_id"),
    ("payment", "t.event_id"),
    ("pay_segment", "(SELECT event_id FROM payment p WHERE p.id = t.payment_id)"),
    (
        "financial_transaction",
        "(SELECT event_id FROM payment p WHERE p.id = t.parent_id)",
    ),
    (
        "gl_line",
        """(SELECT p.event_id FROM payment p JOIN financial_transaction f ON f.parent_id = p.id
            WHERE f.id = t.ft_id)""",
    ),
    ("request", "t.result_id"),
)
_CHANGE: Final = (
    "INSERT INTO change_log (at, topics, workstation) VALUES (?, 'controls events items ledger',"
    " 'BENCH')"
)
_MARKED: Final = ("outcome", "payor_account_id", "event_id", "taken", "batch_id", "line")
_MARK: Final = (
    "UPDATE quick_row SET outcome = ?, payor_account_id = ?, event_id = ?, taken = ?"
    " WHERE batch_id = ? AND line = ?"
)
_FRESH: Final = {"outcome": None, "payor_account_id": None, "event_id": None, "taken": None}
_AT: Final = NOW.isoformat(timespec="microseconds")
_AUDIT: Final = (
    "INSERT INTO audit (chain, seq, at, user_id, action, object_id, body, prev, hash)"
    " VALUES (?, ?, ?, ?, 'event', ?, ?, ?, ?)"
)
_HEAD: Final = "UPDATE audit_head SET length = ?, hash = ? WHERE chain = ?"
_CONTROL: Final = 3
_IDS: Final = 7
Written = list[tuple[str, list[tuple[Any, ...]]]]


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """An event as statements with their rows, its request, and what the audit says of it."""

    request_id: str
    written: Written
    chain: str
    user: int
    event_id: int
    body: Any


@dataclass(frozen=True, slots=True)
class Known:
    """What our batch wrote: the batch itself, then each event."""

    batch: Written
    events: tuple[KnownEvent, ...]


class RowsByHand:
    """The reference: known rows into a fresh copy, each event durable."""

    def __init__(self, office: Path, known: Known, path: Path) -> None:
        shutil.copy(office, path)
        self._known = known
        self._connection: Any = sqlite.driver().connect(str(path), isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL").fetchall()
        for name, value, _ in sqlite.settings():
            self._connection.execute(f"PRAGMA {name}={value}").fetchall()

    def __call__(self) -> None:
        """Write the batch, then one event after the other."""
        run, many = self._connection.execute, self._connection.executemany
        run("BEGIN IMMEDIATE")
        for statement, rows in self._known.batch:
            many(statement, rows)
        run("COMMIT")
        for event in self._known.events:
            run("BEGIN IMMEDIATE")
            run("SELECT result_id FROM request WHERE id = ?", (event.request_id,)).fetchone()
            for statement, rows in event.written:
                many(statement, rows)
            self._audit(run, event)
            run("COMMIT")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _audit(self, run: Any, event: KnownEvent) -> None:
        """Link the audit chain: read its end, hash, write."""
        seq, prev = run(
            "SELECT length, hash FROM audit_head WHERE chain = ?", (event.chain,)
        ).fetchone()
        body = json.dumps(event.body, sort_keys=True, separators=(",", ":"))
        said = f"{event.chain}|{seq + 1}|{prev}|{_AT}|{event.user}|event|{event.event_id}|{body}"
        digest = hashlib.sha256(said.encode()).hexdigest()
        link = (event.chain, seq + 1, _AT, event.user, event.event_id, body, prev, digest)
        run(_AUDIT, link)
        run(_HEAD, (seq + 1, digest, event.chain))


def rows_known(path: Path) -> Known:
    """The rows of a database with one batch, as statements."""
    connection: Any = sqlite.driver().connect(str(path))
    try:
        return _known(connection)
    finally:
        connection.close()


def _known(connection: Any) -> Known:
    names = [row[1] for row in connection.execute("PRAGMA table_info(quick_row)")]
    batches = connection.execute("SELECT * FROM quick_batch").fetchall()
    lines = connection.execute("SELECT * FROM quick_row ORDER BY line").fetchall()
    found = [dict(zip(names, line, strict=True)) for line in lines]
    fresh = [tuple((one | _FRESH).values()) for one in found]
    events: dict[int, Written] = {one["event_id"]: list(_counters(batches[0])) for one in found}
    for table, event in _OF_EVENT:
        for event_id, rows in _by_event(connection, table, event).items():
            events[event_id].append((_insert(table, rows), rows))
    for one in found:
        events[one["event_id"]].append((_MARK, [tuple(one[name] for name in _MARKED)]))
    batch: Written = [
        (_insert("quick_batch", batches), batches),
        (_insert("quick_row", fresh), fresh),
    ]
    return Known(batch, tuple(_with_audit(connection, events)))


def _with_audit(connection: Any, events: Mapping[int, Written]) -> Iterator[KnownEvent]:
    query = (
        "SELECT a.object_id, e.request_id, a.chain, a.user_id, a.body FROM audit a"
        " JOIN payment_event e ON e.id = a.object_id WHERE a.action = 'event' ORDER BY a.seq"
    )
    for event_id, request_id, chain, user, body in connection.execute(query):
        yield KnownEvent(request_id, events[event_id], chain, user, event_id, json.loads(body))


def _counters(batch: tuple[Any, ...]) -> Written:
    """What every event moves on: identities, document and receipt numbers, the change log."""
    control, user = batch[_CONTROL], batch[-1]
    return [
        ("UPDATE id_counter SET next_id = next_id + ? WHERE id = 1", [(_IDS,)]),
        ("UPDATE number_sequence SET last = last + 1 WHERE kind = ?", [("PAYMENT",)]),
        ("UPDATE tender_control SET last_receipt = last_receipt + 1 WHERE id = ?", [(control,)]),
        ("UPDATE control_choice SET tender_control_id = ? WHERE user_id = ?", [(control, user)]),
        (_CHANGE, [(_AT,)]),
    ]


def _by_event(connection: Any, table: str, event: str) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    query = f"SELECT {event}, t.* FROM {table} t WHERE {event} IN (SELECT event_id FROM quick_row)"  # noqa: S608
    for event_id, *row in connection.execute(query):
        found[event_id].append(tuple(row))
    return found


def _insert(table: str, rows: Sequence[tuple[Any, ...]]) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})"  # noqa: S608
