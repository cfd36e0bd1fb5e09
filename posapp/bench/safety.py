"""P3: what all safety features cost: the payment by hand with them, beside the same without.

Both are written by hand on the driver and durable in the same way. Without: no foreign keys, no
guards, no request to look up and to keep, no audit chain.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from posapp.bench.by_hand import ByHand
from posapp.bench.child import Options, answer
from posapp.bench.figures import Figure, compared, in_turns
from posapp.bench.office import open_office
from posapp.bench.payment import take
from posapp.domain.ids import new_request_id
from posapp.storage import sqlite

_MOST: Final = 1.3
_WARM: Final = 20
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a folder in memory: the most that it can cost


def measure(options: Options) -> Sequence[Figure]:
    """With all and without any, in turns: ``rounds``."""
    rounds = int(options["rounds"]) + _WARM
    where = str(_MEMORY) if _MEMORY.is_dir() else None
    with TemporaryDirectory(dir=where) as name:
        safe = _payments(Path(name) / "safe.db", rounds, safe=True)
        bare = _payments(Path(name) / "bare.db", rounds, safe=False)
        turns = in_turns(safe, bare, warm=_WARM)
    note = "the second figure is that without foreign keys, guards, requests and audit"
    busy = turns.busy or turns
    return [compared("P3", "all safety features, processor", busy, _MOST, note=note)]


def _payments(path: Path, rounds: int, *, safe: bool) -> list[Any]:
    office = open_office(path)
    payees = office.add_payees(rounds + 1)
    take(office, payees[-1])
    office.db.dispose()
    if not safe:
        _strip(path)
    by_hand = ByHand(office, safe=safe)
    return [partial(by_hand.pay, payee, new_request_id()) for payee in payees[:-1]]


def _strip(path: Path) -> None:
    """Take the guards away."""
    connection: Any = sqlite.driver().connect(str(path))
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.commit()
    connection.close()


if __name__ == "__main__":
    answer(measure)
