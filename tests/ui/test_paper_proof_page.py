"""Reports > Check a paper, and seals in the search line (R11, T1, T2): typed and scanned."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from posapp.devices.folder import FolderPrinter
from posapp.domain.event_views import EventView
from posapp.domain.ids import new_request_id
from posapp.domain.paper_proofs import Verdict
from posapp.domain.tender_cancels import CancelTender
from posapp.ui.pages.paper_proof import PaperProofPage
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.drawer_day import owing, take
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround


@pytest.fixture
def window(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> MainWindow:
    return show_window(qtbot, surround(office, theme, tmp_path).context, keys)


@pytest.fixture
def event(office: Office, tmp_path: Path) -> EventView:
    found: EventView = take(office, owing(office), "CASH", 2500)
    printer = FolderPrinter(tmp_path / "papers")
    office.services.printing.print_receipt(found.id, office.cashier, printer)
    return found


def seal_of(office: Office, event: EventView) -> str:
    (printed,) = office.services.printing.log(event.id, office.cashier)
    return printed.seal


def page_of(window: MainWindow) -> PaperProofPage:
    settle()
    page = window.page
    assert isinstance(page, PaperProofPage)
    return page


def test_r11_a_seal_in_the_search_line_says_what_became_of_the_paper(
    window: MainWindow, office: Office, event: EventView, keys: Keyboard
) -> None:
    order = CancelTender(event.tenders[0].id, "DATA", drawer=office.control)
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)
    keys.press(Qt.Key.Key_F2)
    keys.type(seal_of(office, event).lower())
    settle()
    keys.press(Qt.Key.Key_Return)
    page = page_of(window)
    assert page.proof is not None
    assert page.proof.verdict is Verdict.CANCELED
    assert page.verdict.text() == "Genuine, canceled since"
    reason = office.services.setup().cancel_reasons["DATA"].description
    assert page.says.text().startswith("Printed 1 time. Canceled on 2026-11-20")
    assert page.says.text().endswith(f"by {office.supervisor.name} ({reason}).")
    keys.press((Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Return))
    settle()
    assert isinstance(window.page, PaymentEventPage)


def test_r11_the_square_code_is_scanned_wherever_the_focus_is(
    window: MainWindow, office: Office, event: EventView
) -> None:
    window.header.search.scanned.emit(f"{event.receipt_number} {seal_of(office, event)}")
    page = page_of(window)
    assert (page.verdict.text(), page.says.text()) == ("Genuine", "Printed 1 time.")
    assert page.paper.text() == f"Receipt {event.receipt_number}"
    assert page.facts.text("amount") == "$25.00"
    assert [one.is_this for one in page.prints.record_model().records] == [True]


def test_r11_a_paper_is_typed_on_the_page_and_a_mistyped_seal_said_at_the_field(
    window: MainWindow, office: Office, event: EventView, keys: Keyboard
) -> None:
    action = window.findChild(QAction, "reports_check_a_paper")
    assert action is not None
    action.trigger()
    page = page_of(window)
    keys.type(event.receipt_number or "")
    keys.press(Qt.Key.Key_Return)
    assert page_of(window).verdict.text() == "Genuine"
    seal = seal_of(office, event)
    page.code.setText(seal[:-1] + ("0" if seal[-1] != "0" else "1"))
    keys.press(Qt.Key.Key_F9)
    settle()
    assert "one of its characters is wrong" in page._row.error
    assert page.proof is None
    page.code.setText("Z-99")
    keys.press(Qt.Key.Key_F9)
    settle()
    assert page.verdict.text() == "Not known here"
    assert not page.open.isEnabled()
