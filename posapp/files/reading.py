"""A foreign file read through a profile: the ``MappedFile`` that services record, and the preview.

The file is judged before any row is taken: encoding, shape, columns (R10, T12). Then each row
becomes a record or a reject with line, column, value and reason.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from posapp.domain.imports import (
    ImportAccount,
    ImportBill,
    ImportItem,
    ImportPreview,
    ImportRecord,
    MappedFile,
    Reject,
)
from posapp.domain.money import Currency, Money
from posapp.domain.ports import Progress
from posapp.files.accounts import Accounts
from posapp.files.amounts import MoneyReader
from posapp.files.columns import Columns, Line
from posapp.files.faults import Fault, shown, wrong_file, wrong_profile
from posapp.files.joins import Finder, JoinedTables, finders, open_joins
from posapp.files.opened_file import OpenedFile, open_source
from posapp.files.profile import Profile
from posapp.files.records import (
    Maker,
    Terms,
    account_maker,
    bill_maker,
    item_maker,
    rate_maker,
)
from posapp.files.table import Cells, Entry, Table
from posapp.files.texts import TextRules
from posapp.files.totals import Totals, TrailerReader, expected_totals, missing_trailer

_PROGRESS_EVERY: Final = 500
_PREVIEW_CELLS: Final = 60


def read_mapped(
    path: Path | str,
    profile: Profile,
    *,
    currency: Currency,
    limit: int | None = None,
    stand_in_date: date | None = None,
    progress: Progress | None = None,
) -> MappedFile:
    """Read a file through a profile.

    Args:
        path: the file; the profile's second files are looked for beside it.
        profile: what ``read_profile`` gave.
        currency: the currency of all amounts; it decides the minor unit.
        limit: take the first rows only; then no total is expected.
        stand_in_date: replaces the profile's stand-in for dates that the file does not have.
        progress: called with (rows done, of); ``False`` stops the reading.

    Raises:
        Refused: ``M-81`` when profile and file do not fit, ``M-82`` when the file is broken or the
            user stopped.
    """
    opened = open_source(Path(path), profile.reader)
    return _mapped(opened, profile, currency, limit, stand_in_date, progress)


def preview(
    path: Path | str,
    profile: Profile,
    rows: int = 50,
    *,
    currency: Currency,
    stand_in_date: date | None = None,
    progress: Progress | None = None,
) -> ImportPreview:
    """What an import of the file would take, beside its first rows as they are.

    The whole file is read and mapped, so rejects and totals are the final ones.

    Raises:
        Refused: as ``read_mapped``.
    """
    opened = open_source(Path(path), profile.reader)
    mapped = _mapped(opened, profile, currency, None, stand_in_date, progress)
    header, lines = _shown_rows(opened.table, rows)
    return ImportPreview(header, lines, profile.mapping(), mapped, profile.stand_in)


def _mapped(
    opened: OpenedFile,
    profile: Profile,
    currency: Currency,
    limit: int | None,
    stand_in_date: date | None,
    progress: Progress | None,
) -> MappedFile:
    if profile.currency not in {"", currency.code} and profile.kind != "rates":
        told = f"its amounts are in {profile.currency}, not in {currency.code}"
        raise wrong_profile(profile.name, "currency", told)
    reading = _Reading(opened, profile, currency, stand_in_date)
    reading.run(limit, progress)
    return reading.result(currency, partial=limit is not None)


class _Reading:
    """One run over one file; everything is resolved here before the first row is taken."""

    def __init__(
        self, opened: OpenedFile, profile: Profile, currency: Currency, stand_in_date: date | None
    ) -> None:
        self._opened = opened
        self._profile = profile
        self._joined: JoinedTables = open_joins(profile, opened)
        columns = Columns(profile.name, opened.table, self._joined.tables)
        rules = TextRules(
            profile.name, columns, frozenset(profile.blanks), profile.tables,
            frozenset(profile.numbers_like_cards),
        )  # fmt: skip
        money = MoneyReader(profile.money, currency)
        self._joins = len(profile.joins)
        self._unjoined: list[Cells | None] = [None] * self._joins
        self._finders: list[tuple[int, Finder]] = finders(profile, self._joined, rules)
        self._accounts = Accounts(profile.account, rules) if profile.account else None
        self._maker = self._made(Terms(profile, columns, rules, money, stand_in_date))
        self._totals = Totals(profile, rules, money)
        # Most files have neither, and are large.
        self._checked, self._added = self._totals.checks, self._totals.of_lines
        self._trailer = TrailerReader(profile.trailer, rules, money) if profile.trailer else None
        self._stated: Mapping[str, tuple[int | None, Money | None]] = {}
        self._trailer_line = 0
        # Numbered keys never repeat, so nothing is left to do for them.
        self._repeats = None if profile.repeats == "nth" else _Repeats(profile.repeats)
        self._records: list[ImportRecord] = []
        self._rejected: list[Reject] = list(opened.table.rejected)
        self._skipped = 0

    def _made(self, terms: Terms) -> Maker:
        profile = self._profile
        if profile.rate is not None:
            return rate_maker(profile.rate, terms)
        assert self._accounts is not None
        if profile.bill is not None:
            return bill_maker(profile.bill, self._accounts, terms)
        if profile.item is not None:
            return item_maker(profile.item, self._accounts, terms)
        return account_maker(self._accounts)

    def run(self, limit: int | None, progress: Progress | None) -> None:
        """Take the rows one by one."""
        entries = self._opened.table.entries[:limit]
        take = self._take
        for start in range(0, len(entries), _PROGRESS_EVERY):
            if progress and not progress(start, len(entries)):
                raise wrong_file(self._opened.path.name, "was not read to its end")
            for entry in entries[start : start + _PROGRESS_EVERY]:
                try:
                    take(entry)
                except Fault as fault:
                    self._rejected.append(fault.reject(entry.line))
        if progress:
            progress(len(entries), len(entries))

    def _take(self, entry: Entry) -> None:
        number, cells = entry
        line = Line(number, cells, [None] * self._joins if self._finders else self._unjoined)
        if self._trailer is not None and self._is_trailer(line, self._trailer):
            return
        for at, finder in self._finders:
            line.joined[at] = finder(line)
        if self._checked:
            self._totals.check(line)
        # Repeats come last: a row that is rejected anyway does not make a later one a repeat.
        made = self._maker(line)
        records = [self._repeats.checked(record) for record in made] if self._repeats else made
        for record in records:
            if record is None:
                self._skipped += 1
            else:
                if self._added:
                    self._totals.add(line)
                self._records.append(record)

    def _is_trailer(self, line: Line, trailer: TrailerReader) -> bool:
        if self._trailer_line:
            told = f"line {line.number} comes after the closing row in line {self._trailer_line}"
            raise wrong_file(self._opened.path.name, f"cannot be used: {told}")
        try:
            stated = trailer.stated(line)
        except Fault as fault:
            told = f"line {line.number}, {shown(fault.column)}: '{shown(fault.value)}'"
            told = f"cannot be used: {told} {fault.reason}"
            raise wrong_file(self._opened.path.name, told) from None
        if stated is None:
            return False
        self._stated, self._trailer_line = stated, line.number
        return True

    def result(self, currency: Currency, *, partial: bool) -> MappedFile:
        """The mapped file."""
        profile, opened = self._profile, self._opened
        trailer = profile.trailer
        if trailer is not None and trailer.required and not (partial or self._trailer_line):
            raise missing_trailer(opened.path.name, trailer)
        found = self._totals.found(self._records)
        expected = {} if partial else expected_totals(profile, self._stated, found, currency)
        accounts = self._accounts
        records = map(accounts.settled, self._records) if accounts else self._records
        notes = list(self._joined.notes)
        if self._skipped:
            notes.append(f"{self._skipped} rows repeat a key and are left out")
        if accounts and accounts.left_out:
            notes.append(f"{accounts.left_out} look-up values are too long and are left out")
        return MappedFile(
            kind=profile.kind,
            profile=profile.name,
            file_name=opened.path.name,
            sha256=opened.sha256,
            read=len(self._records) + len(self._rejected) + self._skipped,
            records=tuple(records),
            rejected=tuple(sorted(self._rejected, key=lambda reject: reject.line)),
            totals=found,
            expected=expected,
            currency="" if profile.kind == "rates" else currency.code,
            notes=tuple(notes),
        )


class _Repeats:
    """The rule what a duplicate is (T13): reject it or leave it out."""

    def __init__(self, rule: str) -> None:
        self._rule = rule
        self._first: dict[object, int] = {}

    def checked(self, record: ImportRecord) -> ImportRecord | None:
        """The record; ``None`` when it is left out.

        Raises:
            Fault: when the key was seen before and repeats are rejected.
        """
        key = _identity(record)
        first = self._first.setdefault(key, record.line)
        if first == record.line:
            return record
        if self._rule == "first":
            return None
        raise Fault("", " ".join(map(str, key)), f"repeats the key of line {first}")


def _identity(record: ImportRecord) -> tuple[object, ...]:
    if isinstance(record, ImportAccount | ImportBill):
        return (record.key,)
    if isinstance(record, ImportItem):
        return (record.number,)
    return (record.source, record.target, record.day.isoformat())


def _shown_rows(
    table: Table, rows: int
) -> tuple[tuple[str, ...], tuple[tuple[int, tuple[str, ...]], ...]]:
    """Header and first rows as text, in the header's order."""
    names = table.header[:_PREVIEW_CELLS]
    lines = []
    for entry in table.entries[:rows]:
        cells = entry.cells
        if isinstance(cells, Mapping):
            texts = tuple(shown(cells.get(name)) for name in names)
        else:
            texts = tuple(shown(cell) for cell in cells[: len(names)])
        lines.append((entry.line, texts))
    return tuple(map(shown, names)), tuple(lines)
