"""Print: receipt, endorsement of checks, stub; the preview is the paper itself (RC-1, PR-02)."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from posapp.domain.endorsements import endorsable
from posapp.domain.event_views import EventView
from posapp.domain.ids import EventId
from posapp.domain.ports import Printer
from posapp.domain.rights import Right
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.centred import CentredDialog
from posapp.ui.dressing import dress_completions
from posapp.ui.formats import joined
from posapp.ui.papers import (
    WORDS,
    FilePrinter,
    PaperKind,
    Wish,
    obstacles,
    preview_of,
    print_paper,
)
from posapp.ui.receipt_notices import endorsed_notice, present_not_printed, printed_notice
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.banner import Banner, Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.paper_choice import PaperChoice
from posapp.ui.widgets.paper_fields import PaperFields
from posapp.ui.widgets.paper_preview import PaperPreview, pages_of

_PRINT_WORDS: Final = {
    PaperKind.RECEIPT: ("Print", "Print duplicate"),
    PaperKind.ENDORSEMENT: ("Print endorsement", "Print again"),
    PaperKind.STUB: ("Print stub", "Print duplicate"),
}


def _nobody(_notice: Notice) -> None:
    """No page is behind it."""


class ReceiptDialog(CentredDialog):
    """Shows the papers of an event and prints them."""

    def __init__(
        self,
        context: UiContext,
        event: EventView,
        parent: QWidget | None = None,
        *,
        with_stub: bool = True,
        tell: Callable[[Notice], object] = _nobody,
    ) -> None:
        """Show the receipt, or what else can be printed.

        Args:
            context: the window's surroundings.
            event: the event as it is now.
            parent: the window that it belongs to.
            tell: says on the page behind what was printed, and which copy it is.
            with_stub: the payment event's own page offers the stub, others do not (RC-4).
        """
        super().__init__(parent)
        self.setObjectName("receipt_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Print"))
        self._context = context
        self._event_id = EventId(event.id)
        self._tell = tell
        self._receipt = _("Receipt {number}").format(number=event.receipt_number or "").rstrip()
        self._run = 0
        self._is_printing = False
        self._may_print = context.actor.may(Right.PRINT)
        kinds = [kind for kind in PaperKind if with_stub or kind is not PaperKind.STUB]
        self.choice = PaperChoice(kinds, obstacles(event, context.setup, context.texts))
        checks = endorsable(event, context.setup)
        self.fields = PaperFields(context.settings, context.formats, checks, event.currency)
        self.banner = Banner()
        self.preview = PaperPreview()
        self._make_buttons()
        self._lay_out()
        self.choice.chosen.connect(self._on_chosen)
        self.fields.changed.connect(self._refresh)
        self._on_chosen()

    @property
    def has_preview(self) -> bool:
        """Whether the paper is on the screen."""
        return self.preview.has_pages

    def print_now(self) -> None:
        """Print on the workstation's printer; a failing one leaves the payment alone."""
        self._send(self._context.printer, self.print_now)

    def next_customer(self) -> None:
        """The search key works here too: close, and what is typed now names the next customer."""
        if not self._is_printing:
            super().reject()
            self._context.to_search()

    def reject(self) -> None:
        """Close, but not before it is known whether paper came out."""
        if not self._is_printing:
            super().reject()

    def wanted_size(self) -> QSize:
        """Room for a page of paper."""
        return QSize(dp(640), dp(690))

    def showEvent(self, event: QShowEvent) -> None:
        """The focus is where Enter prints."""
        if not event.spontaneous():
            self.print_button.setFocus()
        super().showEvent(event)

    def show_field_error(self, field: str, sentence: str) -> bool:  # noqa: ARG002
        """The dialog has no fields to be wrong."""
        return False

    def show_notice(self, notice: Notice) -> None:
        """Show a strip."""
        self.banner.show_notice(notice)

    def _make_buttons(self) -> None:
        self.print_button = KeyButton(
            _("Print"),
            self.print_now,
            key=Key.MAIN_ACTION,
            shortcuts=self._context.shortcuts,
            kind="primary",
            name="print",
        )
        self.print_button.setDefault(True)
        self.save_button = KeyButton(_("Save PDF\u2026"), self._on_save, name="save_pdf")
        # Until something was printed there is nothing done; nor is the payment canceled here.
        self.done_button = KeyButton(_("Close"), self.reject, name="done")
        self.done_button.show_hint("Esc")
        self._context.shortcuts.bind(Key.SEARCH, self, self.next_customer)

    def _lay_out(self) -> None:
        self.choice.beside.addWidget(self.fields.duplicate)
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
        layout.addWidget(self.choice)
        layout.addWidget(self.fields)
        layout.addWidget(self.banner)
        layout.addWidget(self.preview, 1)
        layout.addLayout(footer)

    def _on_chosen(self) -> None:
        self.fields.show_kind(self.choice.kind)
        self._let_print()
        self.print_button.setDefault(True)
        self.print_button.setFocus()
        self._refresh()

    def _wish(self) -> Wish:
        return self.fields.wish(self.choice.kind, self._event_id)

    def _refresh(self) -> None:
        """Draw the paper anew; replies of an older choice are dropped."""
        self._run += 1
        if not self.choice.possible:
            return
        context = self._context
        work = partial(
            _preview, context.services, context.actor, self._wish(), self.preview.wanted()
        )
        answered = partial(self._on_preview, self._run)
        context.runner.run(self, work, answered, self._on_no_preview, "io")

    def _on_preview(self, run: int, found: tuple[list[QImage], int]) -> None:
        if run != self._run:
            return
        images, prints = found
        kind = self.choice.kind
        first, again = _PRINT_WORDS[kind]
        self.print_button.show_text(_(again if prints else first))
        if kind is PaperKind.RECEIPT and prints:
            self.fields.only_duplicates()
        self.preview.show_pages(images)

    def _on_no_preview(self, error: BaseException) -> None:
        self._context.failures.present(error, self, retry=self._refresh)

    def _send(self, make: Callable[[], Printer], again: Callable[[], object]) -> None:
        """Print on what ``make`` gives; ``again`` is what *Reprint* does."""
        if self._is_printing or not self.print_button.isEnabled():
            return
        self._set_printing(True)
        context, wish = self._context, self._wish()
        work = partial(_print, context.services, context.actor, make, wish)
        failed = partial(self._on_not_printed, wish, again)
        context.runner.run(self, work, partial(self._on_printed, wish), failed, "io")

    def _on_printed(self, wish: Wish, printed: Any) -> None:
        self._set_printing(False)
        if wish.kind is PaperKind.ENDORSEMENT:
            number, of, more = self.fields.endorsed(wish.tender_id)
            self.show_notice(endorsed_notice(printed, number, of))
            self._tell(endorsed_notice(printed, number, of))
        else:
            more, says = False, printed_notice(printed)
            self.show_notice(says)
            paper = self._receipt if wish.kind is PaperKind.RECEIPT else _(WORDS[wish.kind][0])
            self._tell(replace(says, text=joined(paper, says.text)))
        if more:
            self.print_button.setFocus()
        else:
            self._finish()

    def _finish(self) -> None:
        """A second Enter closes; a duplicate is printed on purpose only."""
        self.done_button.show_text(_("Done"))
        self.done_button.setDefault(True)
        self.done_button.setFocus()
        self._refresh()

    def _on_not_printed(
        self, wish: Wish, again: Callable[[], object], error: BaseException
    ) -> None:
        self._set_printing(False)
        paper = "" if wish.kind is PaperKind.RECEIPT else _(WORDS[wish.kind][0])
        present_not_printed(error, self._context.failures, self, again, paper=paper)
        self._refresh()

    def _set_printing(self, printing: bool) -> None:
        self._is_printing = printing
        self.done_button.setEnabled(not printing)
        self._let_print()

    def _let_print(self) -> None:
        may = self._may_print and self.choice.possible and not self._is_printing
        self.print_button.setEnabled(may)
        self.save_button.setEnabled(may)
        if not self._may_print:
            why = self._context.texts.sentence("M-51", {"right": Right.PRINT.value})
            self.print_button.setToolTip(why)
            self.save_button.setToolTip(why)

    def _on_save(self) -> None:
        dialog = QFileDialog(self, _("Save PDF"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._write)
        dress_completions(dialog)
        dialog.open()

    def _write(self, name: str) -> None:
        """A saved paper is a print like any other: it is logged and counts as a copy."""
        self._send(partial(FilePrinter, Path(name)), self._on_save)


def _print(services: Any, actor: Any, make: Callable[[], Printer], wish: Wish) -> Any:
    return print_paper(services.printing, actor, make(), wish)


def _preview(
    services: Any, actor: Any, wish: Wish, size: tuple[float, float]
) -> tuple[list[QImage], int]:
    """The pages as pictures, and how many prints there were."""
    pdf, prints = preview_of(services.printing, actor, wish)
    return pages_of(pdf, *size), prints
