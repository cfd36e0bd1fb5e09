"""R3, F4: no room at every write of a payment, a balance, an import, a receipt, a copy."""

import json
import shutil
import subprocess
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from posapp.storage.db import Database
from tests.endurance.proof import Run, Tally
from tests.helpers.children import run_on
from tests.helpers.day_no_room import SCRIPT
from tests.helpers.day_orders import Told, prepare

_OTHERS = {"receipt", "copy", "import"}


def run(run: Run, tally: Tally) -> None:
    """The limit moves through the writes; what fails is done again when there is room."""
    url, given = _ground(run, run.of(16, 600), run.of(8, 6))
    papers = Path(url).parent / "beside"
    papers.mkdir()
    _tell(run, tally, url, _said(tally, [url, papers], given))
    unshare = shutil.which("unshare")
    tried = unshare and subprocess.run(
        [unshare, "-m", "mount", "-t", "tmpfs", "tmpfs", str(papers)],
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    if not tried or tried.returncode:
        tally.count("small file systems (none can be mounted here)", 0)
        return
    for size in ("8m", "20m")[: run.of(1, 2)]:
        _small(run, tally, size)


def _small(run: Run, tally: Tally, size: str) -> None:
    """The same on a file system that is full."""
    small = size == "8m"
    url, given = _ground(run, run.of(6, 200), 1_000_000 if small else 20)
    place, kept = Path(url).parent / "small", Path(url).parent / "kept.db"
    place.mkdir()
    _tell(run, tally, str(kept), _said(tally, [url, place, size, kept], given))
    tally.count("small file systems")


def _ground(run: Run, orders: int, beside: int) -> tuple[str, dict[str, object]]:
    url = run.fresh()
    db = Database.open(url)
    ground = prepare(db, items=run.of(5, 300))
    db.dispose()
    return url, {
        "till": asdict(ground.tills[0]), "people": ground.people, "items": ground.items[0],
        "draw": f"{run.seed} 0", "orders": orders, "beside": beside,
        "setup": ground.office.actors["setup"].user_id,
    }  # fmt: skip


def _said(tally: Tally, told: list[object], given: dict[str, object]) -> dict[str, Any] | None:
    try:
        said = run_on(json.dumps(given), SCRIPT, *map(str, told), timeout=1_800)
    except AssertionError as failure:
        tally.blame(str(failure)[-1500:])
        return None
    found: dict[str, Any] = json.loads(said)
    return found


def _tell(run: Run, tally: Tally, url: str, said: dict[str, Any] | None) -> None:
    if said is None:
        return
    for name, times in said["tries"].items():
        what, _, kind = name.partition(" ")
        tally.count("writes without room" if what in _OTHERS else "orders without room", times)
        tally.count(f"told {kind}", times)
    tally.findings += said["faults"]
    if said["rest"]:
        tally.blame(f"left in hand: {said['rest']}")
    tally.count("acknowledged", said["answers"])
    money = Counter({int(account): cents for account, cents in said["money"].items()})
    run.prove(url, tally, Told(said["events"], money, said["answers"]))
