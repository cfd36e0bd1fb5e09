"""What a computer remembers of a database outside of it (T8): the newest row of the audit."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """A row of an audit chain, and how much there was.

    Attributes:
        chain: of the row.
        seq: its number in the chain.
        hash: its hash, hexadecimal.
        at: its stamp (UTC), of whatever clock wrote it.
        total: rows of all chains together, which only grows, whatever the clocks say.
    """

    chain: str
    seq: int
    hash: str
    at: datetime
    total: int = 0


@dataclass(frozen=True, slots=True)
class Older:
    """The data lack a row that was seen.

    Attributes:
        seen: the row.
        newest: when the newest row up to then that is there was written; ``None`` when there is none.
        restored: when the program put a copy back last, and who; ``None`` when it never did.
        restored_by: see ``restored``.
    """

    seen: Seen
    newest: datetime | None
    restored: datetime | None = None
    restored_by: str = ""
