"""What was wrong with a field goes away once another value is given."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLineEdit

from posapp.ui.widgets.choice_box import ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.labelled_field import LabelledField
from posapp.ui.widgets.money_edit import MoneyEdit


def forget_when_edited(row: LabelledField, told: Callable[[], object]) -> None:
    """Take an error back that came from outside as soon as the field is edited; then tell."""
    field, mended = row.field, partial(_mended, row, told)
    if isinstance(field, ChoiceBox | MoneyEdit | DateEdit):
        field.value_changed.connect(mended)
    elif isinstance(field, QLineEdit):
        field.textEdited.connect(mended)


def _mended(row: LabelledField, told: Callable[[], object], _value: object = None) -> None:
    row.show_error(str(getattr(row.field, "error", "")))
    told()
