"""Search line and scanner: hits while typing, one look-up out, scans anywhere (rule of use 3)."""

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from posapp.ui import tour_driver
from posapp.ui.tasks import InlineRunner
from posapp.ui.tokens import Tone
from posapp.ui.tour_driver import Hands
from posapp.ui.widgets import scanner
from posapp.ui.widgets.hits import MAX_HITS, Hit
from posapp.ui.widgets.scanner import ScanDetector, ScannerFilter
from posapp.ui.widgets.search_line import LONGEST_TYPED, SearchLine
from tests.helpers.every import every

# The hits are painted by a delegate of their own.
pytestmark = pytest.mark.dressed

NAMES = ["Okafor, Ngozi", "Okafor, Ike", "Lindqvist, Per", *(f"Person {n}" for n in range(99))]


def find(text: str) -> list[str]:
    return [name for name in NAMES if text.casefold() in name.casefold()]


def hit(name: str) -> Hit:
    return Hit(name, "118 Elm St", "$1.00", (("Cash-only", Tone.RED),))


class Page(QWidget):
    """A window with a search line and another field."""

    def __init__(self, runner: Any) -> None:
        super().__init__()
        self.line = SearchLine(runner, find, hit, label="Search", debounce_ms=0)
        self.other = QLineEdit()
        layout = QVBoxLayout(self)
        layout.addWidget(self.line)
        layout.addWidget(self.other)
        layout.addStretch()
        self.chosen: list[str] = []
        self.scanned: list[str] = []
        self.line.chosen.connect(self.chosen.append)
        self.line.scanned.connect(self.scanned.append)
        self.resize(600, 600)


def shown(qtbot: QtBot, runner: Any) -> Page:
    page = Page(runner)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    page.line.setFocus()
    qtbot.waitUntil(page.line.hasFocus)
    return page


@pytest.fixture
def page(qtbot: QtBot, inline: InlineRunner) -> Page:
    return shown(qtbot, inline)


@pytest.fixture
def slow(qtbot: QtBot, manual: Any) -> Page:
    return shown(qtbot, manual)


def type_slowly(line: QWidget, text: str, start: int = 1000) -> None:
    """Types as people do: 150 ms between keys."""
    for place, char in enumerate(text):
        press(line, char, start + 150 * place)
        QCoreApplication.processEvents()


def press(target: Any, char: str, at_ms: int) -> None:
    code = Qt.Key.Key_Return if char == "\r" else Qt.Key(ord(char.upper()))
    event = QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, char)
    event.setTimestamp(at_ms)
    QApplication.sendEvent(target, event)


def test_hits_come_while_one_types_and_enter_takes_the_marked_one(page: Page) -> None:
    type_slowly(page.line, "oka")
    assert [h.title for h in page.line.hits_shown()] == ["Okafor, Ngozi", "Okafor, Ike"]
    QTest.keyClick(page.line, Qt.Key.Key_Down)
    QTest.keyClick(page.line, Qt.Key.Key_Return)
    assert page.chosen == ["Okafor, Ike"]
    assert page.line.text() == ""
    assert page.line.hits_shown() == ()


def test_a_mouse_click_takes_a_hit(page: Page) -> None:
    type_slowly(page.line, "lind")
    popup = page.line._popup_here()
    place = popup._list.visualRect(popup.model.index(0)).center()
    QTest.mouseClick(popup._list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.chosen == ["Lindqvist, Per"]


def test_use_3_never_more_than_50_hits_and_the_line_says_so(page: Page) -> None:
    type_slowly(page.line, "person")
    assert len(page.line.hits_shown()) == MAX_HITS
    note = page.line._popup_here()._note
    assert "first 50" in note.text()


def test_nothing_found_says_what_to_try(page: Page) -> None:
    type_slowly(page.line, "zzz")
    popup = page.line._popup_here()
    assert popup.isVisible()
    assert "zzz" in popup._note.text()
    QTest.keyClick(page.line, Qt.Key.Key_Return)
    QTest.keyClick(page.line, Qt.Key.Key_Down)
    assert page.chosen == []


def test_one_look_up_is_out_and_the_newest_text_is_asked_next(slow: Page, manual: Any) -> None:
    type_slowly(slow.line, "okaf")
    assert len(manual.jobs) == 1
    manual.finish()
    assert slow.line.hits_shown() == ()
    assert len(manual.jobs) == 1
    manual.finish()
    assert len(slow.line.hits_shown()) == 2
    assert manual.jobs == []


def test_enter_before_the_hits_waits_for_them(slow: Page, manual: Any) -> None:
    type_slowly(slow.line, "lindqv")
    QTest.keyClick(slow.line, Qt.Key.Key_Return)
    manual.finish()
    manual.finish()
    assert slow.chosen == ["Lindqvist, Per"]


def test_enter_before_several_hits_lets_one_choose(slow: Page, manual: Any) -> None:
    type_slowly(slow.line, "o")
    type_slowly(slow.line, "ka", 2000)
    QTest.keyClick(slow.line, Qt.Key.Key_Return)
    manual.finish()
    manual.finish()
    assert slow.chosen == []
    assert len(slow.line.hits_shown()) == 2


def test_a_late_reply_after_choosing_is_dropped(slow: Page, manual: Any) -> None:
    type_slowly(slow.line, "lin")
    slow.line.take_scan("PE-1")
    manual.finish()
    assert slow.line.hits_shown() == ()
    assert slow.scanned == ["PE-1"]


def test_a_failed_look_up_is_told_and_the_next_one_works(
    qtbot: QtBot, slow: Page, manual: Any
) -> None:
    type_slowly(slow.line, "lin")
    with qtbot.waitSignal(slow.line.failed):
        manual.fail(OSError("gone"))
    type_slowly(slow.line, "d", 3000)
    manual.finish()
    assert len(slow.line.hits_shown()) == 1


def test_escape_closes_the_hits_then_empties_the_line(page: Page) -> None:
    type_slowly(page.line, "oka")
    QTest.keyClick(page.line, Qt.Key.Key_Escape)
    assert page.line.hits_shown() == ()
    assert page.line.text() == "oka"
    QTest.keyClick(page.line, Qt.Key.Key_Return)
    assert len(page.line.hits_shown()) == 2
    QTest.keyClick(page.line, Qt.Key.Key_Escape)
    QTest.keyClick(page.line, Qt.Key.Key_Escape)
    assert page.line.text() == ""


def test_hits_close_when_the_focus_leaves_or_the_text_goes(page: Page) -> None:
    type_slowly(page.line, "oka")
    page.other.setFocus()
    assert page.line.hits_shown() == ()
    page.line.setFocus()
    type_slowly(page.line, "f", 4000)
    assert len(page.line.hits_shown()) == 2
    page.line.selectAll()
    QTest.keyClick(page.line, Qt.Key.Key_Delete)
    assert page.line.hits_shown() == ()


def test_use_3_a_scan_in_the_line_is_known_by_its_speed(page: Page) -> None:
    for place, char in enumerate("1000000042\r"):
        press(page.line, char, 5000 + 8 * place)
    assert page.scanned == ["1000000042"]
    assert page.chosen == []
    assert page.line.text() == ""


def test_the_same_text_typed_by_a_person_is_a_search(page: Page) -> None:
    type_slowly(page.line, "person 42")
    press(page.line, "\r", 9000)
    assert page.scanned == []
    assert page.chosen == ["Person 42"]


@every(
    ("gap", "text", "scan"),
    [
        (8, "1000000042", "1000000042"),
        (80, "1000000042", ""),
        (8, "12345", ""),
        (35, "ABC-123", "ABC-123"),
    ],
)
def test_detector(gap: int, text: str, scan: str) -> None:
    detector = ScanDetector(35)
    for place, char in enumerate(text):
        detector.character(char, 100 + gap * place)
    assert detector.enter(100 + gap * len(text)) == scan
    assert detector.enter(100 + gap * len(text)) == ""


def test_detector_starts_anew_after_a_pause_or_another_key() -> None:
    detector = ScanDetector(35)
    detector.character("x", 0)
    for place in range(8):
        detector.character(str(place), 1000 + place)
    assert detector.burst == "01234567"
    assert detector.enter(1500) == ""
    detector.character("1", 2000)
    detector.reset()
    assert detector.burst == ""


@every(
    ("place", "pause", "scan"),
    [
        (4, 60, "1000000742"),
        (1, 45, "1000000742"),
        (4, 140, "1000000742"),
        # A person typed the beginning, the scanner the rest.
        (4, 141, "000742"),
        # Too little is left to be a scan: all of it stays where it was typed.
        (8, 60, ""),
    ],
)
def test_a_scanner_that_stops_for_a_moment_loses_no_beginning(
    place: int, pause: int, scan: str
) -> None:
    """The end alone could open the account of somebody else."""
    detector, at = ScanDetector(35), 100
    for index, char in enumerate("1000000742"):
        at += pause if index == place else 15
        detector.character(char, at)
    assert detector.enter(at + 15) == scan


def test_use_3_a_scan_that_stopped_for_a_moment_is_taken_back_whole(
    qtbot: QtBot, page: Page
) -> None:
    scanner = ScannerFilter(35, page)
    scanner.watch(page)
    handle = page.windowHandle()
    assert handle is not None
    page.other.setText("kept")
    page.other.setFocus()
    with qtbot.waitSignal(scanner.scanned) as said:
        at = 7000
        for index, char in enumerate("1000000742"):
            at += 60 if index == 4 else 8
            press(handle, char, at)
        press(handle, "\r", at + 8)
    assert said.args == ["1000000742"]
    assert page.other.text() == "kept"


def scan_window(page: Page, text: str, start: int = 7000) -> None:
    handle = page.windowHandle()
    assert handle is not None
    for place, char in enumerate(text):
        press(handle, char, start + 8 * place)


def test_use_3_a_scan_works_wherever_the_focus_is(qtbot: QtBot, page: Page) -> None:
    listener = ScannerFilter(35, page)
    listener.watch(page)
    listener.scanned.connect(page.line.take_scan)
    entered: list[int] = []
    page.other.returnPressed.connect(lambda: entered.append(1))
    page.other.setText("Flex deduction")
    page.other.setFocus()
    scan_window(page, "1000000042\r")
    assert page.scanned == ["1000000042"]
    assert page.other.text() == "Flex deduction"
    assert entered == []
    for place, char in enumerate("abc\r"):
        press(page.windowHandle(), char, 20_000 + 200 * place)
    assert page.scanned == ["1000000042"]
    assert page.other.text().casefold() == "flex deductionabc"
    assert entered == [1]


def test_the_line_itself_handles_a_scan_once(page: Page) -> None:
    listener = ScannerFilter(35, page)
    listener.watch(page)
    listener.scanned.connect(page.line.take_scan)
    page.line.setFocus()
    scan_window(page, "1000000042\r")
    assert page.scanned == ["1000000042"]


@pytest.mark.parametrize("pauses_after", [0, 3])
def test_the_hands_of_the_demos_day_are_never_a_scanner(
    page: Page, monkeypatch: pytest.MonkeyPatch, pauses_after: int
) -> None:
    """They type at once; a machine that pauses in the middle makes no scan of the rest."""
    # Another test's window may still be on its way out.
    monkeypatch.setattr(tour_driver, "front", lambda: page)
    seconds = iter([*(1.0 + key / 1000 for key in range(pauses_after)),
                    *(2.0 + key / 1000 for key in range(20))])  # fmt: skip
    monkeypatch.setattr(scanner, "time", SimpleNamespace(monotonic=lambda: next(seconds)))
    hands = Hands()
    hands.type("Person 42")
    hands.press(Qt.Key.Key_Return)
    assert (page.scanned, page.chosen) == ([], ["Person 42"])


def test_a_text_pasted_by_mistake_is_cut_and_its_sentence_stays_short(page: Page) -> None:
    QApplication.clipboard().setText("z" * 100_000)
    page.line.paste()
    QCoreApplication.processEvents()
    assert len(page.line.text()) == LONGEST_TYPED
    popup = page.line._popup_here()
    assert popup.isVisible()
    assert "zzz…" in popup._note.text()
    assert len(popup._note.text()) < 200


def test_keys_of_the_page_go_before_those_that_edit_the_line(page: Page) -> None:
    pressed: list[str] = []
    shortcut = QShortcut(QKeySequence("Ctrl+E"), page)
    shortcut.activated.connect(lambda: pressed.append("Ctrl+E"))
    page.line.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(page.line, Qt.Key.Key_E, control)
    assert pressed == ["Ctrl+E"]
    wanted = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_E, control)
    wanted.accept()
    page.line.event(wanted)
    assert not wanted.isAccepted(), "some systems make it the end of the line"
