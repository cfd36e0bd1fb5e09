"""A counter whose process aborts while a payment is typed: ``python -m ... FILE FOLDER``."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from posapp.app.last_end import Running
from posapp.storage.db import Database
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.signals import AppSignals
from posapp.ui.tasks import TaskRunner
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.clock import FixedClock
from tests.helpers.office import DAY, Office, open_office
from tests.helpers.surroundings import surround

LONGEST_MS = 60_000


def type_and_abort(db: Database, folder: Path) -> None:
    app = QApplication([])
    QTimer.singleShot(LONGEST_MS, app, lambda: app.exit(3))
    running = Running(folder)
    running.begin()
    office = open_office(db, FixedClock())
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    signals = AppSignals()
    theme = Theme(app, "light")
    theme.apply()
    desk = surround(office, theme, folder, runner=TaskRunner(signals), signals=signals)
    window = MainWindow(desk.context)
    window.show()
    window.start()
    desk.context.drawer.changed.connect(lambda: type_payment(window, office, account))
    app.exec()


def type_payment(window: MainWindow, office: Office, account: int) -> None:
    """The dialog is open: type another amount, and abort as soon as the draft is there."""
    if window.findChildren(PaymentEventDialog):
        return
    card = office.services.accounts.card(account, office.cashier)  # type: ignore[arg-type]
    window.commands._taking.take(card)
    (dialog,) = window.findChildren(PaymentEventDialog)
    QTest.keyClicks(dialog.tenders.first.amount, "70")
    timer = QTimer(window, interval=100)
    timer.timeout.connect(lambda: abort_once_kept(office))
    timer.start()


def abort_once_kept(office: Office) -> None:
    if office.services.in_hand.kept(office.cashier):
        os.abort()


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    type_and_abort(Database.open(sys.argv[1]), Path(sys.argv[2]))
