"""Criteria of the payment / tender search in sections; those that do not fit are put away (SR-2)."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from posapp.domain.browse import Criterion
from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.ids import UserId
from posapp.domain.setup import SetUp
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.search_criteria import PEOPLE, SearchFor, TypedSearch
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.money_edit import MoneyEdit
from posapp.ui.words import word

_IDS: Final = frozenset({Criterion.EVENT, Criterion.CONTROL})
_RANGES: Final = (
    (Criterion.DATE_FROM, Criterion.DATE_TO),
    (Criterion.PAYMENT_FROM, Criterion.PAYMENT_TO),
    (Criterion.TENDER_FROM, Criterion.TENDER_TO),
)
_MICR_DIGITS: Final = 4
_MOST_DIGITS: Final = 12
_LEAST_SIGNS: Final = 6


class SearchForm(QWidget):
    """Fields of a search; ``submitted`` is Enter in any of them."""

    submitted = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self.search_for = ChoiceBox(
            [
                Choice(SearchFor.PAYMENTS, _("Payments")),
                Choice(SearchFor.TENDERS, _("Tenders")),
                Choice(SearchFor.BOTH, _("Both: payment events")),
            ]
        )
        self._fields: dict[str, QWidget] = {}
        self._forms = {name: Form(2, gap=GRID) for name in ("event", "payment", "tender")}
        self._headings = {
            "payment": text_label(_("Payment"), "heading"),
            "tender": text_label(_("Tender"), "heading"),
            "event": text_label(_("Payment event"), "heading"),
        }
        self._fill(context.setup)
        self._lay_out()
        self.search_for.value_changed.connect(self._on_search_for)
        self._on_search_for(self.search_for.value())

    def field(self, name: str) -> Any:
        """The input of a criterion, by its name."""
        return self._fields[name]

    def show_takers(self, takers: Sequence[tuple[UserId, str]]) -> None:
        """Offer the people who may have taken a payment."""
        self.field(Criterion.USER).set_choices(
            [_any(), *(Choice(number, name) for number, name in takers)]
        )

    def typed(self) -> TypedSearch | None:
        """The search as typed; ``None`` when a field is wrong, which is then shown."""
        people, plain = {}, {}
        for form in self._shown():
            form.clear_errors()
        for name in self._names():
            value = self._value(name)
            if value in {None, ""}:
                continue
            if name in PEOPLE:
                people[name] = value
            else:
                plain[Criterion(name)] = value
        self._check_ranges(plain)
        wrong = [form for form in self._shown() if form.errors()]
        if wrong:
            wrong[0].focus_first_error()
            return None
        return TypedSearch(self.search_for.value(), people, plain)

    def show_error(self, field: str, sentence: str) -> bool:
        """Show an error at a field; False when there is no such field."""
        for form in self._forms.values():
            if form.show_error(field, sentence):
                form.focus_first_error()
                return True
        return False

    def clear(self) -> None:
        """Forget everything but what is searched for."""
        for form in self._forms.values():
            form.clear_errors()
        for field in self._fields.values():
            if isinstance(field, ChoiceBox):
                field.select(None)
            elif isinstance(field, QLineEdit):
                field.clear()

    def focus_first(self) -> None:
        """Start with who: the payee, or the payor where only tenders are searched."""
        first = "payor" if self.search_for.value() == SearchFor.TENDERS else "payee"
        self.field(first).setFocus()

    def _shown(self) -> list[Form]:
        return [form for form in self._forms.values() if not form.isHidden()]

    def _names(self) -> list[str]:
        return [name for name in self._fields if any(form.has(name) for form in self._shown())]

    def _value(self, name: str) -> Any:
        field = self.field(name)
        if isinstance(field, ChoiceBox | MoneyEdit | DateEdit):
            return field.value()
        text = field.text().strip()
        if name in _IDS and text:
            digits = text.replace(" ", "")
            if not (digits.isascii() and digits.isdigit()):
                self.show_error(name, _("Only digits make a number here."))
            elif len(digits) > _MOST_DIGITS:
                self.show_error(name, _("A number here has no more than 12 digits."))
            else:
                return int(digits)
            return None
        return text

    def _check_ranges(self, plain: dict[Criterion, Any]) -> None:
        for low, high in _RANGES:
            if low in plain and high in plain and plain[low] > plain[high]:
                self.show_error(high.value, _("The range ends before it begins."))

    def _fill(self, setup: SetUp) -> None:
        self._fill_payment(setup)
        self._fill_tender(setup)
        self._fill_event(setup)
        for field in self._fields.values():
            if isinstance(field, QLineEdit):
                field.returnPressed.connect(self.submitted)

    def _fill_payment(self, setup: SetUp) -> None:
        formats = self._context.formats
        types = [Choice(kind.code, kind.description) for kind in setup.match_types.values()]
        self._add("payment", "payee", _("Account ID or Name"), QLineEdit(), span=2)
        self._add("payment", Criterion.PAYMENT_FROM, _("Amount from"), MoneyEdit(formats))
        self._add("payment", Criterion.PAYMENT_TO, _("Amount to"), MoneyEdit(formats))
        statuses = [Choice(one, word(one).text) for one in PaymentStatus]
        self._add("payment", Criterion.PAYMENT_STATUS, _("Status"), _box(statuses), span=2)
        self._add("payment", Criterion.MATCH_TYPE, _("Match Type"), _box(types))
        self._add("payment", Criterion.MATCH_VALUE, _("Match Value"), QLineEdit())

    def _fill_tender(self, setup: SetUp) -> None:
        formats = self._context.formats
        types = [Choice(kind.code, kind.description) for kind in setup.tender_types.values()]
        statuses = [Choice(one, word(one).text) for one in TenderStatus]
        micr = QLineEdit()
        micr.setMaxLength(_MICR_DIGITS)
        self._add("tender", "payor", _("Payor Account ID or Name"), QLineEdit(), span=2)
        self._add("tender", Criterion.TENDER_FROM, _("Amount from"), MoneyEdit(formats))
        self._add("tender", Criterion.TENDER_TO, _("Amount to"), MoneyEdit(formats))
        self._add("tender", Criterion.TENDER_TYPE, _("Tender Type"), _box(types))
        self._add("tender", Criterion.CHECK_NUMBER, _("Check Number"), QLineEdit())
        self._add("tender", Criterion.CONTROL, _("Tender Control"), QLineEdit())
        self._add("tender", Criterion.TENDER_STATUS, _("Status"), _box(statuses))
        self._add("tender", Criterion.EXTERNAL_REFERENCE, _("External Reference"), QLineEdit())
        self._add("tender", Criterion.MICR, _("MICR, last four"), micr)

    def _fill_event(self, setup: SetUp) -> None:
        formats, today = self._context.formats, self._context.today
        rules = [Choice(one.code, one.label) for one in setup.distribution_rules.values()]
        self._add("event", Criterion.DATE_FROM, _("Payment Date from"), DateEdit(formats, today))
        self._add("event", Criterion.DATE_TO, _("Payment Date to"), DateEdit(formats, today))
        self._add("event", Criterion.EVENT, _("Payment Event ID"), QLineEdit())
        self._add("event", Criterion.DOCUMENT, _("Document Number"), QLineEdit())
        self._add("event", Criterion.USER, _("Taken by"), _box([]), span=2)
        self._add("event", Criterion.RULE, _("Distribution Rule"), _box(rules))
        self._add("event", Criterion.RULE_VALUE, _("Rule Value"), QLineEdit())

    def _add(self, section: str, name: str, label: str, field: QWidget, *, span: int = 1) -> None:
        self._fields[str(name)] = field
        self._forms[section].add(str(name), label, field, span=span, room=False)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, dp(6), 0)
        column.setSpacing(dp(8))
        top = Form()
        top.add("search_for", _("Search for"), self.search_for, room=False)
        column.addWidget(top)
        for name, heading in self._headings.items():
            column.addSpacing(dp(4))
            column.addWidget(heading)
            column.addWidget(self._forms[name])
        column.addStretch(1)

    def _on_search_for(self, wanted: SearchFor) -> None:
        for section, other in (
            ("payment", SearchFor.TENDERS),
            ("tender", SearchFor.PAYMENTS),
        ):
            fits = wanted != other
            self._forms[section].setVisible(fits)
            self._headings[section].setVisible(fits)


def _any() -> Choice:
    return Choice(None, _("Any"))


def _box(choices: Sequence[Choice]) -> ChoiceBox:
    """A choice that is as wide as its place, however long its words are."""
    box = ChoiceBox([_any(), *choices])
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_LEAST_SIGNS)
    return box
