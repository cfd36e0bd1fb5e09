"""Following audit chains from their first row: each hash, and that no stamp goes back unsaid (R11).

Ten years of rows must not take minutes (P12). So the database puts each row's words together, the
driver hands rows over as they come, and the hash is made here, never by the server that might lie.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from posapp.domain.clock import went_back
from posapp.storage.audit import CLOCK_BACK
from posapp.storage.running import stream

# Beside what is looked at by itself, what ``audit.row_hash`` takes the hash of, as bytes.
_SQLITE: Final = (
    "SELECT chain, seq, prev, hash, at, action, CAST(chain || '|' || seq || '|' || prev || '|'"
    " || at || '|' || coalesce(user_id, 'None') || '|' || action || '|'"
    " || coalesce(object_id, 'None') || '|' || body AS BLOB) FROM audit {} ORDER BY chain, seq"
)
_POSTGRES: Final = (
    "SELECT chain, seq, prev, hash, at, action, convert_to(chain || '|' || seq || '|' || prev"
    " || '|' || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"') || '|'"
    " || coalesce(user_id::text, 'None') || '|' || action || '|'"
    " || coalesce(object_id::text, 'None') || '|' || body, 'UTF8')"
    " FROM audit {} ORDER BY chain, seq"
)


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
    sqlite = s.dialect.name == "sqlite"
    sql = (_SQLITE if sqlite else _POSTGRES).format(f"WHERE chain = {'?' if sqlite else '%s'}")
    found = _follow(stream(s, sql, (chain,)))
    return found[0] if found else ChainProof(chain, 0, "")


def verify_chains(s: Connection) -> Sequence[ChainProof]:
    """Follow every chain, in order of name."""
    sql = _SQLITE if s.dialect.name == "sqlite" else _POSTGRES
    return _follow(stream(s, sql.format("")))


def _follow(rows: Iterable[tuple[Any, ...]]) -> list[ChainProof]:
    """Walk rows that are ordered by chain and number; one proof for each chain."""
    proofs: list[ChainProof] = []
    name: Any = None
    before: Any = None
    count, expected, broken, reason = 0, "", None, ""
    digest = hashlib.sha256
    for chain, seq, prev, own, at, action, said in rows:
        if chain != name:
            if name is not None:
                proofs.append(ChainProof(name, count, expected, broken, reason))
            name, count, expected, broken, reason = chain, 0, "", None, ""
            before = at
        count += 1
        if broken is None:
            if seq != count or prev != expected:
                broken, reason = seq, "a row before it is missing or was added"
            elif digest(said).hexdigest() != own:
                broken, reason = seq, "the row was changed"
            elif at < before and _is_unsaid(action, before, at):
                broken, reason = seq, "its stamp goes back, and no entry says so"
            before = at
        expected = own
    if name is not None:
        proofs.append(ChainProof(name, count, expected, broken, reason))
    return proofs


def _is_unsaid(action: str, before: Any, at: Any) -> bool:
    """Whether a clock went back here and the row is not the one that says so (F12, T18).

    A stamp that is none of ours (no instant, or one without a zone) is said by no entry either.
    """
    if action == CLOCK_BACK:
        return False
    try:
        return went_back(_instant(before), _instant(at))
    except (TypeError, ValueError):
        return True


def _instant(at: Any) -> datetime:
    """A stamp as the driver gives it: text on SQLite."""
    return datetime.fromisoformat(at) if isinstance(at, str) else at
