"""Following audit chains from their first row: each hash, and that no stamp goes back unsaid (R11).

Reads the driver's own rows: ten years of them must not take minutes.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, text

from posapp.domain.clock import went_back
from posapp.storage.audit import CLOCK_BACK
from posapp.storage.running import guarded

_ROWS: Final = "SELECT chain, seq, at, user_id, action, object_id, body, prev, hash FROM audit"
_BATCH: Final = 5000


@dataclass(frozen=True, slots=True)
class ChainProof:
    """Result of following a chain: its head, and what is wrong at which row, if anything."""

    chain: str
    rows: int
    head: str
    broken_at: int | None = None
    reason: str = ""


def verify_chain(s: Connection, chain: str) -> ChainProof:
    """Follow one chain from its first row."""
    query = text(f"{_ROWS} WHERE chain = :chain ORDER BY seq")
    found = list(_follow(_batches(s, query, {"chain": chain})))
    return found[0] if found else ChainProof(chain, 0, "")


def verify_chains(s: Connection) -> Iterator[ChainProof]:
    """Follow every chain, in order of name."""
    return _follow(_batches(s, text(f"{_ROWS} ORDER BY chain, seq"), {}))


def _batches(s: Connection, query: Any, values: dict[str, Any]) -> Iterator[Sequence[Any]]:
    result = s.execution_options(stream_results=True).execute(query, values)
    # The driver's own rows where nothing is buffered before them: ten years must not take minutes.
    if s.dialect.name == "sqlite":
        driver, fetch = s.connection.dbapi_connection, result.cursor.fetchmany
        while rows := guarded(s, driver, _ROWS, fetch, _BATCH):
            yield rows
    else:
        while rows := result.fetchmany(_BATCH):
            yield rows
    result.close()


def _follow(batches: Iterable[Sequence[Any]]) -> Iterator[ChainProof]:
    """Walk rows that are ordered by chain and number; one proof for each chain."""
    name, count, expected, broken, reason = None, 0, "", None, ""
    before = ""
    digest = hashlib.sha256
    for rows in batches:
        for chain, seq, at, user, action, object_id, body, prev, own in rows:
            if chain != name:
                if name is not None:
                    yield ChainProof(name, count, expected, broken, reason)
                name, count, expected, broken, reason = chain, 0, "", None, ""
                before = ""
            count += 1
            if broken is None:
                stamp = at if type(at) is str else _stamp(at)
                said = f"{chain}|{seq}|{prev}|{stamp}|{user}|{action}|{object_id}|{body}"
                if seq != count or prev != expected:
                    broken, reason = seq, "a row before it is missing or was added"
                elif stamp < before and _is_unsaid(action, before, stamp):
                    broken, reason = seq, "its stamp goes back, and no entry says so"
                elif digest(said.encode()).hexdigest() != own:
                    broken, reason = seq, "the row was changed"
                before = stamp
            expected = own
    if name is not None:
        yield ChainProof(name, count, expected, broken, reason)


def _is_unsaid(action: str, before: str, stamp: str) -> bool:
    """Whether a clock went back here and the row is not the one that says so (F12, T18)."""
    if action == CLOCK_BACK:
        return False
    return went_back(datetime.fromisoformat(before), datetime.fromisoformat(stamp))


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
