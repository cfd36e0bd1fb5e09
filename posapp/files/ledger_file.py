"""The ledger as a file for finance: CSV or XLSX, with control totals, safe to open in a spreadsheet.

Texts that a spreadsheet would take for a formula get an apostrophe in front in CSV, and are marked
as texts in XLSX; amounts have no sign, because debits and credits are columns of their own.
"""

import csv
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from posapp.domain.ids import short_id
from posapp.domain.ledger_export import LedgerExport, LedgerLine
from posapp.domain.money import Currency, Money
from posapp.errors import Refused

COLUMNS: Final = (
    "record",
    "batch",
    "line",
    "accounting_date",
    "currency",
    "ledger_account",
    "description",
    "debit",
    "credit",
    "transaction",
    "transaction_type",
    "account",
    "agreement",
    "agreement_type",
)
LINE, TOTAL = "LINE", "TOTAL"
_AMOUNTS: Final = frozenset({"debit", "credit"})
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
Currencies = Mapping[str, Currency]


def write_ledger(
    exports: Sequence[LedgerExport],
    currencies: Currencies,
    path: Path,
    step: Callable[[], object] = lambda: None,
) -> None:
    """Write batches to a file; what is there stays until the new one is whole.

    ``step`` is called before each line; what it raises ends the work and leaves no file.

    Raises:
        Refused: ``M-50`` for a name that ends in neither ``.csv`` nor ``.xlsx``.
        OSError: it cannot be written.
    """
    check_file(path)
    write = _WRITERS[path.suffix.lower()]
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.")
    kept = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            write(_rows(exports, currencies, step), target)
        kept.replace(path)
    finally:
        with suppress(FileNotFoundError):
            kept.unlink()


def check_file(path: Path) -> None:
    """Stop a name that no batch is written to.

    Raises:
        Refused: ``M-50``.
    """
    if path.suffix.lower() not in _WRITERS:
        reason = "ends in neither .csv nor .xlsx"
        raise Refused("M-50", field="file", value=path.name, reason=reason)
    if not path.parent.is_dir():
        raise Refused("M-50", field="file", value=str(path), reason="lies in no folder")


def _rows(
    exports: Sequence[LedgerExport], currencies: Currencies, step: Callable[[], object]
) -> Iterator[dict[str, str]]:
    """Lines of each batch, then its control totals."""
    for export in exports:
        currency = currencies[export.batch.currency]
        for n, line in enumerate(export.lines, start=1):
            step()
            yield _line(export, n, line, currency)
        yield _row(
            record=TOTAL,
            batch=str(export.batch.number),
            line=str(export.batch.lines),
            accounting_date=export.batch.until.isoformat(),
            currency=currency.code,
            debit=currency.text(export.batch.debits),
            credit=currency.text(export.batch.credits),
        )


def _line(export: LedgerExport, n: int, line: LedgerLine, currency: Currency) -> dict[str, str]:
    return _row(
        record=LINE,
        batch=str(export.batch.number),
        line=str(n),
        accounting_date=line.accounting_date.isoformat(),
        currency=currency.code,
        ledger_account=line.distribution_code,
        description=line.description,
        debit=_amount(line.debit, currency),
        credit=_amount(line.credit, currency),
        transaction=short_id(line.ft_id),
        transaction_type=line.ft_type.value,
        account=short_id(line.account_id),
        agreement=short_id(line.agreement_id),
        agreement_type=line.sa_type,
    )


def _row(**values: str) -> dict[str, str]:
    return {name: values.get(name, "") for name in COLUMNS}


def _amount(amount: Money, currency: Currency) -> str:
    return currency.text(amount) if amount else ""


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _write_csv(rows: Iterator[dict[str, str]], target: IO[bytes]) -> None:
    lines = csv.writer(_Encoded(target), lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for row in rows:
        lines.writerow([safe(row[name]) for name in COLUMNS])


class _Encoded:
    """Where the CSV writer puts its lines: UTF-8 bytes of a file."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target

    def write(self, text: str) -> int:
        """Write one line."""
        return self._target.write(text.encode())


def _write_xlsx(rows: Iterator[dict[str, str]], target: IO[bytes]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Ledger")
    sheet.append(list(COLUMNS))
    for row in rows:
        sheet.append([_cell(sheet, name, row[name]) for name in COLUMNS])
    book.save(target)


def _cell(sheet: Any, name: str, text: str) -> Any:
    """An amount as a number, everything else as the text that it is."""
    if not text:
        return None
    if name in _AMOUNTS:
        # Exact decimals, which the library takes though its types do not say so.
        amount: Any = Decimal(text)
        cell = WriteOnlyCell(sheet, amount)
        decimals = len(text.partition(".")[2])
        cell.number_format = f"0.{'0' * decimals}" if decimals else "0"
        return cell
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


_WRITERS: Final[Mapping[str, Callable[[Iterator[dict[str, str]], IO[bytes]], None]]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
}
