"""The outbox by keys, layouts with their preview, the test mail, and the worker behind (ML-1 to ML-4)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posapp.devices.smtp import SmtpMailer
from posapp.domain.mail_codes import MailState
from posapp.domain.topics import Topic
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.mail_detail import MailDetailDialog
from posapp.ui.dialogs.mail_layout import MailLayoutDialog
from posapp.ui.dialogs.mail_resend import MailResendDialog
from posapp.ui.mail_worker import MailWorker
from posapp.ui.pages.mails import MailsPage
from posapp.ui.pages.setup import MailSettingsPage, PaymentSettingsPage
from posapp.ui.theme import Theme
from tests.helpers.mail_server import HOST, Inbox, mail_server
from tests.helpers.mails import PAYROLL, mails, process, set_up
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

CTRL = Qt.KeyboardModifier.ControlModifier
DEL, ENTER, ESC, F4, F9 = (
    Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F4, Qt.Key.Key_F9,
)  # fmt: skip


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    with mail_server(tmp_path) as made:
        yield made


@pytest.fixture
def sendable(office: Office, inbox: Inbox) -> Office:
    """An office whose mail server works; payroll has an address."""
    set_up(office, "mail_server", host=HOST, port=inbox.port, security="NONE",
           sender="desk@example.org")  # fmt: skip
    set_up(office, "payment_option", payroll_notification_email=PAYROLL)
    return office


def page_of(
    qtbot: QtBot, office: Office, theme: Theme, folder: Path, keys: Keyboard, who: str
) -> MailsPage:
    desk = surround(office, theme, folder, actor=office.actors[who])
    window = show_window(qtbot, replace(desk.context, mailer=SmtpMailer), keys)
    action = window.findChild(QAction, "admin_mails")
    assert action is not None
    action.trigger()
    settle()
    assert isinstance(window.page, MailsPage)
    return window.page


def states(page: MailsPage) -> list[MailState]:
    return [one.state for one in page.table.record_model().records]


def test_ml3_send_cancel_and_send_again_by_keys(
    qtbot: QtBot, sendable: Office, theme: Theme, tmp_path: Path, keys: Keyboard, inbox: Inbox
) -> None:
    for number in (1, 2):
        process(sendable, email="", checkout_id=number)
    page = page_of(qtbot, sendable, theme, tmp_path, keys, "supervisor")
    QAbstractItemModelTester(page.table.model(), page)
    assert states(page) == [MailState.QUEUED] * 2
    keys.press(DEL)
    assert states(page) == [MailState.CANCELED, MailState.QUEUED]
    keys.press((CTRL, Qt.Key.Key_E))
    assert states(page) == [MailState.CANCELED, MailState.SENT]
    assert "1 sent" in page.notices[0].text
    # The one that was sent, to another address: one question.
    keys.press(Qt.Key.Key_Down, F4)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, MailResendDialog)
    keys.press((CTRL, Qt.Key.Key_A))
    keys.type("nobody")
    keys.press(F9)
    assert "no mail address" in dialog.form.errors()["to"]
    keys.press((CTRL, Qt.Key.Key_A))
    keys.type("new@example.org")
    keys.press(F9)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, ConfirmDialog)
    keys.press(F9)
    assert states(page) == [MailState.CANCELED, MailState.QUEUED]
    keys.press((CTRL, Qt.Key.Key_E))
    assert [one.rcpt_tos for one in inbox.mails] == [[PAYROLL], ["new@example.org"]]


def test_ml3_what_failed_and_why_is_there_to_read(
    qtbot: QtBot, sendable: Office, theme: Theme, tmp_path: Path, keys: Keyboard, inbox: Inbox
) -> None:
    process(sendable, email="")
    inbox.to_recipient = "550 no such user here"
    page = page_of(qtbot, sendable, theme, tmp_path, keys, "supervisor")
    keys.press((CTRL, Qt.Key.Key_E))
    assert states(page) == [MailState.FAILED]
    keys.press(ENTER)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, MailDetailDialog)
    assert "E-20417" in dialog.text.toPlainText()
    assert "550 no such user here" in dialog.tries.toPlainText()
    keys.press(ESC)
    page.state.select(MailState.QUEUED)
    assert states(page) == []


def test_ml3_without_a_server_the_page_says_so(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    page = page_of(qtbot, office, theme, tmp_path, keys, "supervisor")
    assert any("No mail server" in one.text for one in page.notices)
    assert not page.layouts.isEnabled()


def test_ml1_layouts_show_what_they_look_like_while_one_types(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    page = page_of(qtbot, office, theme, tmp_path, keys, "setup")
    keys.press((CTRL, Qt.Key.Key_T))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, MailLayoutDialog)
    assert "100000000042" in dialog.shown.toPlainText()
    dialog.text.setPlainText("{confirmation} {nobody}")
    assert "{nobody} is no placeholder" in dialog.shown.toPlainText()
    keys.press(F9)
    assert QApplication.activeModalWidget() is dialog
    dialog.text.setPlainText("Number {confirmation}")
    keys.press(F9)
    assert QApplication.activeModalWidget() is None
    assert page.isVisible()
    process(office)
    (mail,) = mails(office)
    assert office.services.mails.mail(mail.id, office.supervisor).body == "Number 100000000042\n"


def test_ml3_a_test_mail_by_keys(
    qtbot: QtBot, sendable: Office, theme: Theme, tmp_path: Path, keys: Keyboard, inbox: Inbox
) -> None:
    page = page_of(qtbot, sendable, theme, tmp_path, keys, "setup")
    keys.press((CTRL, Qt.Key.Key_M))
    keys.type("me@example.org")
    keys.press(F9)
    assert QApplication.activeModalWidget() is None
    assert "250 OK" in page.notices[0].text
    assert len(inbox.mails) == 1


def test_ml3_mails_go_out_behind_the_window(
    qtbot: QtBot, sendable: Office, theme: Theme, tmp_path: Path, inbox: Inbox
) -> None:
    desk = surround(sendable, theme, tmp_path)
    worker = MailWorker(replace(desk.context, mailer=SmtpMailer))
    process(sendable, email="", checkout_id=1)
    worker.start()
    desk.context.signals.data_changed.emit(frozenset({Topic.MAILS}))
    assert len(inbox.mails) == 1
    assert frozenset({Topic.MAILS}) in desk.changes
    worker.stop()
    process(sendable, email="", checkout_id=2)
    desk.context.signals.data_changed.emit(frozenset({Topic.MAILS}))
    assert len(inbox.mails) == 1


@pytest.mark.parametrize(
    ("entry", "kind", "table"),
    [
        ("admin_system_settings_payments", PaymentSettingsPage, "payment_option"),
        ("admin_system_settings_mail_server", MailSettingsPage, "mail_server"),
    ],
)
def test_ml2_system_settings_begin_with_their_table(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, entry: str, kind: type, table: str
) -> None:
    desk = surround(office, theme, tmp_path, actor=office.actors["setup"])
    window = show_window(qtbot, desk.context)
    action = window.findChild(QAction, entry)
    assert action is not None
    action.trigger()
    settle()
    assert isinstance(window.page, kind)
    assert window.page.tables.current_record().name == table
