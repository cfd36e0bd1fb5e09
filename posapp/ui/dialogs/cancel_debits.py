"""Cancel automatic payments before they are sent, with a reason (AP-16, AP-17)."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from posapp.domain.money import total
from posapp.domain.waiting_debits import WaitingDebit
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.dialogs.cancel_reasons import reason_box
from posapp.ui.formats import joined
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.looks import set_look


class CancelDebitsDialog(TaskDialog):
    """Cancels what was marked; ``completed`` carries ``Saved[CanceledDebits]``."""

    def __init__(
        self, context: UiContext, debits: Sequence[WaitingDebit], parent: QWidget | None = None
    ) -> None:
        """Ask for the reason.

        Args:
            context: the window's surroundings.
            debits: what is to be cancelled, at least one.
            parent: window that the dialog belongs to.
        """
        count, first = len(debits), debits[0]
        says = plural("{n} automatic payment", "{n} automatic payments", count)
        sums = (
            context.formats.money(total(one.amount for one in debits if one.currency == code), code)
            for code in dict.fromkeys(one.currency for one in debits)
        )
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Cancel automatic payments"), action=_("Cancel them"),
            name="cancel_debits_dialog",
            subtitle=joined(
                says.format(n=context.formats.count(count)), *sums,
                first.account_name if count == 1 else "",
            ),
        )  # fmt: skip
        self._context, self._debits = context, tuple(debits)
        self.reason = reason_box(context.setup)
        self.form.add("reason", _("Cancel Reason"), self.reason)
        self.consequences = Consequences()
        self.body.addWidget(self.consequences)
        self.cancel_button.show_text(_("Back"))
        set_look(self.submit_button, "kind", "danger")
        self.setMinimumWidth(dp(560))
        self._show_consequences()

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The command, once there is a reason."""
        reason = self.reason.value()
        if not reason:
            self.form.show_error("reason", _("Choose why they are canceled."))
            return None
        tenders = [one.tender_id for one in self._debits]
        cancel = self._context.services.autopay_batches.waiting.cancel_all
        return partial(cancel, tenders, reason, self.request_id, self._context.actor)

    def _show_consequences(self) -> None:
        lines = [
            Consequence(_("Nothing is debited; each tender stays on its event as canceled.")),
            Consequence(_("What it paid is owed as before; payments that wait are taken away.")),
        ]
        if any(one.bill_id is not None for one in self._debits):
            says = _("A bill that was to be debited is stopped until it is completed again.")
            lines.append(Consequence(says, Tone.AMBER))
        self.consequences.show_lines(lines)
