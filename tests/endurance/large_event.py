"""An event of thousands of payments at the window: opened, filtered, distributed, stopped, frozen.

Run ``python -m tests.endurance.large_event [PAYMENTS]``, 5,000 unless said. An account with 3,248
bills is opened before. The window works on its
real lanes while the watchdog looks for stalls of its thread; each step prints how long it took, how
often its progress moved and the longest stall, and the end says whether the books are right.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from posapp.bench.big_pages import add_bills
from posapp.bench.office import DUE, SmallOffice, open_office
from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, EventId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.storage.check import check_database
from posapp.storage.search_index import index_accounts
from posapp.ui.pages.account import AccountPage
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.widgets.account_filter import FilterBy
from tests.endurance.at_the_window import AtTheWindow, load

BILLS = 3_248


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


class Run(AtTheWindow):
    """The window on its way through the steps of one event."""

    def __init__(self, folder: Path, office: SmallOffice, event_id: EventId) -> None:
        super().__init__(folder, office)
        self.event_id = event_id

    @property
    def page(self) -> PaymentEventPage:
        assert isinstance(self.window.page, PaymentEventPage)
        return self.window.page

    def event(self) -> EventView:
        return self.office.services.payment_events.show(self.event_id, self.office.actor)

    def statuses(self) -> set[PaymentStatus]:
        return {payment.status for payment in self.event().payments}


def idle(run: Run) -> bool:
    return not run.page.acting.is_running


def walk(run: Run, payments: int) -> None:
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


def open_account(run: Run, account: AccountId) -> None:
    """The account of many bills: first with the making of the page's parts, then warm."""
    for time in ("first", "second"):
        run.step(
            f"open the account of {BILLS:,} bills, {time} time",
            lambda: run.window.open_page("account", account),
            lambda: isinstance(run.window.page, AccountPage) and run.window.page.take.isEnabled(),
        )
        run.window.open_page("home", 0)


def main(payments: int) -> None:
    print(load(), flush=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        office = open_office(folder / "large.db")
        account = add_bills(office, folder, BILLS)
        run = Run(folder, office, unfrozen(office, payments))
        run.show()
        open_account(run, account)
        walk(run, payments)
        report = check_database(office.db)
        print("the books:", "clean" if not report.findings else report.findings, load(), flush=True)
        run.close()
        office.db.dispose()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
