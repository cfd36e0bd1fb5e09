"""A document number that is drawn in the last journey of a transaction, with COMMIT (P10, D-04).

A number without gaps is locked from its draw to COMMIT, and the counters of an office follow each
other there. Drawn by the program it would be locked while that decides, writes and proves; so on a
server everything else is done first, and the number, what holds it, the end of the audit chain and
COMMIT travel together. Nothing is decided on the way: one statement draws the number, gives it to
the event, puts it into the audit's words and hashes them as ``audit.row_hash`` does. An error of it
is one before COMMIT, which the server then does not carry out.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, text

from posapp.storage.audit import Entry, insert_links, links_of, said_before_body
from posapp.storage.line import line_of
from posapp.storage.numbers import queue_asked
from posapp.storage.prepared import Ask, Prepared

_THERE = Prepared(text("SELECT 1 FROM number_sequence WHERE kind = :kind AND scope = :scope"))
# Whatever is not as it must be leaves a NULL where none may stand: no row of the event, no series.
_DRAW = Prepared(
    text(
        "WITH drawn AS (UPDATE number_sequence SET last = last + 1"
        " WHERE kind = :kind AND scope = :scope"
        " RETURNING lpad(last::text, greatest(:digits, length(last::text)), '0') AS number),"
        " numbered AS (UPDATE payment_event SET document_number = :prefix || drawn.number"
        " FROM drawn WHERE id = :object_id AND document_number IS NULL RETURNING id),"
        " said AS (SELECT replace(:body, :token, (SELECT number FROM drawn)) AS body),"
        " kept AS (INSERT INTO audit (chain, seq, at, user_id, action, object_id, body, prev, hash)"
        " SELECT :chain, :seq, :at, CAST(:user_id AS bigint), :action, :object_id, said.body,"
        " :prev, encode(sha256(convert_to(:said || said.body, 'UTF8')), 'hex') FROM said"
        " RETURNING hash)"
        " UPDATE audit_head SET length = (SELECT :seq FROM numbered), at = :at,"
        " hash = (SELECT hash FROM kept) WHERE chain = :chain"
    )
)
_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class LateNumber:
    """A number to come.

    Attributes:
        kind: of the series.
        scope: of the series.
        prefix: what stands before the digits.
        token: what stands for them until then; nobody can have typed it.
    """

    kind: str
    scope: str
    prefix: str
    token: str

    @property
    def said(self) -> str:
        """What the audit's words say in its place."""
        return f"{self.prefix}{self.token}"


def series_asked(kind: str, scope: str) -> Ask:
    """Whether a series has begun; asked ahead of ``number_later``. Nothing is locked."""
    return _THERE, {"kind": kind, "scope": scope}


def number_later(s: Connection, kind: str, scope: str, prefix: str) -> LateNumber | None:
    """A number that ``append_with_number`` draws; ``None`` where it must be drawn at once.

    At once: on SQLite, for the first number of a series, and where ``series_asked`` was not.
    """
    if not _THERE.known(s, {"kind": kind, "scope": scope}):
        return None
    return LateNumber(kind, scope, prefix, secrets.token_hex(16))


def document_text(prefix: str, number: int) -> str:
    """A document number as it is printed."""
    return f"{prefix}{number:0{_DIGITS}d}"


def append_with_number(
    s: Connection,
    chain: str,
    late: LateNumber,
    *,
    at: datetime,
    user_id: int | None,
    action: str,
    object_id: int,
    body: Mapping[str, Any],
) -> None:
    """Add to an audit chain what says the number of an event, and draw that: with COMMIT.

    As ``audit.append_audit``; ``object_id`` is the event. Any other statement of the transaction
    that comes after this one is carried out after it.

    Raises:
        ValueError: the number is not said, or statements are listened to since: callers' bugs.
    """
    rows, begun = links_of(s, chain, [Entry(action, object_id, body)], at=at, user_id=user_id)
    insert_links(s, rows, begun=begun)
    last, line = rows[-1], line_of(s)
    if line is None or late.token not in last["body"]:
        raise ValueError("a number to come needs a line and its place in the audit's words")
    values = {
        **last,
        "kind": late.kind,
        "scope": late.scope,
        "digits": _DIGITS,
        "prefix": late.prefix,
        "token": late.token,
        "said": said_before_body(last),
    }
    for statement, given in (queue_asked(late.kind, late.scope), (_DRAW, values)):
        line.with_commit(*statement.ask(s, given))
