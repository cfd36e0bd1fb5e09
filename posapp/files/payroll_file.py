"""Payroll batches as a file: CSV or XLSX, with count and control total, safe in a spreadsheet (ML-5)."""

import csv
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from posapp.domain.ids import short_id
from posapp.domain.money import Currency
from posapp.domain.payroll import PayrollExport
from posapp.files.ledger_file import check_file, safe

COLUMNS: Final = (
    "record",
    "batch",
    "line",
    "date",
    "employee_number",
    "name",
    "account",
    "confirmation",
    "amount",
    "currency",
    "comment",
)
LINE, TOTAL = "LINE", "TOTAL"
_AMOUNT: Final = COLUMNS.index("amount")
Currencies = Mapping[str, Currency]


def write_payroll(exports: Sequence[PayrollExport], currencies: Currencies, path: Path) -> None:
    """Write batches to a file; what is there stays until the new one is whole.

    Raises:
        Refused: ``M-50`` for a name that ends in neither ``.csv`` nor ``.xlsx``.
        OSError: it cannot be written.
    """
    check_file(path)
    rows = list(_rows(exports, currencies))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.")
    kept = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            if path.suffix.lower() == ".xlsx":
                _book(rows).save(target)
            else:
                target.write(_csv(rows).encode())
        kept.replace(path)
    finally:
        with suppress(FileNotFoundError):
            kept.unlink()


def _rows(exports: Sequence[PayrollExport], currencies: Currencies) -> Iterator[tuple[str, ...]]:
    """Deductions of each batch, then its count and control total."""
    for export in exports:
        batch = export.batch
        currency = currencies[batch.currency]
        for n, one in enumerate(export.lines, start=1):
            yield (
                LINE, str(batch.number), str(n), one.day.isoformat(), one.employee_number, one.name,
                short_id(one.account_id), one.confirmation, currency.text(one.amount),
                currency.code, one.comment,
            )  # fmt: skip
        yield (
            TOTAL, str(batch.number), str(batch.lines), batch.until.isoformat(), "", "", "", "",
            currency.text(batch.amount), currency.code, "",
        )  # fmt: skip


def _csv(rows: Sequence[tuple[str, ...]]) -> str:
    """Amounts keep their sign: a refund's is negative, and a number starts no formula."""
    text = StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for row in rows:
        lines.writerow([one if at == _AMOUNT else safe(one) for at, one in enumerate(row)])
    return text.getvalue()


def _book(rows: Sequence[tuple[str, ...]]) -> Workbook:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Payroll")
    sheet.append(list(COLUMNS))
    for row in rows:
        sheet.append([_cell(sheet, at, text) for at, text in enumerate(row)])
    return book


def _cell(sheet: Any, at: int, text: str) -> Any:
    """An amount as a number, everything else as the text that it is."""
    if not text:
        return None
    if at == _AMOUNT:
        # Exact decimals, which the library takes though its types do not say so.
        amount: Any = Decimal(text)
        cell = WriteOnlyCell(sheet, amount)
        decimals = len(text.partition(".")[2])
        cell.number_format = f"0.{'0' * decimals}" if decimals else "0"
        return cell
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
