"""Writing match events: they follow the pay segments of their bills.

Whoever writes has locked the account (D-25), so two counters never match the same bill at once.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, select, update

from posapp.domain.codes import MatchEventStatus
from posapp.domain.ids import BillId, EventId, MatchEventId
from posapp.domain.matching import (
    BillMatch,
    Fate,
    Following,
    LiveMatch,
    MatchLine,
    follow,
)
from posapp.storage.base import table_of
from posapp.storage.ids import take_id
from posapp.storage.match_loading import holding, load_bill_matches, load_loose_matches
from posapp.storage.mentioned_columns import COLUMNS
from posapp.storage.mentions import Mentions, mention
from posapp.storage.prepared import insert_into
from posapp.storage.tables.ledger import MatchEventFtRow, MatchEventRow

_event, _line = table_of(MatchEventRow), table_of(MatchEventFtRow)
# What is taken off an event, or gone, never comes back.
LAST: Final = 2**31
_INSERT: Final = insert_into(MatchEventRow)
_INSERT_LINE: Final = insert_into(MatchEventFtRow)


def follow_bills(s: Connection, bills: Collection[BillId], at: datetime) -> Mentions:
    """Bring the match events of bills in line with the segments that pay them (OI-3, OI-6).

    Returns:
        What the audit mentions of their rows; nothing without bills.
    """
    return record_matches(s, load_bill_matches(s, bills), at) if bills else {}


def follow_event(
    s: Connection, event_id: EventId, bills: Collection[BillId], at: datetime
) -> Mentions:
    """The same after a change of a payment event, with what holds its payments by hand (MT-12).

    Args:
        s: the transaction.
        event_id: the payment event.
        bills: that its segments pay, or paid before the change.
        at: stamp of new match events.
    """
    of_bills, loose = holding(s, event_id)
    wanted = of_bills | set(bills)
    found = [*load_bill_matches(s, wanted)] if wanted else []
    return record_matches(s, [*found, *(load_loose_matches(s, loose) if loose else ())], at)


def record_matches(s: Connection, matches: Iterable[BillMatch], at: datetime) -> Mentions:
    """Write what follows for each (MT-08); returns what the audit mentions."""
    return record_decisions(s, [(match, follow(match)) for match in matches], at)


def record_decisions(
    s: Connection, decisions: Iterable[tuple[BillMatch, Following]], at: datetime
) -> Mentions:
    """Write decisions on match events; returns what the audit mentions of their rows."""
    found: Mentions = {}
    for match, decision in decisions:
        for one in _record(s, match, decision, at):
            for table, rows in one.items():
                found.setdefault(table, []).extend(rows)
    return found


def _record(
    s: Connection, bill: BillMatch, decision: Following, at: datetime
) -> Iterable[Mentions]:
    """Write the decision for one bill; gives the mentions of each match event."""
    event, lines = bill.event, decision.add
    if event is None:
        if decision.fate is Fate.CREATE:
            yield _create(s, bill, decision.status, lines, at)
        return
    if decision.fate is not Fate.KEEP:
        _take_off(s, event, decision.remove)
        if decision.fate is Fate.DELETE:
            s.execute(_event.delete().where(_event.c.id == event.id))
            yield _gone(event.id, decision.remove) | {
                "match_event": [{"id": event.id, "deleted": True, "version": LAST}]
            }
            return
        put = [{"match_event_id": event.id, "ft_id": line.ft_id} for line in lines]
        _INSERT_LINE.many(s, put)
        _set_status(s, event.id, decision.status, bill.note)
        yield _gone(event.id, decision.remove)
        yield load_match_mentions(s, event.id)
    if decision.pairs:
        pair = replace(bill, bill_id=None, note="")
        yield _create(s, pair, MatchEventStatus.BALANCED, decision.pairs, at)


def _create(
    s: Connection,
    bill: BillMatch,
    status: MatchEventStatus,
    lines: Sequence[MatchLine],
    at: datetime,
) -> Mentions:
    """A new match event with its transactions."""
    event_id = take_id(s)
    row = {
        "id": event_id,
        "account_id": bill.account_id,
        "bill_id": bill.bill_id,
        "status": status,
        "disputed": False,
        "created_at": at,
        "note": bill.note,
        "version": 1,
    }
    put = [{"match_event_id": event_id, "ft_id": line.ft_id} for line in lines]
    _INSERT.run(s, row)
    _INSERT_LINE.many(s, put)
    return {
        "match_event": mention("match_event", [row]),
        "match_event_ft": mention("match_event_ft", put),
    }


def _take_off(s: Connection, event: LiveMatch, lines: Sequence[MatchLine]) -> None:
    """Release transactions; a balanced event is open again first (MT-08)."""
    if not lines:
        return
    if event.status is MatchEventStatus.BALANCED:
        _set_status(s, event.id, MatchEventStatus.OPEN)
    s.execute(
        _line.delete().where(
            _line.c.match_event_id == event.id,
            _line.c.ft_id.in_([line.ft_id for line in lines]),
        )
    )


def _set_status(
    s: Connection, event_id: MatchEventId, status: MatchEventStatus, note: str = ""
) -> None:
    """Set the state, with a remark if there is one; a dispute ends with the open state (MT-13)."""
    values: dict[str, Any] = {"status": status, "version": _event.c.version + 1}
    if note:
        values["note"] = note
    if status is not MatchEventStatus.OPEN:
        values["disputed"] = False
    s.execute(update(_event).where(_event.c.id == event_id).values(values))


def _gone(event_id: MatchEventId, lines: Sequence[MatchLine]) -> Mentions:
    if not lines:
        return {}
    key = {"match_event_id": event_id, "deleted": True, "version": LAST}
    return {"match_event_ft": [key | {"ft_id": line.ft_id} for line in lines]}


def load_match_mentions(s: Connection, event_id: MatchEventId) -> Mentions:
    """What the audit mentions of a match event as it is now."""
    found: Mentions = {}
    for table, key in ((_event, _event.c.id), (_line, _line.c.match_event_id)):
        wanted = [table.c[name] for name in COLUMNS[table.name]]
        rows = s.execute(select(*wanted).where(key == event_id).order_by(*table.primary_key))
        found[table.name] = [dict(row._asdict()) for row in rows]
    return found


def set_disputed(s: Connection, event_id: MatchEventId, note: str, *, disputed: bool) -> None:
    """Leave an open match event out of aged debt, or take it in again, and why (OI-7, MT-13)."""
    s.execute(
        update(_event)
        .where(_event.c.id == event_id)
        .values(disputed=disputed, note=note, version=_event.c.version + 1)
    )
