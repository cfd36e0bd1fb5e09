"""Rows out of a spreadsheet: columns by their titles, or in the order of the grid."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Final

from posapp.domain.quick_add import QuickKind, QuickLine
from posapp.domain.setup import SetUp
from posapp.ui.models.quick_columns import column_titles, typed_fields
from posapp.ui.models.quick_lines import ShownLine
from posapp.ui.models.quick_reading import column_name

_LEAST_TITLES: Final = 2
_EVERYWHERE: Final = {"amount": "amount", "tender amount": "amount", "type": "tender_type"}
_ALIASES: Final[Mapping[QuickKind, Mapping[str, str]]] = {
    QuickKind.RULES: _EVERYWHERE
    | {
        "rule": "rule",
        "value": "value",
        "account id": "value",
        "account": "value",
        "reference": "external_reference",
    },
    QuickKind.ACCOUNTS: _EVERYWHERE | {"account": "account", "reference": "reference"},
}
"""What columns are called elsewhere, beside the titles of the grid."""


def is_table(text: str) -> bool:
    """Whether a text to paste is more than what goes into one cell."""
    return "\t" in text or "\n" in text.strip("\r\n")


def pasted_rows(text: str, kind: QuickKind, setup: SetUp, start: str) -> tuple[ShownLine, ...]:
    """Rows of a spreadsheet, tab separated.

    Args:
        text: what the clipboard has.
        kind: rules, or accounts.
        setup: knows rules and types by their words.
        start: field that the first column belongs to, where no titles say more.
    """
    return _rows(list(csv.reader(StringIO(text), delimiter="\t")), kind, setup, start)


def _rows(
    records: Sequence[Sequence[str]], kind: QuickKind, setup: SetUp, start: str
) -> tuple[ShownLine, ...]:
    kept = [record for record in records if any(cell.strip() for cell in record)]
    if not kept:
        return ()
    order = typed_fields(kind)
    wanted = _titled(kept[0], kind)
    if wanted:
        return tuple(_line(record, wanted, setup) for record in kept[1:])
    codes = _codes(setup)["rule"] if kind is QuickKind.RULES else {}
    if kept[0][0].strip().casefold() not in codes:
        amount = order.index("amount")
        kept = kept[1:] if _is_header(kept, amount - order.index(start)) else kept
    # Who pastes whole rows may stand in the value's cell, as Enter leaves the cursor there.
    whole = bool(kept) and kept[0][0].strip().casefold() in codes
    wanted = order if whole else order[order.index(start) :]
    return tuple(_line(record, wanted, setup) for record in kept)


def _is_header(records: Sequence[Sequence[str]], amount: int) -> bool:
    """Whether the first line is of words: no digit in the amount's cell, or in any, but below."""
    first, following = records[0], records[1:2]
    if any(sign.isdigit() for cell in first for sign in cell):
        return False
    cells = [record[amount] for record in following if 0 <= amount < len(record)]
    below = "".join(cells) or "".join(cell for record in following for cell in record)
    return any(sign.isdigit() for sign in below)


def _titled(record: Sequence[str], kind: QuickKind) -> tuple[str, ...]:
    """The field of each column, when the record holds titles.

    One known title is enough where no cell has a digit: such a line is no payment.
    """
    known = {
        name.casefold(): field
        for field, title in column_titles(kind).items()
        for name in (title, field, column_name(field), title.replace(" ", "_"))
    } | {"request_id": "request_id"}
    # What others call a column goes before our own words: *Reference* is a payor's own number.
    known |= _ALIASES[kind]
    fields = tuple(known.get(cell.strip().casefold(), "") for cell in record)
    found = [field for field in fields if field]
    if len(set(found)) < len(found):
        return ()
    words = not any(sign.isdigit() for cell in record for sign in cell)
    is_header = len(found) >= _LEAST_TITLES or (words and "amount" in found)
    return fields if is_header else ()


def _line(record: Sequence[str], wanted: Sequence[str], setup: SetUp) -> ShownLine:
    codes = _codes(setup)
    texts: dict[str, str] = {"request_id": ""}
    for field, cell in zip(wanted, record, strict=False):
        if field:
            text = " ".join(cell.split())
            texts[field] = codes.get(field, {}).get(text.casefold(), text)
    return ShownLine(QuickLine(**texts))


def _codes(setup: SetUp) -> Mapping[str, Mapping[str, str]]:
    """Codes of what people call rules and types, by field."""
    rules, tenders = setup.distribution_rules.values(), setup.tender_types.values()
    return {
        "rule": _by_words((one.code, (one.code, one.label, one.description)) for one in rules),
        "tender_type": _by_words((one.code, (one.code, one.description)) for one in tenders)
        | {word.casefold(): code for word, code in setup.entry.words.items()},
        "match_type": _by_words(
            (one.code, (one.code, one.description)) for one in setup.match_types.values()
        ),
    }


def _by_words(named: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, words in named:
        for one in words:
            found.setdefault(one.casefold(), code)
    return found
