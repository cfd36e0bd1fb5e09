"""R3, F4, F5: no room, or no leave to write, at each write of a payment taken by the services."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.errors import StorageFailure
from posapp.services.bundle import build
from posapp.storage.check import check_database
from posapp.storage.db import Database
from tests.helpers import oracle
from tests.helpers.children import ROOT, run
from tests.helpers.clock import FixedClock
from tests.helpers.office import DAY, open_office

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits and mounts are POSIX ones")

PAYMENTS = """
import sys
from posapp.domain.codes import Role
from posapp.domain.ids import AccountId, UserId
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.errors import StorageFailure
from posapp.services.bundle import build
from posapp.storage.db import Database
from tests.helpers.clock import FixedClock

db = Database.open(sys.argv[1])
db.sleep = lambda _: None
services = build(db, FixedClock())
actor = Actor(UserId(int(sys.argv[2])), "cashier", "C", frozenset({Role.CASHIER}), "MAIN", "WS1")
account = AccountId(int(sys.argv[3]))
said, taken = [], 0

def take():
    # The same request again and again, until it is known to be done.
    command = AddEvent(
        f"request-{taken}", account, (TenderDraft("CASH", Money(150), name="x" * 200),),
        (PaymentDraft(account, Money(100)),),
        confirmed=frozenset({"M-40", "M-42"}),
    )
    services.in_hand.submit(command, actor)

def take_all(count, make_room=None):
    global taken
    for _ in range(count):
        try:
            take()
        except StorageFailure as failure:
            said.append(f"{failure.kind}: {failure}")
            if make_room is None:
                return
            make_room()
            take()
        taken += 1
"""

LIMITED = (
    PAYMENTS
    + """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
take_all(2)
def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
def free():
    limit(resource.RLIM_INFINITY)
# Room for a little more of the log each time: the failure moves through the writes of a draft
# and of its payment.
for step in range(int(sys.argv[4])):
    with db.engine.connect() as s:
        s.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    limit(step % 15 * 8400 + step // 15 * 500)
    take_all(4, free)
    free()
take_all(1)
print(taken, len(said), "|".join(sorted({line.split(":")[0] for line in said})))
db.dispose()
"""
)


def day(url: str) -> tuple[str, str]:
    db = Database.open(url)
    office = open_office(db, FixedClock())
    account = office.account()
    office.agreement(account, "WATER", (DAY, 10_000_000))
    db.dispose()
    return str(office.cashier.user_id), str(account)


def assert_day(url: str, taken: int) -> None:
    db = Database.open(url)
    assert set(oracle.events(db)) == {f"request-{n}" for n in range(taken)}
    assert sum(oracle.drawers(db).values()) == taken * 100
    assert sum(oracle.frozen(db).values()) == taken * 100
    assert oracle.one(db, "SELECT count(*) FROM in_hand") == 0
    oracle.assert_sound(db)
    db.dispose()


def test_f4_no_room_at_each_write_of_a_payment(sqlite_url: str, times: int) -> None:
    (said,) = run(LIMITED, sqlite_url, *day(sqlite_url), str(15 * times))
    taken, failures, kinds = said.split()
    assert int(failures) >= 12
    assert set(kinds.split("|")) <= {"full", "other", "unknown_outcome"}
    assert_day(sqlite_url, int(taken))


FILLED = (
    PAYMENTS
    + """
import os
take_all(2)
folder = os.path.dirname(sys.argv[1])
ballast = os.path.join(folder, "ballast")
def fill():
    with open(ballast, "wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
def free():
    os.remove(ballast)
for _ in range(3):
    fill()
    take_all(200)
    free()
    take_all(3)
print(taken, len(said), "|".join(sorted({line.split(":")[0] for line in said})))
db.dispose()
import shutil
shutil.copyfile(sys.argv[1], sys.argv[4])
"""
)
MOUNTED = 'mount -t tmpfs -o size=4m tmpfs "$1" && cp "$2" "$1/pos.db" && exec "$3" -W error -c "$4" "$1/pos.db" "$5" "$6" "$7"'


def test_f4_a_full_file_system_says_so_and_work_goes_on_after(
    sqlite_url: str, tmp_path: Path
) -> None:
    unshare = shutil.which("unshare")
    tried = unshare and subprocess.run(
        [unshare, "-m", "mount", "-t", "tmpfs", "tmpfs", str(tmp_path)],
        capture_output=True,
        check=False,
    )
    if not tried or tried.returncode:
        pytest.skip("a file system of our own cannot be mounted here")
    user, account = day(sqlite_url)
    small, kept = tmp_path / "small", tmp_path / "kept.db"
    small.mkdir()
    ended = subprocess.run(
        [
            str(unshare), "-m", "sh", "-c", MOUNTED, "sh", str(small), sqlite_url, sys.executable,
            FILLED, user, account, str(kept),
        ],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    taken, failures, kinds = ended.stdout.split()
    assert int(failures) == 3
    assert kinds == "full"
    assert_day(str(kept), int(taken))


def payment(account: int) -> AddEvent:
    return AddEvent(
        new_request_id(),
        account,  # type: ignore[arg-type]
        (TenderDraft("CASH", Money(100)),),
        (PaymentDraft(account, Money(100)),),  # type: ignore[arg-type]
    )


def test_f5_a_database_open_for_reading_takes_nothing_and_shows_everything(
    sqlite_url: str,
) -> None:
    db = Database.open(sqlite_url)
    office = open_office(db, FixedClock())
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    event = office.services.payment_events.add(payment(account), office.cashier).value.event_id
    db.dispose()
    reports = Database.open(sqlite_url, read_only=True)
    services = build(reports, FixedClock())
    before = oracle.counts(reports)
    acts = [
        lambda: services.payment_events.add(payment(account), office.cashier),
        lambda: services.in_hand.submit(payment(account), office.cashier),
        lambda: services.event_actions.distribute(event, new_request_id(), office.cashier),
    ]
    for act in acts:
        with pytest.raises(StorageFailure, match="reading only") as caught:
            act()
        assert caught.value.kind == "read_only"
    assert services.payment_events.show(event, office.cashier).receipt_number
    assert oracle.counts(reports) == before
    assert check_database(reports).clean
    reports.dispose()
