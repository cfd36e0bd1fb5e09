"""The fields of a new payment event: payor, amount, match, non-CIS data and tenders (AD-1..AD-10)."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import short_id
from posapp.domain.money import Money
from posapp.domain.payment_events import PaymentDraft
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.payment_start import PaymentPreset, PaymentStart
from posapp.ui.formats import grouped
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.look_up_edit import LookUpEdit
from posapp.ui.widgets.money_edit import MoneyEdit
from posapp.ui.widgets.tender_rows import TenderRows
from posapp.ui.words import word

_TENDER_FIELDS = frozenset({"amount_tendered", "tender_type", "check_number"})
# What rules call a field, where the dialog has another name for it.
_NAMES = {"amount": "payment_amount", "tenders": "amount_tendered"}
_NON_CIS_WIDTH = 254
_MATCH_WIDTH = 30


class PaymentFields(QWidget):
    """Everything that is typed about a payment; it decides nothing."""

    def __init__(
        self,
        context: UiContext,
        start: PaymentStart,
        form: Form,
        rest: Callable[[], Money | None],
    ) -> None:
        """Make the fields empty; ``show_start`` fills them.

        Args:
            context: the window's surroundings.
            start: payor, set-up and drawers.
            form: the dialog's form, of three columns.
            rest: gives what a further tender starts with.
        """
        super().__init__()
        self._context = context
        self._start = start
        formats, currency = context.formats, start.card.account.currency
        self.form = form
        self.payor = LookUpEdit()
        self.payment_date = DateEdit(formats, lambda: self._start.card.today)
        self.payment_amount = MoneyEdit(formats, formats.currency(currency))
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
        self.tenders = TenderRows(types, first, formats, currency, rest)
        self._lay_out()
        self.match_type.value_changed.connect(self._on_match_type)

    def show_start(self, start: PaymentStart, preset: PaymentPreset, amount: Money) -> None:
        """Fill the fields with their defaults (AD-3, AD-4, D-02)."""
        self._start = start
        card, currency = start.card, start.card.account.currency
        self.payor.setText(grouped(short_id(card.account.id)))
        self.payment_amount.set_currency(self._context.formats.currency(currency))
        self.tenders.set_currency(currency)
        self.payment_date.set_value(card.today)
        self._offer(start)
        self.action.select(DistributeAction.FREEZE)
        self.match_type.select(preset.match_type)
        self.match_value.setText(preset.match_value)
        self._on_match_type(preset.match_type)
        self.non_cis.setVisible(card.non_cis)
        self.payment_amount.set_value(amount or None)
        self.tenders.first.amount.set_value(amount or None)

    def shows_payor(self) -> bool:
        """Whether the account typed is the one whose card is shown."""
        return self.payor.text().replace(" ", "") == short_id(self._start.card.account.id)

    def focus_start(self) -> None:
        """Put the cursor where the cashier types first."""
        card = self._start.card
        (self.non_cis_name if card.non_cis else self.tenders.first.amount).setFocus()

    def payment(self) -> PaymentDraft | None:
        """The payment as typed, ``None`` when it has no amount, which is then shown."""
        amount = self.payment_amount.value()
        if amount is None:
            says = self.payment_amount.error or _("Enter an amount.")
            self.form.show_error("payment_amount", says)
            return None
        draft = PaymentDraft(
            account_id=self._start.card.account.id,
            amount=amount,
            match_type=self.match_type.value() or "",
            match_value=self.match_value.text().strip(),
        )
        if not self._start.card.non_cis:
            # What was typed for another account is hidden, and must be blank (2.2).
            return draft
        return replace(
            draft,
            non_cis_name=self.non_cis_name.text().strip(),
            reference=self.reference.text().strip(),
            comments=self.comments.text().strip(),
        )

    def show_error(self, field: str, sentence: str) -> bool:
        """Errors of tenders stand in their line, those of non-CIS fields in their form."""
        name = _NAMES.get(field, field)
        if name in _TENDER_FIELDS and self.tenders.show_error(name, sentence):
            self.tenders.first.amount.setFocus()
            return True
        for form in (self.non_cis, self.form):
            if form.show_error(name, sentence):
                form.focus_first_error()
                return True
        return False

    def clear_errors(self) -> None:
        """Take back errors that came from outside."""
        self.non_cis.clear_errors()
        self.tenders.clear_errors()

    def _offer(self, start: PaymentStart) -> None:
        """Offer the drawers, the default first, and the match types."""
        sources = start.setup.tender_sources
        self.tender_control.set_choices(
            [
                Choice(c.id, f"{sources[c.tender_source].description} · {grouped(short_id(c.id))}")
                for c in start.controls
            ]
        )
        offered = [kind for kind in start.setup.match_types.values() if kind.active]
        self.match_type.set_choices(
            [Choice("", _("None")), *(Choice(kind.code, kind.description) for kind in offered)]
        )

    def _lay_out(self) -> None:
        form = self.form
        form.add("payor", _("Payor Account ID"), self.payor, span=2)
        form.add("payment_date", _("Payment Date"), self.payment_date)
        form.add("payment_amount", _("Payment Amount"), self.payment_amount)
        form.add("tender_control", _("Tender Control"), self.tender_control, span=2)
        form.add("match_type", _("Match Type"), self.match_type)
        form.add("match_value", _("Match Value"), self.match_value)
        form.add("distribute_action", _("Distribute Action"), self.action)
        self.non_cis.add("non_cis_name", _("Non-CIS Name"), self.non_cis_name)
        self.non_cis.add("reference", _("Reference Number"), self.reference)
        self.non_cis.add("comments", _("Non-CIS Comments"), self.comments, span=2)
        for field in (self.non_cis_name, self.reference, self.comments):
            field.setMaxLength(_NON_CIS_WIDTH)
        self.match_value.setMaxLength(_MATCH_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (form, self.non_cis, self.tenders):
            column.addWidget(part)
        column.addStretch(1)

    def _on_match_type(self, code: str) -> None:
        self.match_value.setEnabled(bool(code))
        if not code:
            self.match_value.clear()
