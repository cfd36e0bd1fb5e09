"""How an installation is: database, copies, checks, printers, mails, disks (F4, R4, R9)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from posapp.domain.upkeep import Upkeep

LITTLE_ROOM: Final = 500_000_000
"""Bytes below which a disk is worth a look (F4)."""
NO_ROOM: Final = 100_000_000
"""Bytes below which work is in danger (F4)."""
MAIL_WAITS: Final = timedelta(hours=1)
JUMPS_SHOWN: Final = timedelta(days=30)
"""So long a clock that went back is worth a look."""


class Level(StrEnum):
    """How a part is; the worst last."""

    GOOD = "GOOD"
    LOOK = "LOOK"
    BAD = "BAD"


class Part(StrEnum):
    """What is looked at."""

    DATABASE = "database"
    CHECK = "check"
    COPY = "copy"
    DISK = "disk"
    PRINTER = "printer"
    MAIL = "mail"
    CLOCK = "clock"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class DiskRoom:
    """Bytes that are free where a folder lies; ``None`` when it is not there."""

    folder: str
    free: int | None


@dataclass(frozen=True, slots=True)
class LastPrint:
    """The newest attempt to print; ``outcome`` as the print log has it."""

    at: datetime
    printer: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Outbox:
    """Mails: how many wait and failed, since when the oldest waits, and the server if one is set."""

    queued: int
    failed: int
    oldest: datetime | None
    server: str


@dataclass(frozen=True, slots=True)
class ClockJumps:
    """How often a clock was behind an entry of the audit in the last month (F12, T18).

    ``at`` and ``seconds`` are of the newest one: when it was, by the clock that went back, and by
    how much.
    """

    count: int
    at: datetime | None = None
    seconds: int = 0


NO_JUMPS: Final = ClockJumps(0)


@dataclass(frozen=True, slots=True)
class Health:
    """Facts of one look; sizes in bytes, stamps UTC, ``server_way`` empty for a file.

    ``loose`` are files of this computer that others than their owner may read or change (T10).
    """

    now: datetime
    engine: str
    version: str
    address: str
    schema: str
    size: int
    notes: tuple[str, ...]
    check: Upkeep | None
    copy: Upkeep | None
    proved_copy: Upkeep | None
    restored: Upkeep | None
    server_way: str
    disks: tuple[DiskRoom, ...]
    last_print: LastPrint | None
    outbox: Outbox
    clock: ClockJumps = NO_JUMPS
    loose: tuple[str, ...] = ()

    def level(self, part: Part) -> Level:
        """How a part is."""
        return {
            Part.DATABASE: lambda: Level.LOOK if self.notes else Level.GOOD,
            Part.CHECK: lambda: _of_run(self.check, self.now),
            Part.COPY: lambda: Level.GOOD if self.server_way else _of_run(self.copy, self.now),
            Part.DISK: lambda: max(map(_of_disk, self.disks), key=_RANK, default=Level.GOOD),
            Part.PRINTER: self._of_printer,
            Part.MAIL: self._of_mail,
            Part.CLOCK: self._of_clock,
            Part.FILES: self._of_files,
        }[part]()

    @property
    def worst(self) -> Level:
        """The worst of all parts."""
        return max(map(self.level, Part), key=_RANK)

    def _of_printer(self) -> Level:
        failed = self.last_print is not None and self.last_print.outcome.startswith("FAILED")
        return Level.LOOK if failed else Level.GOOD

    def _of_clock(self) -> Level:
        return Level.LOOK if self.clock.count else Level.GOOD

    def _of_files(self) -> Level:
        return Level.LOOK if self.loose else Level.GOOD

    def _of_mail(self) -> Level:
        box = self.outbox
        waits = box.oldest is not None and self.now - box.oldest > MAIL_WAITS
        return Level.LOOK if box.failed or waits else Level.GOOD


_RANK: Final = list(Level).index


def _of_run(run: Upkeep | None, now: datetime) -> Level:
    """A run that found something is bad; none, or an old one, is worth a look."""
    if run is None or run.is_old(now):
        return Level.LOOK
    return Level.GOOD if run.good else Level.BAD


def _of_disk(disk: DiskRoom) -> Level:
    if disk.free is None:
        return Level.LOOK
    if disk.free < NO_ROOM:
        return Level.BAD
    return Level.LOOK if disk.free < LITTLE_ROOM else Level.GOOD
