"""P4: rows of Quick Add, each group durable, beside the same rows written by hand.

The reference knows every row beforehand: it looks nothing up, decides nothing, and writes what our
batch wrote, the batch in one transaction and then each event in one of its own.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from posapp.bench.child import Options, answer, ask
from posapp.bench.figures import Figure, compared, in_turns
from posapp.bench.office import NOW, Payee, SmallOffice, open_office
from posapp.bench.quick_by_hand import Known, RowsByHand, rows_known
from posapp.bench.slow_sync import slow_disk
from posapp.domain.ids import new_request_id, short_id
from posapp.domain.quick_add import Outcome, QuickHeader, QuickKind, QuickLine
from posapp.services.bundle import build
from posapp.services.quick_add import QuickAdd
from posapp.storage.db import Database

_MODULE: Final = "posapp.bench.quick_add"
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a folder in memory; the sync is imitated
_SYNC_US: Final = 1_000
_AMOUNT: Final = "25.00"
_WORDS: Final = {QuickKind.RULES: "by rules", QuickKind.ACCOUNTS: "by accounts"}


def figures(rows: int = 1_000, rounds: int = 5) -> list[Figure]:
    """Both kinds with a sync of 1 ms, as each group is durable; in memory where it cannot be made."""
    with TemporaryDirectory() as folder:
        where = str(_MEMORY) if _MEMORY.is_dir() else folder
        environment = slow_disk(Path(folder), _SYNC_US)
        disk = "memory" if environment is None else "a sync of 1 ms"
        options = {"rows": rows, "rounds": rounds, "folder": where, "disk": disk}
        return ask(_MODULE, options, environment)


def measure(options: Options) -> Sequence[Figure]:
    """Both kinds beside their references: ``rows``, ``rounds``, ``folder``, ``disk`` (in words)."""
    rows: int = options["rows"]
    rounds: int = options["rounds"] + 1
    found: list[Figure] = []
    with TemporaryDirectory(dir=options.get("folder")) as name:
        folder = Path(name)
        office = open_office(folder / "empty.db")
        payees = office.add_payees(rows)
        office.db.dispose()
        for kind in QuickKind:
            work = _Work(office, kind, _rows(payees, kind), folder, options.get("disk", "a disk"))
            found += _compared(work, rounds)
    return found


@dataclass(frozen=True, slots=True)
class _Work:
    """What is measured: rows of a kind, copies of an office in a folder, the disk in words."""

    office: SmallOffice
    kind: QuickKind
    rows: Sequence[QuickLine]
    folder: Path
    disk: str

    def path(self, name: str) -> Path:
        """A file of its own."""
        return self.folder / f"{self.kind.value}-{name}.db"


def _compared(work: _Work, rounds: int) -> Iterator[Figure]:
    known = _written(work)
    ours = [Batch(work, work.path(f"ours{turn}")) for turn in range(rounds)]
    reference = [
        RowsByHand(Path(work.office.path), known, work.path(f"hand{turn}"))
        for turn in range(rounds)
    ]
    turns = in_turns(ours, reference, warm=1)
    for ours_one, by_hand in zip(ours, reference, strict=True):
        ours_one.close()
        by_hand.close()
    note = "one event a row; the reference looks nothing up and decides nothing"
    what = f"quick add of {len(work.rows):,} rows {_WORDS[work.kind]}, {work.disk}"
    yield compared("P4", what, turns, 2.5, note=note)
    if turns.busy:
        yield compared("", "the same by the processor's time", turns.busy, None)


def _rows(payees: Sequence[Payee], kind: QuickKind) -> tuple[QuickLine, ...]:
    """A row for each payee."""
    if kind is QuickKind.RULES:
        return tuple(
            QuickLine("", "ACCT", short_id(one.account), amount=_AMOUNT, tender_type="CASH")
            for one in payees
        )
    return tuple(
        QuickLine("", account=short_id(one.account), amount=_AMOUNT, tender_type="CASH")
        for one in payees
    )


class Batch:
    """Our batch in a fresh copy of the office; making and opening the copy is not timed."""

    def __init__(self, work: _Work, path: Path) -> None:
        shutil.copy(work.office.path, path)
        self._kind = work.kind
        self._rows = work.rows
        self._actor = work.office.actor
        self._db = Database.open(str(path))
        services = build(self._db, lambda: NOW)
        # As in a program in which somebody has signed in.
        services.setup()
        self._quick = QuickAdd(
            self._db, services.clock, services.setup_cache, services.payment_events
        )

    def __call__(self) -> None:
        """Keep the batch and carry it out."""
        started = self._quick.start(
            QuickHeader(self._kind), self._rows, new_request_id(), self._actor
        )
        view = self._quick.run(started.value, self._actor)
        if view.count(Outcome.DONE) < len(self._rows):
            raise RuntimeError("rows were not taken")

    def close(self) -> None:
        """Close the copy."""
        self._db.dispose()


def _written(work: _Work) -> Known:
    """What our batch writes."""
    path = work.path("written")
    batch = Batch(work, path)
    batch()
    batch.close()
    return rows_known(path)


if __name__ == "__main__":
    answer(measure)
