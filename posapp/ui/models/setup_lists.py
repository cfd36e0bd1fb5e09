"""Columns of the set-up page: the tables, and the rows of any of them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

from posapp.domain.money import Currency, Money
from posapp.domain.setup_fields import FieldKind, SetUpField, Values
from posapp.domain.setup_table import SetUpTable
from posapp.domain.setup_tables import SETUP_TABLES
from posapp.domain.setup_use import MOST_COUNTED, TITLES, SetUpUse
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.models.columns import NONE, Align, Column, text_column
from posapp.ui.words import label

_SHOWN: Final = 6
_WIDTHS: Final[Mapping[FieldKind, int]] = {
    FieldKind.CODE: 110,
    FieldKind.TEXT: 200,
    FieldKind.FLAG: 110,
    FieldKind.NUMBER: 110,
    FieldKind.DAY: 112,
}
_NUMBERS: Final = frozenset({FieldKind.NUMBER, FieldKind.MONEY, FieldKind.RATE})


def table_columns() -> tuple[Column[SetUpTable], ...]:
    """The list of the set-up tables."""
    return (text_column(_("Table"), lambda table: _(table.title), 200, stretch=True),)


def setting_columns(
    table: SetUpTable, row: Values, formats: Formats
) -> tuple[Column[SetUpField], ...]:
    """The fields of a table's only row, one a line: forty columns would never be in sight."""
    return (
        text_column(_("Setting"), lambda field: _(field.label), 280),
        text_column(
            _("Value"),
            lambda field: _one_line(_text(field, table, formats, row)),
            300,
            stretch=True,
        ),
    )


def _one_line(text: str) -> str:
    return ", ".join(line.strip() for line in text.splitlines() if line.strip())


# A title of the column in bold, with what stands beside it.
_LETTER: Final = 7
_ROOM: Final = 30


def row_columns(table: SetUpTable, formats: Formats) -> tuple[Column[Values], ...]:
    """The first fields of a table's rows; the dialog shows them all."""
    # What cannot be opened in a form is shown whole.
    fields = table.fields if table.fixed else table.fields[:_SHOWN]
    return tuple(
        Column(
            _(field.label),
            partial(_text, field, table, formats),
            align=Align.RIGHT if field.kind in _NUMBERS else Align.LEFT,
            width=max(_WIDTHS.get(field.kind, 140), _LETTER * len(_(field.label)) + _ROOM),
            stretch=field.name == "description" or field is fields[-1],
            order=_order(field),
            name=field.name,
        )
        for field in fields
    )


def use_words(uses: Sequence[SetUpUse], formats: Formats) -> str:
    """Where a row is used: what was posted keeps its value, what is set up follows it (D-29)."""
    if not uses:
        return _("Nothing uses this row.")
    kept = _counted([use for use in uses if use.is_snapshot], formats)
    others = _counted([use for use in uses if not use.is_snapshot], formats)
    says = []
    if kept:
        says.append(_("{what} keep what it was when they were made.").format(what=kept))
    if others:
        words = _("Also used by {what}.") if kept else _("Used by {what}.")
        says.append(words.format(what=others))
    return " ".join(says)


def _counted(uses: Sequence[SetUpUse], formats: Formats) -> str:
    """Each table once, however many of its columns name the row; the only row of one uncounted."""
    rows: dict[str, list[int]] = {}
    for use in uses:
        rows.setdefault(use.table, []).append(use.rows)
    return ", ".join(_in_words(table, counts, formats) for table, counts in rows.items())


def _in_words(name: str, counts: Sequence[int], formats: Formats) -> str:
    table = SETUP_TABLES.get(name)
    words = _(table.title if table else TITLES.get(name, label(name)))
    if table is not None and table.single:
        return words
    # Two columns may name it in one row, so the sum would be too much.
    several = len(counts) > 1 or counts[0] == MOST_COUNTED
    return f"{words} ({formats.count(max(counts))}{'+' if several else ''})"


def currency_of(table: SetUpTable, row: Values, formats: Formats) -> Currency:
    """The currency of a row's amounts."""
    named = row.get(table.currency) if table.currency else None
    return formats.currency(named) if named else formats.home


def _text(field: SetUpField, table: SetUpTable, formats: Formats, row: Values) -> str:
    value = row[field.name]
    if value is None or value == "":
        return NONE
    if isinstance(value, Money):
        return formats.money(value, currency_of(table, row, formats))
    if isinstance(value, date):
        return formats.date(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.kind is FieldKind.CHOICE:
        return _(dict(field.choices).get(str(value), str(value)))
    return str(value)


def _order(field: SetUpField) -> Callable[[Values], Any]:
    def order(row: Values) -> Any:
        value = row[field.name]
        if field.kind is FieldKind.MONEY:
            return -1 if value is None else value.minor
        if field.kind in {FieldKind.NUMBER, FieldKind.FLAG}:
            return -1 if value is None else int(value)
        return str(value or "")

    return order
