"""Leaving with an open dialog that holds work: asked once, complete payments are kept (D-21)."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posapp.app.program import Program
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.money import Money
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import OpenControl
from posapp.settings import WorkstationSettings
from posapp.storage.db import Database
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.open_tender_control import OpenTenderControlDialog
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.pages.account import AccountPage
from posapp.ui.session import Session
from posapp.ui.tasks import InlineRunner
from posapp.ui.theme import Theme
from tests.helpers.clock import FixedClock
from tests.helpers.office import DAY, Office, open_office
from tests.helpers.surroundings import Keyboard, settle

PASSWORD = "a long enough secret"
ESC, F5, F9 = Qt.Key.Key_Escape, Qt.Key.Key_F5, Qt.Key.Key_F9


@pytest.fixture
def office(sqlite_db: Database, clock: FixedClock) -> Office:
    office = open_office(sqlite_db, clock)
    admin, roles = office.actors["setup"], office.cashier.roles
    for login, name in (("amara", "Amara Osei"), ("ben", "Ben Park")):
        office.services.users.add(login, name, PASSWORD, roles, admin)
    return office


@pytest.fixture
def program(
    qapp: QApplication, theme: Theme, office: Office, sqlite_url: str, tmp_path: Path
) -> Iterator[Program]:
    settings = WorkstationSettings(station_name="WS7")
    made = Program(
        qapp, theme, sqlite_url, settings,
        clock=office.clock, config=tmp_path / "config", runner=InlineRunner,
    )  # fmt: skip
    yield made
    made.close()
    settle()


@pytest.fixture
def session(qtbot: QtBot, program: Program, office: Office) -> Session:
    session = enter(qtbot, program)
    opening = OpenControl(new_request_id(), "CASH-A02", None, Money(15000))
    office.services.tender_controls.open(opening, session.context.actor)
    session.context.drawer.refresh()
    return session


def enter(qtbot: QtBot, program: Program) -> Session:
    program.begin(program.backend.sign_in("amara", PASSWORD))
    session = cast("Session", program.session)
    session.window.activateWindow()
    qtbot.waitUntil(session.window.isActiveWindow)
    settle()
    return session


@pytest.fixture
def account(office: Office) -> AccountId:
    found = office.account("Okafor, Ngozi")
    office.agreement(found, "WATER", (DAY, 6135))
    return found


def paying(session: Session, account: AccountId) -> PaymentEventDialog:
    session.window.open_page("account", account)
    assert isinstance(session.window.page, AccountPage)
    session.window.page.take_payment()
    settle()
    (dialog,) = session.window.findChildren(PaymentEventDialog)
    return dialog


def question(session: Session) -> ConfirmDialog:
    (found,) = [one for one in session.window.findChildren(ConfirmDialog) if one.isVisible()]
    return found


def kept(office: Office, actor: Actor) -> list[Money]:
    drafts = office.services.in_hand.kept(actor)
    return [one.command.tenders[0].amount for one in drafts]


def test_d21_signing_out_asks_once_and_keeps_a_typed_payment(
    qtbot: QtBot, program: Program, session: Session, office: Office, account: AccountId
) -> None:
    actor = session.context.actor
    paying(session, account)
    keys = Keyboard()
    keys.type("100")
    session.window.commands.sign_out()
    session.window.commands.sign_out()
    says = question(session).accessibleDescription()
    assert (
        "A payment of Okafor, Ngozi is typed and not taken. What is typed is kept for you." in says
    )
    keys.press(F9)
    settle()
    assert program.session is None
    assert program.sign_in is not None
    assert kept(office, actor) == [Money(10000)]

    again = enter(qtbot, program)
    assert "A payment was interrupted" in " ".join(again.window.banners.texts())
    again.window.banners._banners[0]._button.click()
    settle()
    keys.press(F9)
    settle()
    assert again.window.page is not None
    assert again.window.page.KIND == "event"
    assert kept(office, actor) == []


def test_staying_leaves_everything_as_it_was(
    qtbot: QtBot, program: Program, session: Session, office: Office, account: AccountId
) -> None:
    dialog = paying(session, account)
    keys = Keyboard()
    keys.type("100")
    session.window.commands.sign_out()
    keys.press(ESC)
    settle()
    assert dialog.isVisible()
    assert dialog.tenders.first.amount.value() == Money(10000)
    assert kept(office, session.context.actor) == []
    # The next reason to leave is the one that counts: quitting is no sign-out.
    session.window.commands.quit()
    with qtbot.waitSignals([session.quit, session.window.closed]):
        keys.press(F9)


def test_nothing_typed_nothing_asked(
    program: Program, session: Session, office: Office, account: AccountId
) -> None:
    actor = session.context.actor
    paying(session, account)
    session.window.commands.sign_out()
    settle()
    assert program.session is None
    assert kept(office, actor) == []


def test_half_a_payment_is_lost_and_the_question_says_so(
    program: Program, session: Session, office: Office, account: AccountId
) -> None:
    actor = session.context.actor
    dialog = paying(session, account)
    dialog.tenders.add_line()
    session.window.commands.sign_out()
    assert "not complete and will be lost" in question(session).accessibleDescription()
    Keyboard().press(F9)
    settle()
    assert program.session is None
    assert kept(office, actor) == []


def test_a_counted_float_is_asked_about(program: Program, session: Session) -> None:
    session.window.commands.open_drawer()
    settle()
    (dialog,) = session.window.findChildren(OpenTenderControlDialog)
    dialog.grid.setData(dialog.grid.index(0, 1), 2)
    session.window.commands.sign_out()
    assert "A float is counted" in question(session).accessibleDescription()
    Keyboard().press(F9)
    settle()
    assert program.session is None


def test_b3_another_user_at_the_lock_leaves_the_first_ones_payment_kept(
    program: Program, session: Session, office: Office, account: AccountId
) -> None:
    actor = session.context.actor
    paying(session, account)
    Keyboard().type("100")
    session.engage_lock()
    lock = session.lock.dialog
    assert lock is not None
    lock.form.login.setText("ben")
    lock.form.password.setText(PASSWORD)
    lock.form.submit()
    settle()
    Keyboard().press(F9)
    settle()
    assert program.session is not None
    assert program.session.context.actor.login == "ben"
    assert kept(office, actor) == [Money(10000)]
    assert kept(office, program.session.context.actor) == []
