"""Opening a foreign file: size limit, regular files only, strict decoding, format by content."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from posapp.files.content import MEGABYTE, read_content
from posapp.files.csv_table import read_csv
from posapp.files.faults import wrong_file
from posapp.files.json_table import parse_json, table_at
from posapp.files.profile_parts import Reader
from posapp.files.table import Table
from posapp.files.xlsx_table import read_xlsx

_ZIP: Final = b"PK\x03\x04"
_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"
_BOM: Final = b"\xef\xbb\xbf"
_WIDE_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that was read: where it lies, its digest, its table, and in JSON the document."""

    path: Path
    sha256: str
    table: Table
    document: object = None


def open_source(path: Path, options: Reader) -> OpenedFile:
    """Read the file at ``path`` as the profile's reader options say.

    Raises:
        Refused: ``M-82`` when it is missing, no regular file, too large, not in its encoding, or
            not the table that it should be.
    """
    limit = options.max_mb * MEGABYTE
    content = read_content(path, limit)
    name = path.name
    digest = hashlib.sha256(content).hexdigest()
    format_ = _format(content, options, name)
    if format_ == "xlsx":
        return OpenedFile(path, digest, read_xlsx(content, options, name, limit))
    text = _decoded(content, options.encoding, name)
    if format_ == "json":
        document = parse_json(text, name)
        return OpenedFile(path, digest, _rows_of(document, options, name), document)
    return OpenedFile(path, digest, read_csv(text, options, name))


def _rows_of(document: object, options: Reader, name: str) -> Table:
    return table_at(document, options.rows, name, loose=options.headers == "loose")


def _format(content: bytes, options: Reader, name: str) -> str:
    """The format that the profile wants, or the one that the first bytes show."""
    zipped = content.startswith(_ZIP)
    if content.startswith(_OLD_WORKBOOK):
        raise wrong_file(name, "is a workbook of the old kind (.xls); save it as .xlsx or CSV")
    if options.format != "auto":
        if zipped != (options.format == "xlsx"):
            told = "is" if zipped else "is not"
            raise wrong_file(name, f"{told} a workbook, the profile reads {options.format}")
        return options.format
    if zipped:
        return "xlsx"
    start = content.removeprefix(_BOM).lstrip()[:1]
    return "json" if start in {b"[", b"{"} else "csv"


def _decoded(content: bytes, encoding: str, name: str) -> str:
    """The text, decoded strictly; a byte-order mark never reaches the first column's name."""
    if content.startswith(_WIDE_BOMS) and not encoding.startswith("utf-16"):
        raise wrong_file(name, 'is UTF-16 text: set encoding = "utf-16" in the profile')
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise wrong_file(
            name,
            f"is not {encoding} text: byte 0x{content[error.start]:02X} in line {line}; "
            "set encoding in the profile",
        ) from None
    except UnicodeError as error:
        raise wrong_file(name, f"is not {encoding} text: {error}") from None
