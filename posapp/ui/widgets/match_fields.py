"""Match type and value of a payment with what they can name (PE-10, OI-1, IT-3, D-26).

Nobody has to know a bill or agreement number by heart: what is unpaid is listed at the value, and
below the fields where a dialog has room for it. What is said at a field stops nobody: money that
was received is stored, in Error.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from posapp.domain.accounts import AccountCard
from posapp.domain.codes import MatchKind
from posapp.domain.event_views import PaymentView
from posapp.domain.ids import AccountId
from posapp.domain.payment_views import MatchChoice, Payee
from posapp.domain.setup import MatchType
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped
from posapp.ui.models.payment_lists import choice_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.match_value_edit import MatchValueEdit
from posapp.ui.widgets.table import DataTable

_ROWS: Final = 4


class MatchFields(QObject):
    """What a payment is for; ``taken`` carries the ``MatchChoice`` that was taken from a list."""

    taken = Signal(object)

    def __init__(self, context: UiContext, form: Form) -> None:
        """Append the fields to a form.

        Args:
            context: the window's surroundings.
            form: of the dialog.
        """
        super().__init__(form)
        self._context, self._form = context, form
        self._card: AccountCard | None = None
        self._payee: Payee | None = None
        self._reads, self._reading = 0, False
        self.choices: DataTable | None = None
        self.match_type = ChoiceBox()
        self.match_value = MatchValueEdit(context.formats)
        form.add("match_type", _("&Match Type"), self.match_type)
        form.add("match_value", _("Match &Value"), self.match_value)
        self.offer_types(tuple(one for one in self._kinds() if one.active))
        self.match_type.value_changed.connect(self._on_type)
        self.match_value.textChanged.connect(self.say)
        self.match_value.chosen.connect(self._take)
        self._on_type()

    def value(self) -> tuple[str, str]:
        """Match type and match value as typed; both empty for none."""
        code, typed = self.match_type.value() or "", self.match_value.value()
        kind = self._context.setup.match_types.get(code)
        # Our own numbers are shown in groups; those of others may hold spaces.
        ours = kind is not None and kind.kind is MatchKind.AGREEMENT
        return code, typed.replace(" ", "") if ours else typed

    def offer_types(self, kinds: tuple[MatchType, ...]) -> None:
        """Offer match types; the one that is chosen stays."""
        self._offered = kinds
        chosen = self.match_type.value() or ""
        self.match_type.set_choices(
            [Choice("", _("None")), *(Choice(kind.code, kind.description) for kind in kinds)]
        )
        self.match_type.select(chosen)

    def list_below(self) -> DataTable:
        """Make a list of what is unpaid, for a dialog that has room for one."""
        table = self.choices = DataTable("match_choices", _("What is unpaid"))
        table.keep_rows(_ROWS)
        table.cap_rows(_ROWS)
        table.chosen.connect(self._take)
        # The list that is there already is the one that Down leads to.
        self.match_value.lists_itself = False
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.match_value)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(table.setFocus)
        return table

    def show_match(self, match_type: str, match_value: str) -> None:
        """Show what a payment says; a type that is not offered any more is shown all the same."""
        known = self._context.setup.match_types.get(match_type)
        if not self.match_type.select(match_type) and known is not None:
            self.offer_types((*self._offered, known))
            self.match_type.select(match_type)
        self.match_value.setText(match_value)
        self._on_type()

    def leave(self, payment: PaymentView, account_id: AccountId) -> bool:
        """Empty the fields while they show a payment's match of an account that it leaves (M-22).

        Says whether there was one to leave out.
        """
        told = (payment.match_type or "", payment.match_value or "")
        leaves = account_id != payment.account_id and payment.error_code != "M-22"
        if not leaves or not any(told) or self.value() != told:
            return False
        self.show_match("", "")
        return True

    def show_account(self, card: AccountCard | None) -> None:
        """Help with the debts of an account; they are read when a match is wanted (OI-1)."""
        self._card, self._payee = card, None
        self._reads, self._reading = self._reads + 1, False
        self._on_type()

    def show_payee(self, payee: Payee, match_type: str = "", match_value: str = "") -> None:
        """Offer only what makes sense for an account, and show a match of it."""
        self._payee = payee
        self._reads += 1
        wanted = (one for one in self._sensible(payee) if one.active or one.code == match_type)
        self.offer_types(tuple(wanted))
        self.show_match(match_type, match_value)
        if self.choices is not None:
            # One agreement leaves no choice (NC-3).
            self.choices.setVisible(not payee.non_cis or len(payee.choices) > 1)

    def say(self, _text: str = "") -> None:
        """Say at the field what would end in Error."""
        card, chosen = self._card, self.match_type.value() or ""
        missing = card is not None and card.match_required and not chosen
        says = _("Open-item: choose what is paid.") if missing else ""
        self._form.row("match_type").show_warning(says)
        value = self.value()[1]
        unknown = bool(value) and not self.match_value.knows(value)
        says = _("Nothing unpaid has this number.") if unknown else ""
        self._form.row("match_value").show_warning(says)

    def _kinds(self) -> tuple[MatchType, ...]:
        return tuple(self._context.setup.match_types.values())

    def _sensible(self, payee: Payee) -> list[MatchType]:
        """Bills for open-item accounts, items where there are some, one agreement always (2.2)."""
        kinds = {choice.kind for choice in payee.choices}
        wanted = {MatchKind.AGREEMENT} | (kinds & {MatchKind.ITEM})
        if payee.open_item:
            wanted |= set(MatchKind)
        return [kind for kind in self._kinds() if kind.kind in wanted]

    def _on_type(self, _code: object = None) -> None:
        """List only what the type can name; without one everything, to choose from below."""
        kind = self._context.setup.match_types.get(self.match_type.value() or "")
        self.match_value.setEnabled(kind is not None)
        if kind is None:
            self.match_value.clear()
        payee = self._payee
        if payee is None:
            self.match_value.set_offers((), "")
            if self._card is not None and (kind is not None or self._card.open_item):
                self._read()
        else:
            currency = payee.account.currency
            shown = tuple(c for c in payee.choices if kind is None or c.kind is kind.kind)
            self.match_value.set_offers(() if kind is None else shown, currency)
            if self.choices is not None:
                columns = choice_columns(self._context.setup, self._context.formats, currency)
                self.choices.set_model(RecordTableModel(columns, shown, self.choices))
                self._say_why_empty(payee)
        self.say()

    def _say_why_empty(self, payee: Payee) -> None:
        """A list that is empty for its type only is no account without debts."""
        if self.choices is None:
            return
        if payee.choices:
            self.choices.set_empty_text(
                _("Nothing unpaid of this type"),
                _("Choose another match type, or none to see all."),
            )
        elif payee.open_item:
            # Without a match its payment stays in Error (OI-1).
            says = _("Its payment needs a service agreement: choose another account.")
            self.choices.set_empty_text(_("Nothing to choose"), says)
        else:
            self.choices.set_empty_text(_("Nothing unpaid"), _("A payment would become a credit."))

    def _read(self) -> None:
        """Read what is unpaid, off the GUI thread; an answer about another account is dropped."""
        if self._card is None or self._reading:
            return
        self._reading = True
        context, account_id = self._context, AccountId(self._card.account.id)
        work = partial(context.services.payments.payee, account_id, context.actor)
        context.runner.run(self, work, partial(self._on_payee, self._reads))

    def _on_payee(self, read: int, payee: Payee) -> None:
        if read == self._reads:
            self._payee, self._reading = payee, False
            self._on_type()

    def _take(self, choice: MatchChoice) -> None:
        codes = [one.code for one in self._kinds() if one.kind is choice.kind and one.active]
        if codes and self.match_type.select(codes[0]):
            number = choice.value
            self.match_value.setText(
                grouped(number) if choice.kind is MatchKind.AGREEMENT else number
            )
            self.taken.emit(choice)
