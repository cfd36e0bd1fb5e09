"""Transfer an event or one payment to the account that should have had the money (payments 9)."""

from functools import partial

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from posapp.domain.accounts import AccountCard
from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.transfers import Transfer
from posapp.i18n import _
from posapp.ui.account_field import AccountField
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.dialogs.cancel_reasons import reason_box
from posapp.ui.formats import joined
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.look_up_edit import LookUpEdit

_TRANSFER = "TRAN"
_NON_CIS_WIDTH, _MATCH_WIDTH = 254, 30


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
        self.payee = LookUpEdit()
        self.reason = reason_box(context.setup)
        self.reason.select(_TRANSFER)
        self.match_type = ChoiceBox(
            [
                Choice("", _("None")),
                *(
                    Choice(one.code, one.description)
                    for one in context.setup.match_types.values()
                    if one.active or one.code == payment.match_type
                ),
            ]
        )
        self.match_value = QLineEdit()
        self.freeze = QCheckBox(_("Freeze Payment"))
        self.freeze.setChecked(True)
        self.non_cis = Form(2)
        self.non_cis_name, self.reference, self.comments = QLineEdit(), QLineEdit(), QLineEdit()
        self.consequences = Consequences()
        self.setMinimumWidth(dp(620))
        self._lay_out_fields()
        self.match_type.value_changed.connect(self._on_match_type)
        self.match_type.select(payment.match_type or "")
        self.match_value.setText(payment.match_value or "")
        self._on_match_type(self.match_type.value())
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
        value, kind = self.match_value.text().strip(), self.match_type.value()
        if kind and not value:
            self.form.show_error("match_value", _("Enter the number that the match names."))
        if not self.account.settle(self._send) or self.form.errors():
            return None
        card = self.account.card
        if card is None:
            return None
        non_cis = {
            "non_cis_name": self.non_cis_name.text().strip(),
            "reference": self.reference.text().strip(),
            "comments": self.comments.text().strip(),
        }
        transfer = Transfer(
            card.account.id,
            self.reason.value(),
            (kind or "", value),
            freeze=self.freeze.isChecked(),
            **(non_cis if card.non_cis else {}),
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
        form.add("match_type", _("Match Type"), self.match_type)
        form.add("match_value", _("Match Value"), self.match_value)
        self.match_value.setMaxLength(_MATCH_WIDTH)
        self.non_cis.add("non_cis_name", _("Non CIS Name"), self.non_cis_name)
        self.non_cis.add("reference", _("Reference Number"), self.reference)
        self.non_cis.add("comments", _("Non CIS Comments"), self.comments, span=2)
        for field in (self.non_cis_name, self.reference, self.comments):
            field.setMaxLength(_NON_CIS_WIDTH)
        self.freeze.setObjectName("freeze_payment")
        self.body.addWidget(self.non_cis)
        self.body.addWidget(self.freeze)
        self.non_cis.hide()
        self.body.addWidget(self.consequences)

    def _on_match_type(self, code: str) -> None:
        self.match_value.setEnabled(bool(code))
        if not code:
            self.match_value.clear()

    def _on_account(self, card: AccountCard | None) -> None:
        """Non-CIS fields belong to accounts without a customer only (NC-7)."""
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
                _("A new payment of {amount} goes to {name}.").format(amount=amount, name=new)
            ),
        ]
        if self._whole:
            says = _("{name} becomes the payor of the tender, too.")
        else:
            says = _("The tenders and their payors stay as they are.")
        lines.append(Consequence(says.format(name=new)))
        if not self.freeze.isChecked():
            says = _("The new payment stays Freezable: look at its split, then freeze it.")
            lines.append(Consequence(says, Tone.AMBER))
        self.consequences.show_lines(lines)
