"""One payment of an event: add it, or change it while it is not frozen (PE-8..PE-12)."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.ids import EventId, PaymentId, short_id
from posapp.domain.money import ZERO, Money
from posapp.domain.payment_edits import PaymentChange
from posapp.domain.payment_events import PaymentDraft
from posapp.domain.payment_views import MatchChoice, Payee
from posapp.domain.rights import Actor
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.dialogs.payment_changes import changed_by
from posapp.ui.formats import grouped
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.look_up_edit import LookUpEdit
from posapp.ui.widgets.match_fields import MatchFields
from posapp.ui.widgets.money_edit import MoneyEdit
from posapp.ui.widgets.non_cis_fields import NonCisFields
from posapp.ui.widgets.template_lines import TemplateLines

if TYPE_CHECKING:
    from posapp.services.bundle import Services

_WIDTH: Final = 760
_COMMENT: Final = 4000
# What rules call a field, where the dialog has another name for it.
_NAMES: Final = {"amount": "payment_amount"}
# What to do about each reason why a payment could not be distributed (payments 6).
_ADVICE: Final = {
    "M-20": "Choose an account that owes something.",
    "M-21": "Choose what it pays from the list below.",
    "M-22": "Choose what it pays from the list below.",
    "M-23": "Choose another match type, or none.",
    "M-24": "Lower the amount, or choose what it pays.",
    "M-26": "Choose the service agreement that it pays, or distribute it by hand.",
}
# Those that are mended from the list of what is unpaid, and what helps where it is empty.
_FROM_LIST: Final = frozenset({"M-21", "M-22"})
_NOTHING_TO_CHOOSE: Final = (
    "Nothing is unpaid: choose a service agreement to keep it as credit, or another account."
)


@dataclass(frozen=True, slots=True)
class PaymentSubject:
    """What the dialog is about: the event, and for a change its payment with the payee."""

    event: EventView
    payment: PaymentView | None = None
    payee: Payee | None = None


def load_subject(services: "Services", actor: Actor, payment_id: PaymentId) -> PaymentSubject:
    """Read a payment that is to be changed; runs off the GUI thread."""
    event = services.payment_events.of_payment(payment_id, actor)
    payment = next(one for one in event.payments if one.id == payment_id)
    return PaymentSubject(event, payment, services.payments.payee(payment.account_id, actor))


def load_payee(services: "Services", actor: Actor, text: str) -> Payee:
    """The account that a typed number names; runs off the GUI thread."""
    return services.payments.payee(services.accounts.resolve(text, actor), actor)


class PaymentDialog(TaskDialog):
    """Adds or changes a payment; ``completed`` carries ``Saved[EventId]``."""

    def __init__(
        self, context: UiContext, subject: PaymentSubject, parent: QWidget | None = None
    ) -> None:
        """Make the dialog.

        Args:
            context: the window's surroundings.
            subject: the event, and the payment that is to be changed.
            parent: window it belongs to.
        """
        new = subject.payment is None
        super().__init__(
            context.runner,
            context.failures,
            context.shortcuts,
            parent,
            title=_("Add payment") if new else _("Payment"),
            action=_("Add payment") if new else _("Save"),
            name="payment_dialog",
            subtitle=" ",
            columns=2,
        )
        self._context = context
        self._subject = subject
        self._payee: Payee | None = None
        self._account_error = ""
        self._look_up = 0
        formats, currency = context.formats, subject.event.currency
        self.account = LookUpEdit()
        self.payment_amount = MoneyEdit(formats, formats.currency(currency))
        self.form.add("account", _("Account ID"), self.account)
        self.form.add("payment_amount", _("Payment Amount"), self.payment_amount)
        self.match = MatchFields(context, self.form)
        self.non_cis = NonCisFields(2)
        self.non_cis_name, self.reference, self.comments = self.non_cis.fields
        self.long_comment = LimitedEdit(_COMMENT)
        self.lines = TemplateLines(context, currency)
        self._fill_body()
        self.account.editingFinished.connect(self._on_account)
        self.account.textEdited.connect(self._on_account_typed)
        self.match.taken.connect(self._on_taken)
        self.payment_amount.value_changed.connect(self._on_amount)
        self._show_subject()
        self._untouched = self._typed()

    @property
    def holds_work(self) -> bool:
        """Whether anything was typed over what the dialog started with."""
        return self.isVisible() and self._typed() != self._untouched

    def focus_first(self) -> None:
        """Start with the account of a new payment, else where the mistake is."""
        payment = self._subject.payment
        if payment is None:
            self.account.setFocus()
        elif payment.error_code is not None:
            self.match.match_type.setFocus()
        else:
            self.payment_amount.setFocus()

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The payment as typed; wrong fields are shown instead."""
        self.non_cis.clear_errors()
        draft = self._draft()
        if draft is None:
            return None
        edits, actor = self._context.services.payment_edits, self._context.actor
        payment, seen = self._subject.payment, self._subject.event.version
        if payment is None:
            event_id = EventId(self._subject.event.id)
            return partial(edits.add, event_id, draft, self.request_id, actor, seen=seen)
        changed = changed_by(payment, draft)
        if changed == PaymentChange():
            self.reject()
            return None
        return partial(edits.adjust, payment.id, changed, self.request_id, actor, seen=seen)

    def show_field_error(self, field: str, sentence: str) -> bool:
        """Show an error at its field."""
        name = _NAMES.get(field, field)
        if name == "lines":
            self.lines.show_error(sentence)
            return True
        for form in (self.non_cis, self.form):
            if form.show_error(name, sentence):
                form.focus_first_error()
                self.show_focus()
                return True
        return False

    def _draft(self) -> PaymentDraft | None:
        payee, amount = self._payee, self.payment_amount.value()
        if payee is None or not self._shows(payee):
            says = self._account_error or _("Enter the account and leave this field to look it up.")
            self.form.show_error("account", says)
        if amount is None:
            says = self.payment_amount.error or _("Enter an amount.")
            self.form.show_error("payment_amount", says)
        if payee is None or amount is None or self.form.errors() or self.non_cis.errors():
            self.non_cis.focus_first_error()
            return None
        draft = PaymentDraft(
            payee.account.id,
            amount,
            *self.match.value(),
            long_comment=self.long_comment.value(),
        )
        if not payee.non_cis:
            # What was typed for another account is hidden, and must be blank (2.2).
            return draft
        self.lines.commit()
        return replace(draft, **self.non_cis.values(), lines=self.lines.lines)

    def _fill_body(self) -> None:
        self.setMinimumWidth(dp(_WIDTH))
        more = Form(2)
        more.add("long_comment", _("Comment"), self.long_comment, span=2)
        choices = self.match.list_below()
        for part in (choices, self.non_cis, self.lines, more):
            self.body.addWidget(part)
        self.body.addStretch(1)
        for part in (choices, self.non_cis, self.lines):
            part.hide()

    def _show_subject(self) -> None:
        payment, payee = self._subject.payment, self._subject.payee
        if payment is None or payee is None:
            missing = self._missing()
            self.payment_amount.set_value(missing or None)
            return
        self.account.setText(grouped(short_id(payment.account_id)))
        self.payment_amount.set_value(payment.amount)
        self.non_cis.show_values(payment.non_cis_name, payment.reference, payment.comments)
        self.long_comment.setText(payment.long_comment)
        self.lines.show_lines_of(payment)
        self._show_payee(payee, payment.match_type or "", payment.match_value or "")
        if payment.error_text:
            advice = _ADVICE.get(payment.error_code or "", "")
            if payment.error_code in _FROM_LIST and not any(one.due for one in payee.choices):
                advice = _NOTHING_TO_CHOOSE
            says = " ".join(
                part for part in (payment.error_text, _(advice) if advice else "") if part
            )
            self.show_notice(Notice(says, Tone.RED))

    def _show_payee(self, payee: Payee, match_type: str = "", match_value: str = "") -> None:
        self._payee, self._account_error = payee, ""
        account = payee.account
        owes = self._context.formats.money(payee.due, account.currency)
        owed = _("owes {amount}").format(amount=owes)
        self.subtitle.setText(f"{account.name} \u00b7 {account.address} \u00b7 {owed}")
        self.match.show_payee(payee, match_type, match_value)
        for part in (self.non_cis, self.lines):
            part.setVisible(payee.non_cis)

    def _missing(self) -> Money:
        """What the event's tenders leave to pay (PE-5)."""
        return max(self._subject.event.totals.difference, ZERO)

    def _shows(self, payee: Payee) -> bool:
        return self.account.text().replace(" ", "") == short_id(payee.account.id)

    def _on_account(self) -> None:
        """Look another account up off the GUI thread (PE-8)."""
        text = self.account.text().strip()
        if not text or self._account_error or (self._payee and self._shows(self._payee)):
            return
        self._look_up += 1
        self.submit_button.setEnabled(False)
        work = partial(load_payee, self._context.services, self._context.actor, text)
        found = partial(self._on_payee, self._look_up)
        wrong = partial(self._on_wrong_account, self._look_up)
        self._runner.run(self, work, found, wrong)

    def _on_payee(self, look_up: int, payee: Payee) -> None:
        """Show the account; an answer about a text that was typed over is dropped."""
        if look_up != self._look_up:
            return
        self.submit_button.setEnabled(True)
        self.form.show_error("account", "")
        self.account.setText(grouped(short_id(payee.account.id)))
        self._show_payee(payee)
        before = self._subject.payment
        if before is not None and payee.account.id != before.account_id:
            # What was wrong was said of the other account.
            self.banner.clear()
        if self.payment_amount.value() is None:
            self.payment_amount.set_value(payee.due or None)
        if self.account.hasFocus():
            (self.non_cis_name if payee.non_cis else self.payment_amount).setFocus()

    def _on_wrong_account(self, look_up: int, error: BaseException) -> None:
        if look_up != self._look_up:
            return
        self.submit_button.setEnabled(True)
        self._failures.present(error, self)
        self._account_error = self.form.row("account").error

    def _on_account_typed(self, _text: str) -> None:
        """What is out is about another text."""
        self._account_error = ""
        self._look_up += 1
        self.submit_button.setEnabled(True)

    def _on_taken(self, choice: MatchChoice) -> None:
        """Something unpaid was chosen: a new payment pays it, as far as the money reaches."""
        missing = self._missing()
        if self._subject.payment is None and choice.due and not self.payment_amount.isModified():
            self.payment_amount.set_value(min(choice.due, missing) if missing else choice.due)
        self.payment_amount.setFocus()

    def _on_amount(self, _value: object = None) -> None:
        self.lines.set_amount(self.payment_amount.value() or ZERO)

    def _typed(self) -> tuple[object, ...]:
        texts = (self.account, self.payment_amount, self.long_comment, *self.non_cis.fields)
        return (*(one.text() for one in texts), *self.match.value(), self.lines.lines)
