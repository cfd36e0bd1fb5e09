"""Cancelling a tender or an event: what is asked, what is said before, what is done (8, D-11, D-14)."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.event_views import EventView
from posapp.domain.tender_actions import Asking
from posapp.storage.db import Database
from posapp.ui.dialogs.cancel_tenders import CancelTendersDialog
from posapp.ui.theme import Theme
from tests.helpers.clock import FixedClock
from tests.helpers.events import add, balance, drawer, ledger, show
from tests.helpers.office import DAY, open_office
from tests.helpers.surroundings import Keyboard, Surroundings, settle, surround


@pytest.fixture
def desk(sqlite_db: Database, clock: FixedClock, theme: Theme, tmp_path: Path) -> Surroundings:
    office = open_office(sqlite_db, clock)
    return surround(office, theme, tmp_path, office.supervisor)


@pytest.fixture
def cashier(desk: Surroundings, theme: Theme, tmp_path: Path) -> Surroundings:
    return surround(desk.office, theme, tmp_path)


def taken(desk: Surroundings, tenders: list[tuple[str, int]], paid: int) -> EventView:
    account = desk.office.account()
    desk.office.agreement(account, "WATER", (DAY, paid))
    return add(desk.office, account, tenders, [(account, paid)])


def opened(
    qtbot: QtBot, desk: Surroundings, event: EventView, *, whole: bool = False
) -> CancelTendersDialog:
    context = desk.context
    around = context.services.event_desk.of(event.id, context.actor)
    asking = Asking(event, around, context.actor, context.setup)
    dialog = CancelTendersDialog(context, asking, None if whole else event.tenders[0])
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    settle()
    return dialog


def says(qtbot: QtBot, dialog: CancelTendersDialog) -> str:
    qtbot.waitUntil(lambda: not dialog._pause.isActive())
    return " ".join(dialog.consequences.texts())


def choices(box: Any) -> list[str]:
    return [box.itemText(at) for at in range(box.count())]


def test_everything_is_asked_at_once(qtbot: QtBot, desk: Surroundings) -> None:
    dialog = opened(qtbot, desk, taken(desk, [("CASH", 10000)], 2500))
    Keyboard().press(Qt.Key.Key_F9)
    assert dialog.form.errors() == {
        "reason": "Choose why it is canceled.",
        "drawer": "Say whether the money goes back.",
        "change_returned": "Say whether the change came back.",
    }


def test_d14_not_good_money_does_not_go_back_by_itself(qtbot: QtBot, desk: Surroundings) -> None:
    event = taken(desk, [("CHEC", 5000)], 5000)
    dialog = opened(qtbot, desk, event)
    dialog.reason.select("NSF")
    assert dialog.drawers[event.tenders[0].id].currentText() == "No"
    dialog.reason.select("DATA")
    other = opened(qtbot, desk, event)
    other.reason.select("DATA")
    assert other.drawers[event.tenders[0].id].currentText() == "Choose"


def test_8_the_consequences_are_those_of_the_service(qtbot: QtBot, desk: Surroundings) -> None:
    event = taken(desk, [("TRAV", 10000)], 2500)
    dialog = opened(qtbot, desk, event)
    assert says(qtbot, dialog) == "Choose a reason to see what follows."
    dialog.reason.select("NSF")
    told = says(qtbot, dialog)
    assert "1 payment of $25.00 is canceled, and owed again by Okafor, Ngozi." in told
    assert "stays counted in CASH-A01" in told
    assert "Okafor, Ngozi is charged $25.00: Charge for a returned tender." in told
    assert "100 cash-only points and −50 credit rating until 2027-11-20" in told
    assert "change" not in told
    dialog.change_returned.select(False)
    assert "owes the change of $75.00, which was not returned" in says(qtbot, dialog)
    assert show(desk.office, event.id) == event


def test_d11_kept_change_is_charged(qtbot: QtBot, desk: Surroundings) -> None:
    event = taken(desk, [("TRAV", 10000)], 2500)
    dialog = opened(qtbot, desk, event)
    dialog.reason.select("NSF")
    dialog.change_returned.select(False)
    Keyboard().press(Qt.Key.Key_F9)
    after = show(desk.office, event.id)
    assert [one.status for one in after.tenders] == [TenderStatus.CANCELED, TenderStatus.VALID]
    assert balance(desk.office, event.payments[0].account_id) == 2500 + 7500 + 2500


def test_d11_change_that_came_back_is_canceled_too(qtbot: QtBot, desk: Surroundings) -> None:
    event = taken(desk, [("TRAV", 10000)], 2500)
    dialog = opened(qtbot, desk, event)
    dialog.reason.select("NSF")
    dialog.change_returned.select(True)
    assert not dialog.form.row("change_drawer").isVisible()
    assert "no longer counts it" in says(qtbot, dialog)
    Keyboard().press(Qt.Key.Key_F9)
    assert {one.status for one in show(desk.office, event.id).tenders} == {TenderStatus.CANCELED}
    assert drawer(desk.office, "CASH") == 15000


def test_d14_a_cashier_gives_back_out_of_the_own_drawer_only(
    qtbot: QtBot, desk: Surroundings, cashier: Surroundings
) -> None:
    desk.office.second_drawer()
    event = taken(desk, [("CASH", 5000)], 5000)
    own, all_ = opened(qtbot, cashier, event), opened(qtbot, desk, event)
    tender = event.tenders[0].id
    assert len(choices(own.drawers[tender])) == 3
    assert choices(own.drawers[tender])[2].startswith("Yes, out of its drawer: Cash drawer A01")
    assert choices(all_.drawers[tender])[3].startswith("Yes, out of Cash drawer A02")


def test_d14_money_back_out_of_another_drawer_is_said_and_done(
    qtbot: QtBot, desk: Surroundings
) -> None:
    event = taken(desk, [("CASH", 5000)], 5000)
    other = desk.office.second_drawer()
    dialog = opened(qtbot, desk, event)
    dialog.reason.select("DATA")
    dialog.drawers[event.tenders[0].id].select(other)
    assert "$50.00 goes back to the customer out of Cash drawer A02" in says(qtbot, dialog)
    Keyboard().press(Qt.Key.Key_F9)
    assert drawer(desk.office, "CASH") == 15000 + 5000
    view = desk.office.services.tender_controls.show(other, desk.office.supervisor)
    assert view.lines[0].expected is not None
    assert view.lines[0].expected.minor == 15000 - 5000


def test_cx1_another_bank_account_is_charged(qtbot: QtBot, desk: Surroundings) -> None:
    desk.office.bank_account("RETURNS", "1040-PAYROLL")
    desk.context.snapshot.current = desk.office.services.setup()
    event = taken(desk, [("CHEC", 5000)], 5000)
    dialog = opened(qtbot, desk, event)
    assert choices(dialog.bank_account)[0] == "As deposited (original account)"
    at = next(i for i, one in enumerate(choices(dialog.bank_account)) if "RETURNS" in one)
    dialog.reason.select("NSF")
    dialog.bank_account.setCurrentIndex(at)
    assert "RETURNS, not to the account of the drawer" in says(qtbot, dialog)
    Keyboard().press(Qt.Key.Key_F9)
    assert ledger(desk.office, "1040-PAYROLL") == -5000


def test_d32_each_tender_of_an_event_has_its_own_question(qtbot: QtBot, desk: Surroundings) -> None:
    event = taken(desk, [("CHEC", 6000), ("CASH", 4000)], 10000)
    dialog = opened(qtbot, desk, event, whole=True)
    dialog.reason.select("DATA")
    check, cash = event.tenders
    dialog.drawers[check.id].select("")
    dialog.drawers[cash.id].select(desk.office.control)
    told = says(qtbot, dialog)
    assert "Check 17 · $60.00 is canceled; it stays counted" in told
    assert "Cash · $40.00 is canceled; CASH-A01" in told
    Keyboard().press(Qt.Key.Key_F9)
    after = show(desk.office, event.id)
    assert {one.status for one in after.tenders} == {TenderStatus.CANCELED}
    assert after.payments[0].status is PaymentStatus.CANCELED
    assert (drawer(desk.office, "CHEC"), drawer(desk.office, "CASH")) == (6000, 15000)


def test_d44_what_is_not_allowed_is_said_before_the_button_is_pressed(
    qtbot: QtBot, desk: Surroundings, cashier: Surroundings, clock: FixedClock
) -> None:
    event = taken(desk, [("CASH", 5000)], 5000)
    clock.advance(days=1)
    dialog = opened(qtbot, cashier, event)
    dialog.reason.select("DATA")
    assert "You may not" in says(qtbot, dialog)


def test_several_payments_are_said_and_not_asked_again(qtbot: QtBot, desk: Surroundings) -> None:
    office = desk.office
    accounts = [office.account(f"Customer {at}") for at in range(5)]
    for one in accounts:
        office.agreement(one, "WATER", (DAY, 1000))
    event = add(office, accounts[0], [("CHEC", 5000)], [(one, 1000) for one in accounts])
    dialog = opened(qtbot, desk, event)
    dialog.reason.select("NSF")
    assert "5 payments of $50.00 are canceled" in says(qtbot, dialog)
    assert "Customer 0, Customer 1, Customer 2 …" in says(qtbot, dialog)
    Keyboard().press(Qt.Key.Key_F9)
    assert not dialog.isVisible()
    assert show(office, event.id).totals.is_balanced
