"""F19: a program that is killed in the middle of an import leaves nothing of it behind."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from posapp.storage.db import Database
from tests.helpers.clock import FixedClock
from tests.helpers.imports import Imports, counts
from tests.helpers.office import open_office

CHILD = """
import os, signal, sys
from posapp.domain.codes import Role
from posapp.domain.clock import system_clock
from posapp.domain.rights import Actor
from posapp.services.importing import Importing
from posapp.services.setup import SetUpCache
from posapp.storage.db import Database

url, path, user, at = sys.argv[1:]
service = Importing(Database.open(url), system_clock, SetUpCache())
actor = Actor(int(user), "setup", "Setup", frozenset({Role.SETUP}), "MAIN")

def progress(done, of):
    if done >= int(at):
        os.kill(os.getpid(), signal.SIGKILL)
    return True

service.run("bills", path, "bills", actor, request_id="killed", progress=progress)
"""
ROWS = 10_200


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("at", [ROWS // 2, ROWS + 5000, ROWS + 10_000, 2 * ROWS])
def test_f19_nothing_of_a_killed_import_is_left(sqlite_url: str, tmp_path: Path, at: int) -> None:
    head = "account_key,key,sa_type,bill_date,amount\n"
    content = head + "".join(f"A{i % 500},B{i},WATER,2026-01-10,1.00\n" for i in range(ROWS))
    path = tmp_path / "bills.csv"
    path.write_text(content, "utf-8")
    db = Database.open(sqlite_url)
    imports = Imports(open_office(db, FixedClock()), tmp_path)
    command = [sys.executable, "-c", CHILD, sqlite_url, path, str(imports.actor.user_id), str(at)]
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run(
        [*map(str, command)], cwd=root, timeout=300, check=False, capture_output=True
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    for table in ("account", "bill", "gl_line", "import_run"):
        assert imports.one(f"SELECT count(*) FROM {table}") == 0
    imports.assert_sound()
    again = imports.run_file("bills", path, "bills", request_id="killed")
    assert counts(again) == (ROWS, 0, 0, 0)
    imports.assert_sound()
    db.dispose()
