"""What surrounds the file fails (R3, R4, F4 to F7): a sentence, nothing half written, go on after."""

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from posapp.errors import StorageFailure
from posapp.storage import places
from posapp.storage.check import check_database
from posapp.storage.db import Database
from posapp.storage.places import header_fault, refuse_network_share
from posapp.storage.sqlite import driver
from posapp.storage.triggers import drop_statements, statements
from posapp.storage.wal import wal_fault
from tests.helpers.children import is_root, run
from tests.helpers.rows import make_office, paid_event

# --- network shares -----------------------------------------------------------------------------

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /srv/share nfs4 rw 0 0
//box/pos /mnt/pos\\040files cifs rw 0 0
user@host:/ /home/ann/remote fuse.sshfs rw 0 0
C:\\134 /mnt/c 9p rw 0 0
tmpfs /srv/share/local tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    "path",
    ["/srv/share/pos.db", "/mnt/pos files/pos.db", "/home/ann/remote/a/pos.db", "/mnt/c/pos.db"],
)
def test_finding_5_a_network_share_is_refused_with_the_way_out(path: str) -> None:
    with pytest.raises(StorageFailure, match="postgresql://") as caught:
        refuse_network_share(Path(path), MOUNTS)
    assert caught.value.kind == "network_share"


@pytest.mark.parametrize(
    "path",
    ["/var/pos.db", "/srv/share/local/pos.db", "/srv/shared/pos.db", "/mnt/pos.db", "/mnt/cc"],
)
def test_a_local_disk_is_fine(path: str) -> None:
    refuse_network_share(Path(path), MOUNTS)


def test_nothing_is_made_on_a_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/x {tmp_path} nfs rw 0 0\n")
    monkeypatch.setattr(places, "MOUNTS", mounts)
    with pytest.raises(StorageFailure, match="network share"):
        Database.open(str(tmp_path / "pos.db"), create=True)
    assert [path.name for path in tmp_path.iterdir()] == ["mounts"]


# --- missing, not ours, not writable ------------------------------------------------------------


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    for path in (tmp_path / "none.db", tmp_path / "no folder" / "none.db"):
        with pytest.raises(StorageFailure, match="There is no database at") as caught:
            Database.open(str(path))
        assert caught.value.kind == "missing"
    with pytest.raises(StorageFailure, match="is not a file"):
        Database.open(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_create_takes_no_place_that_is_taken(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("precious")
    with pytest.raises(StorageFailure, match="already exists"):
        Database.open(str(tmp_path / "there"), create=True)
    with pytest.raises(StorageFailure, match="does not exist"):
        Database.open(str(tmp_path / "no" / "x.db"), create=True)
    assert (tmp_path / "there").read_text() == "precious"


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00", b"hello" * 100, bytes(4096)])
def test_what_is_no_database_is_not_touched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pos.db"
    path.write_bytes(content)
    with pytest.raises(StorageFailure, match="was not touched") as caught:
        Database.open(str(path))
    assert caught.value.kind == "damaged"
    assert path.read_bytes() == content
    assert len(list(tmp_path.iterdir())) == 1


@pytest.fixture
def open_folder(sqlite_template: Path) -> Iterator[Path]:
    """A folder that other users can reach, with a database in it."""
    folder = Path(tempfile.mkdtemp(prefix="posapp-faults-"))
    folder.chmod(0o777)
    shutil.copyfile(sqlite_template, folder / "pos.db")
    (folder / "pos.db").chmod(0o666)
    yield folder
    folder.chmod(0o777)
    shutil.rmtree(folder)


OPEN = """
import os, shutil, sys, tempfile
from sqlalchemy import text
from posapp.errors import StorageFailure
from posapp.storage.check import check_database
from posapp.storage.db import Database
# Everything is loaded before the rights are dropped: the interpreter may lie in a closed folder.
with tempfile.TemporaryDirectory() as folder:
    shutil.copyfile(sys.argv[3], f"{folder}/pos.db")
    warm = Database.open(f"{folder}/pos.db")
    warm.dispose()
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    db = Database.open(sys.argv[1], read_only=sys.argv[2] == "reports")
    with db.read() as s:
        print("read", s.execute(text("SELECT count(*) FROM office")).scalar())
    print(check_database(db).findings)
    with db.begin() as s:
        print("wrote")
except StorageFailure as failure:
    print(failure.kind, failure)
"""


@pytest.mark.skipif(os.name != "posix", reason="rights work otherwise there")
@pytest.mark.parametrize("place", ["file", "folder"])
def test_f5_what_may_not_be_written_is_refused_and_named(
    open_folder: Path, sqlite_template: Path, place: str
) -> None:
    file = open_folder / "pos.db"
    target = file if place == "file" else open_folder
    target.chmod(0o444 if place == "file" else 0o555)
    (said,) = run(OPEN, str(file), "work", str(sqlite_template))
    assert said.startswith("read_only")
    assert f"The {place} {target} may not be written" in said
    before = file.read_bytes()
    read, findings, refused = run(OPEN, str(file), "reports", str(sqlite_template))
    assert (read, findings) == ("read 1", "()")
    assert refused.startswith("read_only")
    assert file.read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="rights work otherwise there")
def test_f5_a_file_of_another_user_is_refused_and_named(
    open_folder: Path, sqlite_template: Path
) -> None:
    if not is_root():
        pytest.skip("only root can give files to others")
    (open_folder / "pos.db").chmod(0o600)
    (said,) = run(OPEN, str(open_folder / "pos.db"), "work", str(sqlite_template))
    assert said.startswith("read_only")
    assert "may not be read by this user" in said


def test_reports_on_a_database_that_is_in_use(sqlite_db: Database, sqlite_url: str) -> None:
    with sqlite_db.begin() as s:
        office = make_office(s)
        paid_event(s, office)
    reports = Database.open(sqlite_url, read_only=True)
    with reports.read() as s:
        assert s.execute(text("SELECT count(*) FROM payment")).scalar() == 1
    with pytest.raises(StorageFailure, match="reading only"):
        reports.write(make_office)
    reports.dispose()


# --- damage -------------------------------------------------------------------------------------

# Where a flipped bit changes nothing that is stored: schema cookie, number of the library.
HARMLESS = {*range(40, 44), *range(96, 100)}


@pytest.fixture
def filled(sqlite_db: Database) -> Path:
    """A closed database with some payments in it."""
    with sqlite_db.begin() as s:
        office = make_office(s)
    for _ in range(20):
        sqlite_db.write(lambda s: paid_event(s, office))
    sqlite_db.dispose()
    assert sqlite_db.path is not None
    return sqlite_db.path


def verdict(path: Path) -> str:
    """``refused``, ``found`` by the check, or ``unseen``; a refused file is not touched."""
    before = path.read_bytes()
    try:
        db = Database.open(str(path))
    except StorageFailure:
        assert path.read_bytes() == before
        return "refused"
    try:
        return "unseen" if check_database(db).clean else "found"
    except StorageFailure as failure:
        return "found" if failure.kind == "damaged" else failure.kind
    finally:
        db.dispose()


def test_r4_every_flipped_byte_of_the_header_is_noticed(filled: Path) -> None:
    sound = filled.read_bytes()
    for place in range(100):
        content = bytearray(sound)
        content[place] ^= 1 << (place % 8)
        filled.write_bytes(content)
        seen = verdict(filled)
        assert (seen == "unseen") == (place in HARMLESS), (place, seen)


def test_header_faults_are_told_apart(filled: Path) -> None:
    head = filled.read_bytes()[:100]
    size = filled.stat().st_size
    assert header_fault(head, size) == ""
    assert header_fault(head, size + 4096) == "wrong length"
    assert header_fault(head, size + 4096, has_wal=True) == ""
    assert header_fault(head[:99], size) == "shorter than its header"


def test_r4_a_page_of_zeros_a_cut_and_swapped_pages_are_noticed(filled: Path) -> None:
    sound = filled.read_bytes()
    pages = len(sound) // 4096
    draw = random.Random(7)
    for _ in range(12):
        one, two = draw.sample(range(1, pages), 2)
        zero, swapped = bytearray(sound), bytearray(sound)
        zero[one * 4096 : (one + 1) * 4096] = bytes(4096)
        swapped[one * 4096 : (one + 1) * 4096] = sound[two * 4096 : (two + 1) * 4096]
        swapped[two * 4096 : (two + 1) * 4096] = sound[one * 4096 : (one + 1) * 4096]
        for content in (zero, swapped, sound[: one * 4096], sound[:-1]):
            if bytes(content) != sound:
                filled.write_bytes(content)
                assert verdict(filled) != "unseen"


def test_r4_bytes_that_are_no_text_any_more_are_damage(filled: Path) -> None:
    """A flipped bit in a text ended ``db check`` with an error of the driver's."""
    connection = driver().connect(str(filled), isolation_level=None)
    for statement in drop_statements("sqlite"):
        connection.execute(statement)
    connection.execute("UPDATE audit SET prev = CAST(x'37ef20' AS TEXT) WHERE seq = 2")
    for statement in statements("sqlite"):
        connection.execute(statement)
    connection.close()
    assert verdict(filled) == "found"


def test_r4_a_search_index_whose_head_is_damaged_is_damage(filled: Path) -> None:
    """The library calls that an ordinary error, which ended ``db check``."""
    connection = driver().connect(str(filled), isolation_level=None)
    assert connection.execute("UPDATE account_words_config SET v = 0 WHERE k = 'version'").rowcount
    connection.close()
    assert verdict(filled) == "found"


def test_r4_a_schema_whose_names_are_no_text_any_more_is_refused(filled: Path) -> None:
    """The library quotes the name in its error, which Python could not read either."""
    connection = driver().connect(str(filled), isolation_level=None)
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute(
        "UPDATE sqlite_master SET name = CAST(x'67d420' AS TEXT), sql = 'CREATE TRIGGER garbage'"
        " WHERE type = 'trigger' AND name = (SELECT min(name) FROM sqlite_master"
        " WHERE type = 'trigger')"
    )
    connection.close()
    assert verdict(filled) == "refused"


def crashed(url: str, times: int) -> tuple[Path, Path]:
    """A database whose program was killed: its last payments lie in the log alone."""
    script = (
        "import os, signal, sys\n"
        "from posapp.storage.db import Database\n"
        "from tests.helpers.rows import make_office, paid_event\n"
        "db = Database.open(sys.argv[1])\n"
        "office = db.write(make_office)\n"
        "for _ in range(int(sys.argv[2])): db.write(lambda s: paid_event(s, office))\n"
        "print('paid', flush=True)\n"
        "os._exit(0)\n"
    )
    assert run(script, url, str(times)) == ["paid"]
    path = Path(url)
    return path, path.with_name(f"{path.name}-wal")


def test_r4_flipped_bytes_in_the_log_are_noticed(sqlite_url: str) -> None:
    """Without the check SQLite would drop every payment behind the flipped byte, silently."""
    path, wal = crashed(sqlite_url, 6)
    sound, main = wal.read_bytes(), path.read_bytes()
    assert wal_fault(wal) == ""
    draw = random.Random(11)
    # The last transaction alone cannot be told from one that was never acknowledged.
    last = len(sound) - 30 * 4120
    for place in [0, 8, 16, 31, *(draw.randrange(32, last) for _ in range(40))]:
        content = bytearray(sound)
        content[place] ^= 1 << draw.randrange(8)
        wal.write_bytes(content)
        with pytest.raises(StorageFailure, match=r"its log is damaged|head of its log") as caught:
            Database.open(str(path))
        assert caught.value.kind == "damaged"
        assert (path.read_bytes(), wal.read_bytes()) == (main, bytes(content))


def test_a_log_that_ends_in_a_torn_transaction_is_sound(sqlite_url: str) -> None:
    path, wal = crashed(sqlite_url, 6)
    sound, main = wal.read_bytes(), path.read_bytes()
    for cut in (1, 100, 4119, 4120, 4121, 3 * 4120 + 7):
        wal.write_bytes(sound[:-cut])
        assert wal_fault(wal) == ""
        db = Database.open(str(path))
        assert db.left_unclean
        with db.read() as s:
            assert s.execute(text("SELECT count(*) FROM payment")).scalar() == 5
        assert check_database(db).clean
        db.dispose()
        path.write_bytes(main)
    for content in (b"", sound[:20]):
        wal.write_bytes(content)
        assert wal_fault(wal) == ""


def test_a_log_that_was_begun_anew_holds_older_frames_behind(sqlite_db: Database) -> None:
    with sqlite_db.begin() as s:
        office = make_office(s)
    for _ in range(5):
        sqlite_db.write(lambda s: paid_event(s, office))
    with sqlite_db.engine.connect() as s:
        s.connection.driver_connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()
    sqlite_db.write(lambda s: paid_event(s, office))
    assert sqlite_db.path is not None
    wal = sqlite_db.path.with_name(f"{sqlite_db.path.name}-wal")
    assert wal.stat().st_size > 50 * 4120
    assert wal_fault(wal) == ""
