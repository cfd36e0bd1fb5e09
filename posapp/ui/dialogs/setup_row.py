"""A row of a set-up table: a form made from the table's declaration."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from posapp.domain.codes import SourceType
from posapp.domain.money import Money
from posapp.domain.setup_fields import FieldKind, SetUpField, Values, value_of
from posapp.domain.setup_table import SetUpTable
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.formats import joined
from posapp.ui.models.setup_lists import currency_of
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.choice_box import Choice, ChoiceBox

_WIDE: Final = 60
_COLUMNS: Final = 2
_LINES: Final = 3


class SetUpRowDialog(TaskDialog):
    """Adds a row, or changes one; ``completed`` carries ``Saved[str]`` with its key."""

    def __init__(
        self,
        context: UiContext,
        table: SetUpTable,
        row: Values | None,
        references: Mapping[str, Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        """Make the form.

        Args:
            context: the surroundings.
            table: what kind of row.
            row: the row to change, ``None`` for a new one.
            references: codes that a reference may name, by table.
            parent: window it belongs to.
        """
        words = _(table.title)
        title = _("{table}: new row") if row is None else _("{table}: change")
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=title.format(table=words) if not table.single else words,
            action=_("Save"), name="setup_row_dialog", columns=_COLUMNS,
            subtitle=_("Fields with * are required."),
        )  # fmt: skip
        self._context = context
        self._table = table
        self._row = row
        self._references = references
        self.setMinimumWidth(dp(640))
        self.fields: dict[str, QWidget] = {}
        flags = [field for field in table.fields if field.kind is FieldKind.FLAG]
        for field in table.fields:
            if field not in flags:
                self._add(field)
        self._add_flags(flags)
        self._follow_bank()
        self._began = self._typed()

    def focus_field(self, name: str) -> None:
        """Begin at a field rather than at the first one."""
        widget = self.fields[name]
        if widget.isEnabled():
            widget.setFocus()

    def _typed(self) -> tuple[Any, ...]:
        """What stands in the fields, right or wrong."""
        return tuple(_content(widget) for widget in self.fields.values())

    @property
    def holds_work(self) -> bool:
        """Whether a field differs from what the form began with."""
        return self._typed() != self._began

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The row as typed; errors stand at their fields."""
        values: dict[str, Any] = {}
        for field in self._table.fields:
            try:
                values[field.name] = self._value(field)
            except Refused as refused:
                self._failures.present(refused, self)
                return None
        return partial(
            self._context.services.setup_edits.save,
            self._table.name,
            values,
            self.request_id,
            self._context.actor,
            was=self._row,
        )

    def _add(self, field: SetUpField) -> None:
        widget = self._widget(field)
        if self._row is not None and field.name in self._table.keys:
            widget.setEnabled(False)
        self.fields[field.name] = widget
        wide = field.kind is FieldKind.TEXT and field.width > _WIDE
        span = _COLUMNS if wide else 1
        row = self.form.add(
            field.name, _(field.label), widget, _(field.hint), span=span, room=False
        )
        if field.required:
            row.mark_required()

    def _follow_bank(self) -> None:
        """Offer the accounts of the bank that is chosen."""
        bank = self.fields.get("bank")
        if isinstance(bank, ChoiceBox) and isinstance(self.fields.get("bank_account"), ChoiceBox):
            bank.value_changed.connect(self._offer_accounts)
            self._offer_accounts(bank.value())
            self._select_start("bank_account")

    def _select_start(self, name: str) -> None:
        box = self.fields[name]
        field = next(one for one in self._table.fields if one.name == name)
        if isinstance(box, ChoiceBox):
            box.select(self._start(field))

    def _offer_accounts(self, bank: str | None) -> None:
        box = self.fields["bank_account"]
        if isinstance(box, ChoiceBox):
            accounts = self._context.setup.bank_accounts
            offered = [
                Choice(one.key, joined(one.key, one.description, one.currency))
                for one in accounts
                if one.bank == bank
            ]
            box.set_choices([Choice(None, "\u2014"), *offered])

    def _add_flags(self, flags: Sequence[SetUpField]) -> None:
        """Switches stand together under the fields; each says its own words."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(dp(2 * GRID))
        for place, field in enumerate(flags):
            box = QCheckBox(_(field.label))
            box.setObjectName(field.name)
            box.setToolTip(_(field.hint))
            box.setChecked(bool(self._start(field)))
            self.fields[field.name] = box
            grid.addWidget(box, place // _COLUMNS, place % _COLUMNS)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)

    def _widget(self, field: SetUpField) -> QWidget:
        start = self._start(field)
        if field.kind in {FieldKind.CHOICE, FieldKind.REFERENCE}:
            return self._choice(field, start)
        if field.kind is FieldKind.TEXT and field.table:
            return ChoiceBox([Choice(None, "\u2014")])
        if field.lines:
            return _lines(self._shown(field, start))
        line = QLineEdit(self._shown(field, start))
        line.setMaxLength(field.width)
        if field.kind in {FieldKind.NUMBER, FieldKind.MONEY}:
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        return line

    def _choice(self, field: SetUpField, start: Any) -> ChoiceBox:
        pairs = field.choices or tuple((c, c) for c in self._references.get(field.table, ()))
        choices = [Choice(code, _(words)) for code, words in pairs]
        if not field.required:
            choices.insert(0, Choice(field.empty, "\u2014"))
        box = ChoiceBox(choices)
        box.select(getattr(start, "value", start))
        return box

    def _start(self, field: SetUpField) -> Any:
        """The value that the form began with."""
        if self._row is None:
            return self._fresh(field)
        value = self._row[field.name]
        return getattr(value, "value", value)

    def _fresh(self, field: SetUpField) -> Any:
        """What a new row begins with: the declaration's value, else what this office uses."""
        if field.default is not None or not field.required:
            return field.default or (False if field.kind is FieldKind.FLAG else field.default)
        if field.kind is FieldKind.FLAG:
            return False
        installation = self._context.setup.installation
        own = {"currency": installation.currency, "office": self._context.actor.office}
        if field.kind is FieldKind.REFERENCE:
            return own.get(field.table)
        return SourceType.CASHIERING.value if field.name == "source_type" else None

    def _shown(self, field: SetUpField, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, Money):
            row = self._row or {}
            return currency_of(self._table, row, self._context.formats).text(value)
        return value.isoformat() if field.kind is FieldKind.DAY else str(value)

    def _value(self, field: SetUpField) -> Any:
        """What is typed in a field.

        Raises:
            Refused: ``M-50`` with the field.
        """
        widget = self.fields[field.name]
        if isinstance(widget, QCheckBox):
            return widget.isChecked()
        if isinstance(widget, ChoiceBox):
            return widget.value()
        if isinstance(widget, QPlainTextEdit):
            return widget.toPlainText().strip() or field.empty
        assert isinstance(widget, QLineEdit)
        row: dict[str, Any] = {}
        if self._table.currency:
            chosen = self.fields.get(self._table.currency)
            row[self._table.currency] = chosen.value() if isinstance(chosen, ChoiceBox) else ""
        currency = currency_of(self._table, row, self._context.formats)
        return value_of(field, widget.text(), currency)


def _content(widget: QWidget) -> Any:
    if isinstance(widget, QCheckBox):
        return widget.isChecked()
    if isinstance(widget, ChoiceBox):
        return widget.value()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    assert isinstance(widget, QLineEdit)
    return widget.text()


def _lines(text: str) -> QPlainTextEdit:
    """A field of a few lines; Tab leaves it, as it leaves every other."""
    edit = QPlainTextEdit(text)
    edit.setTabChangesFocus(True)
    edit.setFixedHeight(_LINES * edit.fontMetrics().lineSpacing() + dp(2 * GRID))
    return edit
