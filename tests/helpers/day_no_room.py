"""A till at work where files may not grow: at every write of every kind of order (R3, F4).

``SCRIPT`` is a program: ``DATABASE FOLDER [SIZE KEPT]``, a till and its planner as JSON on the input.
Papers, copies and imports try the same. It prints what was told, as JSON. With ``SIZE`` the folder is a
file system of its own of that size, which only this program sees, with a copy of the database in it; it
is filled up to the last byte in place of a limit on files, and its database is copied to ``KEPT`` in
the end.
"""

import contextlib
import ctypes
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from posapp.devices.folder import FolderPrinter
from posapp.domain.ids import EventId, UserId, new_request_id
from posapp.domain.rights import Actor, Role
from posapp.errors import DeviceFailure, PosError, Refused, StorageFailure
from posapp.services import control_opening
from posapp.storage.backup import backup
from tests.helpers.day_orders import Planner
from tests.helpers.day_worker import Desk, Till, desk

SCRIPT = "from tests.helpers.day_no_room import main; main()"
NEW_MOUNTS = 0x20000
"""CLONE_NEWNS of <linux/sched.h>: what this process mounts no other sees, and it is gone with it."""
STEP = 4_120
"""About a page of the log."""


Limit = Callable[[int], AbstractContextManager[None]]


class Full:
    """What is tried without room, and what comes of it."""

    def __init__(
        self, at: Desk, planner: Planner, folder: Path, setup_user: int, limited: Limit
    ) -> None:
        self.at = at
        self.limited = limited
        self.planner = planner
        self.folder = folder
        self.importer = Actor(UserId(setup_user), "setup", "Setup", frozenset({Role.SETUP}), "MAIN")
        self.told: Counter[str] = Counter()
        self.faults: list[str] = []
        self.last = ""

    def order(self, room: int) -> None:
        """One order; given again when there is room."""
        order = self.planner.next()
        self._fold_log()
        answer: Any = None
        with self.limited(room):
            answer = self._tried(order["do"], lambda: self.at.obey(order))
        if answer is None:
            answer = self.at.obey(order)
        if "refused" in answer:
            self.faults.append(f"{order['do']}: {answer}")
        self.planner.take_down(order, answer)

    def receipt(self, room: int) -> None:
        """The receipt does not fit: the payment stands, the log says so, the next is a duplicate."""
        events = list(self.planner.told.events.values())
        printing, printer = self.at.services.printing, FolderPrinter(self.folder / "papers")
        event = EventId(events[-1])
        try:
            with self.limited(room):
                printed = self._tried("receipt", lambda: printing.print_receipt(
                    event, self.at.cashier, printer))  # fmt: skip
        except Refused:
            return
        if printed is None:
            printing.print_receipt(event, self.at.cashier, printer)
        papers = list((self.folder / "papers").glob("*"))
        if any(paper.stat().st_size < 1000 or paper.suffix != ".pdf" for paper in papers):
            self.faults.append(f"half a receipt: {papers}")

    def copy(self, room: int) -> None:
        """A copy that does not fit leaves nothing."""
        target = self.folder / f"copy-{room}.db"
        with self.limited(room):
            made = self._tried("copy", lambda: backup(self.at.db, target))
        left = list(self.folder.glob(f"*copy-{room}*"))
        if made is None and left:
            self.faults.append(f"half a copy: {left}")
        for each in left:
            each.unlink()

    def imported(self, room: int) -> None:
        """A file of accounts: none of it, or all; then all, once."""
        key = f"K{room}"
        path = self.folder / f"accounts-{room}.csv"
        head = "key,name,customer_class,address\n"
        path.write_text(head + "".join(f"{key}-{n},Person {n},RES,1 Elm\n" for n in range(300)))
        request = new_request_id()

        def act() -> object:
            return self.at.services.importing.run(
                "accounts", path, "accounts", self.importer, request_id=request
            ).value

        self._fold_log()
        with self.limited(room):
            done = self._tried("import", act)
        count = self._accounts(key)
        # Where it is said that nobody knows, both are right.
        right = {300} if done else {0, 300} if self.last == "unknown_outcome" else {0}
        if count not in right:
            self.faults.append(f"an import in part: {count} accounts, told {self.last}")
        act()
        if self._accounts(key) != 300:
            self.faults.append("an import not done when there is room")

    def _accounts(self, key: str) -> int:
        with self.at.db.read() as s:
            query = "SELECT count(*) FROM account_key WHERE value LIKE ?"
            return int(s.exec_driver_sql(query, (f"{key}-%",)).scalar_one())

    def _tried(self, what: str, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except (StorageFailure, DeviceFailure) as failure:
            kind = failure.kind if isinstance(failure, StorageFailure) else "device"
            self.told[f"{what} {kind}"] += 1
            self.last = kind
            self._needs_sentence(failure)
            return None

    def _needs_sentence(self, failure: PosError) -> None:
        if len(str(failure)) < 10:
            self.faults.append(f"no sentence: {failure!r}")

    def _fold_log(self) -> None:
        with self.at.db.engine.connect() as s:
            driver = s.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


@contextmanager
def limited(room: int) -> Iterator[None]:
    """Files may grow to ``room`` bytes only; what is larger already cannot be written behind that."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def filled(folder: Path) -> Limit:
    """The file system of a folder has only so much room, to the page."""
    ballast = folder / "ballast"

    @contextmanager
    def full(room: int) -> Iterator[None]:
        with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(4096))
        os.truncate(ballast, max(0, ballast.stat().st_size - room))
        try:
            yield
        finally:
            ballast.unlink()

    return full


def mounted(database: str, folder: Path, size: str) -> str:
    """Put a small file system of this process's own on a folder, and the database there."""
    if ctypes.CDLL(None, use_errno=True).unshare(NEW_MOUNTS):
        raise OSError(ctypes.get_errno(), "no mounts of its own")
    tmpfs = ("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    for command in (("mount", "--make-rprivate", "/"), tmpfs):
        subprocess.run(command, check=True, timeout=60)
    return shutil.copyfile(database, str(folder / "posapp.db"))


def main() -> None:
    """Try everything with a little more room each time."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    given = json.load(sys.stdin)
    database, folder, *small = sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]
    if small:
        database = mounted(database, folder, small[0])
    till = Till(**given["till"])
    draw = random.Random(given["draw"])
    planner = Planner(till, tuple(given["people"]), deque(given["items"]), draw)
    at = desk(database, till)
    at.db.sleep = lambda _: None
    (folder / "papers").mkdir()
    limit = filled(folder) if small else limited
    # On such a small disk no drawer would be opened at all; here the writes are looked at.
    control_opening.NO_ROOM = 0
    full = Full(at, planner, folder, given["setup"], limit)
    for number in range(given["orders"]):
        full.order(draw.randrange(40) * STEP + draw.choice([0, 100, 2_000]))
        if number % given["beside"] == given["beside"] - 1:
            room = 1 + draw.randrange(60) * 10_000
            full.receipt(draw.randrange(30_000))
            full.copy(room)
            full.imported(room)
    rest = at.obey({"do": "finish"})
    told = vars(planner.told) | {"tries": full.told, "faults": full.faults, "rest": rest["events"]}
    at.db.dispose()
    for kept in small[1:]:
        shutil.copyfile(database, kept)
    print(json.dumps(told))
