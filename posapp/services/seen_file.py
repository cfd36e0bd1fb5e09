"""What this computer saw of each database, in a file outside of it (T8).

Windows and commands of one computer share the file; who writes it holds a lock file beside it, made
as Qt makes its own, so that both respect each other.
"""

import json
import os
import platform
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from posapp.domain.last_seen import Seen
from posapp.paths import write_whole

FILE_NAME: Final = "seen.json"
_TRIES: Final = 20
_PAUSE_S: Final = 0.1
_OLD_S: Final = 30
"""A lock this old was left by a program that died: nobody holds it for longer than a moment."""


def read_seen(path: Path) -> dict[str, Seen]:
    """What was seen of each database; nothing where nothing can be read."""
    try:
        values = json.loads(path.read_text("utf-8"))
        return {
            name: Seen(
                str(one["chain"]),
                int(one["seq"]),
                str(one["hash"]),
                datetime.fromisoformat(one["at"]),
                int(one.get("total", 0)),
            )
            for name, one in values.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def add_seen(path: Path, place: str, newest: Seen | None) -> None:
    """Write the newest row of a database into the file, whose lock the caller holds.

    Raises:
        OSError: the file cannot be written.
    """
    known = read_seen(path)
    if newest is None or known.get(place) == newest:
        return
    _write(path, known | {place: newest})


def forget_seen(path: Path, place: str) -> None:
    """Forget what was seen where a new database was just made: nothing of that one was seen yet.

    Otherwise its first user, who has nobody to ask yet, could not go on with it.

    Raises:
        OSError: as ``keep_seen``.
    """
    if place not in read_seen(path):
        return
    with _locked(Path(f"{path}.lock")):
        known = read_seen(path)
        known.pop(place, None)
        _write(path, known)


def _write(path: Path, known: Mapping[str, Seen]) -> None:
    values = {
        name: {
            "chain": one.chain,
            "seq": one.seq,
            "hash": one.hash,
            "at": one.at.isoformat(),
            "total": one.total,
        }
        for name, one in known.items()
    }
    write_whole(path, json.dumps(values, indent=1).encode())


def keep_seen(path: Path, place: str, newest: Seen | None) -> None:
    """The same with the lock, for programs without Qt.

    Raises:
        OSError: the file cannot be written, or somebody else holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(Path(f"{path}.lock")):
        add_seen(path, place, newest)


@contextmanager
def _locked(lock: Path) -> Iterator[None]:
    for _ in range(_TRIES):
        try:
            file = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
        except FileExistsError:
            _drop_old(lock)
            time.sleep(_PAUSE_S)
            continue
        with os.fdopen(file, "w", encoding="utf-8") as held:
            held.write(f"{os.getpid()}\nposapp\n{platform.node()}\n")
        break
    else:
        raise OSError(f"{lock} is held by another program")
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _drop_old(lock: Path) -> None:
    try:
        age = time.time() - lock.stat().st_mtime
    except FileNotFoundError:
        return
    # One of the future was left before a clock went back.
    if abs(age) > _OLD_S:
        lock.unlink(missing_ok=True)
