"""A document as tidy text: labelled lines, then a table for each list of records."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from posapp.cli.plain import Document

_GAP: Final = "  "
# Signs that a terminal obeys or that turn what is read around them: DEL and C1, line and paragraph
# separators, and the directional marks. JSON allows them raw; whoever looks at it should see them.
_STEERING: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
# Columns that programs need and that would only make a person's lines too long.
_FOR_PROGRAMS: Final = frozenset(
    {
        "rounding",
        "control_currency",
        "tender_control_id",
        "tender_source_type",
        "tender_control_status",
        "payor_account_id",
        "request_id",
        "version",
    }
)


def as_text(document: Document) -> str:
    """The document for a person; control signs in texts are made visible, never obeyed."""
    return "\n".join(_lines(document, ""))


def as_json(document: Document, *, unicode: bool = True) -> str:
    """The document for a program; ``unicode`` off writes every other sign as an escape.

    Signs that steer a terminal are escapes in any case: they stand in texts only, so the document
    means the same.
    """
    written = json.dumps(document, ensure_ascii=not unicode, indent=2)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def printable(text: str) -> str:
    """A text without control signs: a name from a file must not steer the terminal."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def _lines(document: Document, title: str) -> Iterator[str]:
    single = {
        key: value
        for key, value in document.items()
        if key not in _FOR_PROGRAMS and not _is_table(value)
    }
    width = max((len(_label(key)) for key in single), default=0)
    for key, value in single.items():
        shown = _cell(value)
        if shown:
            yield f"{_label(key):<{width}}{_GAP}{shown}"
    for key, value in document.items():
        if _is_table(value):
            yield from _table(f"{title}{_label(key)}", value)


def _table(title: str, records: Sequence[Document]) -> Iterator[str]:
    columns = [
        name
        for name in records[0]
        if name not in _FOR_PROGRAMS
        and not any(_is_table(record[name]) for record in records)
        and any(_cell(record[name]) for record in records)
    ]
    rows = [[_label(name) for name in columns]]
    rows += [[_cell(record[name]) for name in columns] for record in records]
    widths = [max(len(row[i]) for row in rows) for i in range(len(columns))]
    right = [all(_is_number(record[name]) for record in records) for name in columns]
    yield ""
    yield f"{title}:"
    for row in rows:
        cells = (
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        )
        yield (_GAP + _GAP.join(cells)).rstrip()
    for number, record in enumerate(records, 1):
        for name, value in record.items():
            if _is_table(value):
                yield from _table(f"{title} {number}, {_label(name)}", value)


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _is_number(value: Any) -> bool:
    digits = value.lstrip("-").replace(".", "", 1) if isinstance(value, str) else ""
    return value is None or isinstance(value, int) or ("." in str(value) and digits.isdigit())


def _label(key: str) -> str:
    return key.replace("_", " ")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{_label(key)} {_cell(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(_cell(item) for item in value)
    return printable(str(value))
