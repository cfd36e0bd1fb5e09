"""R2, F2: after a power cut every acknowledged payment is there and the file is sound.

The same record with ``synchronous=NORMAL`` loses some: that is why FULL is read back.
"""

import os
import random
from pathlib import Path

import pytest
from sqlalchemy import text

from posapp.storage import sqlite
from posapp.storage.check import check_database
from posapp.storage.db import Database
from posapp.storage.sqlite import driver
from tests.helpers.children import run
from tests.helpers.power_loss import Image, build, images, steps
from tests.helpers.rows import make_office

PAYMENTS = 60
IMAGES = 100
SCRIPT = """
import os, sys
from posapp.storage import sqlite
from posapp.storage.db import Database
from tests.helpers.rows import Office, paid_event
if sys.argv[7] == "NORMAL":
    sqlite.SETTINGS = (("synchronous", "NORMAL", 1), ("foreign_keys", "ON", 1))
db = Database.open(sys.argv[1])
office = Office(*map(int, sys.argv[2:6]))
out = os.open(os.path.join(os.path.dirname(sys.argv[1]), "acknowledged"), os.O_CREAT | os.O_WRONLY)
with db.engine.connect() as s:
    # The pool has one connection, so this holds for all payments.
    s.connection.driver_connection.execute("PRAGMA wal_autocheckpoint=60")
for _ in range(int(sys.argv[6])):
    os.write(out, f"{db.write(lambda s: paid_event(s, office)).event}\\n".encode())
os._exit(0)
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    made = build(tmp_path)
    if made is None:
        pytest.skip("recording writes needs a C compiler and /proc")
    return made


def record(
    url: str, library: Path, folder: Path, synchronous: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, bytes], list[int], Path]:
    """Take payments while everything is written down."""
    db = Database.open(url)
    with db.begin() as s:
        office = make_office(s)
    db.dispose()
    path = folder / "files" / "posapp.db"
    path.parent.mkdir()
    path.write_bytes(Path(url).read_bytes())
    start = {path.name: path.read_bytes()}
    monkeypatch.setenv("LD_PRELOAD", str(library))
    monkeypatch.setenv("RECORD_FOLDER", str(path.parent))
    monkeypatch.setenv("RECORD_FILE", str(folder / "record"))
    numbers = [str(n) for n in (office.user, office.control, office.account, office.agreement)]
    run(SCRIPT, str(path), *numbers, str(PAYMENTS), synchronous)
    monkeypatch.delenv("LD_PRELOAD")
    events = [int(line) for line in (path.parent / "acknowledged").read_text().split()]
    assert len(events) == PAYMENTS
    return start, events, folder / "record"


def written(image: Image, folder: Path) -> Path:
    folder.mkdir()
    for name, content in image.files.items():
        if not name.endswith("-shm"):
            (folder / name).write_bytes(content)
    return folder / "posapp.db"


def lost(path: Path, expected: list[int]) -> int:
    """How many of the expected events are missing, seen by the bare library."""
    connection = driver().connect(str(path))
    found = {row[0] for row in connection.execute("SELECT id FROM payment_event")}
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    return len(set(expected) - found)


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")
def test_f2_a_power_cut_loses_no_acknowledged_payment(
    sqlite_url: str, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, events, file = record(sqlite_url, library, tmp_path, "FULL", monkeypatch)
    done = steps(file)
    assert sum(step.kind == "sync" for step in done) >= PAYMENTS
    assert sum(step.file == "posapp.db" and step.kind == "sync" for step in done) > 5
    for number, image in enumerate(images(start, done, IMAGES, random.Random(1))):
        path = written(image, tmp_path / f"image{number}")
        db = Database.open(str(path))
        with db.read() as s:
            found = set(s.execute(text("SELECT id FROM payment_event")).scalars())
        assert set(events[: image.acknowledged]) <= found, number
        if number % 10 == 0:
            assert check_database(db).clean
        db.dispose()


def test_f2_the_same_without_full_loses_payments(
    sqlite_url: str, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shows that the record and the cuts see what they look for (finding 2)."""
    start, events, file = record(sqlite_url, library, tmp_path, "NORMAL", monkeypatch)
    losses = [
        lost(written(image, tmp_path / f"image{number}"), events[: image.acknowledged])
        for number, image in enumerate(images(start, steps(file), 40, random.Random(2)))
    ]
    assert max(losses) > 0
    assert sqlite.SETTINGS[0] == ("synchronous", "FULL", 2)
