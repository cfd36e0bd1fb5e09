"""Receipt: a preview that is the paper itself, short or long, print and save (RC-1, RC-2, PR-02)."""

from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from posapp.domain.event_views import EventView
from posapp.domain.ids import EventId
from posapp.domain.ports import Printer
from posapp.errors import DeviceFailure
from posapp.i18n import _
from posapp.late import part
from posapp.paths import write_whole
from posapp.ui.context import UiContext
from posapp.ui.receipt_notices import present_not_printed, printed_notice
from posapp.ui.screen_room import fit_to_screen
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.banner import Banner, Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.form import Form

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_DOTS: Final = 1.6
_PAGE_WIDTH: Final = 550
_MOST_PAGES: Final = 10
# The library keeps global state: two threads in it at once end the whole program.
_DRAWING: Final = Lock()


def pages_of(pdf: bytes, scale: float, most_width: float) -> list[QImage]:
    """The pages of a PDF as pictures; runs off the GUI thread, one document at a time.

    Args:
        pdf: the document.
        scale: pixels a point.
        most_width: wider pages, in pixels, are drawn smaller.
    """
    with _DRAWING, closing(part("pypdfium2").PdfDocument(pdf)) as document:
        pages = range(min(len(document), _MOST_PAGES))
        return [_picture(document, number, scale, most_width) for number in pages]


def _picture(document: "PdfDocument", number: int, scale: float, most_width: float) -> QImage:
    # Closed here and not by the collector, which may run on a thread without the lock.
    with closing(document[number]) as page:
        fitting = min(scale, most_width / page.get_width())
        with closing(page.render(scale=fitting, rev_byteorder=True, prefer_bgrx=True)) as bitmap:
            return QImage(
                bytes(bitmap.buffer),
                bitmap.width,
                bitmap.height,
                bitmap.stride,
                QImage.Format.Format_RGBX8888,
            ).copy()


class ReceiptDialog(QDialog):
    """Shows the receipt of an event and prints it."""

    def __init__(self, context: UiContext, event: EventView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("receipt_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Receipt"))
        self._context = context
        self._event_id = EventId(event.id)
        self._run = 0
        self._is_printing = False
        self.banner = Banner()
        self.kind = ChoiceBox([Choice(False, _("Short")), Choice(True, _("Long"))])
        self.layout_box = ChoiceBox(
            [
                Choice("roll80", _("80 mm roll")),
                Choice("a4", "A4"),
                Choice("letter", "Letter"),
            ]
        )
        self.layout_box.select(context.settings.receipt_layout)
        self.kind.select(context.settings.receipt_detail == "long")
        self.pages = QWidget()
        self._stack = QVBoxLayout(self.pages)
        self._stack.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.print_button = KeyButton(
            _("Print"),
            self.print_now,
            key=Key.MAIN_ACTION,
            shortcuts=context.shortcuts,
            kind="primary",
            name="print",
        )
        self.print_button.setDefault(True)
        self.save_button = KeyButton(_("Save PDF\u2026"), self._on_save, name="save_pdf")
        self.done_button = KeyButton(_("Done"), self.accept, name="done")
        self._lay_out()
        self.kind.value_changed.connect(self._on_changed)
        self.layout_box.value_changed.connect(self._on_changed)
        self._refresh()

    @property
    def has_preview(self) -> bool:
        """Whether the paper is on the screen."""
        return self._stack.count() > 0

    def print_now(self) -> None:
        """Print on the workstation's printer; a failing one leaves the payment alone."""
        self._send(self._context.printer, self.print_now)

    def reject(self) -> None:
        """Close, but not before it is known whether paper came out."""
        if not self._is_printing:
            super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the screen."""
        if not event.spontaneous():
            fit_to_screen(self, QSize(dp(640), dp(690)))
        super().showEvent(event)

    def show_field_error(self, field: str, sentence: str) -> bool:  # noqa: ARG002
        """The dialog has no fields to be wrong."""
        return False

    def show_notice(self, notice: Notice) -> None:
        """Show a strip."""
        self.banner.show_notice(notice)

    def _lay_out(self) -> None:
        form = Form(2)
        form.add("receipt_kind", _("Receipt"), self.kind, room=False)
        form.add("receipt_layout", _("Paper"), self.layout_box, room=False)
        area = QScrollArea()
        area.setObjectName("receipt_preview")
        area.setAccessibleName(_("Preview"))
        area.setWidgetResizable(True)
        area.setWidget(self.pages)
        footer = QHBoxLayout()
        footer.setSpacing(dp(GRID))
        footer.addWidget(self.save_button)
        footer.addStretch(1)
        footer.addWidget(self.done_button)
        footer.addWidget(self.print_button)
        layout = QVBoxLayout(self)
        margin = dp(3 * GRID)
        layout.setContentsMargins(margin, dp(20), margin, dp(20))
        layout.setSpacing(dp(12))
        layout.addWidget(form)
        layout.addWidget(self.banner)
        layout.addWidget(area, 1)
        layout.addLayout(footer)

    def _options(self) -> dict[str, Any]:
        return {"long": bool(self.kind.value()), "layout": str(self.layout_box.value())}

    def _refresh(self) -> None:
        """Draw the paper anew; replies of an older choice are dropped."""
        self._run += 1
        printing, actor = self._context.services.printing, self._context.actor
        ratio = self.devicePixelRatioF()
        size = (_DOTS * ratio, dp(_PAGE_WIDTH) * ratio)
        work = partial(_preview, printing, self._event_id, actor, size, **self._options())
        answered = partial(self._on_preview, self._run)
        self._context.runner.run(self, work, answered, self._on_no_preview, "io")

    def _on_changed(self, _value: object) -> None:
        self._refresh()

    def _on_preview(self, run: int, found: tuple[list[QImage], int]) -> None:
        if run != self._run:
            return
        images, prints = found
        self.print_button.show_text(_("Print duplicate") if prints else _("Print"))
        while (old := self._stack.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        ratio = self.devicePixelRatioF()
        for number, image in enumerate(images, 1):
            image.setDevicePixelRatio(ratio)
            page = QLabel()
            page.setPixmap(QPixmap.fromImage(image))
            page.setAccessibleName(_("Page {number}").format(number=number))
            self._stack.addWidget(page)

    def _on_no_preview(self, error: BaseException) -> None:
        self._context.failures.present(error, self, retry=self._refresh)

    def _send(self, make: Callable[[], Printer], again: Callable[[], object]) -> None:
        """Print on what ``make`` gives; ``again`` is what *Reprint* does."""
        if self._is_printing:
            return
        self._set_printing(True)
        context = self._context
        printing, actor = context.services.printing, context.actor
        work = partial(_print, printing, self._event_id, actor, make, **self._options())
        failed = partial(self._on_not_printed, again)
        context.runner.run(self, work, self._on_printed, failed, "io")

    def _on_printed(self, printed: Any) -> None:
        self._set_printing(False)
        self.show_notice(printed_notice(printed))
        # A second Enter closes; a duplicate is printed on purpose only.
        self.done_button.setDefault(True)
        self.done_button.setFocus()
        self._refresh()

    def _on_not_printed(self, again: Callable[[], object], error: BaseException) -> None:
        self._set_printing(False)
        present_not_printed(error, self._context.failures, self, again)
        self._refresh()

    def _set_printing(self, printing: bool) -> None:
        self._is_printing = printing
        for button in (self.print_button, self.save_button, self.done_button):
            button.setEnabled(not printing)

    def _on_save(self) -> None:
        dialog = QFileDialog(self, _("Save PDF"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._write)
        dialog.open()

    def _write(self, name: str) -> None:
        """A saved receipt is a print like any other: it is logged and counts as a copy."""
        self._send(partial(_FilePrinter, Path(name)), self._on_save)


class _FilePrinter:
    """Prints into the file that the user named."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def name(self) -> str:
        """The file's name; its folder is nobody's business in a log."""
        return self._path.name

    def print_pdf(self, pdf: bytes, title: str) -> str:  # noqa: ARG002 - the user named it
        """Write the file.

        Raises:
            DeviceFailure: when it cannot be written.
        """
        try:
            write_whole(self._path, pdf)
        except OSError as error:
            reason = error.strerror or str(error)
            raise DeviceFailure(self.name, _("the file cannot be written: ") + reason) from error
        return str(self._path)


def _print(printing: Any, event_id: EventId, actor: Any, make: Any, **options: Any) -> Any:
    return printing.print_receipt(event_id, actor, make(), **options)


def _preview(
    printing: Any, event_id: EventId, actor: Any, size: tuple[float, float], **options: Any
) -> tuple[list[QImage], int]:
    """The pages as pictures, and how many prints there were."""
    pages = pages_of(printing.preview(event_id, actor, **options), *size)
    return pages, len(printing.log(event_id, actor))
