"""An event of thousands of payments at the window: opened, filtered, distributed, stopped, frozen.

Run ``python -m tests.endurance.large_event [PAYMENTS]``, 5,000 unless said. The window works on its
real lanes while the watchdog looks for stalls of its thread; each step prints how long it took, how
often its progress moved and the longest stall, and the end says whether the books are right.
"""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from posapp.app.program import Program
from posapp.bench.office import DUE, NOW, SmallOffice, open_office
from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import EventId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.settings import WorkstationSettings
from posapp.storage.check import check_database
from posapp.storage.search_index import index_accounts
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.sign_in_check import Entered
from posapp.ui.theme import Theme
from posapp.ui.watchdog import Watchdog
from posapp.ui.widgets.account_filter import FilterBy

PATIENCE = 600.0


def unfrozen(office: SmallOffice, payments: int) -> EventId:
    """An event that waits to be distributed."""
    payees = office.add_payees(payments)
    with office.db.begin() as s:
        index_accounts(s, [payee.account for payee in payees])
    command = AddEvent(
        new_request_id(),
        payees[0].account,
        (TenderDraft("CHEC", Money(DUE * payments), "17"),),
        tuple(PaymentDraft(payee.account, Money(DUE)) for payee in payees),
        DistributeAction.NONE,
    )
    return office.services.payment_events.add(command, office.actor).value.event_id


class Run:
    """The window on its way through the steps."""

    def __init__(self, folder: Path, office: SmallOffice, event_id: EventId) -> None:
        app = QApplication([])
        theme = Theme(app, "light")
        theme.apply()
        settings = replace(
            WorkstationSettings(),
            database_url=str(office.path), print_folder=str(folder), theme="light",
        )  # fmt: skip
        self.program = Program(
            app, theme, str(office.path), settings, clock=lambda: NOW, config=folder
        )
        self.program.begin(Entered(office.actor, self.program.backend.services.setup()))
        session = self.program.session
        assert session is not None
        session.idle.stop()
        self.window = session.window
        self.window.resize(1366, 768)
        self.office = office
        self.event_id = event_id
        self.watchdog = Watchdog()
        self.moves = 0

    @property
    def page(self) -> PaymentEventPage:
        assert isinstance(self.window.page, PaymentEventPage)
        return self.window.page

    def event(self) -> EventView:
        return self.office.services.payment_events.show(self.event_id, self.office.actor)

    def step(self, name: str, act: Callable[[], object], ready: Callable[[], object]) -> None:
        """Do something and wait for its end with the window at work."""
        QTest.qWait(200)
        self.watchdog.stalls.clear()
        self.moves = 0
        began = time.monotonic()
        act()
        while not ready():
            assert time.monotonic() - began < PATIENCE, name
            QTest.qWait(10)
        took = time.monotonic() - began
        QTest.qWait(100)
        worst = max((stall.seconds for stall in self.watchdog.stalls), default=0.0)
        print(
            f"{name}: {took:.2f} s, progress moved {self.moves} times, "
            f"{len(self.watchdog.stalls)} stalls, the longest {worst * 1000:.0f} ms",
            flush=True,
        )
        for stall in self.watchdog.stalls:
            if stall.seconds == worst:
                print("   ", stall.stack.strip().splitlines()[-2].strip(), flush=True)

    def count(self, *_moved: Any) -> None:
        self.moves += 1

    def statuses(self) -> set[PaymentStatus]:
        return {payment.status for payment in self.event().payments}


def idle(run: Run) -> bool:
    return not run.page.acting.is_running


def walk(run: Run, payments: int) -> None:
    run.window.show()
    run.window.activateWindow()
    run.watchdog.start()
    run.step(
        f"open the event of {payments:,} payments",
        lambda: run.window.open_page("event", run.event_id),
        lambda: run.page.lists.payments.model() is not None,
    )
    strip = run.page.progress
    strip.bar.valueChanged.connect(run.count)
    by_name = run.page.lists.account_filter

    def rows() -> int:
        return run.page.lists.payments.model().rowCount()

    by_name.by.select(FilterBy.PERSON)
    wanted = run.event().payments[payments // 2].account_name[:-1]
    run.step("filter by keys", lambda: QTest.keyClicks(by_name.text, wanted), lambda: True)
    print(f"    {rows():,} of {payments:,} are shown")
    run.step("show all again", by_name.text.clear, lambda: rows() == payments)
    run.step(
        "distribute",
        run.page.distribute.click,
        lambda: idle(run) and run.page.freeze.isEnabled(),
    )
    assert run.statuses() == {PaymentStatus.FREEZABLE}

    def freeze_and_stop() -> None:
        run.page.freeze.click()
        while not (strip.isVisible() and run.moves):
            QTest.qWait(5)
        QTest.mouseClick(strip.stop_button, Qt.MouseButton.LeftButton)

    run.step("freeze, and stop it", freeze_and_stop, lambda: idle(run) and not strip.isVisible())
    assert run.statuses() == {PaymentStatus.FREEZABLE}, "what is stopped leaves nothing"
    run.step("freeze", run.page.freeze.click, lambda: not run.page.freeze.isVisible())
    assert run.statuses() == {PaymentStatus.FROZEN}
    run.watchdog.stop()


def main(payments: int) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        office = open_office(folder / "large.db")
        run = Run(folder, office, unfrozen(office, payments))
        walk(run, payments)
        report = check_database(office.db)
        print("the books:", "clean" if not report.findings else report.findings, flush=True)
        run.program.close()
        office.db.dispose()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
