"""What a correction asks for, by what went wrong: only the fields that this fault needs."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from posapp.domain.correction_steps import live_payments, stated
from posapp.domain.corrections import DEFAULT_REASONS, CorrectionOrder, Fault
from posapp.domain.event_views import PaymentView
from posapp.domain.ids import PaymentId, TenderId
from posapp.domain.money import total
from posapp.i18n import _
from posapp.ui.account_field import AccountField
from posapp.ui.context import UiContext
from posapp.ui.correct_choices import (
    PLAIN,
    REQUIRED,
    bank_choices,
    charge_choices,
    drawer_choices,
    payment_choices,
    returned_choices,
    tender_choices,
    type_choices,
)
from posapp.ui.correct_subject import CorrectSubject
from posapp.ui.mending import forget_when_edited
from posapp.ui.theme import dp
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.detail_rows import DetailRows
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.look_up_edit import LookUpEdit
from posapp.ui.widgets.match_fields import MatchFields
from posapp.ui.widgets.money_edit import MoneyEdit
from posapp.ui.widgets.non_cis_fields import NonCisFields

_CHECK_WIDTH = 10
_CODE_WIDTH = 36


class CorrectFields(QWidget):
    """The fields of one fault; ``order`` says them as a command, ``edited`` tells of a change."""

    edited = Signal()

    def __init__(self, context: UiContext, subject: CorrectSubject, fault: Fault) -> None:
        super().__init__()
        self._context, self._subject, self._fault = context, subject, fault
        self._event = subject.event
        self.form = Form(2)
        self.account: AccountField | None = None
        self.rows: DetailRows | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(8))
        column.addWidget(self.form)
        self._column = column
        self.fields: dict[str, QWidget] = {}
        self.match: MatchFields | None = None
        self.non_cis: NonCisFields | None = None
        _LAY_OUT[fault](self)

    def mark(self, payment_id: PaymentId | None, tender_id: TenderId | None) -> None:
        """Start with the payment or tender that the user came from."""
        for name, value in (("payment", payment_id), ("tender", tender_id)):
            box = self.fields.get(name)
            if isinstance(box, ChoiceBox) and value is not None:
                box.select(value)

    def focus_first(self) -> None:
        """The first thing to fill in."""
        if self.rows is not None and not self.fields.keys() - {"payor_too"}:
            self.rows.focus_value()
        else:
            self.form.focus_first()

    def show_error(self, field: str, sentence: str) -> bool:
        """Show an error at a field; False when it is not asked for here."""
        for form in (self.form, self.non_cis):
            if form is not None and form.show_error(field, sentence):
                form.focus_first_error()
                return True
        return False

    def focus_first_error(self) -> None:
        """Go to the first field that is wrong, or to the rows where those are."""
        if self.rows is not None and self.rows.wrong and not self.form.errors():
            self.rows.focus_value()
            return
        for form in (self.non_cis, self.form):
            if form is not None:
                form.focus_first_error()

    def clear_errors(self) -> None:
        """Take back errors that came from outside."""
        for form in (self.form, self.non_cis):
            if form is not None:
                form.clear_errors()

    def is_ready(self, then: Callable[[], object]) -> bool:
        """Whether everything is said; an account is looked up first, and ``then`` called after."""
        for name, says in REQUIRED.items():
            field = self.fields.get(name)
            if (
                field is not None
                and not self.form.row(name).isHidden()
                and self._value(name) in {None, ""}
                and not self.form.row(name).error
            ):
                self.form.show_error(name, _(says))
        if self.rows is not None and self.rows.wrong:
            self.rows.show_wrong()
            return False
        if self.account is not None and not self.account.settle(then):
            return False
        return not (self.form.errors() or (self.non_cis is not None and self.non_cis.errors()))

    def order(self, confirmed: frozenset[str]) -> CorrectionOrder:
        """The fields as a command."""
        given: dict[str, Any] = {name: self._value(name) for name in PLAIN if name in self.fields}
        for name in ("tender_type", "reason", "non_cis_name", "reference", "comments"):
            given[name] = given.get(name) or ""
        if self.match is not None:
            given["match"] = self.match.value()
        if self.account is not None and self.account.card is not None:
            given["account_id"] = self.account.card.account.id
        if self.rows is not None:
            given["details"] = self.rows.drafts
        bank = self._value("bank_account") if "bank_account" in self.fields else None
        if bank is not None:
            given |= {"bank": bank.bank, "bank_account": bank.key}
        if "tender" in self.fields:
            given["tender_id"] = self._value("tender")
        if "payment" in self.fields:
            given["payment_id"] = self._value("payment")
        for shown, name in (("amount_tendered", "amount"), ("payment_date", "day")):
            if shown in self.fields:
                given[name] = self._value(shown)
        return CorrectionOrder(self._event.id, self._fault, **given, confirmed=confirmed)

    def ask_non_cis(self) -> None:
        """Show the fields of an account without customer (NC-7)."""
        if "non_cis_name" in self.fields:
            return
        self.non_cis = NonCisFields(2)
        self.fields |= dict(zip(("non_cis_name", "reference", "comments"), self.non_cis.fields,
                                strict=True))  # fmt: skip
        self._column.insertWidget(self._column.indexOf(self.form) + 1, self.non_cis)

    def _value(self, name: str) -> Any:
        field = self.fields[name]
        if name == "external_reference" and not self._takes_code:
            return None
        if isinstance(field, ChoiceBox | MoneyEdit | DateEdit):
            return field.value()
        if isinstance(field, QCheckBox):
            return field.isChecked()
        return field.text().strip() if isinstance(field, QLineEdit) else None

    def _add(self, name: str, label: str, field: QWidget, *, span: int = 1) -> None:
        self.fields[name] = field
        row = self.form.add(name, label, field, span=span)
        forget_when_edited(row, self.edited.emit)

    def _lay_out_account(self) -> None:
        event = self._event
        self._add_payments(_("Which pa&yment"))
        if event.details:
            whole = total(p.amount for p in live_payments(event))
            self.rows = DetailRows(self._context, event.currency, whole)
            self.rows.start_with(event.details[0].rule, whole)
            self._column.addWidget(self.rows, 1)
        else:
            edit = LookUpEdit()
            row = self.form.add("account", _("The &right account"), edit, " ", span=2)
            self.account = AccountField(self._context, edit, row)
            self.account.found.connect(self._on_account)
            self._add_match(live_payments(event))
        if len({t.payor_account_id for t in stated(event)}) == 1 == len(live_payments(event)):
            self.payor = QCheckBox(_("T&he money came from that account, too"))
            self.payor.setObjectName("payor_too")
            self.payor.setChecked(True)
            self.fields["payor_too"] = self.payor
            self._column.addWidget(self.payor)

    def _add_match(self, payments: tuple[PaymentView, ...]) -> None:
        self.match = MatchFields(self._context, self.form)
        if len(payments) == 1:
            self.match.show_match(payments[0].match_type or "", payments[0].match_value or "")

    def _lay_out_amount(self) -> None:
        self._add_tenders()
        tenders = stated(self._event)
        code = tenders[0].control_currency if tenders else self._event.currency
        edit = MoneyEdit(self._context.formats, self._context.setup.currencies[code])
        self._add("amount_tendered", _("What was &really handed over"), edit)
        given = self._event.totals.cash_back
        if given:
            says = _("The change of {amount} stays as it was handed out.").format(
                amount=self._context.formats.money(given, self._event.currency)
            )
            self.form.row("amount_tendered").show_hint(says)
        box = self.fields.get("tender")
        if isinstance(box, ChoiceBox):
            box.value_changed.connect(self._on_tender)
        self._add_payments(_("Whose pa&yment is more or less"))
        self._add_drawer()

    def _lay_out_type(self) -> None:
        self._add_tenders()
        kind = ChoiceBox(type_choices(self._context))
        self._add("tender_type", _("What was &really handed over"), kind)
        check, code = LimitedEdit(_CHECK_WIDTH), LimitedEdit(_CODE_WIDTH)
        self._add("check_number", _("Check N&umber"), check)
        self._add("external_reference", _("Authori&zation Code"), code)
        kind.value_changed.connect(self._on_kind)
        self._on_kind()
        self._add_drawer()

    def _lay_out_twice(self) -> None:
        self._add_drawer()

    def _lay_out_returned(self) -> None:
        offered = returned_choices(self._event, self._context)
        if offered and len(stated(self._event)) > 1:
            self._add("tender", _("Which te&nder"), ChoiceBox(offered), span=2)
        reason = ChoiceBox(charge_choices(self._context))
        reason.select(DEFAULT_REASONS[Fault.RETURNED])
        self._add("reason", _("Cancel R&eason"), reason)
        banks = bank_choices(self._context, self._event.currency)
        self._add("bank_account", _("&Bank Account"), ChoiceBox(banks))
        if self._event.totals.cash_back:
            shown = self._context.formats.money(self._event.totals.cash_back, self._event.currency)
            label = _("Was the chan&ge of {amount} returned?").format(amount=shown)
            answers = [Choice(None, _("Choose")), Choice(True, _("Yes")), Choice(False, _("No"))]
            self._add("change_returned", label, ChoiceBox(answers))

    def _lay_out_date(self) -> None:
        edit = DateEdit(self._context.formats, self._context.today)
        self._add("payment_date", _("The &right payment date"), edit)
        self._add_drawer()

    def _add_tenders(self) -> None:
        """Which tender, where there are several."""
        choices = tender_choices(self._event, self._context.formats)
        if len(choices) > 1:
            self._add("tender", _("Which te&nder"), ChoiceBox(choices), span=2)

    def _add_payments(self, label: str) -> None:
        """Which payment, where there are several."""
        choices = payment_choices(self._event, self._context.formats)
        if len(choices) > 1:
            self._add("payment", label, ChoiceBox(choices), span=2)

    def _add_drawer(self) -> None:
        """An open drawer, where money cannot go back out of the one it lies in (D-14)."""
        fit = drawer_choices(self._subject, self._context)
        if fit:
            label = _("Its dra&wer is balanced: money goes through")
            self._add("drawer", label, ChoiceBox(fit), span=2)

    @property
    def _takes_code(self) -> bool:
        """Whether what was handed over needs the code of an authorization (5)."""
        field = self.fields.get("tender_type")
        kinds = self._context.setup.tender_types
        kind = kinds.get(field.value()) if isinstance(field, ChoiceBox) else None
        return kind is not None and kind.requires_authorization

    def _on_kind(self, _code: object = None) -> None:
        self.form.row("external_reference").setVisible(self._takes_code)

    def _on_tender(self, tender_id: TenderId) -> None:
        """Its amount is in its own currency."""
        edit = self.fields["amount_tendered"]
        found = [one for one in stated(self._event) if one.id == tender_id]
        if found and isinstance(edit, MoneyEdit):
            edit.set_currency(self._context.setup.currencies[found[0].control_currency])

    def _on_account(self, card: Any) -> None:
        if self.match is not None:
            for one in live_payments(self._event) if card is not None else ():
                self.match.leave(one, card.account.id)
            self.match.show_account(card)
        if card is not None and card.non_cis:
            self.ask_non_cis()


_LAY_OUT: Final[Mapping[Fault, Callable[[CorrectFields], None]]] = {
    Fault.ACCOUNT: CorrectFields._lay_out_account,  # noqa: SLF001 - one way for each fault
    Fault.AMOUNT: CorrectFields._lay_out_amount,  # noqa: SLF001
    Fault.TENDER_TYPE: CorrectFields._lay_out_type,  # noqa: SLF001
    Fault.TWICE: CorrectFields._lay_out_twice,  # noqa: SLF001
    Fault.RETURNED: CorrectFields._lay_out_returned,  # noqa: SLF001
    Fault.DATE: CorrectFields._lay_out_date,  # noqa: SLF001
}
