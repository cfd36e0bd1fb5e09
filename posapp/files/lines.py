"""Charge lines of bills: a list inside the row, with labels from a second list where they are."""

from collections.abc import Callable
from typing import Any

from posapp.domain.imports import ImportLine
from posapp.domain.money import Money
from posapp.files.amounts import MoneyReader
from posapp.files.cells import text_of
from posapp.files.columns import Getter, Line
from posapp.files.faults import Fault
from posapp.files.profile import LineNames, Lines
from posapp.files.texts import TextRules, checked_text

LineGetter = Callable[[Line], tuple[ImportLine, ...]]
_WIDTH = 254


def line_getter(lines: Lines | None, rules: TextRules, money: MoneyReader) -> LineGetter:
    """A function that reads the charge lines of a row; none when there is no list.

    Raises:
        Refused: ``M-81`` when the list's column is missing. The function raises ``Fault``.
    """
    if lines is None:
        return lambda _line: ()
    getter = rules.getter(lines.list, "lines.list", optional=lines.optional)
    names = _names(lines.names, rules)

    def made(line: Line) -> tuple[ImportLine, ...]:
        cell = getter(line)
        if cell is None or cell == "":
            return ()
        if not isinstance(cell, list):
            raise Fault(lines.list, cell, "is not a list of charge lines")
        known = names(line) if cell else {}
        return tuple(
            ImportLine(_label(element, lines, known), _amount(element, lines, money))
            for element in cell
        )

    return made


def _label(element: Any, lines: Lines, known: dict[str, str]) -> str:
    label = _inner(element, lines.list, lines.label)
    return checked_text(known.get(label, label), f"{lines.list}.{lines.label}", _WIDTH)


def _amount(element: Any, lines: Lines, money: MoneyReader) -> Money:
    column = f"{lines.list}.{lines.amount}"
    amount = money.amount(element.get(lines.amount), column)
    if amount is None:
        raise Fault(column, "", "is blank, which is not zero")
    return amount


def _names(names: LineNames | None, rules: TextRules) -> Callable[[Line], dict[str, str]]:
    if names is None:
        return lambda _line: {}
    getter: Getter = rules.getter(names.list, "lines.names.list")
    # Many bills share one list of names; the list itself is the key as long as it lives.
    made: dict[int, dict[str, str]] = {}

    def found(line: Line) -> dict[str, str]:
        cell = getter(line)
        if not isinstance(cell, list):
            return {}
        if id(cell) not in made:
            made[id(cell)] = {
                _inner(element, names.list, names.key): _inner(element, names.list, names.value)
                for element in cell
            }
        return made[id(cell)]

    return found


def _inner(element: object, column: str, key: str) -> str:
    if not isinstance(element, dict):
        raise Fault(column, element, "is not a list of objects")
    try:
        return text_of(element.get(key))
    except ValueError as error:
        raise Fault(f"{column}.{key}", "", str(error)) from None
