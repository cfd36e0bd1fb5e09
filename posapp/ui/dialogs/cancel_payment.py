"""Cancel one frozen payment: a reason, and what follows from it (PY-3, NS-01, TND-06)."""

from functools import partial

from PySide6.QtWidgets import QWidget

from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.ids import short_id
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.dialogs.cancel_reasons import reason_box
from posapp.ui.formats import grouped, isolated
from posapp.ui.tokens import Tone
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.looks import set_look


class CancelPaymentDialog(TaskDialog):
    """Cancels a payment; ``completed`` carries ``Saved[Canceled]``."""

    def __init__(
        self,
        context: UiContext,
        event: EventView,
        payment: PaymentView,
        parent: QWidget | None = None,
    ) -> None:
        """Ask for the reason.

        Args:
            context: the window's surroundings.
            event: the event as it is shown.
            payment: its frozen payment that is to be cancelled.
            parent: window that the dialog belongs to.
        """
        formats = context.formats
        amount = formats.money(payment.amount, event.currency)
        number = grouped(short_id(payment.account_id))
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Cancel payment"), action=_("Cancel payment"), name="cancel_payment_dialog",
            subtitle=f"{amount} \u00b7 {number} \u00b7 {payment.account_name}",
        )  # fmt: skip
        self._context = context
        self._payment = payment
        self._event = event
        self.reason = reason_box(context.setup)
        self.form.add("reason", _("Cancel Reason"), self.reason)
        self.consequences = Consequences()
        self.body.addWidget(self.consequences)
        self.cancel_button.show_text(_("Back"))
        set_look(self.submit_button, "kind", "danger")
        self._show_consequences(event, amount)

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The command, once there is a reason."""
        reason = self.reason.value()
        if not reason:
            self.form.show_error("reason", _("Choose why the payment is canceled."))
            return None
        cancel = self._context.services.canceling.cancel_payment
        asked = (self._payment.id, reason, self.request_id, self._context.actor)
        return partial(cancel, *asked, seen=self._event.version)

    def _show_consequences(self, event: EventView, amount: str) -> None:
        open_amount = event.totals.difference + self._payment.amount
        rest = self._context.formats.money(open_amount, event.currency)
        owes = _("{name} owes {amount} again: what the payment paid is reversed.")
        lines = [
            Consequence(owes.format(name=isolated(self._payment.account_name), amount=amount)),
            Consequence(_("The tenders stay valid; nobody is charged and no money moves.")),
        ]
        if open_amount:
            says = _("{amount} of the event is not allocated then. Add a payment for the right "
                     "account.")  # fmt: skip
            lines.append(Consequence(says.format(amount=rest), Tone.AMBER))
        self.consequences.show_lines(lines)
