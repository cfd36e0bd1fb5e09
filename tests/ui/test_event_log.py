"""The Log tab: every action with user and time, before and after in words (D-40)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posapp.domain.codes import DistributeAction
from posapp.domain.event_views import EventView
from posapp.domain.ids import long_id, new_request_id, short_id
from posapp.domain.money import Money
from posapp.domain.payment_events import TenderDraft
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.transfers import Transfer
from posapp.ui.dialogs.log_detail import LogDetailDialog
from posapp.ui.formats import grouped
from posapp.ui.models.event_tender_lists import change_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.payment_event import PaymentEventPage
from tests.helpers.clock import FixedClock
from tests.helpers.events import add
from tests.helpers.office import DAY
from tests.helpers.surroundings import Keyboard, Surroundings, settle

Shown = Callable[[EventView], PaymentEventPage]


@pytest.fixture
def shown(qtbot: QtBot, desk: Surroundings) -> Shown:
    def make(of: EventView) -> PaymentEventPage:
        page = PaymentEventPage(desk.context, of.id)
        qtbot.addWidget(page)
        page.resize(1334, 640)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.load()
        page.tabs.setCurrentWidget(page.log)
        settle()
        return page

    return make


@pytest.fixture
def taken(desk: Surroundings) -> EventView:
    account = desk.office.account()
    desk.office.agreement(account, "WATER", (DAY, 5000))
    none = DistributeAction.NONE
    return add(desk.office, account, [("CHEC", 5000)], [(account, 5000)], action=none)


def lines(table: Any) -> list[list[str]]:
    model = table.model()
    return [
        [model.index(at, column).data() for column in range(model.columnCount())]
        for at in range(model.rowCount())
    ]


def test_the_taking_is_told_with_what_was_added(
    desk: Surroundings, shown: Shown, taken: EventView
) -> None:
    page = shown(taken)
    assert lines(page.log.actions_table) == [["2026-11-20 10:00", "Cashier", "Took the payment"]]
    tender, account = taken.tenders[0], grouped(short_id(taken.payments[0].account_id))
    control = grouped(short_id(desk.office.control))
    assert [
        f"Tender {grouped(long_id(tender.id))}",
        "Added",
        "—",
        f"Check · $50.00 · 17 · Valid · {account} · {control}",
    ] in lines(page.log.changes)


def test_d28_a_change_shows_before_and_after(
    desk: Surroundings, shown: Shown, taken: EventView, clock: FixedClock
) -> None:
    clock.advance(minutes=5)
    draft = TenderDraft("MORD", Money(4500), "9911", name="J. Okafor")
    tender_id = taken.tenders[0].id
    desk.office.services.tender_edits.change(
        tender_id, draft, new_request_id(), desk.office.supervisor
    )
    page = shown(taken)
    assert lines(page.log.actions_table)[0] == [
        "2026-11-20 10:05", "Supervisor", "Changed a tender",
    ]  # fmt: skip
    assert [line[1:] for line in lines(page.log.changes)] == [
        ["Tender Type", "Check", "Money order"],
        ["Amount", "$50.00", "$45.00"],
        ["Check Number", "17", "9911"],
        ["Name", "—", "J. Okafor"],
    ]


def test_a_cancellation_names_its_reason_its_charge_and_its_points(
    desk: Surroundings, shown: Shown, taken: EventView
) -> None:
    office = desk.office
    for act in (office.services.event_actions.distribute, office.services.event_actions.freeze):
        act(taken.id, new_request_id(), office.cashier)
    order = CancelTender(taken.tenders[0].id, "NSF")
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)
    page = shown(taken)
    told = [line[2] for line in lines(page.log.actions_table)]
    assert told == [
        "Canceled a tender, reason: Non-sufficient funds",
        "Froze the payments",
        "Distributed the payments",
        "Took the payment",
    ]
    changes = [line[1:] for line in lines(page.log.changes)]
    assert ["Status", "Valid", "Canceled"] in changes
    assert ["Status", "Frozen", "Canceled"] in changes
    assert any("$25.00" in line[2] for line in changes)
    assert any("100" in line[2] and "−50" in line[2] for line in changes)


def test_a_transfer_names_both_accounts(desk: Surroundings, shown: Shown, taken: EventView) -> None:
    office = desk.office
    for act in (office.services.event_actions.distribute, office.services.event_actions.freeze):
        act(taken.id, new_request_id(), office.cashier)
    right = office.account("Right, Rita")
    office.agreement(right, "WATER", (DAY, 5000))
    transfer = Transfer(right, "TRAN")
    office.services.transfers.event(taken.id, transfer, new_request_id(), office.supervisor)
    page = shown(taken)
    old, new = (grouped(short_id(one)) for one in (taken.payments[0].account_id, right))
    assert lines(page.log.actions_table)[0][2] == (
        f"Transferred the event, reason: Transfer, from account {old} to {new}"
    )
    assert ["Payor Account ID", old, new] in [line[1:] for line in lines(page.log.changes)]


def test_arrows_lead_through_the_actions(
    desk: Surroundings, shown: Shown, taken: EventView
) -> None:
    desk.office.services.event_actions.distribute(taken.id, new_request_id(), desk.office.cashier)
    page = shown(taken)
    page.log.focus_first()
    before = lines(page.log.changes)
    Keyboard().press(Qt.Key.Key_Down)
    assert lines(page.log.changes) != before
    assert any(line[1] == "Added" for line in lines(page.log.changes))


def test_d40_enter_shows_what_is_too_long_for_a_line(
    desk: Surroundings, shown: Shown, taken: EventView, keys: Keyboard
) -> None:
    page = keys.home = shown(taken)
    page.log.focus_first()
    keys.press(Qt.Key.Key_Return)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LogDetailDialog)
    told = dialog.text.toPlainText()
    for what, value, before, after in lines(page.log.changes):
        assert f"{what} \u00b7 {value}\nBefore: {before}\nAfter: {after}" in told
    assert dialog.text.hasFocus()
    keys.press(Qt.Key.Key_Escape)
    page.log.changes.setFocus()
    keys.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    one = QApplication.activeModalWidget()
    assert isinstance(one, LogDetailDialog)
    assert one.text.toPlainText().count("Before:") == 1
    keys.press(Qt.Key.Key_Escape)


def test_the_log_is_read_again_only_when_the_event_changed(
    desk: Surroundings, shown: Shown, taken: EventView
) -> None:
    page = shown(taken)
    page.load()
    assert len(lines(page.log.actions_table)) == 1
    desk.office.services.event_actions.distribute(taken.id, new_request_id(), desk.office.cashier)
    page.load()
    assert len(lines(page.log.actions_table)) == 2
    page.log.show_event(replace(taken, version=99))
    assert len(lines(page.log.actions_table)) == 2


def test_the_models_keep_their_promises(desk: Surroundings, shown: Shown, taken: EventView) -> None:
    page = shown(taken)
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    for table in (page.log.actions_table, page.log.changes):
        model = table.model()
        assert isinstance(model, RecordTableModel)
        QAbstractItemModelTester(model, fatal)
        model.set_records(model.records[:1])
        model.set_records(())
    assert len(change_columns()) == 4
