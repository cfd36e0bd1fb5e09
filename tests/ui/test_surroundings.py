"""Crash reports, watchdog, memory of windows, wording, announcements."""

import logging
import sys
import threading
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QSplitter, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from posapp.domain.codes import ControlStatus, PaymentStatus, Role, TenderStatus
from posapp.domain.messages import CATALOGUE
from posapp.domain.money import Currency, Money
from posapp.errors import Concern, Refused
from posapp.ui.announce import announce
from posapp.ui.crash import CrashReporter, report
from posapp.ui.formats import Formats
from posapp.ui.state import WindowState, fitted, keep_on_screen
from posapp.ui.texts import Texts
from posapp.ui.tokens import Tone
from posapp.ui.watchdog import Watchdog
from posapp.ui.words import label, word
from tests.helpers.every import every
from tests.helpers.surroundings import settle


def raised(text: str) -> ValueError:
    try:
        raise ValueError(text)  # noqa: TRY301
    except ValueError as error:
        return error


def test_r13_a_crash_report_masks_numbers() -> None:
    text = report(raised("account 4111111111111111"))
    assert "4111111111111111" not in text
    assert "••1111" in text
    assert "posapp" in text.splitlines()[0]
    assert "Traceback" in text


def test_slots_that_raise_reach_the_crash_dialog(
    qtbot: QtBot, crashes: CrashReporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    crashes.install()
    try:
        sys.excepthook(ValueError, raised("one"), None)
        sys.excepthook(ValueError, raised("two"), None)
        dialog = crashes._dialog
        assert dialog is not None
        assert "one" in dialog.text()
        assert "two" in dialog.text()
        copy = dialog.findChild(QPushButton, "copy_report")
        assert copy is not None
        copy.click()
        assert QGuiApplication.clipboard().text() == dialog.text()
        dialog.accept()
        assert crashes._dialog is None
    finally:
        crashes.release()


def test_threads_that_raise_are_shown_on_the_gui_thread(
    qtbot: QtBot, crashes: CrashReporter
) -> None:
    crashes.install()
    try:
        hook = threading.excepthook
        error = raised("in a thread")
        arguments = threading.ExceptHookArgs((ValueError, error, error.__traceback__, None))
        thread = threading.Thread(target=hook, args=(arguments,))
        thread.start()
        thread.join(30)
        qtbot.waitUntil(lambda: crashes._dialog is not None)
        assert crashes._dialog is not None
        assert "in a thread" in crashes._dialog.text()
        crashes._dialog.accept()
    finally:
        crashes.release()


def test_a_bug_is_shown_though_the_window_of_an_earlier_report_is_gone(
    qtbot: QtBot, crashes: CrashReporter
) -> None:
    window = QWidget()
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    crashes.show_error(raised("first"))
    assert crashes._dialog is not None
    assert crashes._dialog.parent() is window
    delete(window)
    crashes.show_error(raised("second"))
    settle()
    assert crashes._dialog.isVisible()
    assert "second" in crashes._dialog.text()
    crashes._dialog.accept()
    assert crashes._dialog is None


def test_interrupting_the_program_is_no_crash(
    crashes: CrashReporter, capsys: pytest.CaptureFixture[str]
) -> None:
    crashes.install()
    try:
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    finally:
        crashes.release()
    assert crashes._dialog is None
    assert "KeyboardInterrupt" in capsys.readouterr().err


def busy_for(seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        pass


def test_p14_the_watchdog_names_the_line_that_blocks(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    watchdog = Watchdog()
    watchdog.start()
    try:
        with caplog.at_level(logging.WARNING, "posapp.watchdog"):
            for _ in range(20):
                QApplication.processEvents()
                busy_for(0.002)
            busy_for(0.200)
            qtbot.waitUntil(lambda: any("busy_for" in s.stack for s in watchdog.stalls))
    finally:
        watchdog.stop()
    stall = next(s for s in watchdog.stalls if "busy_for" in s.stack)
    assert stall.seconds >= 0.05
    found = [r for r in caplog.records if "GUI thread busy" in r.getMessage()]
    assert any("busy_for" in (r.stack_info or "") for r in found)


def test_p14_the_watchdog_can_be_stopped_while_it_begins_to_ask() -> None:
    watchdog = Watchdog(limit=0.01)
    asks, clear = threading.Event(), watchdog._answered.clear

    def late() -> None:
        asks.set()
        assert watchdog._answered.wait(30), "nobody answers"
        clear()

    watchdog._answered.clear = late  # type: ignore[method-assign]
    watchdog.start()
    assert asks.wait(30), "the watchdog never asks"
    stopping = threading.Thread(target=watchdog.stop, daemon=True)
    stopping.start()
    stopping.join(30)
    assert not stopping.is_alive()


def test_use_7_windows_remember_their_place_per_user(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "window.ini"

    def window() -> QWidget:
        made = QWidget()
        made.setObjectName("main")
        qtbot.addWidget(made)
        return made

    first = window()
    first.setGeometry(40, 50, 300, 200)
    amara = WindowState(file, "amara")
    amara.save_window(first)
    amara.remember("control", "4012")
    amara.flush()
    again = window()
    state = WindowState(file, "amara")
    assert state.restore_window(again)
    assert again.size() == first.size()
    assert state.recall("control") == "4012"
    dana = WindowState(file, "dana/../x")
    assert not dana.restore_window(window())
    assert dana.recall("control") == ""


def test_splitters_are_remembered(qtbot: QtBot, state: WindowState) -> None:
    def splitter() -> QSplitter:
        made = QSplitter(Qt.Orientation.Horizontal)
        made.setObjectName("split")
        made.addWidget(QWidget())
        made.addWidget(QWidget())
        made.resize(400, 100)
        qtbot.addWidget(made)
        return made

    first = splitter()
    first.setSizes([300, 100])
    state.save_splitter(first)
    again = splitter()
    assert state.restore_splitter(again)
    assert again.saveState() == first.saveState()


@every(
    ("place", "fits"),
    [
        ((-500, -500, 300, 200), (0, 0, 300, 200)),
        ((5000, 5000, 300, 200), (500, 400, 300, 200)),
        ((10, 10, 3000, 2000), (0, 0, 800, 600)),
        ((10, 10, 300, 200), (10, 10, 300, 200)),
    ],
)
def test_use_7_nothing_opens_off_screen(
    place: tuple[int, int, int, int], fits: tuple[int, int, int, int]
) -> None:
    assert fitted(QRect(*place), QRect(0, 0, 800, 600)) == QRect(*fits)


def test_a_window_far_away_comes_back(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(9000, 9000, 300, 200)
    keep_on_screen(window)
    screen = QGuiApplication.primaryScreen().availableGeometry()
    assert screen.contains(window.geometry())


def test_x26_codes_become_sentences_with_formatted_fields(texts: Texts) -> None:
    assert (
        texts.sentence("M-08", {"tendered": Money(1000), "amount": Money(123450), "missing": 5})
        == "Amount tendered $10.00 is less than the payment $1,234.50; 5 is missing."
    )
    yen = texts.sentence("M-34", {"limit": Money(1000), "currency": "JPY"})
    assert "¥1,000" in yen
    euro = texts.sentence("M-34", {"limit": Money(1000), "currency": Currency("EUR", 2, "€")})
    assert "€10.00" in euro
    status = texts.sentence("M-05", {"value": "4012", "status": ControlStatus.BALANCING})
    assert "(Balancing In Progress)" in status
    assert "2026-11-21" in texts.sentence("M-03", {"value": date(2026, 11, 21)})
    assert "08:02" in texts.sentence("M-01", {"value": datetime(2026, 11, 21, 13, 2, tzinfo=UTC)})
    assert "1, $2.00" in texts.sentence("M-01", {"value": (1, Money(200))})
    assert "Payment Date: ?" in texts.sentence("M-55", {"field": "payment_date"})
    assert texts.sentence("M-999", {}) == "M-999"
    assert texts.concern(Concern("M-41", {"event": 7})) == (
        "Delete payment event 7? This cannot be undone."
    )
    assert "went wrong" in texts.of(KeyError("x"))
    assert texts.of(Refused("M-01", value=7)) == "Account 7 does not exist."


@every("code", sorted(CATALOGUE))
def test_every_code_can_be_worded_without_any_field(texts: Texts, code: str) -> None:
    assert texts.sentence(code, {})


def test_words_of_codes(formats: Formats) -> None:
    assert word(PaymentStatus.FROZEN).tone is Tone.GREEN
    assert word(TenderStatus.CANCELED).text == "Canceled"
    assert word(Role.SETUP).text == "Set-up"
    assert label("cash_back_amount") == "Cash Back Amount"
    for statuses in (PaymentStatus, TenderStatus, ControlStatus):
        assert all(word(status).text for status in statuses)


def test_formats_write_what_is_missing_as_nothing(formats: Formats) -> None:
    assert formats.money(None) == formats.number(None) == formats.date(None) == ""
    assert formats.time(None) == formats.stamp(None) == ""
    assert formats.number(Money(-5)) == "\u22120.05"
    assert formats.count(1234) == "1,234"
    assert formats.currency("XTS").decimals == 2
    assert formats.currency(None) is formats.home


def test_use_9_announcements_are_quiet_without_a_reader(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    sent: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: bool(sent) or True)
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: sent.append(event.message())
    )
    announce(widget, "2 hits")
    announce(widget, "Error", urgent=True)
    announce(widget, "")
    assert sent == ["2 hits", "Error"]
    monkeypatch.setattr(QAccessible, "isActive", lambda: False)
    announce(widget, "nobody listens")
    assert len(sent) == 2
