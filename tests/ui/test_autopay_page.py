"""The page of automatic payments (AP-13, AP-14) and tender history (TND-10) in the window."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from posapp.domain.codes import ControlStatus, TenderStatus
from posapp.domain.money import Money
from posapp.storage.db import Database
from posapp.ui.dialogs.cancel_debits import CancelDebitsDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.schedule import ScheduleDialog
from posapp.ui.pages.autopay import AutoPayPage
from posapp.ui.pages.scheduled_payments import ScheduledPaymentsPage
from posapp.ui.pages.tender_history import TenderHistoryPage
from posapp.ui.pages.waiting_debits import WaitingDebitsPage
from posapp.ui.theme import Theme
from tests.helpers.autopay import add_bank, add_mandate, debit, requests
from tests.helpers.clock import FixedClock
from tests.helpers.events import add, show
from tests.helpers.office import DAY, Office, open_office
from tests.helpers.surroundings import Surroundings, settle, surround

LATER = date(2026, 11, 30)


@pytest.fixture
def office(sqlite_db: Database, clock: FixedClock) -> Office:
    return open_office(sqlite_db, clock)


@pytest.fixture
def desk(office: Office, theme: Theme, tmp_path: Path) -> Surroundings:
    return surround(office, theme, tmp_path, actor=office.supervisor)


def test_ap13_ap14_the_job_runs_from_the_page(
    qtbot: QtBot, office: Office, desk: Surroundings, qtmodeltester: ModelTester
) -> None:
    add_bank(office)
    account = office.account()
    office.agreement(account, "WATER", (DAY, 9000))
    add_mandate(office, account)
    event = debit(office, account, 4000)
    page = AutoPayPage(desk.context)
    qtbot.addWidget(page)
    page.show()
    page.load()
    settle()
    (waiting,) = page.waiting.record_model().records
    assert (waiting.route, waiting.due) == ("DEBIT", 1)
    assert page.batches.current_record() is None
    page.run_job.click()
    settle()
    (batch,) = page.batches.record_model().records
    assert (batch.status, batch.count) == (ControlStatus.BALANCED, 1)
    assert page.waiting.record_model().records == ()
    assert page.notices[0].text == "0 made, 1 frozen, 1 sent as batches, 1 balanced."
    assert page.run_job.isEnabled()
    page.run_job.click()
    settle()
    assert page.notices[0].text == "Nothing was due."
    assert requests(office, event.id)[0].batch_run == 1
    page.batches.chosen.emit(batch)
    assert desk.opened.pages == [("control", batch.control_id)]
    for table in (page.waiting, page.batches):
        qtmodeltester.check(table.record_model())


def test_tnd10_enter_opens_the_event_of_a_tender(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path
) -> None:
    account = office.account("Meier, Rosa")
    office.agreement(account, "WATER", (DAY, 2500))
    event = add(office, account, [("CASH", 2500)], [(account, 2500)])
    desk = surround(office, theme, tmp_path)
    page = TenderHistoryPage(desk.context)
    qtbot.addWidget(page)
    page.show()
    page.load()
    settle()
    assert page.list.model is not None
    (tender,) = page.list.model.records
    assert (tender.event_id, tender.payor_name) == (event.id, "Meier, Rosa")
    page.list.table.chosen.emit(tender)
    assert desk.opened.pages == [("event", event.id)]


def test_ap17_debits_that_wait_are_canceled_on_their_page(
    qtbot: QtBot, office: Office, desk: Surroundings
) -> None:
    add_bank(office)
    account = office.account()
    office.agreement(account, "WATER", (DAY, 9000))
    add_mandate(office, account)
    events = [debit(office, account, cents, payment_date=LATER) for cents in (5000, 1000)]
    page = WaitingDebitsPage(desk.context, 0)
    qtbot.addWidget(page)
    page.show()
    page.load()
    settle()
    assert len(page.marked()) == 1
    page.table.selectAll()
    assert len(page.marked()) == 2
    page.cancel.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CancelDebitsDialog)
    dialog.submit()
    assert "reason" in dialog.form.errors()
    dialog.reason.select("DATA")
    dialog.submit()
    settle()
    assert page.notices[0].text == "2 were canceled."
    assert page.table.record_model().records == ()  # type: ignore[union-attr]
    canceled = [show(office, one.id).tenders[0].status for one in events]
    assert canceled == [TenderStatus.CANCELED] * 2


def test_ap06_plans_are_scheduled_and_stopped_on_their_page(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 9000))
    desk = surround(office, theme, tmp_path, actor=office.actors["setup"])
    page = ScheduledPaymentsPage(desk.context, account)
    qtbot.addWidget(page)
    page.show()
    page.load()
    settle()
    page.new.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ScheduleDialog)
    dialog.submit()
    assert set(dialog.form.errors()) == {"amount", "scheduled_date"}
    dialog.form.clear_errors()
    dialog.amount.set_value(Money(4000))
    dialog.first.set_value(LATER)
    dialog.times.setText("3")
    dialog.submit()
    settle()
    records = page.table.record_model().records  # type: ignore[union-attr]
    assert [(one.amount, one.status.value) for one in records] == [(Money(4000), "WAITING")] * 3
    page.stop.click()
    question = QApplication.activeModalWidget()
    assert isinstance(question, ConfirmDialog)
    question.accept()
    settle()
    records = page.table.record_model().records  # type: ignore[union-attr]
    assert sorted(one.status.value for one in records) == ["STOPPED", "WAITING", "WAITING"]
    assert not page.stop.isEnabled()
