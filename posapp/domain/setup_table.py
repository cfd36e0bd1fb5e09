"""A set-up table as it is declared, and the check of one of its rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from posapp.domain.rights import Right
from posapp.domain.setup_fields import FieldKind, SetUpField, Values, checked
from posapp.errors import Refused

Rule = Callable[[Values], None]

ON_TENDERS: Final = "Kept on each tender; a change counts for new ones"
ON_LINES: Final = "Kept on each ledger line; a change counts for new ones"
"""Hints of fields whose value money rows keep as it was (D-29, AC-05)."""


@dataclass(frozen=True, slots=True)
class SetUpTable:
    """A set-up table.

    Attributes:
        name: of the table, as the command line names it.
        title: what people read.
        keys: names of the key fields; they never change.
        fields: in the order in which they are shown.
        rules: between fields of one row.
        right: who may change it.
        single: a table of one row, which is neither added nor deleted.
        fixed: a table that the program brings, to look at only.
        currency: the field whose currency the row's amounts are in; the office's by default.
    """

    name: str
    title: str
    keys: tuple[str, ...]
    fields: tuple[SetUpField, ...]
    rules: tuple[Rule, ...] = ()
    right: Right = Right.SETUP
    single: bool = False
    fixed: bool = False
    currency: str = ""

    def field(self, name: str) -> SetUpField:
        """A field by name.

        Raises:
            Refused: ``M-55``.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise Refused("M-55", field="field", value=name)


def check_row(table: SetUpTable, values: Values) -> dict[str, Any]:
    """A row as it is stored: every field fits, and so do they together.

    Raises:
        Refused: ``M-50`` or ``M-55`` with the first field that does not fit.
    """
    for name in values:
        table.field(name)
    row = {field.name: checked(field, values.get(field.name)) for field in table.fields}
    for rule in table.rules:
        rule(row)
    return row


def code_field(width: int) -> SetUpField:
    """The code of a row, its key."""
    return SetUpField("code", "Code", FieldKind.CODE, width=width)


def text_field(name: str = "description", label: str = "Description", **more: Any) -> SetUpField:
    """A text, by default the description."""
    return SetUpField(name, label, FieldKind.TEXT, **({"empty": ""} | more))


def flag_field(name: str, label: str, *, default: bool = False, hint: str = "") -> SetUpField:
    """A switch."""
    return SetUpField(name, label, FieldKind.FLAG, default=default, hint=hint)


def number_field(name: str, label: str, **more: Any) -> SetUpField:
    """A whole number."""
    return SetUpField(name, label, FieldKind.NUMBER, **more)


def money_field(name: str, label: str, **more: Any) -> SetUpField:
    """An amount in the row's currency."""
    return SetUpField(name, label, FieldKind.MONEY, **more)


def reference_field(name: str, label: str, table: str, **more: Any) -> SetUpField:
    """The code of a row of another table."""
    return SetUpField(name, label, FieldKind.REFERENCE, table=table, **more)


def choice_field(name: str, label: str, codes: Iterable[StrEnum], **more: Any) -> SetUpField:
    """A member of a closed list."""
    pairs = tuple((one.value, one.value.replace("_", " ").capitalize()) for one in codes)
    return SetUpField(name, label, FieldKind.CHOICE, choices=pairs, **more)
