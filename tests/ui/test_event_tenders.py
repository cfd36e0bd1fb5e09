"""The Tenders tab over a real database: what it shows, and each action by its key (payments 5)."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posapp.domain.codes import DistributeAction, PaymentStatus, TenderStatus
from posapp.domain.corrections import Fault
from posapp.domain.event_views import EventView
from posapp.domain.ids import new_request_id, short_id
from posapp.domain.money import Money
from posapp.domain.payment_events import TenderDraft
from posapp.domain.tender_cancels import CancelTender
from posapp.ui.dialogs.cancel_tenders import CancelTendersDialog
from posapp.ui.dialogs.correct import CorrectDialog
from posapp.ui.formats import grouped
from posapp.ui.models.event_tender_lists import tender_tab_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.theme import Theme
from tests.helpers.events import add, balance, drawer, show
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, Surroundings, settle, surround
from tests.helpers.views import event, tender

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Shown = Callable[..., PaymentEventPage]


@pytest.fixture
def supervisor(desk: Surroundings, theme: Theme, tmp_path: Path) -> Surroundings:
    return surround(desk.office, theme, tmp_path, desk.office.supervisor)


@pytest.fixture
def shown(qtbot: QtBot, desk: Surroundings, keys: Keyboard) -> Shown:
    def make(of: EventView, surroundings: Surroundings = desk) -> PaymentEventPage:
        page = PaymentEventPage(surroundings.context, of.id)
        qtbot.addWidget(page)
        page.resize(1334, 640)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.load()
        page.tabs.setCurrentWidget(page.tenders)
        page.tenders.focus_first()
        keys.home = page
        settle()
        return page

    return make


def owing(office: Office, cents: int = 5000) -> int:
    account = office.account()
    office.agreement(account, "WATER", (DAY, cents))
    return account


def taken(
    desk: Surroundings,
    tenders: list[tuple[str, int]],
    paid: int,
    action: DistributeAction = DistributeAction.FREEZE,
) -> EventView:
    account: Any = owing(desk.office, paid)
    return add(desk.office, account, tenders, [(account, paid)], action=action)


def dialog_of(page: PaymentEventPage) -> Any:
    for one in QApplication.topLevelWidgets():
        if one.isModal() and one.isVisible() and one is not page.window():
            return one
    raise AssertionError("no dialog is open")


def row(page: PaymentEventPage, at: int = 0) -> dict[str, str]:
    model: Any = page.tenders.table.model()
    return {
        model.headerData(column, Qt.Orientation.Horizontal): model.index(at, column).data()
        for column in range(model.columnCount())
    }


def enabled(page: PaymentEventPage) -> set[str]:
    return {name for name, button in page.tenders.buttons.items() if button.isEnabled()}


def test_5_every_field_of_a_tender_is_shown(desk: Surroundings, shown: Shown) -> None:
    event_ = taken(desk, [("CHEC", 5000)], 5000)
    tender_id = event_.tenders[0].id
    draft = TenderDraft(
        "CHEC", Money(5000), "2207", "123456789", "", "CUST-7", "EXT-9", "J. Okafor"
    )
    desk.office.services.tender_edits.change(
        tender_id, draft, new_request_id(), desk.office.cashier
    )
    found = row(shown(event_))
    number = grouped(short_id(event_.tenders[0].payor_account_id))
    assert found["Payor Account ID"] == f"{number} · Okafor, Ngozi"
    assert found["Tender Type"] == "Check"
    assert found["Tender Amount"] == found["Amount Tendered"] == "$50.00"
    assert found["Tender Status"] == "Valid"
    control = grouped(short_id(desk.office.control))
    assert found["Tender Control"] == f"CASH-A01 · {control}"
    assert found["Source Type"] == "Online cashiering"
    assert found["Control Status"] == "Open"
    assert found["Check Number"] == "2207"
    assert found["MICR ID"] == "•••• 6789"
    assert (found["Customer ID"], found["External Reference ID"]) == ("CUST-7", "EXT-9")
    assert (found["Name"], found["Created for Cash Back"]) == ("J. Okafor", "No")
    assert found["Cash-Only"] == ""


def test_cx1_ns06_the_bank_account_that_was_charged_is_shown(
    desk: Surroundings, shown: Shown
) -> None:
    event_ = taken(desk, [("CHEC", 5000)], 5000)
    assert "Bank Account to Charge" not in row(shown(event_))
    desk.office.bank_account("SAV", "1010-CASH")
    order = CancelTender(event_.tenders[0].id, "NSF", bank_account="SAV")
    desk.office.services.canceling.cancel_tender(order, new_request_id(), desk.office.supervisor)
    assert row(shown(event_))["Bank Account to Charge"].endswith(" SAV")


def test_d03_the_badge_stands_beside_the_payor(desk: Surroundings, shown: Shown) -> None:
    account = desk.office.account(points=120)
    desk.office.agreement(account, "WATER", (DAY, 2500))
    page = shown(add(desk.office, account, [("CASH", 10000)], [(account, 2500)]))
    assert row(page)["Cash-Only"] == "Cash-Only"
    assert row(page, 1)["Tender Type"] == "Cash · cash back"
    assert row(page, 1)["Created for Cash Back"] == "Yes"
    assert ("Cash-Only", "Cash-Only") in page.tenders.facts.facts


def test_d01_the_tab_names_the_change_that_stands_among_the_tenders(
    desk: Surroundings, shown: Shown
) -> None:
    page = shown(taken(desk, [("CASH", 3000)], 2000))
    assert page.tenders.table.model().rowCount() == 2
    assert page.tabs.tabText(1) == "&Tenders (1 + change)"


def test_the_tab_counts_tenders_and_the_canceled_ones(desk: Surroundings, shown: Shown) -> None:
    event_ = taken(desk, [("CHEC", 3000), ("CASH", 2000)], 5000)
    page = shown(event_)
    assert page.tabs.tabText(1) == "&Tenders (2)"
    order = CancelTender(event_.tenders[0].id, "DATA")
    desk.office.services.canceling.cancel_tender(order, new_request_id(), desk.office.cashier)
    page.load()
    assert page.tabs.tabText(1) == "&Tenders (1, 1 canceled)"
    assert row(page)["Cancel Reason"] == "Data entry error"


def test_enabled_when_everything_is_frozen(
    desk: Surroundings, supervisor: Surroundings, shown: Shown
) -> None:
    event_ = taken(desk, [("CHEC", 5000)], 5000)
    page = shown(event_)
    assert enabled(page) == {"add_tender", "change_tender", "cancel_tender", "cancel_event"}
    assert "frozen or canceled" in page.tenders.buttons["delete_tender"].toolTip()
    desk.office.second_drawer()
    page = shown(event_, supervisor)
    assert enabled(page) == {
        "add_tender", "change_tender", "move_tender", "cancel_tender", "cancel_event",
        "transfer_event",
    }  # fmt: skip


def test_d10_d12_enabled_while_nothing_is_frozen(desk: Surroundings, shown: Shown) -> None:
    event_ = taken(desk, [("CHEC", 3000), ("CASH", 2000)], 5000, DistributeAction.NONE)
    page = shown(event_)
    assert enabled(page) == {"add_tender", "change_tender", "delete_tender"}
    assert "unfrozen payments" in page.tenders.buttons["cancel_tender"].toolTip()


def test_the_change_given_and_canceled_tenders_are_left_alone(
    desk: Surroundings, shown: Shown
) -> None:
    event_ = taken(desk, [("CASH", 10000)], 2500)
    page = shown(event_)
    page.tenders.table.select_line(1)
    assert enabled(page) == {"add_tender", "cancel_event"}


def test_an_auditor_looks_and_does_nothing(
    desk: Surroundings, shown: Shown, theme: Theme, tmp_path: Path
) -> None:
    auditor = surround(desk.office, theme, tmp_path, desk.office.actors["auditor"])
    page = shown(taken(desk, [("CASH", 5000)], 5000), auditor)
    assert enabled(page) == set()
    assert not any(button.isVisible() for button in page.tenders.buttons.values())


def test_tn5_insert_adds_a_tender(desk: Surroundings, shown: Shown, keys: Keyboard) -> None:
    event_ = taken(desk, [("CHEC", 5000)], 5000)
    page = shown(event_)
    keys.press(Qt.Key.Key_Insert)
    keys.type("12.5")
    keys.press(Qt.Key.Key_F9)
    after = show(desk.office, event_.id)
    assert [one.amount for one in after.tenders] == [Money(5000), Money(1250)]
    assert after.tenders[1].tender_type == "CASH"
    assert page.tabs.tabText(1) == "&Tenders (2)"


def test_5_the_authorization_code_is_asked_where_the_type_needs_one(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    setup, page = desk.context.setup, shown(taken(desk, [("CHEC", 5000)], 5000))
    card = replace(setup.tender_types["CARD"], requires_authorization=True)
    kinds = {**setup.tender_types, "CARD": card}
    desk.context.snapshot.current = replace(setup, tender_types=kinds)
    keys.press(Qt.Key.Key_Insert)
    dialog = dialog_of(page)
    field = dialog.form.row("external_reference")
    assert field.label == "External Reference ID"
    dialog.kind.select("CARD")
    assert (field.label, field.field.accessibleName()) == (("Authorization Code",) * 2)
    dialog.amount.set_value(Money(100))
    keys.press(Qt.Key.Key_F9)
    assert (field.error, field.field.hasFocus()) == ("Enter the authorization code.", True)
    dialog.close()


def test_tn5_the_amount_that_is_missing_is_offered(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    event_ = taken(desk, [("CHEC", 3000), ("CASH", 2000)], 5000, DistributeAction.NONE)
    desk.office.services.tender_edits.delete(
        event_.tenders[1].id, new_request_id(), desk.office.cashier
    )
    page = shown(event_)
    keys.press(Qt.Key.Key_Insert)
    assert dialog_of(page).amount.value() == Money(2000)
    keys.press(Qt.Key.Key_F9)
    assert show(desk.office, event_.id).totals.is_balanced


def test_d03_a_check_of_a_cash_only_payor_is_asked_about(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    account = desk.office.account(points=120)
    desk.office.agreement(account, "WATER", (DAY, 2500))
    event_ = add(desk.office, account, [("CASH", 2500)], [(account, 2500)])
    page = shown(event_)
    keys.press(Qt.Key.Key_Insert)
    dialog = dialog_of(page)
    dialog.kind.select("MORD")
    dialog.amount.setText("10")
    keys.press(Qt.Key.Key_F9)
    assert "cash-only" in QApplication.activeModalWidget().accessibleDescription()
    keys.press(Qt.Key.Key_F9)
    assert len(show(desk.office, event_.id).tenders) == 2


def test_d28_f4_changes_texts_and_keeps_the_amount_of_a_frozen_event(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    event_ = taken(desk, [("CHEC", 5000)], 5000)
    page = shown(event_)
    keys.press(Qt.Key.Key_F4)
    dialog = dialog_of(page)
    assert dialog.amount.isReadOnly()
    assert dialog.texts["check_number"].hasFocus()
    keys.type("9911")
    keys.press(Qt.Key.Key_F9)
    (after,) = show(desk.office, event_.id).tenders
    assert (after.check_number, after.amount) == ("9911", Money(5000))


def test_d28_an_amount_changes_while_nothing_is_frozen(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    event_ = taken(desk, [("CASH", 5000)], 5000, DistributeAction.NONE)
    page = shown(event_)
    keys.press(Qt.Key.Key_Return)
    keys.type("45")
    keys.press(Qt.Key.Key_F9)
    assert show(desk.office, event_.id).tenders[0].amount == Money(4500)
    assert not page.isHidden()


def test_5_another_payor_is_named_at_the_window(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    event_ = taken(desk, [("CASH", 5000)], 5000, DistributeAction.NONE)
    other = desk.office.account("Agency")
    page = shown(event_)
    keys.press(Qt.Key.Key_F4)
    dialog = dialog_of(page)
    dialog.payor.setFocus()
    dialog.payor.selectAll()
    keys.type(str(other))
    keys.press(Qt.Key.Key_F9)
    (after,) = show(desk.office, event_.id).tenders
    assert (after.payor_account_id, after.payor_name) == (other, "Agency")


def test_d28_nothing_typed_is_nothing_changed(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    event_ = taken(desk, [("CASH", 5000)], 5000)
    page = shown(event_)
    keys.press(Qt.Key.Key_F4, Qt.Key.Key_F9)
    assert dialog_of(page).banner.text() == "Nothing is changed yet."
    assert show(desk.office, event_.id) == event_


def test_tc04_ctrl_m_moves_a_tender(
    desk: Surroundings, supervisor: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    event_ = taken(desk, [("CASH", 5000)], 5000, DistributeAction.NONE)
    other = desk.office.second_drawer()
    page = shown(event_, supervisor)
    keys.press((CTRL, Qt.Key.Key_M))
    says = " ".join(dialog_of(page).consequences.texts())
    assert "$50.00 is expected in" in says
    keys.press(Qt.Key.Key_F9)
    assert show(desk.office, event_.id).tenders[0].tender_control_id == other
    assert drawer(desk.office, "CASH") == 15000


def test_d12_ctrl_delete_asks_once(desk: Surroundings, shown: Shown, keys: Keyboard) -> None:
    event_ = taken(desk, [("CHEC", 3000), ("CASH", 2000)], 5000, DistributeAction.NONE)
    shown(event_)
    keys.press((CTRL, Qt.Key.Key_Delete))
    keys.press(Qt.Key.Key_Escape)
    assert len(show(desk.office, event_.id).tenders) == 2
    keys.press((CTRL, Qt.Key.Key_Delete), Qt.Key.Key_F9)
    assert [one.tender_type for one in show(desk.office, event_.id).tenders] == ["CASH"]


def test_cx4_ctrl_k_cancels_and_says_what_is_left(
    desk: Surroundings, supervisor: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    event_ = taken(desk, [("CHEC", 6000), ("MORD", 4000)], 10000)
    page = shown(event_, supervisor)
    keys.press((CTRL, Qt.Key.Key_K))
    dialog = dialog_of(page)
    assert isinstance(dialog, CancelTendersDialog)
    keys.type("no")
    assert dialog.reason.value() == "NSF"
    keys.press(Qt.Key.Key_F9)
    after = show(desk.office, event_.id)
    assert [one.status for one in after.tenders] == [TenderStatus.CANCELED, TenderStatus.VALID]
    assert after.payments[0].status is PaymentStatus.CANCELED
    assert balance(desk.office, event_.payments[0].account_id) == 10000 + 2500
    notice = page.notices[0]
    assert notice.text == "Other tenders of the event stay valid; $40.00 is not allocated any more."


def test_cx7_a_charge_that_was_not_levied_is_said(
    desk: Surroundings, supervisor: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    payor, other = desk.office.account("Agency"), desk.office.account("Client")
    desk.office.agreement(other, "WATER", (DAY, 2000))
    page = shown(add(desk.office, payor, [("CHEC", 2000)], [(other, 2000)]), supervisor)
    keys.press((CTRL, Qt.Key.Key_K))
    keys.type("no")
    keys.press(Qt.Key.Key_F9)
    assert "No charge was levied" in page.notices[0].text


def test_d32_ctrl_shift_k_cancels_the_event(
    desk: Surroundings, supervisor: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    event_ = taken(desk, [("CHEC", 6000), ("MORD", 4000)], 10000)
    page = shown(event_, supervisor)
    keys.press((CTRL | SHIFT, Qt.Key.Key_K))
    keys.type("st")
    assert dialog_of(page).reason.value() == "STOP"
    keys.press(Qt.Key.Key_F9)
    after = show(desk.office, event_.id)
    assert {one.cancel_reason for one in after.tenders} == {"STOP"}
    assert page.tabs.tabText(1) == "&Tenders (0, 2 canceled)"
    assert "cancel_event" not in enabled(page)


def test_tr7_ctrl_t_transfers_the_event(
    desk: Surroundings, supervisor: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    event_ = taken(desk, [("CASH", 5000)], 5000)
    right = desk.office.account("Right, Rita")
    desk.office.agreement(right, "WATER", (DAY, 5000))
    page = shown(event_, supervisor)
    keys.press((CTRL, Qt.Key.Key_T))
    dialog = dialog_of(page)
    keys.type(short_id(right))
    keys.press(Qt.Key.Key_Return)
    assert "Right, Rita" in dialog.form.row("account").field.accessibleDescription()
    assert "Right, Rita becomes the payor" in " ".join(dialog.consequences.texts())
    keys.press(Qt.Key.Key_F9)
    after = show(desk.office, event_.id)
    assert after.tenders[0].payor_account_id == right
    assert [one.status for one in after.payments] == [PaymentStatus.CANCELED, PaymentStatus.FROZEN]
    assert row(page)["Payor Account ID"].endswith("Right, Rita")


def test_8_the_menu_of_a_tender_leads_to_drawer_and_payor(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    event_ = taken(desk, [("CASH", 5000)], 5000)
    page = shown(event_)
    keys.press((SHIFT, Qt.Key.Key_F10))
    menu: Any = QApplication.activePopupWidget()
    acts = {action.text(): action for action in menu.actions()}
    assert {"Change…", "Cancel tender…"} < set(acts)
    acts["Open the tender control"].trigger()
    acts["Open the payor's account"].trigger()
    menu.close()
    assert desk.opened.pages == [
        ("control", desk.office.control),
        ("account", event_.tenders[0].payor_account_id),
    ]
    assert page.tenders.tender is not None


def test_the_model_keeps_its_promises(desk: Surroundings, qtbot: QtBot) -> None:
    formats, setup = desk.context.formats, desk.context.setup
    foreign = tender("10.00", control_currency="EUR", rate="1.08", status=TenderStatus.CANCELED)
    shown_event = event((tender("50.00"), foreign))
    columns = tender_tab_columns(shown_event, None, formats, setup)
    model = RecordTableModel(columns, shown_event.tenders)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_records(shown_event.tenders[:1])
    model.sort(2)
    titles = [column.title for column in columns]
    assert {"Currency", "Rate", "Cancel Reason"} <= set(titles)


def test_d28_after_a_correction_the_tender_that_took_its_place_is_marked(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    of = taken(desk, [("CASH", 5000)], 5000)
    page = shown(of)
    keys.press((CTRL, Qt.Key.Key_R))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CorrectDialog)
    dialog.choose(Fault.TENDER_TYPE)
    dialog.fields.fields["tender_type"].select("CARD")  # type: ignore[union-attr]
    keys.press(Qt.Key.Key_F9, Qt.Key.Key_F9)
    settle()
    assert QApplication.activeModalWidget() is None
    assert [one.tender_type for one in show(desk.office, of.id).tenders] == ["CASH", "CARD"]
    marked = page.tenders.tender
    assert marked is not None
    assert (marked.tender_type, marked.status) == ("CARD", TenderStatus.VALID)
