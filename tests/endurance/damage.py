"""R4, F6: a damaged file is noticed: bits, zeros, cuts and swapped pages of the file and of its log.

Each damage ends in one of four ways: *refused* at the start, *found* by ``db check``, *harmless* when
every row of every table reads as before (free space, parts of a page that nothing uses), or *silent*
when rows read otherwise and nothing said so. A refused file is not written to.
"""

import random
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from posapp.errors import StorageFailure
from posapp.storage.check import check_database
from posapp.storage.db import Database
from posapp.storage.sqlite import driver
from tests.endurance.proof import Run, Tally
from tests.helpers.day_orders import prepare
from tests.helpers.day_worker import Desk

PAGE = 4096
LAST = 40 * 4120
"""Bytes at the end of a log that may belong to the last transaction, which nobody could miss."""


def run(run: Run, tally: Tally) -> None:
    """Damage a day's file, then its log."""
    path = Path(run.fresh())
    draw = run.draw()
    left = _day(path, run.of(40, 200))
    sound, files = path.read_bytes(), (path, path.with_name(f"{path.name}-wal"))
    log = left.read_bytes()
    files[1].unlink(missing_ok=True)
    right = _content(path)
    path.write_bytes(sound)
    for damage, times in (
        (_bit, run.of(7, 600)), (_zeros, run.of(2, 60)), (_swap, run.of(2, 60)),
        (_cut, run.of(1, 40)),
    ):  # fmt: skip
        for _ in range(times):
            content = damage(bytearray(sound), draw)
            if content != sound:
                _try(files, content, b"", right, tally)
    _log(files, sound, log, draw, run.of(4, 200), tally)


def _day(path: Path, orders: int) -> Path:
    """A day in the file, and one more that lies in a log alone; returns that log."""
    db = Database.open(str(path))
    ground = prepare(db, items=5)
    planner, at = ground.planner(0, 1), Desk(db, ground.office.services, ground.tills[0])
    for _ in range(orders):
        order = planner.next()
        planner.take_down(order, at.obey(order))
    with db.engine.connect() as s:
        connection = s.connection.driver_connection
        assert connection is not None
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.execute("PRAGMA wal_autocheckpoint=0")
    # Few enough that nothing folds the log: frames of a log before it were of no use.
    for _ in range(15):
        order = planner.next()
        planner.take_down(order, at.obey(order))
    log = path.with_name("log")
    log.write_bytes(path.with_name(f"{path.name}-wal").read_bytes())
    whole = path.read_bytes()
    db.dispose()
    path.write_bytes(whole)
    return log


Damage = Callable[[bytearray, random.Random], bytes]


def _bit(content: bytearray, draw: random.Random) -> bytes:
    content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    return bytes(content)


def _zeros(content: bytearray, draw: random.Random) -> bytes:
    at = draw.randrange(len(content) // PAGE) * PAGE
    content[at : at + PAGE] = bytes(PAGE)
    return bytes(content)


def _swap(content: bytearray, draw: random.Random) -> bytes:
    one, two = (number * PAGE for number in draw.sample(range(1, len(content) // PAGE), 2))
    content[one : one + PAGE], content[two : two + PAGE] = (
        content[two : two + PAGE],
        content[one : one + PAGE],
    )
    return bytes(content)


def _cut(content: bytearray, draw: random.Random) -> bytes:
    return bytes(content[: draw.randrange(len(content))])


def _try(
    files: tuple[Path, Path], content: bytes, log: bytes, right: dict[str, str], tally: Tally
) -> None:
    path, beside = files
    path.write_bytes(content)
    beside.unlink(missing_ok=True)
    if log:
        beside.write_bytes(log)
    said = _verdict(path)
    if said == "unseen":
        now = _content(path)
        different = [name for name in right if now.get(name) != right[name]]
        said = f"silent in {different[0]}" if different else "harmless"
    elif said == "refused" and path.read_bytes() != content:
        tally.blame("a refused file was written to")
    tally.count("damages")
    tally.count(said.split(" in ", 1)[0])
    if said.startswith("silent"):
        tally.count(said)


def _verdict(path: Path) -> str:
    try:
        db = Database.open(str(path))
    except StorageFailure:
        return "refused"
    try:
        return "unseen" if check_database(db).clean else "found"
    except StorageFailure as failure:
        return "found" if failure.kind == "damaged" else f"told {failure.kind}"
    finally:
        db.dispose()


def _content(path: Path) -> dict[str, str]:
    """A hash of every row of every table, in the order of the keys."""
    connection = driver().connect(f"file:{path}?mode=ro", uri=True)
    connection.text_factory = bytes
    try:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        names = [bytes(name).decode() for (name,) in connection.execute(query)]
        return {name: _hash(connection.execute(f'SELECT * FROM "{name}"')) for name in names}
    except (driver().DatabaseError, UnicodeDecodeError) as error:
        # The library quotes damaged names in its words, which are no text then either.
        return {"": str(error)}
    finally:
        connection.close()


def _hash(rows: object) -> str:
    found = sha256()
    for row in rows:  # type: ignore[attr-defined]
        found.update(repr(row).encode())
    return found.hexdigest()


def _log(
    files: tuple[Path, Path], sound: bytes, log: bytes, draw: random.Random, times: int,
    tally: Tally,
) -> None:  # fmt: skip
    """A flipped bit of the log must be refused: the library would drop all that follows it."""
    for _ in range(times):
        content = bytearray(log)
        content[draw.randrange(len(log) - LAST)] ^= 1 << draw.randrange(8)
        files[0].write_bytes(sound)
        files[1].write_bytes(bytes(content))
        tally.count("damages of the log")
        if _verdict(files[0]) != "refused":
            tally.blame("a damaged log was taken")
        elif files[1].read_bytes() != bytes(content) or files[0].read_bytes() != sound:
            tally.blame("a refused file was written to")
