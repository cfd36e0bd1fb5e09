"""Transfer an event or a payment with distribution details to what other rules name (payments 9)."""

from functools import partial

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from posapp.domain.codes import PaymentStatus
from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.money import total
from posapp.domain.transfers import TransferByRules
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.dialogs.cancel_reasons import reason_box
from posapp.ui.formats import joined
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.detail_rows import DetailRows
from posapp.ui.widgets.form import Form

_TRANSFER = "TRAN"
_WIDTH = 720
_NON_CIS_WIDTH = 254


class TransferByRulesDialog(TaskDialog):
    """Moves money by rules; ``completed`` carries ``Saved[EventId]``."""

    def __init__(
        self,
        context: UiContext,
        event: EventView,
        payment: PaymentView | None,
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the window's surroundings.
            event: the event as it is shown.
            payment: its frozen payment that moves; ``None`` moves the event (TR-7).
            parent: window that the dialog belongs to.
        """
        live = [p for p in event.payments if p.status is not PaymentStatus.CANCELED]
        whole = total(p.amount for p in live) if payment is None else payment.amount
        amount = context.formats.money(whole, event.currency)
        name = live[0].account_name if payment is None and live else ""
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Transfer event") if payment is None else _("Transfer payment"),
            action=_("Transfer"), name="transfer_rules_dialog", columns=2,
            subtitle=joined(amount, name if payment is None else payment.account_name),
        )  # fmt: skip
        self._context, self._event, self._payment = context, event, payment
        self._amount = amount
        self.reason = reason_box(context.setup)
        self.reason.select(_TRANSFER)
        self.rows = DetailRows(context, event.currency, whole)
        self.freeze = QCheckBox(_("Freeze Payment"))
        self.freeze.setObjectName("freeze_payment")
        self.freeze.setChecked(True)
        self.non_cis = Form(2)
        self.non_cis_name, self.reference, self.comments = QLineEdit(), QLineEdit(), QLineEdit()
        self.consequences = Consequences()
        self.setMinimumWidth(dp(_WIDTH))
        self._lay_out_fields()
        self.freeze.toggled.connect(self._show_consequences)
        self._show_consequences()

    @property
    def holds_work(self) -> bool:
        """Whether a row was typed."""
        return self.isVisible() and bool(self.rows.drafts)

    def focus_first(self) -> None:
        """Start in the value of the first row."""
        self.rows.table.setFocus()
        self.rows.table.edit_cell(0, "rule_value")

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The command as typed; what is wrong is said instead."""
        self.status.setText("")
        if not self.reason.value():
            self.form.show_error("reason", _("Choose why the payment is transferred."))
            return None
        if self.rows.wrong:
            self.status.setText(self.rows.wrong)
            return None
        transfer = TransferByRules(
            self.rows.drafts,
            self.reason.value(),
            self.freeze.isChecked(),
            self.non_cis_name.text().strip(),
            self.reference.text().strip(),
            self.comments.text().strip(),
        )
        transfers, actor = self._context.services.transfers, self._context.actor
        rest = (transfer, self.request_id, actor)
        seen = self._event.version
        if self._payment is None:
            return partial(transfers.event_by_rules, self._event.id, *rest, seen=seen)
        return partial(transfers.payment_by_rules, self._payment.id, *rest, seen=seen)

    def show_field_error(self, field: str, sentence: str) -> bool:
        """Errors of rows are said beside the buttons; a non-CIS account asks for its fields."""
        if self.non_cis.has(field):
            self.non_cis.show()
            self.non_cis.show_error(field, sentence)
            self.non_cis.focus_first_error()
            return True
        if field in {"details", "rule", "rule_value", "detail_amount", "account"}:
            self.status.setText(sentence)
            return True
        return super().show_field_error(field, sentence)

    def _lay_out_fields(self) -> None:
        self.form.add("reason", _("Cancel Reason"), self.reason, span=2)
        self.non_cis.add("non_cis_name", _("Non CIS Name"), self.non_cis_name)
        self.non_cis.add("reference", _("Reference Number"), self.reference)
        self.non_cis.add("comments", _("Non CIS Comments"), self.comments, span=2)
        for field in (self.non_cis_name, self.reference, self.comments):
            field.setMaxLength(_NON_CIS_WIDTH)
        self.body.addWidget(self.rows)
        self.body.addWidget(self.non_cis)
        self.body.addWidget(self.freeze)
        self.body.addWidget(self.consequences)
        self.non_cis.hide()

    def _show_consequences(self, _value: object = None) -> None:
        if self._payment is None:
            lines = [
                Consequence(
                    _("Every payment of the event is canceled; {amount} is paid by the rows above.")
                    .format(amount=self._amount),
                    Tone.AMBER,
                ),
                Consequence(_("The details of the event are replaced; those of 0.00 stay.")),
                Consequence(_("Where all goes to one other account, it becomes the payor, too.")),
            ]  # fmt: skip
        else:
            lines = [
                Consequence(
                    _("The payment of {amount} is canceled; {name} owes it again.").format(
                        amount=self._amount, name=self._payment.account_name
                    ),
                    Tone.AMBER,
                ),
                Consequence(_("The rows above are added to the details of the event.")),
                Consequence(_("The tenders and their payors stay as they are.")),
            ]
        if not self.freeze.isChecked():
            says = _("The new payments stay Freezable: look at their split, then freeze them.")
            lines.append(Consequence(says, Tone.AMBER))
        self.consequences.show_lines(lines)
