"""Match type and value of a payment with the list of what they can name (PE-10, OI-1, IT-3).

Nobody has to know a bill or agreement number by heart: the unpaid ones stand below, Enter takes
one. Types that cannot work for the account are not offered.
"""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from posapp.domain.codes import MatchKind
from posapp.domain.payment_views import MatchChoice, Payee
from posapp.domain.setup import MatchType
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped
from posapp.ui.models.payment_lists import choice_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.table import DataTable

_ROWS: Final = 4
_WIDTH: Final = 30


class MatchFields(QWidget):
    """What a payment is for; ``taken`` carries the choice that was taken from the list."""

    taken = Signal(object)

    def __init__(self, context: UiContext, form: Form) -> None:
        """Append the fields to a form; this widget is the list below them."""
        super().__init__()
        self._context = context
        self._payee: Payee | None = None
        self.match_type = ChoiceBox()
        self.match_value = QLineEdit()
        self.match_value.setMaxLength(_WIDTH)
        form.add("match_type", _("Match Type"), self.match_type)
        form.add("match_value", _("Match Value"), self.match_value)
        self.choices = DataTable("match_choices", _("What is unpaid"))
        self.choices.keep_rows(_ROWS)
        self.choices.cap_rows(_ROWS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.choices)
        self.choices.set_empty_text(_("Nothing unpaid"), _("A payment would become a credit."))
        self.match_type.value_changed.connect(self._on_type)
        self.choices.chosen.connect(self._take)
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.match_value)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self.choices.setFocus)

    def value(self) -> tuple[str, str]:
        """Match type and match value as typed; both empty for none."""
        code, typed = self.match_type.value() or "", self.match_value.text().strip()
        kind = self._context.setup.match_types.get(code)
        # Our own numbers are shown in groups; those of others may hold spaces.
        ours = kind is not None and kind.kind is MatchKind.AGREEMENT
        return code, typed.replace(" ", "") if ours else typed

    def show_payee(self, payee: Payee, match_type: str = "", match_value: str = "") -> None:
        """Offer what makes sense for an account, and show a match of it."""
        self._payee = payee
        offered = [kind for kind in self._sensible(payee) if kind.active or kind.code == match_type]
        known = self._context.setup.match_types.get(match_type)
        if known is not None and known not in offered:
            # It stands on the payment, so it is shown however wrong it is.
            offered.append(known)
        self.match_type.set_choices(
            [Choice("", _("None")), *(Choice(kind.code, kind.description) for kind in offered)]
        )
        self.match_type.select(match_type)
        self.match_value.setText(match_value)
        # One agreement leaves no choice (NC-3).
        self.choices.setVisible(not payee.non_cis or len(payee.choices) > 1)
        self._on_type()

    def _sensible(self, payee: Payee) -> list[MatchType]:
        """Bills for open-item accounts, items where there are some, one agreement always (2.2)."""
        kinds = {choice.kind for choice in payee.choices}
        wanted = {MatchKind.AGREEMENT} | (kinds & {MatchKind.ITEM})
        if payee.open_item:
            wanted |= set(MatchKind)
        return [kind for kind in self._context.setup.match_types.values() if kind.kind in wanted]

    def _on_type(self, _code: object = None) -> None:
        """List only what the type can name, everything while there is none."""
        if self._payee is None:
            return
        kind = self._context.setup.match_types.get(self.match_type.value() or "")
        self.match_value.setEnabled(kind is not None)
        if kind is None:
            self.match_value.clear()
        shown = [c for c in self._payee.choices if kind is None or c.kind is kind.kind]
        columns = choice_columns(
            self._context.setup, self._context.formats, self._payee.account.currency
        )
        self.choices.set_model(RecordTableModel(columns, tuple(shown), self.choices))

    def _take(self, choice: MatchChoice) -> None:
        codes = [
            kind.code
            for kind in self._context.setup.match_types.values()
            if kind.kind is choice.kind and kind.active
        ]
        if codes and self.match_type.select(codes[0]):
            number = choice.value
            self.match_value.setText(
                grouped(number) if choice.kind is MatchKind.AGREEMENT else number
            )
            self.taken.emit(choice)
