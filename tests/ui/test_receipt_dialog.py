"""The receipt dialog: the preview is the paper, prints are logged, a failing printer says so."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from posapp.domain.codes import DistributeAction
from posapp.domain.event_views import EventView
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.settings import WorkstationSettings
from posapp.ui.dialogs.receipt import ReceiptDialog
from posapp.ui.papers import PaperKind
from posapp.ui.theme import Theme
from posapp.ui.tokens import Tone
from posapp.ui.widgets.paper_preview import pages_of
from tests.helpers.events import add, show
from tests.helpers.office import DAY
from tests.helpers.surroundings import Keyboard, Surroundings, settle, surround


@pytest.fixture
def event(desk: Surroundings) -> EventView:
    office = desk.office
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2500))
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(10000)),),
        (PaymentDraft(account, Money(2500)),),
    )
    saved = office.services.payment_events.add(command, office.cashier)
    return office.services.payment_events.show(saved.value.event_id, office.cashier)


def opened(
    qtbot: QtBot, desk: Surroundings, event: EventView, *, with_stub: bool = True
) -> ReceiptDialog:
    dialog = ReceiptDialog(desk.context, event, with_stub=with_stub)
    # The dialog deletes itself when it closes; a test must not delete it a second time.
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    settle()
    return dialog


def pictures(dialog: ReceiptDialog) -> list[QLabel]:
    return [one for one in dialog.preview.pages.findChildren(QLabel) if one.isVisible()]


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def prints(desk: Surroundings, event: EventView) -> list[tuple[int, str]]:
    found = desk.office.services.printing.log(event.id, desk.office.supervisor)
    return [(one.copy, one.outcome) for one in found]


def test_the_preview_is_a_picture_of_the_paper_and_logs_nothing(
    qtbot: QtBot, desk: Surroundings, event: EventView
) -> None:
    dialog = opened(qtbot, desk, event)
    (page,) = pictures(dialog)
    image = page.pixmap().toImage()
    darkness = {image.pixelColor(x, y).lightness() < 128 for x in range(0, image.width(), 3)
                for y in range(0, image.height(), 3)}  # fmt: skip
    assert darkness == {True, False}, "ink and paper"
    assert image.width() > 200
    assert prints(desk, event) == []


def test_rc2_long_is_longer_than_short(qtbot: QtBot, desk: Surroundings, event: EventView) -> None:
    dialog = opened(qtbot, desk, event)
    short = pictures(dialog)[0].pixmap().height()
    dialog.fields.kind.select(True)
    settle()
    assert pictures(dialog)[0].pixmap().height() > short
    dialog.fields.layout_box.select("a4")
    settle()
    (sheet,) = pictures(dialog)
    assert sheet.pixmap().height() / sheet.pixmap().width() == pytest.approx(1.414, abs=0.01)


def test_the_workstation_says_how_receipts_are(
    qtbot: QtBot, desk: Surroundings, event: EventView, theme: Theme, tmp_path: Path
) -> None:
    settings = WorkstationSettings(receipt_layout="letter", receipt_detail="long")
    other = surround(desk.office, theme, tmp_path, settings=settings)
    dialog = opened(qtbot, other, event)
    assert dialog.fields.layout_box.value() == "letter"
    assert dialog.fields.kind.value() is True


def test_rc2_the_first_print_is_the_original_later_ones_are_duplicates(
    qtbot: QtBot, desk: Surroundings, event: EventView, keys: Keyboard
) -> None:
    dialog = opened(qtbot, desk, event)
    assert dialog.print_button.text() == "Print"
    keys.press(Qt.Key.Key_Return)
    notice = dialog.banner.notice
    assert notice is not None
    assert notice.tone is Tone.GREEN
    assert notice.text == "Original printed: tray of Counter printer"
    assert dialog.print_button.text() == "Print duplicate"
    keys.press(Qt.Key.Key_F9)
    assert dialog.banner.text() == "Duplicate 1 printed: tray of Counter printer"
    first, second = (text_of(paper) for paper in desk.printer.papers)
    assert "uplicate" not in first
    assert "Duplicate 1" in second
    assert "$75.00" in first
    assert prints(desk, event) == [
        (0, "PRINTED: tray of Counter printer"),
        (1, "PRINTED: tray of Counter printer"),
    ]
    keys.press(Qt.Key.Key_Return)
    assert not dialog.isVisible(), "a hasty Enter prints no further duplicate"
    assert len(desk.printer.papers) == 2


def test_an_event_that_was_printed_before_offers_a_duplicate(
    qtbot: QtBot, desk: Surroundings, event: EventView
) -> None:
    opened(qtbot, desk, event).print_now()
    again = opened(qtbot, desk, event)
    assert again.print_button.text() == "Print duplicate"


def test_r9_a_failing_printer_leaves_the_payment_alone_and_offers_reprint(
    qtbot: QtBot, desk: Surroundings, event: EventView, keys: Keyboard
) -> None:
    desk.printer.broken = True
    dialog = opened(qtbot, desk, event)
    keys.press(Qt.Key.Key_Return)
    notice = dialog.banner.notice
    assert notice is not None
    assert notice.tone is Tone.AMBER
    assert "out of paper" in notice.text
    assert "payment stands" in notice.text
    assert notice.action == "Reprint"
    assert dialog.print_button.isEnabled()
    assert prints(desk, event) == [(0, "FAILED: out of paper")]
    after = desk.office.services.payment_events.show(event.id, desk.office.cashier)
    assert after == event
    desk.printer.broken = False
    assert notice.on_action is not None
    notice.on_action()
    assert dialog.banner.text() == "Duplicate 1 printed: tray of Counter printer"


def test_a_receipt_is_saved_as_a_file_and_counts_as_a_print(
    qtbot: QtBot, desk: Surroundings, event: EventView, tmp_path: Path
) -> None:
    dialog = opened(qtbot, desk, event)
    dialog.save_button.click()
    (ask,) = dialog.findChildren(QFileDialog)
    assert ask.isVisible()
    ask.fileSelected.emit(str(tmp_path / "receipt.pdf"))
    ask.close()
    assert "$25.00" in text_of((tmp_path / "receipt.pdf").read_bytes())
    assert prints(desk, event) == [(0, f"PRINTED: {tmp_path / 'receipt.pdf'}")]
    saved = (tmp_path / "receipt.pdf").stat()
    # It names a customer and what was owed.
    assert saved.st_mode & 0o077 == 0
    folder = sorted(tmp_path.iterdir())
    dialog._write(str(tmp_path / "receipt.pdf"))
    # Written beside the earlier one and put in its place whole.
    assert (tmp_path / "receipt.pdf").stat().st_ino != saved.st_ino
    assert sorted(tmp_path.iterdir()) == folder
    dialog._write(str(tmp_path / "no such folder" / "receipt.pdf"))
    assert "cannot be written" in dialog.banner.text()


def test_done_closes(qtbot: QtBot, desk: Surroundings, event: EventView, keys: Keyboard) -> None:
    dialog = opened(qtbot, desk, event)
    keys.press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_wide_page_is_drawn_as_wide_as_its_place(desk: Surroundings, event: EventView) -> None:
    pdf = desk.office.services.printing.preview(event.id, desk.office.cashier, layout="a4")
    (page,) = pages_of(pdf, 1.6, 300)
    assert page.width() == pytest.approx(300, abs=1)
    (page,) = pages_of(pdf, 1.0, 5000)
    assert page.width() == pytest.approx(595, abs=2)


def test_two_previews_are_never_drawn_at_once(
    desk: Surroundings, event: EventView, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = desk.office
    pdf = office.services.printing.preview(event.id, office.cashier, long=False, layout="a4")
    both, met = Barrier(2), []
    original = pypdfium2.PdfPage.render

    def render(page: pypdfium2.PdfPage, **options: Any) -> Any:
        with suppress(BrokenBarrierError):
            both.wait(0.2)
            met.append(page)
        return original(page, **options)

    monkeypatch.setattr(pypdfium2.PdfPage, "render", render)
    with ThreadPoolExecutor(2) as lane:
        drawn = list(lane.map(lambda scale: pages_of(pdf, scale, 5000), (1.0, 1.0)))
    assert met == []
    assert [len(pages) for pages in drawn] == [1, 1]
    assert drawn[0][0] == drawn[1][0]


ALT = Qt.KeyboardModifier.AltModifier


def checks(desk: Surroundings, action: DistributeAction = DistributeAction.FREEZE) -> EventView:
    account = desk.office.account()
    desk.office.agreement(account, "WATER", (DAY, 9000))
    tenders = [("CHEC", 4000), ("CASH", 1000), ("CHEC", 4000)]
    return add(desk.office, account, tenders, [(account, 9000)], action=action)


def test_rc3_several_checks_are_endorsed_one_after_the_other(
    qtbot: QtBot, desk: Surroundings, keys: Keyboard
) -> None:
    event = checks(desk)
    first, _, second = event.tenders
    dialog = opened(qtbot, desk, event)
    assert not dialog.fields.check.isVisible()
    keys.press((ALT, Qt.Key.Key_E))
    assert dialog.choice.kind is PaperKind.ENDORSEMENT
    assert dialog.fields.check.isVisible()
    assert not dialog.fields.kind.isVisible()
    assert not dialog.fields.duplicate.isVisible()
    assert dialog.fields.check.currentText() == "1 of 2 · Check 17 · $40.00"
    assert dialog.print_button.text() == "Print endorsement"
    assert len(pictures(dialog)) == 1
    keys.press(Qt.Key.Key_Return)
    assert dialog.banner.text() == (
        "Check 1 of 2 endorsed: tray of Counter printer. Insert the next check."
    )
    assert dialog.fields.check.value() == second.id
    assert dialog.print_button.text() == "Print endorsement"
    keys.press(Qt.Key.Key_F9)
    assert dialog.banner.text() == "Check 2 of 2 endorsed: tray of Counter printer."
    assert [f"{one.id:012d}" in text_of(pdf) for one, pdf in zip((first, second),
            desk.printer.papers, strict=True)] == [True, True]  # fmt: skip
    printing, cashier = desk.office.services.printing, desk.office.cashier
    assert [len(printing.endorsement_log(one.id, cashier)) for one in (first, second)] == [1, 1]
    assert dialog.fields.check.itemText(0).endswith("printed")
    assert dialog.print_button.text() == "Print again"
    keys.press(Qt.Key.Key_Return)
    assert not dialog.isVisible(), "a hasty Enter endorses nothing twice"
    assert len(desk.printer.papers) == 2


def test_rc3_a_check_is_chosen_and_may_be_endorsed_again(
    qtbot: QtBot, desk: Surroundings, keys: Keyboard
) -> None:
    event = checks(desk)
    dialog = opened(qtbot, desk, event)
    keys.press((ALT, Qt.Key.Key_E))
    dialog.fields.check.select(event.tenders[2].id)
    keys.press(Qt.Key.Key_F9)
    assert dialog.fields.check.value() == event.tenders[0].id, "the one that is left"
    dialog.fields.check.select(event.tenders[2].id)
    assert dialog.print_button.text() == "Print again"
    keys.press(Qt.Key.Key_F9)
    assert "Duplicate 1" in text_of(desk.printer.papers[-1])


def test_pr06_endorse_is_off_for_cash_and_says_why(
    qtbot: QtBot, desk: Surroundings, event: EventView, keys: Keyboard
) -> None:
    dialog = opened(qtbot, desk, event)
    button = dialog.choice.buttons[PaperKind.ENDORSEMENT]
    assert not button.isEnabled()
    why = "Endorse: every tender of the event is like cash, an automatic payment or canceled."
    assert dialog.choice.reasons.text() == button.toolTip() == why
    assert dialog.choice.reasons.isVisible()
    assert button.accessibleDescription() == why
    keys.press((ALT, Qt.Key.Key_E))
    assert dialog.choice.kind is PaperKind.RECEIPT


def test_rc4_the_stub_is_offered_on_the_event_page_only(
    qtbot: QtBot, desk: Surroundings, event: EventView, keys: Keyboard
) -> None:
    other = opened(qtbot, desk, event, with_stub=False)
    assert set(other.choice.buttons) == {PaperKind.RECEIPT, PaperKind.ENDORSEMENT}
    other.reject()
    dialog = opened(qtbot, desk, event)
    keys.press((ALT, Qt.Key.Key_S))
    assert dialog.print_button.text() == "Print stub"
    keys.press(Qt.Key.Key_Return)
    assert dialog.banner.text() == "Original printed: tray of Counter printer"
    (pdf,) = desk.printer.papers
    assert "Payment Stub" in text_of(pdf)
    assert f"{event.payments[0].account_id:010d}" in text_of(pdf)
    keys.press((ALT, Qt.Key.Key_R))
    assert dialog.print_button.text() == "Print", "the receipt itself was not printed yet"
    assert dialog.print_button.hasFocus()
    assert dialog.print_button.isDefault()


def test_rc2_without_frozen_payments_the_receipt_is_off_and_the_rest_is_not(
    qtbot: QtBot, desk: Surroundings
) -> None:
    dialog = opened(qtbot, desk, checks(desk, DistributeAction.DISTRIBUTE))
    button = dialog.choice.buttons[PaperKind.RECEIPT]
    assert not button.isEnabled()
    assert "frozen" in button.toolTip()
    assert dialog.choice.kind is PaperKind.ENDORSEMENT
    assert dialog.print_button.isEnabled()
    assert len(pictures(dialog)) == 1


def test_nothing_to_print_prints_nothing(
    qtbot: QtBot, desk: Surroundings, event: EventView, keys: Keyboard
) -> None:
    bare = replace(event, payments=())
    dialog = opened(qtbot, desk, bare)
    assert dialog.choice.reasons.text().count("\n") == 2
    assert not dialog.print_button.isEnabled()
    assert not dialog.save_button.isEnabled()
    dialog.print_now()
    keys.press(Qt.Key.Key_F9)
    assert desk.printer.papers == []
    keys.press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_rc2_a_first_print_may_be_marked_a_duplicate(
    qtbot: QtBot, desk: Surroundings, event: EventView, keys: Keyboard
) -> None:
    dialog = opened(qtbot, desk, event)
    assert not dialog.fields.duplicate.isChecked()
    plain = pictures(dialog)[0].pixmap().height()
    keys.press((ALT, Qt.Key.Key_D))
    assert dialog.fields.duplicate.isChecked()
    assert pictures(dialog)[0].pixmap().height() > plain, "the preview says it"
    keys.press(Qt.Key.Key_F9)
    assert "Duplicate 1" in text_of(desk.printer.papers[0])
    assert not dialog.fields.duplicate.isEnabled()
    assert "duplicate" in dialog.fields.duplicate.toolTip()


def test_a_failing_endorsement_may_be_tried_again(
    qtbot: QtBot, desk: Surroundings, keys: Keyboard
) -> None:
    event = checks(desk)
    dialog = opened(qtbot, desk, event)
    keys.press((ALT, Qt.Key.Key_E))
    desk.printer.broken = True
    keys.press(Qt.Key.Key_Return)
    notice = dialog.banner.notice
    assert notice is not None
    assert notice.text.startswith("Endorse not printed. Counter printer: out of paper.")
    assert dialog.fields.check.value() == event.tenders[0].id, "it stays at the check"
    desk.printer.broken = False
    assert notice.on_action is not None
    notice.on_action()
    assert dialog.fields.check.value() == event.tenders[2].id
    assert show(desk.office, event.id) == event


def test_d44_who_may_not_print_only_looks(
    qtbot: QtBot, desk: Surroundings, event: EventView, theme: Theme, tmp_path: Path
) -> None:
    auditor = surround(desk.office, theme, tmp_path, desk.office.actors["auditor"])
    dialog = opened(qtbot, auditor, event)
    assert len(pictures(dialog)) == 1
    assert not dialog.print_button.isEnabled()
    assert "print" in dialog.print_button.toolTip()
    dialog.print_now()
    assert auditor.printer.papers == []


def test_one_button_closes_and_says_done_once_something_is_printed(
    qtbot: QtBot, desk: Surroundings, event: EventView, keys: Keyboard
) -> None:
    dialog = opened(qtbot, desk, event)
    assert dialog.done_button.text() == "Close"
    assert dialog.findChild(QPushButton, "cancel") is None
    dialog.done_button.click()
    assert not dialog.isVisible()
    assert desk.printer.papers == []
    dialog = opened(qtbot, desk, event)
    keys.press(Qt.Key.Key_Return)
    assert len(desk.printer.papers) == 1
    assert dialog.done_button.text() == "Done"
    keys.press(Qt.Key.Key_Return)
    assert not dialog.isVisible()
