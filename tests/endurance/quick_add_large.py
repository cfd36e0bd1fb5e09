"""Large batches of Quick Add: 1,000 rows at the window, stopped and gone on with; 10,000 rows by CSV.

Run ``python -m tests.endurance.quick_add_large [ROWS] [ROWS OF THE FILE]``. The window works on its
real lanes while the watchdog looks for stalls of its thread: the rows are pasted, created, stopped
half way and created to the end. The file goes through ``posapp quick-add rules`` in a process of its
own, start and sign-in included. Every step prints how long it took; in the end the books are proved.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from sqlalchemy import update

from posapp.bench.office import Payee, SmallOffice, open_office
from posapp.domain.ids import short_id
from posapp.domain.quick_add import Outcome
from posapp.storage.base import table_of
from posapp.storage.check import check_database
from posapp.storage.search_index import index_accounts
from posapp.storage.tables.system import UserRow
from posapp.ui.pages.quick_add import QuickAddPage
from posapp.vault import passwords
from tests.endurance.at_the_window import AtTheWindow, load
from tests.helpers.children import ROOT
from tests.helpers.command_line import PASSWORD

AMOUNT = "25.00"
CHILD = """
import sys
from posapp.bench.office import NOW
from posapp.cli import call
from posapp.cli.root import app
call.system_clock = lambda: NOW
app(sys.argv[1:], prog_name="posapp")
"""


class Run(AtTheWindow):
    """The window on its way through the steps of one batch."""

    @property
    def page(self) -> QuickAddPage:
        assert isinstance(self.window.page, QuickAddPage)
        return self.window.page

    def is_idle(self) -> bool:
        return not self.page.run.is_running and self.page.run.batch is not None

    def rows_in(self) -> int:
        """Rows of the stored batch whose money was taken."""
        batch = self.page.run.batch
        assert batch is not None
        view = self.office.services.quick_add.show(batch.id, self.office.actor)
        return view.count(Outcome.DONE)


def at_the_window(run: Run, payees: Sequence[Payee]) -> None:
    """Paste the rows, create them, stop half way, create the rest."""
    rows = len(payees)
    run.show()
    run.step(
        "open Quick Add",
        lambda: run.window.open_page("quick_add", 0),
        lambda: run.page.grid.offer.rule,
    )
    page = run.page
    page.strip.bar.valueChanged.connect(run.count)
    text = "\n".join(f"Account\t{short_id(one.account)}\t{AMOUNT}\tCash" for one in payees)

    def paste() -> None:
        QGuiApplication.clipboard().setText(text)
        page.table.setFocus()
        QTest.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    run.step(
        f"paste {rows:,} rows and look up their payors",
        paste,
        lambda: len(page.grid.records) == rows and page.grid.is_settled,
    )

    def create_and_stop() -> None:
        page.buttons.create_button.click()
        bar = page.strip.bar
        while not run.is_idle():
            if page.strip.isVisible() and bar.value() > bar.maximum() / 2 > 0:
                QTest.mouseClick(page.strip.stop_button, Qt.MouseButton.LeftButton)
                return
            QTest.qWait(5)

    took = run.step("create, and stop it half way", create_and_stop, run.is_idle)
    some = run.rows_in()
    waiting = [one for one in page.grid.records if not one.is_settled]
    print(f"    {some:,} rows in after Stop, {len(waiting):,} wait in the grid", flush=True)
    assert some + len(waiting) == rows
    took += run.step(
        "create the rest",
        page.buttons.create_button.click,
        lambda: run.is_idle() and all(one.is_settled for one in page.grid.lines),
    )
    assert run.rows_in() == rows
    print(f"    {rows:,} rows in {took:.1f} s, {rows / took:.0f} rows per second", flush=True)


def by_csv(folder: Path, office: SmallOffice, payees: Sequence[Payee]) -> None:
    """The file through the command line."""
    with office.db.begin() as s:
        s.execute(update(table_of(UserRow)).values(password_hash=passwords.hash_password(PASSWORD)))
    file = folder / "rows.csv"
    lines = (f"ACCT,{short_id(one.account)},{AMOUNT},CASH" for one in payees)
    file.write_text("\n".join(("rule,value,amount,tender_type", *lines)) + "\n", "utf-8")
    order = ("quick-add", "rules", str(file), "--db", str(office.path), "--user", "bench", "--json")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "POSAPP_PASSWORD": PASSWORD}
    for again in ("", ", given again"):
        began = time.monotonic()
        ended = subprocess.run(
            [sys.executable, "-c", CHILD, *order],
            cwd=ROOT, timeout=300, check=False, capture_output=True, env=environment,
        )  # fmt: skip
        took = time.monotonic() - began
        assert ended.returncode == 0, ended.stderr.decode()[-2000:]
        answer: Any = json.loads(ended.stdout)
        assert answer["counts"]["done"] == len(payees), answer["counts"]
        assert answer.get("replayed", False) == bool(again)
        print(
            f"file of {len(payees):,} rows by command line{again}: {took:.1f} s, "
            f"{len(payees) / took:.0f} rows per second",
            flush=True,
        )


def main(rows: int, of_file: int) -> None:
    print(load(), flush=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        office = open_office(folder / "large.db")
        payees = office.add_payees(rows + of_file)
        with office.db.begin() as s:
            index_accounts(s, [payee.account for payee in payees])
        run = Run(folder, office)
        at_the_window(run, payees[:rows])
        run.close()
        by_csv(folder, office, payees[rows:])
        report = check_database(office.db)
        print("the books:", "clean" if not report.findings else report.findings, load(), flush=True)
        office.db.dispose()


if __name__ == "__main__":
    main(*([int(one) for one in sys.argv[1:]] + [1_000, 10_000][len(sys.argv) - 1 :]))
