"""R3, F4: no room at every write of a payment, a balance, an import, a receipt, a copy."""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from posapp.storage.db import Database
from tests.endurance.proof import Run, Tally
from tests.helpers.children import ROOT
from tests.helpers.day_orders import Told, prepare


def run(run: Run, tally: Tally) -> None:
    """The limit moves through the writes; what fails is done again when there is room."""
    url = run.fresh()
    db = Database.open(url)
    ground = prepare(db, items=run.of(5, 300))
    db.dispose()
    papers = Path(url).parent / "beside"
    papers.mkdir()
    given = {
        "till": asdict(ground.tills[0]), "people": ground.people, "items": ground.items[0],
        "draw": f"{run.seed} 0", "orders": run.of(60, 2_000), "beside": run.of(20, 10),
        "setup": ground.office.actors["setup"].user_id,
    }  # fmt: skip
    ended = subprocess.run(
        [sys.executable, "-m", "tests.helpers.day_no_room", url, papers], input=json.dumps(given),
        text=True, capture_output=True, timeout=1_800, check=False, cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    if ended.returncode:
        tally.blame(ended.stderr[-1500:])
        return
    said = json.loads(ended.stdout)
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


_OTHERS = {"receipt", "copy", "import"}
