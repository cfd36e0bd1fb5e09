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
        kept = kept[1:]
    else:
        codes = _codes(setup)["rule"]
        # Who pastes whole rows may stand in the value's cell, as Enter leaves the cursor there.
        whole = kind is QuickKind.RULES and kept[0][0].strip().casefold() in codes
        wanted = order if whole else order[order.index(start) :]
    return tuple(_line(record, wanted, setup) for record in kept)


def _titled(record: Iterable[str], kind: QuickKind) -> tuple[str, ...]:
    """The field of each column, when the record holds titles."""
    known = {
        name.casefold(): field
        for field, title in column_titles(kind).items()
        for name in (title, field, column_name(field), title.replace(" ", "_"))
    } | {"request_id": "request_id"}
    fields = tuple(known.get(cell.strip().casefold(), "") for cell in record)
    return fields if sum(bool(field) for field in fields) >= _LEAST_TITLES else ()


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
        "tender_type": _by_words((one.code, (one.code, one.description)) for one in tenders),
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
