"""The dialog of the drawer day's papers: chosen, looked at, printed, saved (controls 17, D-16)."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from posapp.domain.day_paper import DayPaper
from posapp.ui.dialogs.paper import PaperDialog
from posapp.ui.theme import Theme
from posapp.ui.tokens import Tone
from posapp.ui.window import MainWindow
from tests.helpers import drawer_day as day
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, Surroundings, settle, surround


@pytest.fixture
def manager(office: Office, theme: Theme, tmp_path: Path) -> Surroundings:
    """The surroundings of the supervisor."""
    return surround(office, theme, tmp_path, office.supervisor)


def opened(qtbot: QtBot, desk: Surroundings, kind: DayPaper, number: int = 0) -> PaperDialog:
    dialog = PaperDialog(desk.context, kind, number)
    # The dialog deletes itself when it closes; a test must not delete it a second time.
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    settle()
    return dialog


def said(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def pages_shown(dialog: PaperDialog) -> int:
    pages = dialog.preview.pages.findChildren(QLabel)
    return sum(page.isVisible() for page in pages)


def test_x_is_of_the_own_drawer_first_and_enter_prints(
    qtbot: QtBot, desk: Surroundings, keys: Keyboard
) -> None:
    office = desk.office
    office.second_drawer()
    dialog = opened(qtbot, desk, DayPaper.X)
    assert dialog.windowTitle() == "X report"
    assert dialog.wish.subject.value() == office.control
    assert dialog.wish.subject.count() == 2
    assert pages_shown(dialog) == 1
    assert desk.printer.papers == []
    keys.press(Qt.Key.Key_Return)
    assert dialog.banner.text() == "Original printed: tray of Counter printer"
    (paper,) = desk.printer.papers
    assert f"{office.control}-X1" in said(paper)
    # Each X report is an original; a hasty second Enter prints none.
    assert dialog.print_button.text() == "Print"
    keys.press(Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert len(desk.printer.papers) == 1


def test_pr04_the_second_z_report_is_a_duplicate_and_says_so_before(
    qtbot: QtBot, manager: Surroundings
) -> None:
    office = manager.office
    day.balance_drawer(office, office.control)
    dialog = opened(qtbot, manager, DayPaper.Z)
    assert dialog.wish.subject.value() == office.control
    drawn = dialog.preview.pages.findChildren(QLabel)
    dialog.print_now()
    assert dialog.print_button.text() == "Print duplicate"
    # What came out stays in sight: it was the original.
    assert "Original" in dialog.banner.text()
    assert dialog.preview.pages.findChildren(QLabel) == drawn
    dialog.print_now()
    assert "Duplicate 1" in said(manager.printer.papers[1])


def test_another_subject_or_paper_draws_it_anew(qtbot: QtBot, manager: Surroundings) -> None:
    office = manager.office
    other = office.second_drawer()
    dialog = opened(qtbot, manager, DayPaper.X)
    dialog.wish.subject.select(office.control)
    dialog.wish.paper.select("a4")
    settle()
    dialog.print_now()
    dialog.wish.subject.select(other)
    settle()
    dialog.print_now()
    first, second = map(said, manager.printer.papers)
    assert f"{office.control}-X1" in first
    assert "Page 1 of 1" in first
    assert f"{other}-X1" in second


def test_a_period_is_typed_and_a_wrong_one_is_explained(
    qtbot: QtBot, manager: Surroundings
) -> None:
    office = manager.office
    day.take(office, day.owing(office), "CASH", 25_00)
    dialog = opened(qtbot, manager, DayPaper.PAYMENT_BALANCE)
    assert pages_shown(dialog) == 1
    assert not dialog.wish.subject.isVisible()
    first = dialog.wish.first
    first.setText("2026-11-20")
    first.editingFinished.emit()
    settle()
    dialog.print_now()
    paper = said(manager.printer.papers[0])
    assert "2026-11-20 – 2026-11-20" in paper
    assert "Cash 1 25.00 0 0.00" in paper
    first.setText("2026-12-24")
    first.editingFinished.emit()
    settle()
    assert dialog.banner.notice is not None
    assert not dialog.print_button.isEnabled()
    assert pages_shown(dialog) == 0


def test_nothing_to_print_is_said(qtbot: QtBot, manager: Surroundings) -> None:
    for kind, says in (
        (DayPaper.Z, "No drawer was balanced yet."),
        (DayPaper.TURN_IN, "Nothing was turned in yet."),
        (DayPaper.DEPOSIT_SLIP, "There is no deposit yet."),
    ):
        dialog = opened(qtbot, manager, kind)
        assert dialog.banner.text() == says
        assert not dialog.print_button.isEnabled()
        dialog.reject()


def test_a_balanced_drawer_without_a_z_report_is_not_offered(
    qtbot: QtBot, manager: Surroundings
) -> None:
    """As drawers of days before the program was there."""
    with manager.office.db.begin() as s:
        s.exec_driver_sql("UPDATE tender_control SET status = 'BALANCED'")
    dialog = opened(qtbot, manager, DayPaper.Z)
    assert dialog.banner.text() == "No drawer was balanced yet."
    dialog.reject()


def test_papers_of_turn_ins_and_deposits_are_offered_newest_first(
    qtbot: QtBot, manager: Surroundings
) -> None:
    office = manager.office
    day.take(office, day.owing(office), "CASH", 500_00)
    slips = [day.turn_in(office, "CASH", 100_00) for _ in range(2)]
    row = day.bank(office, 300_00)
    for kind, number in (
        (DayPaper.TURN_IN, slips[1]),
        (DayPaper.DEPOSIT_SLIP, row),
        (DayPaper.DEPOSIT_CONTROL, office.deposit),
    ):
        dialog = opened(qtbot, manager, kind)
        assert dialog.wish.subject.value() == number
        assert dialog.has_preview
        dialog.reject()
    dialog = opened(qtbot, manager, DayPaper.TURN_IN, slips[0])
    assert not dialog.wish.subject.isVisible()
    assert pages_shown(dialog) == 2


def test_r9_a_printer_that_fails_offers_it_again(qtbot: QtBot, manager: Surroundings) -> None:
    dialog = opened(qtbot, manager, DayPaper.OVER_UNDER)
    manager.printer.broken = True
    dialog.print_now()
    notice = dialog.banner.notice
    assert notice is not None
    assert notice.tone is Tone.AMBER
    assert notice.text == "Over/under log not printed. Counter printer: out of paper."
    manager.printer.broken = False
    assert notice.on_action is not None
    notice.on_action()
    assert len(manager.printer.papers) == 1


def test_a_paper_is_saved_as_pdf_and_logged(
    qtbot: QtBot, manager: Surroundings, tmp_path: Path
) -> None:
    dialog = opened(qtbot, manager, DayPaper.OVER_UNDER)
    dialog.save_button.click()
    (asked,) = dialog.findChildren(QFileDialog)
    file = tmp_path / "log.pdf"
    asked.fileSelected.emit(str(file))
    asked.reject()
    settle()
    assert "Over/Under Log" in said(file.read_bytes())


def test_an_auditor_looks_and_prints_nothing(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path
) -> None:
    auditor = surround(office, theme, tmp_path, office.actors["auditor"])
    dialog = opened(qtbot, auditor, DayPaper.X)
    assert dialog.has_preview
    assert not dialog.print_button.isEnabled()
    assert not dialog.save_button.isEnabled()
    assert "print" in dialog.print_button.toolTip()


def test_d16_the_menu_offers_a_cashier_no_paper_with_sums_of_drawers(
    qtbot: QtBot, window: MainWindow
) -> None:
    menu = [action for action in window.findChildren(QAction) if "reports" in action.objectName()]
    names = {action.text().replace("&", "") for action in menu}
    assert {"X report…", "Z report…", "Turn-in slip…", "Over/under log…"} <= names
    assert not {"Deposit slip…", "Deposit control…", "Payment balance…"} & names
    (x,) = (action for action in menu if action.text() == "X rep&ort…")
    x.trigger()
    settle()
    (dialog,) = window.findChildren(PaperDialog)
    assert dialog.has_preview
    dialog.reject()
    qtbot.waitUntil(lambda: not dialog.isVisible())
