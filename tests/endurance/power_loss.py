"""R2, F2: power cuts at random moments of a recorded day; FULL loses nothing, NORMAL does."""

import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from posapp.storage.db import Database
from posapp.storage.sqlite import driver
from tests.endurance.proof import Run, Tally
from tests.helpers.children import ROOT
from tests.helpers.day_orders import Ground, Planner, prepare
from tests.helpers.power_loss import Image, build, images, steps

CHECKPOINT = 60
DEEP = 50
"""Each so many-th image meets the whole oracle; all others the library's checks and 1 and 2 of it."""


@dataclass(frozen=True)
class Day:
    """A recorded day: the file before it, the record, and what was known after each answer."""

    start: dict[str, bytes]
    record: Path
    known: Sequence[frozenset[str]]


def run(run: Run, tally: Tally) -> None:
    """Cut a day that was recorded under FULL, and one under NORMAL, as often as asked."""
    library = build(run.folder)
    if library is None:
        tally.count("records (no C compiler here)", 0)
        return
    seeds = [run.seed + number for number in range(run.of(1, 3))]
    counts = {"FULL": run.of(14, 3_000), "NORMAL": run.of(16, 1_000)}
    days = [(synchronous, seed) for synchronous in counts for seed in seeds]
    for (synchronous, seed), day in zip(days, _record(run, library, days), strict=True):
        _cut(run, tally, day, synchronous, counts[synchronous] // len(seeds), seed)
    if not tally.figures["images losing payments (NORMAL)"]:
        tally.blame("NORMAL lost nothing: the record or the cuts are blind")


def _record(run: Run, library: Path, days: Sequence[tuple[str, int]]) -> list[Day]:
    """Record days of a way to sync and a seed, one after the other."""
    grounds, starts, orders = [], [], []
    for synchronous, seed in days:
        path, ground = _ground(run, synchronous)
        grounds.append(ground)
        starts.append({path.name: path.read_bytes()})
        orders.append({
            "path": str(path), "record": str(path.parent.with_name("record")),
            "synchronous": synchronous, "till": asdict(ground.tills[0]), "people": ground.people,
            "items": ground.items[0], "orders": run.of(30, 300), "draw": f"{seed} 0",
        })  # fmt: skip
    watched = {
        "LD_PRELOAD": str(library), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    subprocess.run(
        [sys.executable, "-m", "tests.helpers.day_recorded", str(CHECKPOINT)],
        input=json.dumps(orders), text=True, timeout=1_800, check=True, cwd=ROOT,
        env=os.environ | watched,
    )  # fmt: skip
    found = []
    for (_, seed), ground, start, order in zip(days, grounds, starts, orders, strict=True):
        said = Path(order["path"]).with_name("acknowledged").read_text().splitlines()
        assert len(said) == order["orders"]
        known = _known(ground, seed, [json.loads(line) for line in said])
        found.append(Day(start, Path(order["record"]), known))
    return found


def _ground(run: Run, synchronous: str) -> tuple[Path, Ground]:
    """A file in a folder of its own, whose writes alone are recorded."""
    url = run.fresh()
    db = Database.open(url)
    ground = prepare(db, items=run.of(5, 60))
    db.dispose()
    folder = Path(url).parent / synchronous
    folder.mkdir()
    return Path(shutil.copyfile(url, folder / "posapp.db")), ground


def _known(ground: Ground, seed: int, answers: Sequence[dict[str, object]]) -> list[frozenset[str]]:
    """Draw the same day again: which requests have an event after each answer."""
    draw = random.Random(f"{seed} 0")
    planner = Planner(ground.tills[0], ground.people, deque(ground.items[0]), draw)
    known = [frozenset[str]()]
    for answer in answers:
        planner.take_down(planner.next(), answer)
        known.append(frozenset(planner.told.events))
    return known


def _cut(run: Run, tally: Tally, day: Day, synchronous: str, count: int, seed: int) -> None:
    done = steps(day.record)
    tally.count(f"syncs ({synchronous})", sum(step.kind == "sync" for step in done))
    for number, image in enumerate(images(day.start, done, count, random.Random(seed))):
        tally.count(f"images ({synchronous})")
        folder = run.folder / "image"
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
        _write(image, folder)
        lost, extra, fault = _look(folder / "posapp.db", day, image.acknowledged)
        if fault:
            tally.blame(f"{synchronous} image {number}: {fault}")
        if synchronous == "FULL":
            tally.count("lost", lost)
            if lost or extra:
                tally.blame(f"image {number}: {lost} lost, {extra} never asked for")
            if number % run.of(12, DEEP) == 0:
                _write(image, folder)
                run.prove(str(folder / "posapp.db"), tally)
        else:
            name = "most events lost in one (NORMAL)"
            tally.figures[name] = max(tally.figures[name], lost)
            tally.count("images losing payments (NORMAL)", bool(lost))


def _write(image: Image, folder: Path) -> None:
    for old in folder.iterdir():
        old.unlink()
    for name, content in image.files.items():
        if not name.endswith("-shm"):
            (folder / name).write_bytes(content)


def _look(path: Path, day: Day, acknowledged: int) -> tuple[int, int, str]:
    """Events lost, events that nobody asked for, and what the library says of the file.

    The order at work when the cut came may be there or not, or in part where it is a batch.
    """
    connection = driver().connect(str(path))
    try:
        found = {row[0] for row in connection.execute("SELECT request_id FROM payment_event")}
        sound = connection.execute("PRAGMA integrity_check").fetchall()
    finally:
        connection.close()
    before = day.known[acknowledged]
    after = day.known[min(acknowledged + 1, len(day.known) - 1)]
    fault = "" if sound == [("ok",)] else str(sound[:2])
    return len((before & after) - found), len(found - (before | after)), fault
