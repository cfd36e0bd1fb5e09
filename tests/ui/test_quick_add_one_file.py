"""D-35: one file has the same outcomes at the page and by command line, row by row."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import update

from posapp.cli import call
from posapp.domain.ids import short_id
from posapp.storage.base import table_of
from posapp.storage.db import Database
from posapp.storage.tables.system import UserRow
from posapp.ui.pages.quick_add import QuickAddPage
from posapp.ui.window import MainWindow
from posapp.vault import passwords
from tests.helpers.command_line import PASSWORD, run
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, settle

HEAD = "rule,value,amount,tender_type,check_number"
ROWS = (
    "ACCT,{0},10,CASH,",
    "BILL,B-NONE,10,CASH,",
    "ACCT,{1},0,CASH,",
    "acct,{2},12.50,chec,77",
    "ACCT,{3},1.005,CASH,",
    "ACCT,{4},ten,CASH,",
    "ACCT,{5},10,CHEC,",
    "ACCT,{6},10,DDCH,",
    "ACCT,{7},-5,CASH,",
    "NOPE,{8},5,CASH,",
    "ACCT,1999999999,5,CASH,",
    "MEMO,by hand,5,CASH,",
    "ACCT,{9},5,BEAN,",
    "ACCT,,5,CASH,",
    "ACCT,{10},7,,",
)
Told = list[tuple[int, str | None, str, str]]


@pytest.fixture
def file(office: Office, tmp_path: Path) -> Path:
    """Hostile rows between good ones, each of a payor of its own who owes 90.00."""
    payors = []
    for _ in range(11):
        payors.append(office.account())
        office.agreement(payors[-1], "WATER", (DAY, 9000))
    numbers = [short_id(payor) for payor in payors]
    path = tmp_path / "hostile.csv"
    path.write_text("\n".join((HEAD, *ROWS)).format(*numbers) + "\n", "utf-8")
    return path


def by_command(office: Office, file: Path, copy: Path) -> Told:
    """The file through ``posapp quick-add rules``, on a copy of the database."""
    made = run("db", "backup", str(copy), "--db", str(office.db.path))
    assert made.code == 0, made.stderr
    other = Database.open(str(copy))
    with other.begin() as s:
        s.execute(update(table_of(UserRow)).values(password_hash=passwords.hash_password(PASSWORD)))
    other.dispose()
    taken = run("quick-add", "rules", str(file), "--db", str(copy), "--user", "cashier", "--json")
    assert taken.code == 0, taken.stdout + taken.stderr
    rows: list[dict[str, Any]] = taken.document["rows"]
    return [(one["row"], one["outcome"], one["field"] or "", one["code"] or "") for one in rows]


def test_d35_one_hostile_file_has_the_same_outcomes_at_the_page_and_by_command(
    window: MainWindow,
    keys: Keyboard,
    office: Office,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(call, "system_clock", office.clock)
    commanded = by_command(office, file, file.with_suffix(".db"))
    keys.press(Qt.Key.Key_F6)
    page = window.page
    assert isinstance(page, QuickAddPage)
    page.intake.take_file(str(file))
    settle()
    keys.press(Qt.Key.Key_F9)
    assert page.run.batch is not None
    shown: Told = [
        (one.line, None if one.outcome is None else one.outcome.value, one.field, one.code)
        for one in page.run.batch.rows
    ]
    assert shown == commanded
    assert [line for line, outcome, _field, _code in shown if outcome == "done"] == [1, 4, 15]
