"""XLSX as a table: values only, one sheet, streamed; a float becomes the Decimal that it shows.

Spreadsheets hold 12116.54 as a binary float; its shortest text (``repr``) is what the person typed,
so that text is the amount. ``line`` is the row number of the sheet.
"""

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from openpyxl import load_workbook

from posapp.domain.imports import Reject
from posapp.files.csv_table import MAX_COLUMNS
from posapp.files.faults import shown, shown_names, wrong_file
from posapp.files.profile_parts import Reader
from posapp.files.table import Entry, Table, fitted, is_blank

MAX_CELLS: Final = 20_000_000
# What a sheet can have; a row number beyond would make the reader count up to it.
_MAX_ROWS: Final = 1_048_576
_EXACT_FLOAT: Final = 1e15
_SHOWN_CELLS: Final = 20
# What zip, XML and the workbook reader raise on a damaged or hostile file.
_DAMAGE: Final = (
    OSError,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    SyntaxError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
)


def read_xlsx(content: bytes, options: Reader, name: str, max_bytes: int) -> Table:
    """The table of the profile's sheet, or of the first one.

    Raises:
        Refused: ``M-82`` when it is no workbook, unpacks to over ``max_bytes``, or has no header.
    """
    try:
        _check_size(content, name, max_bytes)
        with warnings.catch_warnings():
            # The reader warns of styles and extensions that it leaves out; values are complete.
            warnings.simplefilter("ignore")
            return _table(_rows(content, options, name), options, name)
    except _DAMAGE as error:
        raise wrong_file(name, f"is not a readable workbook ({type(error).__name__})") from None


def _check_size(content: bytes, name: str, max_bytes: int) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(member.file_size for member in archive.infolist()) > max_bytes:
            raise wrong_file(name, f"unpacks to more than {max_bytes // 1_000_000} MB")


def _rows(content: bytes, options: Reader, name: str) -> Iterator[tuple[int, list[object]]]:
    """Rows with their numbers, trailing blank cells and blank rows left out."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        if options.sheet and options.sheet not in book.sheetnames:
            raise wrong_file(
                name,
                f"has no sheet '{shown(options.sheet)}'; it has {shown_names(book.sheetnames)}",
            )
        sheets = [book[options.sheet]] if options.sheet else book.worksheets
        if not sheets:
            raise wrong_file(name, "has no sheet")
        # The stated dimensions may be wrong, so the rows themselves are counted.
        sheets[0].reset_dimensions()
        cells_read = 0
        for line, row in enumerate(sheets[0].iter_rows(values_only=True), start=1):
            cells_read += len(row)
            if cells_read > MAX_CELLS or line > _MAX_ROWS:
                raise wrong_file(name, f"has over {MAX_CELLS:,} cells or {_MAX_ROWS:,} rows")
            cells = _trimmed(row)
            if cells:
                yield line, cells
    finally:
        book.close()


def _trimmed(row: Sequence[object]) -> list[object]:
    """The cells without the blank ones at the end."""
    width = len(row)
    while width and is_blank(row[width - 1]):
        width -= 1
    return [_cell(value) for value in row[:width]]


def _cell(value: object) -> object:
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < _EXACT_FLOAT
        return int(value) if whole else Decimal(repr(value))
    return value


def _table(rows: Iterator[tuple[int, list[object]]], options: Reader, name: str) -> Table:
    header: tuple[str, ...] = ()
    entries: list[Entry] = []
    rejected: list[Reject] = []
    for line, cells in rows:
        if line < options.header_line:
            continue
        if not header:
            header = tuple("" if cell is None else str(cell).strip() for cell in cells)
            if len(header) > MAX_COLUMNS:
                raise wrong_file(name, f"has more than {MAX_COLUMNS:,} columns")
            continue
        fit = fitted(cells, header, options.tail, ragged=True)
        if isinstance(fit, str):
            rejected.append(
                Reject(line, "", shown(" ".join(map(shown, cells[:_SHOWN_CELLS]))), fit)
            )
        else:
            entries.append(Entry(line, fit))
    if not any(header):
        raise wrong_file(name, "has no column names")
    return Table(header, tuple(entries), tuple(rejected), loose=options.headers == "loose")
