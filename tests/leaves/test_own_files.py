"""T10: the database, its folder and the log are readable by their owner only, and health says so."""

import logging
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from posapp import log, paths
from posapp.storage.db import Database

NOBODY = 65534
pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes mean nothing here")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody may enter, whatever the one of the tests is."""
    made = Path(tempfile.mkdtemp(prefix="posapp-own-"))
    made.chmod(0o755)
    was = os.umask(0o022)
    yield made
    os.umask(was)
    shutil.rmtree(made)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_t10_nobody_else_reads_the_database_its_log_or_the_log_of_the_program(folder: Path) -> None:
    path = folder / "posapp.db"
    db = Database.open(str(path), create=True, check_schema=False)
    with db.begin() as s:
        s.exec_driver_sql("CREATE TABLE t (a INTEGER)")
    log.configure(folder / "state" / "log")
    logging.getLogger("posapp.test").warning("a line")
    written = folder / "state" / "log" / log.FILE_NAME
    secret = (path, folder / "posapp.db-wal", written)
    assert {mode(one) for one in secret} == {0o600}
    assert mode(written.parent) == 0o700
    if os.geteuid() == 0:
        read = "".join(f"cat {one} && exit 9;" for one in secret)
        tried = subprocess.run(
            ["/bin/sh", "-c", f"{read} exit 3"], user=NOBODY, group=NOBODY, extra_groups=[],
            timeout=20, capture_output=True, check=False,
        )  # fmt: skip
        assert (tried.returncode, tried.stdout) == (3, b"")
    db.dispose()
    log.release()


def test_t10_a_log_of_an_earlier_version_is_tightened(folder: Path) -> None:
    path = folder / log.FILE_NAME
    path.write_text("old\n")
    log.configure(folder)
    logging.getLogger("posapp.test").warning("a line")
    log.release()
    assert (mode(path), path.read_text().count("\n")) == (0o600, 2)


def test_t10_what_others_may_read_or_change_is_named(folder: Path) -> None:
    own, inner = folder / "own", folder / "a" / "b"
    own.write_text("x")
    assert paths.loose(own, folder, folder / "nothing") == (str(own),)
    own.chmod(0o600)
    folder.chmod(0o777)
    assert paths.loose(own, folder) == (str(folder),)
    folder.chmod(0o1777)
    assert paths.loose(own, folder) == ()
    paths.own_folder(inner)
    assert {mode(inner), mode(inner.parent)} == {0o700}
