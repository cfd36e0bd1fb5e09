"""The fields of a new payment event: payor, payee, amount, match, non-CIS data, tenders (AD-1..AD-10)."""

from dataclasses import replace
from functools import partial
from itertools import pairwise

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.domain.accounts import AccountCard
from posapp.domain.autopay import offered_kinds
from posapp.domain.codes import DistributeAction
from posapp.domain.ids import short_id
from posapp.domain.money import Money
from posapp.domain.payment_events import PaymentDraft
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.payment_start import PaymentPreset, PaymentStart
from posapp.ui.formats import grouped
from posapp.ui.tender_words import drawer_name
from posapp.ui.widgets.autopay_block import AutoPayBlock
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.following_amount import FollowingAmount
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.look_up_edit import LookUpEdit
from posapp.ui.widgets.match_fields import MatchFields
from posapp.ui.widgets.money_edit import MoneyEdit
from posapp.ui.widgets.non_cis_fields import NonCisFields
from posapp.ui.widgets.tender_rows import TenderRows
from posapp.ui.words import word

_TENDER_FIELDS = frozenset(
    {"amount_tendered", "tender_type", "check_number", "micr"}
    | {"autopay_source", "external_account", "expires_on", "entity_name"}
)
# What rules call a field, where the dialog has another name for it.
_NAMES = {"amount": "payment_amount", "tenders": "amount_tendered", "account": "payee"}
_PAYEE_KEY = "Alt+O"


class PaymentFields(QWidget):
    """Everything that is typed about a payment; it decides nothing."""

    def __init__(
        self,
        context: UiContext,
        start: PaymentStart,
        form: Form,
    ) -> None:
        """Make the fields empty; ``show_start`` fills them.

        Args:
            context: the window's surroundings.
            start: payor, set-up and drawers.
            form: the dialog's form, of three columns.
        """
        super().__init__()
        self._context = context
        self._start = start
        self._card = start.card
        formats, currency = context.formats, start.card.account.currency
        self.form = form
        self.payor, self.payee = LookUpEdit(), LookUpEdit()
        self.payment_date = DateEdit(formats, lambda: self._start.card.today)
        self.payment_amount = MoneyEdit(formats, formats.currency(currency))
        self.tender_control = ChoiceBox()
        self.action = ChoiceBox([Choice(one, word(one).text) for one in DistributeAction])
        self.non_cis = NonCisFields(3)
        self.non_cis_name, self.reference, self.comments = self.non_cis.fields
        self.payee_button = KeyButton(
            _("Other payee"), self.unfold_payee, name="other_payee", kind="quiet"
        )
        types = offered_kinds(start.setup)
        first = start.setup.installation.quick_add_tender_type
        self.payment_amount.textEdited.connect(self._on_amount_typed)
        following = self._following = FollowingAmount(self.payment_amount)
        block = partial(AutoPayBlock, start.setup.autopay, formats, lambda: self._start.card.today)
        self.tenders = TenderRows(types, first, formats, currency, following.missing, block)
        following.watch(self.tenders)
        self._lay_out()
        self.match.taken.connect(following.take)

    def show_start(self, start: PaymentStart) -> None:
        """Fill the fields of a payor with their defaults (AD-3, AD-4, D-02)."""
        self._start = start
        card, currency = start.card, start.card.account.currency
        self.payor.setText(grouped(short_id(card.account.id)))
        self.form.row("payor").show_hint(self._balances(card))
        self.payment_amount.set_currency(self._context.formats.currency(currency))
        self.tenders.set_currency(currency)
        self.payment_date.set_value(card.today)
        self._offer(start)
        self.action.select(DistributeAction.FREEZE)

    def show_payment(self, card: AccountCard, preset: PaymentPreset, amount: Money) -> None:
        """Fill what depends on whose debt is paid: match, amount, non-CIS data."""
        self._card = card
        other = card.account.id != self._start.card.account.id
        says = f"{card.account.name} \u00b7 {self._balances(card)}" if other else ""
        self.form.row("payee").show_hint(says)
        self.match.show_account(None)
        self.match.show_match(preset.match_type, preset.match_value)
        self.match.show_account(card)
        self.non_cis.setVisible(card.non_cis)
        self._following.start(amount)

    def unfold_payee(self) -> None:
        """Show the field for another payee beside the payor."""
        self.fold_payee(folded=False)
        self.payee.setFocus()

    def fold_payee(self, *, folded: bool) -> None:
        """Give the payor the whole line again, or half of it to the payee."""
        self.payee.clear()
        self.form.row("payee").show_hint("")
        self.form.row("payee").setVisible(not folded)
        self.form.set_span("payor", 2 if folded else 1)
        self.payee_button.setEnabled(folded)

    def focus_start(self) -> None:
        """Put the cursor where the cashier types first."""
        card, first = self._card, self.tenders.first.amount
        if card.non_cis:
            self.non_cis_name.setFocus()
        elif card.match_required and not self.match_type.value():
            self.match_type.setFocus()
        else:
            first.setFocus()

    def typed(self) -> tuple[object, ...]:
        """Everything that a user may have typed or chosen."""
        texts = (
            self.payor, self.payee, self.payment_date, self.payment_amount, self.match_value,
            self.non_cis_name, self.reference, self.comments,
        )  # fmt: skip
        chosen = (self.match_type, self.tender_control, self.action)
        return (
            self.tenders.typed(),
            *(one.text() for one in texts),
            *(one.value() for one in chosen),
        )

    def wrong_text(self) -> QWidget | None:
        """The first text that is too long for its field."""
        texts = (self.match_value, self.non_cis_name, self.reference, self.comments)
        return next((one for one in texts if one.isVisible() and one.error), None)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing or wrong; nothing is shown."""
        return (
            self.payment_amount.value() is not None
            and self.payment_date.value() is not None
            and self.wrong_text() is None
            and self.tenders.is_whole
        )

    def payment(self) -> PaymentDraft | None:
        """The payment as typed, ``None`` when it has no amount, which is then shown."""
        amount = self.payment_amount.value()
        if amount is None:
            says = self.payment_amount.error or _("Enter an amount.")
            self.form.show_error("payment_amount", says)
            return None
        match_type, match_value = self.match.value()
        draft = PaymentDraft(
            account_id=self._card.account.id,
            amount=amount,
            match_type=match_type,
            match_value=match_value,
        )
        if not self._card.non_cis:
            # What was typed for another account is hidden, and must be blank (2.2).
            return draft
        return replace(draft, **self.non_cis.values())

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

    def _on_amount_typed(self, _text: str) -> None:
        """What was missing is being typed."""
        self.form.show_error("payment_amount", "")

    def _offer(self, start: PaymentStart) -> None:
        """Offer the drawers, the default first, and the match types."""
        self.tender_control.set_choices(
            [Choice(one.id, drawer_name(one, start.setup)) for one in start.controls]
        )
        active = (kind for kind in start.setup.match_types.values() if kind.active)
        self.match.offer_types(tuple(active))

    def _lay_out(self) -> None:
        form = self.form
        form.add("payor", _("&Payor Account ID"), self.payor, span=2)
        form.add_over("payee", _("Payee Account ID"), self.payee, at=1)
        form.add("payment_date", _("Pa&yment Date"), self.payment_date)
        form.add("payment_amount", _("Payment &Amount"), self.payment_amount)
        form.add("tender_control", _("Tender &Control"), self.tender_control, span=2)
        self.match = MatchFields(self._context, form)
        self.match_type, self.match_value = self.match.match_type, self.match.match_value
        form.add("distribute_action", _("&Distribute Action"), self.action)
        self.payee_button.bind_key(QKeySequence(_PAYEE_KEY))
        self.payee_button.show_hint(_PAYEE_KEY)
        self.tenders.buttons.insertWidget(1, self.payee_button)
        self.fold_payee(folded=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (form, self.non_cis, self.tenders):
            column.addWidget(part)
        column.addStretch(1)

    def order_tabs(self) -> None:
        """Tab goes as people read; the fields must have their window."""
        stops = (
            self.payor, self.payee, self.payment_date, self.payment_amount, self.tender_control,
            self.match_type, self.match_value, self.action,
            self.non_cis_name, self.reference, self.comments,
            *self.tenders.stops(), self.payee_button,
        )  # fmt: skip
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def _balances(self, card: AccountCard) -> str:
        """What is owed, as people ask for it at the counter (AD-1)."""
        money, currency = self._context.formats.money, card.account.currency
        return _("Current balance {current} \u00b7 payoff {payoff}").format(
            current=money(card.current_balance, currency),
            payoff=money(card.payoff_balance, currency),
        )
