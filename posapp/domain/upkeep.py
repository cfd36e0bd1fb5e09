"""Copies and checks of the database: where copies go, and what came of each run (R4, F20, F21)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from posapp.domain.ids import UserId

TOO_OLD: Final = timedelta(hours=36)
"""A check or a copy that is older missed a night."""


class UpkeepKind(StrEnum):
    """What was done for the database as a whole."""

    CHECK = "CHECK"
    COPY = "COPY"
    RESTORE = "RESTORE"


class CopyReason(StrEnum):
    """Why a copy was made; part of its name."""

    Z_REPORT = "z"
    NIGHT = "night"
    HAND = "hand"
    SCHEMA = "schema"


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """Where copies of a database file go, as the workstation is set.

    Attributes:
        folder: first place; ``None`` for the folder ``copies`` beside the database.
        second: another disk or computer; ``None`` for none.
        kept: copies that stay in each place, of each reason's kind.
    """

    folder: Path | None = None
    second: Path | None = None
    kept: int = 30


def plan_of(folder: str, second: str, kept: int) -> CopyPlan:
    """The plan of the texts that somebody set; an empty text names nothing."""
    first, other = (Path(one).expanduser() if one else None for one in (folder, second))
    return CopyPlan(first, other, kept)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What came of one run.

    Attributes:
        kind: what was done.
        at: when, UTC.
        good: it was clean, or the copy is proved and in every place.
        says: what was found or what failed; empty when good.
        place: where the copy lies; empty when there is none.
        size: bytes of the copy; 0 for a check.
        count: checks that were made; 0 for a copy.
        user: who ran it; empty when nobody was signed in.
        workstation: where it ran.
    """

    kind: UpkeepKind
    at: datetime
    good: bool
    says: str = ""
    place: str = ""
    size: int = 0
    count: int = 0
    user: str = ""
    workstation: str = ""

    def is_old(self, now: datetime) -> bool:
        """Whether a night went by without another one."""
        return now - self.at > TOO_OLD


@dataclass(frozen=True, slots=True)
class NewUpkeep:
    """A run to be written; fields as those of ``Upkeep``."""

    kind: UpkeepKind
    good: bool
    says: str = ""
    place: str = ""
    size: int = 0
    count: int = 0
    user_id: UserId | None = None
    workstation: str = ""


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """A copy in one of the places; ``proved``: it passed its check, and nobody wrote it since."""

    path: Path
    made_at: datetime
    size: int
    reason: str
    proved: bool
    second: bool = False
