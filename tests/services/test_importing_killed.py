"""F19: a program that is killed in the middle of an import leaves nothing of it behind."""

import json
import sys
from pathlib import Path

import pytest

from posapp.storage.bulk import BATCH
from posapp.storage.db import Database
from tests.helpers import first_cases
from tests.helpers.clock import FixedClock
from tests.helpers.imports import Imports, counts
from tests.helpers.killed_imports import killed_importer
from tests.helpers.office import open_office

BATCHES = 2 if first_cases.all_wanted() else 1
ROWS = BATCHES * BATCH + 200
POINTS = (ROWS // 2, *(ROWS + n * BATCH for n in range(1, BATCHES + 1)), 2 * ROWS)
"""Steps of reading and of writing after which it dies."""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_f19_nothing_of_a_killed_import_is_left(sqlite_url: str, tmp_path: Path) -> None:
    """Each death leaves the office as it was, so that the next one and the import at last find it so."""
    head = "account_key,key,sa_type,bill_date,amount\n"
    content = head + "".join(f"A{i % 500},B{i},WATER,2026-01-10,1.00\n" for i in range(ROWS))
    path = tmp_path / "bills.csv"
    path.write_text(content, "utf-8")
    db = Database.open(sqlite_url)
    imports = Imports(open_office(db, FixedClock()), tmp_path)
    victim = killed_importer(sqlite_url, imports.actor.user_id)
    try:
        for at in POINTS:
            assert victim.ask(json.dumps([str(path), at])) is None, at
            for table in ("account", "bill", "gl_line", "import_run"):
                assert imports.one(f"SELECT count(*) FROM {table}") == 0, at
            imports.assert_sound()
    finally:
        victim.stop()
    again = imports.run_file("bills", path, "bills", request_id="killed")
    assert counts(again) == (ROWS, 0, 0, 0)
    imports.assert_sound()
    db.dispose()
