"""P11: a copy of the database while payments are taken, beside copying the file by hand.

The file is filled with blobs, as a copy moves pages and does not look into them. The reference is
what nobody may do with a file in use: copying its bytes.
"""

import contextlib
import shutil
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from posapp.bench.child import Options, answer
from posapp.bench.figures import Figure, percentile, within
from posapp.bench.office import SmallOffice, open_office
from posapp.bench.payment import take
from posapp.storage.backup import backup
from posapp.storage.sqlite import driver

_MS_A_MB: Final = 3.0
"""As many as seconds for a gigabyte."""
_WAIT_MS: Final = 50.0
_PACE_S: Final = 0.02
"""Between two payments: as often as a thousand counters take one."""
_BLOB: Final = 1_000_000
_MB: Final = 1_000_000
_FILL: Final = "INSERT INTO filler SELECT randomblob(?)"


def measure(options: Options) -> Sequence[Figure]:
    """A copy of a file of ``megabytes`` in ``folder``, with at least ``payments`` beside it."""
    megabytes, payments = options["megabytes"], options["payments"]
    with TemporaryDirectory(dir=options.get("folder")) as folder:
        place = Path(folder) / "office.db"
        office = open_office(place)
        try:
            fill(place, megabytes)
            return _figures(office, place, payments)
        finally:
            office.db.dispose()


def fill(path: Path, megabytes: int) -> None:
    """Make the file large, with rows that no part of the program reads."""
    library: Any = driver()
    with contextlib.closing(library.connect(str(path), isolation_level=None)) as s:
        s.execute("CREATE TABLE filler (body BLOB)")
        s.execute("BEGIN")
        s.executemany(_FILL, ((_BLOB,) for _ in range(megabytes)))
        s.execute("COMMIT")
        s.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _figures(office: SmallOffice, place: Path, payments: int) -> Sequence[Figure]:
    size = place.stat().st_size / _MB
    alone = _waits(office, payments, None)
    by_hand = _timed_copy(place)
    copying = _Copying(office, place.with_name("copy.db"))
    meanwhile = _waits(office, payments, copying)
    took, busy = 1_000 * copying.seconds / size, 1_000 * copying.busy / size
    note = f"{size:,.0f} MB; of the processor {busy:.2g} ms a MB"
    before = f"{percentile(alone, 0.99):.3g} ms without; longest {max(meanwhile):.3g} ms"
    return [
        within(
            "P11", "copy of a database in use, for each MB", took, _MS_A_MB, note=note,
            reference=1_000 * by_hand / size,
        ),
        within(
            "P11", "payment while it is copied, p99", percentile(meanwhile, 0.99), _WAIT_MS,
            note=before,
        ),
    ]  # fmt: skip


class _Copying:
    """A copy that is made in a thread of its own, as the window makes it."""

    def __init__(self, office: SmallOffice, target: Path) -> None:
        self.seconds = self.busy = 0.0
        self._office = office
        self._target = target
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        started, worked = time.perf_counter(), time.thread_time()
        backup(self._office.db, self._target)
        self.seconds = time.perf_counter() - started
        self.busy = time.thread_time() - worked


def _waits(office: SmallOffice, least: int, copying: _Copying | None) -> list[float]:
    """Milliseconds of payments at a steady pace: so many, and until the copy is done."""
    payees = iter(office.add_payees(least + 1))
    take(office, next(payees))
    if copying is not None:
        copying.thread.start()
    found: list[float] = []
    while len(found) < least or (copying is not None and copying.thread.is_alive()):
        payee = next(payees, None)
        if payee is None:
            payees = iter(office.add_payees(least))
            continue
        started = time.perf_counter()
        take(office, payee)
        found.append(1_000 * (time.perf_counter() - started))
        time.sleep(_PACE_S)
    if copying is not None:
        copying.thread.join()
    return found


def _timed_copy(place: Path) -> float:
    target = place.with_name("bytes.db")
    started = time.perf_counter()
    shutil.copyfile(place, target)
    taken = time.perf_counter() - started
    target.unlink()
    return taken


if __name__ == "__main__":
    answer(measure)
