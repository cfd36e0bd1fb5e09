"""Add a tender to an event, or give one new values (TN-2, TN-5, D-28)."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from posapp.domain.accounts import AccountCard
from posapp.domain.codes import PaymentStatus
from posapp.domain.event_views import EventView, TenderView
from posapp.domain.ids import AccountId, ControlId
from posapp.domain.money import ZERO
from posapp.domain.payment_events import TenderDraft
from posapp.domain.tender_actions import Asking
from posapp.domain.tender_controls import Control
from posapp.domain.tender_edits import TenderChange
from posapp.i18n import _
from posapp.ui.account_field import AccountField
from posapp.ui.characteristic_words import characteristic_words
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.dialogs.converter_use import ConverterUse
from posapp.ui.dialogs.tender_debit import TenderDebit, kinds_for
from posapp.ui.formats import joined
from posapp.ui.tender_words import drawer_words, tender_words
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.look_up_edit import LookUpEdit
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.money_edit import MoneyEdit

_TEXTS = (
    ("check_number", "Check Number", 10),
    ("micr", "MICR ID", 30),
    ("customer_id", "Customer ID", 36),
    ("external_reference", "External Reference ID", 36),
    ("name", "Name", 254),
)


class TenderDialog(TaskDialog):
    """States a tender; ``completed`` carries ``Saved[EventId]``."""

    def __init__(
        self,
        context: UiContext,
        asking: Asking,
        tender: TenderView | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the window's surroundings.
            asking: the event and what stands around it.
            tender: the tender that changes; ``None`` adds one.
            parent: window that the dialog belongs to.
        """
        event = asking.event
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Add tender") if tender is None else _("Change tender"),
            action=_("Add") if tender is None else _("Save"),
            name="tender_dialog", columns=2,
            subtitle="" if tender is None else joined(
                tender_words(tender, context.formats), tender.payor_name
            ),
        )  # fmt: skip
        self._context = context
        self._asking = asking
        self._tender = tender
        self.payor = LookUpEdit()
        self.tender_control = ChoiceBox()
        self.kind = ChoiceBox()
        currency = event.currency if tender is None else tender.control_currency
        self.amount = MoneyEdit(context.formats, context.formats.currency(currency))
        self.texts = {name: QLineEdit() for name, _label, _width in _TEXTS}
        self._debited = (tender or event.tenders[0]).payor_account_id
        self.debit = TenderDebit(context, asking.desk.today, self._payor_id, self)
        self.converter = ConverterUse(context, event, self.tender_control, self.amount, self.form)
        self.characteristics = text_label("", "subtitle", wrap=True)
        self.setMinimumWidth(dp(620))
        self._offer_kinds()
        self._lay_out_fields()
        if tender is None:
            self.body.addWidget(self.converter.button, 0, Qt.AlignmentFlag.AlignLeft)
            self._start_new(event)
        else:
            self._start_with(tender)
            self._say_characteristics(tender)
        self._on_kind()

    def _say_characteristics(self, tender: TenderView) -> None:
        """What else is known of the tender; it is changed on the tab of that name (5)."""
        known = [one for one in self._asking.event.characteristics if one.tender_id == tender.id]
        if known:
            says = _("Characteristics: {list}").format(list=characteristic_words(known))
            self.characteristics.setText(says)
            self.body.addWidget(self.characteristics)

    def focus_first(self) -> None:
        """The amount, which is what changes; where it may not, the check number."""
        field = self.texts["check_number"] if self.amount.isReadOnly() else self.amount
        field.setFocus()
        field.selectAll()

    @property
    def holds_work(self) -> bool:
        """Whether a text was typed."""
        typed = any(field.isModified() for field in (self.amount, *self.texts.values()))
        return self.isVisible() and typed

    def build_work(self, confirmed: frozenset[str]) -> Work | None:
        """The command as typed; wrong fields are shown instead."""
        amount = self.amount.value()
        if amount is None:
            says = self.amount.error or _("Enter an amount.")
            self.form.show_error("amount_tendered", says)
            return None
        if self._needs_code() and not self.texts["external_reference"].text().strip():
            self.form.show_error("external_reference", _("Enter the authorization code."))
            self.texts["external_reference"].setFocus()
            return None
        if not (self.account.settle(self._send) and self.debit.settle()):
            return None
        if self._tender is not None:
            return self._change_work(self._tender, confirmed)
        control = None if self.debit.is_debited else self._control()
        foreign = control is not None and control.currency != self._asking.event.currency
        texts = {name: field.text().strip() for name, field in self.texts.items()}
        draft = TenderDraft(
            self.kind.value(),
            amount,
            texts["check_number"],
            texts["micr"],
            control.currency if control is not None and foreign else "",
            texts["customer_id"],
            texts["external_reference"],
            texts["name"],
        )
        card = self.account.card
        return partial(
            self.debit.add,
            self.debit.new_block(),
            self._asking.event.id,
            draft,
            self.request_id,
            payor=None if card is None else card.account.id,
            control_id=None if control is None else control.id,
            confirmed=confirmed,
            seen=self._asking.event.version,
        )

    def show_field_error(self, field: str, sentence: str) -> bool:
        """Errors of the service name an amount or a MICR line their own way."""
        names = {"amount": "amount_tendered", "account": "payor"}
        return self.debit.block.show_error(field, sentence) or super().show_field_error(
            names.get(field, field), sentence
        )

    def _change_work(self, tender: TenderView, confirmed: frozenset[str]) -> Work | None:
        """Only what was changed is sent; the rest stays as it is then (D-21, D-28)."""
        old = TenderChange().applied(tender)
        new = {
            "tender_type": self.kind.value(),
            "amount": self.amount.value(),
            **{name: field.text().strip() for name, field in self.texts.items()},
        }
        given = {name: value for name, value in new.items() if value != getattr(old, name)}
        payor = (
            tender.payor_account_id if self.account.card is None else self.account.card.account.id
        )
        if payor != tender.payor_account_id:
            given["payor"] = payor
        block = self.debit.new_block()
        if not given and block is None:
            self.show_notice(Notice(_("Nothing is changed yet."), Tone.BLUE))
            return None
        return partial(
            self.debit.adjust,
            block,
            tender.id,
            TenderChange(**given),
            self.request_id,
            confirmed=confirmed,
            seen=self._asking.event.version,
        )

    def _lay_out_fields(self) -> None:
        form = self.form
        row = form.add("payor", _("Payor Account ID"), self.payor, " ", span=2)
        self.account = AccountField(self._context, self.payor, row)
        self.account.found.connect(self._on_payor)
        if self._tender is None:
            form.add("tender_control", _("Tender Control"), self.tender_control, span=2)
        form.add("tender_type", _("Tender Type"), self.kind)
        form.add("amount_tendered", _("Amount Tendered"), self.amount)
        for name, label, width in _TEXTS:
            self.texts[name].setMaxLength(width)
            form.add(name, _(label), self.texts[name])
        self.body.addWidget(self.debit.block)
        self.kind.value_changed.connect(self._on_kind)

    def _on_kind(self, _code: object = None) -> None:
        """What is debited later lies in no drawer and has no check number (D-06).

        The code of an authorization is the tender's reference.
        """
        self.debit.show_kind(self.kind.value())
        self.tender_control.setEnabled(not self.debit.is_debited)
        for name in ("check_number", "micr"):
            self.form.row(name).setVisible(not self.debit.is_debited)
        label = _("Authorization Code") if self._needs_code() else _("External Reference ID")
        self.form.row("external_reference").show_label(label)

    def _needs_code(self) -> bool:
        kind = self._context.setup.tender_types.get(self.kind.value())
        return kind is not None and kind.requires_authorization

    def _on_payor(self, card: AccountCard | None) -> None:
        """The block is about one payor (QA-13)."""
        if card is not None and card.account.id != self._debited:
            self._debited = card.account.id
            self.debit.show_payor()

    def _payor_id(self) -> AccountId:
        card = self.account.card
        return self._asking.event.tenders[0].payor_account_id if card is None else card.account.id

    def _offer_kinds(self) -> None:
        """Types of the counter; the one a tender has stays among them (D-28)."""
        setup, tender = self._context.setup, self._tender
        own = "" if tender is None else tender.tender_type
        kinds = kinds_for(tender, setup)
        self.kind.set_choices([Choice(one.code, one.description) for one in kinds])
        self.kind.select(own or setup.installation.quick_add_tender_type)

    def _start_new(self, event: EventView) -> None:
        """The payor of the first tender, the drawer offered first, and what is missing (D-02)."""
        self.account.start_with(event.tenders[0].payor_account_id)
        usable = self._asking.desk.usable
        self.tender_control.set_choices(
            [Choice(one.id, drawer_words(one, self._context.setup)) for one in usable]
        )
        self.tender_control.value_changed.connect(self._on_control)
        self._on_control()
        missing = -event.totals.difference
        if missing > ZERO and self.amount.currency.code == event.currency:
            self.amount.set_value(missing)
            self.amount.rest = lambda: (
                missing if self.amount.currency.code == event.currency else None
            )
        self.texts["name"].setPlaceholderText(_("optional"))

    def _start_with(self, tender: TenderView) -> None:
        self.account.start_with(tender.payor_account_id)
        frozen = (one.status is PaymentStatus.FROZEN for one in self._asking.event.payments)
        self.payor.setReadOnly(any(frozen))
        self.amount.set_value(tender.control_amount)
        for name, value in (
            ("check_number", tender.check_number),
            ("micr", tender.micr_last4),
            ("customer_id", tender.customer_id),
            ("external_reference", tender.external_reference),
            ("name", tender.name),
        ):
            self.texts[name].setText(value)
        if tender.auto_pay is not None:
            self.debit.show_kind(tender.tender_type)
            self.debit.show_request(tender.auto_pay, tender.payor_account_id)
        refused = self._asking.why_not_change_amount(tender)
        if refused is not None:
            self.amount.setReadOnly(True)
            self.form.row("amount_tendered").show_hint(self._context.texts.of(refused))

    def _on_control(self, _value: ControlId | None = None) -> None:
        control = self._control()
        if control is not None:
            self.amount.set_currency(self._context.formats.currency(control.currency))
            self.converter.show_control(control)

    def _control(self) -> Control | None:
        chosen = self.tender_control.value()
        return next((one for one in self._asking.desk.usable if one.id == chosen), None)
