"""A payment that the program's end interrupted: offered on the home page, finished once (R1, D-21)."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from posapp.domain.drafts import Draft
from posapp.domain.event_drafts import to_text
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import KIND, AddEvent, PaymentDraft, TenderDraft
from posapp.errors import StorageFailure
from posapp.storage.requests import store_draft
from posapp.ui.dialogs.kept_payment import KeptPaymentDialog
from posapp.ui.signals import AppSignals
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, settle, surround
from tests.ui.conftest import ManualRunner


@pytest.fixture
def account(office: Office) -> AccountId:
    found = office.account()
    office.agreement(found, "WATER", (DAY, 6135))
    return found


@pytest.fixture
def kept(office: Office, account: AccountId) -> AddEvent:
    """A command whose program ended between keeping it and its answer."""
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(10000)),),
        (PaymentDraft(account, Money(6135)),),
    )
    keep(office, command)
    return command


def keep(office: Office, command: AddEvent) -> None:
    """Leave a draft behind as a crash does."""
    draft = Draft(
        request_id=command.request_id,
        user_id=office.cashier.user_id,
        workstation=office.cashier.workstation,
        kind=KIND,
        draft=to_text(command),
        created_at=office.clock(),
    )
    office.db.write(lambda s: store_draft(s, draft))


@pytest.fixture
def window(qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path) -> MainWindow:
    made = MainWindow(surround(office, theme, tmp_path).context)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def opened(window: MainWindow) -> KeptPaymentDialog:
    """Start the window and press the strip's button."""
    window.start()
    settle()
    (words,) = window.banners.texts()
    assert "A payment was interrupted at 2026-11-20 10:00: Okafor, Ngozi, $61.35." in words
    window.banners._banners[0]._button.click()
    settle()
    (dialog,) = [one for one in window.findChildren(KeptPaymentDialog) if one.isVisible()]
    return dialog


def events_of(office: Office) -> int:
    return len(office.services.desk.events_of(office.control, office.cashier))


def test_r1_it_is_finished_by_a_key_and_its_event_opens(
    window: MainWindow, office: Office, kept: AddEvent
) -> None:
    opened(window)
    Keyboard().press(Qt.Key.Key_F9)
    assert events_of(office) == 1
    assert window.page is not None
    assert window.page.KIND == "event"
    assert office.services.in_hand.kept(office.cashier) == ()


def test_d21_what_was_stored_before_is_not_stored_twice(
    window: MainWindow, office: Office, kept: AddEvent
) -> None:
    office.services.payment_events.add(kept, office.cashier)
    keep(office, kept)
    opened(window)
    Keyboard().press(Qt.Key.Key_F9)
    assert events_of(office) == 1


def test_it_says_what_it_was(window: MainWindow, kept: AddEvent) -> None:
    dialog = opened(window)
    text = {one.objectName(): one.text() for one in dialog.findChildren(type(dialog.status))}
    assert (text["tender_0"], text["payments"]) == ("$100.00", "$61.35")
    assert (text["payor"], text["change"]) == ("Okafor, Ngozi", "$38.65")


def test_later_leaves_it_and_throwing_away_forgets_it(
    window: MainWindow, office: Office, kept: AddEvent
) -> None:
    dialog = opened(window)
    Keyboard().press(Qt.Key.Key_Escape)
    assert len(office.services.in_hand.kept(office.cashier)) == 1
    assert window.banners.texts() != ()
    dialog = opened(window)
    dialog.throw.click()
    settle()
    assert office.services.in_hand.kept(office.cashier) == ()
    assert events_of(office) == 0
    assert window.banners.texts() == ()


def test_trying_again_to_throw_away_never_takes_the_payment(
    qtbot: QtBot,
    window: MainWindow,
    office: Office,
    kept: AddEvent,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialog = opened(window)
    with monkeypatch.context() as broken:
        broken.setattr(office.db, "write", _locked)
        dialog.throw.click()
        settle()
    qtbot.waitUntil(lambda: "The database answers again" in dialog.banner.text(), timeout=30_000)
    dialog.banner._button.click()
    settle()
    assert events_of(office) == 0
    assert office.services.in_hand.kept(office.cashier) == ()
    assert window.findChildren(KeptPaymentDialog) == []


def test_while_it_is_thrown_away_it_cannot_be_finished(
    qtbot: QtBot, office: Office, kept: AddEvent, theme: Theme, tmp_path: Path
) -> None:
    surroundings = surround(office, theme, tmp_path, runner=ManualRunner(AppSignals()))
    runner = surroundings.context.runner
    (found,) = office.services.in_hand.kept(office.cashier)
    dialog = KeptPaymentDialog(surroundings.context, found)
    qtbot.addWidget(dialog)
    dialog.open()
    jobs = len(runner.jobs)
    dialog.throw.click()
    dialog.throw.click()
    dialog.submit()
    assert len(runner.jobs) == jobs + 1
    assert not dialog.throw.isEnabled()
    runner.finish(jobs)
    assert office.services.in_hand.kept(office.cashier) == ()
    assert not dialog.isVisible()


def _locked(*_work: object) -> None:
    raise StorageFailure("locked", "The database is busy.")
