"""CSV strictly: fixed or sniffed delimiter, columns counted on each line, no open quotes (A.5).

The standard reader keeps NULs, takes a semicolon file as one column and lets one open quote eat the
rest of the file; each of these is caught here. Lines are counted as an editor counts them.
"""

import csv
import io
from collections.abc import Iterator
from itertools import chain
from typing import Final

from posapp.domain.imports import Reject
from posapp.files.faults import shown, wrong_file
from posapp.files.profile_parts import Reader
from posapp.files.table import Entry, Table, fitted

DELIMITERS: Final = (",", ";", "\t", "|")
MAX_COLUMNS: Final = 2_000
# Longer lines are no table; the limit also bounds the memory that one row may take.
_MAX_LINE: Final = 1_000_000


def read_csv(text: str, options: Reader, name: str) -> Table:
    """The table in ``text``, blank rows left out.

    Raises:
        Refused: ``M-82`` for NULs, an open quote (with its first line), a missing header.
    """
    nul = text.find("\0")
    if nul >= 0:
        raise wrong_file(name, f"has a NUL character in line {text.count(chr(10), 0, nul) + 1}")
    lines = _lines(text, name)
    for _ in range(options.header_line - 1):
        next(lines, "")
    skipped = options.header_line - 1
    first = next(lines, "")
    while first and not first.strip():
        first = next(lines, "")
        skipped += 1
    delimiter = _sniffed(first) if options.delimiter == "auto" else options.delimiter
    rows = _rows(chain([first], lines), delimiter, skipped, name)
    _, header_cells = next(rows, (0, []))
    header = tuple(cell.strip() for cell in header_cells)
    if not any(header):
        raise wrong_file(name, f"has no column names in line {options.header_line}")
    if len(header) > MAX_COLUMNS:
        raise wrong_file(name, f"has more than {MAX_COLUMNS:,} columns")
    entries: list[Entry] = []
    rejected: list[Reject] = []
    for line, cells in rows:
        if len(cells) == len(header):
            entries.append(Entry(line, cells))
            continue
        fit = fitted(list(cells), header, options.tail)
        if isinstance(fit, str):
            rejected.append(Reject(line, "", shown(delimiter.join(cells)), fit))
        else:
            entries.append(Entry(line, fit))
    loose = options.headers == "loose"
    return Table(header, tuple(entries), tuple(rejected), loose=loose, text_only=True)


def _lines(text: str, name: str) -> Iterator[str]:
    """The lines of a text; the first one that is too long is refused when it comes up."""
    if max(map(len, io.StringIO(text, newline="")), default=0) <= _MAX_LINE:
        return iter(io.StringIO(text, newline=""))
    return _watched(text, name)


def _watched(text: str, name: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > _MAX_LINE:
            raise wrong_file(name, f"has more than {_MAX_LINE:,} characters in line {number}")
        yield line


def _sniffed(line: str) -> str:
    """The delimiter under which the header falls into most columns; a comma when none does."""
    widths = {sign: _width(line, sign) for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: widths[sign])


def _width(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:
        return 0


def _rows(
    lines: Iterator[str], delimiter: str, skipped: int, name: str
) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, with the number of the line on which each begins."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        start = skipped + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise wrong_file(name, _broken(start, str(error))) from None
        if cells and (cells[0].strip() or "".join(cells).strip()):
            yield start, cells


def _broken(line: int, error: str) -> str:
    if "field limit" in error:
        return (
            f"has a value of over {csv.field_size_limit():,} characters in line {line}; "
            "is a quote left open there?"
        )
    return f"opens a quote in line {line} that is not closed properly"
