"""Damage in a write-ahead log, seen before SQLite opens it and silently drops what follows (R4).

A log may end in a torn transaction after a power cut: that one was never acknowledged. But every
commit is synced, so **two** commits behind a bad frame mean that stored payments are unreadable.
Format: "WAL-mode File Format" of the SQLite documentation.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

_HEADER: Final = struct.Struct(">8I")
_FRAME: Final = struct.Struct(">6I")
_MAGIC: Final = 0x377F0682
_MASK: Final = 0xFFFFFFFF
# Sums of longer logs would take too long at a start; their frames are only counted.
_SUMMED: Final = 20_000

Sum = tuple[int, int]


def wal_fault(path: Path) -> str:
    """What is wrong with a write-ahead log; empty when nothing is, or the log is not there.

    Another process may be writing: when it began the log anew meanwhile, nothing is judged.
    """
    if not path.exists():
        return ""
    with path.open("rb") as file:
        head = file.read(_HEADER.size)
        if len(head) < _HEADER.size:
            return ""
        fault = _fault(file, head)
        file.seek(0)
        return fault if file.read(_HEADER.size) == head else ""


def _fault(file: BinaryIO, head: bytes) -> str:
    magic, _, page, _, salt1, salt2, *stored = _HEADER.unpack(head)
    order = ">" if magic & 1 else "<"
    if magic & ~1 != _MAGIC or tuple(stored) != _sum(order, head[:24], (0, 0)):
        return "the head of its log is damaged"
    running: Sum = (stored[0], stored[1])
    bad, commits = False, 0
    for number, (frame, content) in enumerate(_frames(file, page)):
        _, size, own1, own2, *wanted = _FRAME.unpack(frame)
        salted = (own1, own2) == (salt1, salt2)
        if not bad and salted and number < _SUMMED:
            running = _sum(order, content, _sum(order, frame[:8], running))
            bad = running != tuple(wanted)
        elif not bad:
            # Either the end of this log, or a flipped bit in the middle of it.
            bad = not salted
        # Frames of an older log may lie behind a torn end; only those of this one say anything.
        if bad and size and salted:
            commits += 1
    return "its log is damaged in the middle" if commits > 1 else ""


def _frames(file: BinaryIO, page: int) -> Iterator[tuple[bytes, bytes]]:
    while len(frame := file.read(_FRAME.size)) == _FRAME.size:
        content = file.read(page)
        if len(content) < page:
            return
        yield frame, content


def _sum(order: str, content: bytes, start: Sum) -> Sum:
    """SQLite's running checksum over 32-bit words in the log's byte order."""
    one, two = start
    words = iter(struct.unpack(f"{order}{len(content) // 4}I", content))
    for word in words:
        one = (one + word + two) & _MASK
        two = (two + next(words) + one) & _MASK
    return one, two
