"""What is done with a checkout: process, cancel, adjust, refund (CK-3, CK-5, CK-6)."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from posapp.domain.approvals import Secret
from posapp.domain.checkouts import Checkout
from posapp.domain.ids import new_request_id
from posapp.domain.money import ZERO
from posapp.domain.rights import Right
from posapp.domain.topics import Saved
from posapp.i18n import _
from posapp.ui.acting import Acting
from posapp.ui.checkout_done import print_processed
from posapp.ui.context import UiContext
from posapp.ui.dialogs.adjustment import AdjustmentDialog
from posapp.ui.dialogs.approved import StepDialog
from posapp.ui.dialogs.base import TaskDialog
from posapp.ui.dialogs.cancel_checkout import CancelCheckoutDialog
from posapp.ui.dialogs.refund_checkout import RefundCheckoutDialog, RefundWays, refund_ways
from posapp.ui.formats import joined
from posapp.ui.receipt_notices import present_not_printed, printed_notice
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.consequences import Consequence

if TYPE_CHECKING:
    from posapp.services.print_attempts import Printed
    from posapp.ui.pages.base import Page


class CheckoutActs(QObject):
    """Runs what the buttons of checkouts start; the page is read again afterwards."""

    def __init__(self, context: UiContext, page: "Page") -> None:
        """Make it for a page."""
        super().__init__(page)
        self._context = context
        self._page = page
        self.acting = Acting(context, page)

    def process(self, checkout: Checkout) -> None:
        """*Process manually* (CK-3); whoever lacks the right is asked who approves it (D-24)."""
        process = self._context.services.checkouts.process
        if self._context.actor.may(Right.PROCESS_CHECKOUT):
            request_id, actor = self.acting.request()
            self.acting.begin(
                lambda _confirmed: process(checkout.id, request_id, actor),
                partial(self._on_processed, checkout),
            )
            return
        actor = self._context.actor

        def work(_confirmed: frozenset[str], request_id: str, secret: Secret | None) -> Saved[Any]:
            return process(checkout.id, request_id, actor, secret=secret)

        right = {"right": Right.PROCESS_CHECKOUT.value}
        dialog = StepDialog(
            self._context, work, self._window, title=_("Process manually"),
            action=_("Process manually"), subtitle=joined(checkout.number, checkout.account_name),
            says=[Consequence(line) for line in process_words()],
            why=self._context.texts.sentence("M-51", right),
        )  # fmt: skip
        self._show(dialog, partial(self._on_processed, checkout))

    def cancel(self, checkout: Checkout, *, release: bool) -> None:
        """*Cancel and keep*, or *Cancel and release* (CK-5)."""
        dialog = CancelCheckoutDialog(self._context, checkout, self._window, release=release)
        self._show(dialog, partial(self._on_canceled, checkout))

    def print_receipt(self, checkout: Checkout) -> None:
        """Print the receipt of a checkout that credits paid alone (CK-7)."""
        context, request_id = self._context, new_request_id()

        def work() -> "Printed":
            return context.services.checkout_papers.print_receipt(
                checkout.id, context.actor, context.printer(),
                layout=context.settings.receipt_layout, request_id=request_id,
            )  # fmt: skip

        again = partial(self.print_receipt, checkout)
        failed = partial(
            present_not_printed, failures=context.failures, host=self._page, reprint=again,
            number=checkout.number,
        )  # fmt: skip
        context.runner.run(self._page, work, self._on_printed, failed, "io")

    def adjust(self, checkout: Checkout) -> None:
        """Give back a part of a processed checkout (CK-6)."""
        items = [
            (line.item_id, joined(line.named, line.description))
            for line in checkout.lines
            if line.item_id is not None
        ]
        owner = (checkout.account_id, checkout.account_name, checkout.currency)
        dialog = AdjustmentDialog(
            self._context, owner, items, self._window, checkout=(checkout.id, checkout.number)
        )
        self._show(dialog, lambda _saved: self._page.load())

    def refund(self, checkout: Checkout) -> None:
        """Refund a processed checkout as a whole (CK-6)."""
        context = self._context
        work = partial(refund_ways, context.services, checkout.id, context.actor)
        ask = partial(self._ask_refund, checkout)
        context.runner.run(self._page, work, ask, self._page.on_failed)

    @property
    def _window(self) -> QWidget:
        return self._page.window()

    def _ask_refund(self, checkout: Checkout, ways: RefundWays) -> None:
        dialog = RefundCheckoutDialog(self._context, checkout, ways, self._window)
        self._show(dialog, partial(self._on_refunded, checkout))

    def _show(self, dialog: TaskDialog, on_completed: Callable[[Any], object]) -> None:
        dialog.completed.connect(on_completed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_printed(self, printed: "Printed") -> None:
        self._page.show_notice(printed_notice(printed))

    def _on_canceled(self, checkout: Checkout, _saved: Any) -> None:
        """What was handed over goes back (CK-5); without money there is nothing to hand over."""
        says = _("Checkout {number} is canceled.")
        if checkout.event_id is not None and checkout.to_pay > ZERO:
            says = _("Checkout {number} is canceled. Give {amount} back.")
        self._tell(says, checkout)

    def _on_refunded(self, checkout: Checkout, _saved: Any) -> None:
        self._tell(_("Checkout {number} is refunded: its items are payable again."), checkout)

    def _tell(self, says: str, checkout: Checkout) -> None:
        amount = self._context.formats.money(checkout.to_pay, checkout.currency)
        words = says.format(number=checkout.number, amount=amount)
        self._page.show_notice(Notice(words, Tone.GREEN))
        self._page.load()

    def _on_processed(self, checkout: Checkout, _saved: Any) -> None:
        says = _("Checkout {number} is processed: its items are paid.")
        self._page.show_notice(Notice(says.format(number=checkout.number), Tone.GREEN))
        self._page.load()
        print_processed(self._context, self._page, checkout.event_id)


def process_words() -> tuple[str, ...]:
    """What processing does, in sentences (CK-3)."""
    return (
        _("Its payments freeze, its credits are used, its items are paid."),
        _("The mails are queued. Afterwards it can only be adjusted or refunded."),
    )
