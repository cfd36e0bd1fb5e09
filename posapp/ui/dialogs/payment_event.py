"""Add a payment event: one payor, several tenders, cash back live (AD-1..AD-11).

The cursor starts in *Amount Tendered*: Enter alone takes the amount due. While typing only pure
rules run; nothing is read or written before OK.
"""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import short_id
from posapp.domain.money import ZERO, Money, total
from posapp.domain.payment_events import AddEvent, PaymentDraft
from posapp.i18n import _
from posapp.ui.account_badges import account_badges
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.dialogs.payment_start import PaymentPreset, PaymentStart, load_start_of
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.badges import PillStrip
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.look_up_edit import LookUpEdit
from posapp.ui.widgets.money_edit import MoneyEdit
from posapp.ui.widgets.payment_sums import PaymentSums
from posapp.ui.widgets.tender_rows import TenderRows
from posapp.ui.words import word

_TENDER_FIELDS = frozenset({"amount_tendered", "tender_type", "check_number"})


class PaymentEventDialog(TaskDialog):
    """Takes one payment; ``completed`` carries ``Saved[AddedEvent]``."""

    def __init__(
        self,
        context: UiContext,
        start: PaymentStart,
        parent: QWidget | None = None,
        preset: PaymentPreset | None = None,
    ) -> None:
        """Make the dialog for a payor.

        Args:
            context: the window's surroundings.
            start: payor, set-up and drawers.
            parent: window it belongs to.
            preset: a match and amount chosen before, such as an item.
        """
        super().__init__(
            context.runner,
            context.failures,
            context.shortcuts,
            parent,
            title=_("Payment Event"),
            action=_("Take payment"),
            name="payment_event_dialog",
            columns=3,
        )
        self._context = context
        self._start = start
        self._typed_payment = False
        self._payor_error = ""
        self.badges = PillStrip()
        self.payor = LookUpEdit()
        self.payment_date = DateEdit(context.formats, lambda: self._start.card.today)
        self.payment_amount = MoneyEdit(context.formats, context.formats.currency(self._currency()))
        self.tender_control = ChoiceBox()
        self.action = ChoiceBox([Choice(one, word(one).text) for one in DistributeAction])
        self.match_type = ChoiceBox()
        self.match_value = QLineEdit()
        self.non_cis = Form(2)
        self.non_cis_name = QLineEdit()
        self.reference = QLineEdit()
        self.comments = QLineEdit()
        types = [kind for kind in start.setup.tender_types.values() if kind.offered]
        first = start.setup.installation.quick_add_tender_type
        self.tenders = TenderRows(types, first, context.formats, self._currency(), self._missing)
        self.sums = PaymentSums(context.formats, context.texts)
        self._fill_body()
        self._connect()
        self._show_start(preset or PaymentPreset())

    def build_work(self, confirmed: frozenset[str]) -> Work | None:
        """The command as typed; wrong fields are shown instead."""
        self.tenders.clear_errors()
        if not self._shows_payor():
            # The account shown is another one than the one typed: never pay that one.
            self.form.show_error("payor", self._payor_error or _("Leave this field to look it up."))
            return None
        drafts = self.tenders.drafts()
        amount, day = self.payment_amount.value(), self.payment_date.value()
        if amount is None:
            says = self.payment_amount.error or _("Enter an amount.")
            self.form.show_error("payment_amount", says)
        if day is None:
            self.form.show_error("payment_date", self.payment_date.error or _("Enter a date."))
        if drafts is None or amount is None or day is None:
            return None
        card = self._start.card
        payment = PaymentDraft(
            account_id=card.account.id,
            amount=amount,
            match_type=self.match_type.value() or "",
            match_value=self.match_value.text().strip(),
            non_cis_name=self.non_cis_name.text().strip(),
            reference=self.reference.text().strip(),
            comments=self.comments.text().strip(),
        )
        command = AddEvent(
            request_id=self.request_id,
            payor=card.account.id,
            tenders=drafts,
            payments=(payment,),
            action=self.action.value(),
            payment_date=day,
            control_id=self.tender_control.value(),
            confirmed=confirmed,
        )
        return partial(self._context.services.in_hand.submit, command, self._context.actor)

    def show_field_error(self, field: str, sentence: str) -> bool:
        """Errors of tenders stand in their line, those of non-CIS fields in their form."""
        name = {"amount": "payment_amount", "tenders": "amount_tendered"}.get(field, field)
        if name in _TENDER_FIELDS and self.tenders.show_error(name, sentence):
            self.tenders.first.amount.setFocus()
            return True
        if self.non_cis.show_error(name, sentence):
            self.non_cis.focus_first_error()
            return True
        return super().show_field_error(name, sentence)

    def focus_start(self) -> None:
        """Put the cursor where the cashier types first."""
        card = self._start.card
        (self.non_cis_name if card.non_cis else self.tenders.first.amount).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt would start in the first field; the amount is the one that changes."""
        super().showEvent(event)
        if not event.spontaneous():
            self.focus_start()

    def _currency(self) -> str:
        return self._start.card.account.currency

    def _shows_payor(self) -> bool:
        """Whether the account typed is the one whose card is shown."""
        return self.payor.text().replace(" ", "") == short_id(self._start.card.account.id)

    def _missing(self) -> Money | None:
        """What a further tender starts with: the rest of the payment, or of the debt (AD-4)."""
        wanted = self.payment_amount.value() or ZERO
        if not self._typed_payment:
            wanted = max(wanted, self._start.card.default_amount)
        handed = total(one.amount for one in self.tenders.typed() if one.amount is not None)
        return wanted - handed if wanted > handed else None

    def _fill_body(self) -> None:
        """Lay the fields out: payor and badges, the form, tenders, and the sums in one place."""
        self.setMinimumWidth(dp(720))
        left = Qt.AlignmentFlag.AlignLeft
        self.body.insertWidget(0, self.badges, 0, left)
        form = self.form
        form.add("payor", _("Payor Account ID"), self.payor, span=2)
        form.add("payment_date", _("Payment Date"), self.payment_date)
        form.add("payment_amount", _("Payment Amount"), self.payment_amount)
        form.add("tender_control", _("Tender Control"), self.tender_control)
        form.add("distribute_action", _("Distribute Action"), self.action)
        form.add("match_type", _("Match Type"), self.match_type)
        form.add("match_value", _("Match Value"), self.match_value, span=2)
        self.non_cis.add("non_cis_name", _("Non CIS Name"), self.non_cis_name)
        self.non_cis.add("reference", _("Reference Number"), self.reference)
        self.non_cis.add("comments", _("Non CIS Comments"), self.comments, span=2, room=False)
        for field, width in ((self.non_cis_name, 254), (self.reference, 254)):
            field.setMaxLength(width)
        self.comments.setMaxLength(254)
        self.match_value.setMaxLength(30)
        self.body.addWidget(self.non_cis)
        self.body.addWidget(self.tenders)
        self.body.addStretch(1)
        self.body.addWidget(self.sums)

    def _connect(self) -> None:
        self.payor.editingFinished.connect(self._on_payor)
        self.payor.textEdited.connect(self._on_payor_typed)
        self.payment_amount.textEdited.connect(self._on_amount_typed)
        self.payment_amount.value_changed.connect(self._on_sums)
        self.tenders.edited.connect(self._on_tenders)
        self.match_type.value_changed.connect(self._on_match_type)

    def _show_start(self, preset: PaymentPreset) -> None:
        """Fill the fields with their defaults (AD-3, AD-4, D-02)."""
        card, setup = self._start.card, self._start.setup
        sources = setup.tender_sources
        self.payor.setText(short_id(card.account.id))
        self._payor_error = ""
        self.payment_amount.set_currency(self._context.formats.currency(self._currency()))
        self.tenders.set_currency(self._currency())
        self.subtitle.setText(f"{card.account.name} \u00b7 {card.account.address}")
        self.subtitle.show()
        self.badges.show_states(account_badges(card))
        self.payment_date.set_value(card.today)
        self.tender_control.set_choices(
            [
                Choice(c.id, f"{sources[c.tender_source].description} \u00b7 {short_id(c.id)}")
                for c in self._start.controls
            ]
        )
        self.action.select(DistributeAction.FREEZE)
        offered = [kind for kind in setup.match_types.values() if kind.active]
        self.match_type.set_choices(
            [Choice("", _("None")), *(Choice(kind.code, kind.description) for kind in offered)]
        )
        self.match_type.select(preset.match_type)
        self.match_value.setText(preset.match_value)
        self._on_match_type(preset.match_type)
        self.non_cis.setVisible(card.non_cis)
        amount = card.default_amount if preset.amount is None else preset.amount
        self._typed_payment = preset.amount is not None
        self.payment_amount.set_value(amount or None)
        self.tenders.first.amount.set_value(amount or None)
        self._warn()
        self._on_sums()
        self.focus_start()

    def _warn(self) -> None:
        """Say what the cashier must know before taking money: no drawer, cash-only."""
        if not self._start.controls:
            self.show_notice(
                Notice(_("You have no open tender control. Open a drawer first."), Tone.RED)
            )
            self.submit_button.setEnabled(False)
        elif self._start.card.cash_only and self._is_not_cash():
            self.show_notice(
                Notice(_("This account is cash-only and the tender is not cash."), Tone.AMBER)
            )
        else:
            self.banner.clear()

    def _is_not_cash(self) -> bool:
        return any(not typed.tender_type.like_cash for typed in self.tenders.typed())

    def _on_payor(self) -> None:
        """Another payor was typed: look it up off the GUI thread (AD-1)."""
        text = self.payor.text().strip()
        if not text:
            self.payor.setText(short_id(self._start.card.account.id))
        if self._shows_payor() or self._payor_error:
            return
        work = partial(load_start_of, self._context.services, self._context.actor, text)
        self.submit_button.setEnabled(False)
        self._runner.run(self, work, self._on_new_payor, self._on_wrong_payor)

    def _on_new_payor(self, start: PaymentStart) -> None:
        self.submit_button.setEnabled(True)
        self.form.show_error("payor", "")
        self._start = start
        self._show_start(PaymentPreset())

    def _on_wrong_payor(self, error: BaseException) -> None:
        self.submit_button.setEnabled(True)
        self._failures.present(error, self)
        self._payor_error = self.form.row("payor").error

    def _on_payor_typed(self, _text: str) -> None:
        self._payor_error = ""

    def _on_amount_typed(self, _text: str) -> None:
        self._typed_payment = True

    def _on_tenders(self) -> None:
        """A smaller first amount is a part payment as long as nobody typed the payment (AD-4)."""
        typed = self.tenders.typed()
        handed = total(one.amount for one in typed if one.amount is not None)
        due = self._start.card.default_amount
        if not self._typed_payment and handed:
            self.payment_amount.set_value(min(handed, due) if due else handed)
        self._warn()
        self._on_sums()

    def _on_match_type(self, code: str) -> None:
        self.match_value.setEnabled(bool(code))
        if not code:
            self.match_value.clear()

    def _on_sums(self, _value: object = None) -> None:
        """Show what is to pay, handed over and given back, and what is wrong about it."""
        self.tenders.clear_errors()
        says = self.sums.show_sums(
            self.payment_amount.value() or ZERO, self.tenders.typed(), self._currency()
        )
        self.status.setText(says)
