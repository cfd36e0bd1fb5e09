"""F25, R1: the program itself fails; what is typed is kept, and one can go on or begin anew."""

import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from shiboken6 import isValid

from posapp.app import RESTART
from posapp.app.last_end import Running
from posapp.app.rescue import Rescue, ended_notice
from posapp.domain.money import Money
from posapp.domain.rights import Actor, Role
from posapp.errors import Refused, StorageFailure
from posapp.log import CRASH_FILE_NAME, FILE_NAME
from posapp.services.bundle import build
from posapp.services.support_files import write_crash_bundle
from posapp.settings import WorkstationSettings
from posapp.storage.db import Database
from posapp.storage.users import load_user
from posapp.ui.crash import CrashDialog, CrashReporter
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.pages.home import HomePage
from posapp.ui.typing_kept import TypingKept
from posapp.ui.window import MainWindow
from tests.helpers import oracle
from tests.helpers.clock import FixedClock
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, Surroundings, settle

F5 = Qt.Key.Key_F5
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def installed(crashes: CrashReporter, monkeypatch: pytest.MonkeyPatch) -> Iterator[CrashReporter]:
    """The reporter as the handler of everything uncaught, as in the program."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    crashes.install()
    yield crashes
    if crashes._dialog is not None and isValid(crashes._dialog):
        crashes._dialog.accept()
    crashes.release()


def crash_of(reporter: CrashReporter) -> CrashDialog:
    settle()
    assert reporter._dialog is not None
    assert reporter._dialog.isVisible()
    return reporter._dialog


def typing(window: MainWindow, office: Office, keys: Keyboard) -> PaymentEventDialog:
    """A payment of 70.00 cash for what is due, typed and not sent."""
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    window.open_page("account", account)
    settle()
    keys.press(F5)
    (dialog,) = window.findChildren(PaymentEventDialog)
    keys.type("70")
    return dialog


def look_twice(dialog: PaymentEventDialog) -> None:
    """What its timer does while the typing pauses."""
    (keeping,) = dialog.findChildren(TypingKept)
    keeping.look()
    keeping.look()


def kept_amounts(office: Office) -> list[Money]:
    kept = office.services.in_hand.kept(office.cashier)
    return [tender.amount for one in kept for tender in one.command.tenders]


def test_f25_a_bug_in_an_act_keeps_the_payment_that_is_typed(
    window: MainWindow, desk: Surroundings, keys: Keyboard, installed: CrashReporter
) -> None:
    dialog = typing(window, desk.office, keys)
    installed.keep_work = window.leaving.keep_complete

    def act() -> None:
        raise ZeroDivisionError("of account 4111111111111111")

    button = QPushButton(dialog)
    button.clicked.connect(act)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "excepthook", installed._on_uncaught)
        button.click()
    crash = crash_of(installed)
    assert "ZeroDivisionError" in crash.text()
    assert "4111111111111111" not in crash.text()
    assert "kept and offered again" in crash._says.text()
    assert kept_amounts(desk.office) == [Money(7000)]
    sign = crash.findChild(QWidget, "reference")
    assert sign is not None
    assert "Reference " in sign.text()  # type: ignore[attr-defined]
    crash.accept()
    assert dialog.isVisible()
    assert dialog.tenders.first.amount.text() == "70.00"


def test_f25_a_bug_in_a_paint_or_in_a_list_is_shown_once_and_counted() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.helpers.crashing_paint"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, timeout=60, check=True,
    )  # fmt: skip
    seen = dict(zip(("paint", "list"), map(json.loads, ended.stdout.splitlines()), strict=True))
    for kind, one in seen.items():
        assert one["shown"], kind
        assert 1 <= one["reports"] <= 3, kind
        assert one["reference"].endswith(" times"), kind


def test_d21_a_payment_is_kept_while_it_is_typed_and_dropped_when_it_is_canceled(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    dialog = typing(window, desk.office, keys)
    look_twice(dialog)
    assert kept_amounts(desk.office) == [Money(7000)]
    keys.type("5")
    look_twice(dialog)
    assert kept_amounts(desk.office) == [Money(70500)], "the later text took its place"
    dialog.tenders.first.amount.setText("x")
    look_twice(dialog)
    assert dialog.form.errors() == {}, "looking shows nothing"
    window.open_page("home", 0)
    settle()
    page = window.page
    assert isinstance(page, HomePage)
    assert not any("interrupted" in one.text for one in page.notices), "its dialog is open"
    dialog.give_up()
    settle()
    assert kept_amounts(desk.office) == []


def test_d21_a_payment_that_was_kept_while_typed_is_taken_once(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    dialog = typing(window, desk.office, keys)
    look_twice(dialog)
    keys.press(Qt.Key.Key_F9)
    assert kept_amounts(desk.office) == []
    assert len(oracle.events(desk.office.db)) == 1


def test_d21_a_payment_that_is_refused_is_kept_again_as_it_is_still_typed(
    window: MainWindow, desk: Surroundings, keys: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise Refused("M-05")

    dialog = typing(window, desk.office, keys)
    look_twice(dialog)
    with monkeypatch.context() as patch:
        patch.setattr(type(desk.office.services.payment_events), "add", refuse)
        keys.press(Qt.Key.Key_F9)
    assert dialog.isVisible()
    assert not dialog.banner.isHidden()
    assert kept_amounts(desk.office) == [Money(7000)]
    dialog.give_up()
    settle()
    assert kept_amounts(desk.office) == []


def test_f25_restart_keeps_what_is_typed_and_leaves(
    window: MainWindow, desk: Surroundings, keys: Keyboard, installed: CrashReporter
) -> None:
    typing(window, desk.office, keys)
    left: list[int] = []
    program = FailingProgram(desk, window, installed)
    rescue = Rescue(program, left.append)  # type: ignore[arg-type]
    installed.show_error(ValueError("anything"))
    crash_of(installed).restart.click()
    settle()
    assert left == [RESTART]
    assert kept_amounts(desk.office) == [Money(7000)]
    assert window.findChildren(PaymentEventDialog) == []
    rescue.deleteLater()


class FailingProgram:
    """What a rescue needs of the program."""

    def __init__(self, desk: Surroundings, window: MainWindow, crashes: CrashReporter) -> None:
        self.settings = WorkstationSettings()
        self.crashes = crashes
        self.runner = desk.context.runner
        self.signals = desk.context.signals
        self.session = self
        self.window = window


def test_f25_the_bundle_of_a_crash_holds_no_secret_and_needs_no_database(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("password=hush1234\n", "utf-8")
    (tmp_path / CRASH_FILE_NAME).write_text("Fatal Python error: Aborted\n", "utf-8")
    target = tmp_path / "crash.zip"
    write_crash_bundle(
        target, "Traceback of 4111111111111111 and swordfish77",
        versions={"posapp": "1"}, settings={"database_url": "postgresql://a:hush1234@b/c"},
        log_folder=tmp_path, secrets=("swordfish77",),
    )  # fmt: skip
    with zipfile.ZipFile(target) as bundle:
        texts = {name: bundle.read(name).decode() for name in bundle.namelist()}
    assert set(texts) == {"crash.txt", "versions.json", "settings.json", FILE_NAME, CRASH_FILE_NAME}
    assert "Fatal Python error" in texts[CRASH_FILE_NAME]
    for secret in ("hush1234", "swordfish77", "4111111111111111"):
        assert not any(secret in text for text in texts.values())
    with pytest.raises(StorageFailure, match="Choose another place"):
        write_crash_bundle(
            tmp_path / "none" / "x.zip", "", versions={}, settings={}, log_folder=tmp_path
        )


def test_r1_a_hard_crash_while_typing_leaves_draft_and_record_for_the_next_start(
    sqlite_url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "log"
    ended = subprocess.run(
        [sys.executable, "-m", "tests.helpers.crashing_window", sqlite_url, str(folder)],
        capture_output=True, cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        timeout=120, check=False,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGABRT
    running = Running(folder)
    last = running.begin()
    assert last is not None
    assert "Fatal Python error: Aborted" in (folder / CRASH_FILE_NAME).read_text("utf-8")
    second = Running(folder)
    assert second.begin() is None, "one that runs did not crash"
    second.end()
    running.end()
    assert "ended without closing" in ended_notice("10:00").text
    db = Database.open(sqlite_url)
    with db.read() as s:
        user = load_user(s, "cashier")
    assert user is not None
    cashier = Actor(user.id, "cashier", "Cashier", frozenset({Role.CASHIER}), "MAIN", "WS1")
    (kept,) = build(db, FixedClock()).in_hand.kept(cashier)
    assert kept.command.tenders[0].amount == Money(7000)
    db.dispose()
