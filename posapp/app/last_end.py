"""How the program ended last time: a mark while it runs, and a record that a hard crash leaves.

A program that is killed, or ends with an abort inside a library, cannot say anything. Its mark
stays behind with a lock that nobody holds any more; the next start finds it, keeps what the
interpreter wrote about the threads at that moment, and tells the user (R1, F25).
"""

import faulthandler
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO
from uuid import uuid4

from PySide6.QtCore import QLockFile

from posapp.log import CRASH_FILE_NAME

_MARK: Final = "running-"
_RECORD: Final = ".threads"
_KEPT_BYTES: Final = 200_000


@dataclass(frozen=True, slots=True)
class LastEnd:
    """A program that ended without closing: when it was last seen starting, as UTC."""

    started: datetime


class Running:
    """The mark of this program; two windows on one computer have one each."""

    def __init__(self, folder: Path) -> None:
        """Prepare the mark.

        Args:
            folder: of the log.
        """
        self._folder = folder
        self._mark = folder / f"{_MARK}{uuid4().hex}.lock"
        self._lock = QLockFile(str(self._mark))
        # Its owner is asked for, not its age: a window stays open for days.
        self._lock.setStaleLockTime(0)
        self._record: TextIO | None = None
        self._enabled = False

    def begin(self) -> LastEnd | None:
        """Set the mark; returns how an earlier program ended, if it did not close.

        Raises:
            OSError: the folder cannot be written.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        found = self._left_behind()
        self._lock.tryLock(0)
        self._record = self._mark.with_suffix(_RECORD).open("w", encoding="utf-8")
        self._enabled = not faulthandler.is_enabled()
        if self._enabled:
            faulthandler.enable(self._record)
        return found

    def end(self) -> None:
        """Take the mark away: the program closed."""
        if self._record is None:
            return
        if self._enabled:
            faulthandler.disable()
        self._record.close()
        self._record = None
        self._mark.with_suffix(_RECORD).unlink(missing_ok=True)
        self._lock.unlock()

    def _left_behind(self) -> LastEnd | None:
        found: list[datetime] = []
        for mark in sorted(self._folder.glob(f"{_MARK}*.lock")):
            lock = QLockFile(str(mark))
            lock.setStaleLockTime(0)
            started = datetime.fromtimestamp(mark.stat().st_mtime, UTC)
            if not lock.tryLock(0):
                continue
            lock.unlock()
            found.append(started)
            self._keep(mark.with_suffix(_RECORD), started)
        return LastEnd(max(found)) if found else None

    def _keep(self, record: Path, started: datetime) -> None:
        """Add what the interpreter wrote to the record of crashes; only the newest stay."""
        try:
            wrote = record.read_text("utf-8", "replace")
        except FileNotFoundError:
            wrote = ""
        record.unlink(missing_ok=True)
        kept = self._folder / CRASH_FILE_NAME
        before = kept.read_text("utf-8", "replace") if kept.exists() else ""
        says = wrote or "It was ended from outside, or the computer went down.\n"
        head = f"A program that began {started:%Y-%m-%d %H:%M:%S} UTC did not close.\n"
        kept.write_text((before + head + says + "\n")[-_KEPT_BYTES:], "utf-8")
