"""Taking a payment: drawer, dialog, event page, receipt, and back to the search line.

Belongs to the window, so it goes on whatever page is shown meanwhile.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from posapp.domain.accounts import AccountCard
from posapp.domain.ids import EventId
from posapp.domain.one_line import LineView
from posapp.domain.payment_events import AddedEvent
from posapp.domain.setup import SetUp
from posapp.domain.topics import Saved
from posapp.late import part
from posapp.ui.cash_drawer import open_cash_drawer
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog
from posapp.ui.dialogs.payment_start import PaymentPreset, PaymentStart
from posapp.ui.pages.base import Page
from posapp.ui.receipt_notices import present_not_printed, printed_notice

if TYPE_CHECKING:
    from posapp.services.in_hand import KeptEvent
    from posapp.services.printing import Printed


class Taking(QObject):
    """The window's way to take payments."""

    def __init__(
        self,
        context: UiContext,
        window: QWidget,
        page: Callable[[], Page | None],
        open_drawer: Callable[[Callable[[], object]], None],
    ) -> None:
        """Make it.

        Args:
            context: the surroundings.
            window: parent of the dialogs.
            page: the page that is shown, for strips.
            open_drawer: asks for the float and goes on once the drawer is open.
        """
        super().__init__(window)
        self._context = context
        self._window = window
        self._page = page
        self._open_drawer = open_drawer

    def take(self, card: AccountCard, preset: PaymentPreset | None = None) -> None:
        """Open the add dialog for a payor; without a drawer open one first (AD-6)."""
        context = self._context
        if not context.drawer.state.is_open:
            self._open_drawer(partial(self._after_drawer, card, preset))
            return
        start = PaymentStart(card, context.setup, context.drawer.state.controls)
        dialog: TaskDialog
        if context.setup.options.always_enable_distribution_rule:
            # By rule and value wherever a payment begins (payments 3, 10.3).
            dialogs = part("posapp.ui.dialogs.single_event")
            dialog = dialogs.SingleEventDialog(context, start, self._window, preset)
        else:
            dialogs = part("posapp.ui.dialogs.payment_event")
            dialog = dialogs.PaymentEventDialog(context, start, self._window, preset)
        dialog.completed.connect(self.on_taken)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        self._follow(dialog, card, preset)

    def take_said(self, view: LineView) -> None:
        """Open the dialog with what a line says, for what the line cannot do (M-178)."""
        preset = PaymentPreset(*view.match, view.payment or None, view.tenders)
        self.take(view.card, preset)

    def _follow(self, dialog: TaskDialog, card: AccountCard, preset: PaymentPreset | None) -> None:
        """Look whether the set-up changed a moment ago, which a window hears of some seconds later.

        The dialog is there at once; the other one takes its place where the option says so now.
        """
        context = self._context
        opened_by = context.setup

        def follow(setup: SetUp) -> None:
            changed = setup.installation.setup_version != opened_by.installation.setup_version
            if not changed:
                return
            context.snapshot.current = setup
            name = "always_enable_distribution_rule"
            moved = getattr(setup.options, name) != getattr(opened_by.options, name)
            if moved and not dialog.holds_work:
                dialog.done(0)
                self.take(card, preset)

        context.runner.run(dialog, context.services.setup, follow)

    def take_template(self) -> None:
        """Take a payment without customer account; without a drawer open one first (NC-8)."""
        context = self._context
        if not context.drawer.state.is_open:
            self._open_drawer(self._after_drawer_template)
            return
        dialogs = part("posapp.ui.dialogs.template_receipt")
        dialog = dialogs.TemplateReceiptDialog(context, context.drawer.state.controls, self._window)
        dialog.completed.connect(self.on_taken)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def finish(self, kept: "KeptEvent") -> None:
        """Ask about a payment that the program's end interrupted (R1)."""
        dialogs = part("posapp.ui.dialogs.kept_payment")
        dialog = dialogs.KeptPaymentDialog(self._context, kept, self._window)
        dialog.completed.connect(self.on_taken)
        dialog.finished.connect(self._reload)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def print_receipt(self, event_id: EventId, number: str) -> None:
        """Print on the ``io`` lane; the payment stands whatever the printer does (R9)."""
        context = self._context
        work = partial(_print, context, event_id)
        failed = partial(self._on_not_printed, event_id, number)
        context.runner.run(self, work, self._on_printed, failed, "io")

    def _after_drawer(self, card: AccountCard, preset: PaymentPreset | None) -> None:
        """Go on once the new drawer was read."""
        once = Qt.ConnectionType.SingleShotConnection
        self._context.drawer.changed.connect(partial(self._resume, card, preset), once)

    def _resume(self, card: AccountCard, preset: PaymentPreset | None) -> None:
        if self._context.drawer.state.is_open:
            self.take(card, preset)

    def _after_drawer_template(self) -> None:
        once = Qt.ConnectionType.SingleShotConnection
        self._context.drawer.changed.connect(self._resume_template, once)

    def _resume_template(self) -> None:
        if self._context.drawer.state.is_open:
            self.take_template()

    def on_taken(self, saved: Saved[AddedEvent]) -> None:
        """Show the event, print its receipt, and be ready for the next customer (AD-7)."""
        added, context = saved.value, self._context
        context.open_page("event", added.event_id)
        if not added.failed:
            context.to_search()
        page = self._page()
        if added.opens_drawer and page is not None:
            open_cash_drawer(context, page)
        self.print_taken(added.event_id, added.receipt_number or "")

    def print_taken(self, event_id: EventId, number: str) -> None:
        """Print what was frozen, at once or later, where the installation wishes it."""
        if number and self._context.setup.installation.receipt_auto_print:
            self.print_receipt(event_id, number)

    def _on_printed(self, printed: "Printed") -> None:
        page = self._page()
        if page is not None:
            page.show_notice(printed_notice(printed))

    def _on_not_printed(self, event_id: EventId, number: str, error: BaseException) -> None:
        """Say so on the page that is shown now, which may be the next customer's."""
        page = self._page()
        if page is not None:
            again = partial(self.print_receipt, event_id, number)
            present_not_printed(error, self._context.failures, page, again, number)

    def _reload(self, _result: int) -> None:
        page = self._page()
        if page is not None:
            page.load()


def _print(context: UiContext, event_id: EventId) -> "Printed":
    """Make the printer and print; runs off the GUI thread."""
    settings = context.settings
    return context.services.printing.print_receipt(
        event_id,
        context.actor,
        context.printer(),
        long=settings.receipt_detail == "long",
        layout=settings.receipt_layout,
    )
