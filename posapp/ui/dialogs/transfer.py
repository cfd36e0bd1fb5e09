"""Transfer an event or one payment to the account that should have had the money (payments 9)."""

from functools import partial

from PySide6.QtWidgets import QCheckBox, QWidget

from posapp.domain.accounts import AccountCard
from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.transfers import Transfer
from posapp.i18n import _
from posapp.ui.account_field import AccountField
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.dialogs.cancel_reasons import reason_box
from posapp.ui.formats import isolated, joined
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.look_up_edit import LookUpEdit
from posapp.ui.widgets.match_fields import MatchFields
from posapp.ui.widgets.non_cis_fields import NonCisFields

_TRANSFER = "TRAN"


class TransferDialog(TaskDialog):
    """Moves money to another account; ``completed`` carries ``Saved[EventId]``."""

    def __init__(
        self,
        context: UiContext,
        event: EventView,
        payment: PaymentView,
        parent: QWidget | None = None,
        *,
        whole: bool = False,
    ) -> None:
        """Make the dialog.

        Args:
            context: the window's surroundings.
            event: the event as it is shown.
            payment: its frozen payment that moves.
            parent: window that the dialog belongs to.
            whole: move the event, so its payor too (TR-7).
        """
        amount = context.formats.money(payment.amount, event.currency)
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Transfer event") if whole else _("Transfer payment"), action=_("Transfer"),
            name="transfer_dialog", columns=2, subtitle=joined(amount, payment.account_name),
        )  # fmt: skip
        self._context = context
        self._event = event
        self._payment = payment
        self._whole = whole
        self._left_out = False
        self.payee = LookUpEdit()
        self.reason = reason_box(context.setup)
        self.reason.select(_TRANSFER)
        self.freeze = QCheckBox(_("Freeze Payment"))
        self.freeze.setChecked(True)
        self.non_cis = NonCisFields(2)
        self.non_cis_name, self.reference, self.comments = self.non_cis.fields
        self.consequences = Consequences()
        self.setMinimumWidth(dp(620))
        self._lay_out_fields()
        self.match.show_match(payment.match_type or "", payment.match_value or "")
        self.freeze.toggled.connect(self._show_consequences)
        self.account.found.connect(self._on_account)
        self._show_consequences()

    @property
    def holds_work(self) -> bool:
        """Whether an account was typed."""
        return self.isVisible() and bool(self.payee.text().strip())

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The command as typed; wrong fields are shown instead."""
        if not self.reason.value():
            self.form.show_error("reason", _("Choose why the payment is transferred."))
        kind, value = self.match.value()
        if kind and not value:
            self.form.show_error("match_value", _("Enter the number that the match names."))
        self.non_cis.clear_errors()
        if not self.account.settle(self._send) or self.form.errors() or self.non_cis.errors():
            return None
        card = self.account.card
        if card is None:
            return None
        transfer = Transfer(
            card.account.id,
            self.reason.value(),
            (kind, value),
            freeze=self.freeze.isChecked(),
            **(self.non_cis.values() if card.non_cis else {}),
        )
        transfers, actor = self._context.services.transfers, self._context.actor
        if self._whole:
            move = partial(transfers.event, self._event.id)
        else:
            move = partial(transfers.payment, self._payment.id)
        return partial(move, transfer, self.request_id, actor, seen=self._event.version)

    def show_field_error(self, field: str, sentence: str) -> bool:
        """Errors of the non-CIS fields stand in their own form."""
        if self.non_cis.show_error(field, sentence):
            self.non_cis.focus_first_error()
            self.show_focus()
            return True
        return super().show_field_error(field, sentence)

    def _lay_out_fields(self) -> None:
        form = self.form
        row = form.add("account", _("Account ID"), self.payee, " ", span=2)
        self.account = AccountField(self._context, self.payee, row)
        form.add("reason", _("Cancel Reason"), self.reason, span=2)
        self.match = MatchFields(self._context, form)
        self.match_type, self.match_value = self.match.match_type, self.match.match_value
        self.freeze.setObjectName("freeze_payment")
        self.body.addWidget(self.non_cis)
        self.body.addWidget(self.freeze)
        self.non_cis.hide()
        self.body.addWidget(self.consequences)

    def _on_account(self, card: AccountCard | None) -> None:
        """Non-CIS fields belong to accounts without a customer only (NC-7)."""
        if card is not None:
            self._left_out = self.match.leave(self._payment, card.account.id) or (
                self._left_out and not self.match.value()[1]
            )
        self.match.show_account(card)
        self.non_cis.setVisible(card is not None and card.non_cis)
        self._show_consequences()

    def _show_consequences(self, _value: object = None) -> None:
        card, payment = self.account.card, self._payment
        amount = self._context.formats.money(payment.amount, self._event.currency)
        new = _("the account above") if card is None else card.account.name
        lines = [
            Consequence(
                _("The payment of {amount} is canceled; {name} owes it again.").format(
                    amount=amount, name=payment.account_name
                ),
                Tone.AMBER,
            ),
            Consequence(
                _("A new payment of {amount} goes to {name}.").format(
                    amount=amount, name=isolated(new)
                )
            ),
        ]
        if self._whole:
            says = _("{name} becomes the payor of the tender, too.")
            if card is None:
                says = _("The account above becomes the payor of the tender, too.")
        else:
            says = _("The tenders and their payors stay as they are.")
        lines.append(Consequence(says.format(name=isolated(new))))
        if self._left_out:
            says = _("What the payment was for belongs to {name}: the match is left out.")
            lines.append(Consequence(says.format(name=isolated(payment.account_name)), Tone.AMBER))
        if not self.freeze.isChecked():
            says = _("The new payment stays Freezable: look at its split, then freeze it.")
            lines.append(Consequence(says, Tone.AMBER))
        self.consequences.show_lines(lines)
