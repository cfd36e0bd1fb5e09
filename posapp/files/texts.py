"""Texts of ours made from their cells: columns, templates, value tables, steps, defaults (R10, R13).

Every text that leaves here is clean (``cells``), within its width, and holds no card number.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from posapp.domain.card_numbers import is_card_number, looks_like_card_number
from posapp.files.cells import is_spreadsheet_error, text_of
from posapp.files.columns import Columns, Getter, Line, joined_text, nothing, taker
from posapp.files.faults import Fault, wrong_profile
from posapp.files.once import Taken, each_once, once_for_all
from posapp.files.profile_parts import Step, TextSource

TextGetter = Callable[[Line], str]
_SLOT: Final = re.compile(r"\{([^{}]+)\}")
_SPACES: Final = re.compile(r"\s+")
_IDENTIFIERS: Final = frozenset(
    {"account.key", "account.phone", "bill.key", "bill.number", "bill.service", "item.number"}
)


def _without_leading_zeros(text: str) -> str:
    return text.lstrip("0") or text[-1:]


_STEPS: Final[Mapping[Step, Callable[[str], str]]] = {
    "upper": str.upper,
    "lower": str.lower,
    "title": str.title,
    "collapse": lambda text: _SPACES.sub(" ", text),
    "no_spaces": lambda text: _SPACES.sub("", text),
    "no_leading_zeros": _without_leading_zeros,
}


def stepped(text: str, steps: tuple[Step, ...]) -> str:
    """The text after the profile's steps, in their order."""
    for step in steps:
        text = _STEPS[step](text)
    return text


@dataclass(frozen=True, slots=True)
class TextRules:
    """What holds for all texts of one reading: blanks, value tables, fields with long numbers."""

    profile: str
    columns: Columns
    blanks: frozenset[str]
    tables: Mapping[str, Mapping[str, str]]
    numbers_like_cards: frozenset[str]

    def getter(self, name: str, field: str, *, optional: bool = False) -> Getter:
        """The getter of a column whose blanks come as ``None``."""
        found = self.columns.getter(name, field, optional=optional)
        if not self.blanks:
            return found
        blanks = self.blanks

        def without_blanks(line: Line) -> object:
            cell = found(line)
            return None if isinstance(cell, str) and cell.strip() in blanks else cell

        return without_blanks


def text_getter(
    source: TextSource | None,
    rules: TextRules,
    field: str,
    *,
    width: int,
    required: bool = False,
    repeated: bool = True,
) -> TextGetter:
    """A function that makes our ``field`` of a row.

    Args:
        source: where it comes from; ``None`` gives an empty text.
        rules: what holds for the whole reading.
        field: our name of it, such as ``account.key``.
        width: longest text that is taken.
        required: a blank value is a fault even when the profile does not say so.
        repeated: rows repeat it, so it pays to keep what was made.

    Raises:
        Refused: ``M-81`` when a column is missing. The function raises ``Fault``.
    """
    if source is None:
        return no_text
    made, fallback = _origins(source, rules, field)
    finish = _Finish(source, rules, field, width, required or source.required)
    make = _making(made, fallback, finish, source.told)
    cells = _all_of(made, fallback)
    if not cells:
        return once_for_all(make)
    taken = taker(cells)
    if not repeated:
        return lambda line: make(taken(line))
    return each_once(make, taken, text_only=rules.columns.text_only)


def cells_of(source: TextSource | None, rules: TextRules, field: str) -> tuple[Getter, ...]:
    """The getters of the cells that decide a text; none where it is always the same.

    Raises:
        Refused: ``M-81`` when a column is missing.
    """
    if source is None:
        return ()
    made, fallback = _origins(source, rules, field)
    return tuple(one for one in _all_of(made, fallback) if one is not nothing)


def no_text(_line: Line) -> str:
    """The getter of a text that the profile does not make."""
    return ""


def _making(
    made: "_Origin", fallback: "_Origin | None", finish: "_Finish", told: str
) -> Callable[[Taken], str]:
    """What makes the final text of its cells, the fallback's after its own; raises ``Fault``."""
    own = len(made.getters)
    if fallback is None:
        text = made.text

        def make_alone(cells: Taken) -> str:
            try:
                raw = text(cells)
            except ValueError as error:
                raise Fault(told, "", str(error)) from None
            return finish(raw)

        return make_alone

    def make(cells: Taken) -> str:
        try:
            raw = made.text(cells[:own])
            if not raw or is_spreadsheet_error(raw):
                raw = fallback.text(cells[own:])
        except ValueError as error:
            raise Fault(told, "", str(error)) from None
        return finish(raw)

    return make


def checked_text(
    text: str, column: str, width: int, is_card: Callable[[str], bool] = looks_like_card_number
) -> str:
    """The text itself.

    Raises:
        Fault: when it is longer than ``width`` or looks like a card number (R13); the number stays
            out of the report, which is printed and stored.
    """
    if len(text) > width:
        raise Fault(column, text, f"is longer than {width} characters")
    if is_card(text):
        raise Fault(column, "", "looks like a card number")
    return text


def _card_test(field: str, exempt: frozenset[str]) -> Callable[[str], bool]:
    """How a field is watched: free text anywhere in it, identifiers and phone numbers as a whole.

    A key made of a number and a date would else be taken for a card every tenth time.
    """
    if field in exempt:
        return lambda _text: False
    identifier = field in _IDENTIFIERS or field.startswith("account.keys.")
    return is_card_number if identifier else looks_like_card_number


class _Finish:
    """From raw to final text."""

    def __init__(
        self, source: TextSource, rules: TextRules, field: str, width: int, required: bool
    ) -> None:
        self._source = source
        self._told = source.told
        self._steps = source.steps
        self._table = _folded(rules.tables[source.table]) if source.table is not None else None
        self._width = width
        self._required = required
        self._card_test = _card_test(field, rules.numbers_like_cards)

    def __call__(self, raw: str) -> str:
        """The final text; raises ``Fault``."""
        text = raw
        if text[:1] == "#" and is_spreadsheet_error(text):
            if self._required:
                raise Fault(self._told, raw, "is the error of a broken formula")
            text = ""
        if self._table is not None and text:
            text = self._looked_up(text)
        if self._steps:
            text = stepped(text, self._steps)
        if not text and self._required:
            raise Fault(self._told, raw, "is blank")
        if len(text) <= self._width and not self._card_test(text):
            return text
        return checked_text(text, self._told, self._width, self._card_test)

    def _looked_up(self, text: str) -> str:
        assert self._table is not None
        found = self._table.get(text.casefold())
        if found is not None:
            return found
        if self._source.unknown == "reject":
            raise Fault(self._source.told, text, f"is not in table '{self._source.table}'")
        return text if self._source.unknown == "keep" else ""


def _folded(table: Mapping[str, str]) -> dict[str, str]:
    return {key.strip().casefold(): value for key, value in table.items()}


@dataclass(frozen=True, slots=True)
class _Origin:
    """The cells that a text is made of, and how; the making raises ``ValueError`` in words."""

    getters: tuple[Getter, ...]
    text: Callable[[Sequence[object]], str]


def _origins(source: TextSource, rules: TextRules, field: str) -> tuple[_Origin, _Origin | None]:
    """How a text is made, and how where that gives nothing."""
    made = _origin(source, rules, field)
    if not source.default:
        return made, None
    return made, _template(source.default, rules, field, optional=True)


def _all_of(made: _Origin, fallback: _Origin | None) -> tuple[Getter, ...]:
    return made.getters + (fallback.getters if fallback else ())


def _origin(source: TextSource, rules: TextRules, field: str) -> _Origin:
    if source.constant is not None:
        constant = source.constant
        return _Origin((), lambda _cells: constant)
    if source.column is not None:
        getter = rules.getter(source.column, field, optional=source.optional)
        return _Origin((getter,), lambda cells: text_of(cells[0]))
    if source.template is not None:
        return _template(source.template, rules, field, optional=source.optional)
    getters = tuple(rules.getter(name, field, optional=source.optional) for name in source.columns)
    separator = source.separator
    return _Origin(getters, lambda cells: joined_text(cells, separator))


def _template(template: str, rules: TextRules, field: str, *, optional: bool) -> _Origin:
    """``{column}`` replaced by its text; half a key is no key, so one blank part makes it blank.

    The error of a broken formula in a part stands for the whole.
    """
    pieces = _SLOT.split(template)
    fixed, names = pieces[::2], pieces[1::2]
    if any(sign in "".join(fixed) for sign in "{}"):
        raise wrong_profile(rules.profile, field, f"template '{template}' has a lone brace")
    getters = tuple(rules.getter(name, field, optional=optional) for name in names)
    form = "%s".join(part.replace("%", "%%") for part in fixed)

    def filled(cells: Sequence[object]) -> str:
        texts = []
        for cell in cells:
            text = text_of(cell)
            if not text or (text[0] == "#" and is_spreadsheet_error(text)):
                return text
            texts.append(text)
        return form % (*texts,)

    return _Origin(getters, filled)
