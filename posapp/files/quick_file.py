"""Rows of Quick Add from a CSV file: named columns, one row a line, nothing guessed.

The header names columns of ``QuickLine`` in any order. A line that is too short lacks its last
cells; one that is too long is kept as one amount that cannot be read, so that a comma between
thousands never becomes a smaller amount.
"""

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from posapp.domain.quick_add import TEXTS, QuickFile, QuickKind, QuickLine
from posapp.files.content import MEGABYTE, read_content
from posapp.files.faults import shown_names, wrong_file

_MOST_BYTES: Final = 64 * MEGABYTE
_DELIMITERS: Final = (",", ";", "\t")
_NEEDED: Final = {
    QuickKind.RULES: ("rule", "value", "amount"),
    QuickKind.ACCOUNTS: ("account", "amount"),
}
_OF_RULES: Final = frozenset({"rule", "value"})
_OF_ACCOUNTS: Final = frozenset({"account", "match_type", "match_value"})


def read_quick_file(path: Path, kind: QuickKind) -> QuickFile:
    """The rows of a CSV file; blank lines are left out.

    Raises:
        Refused: ``M-82`` a file that cannot be read, is no UTF-8 text, or whose header names an
            unknown column, one twice, or lacks one that is needed.
    """
    content = read_content(path, _MOST_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        reason = f"is not UTF-8 text: byte 0x{content[error.start]:02X} in line {line}"
        raise wrong_file(path.name, reason) from None
    lines = _lines(text, path.name)
    names = _header(next(lines, []), kind, path.name)
    rows = tuple(_row(names, cells) for cells in lines)
    return QuickFile(hashlib.sha256(content).hexdigest(), rows)


def _lines(text: str, name: str) -> Iterator[list[str]]:
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            reason = f"opens a quote before line {reader.line_num} that is not closed properly"
            raise wrong_file(name, reason) from None
        if any(cell.strip() for cell in cells):
            yield cells


def _header(cells: Sequence[str], kind: QuickKind, name: str) -> tuple[str, ...]:
    named = [cell.strip().lower() for cell in cells]
    while named and not named[-1]:
        named.pop()
    names = tuple(named)
    foreign = _OF_ACCOUNTS if kind is QuickKind.RULES else _OF_RULES
    known = ({"request_id", *TEXTS}) - foreign
    unknown = [one for one in names if one not in known]
    if unknown:
        raise wrong_file(name, f"has columns that are none: {shown_names(unknown)}")
    if len(set(names)) < len(names):
        raise wrong_file(name, "names a column twice")
    missing = [one for one in _NEEDED[kind] if one not in names]
    if missing:
        raise wrong_file(name, f"lacks the column {', '.join(missing)}")
    return names


def _row(names: Sequence[str], cells: Sequence[str]) -> QuickLine:
    values = dict(zip(names, cells, strict=False))
    if any(cell.strip() for cell in cells[len(names) :]):
        values["amount"] = ",".join(cells)
    return QuickLine(**{"request_id": "", **values})
