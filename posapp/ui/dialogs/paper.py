"""A paper of the drawer day: looked at, printed, saved as PDF; the preview is the paper itself (17)."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from posapp.domain.day_paper import DayPaper
from posapp.domain.day_papers import PaperOrder, PaperSubject
from posapp.domain.ports import Printer
from posapp.domain.rights import Right
from posapp.errors import DeviceFailure
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.centred import CentredDialog
from posapp.ui.dressing import dress_completions
from posapp.ui.papers import FilePrinter
from posapp.ui.receipt_notices import printed_notice
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Banner, Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.paper_preview import PaperPreview, pages_of
from posapp.ui.widgets.paper_wish import PaperWish

if TYPE_CHECKING:
    from posapp.services.print_attempts import Printed

_TITLES: Final[Mapping[DayPaper, str]] = {
    DayPaper.X: "X report",
    DayPaper.Z: "Z report",
    DayPaper.TURN_IN: "Turn-in slip",
    DayPaper.DEPOSIT_SLIP: "Deposit slip",
    DayPaper.DEPOSIT_CONTROL: "Deposit control report",
    DayPaper.PAYMENT_BALANCE: "Payment balance report",
    DayPaper.OVER_UNDER: "Over/under log",
}
_NONE_YET: Final[Mapping[DayPaper, str]] = {
    DayPaper.X: "No drawer is open.",
    DayPaper.Z: "No drawer was balanced yet.",
    DayPaper.TURN_IN: "Nothing was turned in yet.",
    DayPaper.DEPOSIT_SLIP: "There is no deposit yet.",
    DayPaper.DEPOSIT_CONTROL: "There is no deposit control yet.",
}
_ONE_ORIGINAL: Final = frozenset(
    {DayPaper.Z, DayPaper.TURN_IN, DayPaper.DEPOSIT_SLIP, DayPaper.DEPOSIT_CONTROL}
)
"""Papers whose later prints are duplicates."""


class PaperDialog(CentredDialog):
    """Shows one kind of paper and prints it."""

    def __init__(
        self, context: UiContext, kind: DayPaper, number: int = 0, parent: QWidget | None = None
    ) -> None:
        """Show the paper, or ask first what it is of.

        Args:
            context: the window's surroundings.
            kind: which paper.
            number: the record that it is of; 0 lets the user choose, or is for those of a period.
            parent: the window that it belongs to.
        """
        super().__init__(parent)
        self.setObjectName("paper_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_(_TITLES[kind]))
        self._context = context
        self._kind = kind
        self._run = 0
        self._is_printing = False
        self._may_print = context.actor.may(Right.PRINT)
        self.wish = PaperWish(context, kind, number)
        self.banner = Banner()
        self.preview = PaperPreview()
        self._make_buttons()
        self._lay_out()
        self.wish.changed.connect(self._refresh)
        if self.wish.asks_for_subject:
            self._load_subjects()
        else:
            self._refresh()

    @property
    def has_preview(self) -> bool:
        """Whether the paper is on the screen."""
        return self.preview.has_pages

    def print_now(self) -> None:
        """Print on the workstation's printer."""
        self._send(self._context.printer, self.print_now)

    def reject(self) -> None:
        """Close, but not before it is known whether paper came out."""
        if not self._is_printing:
            super().reject()

    def wanted_size(self) -> QSize:
        """Room for a page of paper."""
        return QSize(dp(680), dp(690))

    def showEvent(self, event: QShowEvent) -> None:
        """The focus is where Enter prints."""
        if not event.spontaneous():
            self.print_button.setFocus()
        super().showEvent(event)

    def show_field_error(self, field: str, sentence: str) -> bool:  # noqa: ARG002
        """What is wrong with a period stands in the banner."""
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
        self.done_button = KeyButton(_("Close"), self.reject, name="done")
        self.done_button.show_hint("Esc")

    def _lay_out(self) -> None:
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
        layout.addWidget(self.wish)
        layout.addWidget(self.banner)
        layout.addWidget(self.preview, 1)
        layout.addLayout(footer)

    def _load_subjects(self) -> None:
        context = self._context
        self._let_print()
        work = partial(_subjects, context.services, context.actor, self._kind)
        context.runner.run(self, work, self._on_subjects, self._on_failed, "reports")

    def _on_subjects(self, found: tuple[PaperSubject, ...]) -> None:
        if not found:
            self.show_notice(Notice(_(_NONE_YET[self._kind]), Tone.BLUE, stays=True))
        self.wish.show_subjects(found)
        self._refresh()

    def _refresh(self) -> None:
        """Draw the paper anew; replies of an older choice are dropped."""
        self._run += 1
        order = self.wish.order()
        self.preview.show_pages([])
        self._let_print()
        if order is None:
            return
        context = self._context
        work = partial(
            _preview,
            context.services,
            context.actor,
            order,
            self.wish.layout_name,
            self.preview.wanted(),
        )
        answered = partial(self._on_preview, self._run)
        context.runner.run(self, work, answered, self._on_failed, "io")

    def _on_preview(self, run: int, found: tuple[list[QImage], int]) -> None:
        if run != self._run:
            return
        images, prints = found
        self._show_next(printed=bool(prints))
        self.preview.show_pages(images)
        self._let_print()

    def _show_next(self, *, printed: bool) -> None:
        """What pressing *Print* gives now."""
        again = printed and self._kind in _ONE_ORIGINAL
        self.print_button.show_text(_("Print duplicate") if again else _("Print"))

    def _on_failed(self, error: BaseException) -> None:
        self._context.failures.present(error, self, retry=self._refresh)

    def _send(self, make: Callable[[], Printer], again: Callable[[], object]) -> None:
        """Print on what ``make`` gives; ``again`` is what *Print again* does."""
        order = self.wish.order()
        if self._is_printing or order is None or not self.print_button.isEnabled():
            return
        self._set_printing(True)
        context = self._context
        work = partial(_print, context.services, context.actor, make, order, self.wish.layout_name)
        failed = partial(self._on_not_printed, again)
        context.runner.run(self, work, self._on_printed, failed, "io")

    def _on_printed(self, printed: "Printed") -> None:
        """A second Enter closes; a duplicate is printed on purpose only.

        The preview stays what came out; only the button says that the next one is a duplicate.
        """
        self._set_printing(False)
        self._show_next(printed=True)
        self.show_notice(printed_notice(printed))
        self.done_button.show_text(_("Done"))
        self.done_button.setDefault(True)
        self.done_button.setFocus()

    def _on_not_printed(self, again: Callable[[], object], error: BaseException) -> None:
        self._set_printing(False)
        if not isinstance(error, DeviceFailure):
            self._context.failures.present(error, self, retry=again)
            return
        says = _("{paper} not printed. {device}: {why}.").format(
            paper=_(_TITLES[self._kind]), device=error.device, why=_(error.detail).rstrip(".")
        )
        self.show_notice(Notice(says, Tone.AMBER, _("Print again"), again, stays=True))
        self._refresh()

    def _set_printing(self, printing: bool) -> None:
        self._is_printing = printing
        self.done_button.setEnabled(not printing)
        self._let_print()

    def _let_print(self) -> None:
        may = self._may_print and self.preview.has_pages and not self._is_printing
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


def _subjects(services: Any, actor: Any, kind: DayPaper) -> tuple[PaperSubject, ...]:
    found: tuple[PaperSubject, ...] = services.papers.subjects(kind, actor)
    return found


def _preview(
    services: Any, actor: Any, order: PaperOrder, layout: str, size: tuple[float, float]
) -> tuple[list[QImage], int]:
    """The pages as pictures, and how many prints there were; runs off the GUI thread."""
    pdf, prints = services.papers.look(order, actor, layout=layout)
    return pages_of(pdf, *size), prints


def _print(
    services: Any, actor: Any, make: Callable[[], Printer], order: PaperOrder, layout: str
) -> Any:
    return services.papers.print_paper(order, actor, make(), layout=layout)
